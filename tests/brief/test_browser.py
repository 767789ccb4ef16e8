"""The page in a real browser: any address opens and highlights its very words, from disk, without a request."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from selenium import webdriver
from selenium.webdriver.chrome.service import Service
from selenium.webdriver.common.by import By
from selenium.webdriver.common.keys import Keys
from selenium.webdriver.support.ui import WebDriverWait
from tests.brief.contested import contested
from tests.brief.piles import analysis, harbour, piece, quarrel

from onrecord.brief import BriefOptions, compose
from onrecord.brief.page import render_html
from onrecord.model import Analysis, Span

pytestmark = pytest.mark.browser

ARGUMENTS = (
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
FOUND = "return [...document.querySelectorAll('mark.found')].map(m => m.textContent)"

Open = Callable[..., str]


def _found(*names: str) -> str | None:
    return next((path for name in names if (path := shutil.which(name))), None)


@pytest.fixture(scope="module")
def browser(tmp_path_factory: pytest.TempPathFactory) -> Iterator[webdriver.Chrome]:
    """One headless Chromium for all tests of this module."""
    program, driver = _found("chromium", "chromium-browser", "google-chrome"), _found("chromedriver")
    if program is None or driver is None:
        reason = "no Chromium with its chromedriver is found: the page was not tried in a browser"
        if os.environ.get("ONRECORD_REQUIRE_BROWSER") == "1":
            pytest.fail(reason)
        pytest.skip(reason)
    options = webdriver.ChromeOptions()
    options.binary_location = program
    options.set_capability("goog:loggingPrefs", {"browser": "ALL", "performance": "ALL"})
    for argument in (*ARGUMENTS, f"--user-data-dir={tmp_path_factory.mktemp('profile')}"):
        options.add_argument(argument)
    started = webdriver.Chrome(options=options, service=Service(driver))
    yield started
    started.quit()


@pytest.fixture
def page(tmp_path: Path, browser: webdriver.Chrome) -> Open:
    """Write a pile's page to disk and open it, at an address where one is given; its URL."""

    def opened(pile: Analysis, address: str = "", **asked: Any) -> str:
        made = render_html(compose(pile, BriefOptions(**asked)), pile, "issue")
        (tmp_path / "issue.html").write_text(made.page, encoding="utf-8")
        if made.beside:
            (tmp_path / "issue-texts").mkdir(exist_ok=True)
            for name, text in made.beside.items():
                (tmp_path / "issue-texts" / name).write_text(text, encoding="utf-8")
        url = (tmp_path / "issue.html").as_uri()
        browser.get("about:blank")
        browser.get(f"{url}#{address}" if address else url)
        return url

    return opened


def span_of(text: str, words: str) -> Span:
    at = text.index(words)
    return Span(at, at + len(words))


def until(browser: webdriver.Chrome, happens: Callable[[], bool]) -> None:
    WebDriverWait(browser, 5).until(lambda _driver: happens())


def log(browser: Any, kind: str) -> list[dict[str, Any]]:
    entries: list[dict[str, Any]] = browser.get_log(kind)
    return entries


def notice(browser: webdriver.Chrome) -> str:
    return browser.find_element(By.ID, "notice").get_attribute("textContent") or ""


def shows(browser: webdriver.Chrome, words: str) -> bool:
    return "".join(marks(browser)) == words


def marks(browser: webdriver.Chrome) -> list[str]:
    found: list[str] = browser.execute_script(FOUND)
    return found


def in_view(browser: webdriver.Chrome) -> bool:
    seen: bool = browser.execute_script(
        "const box = document.querySelector('mark.found').getBoundingClientRect();"
        "return box.height > 0 && box.top >= 0 && box.bottom <= innerHeight"
    )
    return seen


def test_every_line_opens_its_words(browser: webdriver.Chrome, page: Open) -> None:
    page(harbour())
    lines = browser.find_elements(By.CSS_SELECTOR, "li.line")
    for line in lines:
        if "headline" in (line.get_attribute("class") or ""):
            continue
        if not line.is_displayed():
            continue
        line.find_element(By.CSS_SELECTOR, "a.more").click()
        said = line.find_element(By.CSS_SELECTOR, ".said").get_attribute("textContent")
        assert said
        until(browser, partial(shows, browser, said))
        assert in_view(browser)


def test_an_address_that_no_line_uses_opens_on_load(browser: webdriver.Chrome, page: Open) -> None:
    pile = harbour()
    watch = pile.articles[1]
    words = "🌊 in daylight” and announced a suit.\n\n“We were"
    page(pile, watch.anchor(span_of(watch.text, words)))
    assert "\n\n".join(["".join(marks(browser)[:-1]), marks(browser)[-1]]) == words or "".join(
        marks(browser)
    ) == words.replace("\n\n", "")
    assert in_view(browser)
    assert "highlighted" in notice(browser)


def test_an_address_behind_astral_letters_is_exact(browser: webdriver.Chrome, page: Open) -> None:
    text = "🌊🌊 harbour 𝔘𝔫𝔦𝔬𝔫 𐍈 speaks. The wall 🧱 is too high, said the pilots 👩‍✈️ of Larnholm on Monday."
    pile = analysis([piece("a.txt", text, start=31)])
    for words in ("🌊 harbour 𝔘", "𝔫𝔦𝔬𝔫 𐍈", "wall 🧱 is", "👩‍✈️ of Larnholm", text):
        page(pile, pile.articles[0].anchor(span_of(text, words)))
        assert "".join(marks(browser)) == words


def test_a_new_address_takes_the_old_mark_away(browser: webdriver.Chrome, page: Open) -> None:
    pile = harbour()
    post = pile.articles[0]
    page(pile, post.anchor(span_of(post.text, "300 homes")))
    before = browser.execute_script("return document.querySelector('.piece .text').textContent")
    for words in ("protects 300 homes,” said Ida", "secret. But", "Brandt"):
        browser.execute_script("location.hash = arguments[0]", post.anchor(span_of(post.text, words)))
        until(browser, partial(shows, browser, words))
    assert browser.execute_script("return document.querySelector('.piece .text').textContent") == before


def test_an_address_of_another_pile_says_so(browser: webdriver.Chrome, page: Open) -> None:
    page(harbour(), "0123456789ab-3-9")
    until(browser, lambda: "not in this pile" in notice(browser))
    assert marks(browser) == []


def test_texts_beside_the_page_open_from_its_addresses(browser: webdriver.Chrome, page: Open) -> None:
    rows = [
        piece(f"row-{at}.txt", f"Quay {at} was closed after {at} gulls had settled on it.", outlet="Gull News")
        for at in range(510)
    ]
    pile = analysis(rows)
    page(pile, rows[400].anchor(span_of(rows[400].text, "400 gulls")))
    until(browser, lambda: "issue-texts/" in browser.current_url)
    assert marks(browser) == ["400 gulls"]
    page(pile)
    link = browser.find_element(By.CSS_SELECTOR, "li.line a.more, h2 a")
    wanted = (link.get_attribute("href") or "").rpartition("#")[2]
    link.click()
    until(browser, lambda: wanted in browser.current_url and len(marks(browser)) == 1)


def test_it_asks_for_nothing_and_complains_of_nothing(browser: webdriver.Chrome, page: Open) -> None:
    log(browser, "performance")
    log(browser, "browser")
    page(harbour())
    browser.find_element(By.CSS_SELECTOR, "a.more").click()
    assert log(browser, "browser") == []
    asked = [entry["message"] for entry in log(browser, "performance") if "requestWillBeSent" in entry["message"]]
    assert asked
    assert all("file:///" in message or "about:blank" in message for message in asked)
    assert browser.execute_script("return window.alert.toString()").startswith("function alert()")
    assert browser.execute_script("return document.querySelectorAll('script').length") == 1


def test_it_is_worked_by_keyboard(browser: webdriver.Chrome, page: Open) -> None:
    page(harbour())
    body = browser.find_element(By.TAG_NAME, "body")
    body.send_keys(Keys.TAB)
    assert browser.switch_to.active_element.get_attribute("class") == "skip"
    browser.switch_to.active_element.send_keys(Keys.ENTER)
    until(browser, lambda: bool(browser.execute_script("return document.activeElement.id === 'stories'")))
    browser.find_element(By.CSS_SELECTOR, ".why summary").send_keys(Keys.ENTER)
    assert browser.find_element(By.CSS_SELECTOR, ".why li").is_displayed()
    browser.find_element(By.CSS_SELECTOR, "a.more").send_keys(Keys.ENTER)
    until(browser, lambda: bool(browser.execute_script("return document.activeElement.tagName === 'MARK'")))


@pytest.mark.parametrize("width", [320, 390, 1366])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_it_fits_the_width_and_can_be_read(browser: webdriver.Chrome, page: Open, width: int, scheme: str) -> None:
    feature = {"features": [{"name": "prefers-color-scheme", "value": scheme}]}
    browser.execute_cdp_cmd("Emulation.setEmulatedMedia", feature)
    size = {"width": width, "height": 800, "deviceScaleFactor": 1, "mobile": width < 500}
    browser.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", size)
    page(harbour())
    assert browser.execute_script("return document.documentElement.scrollWidth") <= width
    contrasts = browser.execute_script(
        """
        const light = (rgb) => {
          const [r, g, b] = rgb.match(/[\\d.]+/g).slice(0, 3).map((v) => v / 255)
            .map((v) => (v <= .03928 ? v / 12.92 : ((v + .055) / 1.055) ** 2.4));
          return .2126 * r + .7152 * g + .0722 * b;
        };
        const paper = light(getComputedStyle(document.body).backgroundColor);
        return ['.words', '.where', '.kicker', '.tools', '.u', '.section', '.note', 'summary'].map((name) => {
          const ink = light(getComputedStyle(document.querySelector(name)).color);
          return (Math.max(ink, paper) + .05) / (Math.min(ink, paper) + .05);
        });
        """
    )
    assert min(contrasts) >= 4.5


def test_it_prints_on_two_sheets_without_its_tools(browser: webdriver.Chrome, page: Open) -> None:
    page(harbour())
    browser.execute_cdp_cmd("Emulation.setEmulatedMedia", {"media": "print"})
    try:
        assert not browser.find_element(By.CSS_SELECTOR, ".tools").is_displayed()
        assert browser.find_element(By.CSS_SELECTOR, ".words").is_displayed()
        assert browser.execute_script("return getComputedStyle(document.body).backgroundColor") == "rgb(255, 255, 255)"
    finally:
        browser.execute_cdp_cmd("Emulation.setEmulatedMedia", {"media": ""})
    assert len(browser.print_page()) > 1000


def test_an_address_over_two_pieces_opens_both(browser: webdriver.Chrome, page: Open) -> None:
    first, second = "The ferry runs every forty minutes.", "The fare remains four crowns."
    pile = analysis([piece("a.txt", first, start=10), piece("a.txt", second, start=10 + len(first) + 2)])
    page(pile, pile.articles[0].anchor(Span(4, len(first) + 2 + 8)))
    until(browser, lambda: len(marks(browser)) == 2)
    assert marks(browser) == [first[4:], second[:8]]


def test_a_long_line_without_a_break_opens_at_once(browser: webdriver.Chrome, page: Open) -> None:
    text = "".join(f"On day {at} the 🌊 rose by {at} feet. " for at in range(30_000))
    pile = analysis([piece("a.txt", text)])
    words = "On day 29000 the 🌊 rose"
    page(pile, pile.articles[0].anchor(span_of(text, words)))
    until(browser, lambda: marks(browser) != [])
    assert marks(browser) == [words]


def focused(browser: webdriver.Chrome) -> str:
    address: str = browser.execute_script("return document.activeElement.getAttribute('href') || ''")
    return address


@pytest.mark.parametrize("way", ["button", "escape", "browser"])
def test_a_reader_comes_back_to_the_line(browser: webdriver.Chrome, page: Open, way: str) -> None:
    page(harbour())
    for at in (1, 2):
        link = [one for one in browser.find_elements(By.CSS_SELECTOR, "li.line a.more") if one.is_displayed()][at]
        link.send_keys(Keys.ENTER)
        until(browser, lambda: bool(marks(browser)))
        assert browser.find_element(By.CSS_SELECTOR, "button.back").text == "Back to the line"
        if way == "button":
            browser.find_element(By.CSS_SELECTOR, "button.back").click()
        elif way == "escape":
            browser.switch_to.active_element.send_keys(Keys.ESCAPE)
        else:
            browser.back()
        until(browser, partial(lambda wanted: focused(browser) == wanted, link.get_dom_attribute("href")))
        assert marks(browser) == []
        assert not browser.find_elements(By.CSS_SELECTOR, "details.piece[open], button.back")
        box = browser.execute_script("return document.activeElement.getBoundingClientRect().top")
        assert 0 <= box <= browser.execute_script("return innerHeight")


def test_a_headline_outside_the_text_opens_its_piece_at_the_top(browser: webdriver.Chrome, page: Open) -> None:
    page(harbour())
    line = next(
        one for one in browser.find_elements(By.CSS_SELECTOR, "li.line") if "Daylight theft" in (one.text or "")
    )
    line.find_element(By.CSS_SELECTOR, "a.more").click()
    until(browser, lambda: bool(browser.find_elements(By.CSS_SELECTOR, "details.piece[open] p.title")))
    assert marks(browser) == []
    assert browser.find_element(By.CSS_SELECTOR, "details.piece[open] p.title").text == "Daylight theft at the quay"
    assert "beginning" in notice(browser)
    browser.switch_to.active_element.send_keys(Keys.ESCAPE)
    until(browser, lambda: not browser.find_elements(By.CSS_SELECTOR, "details.piece[open]"))


def test_voices_and_labels_are_reached_by_keyboard_and_lead_to_their_words(
    browser: webdriver.Chrome, page: Open
) -> None:
    pile = quarrel()
    page(pile)
    marked = {
        "h3#matrix + p + .picture svg a": "“The quay is ours,”",
        "#unnamed ~ .picture svg a": "that the deeds were lost",
        "section.called dd a": "So-called harbour master",
        ".heard-here a": "“The quay is ours,”",
    }
    for selector, words in marked.items():
        assert browser.execute_script("return document.querySelector(arguments[0]).tabIndex", selector) == 0
        browser.execute_script("document.querySelector(arguments[0]).focus()", selector)
        browser.switch_to.active_element.send_keys(Keys.ENTER)
        until(browser, partial(shows, browser, words))
        assert shows(browser, words)
        browser.switch_to.active_element.send_keys(Keys.ESCAPE)
        until(browser, lambda: not marks(browser))
    named = browser.find_element(By.CSS_SELECTOR, "#unheard + .names a")
    named.send_keys(Keys.ENTER)
    until(browser, lambda: browser.find_element(By.CSS_SELECTOR, "li[id^=voice]:target").is_displayed())


@pytest.mark.parametrize("width", [320, 360, 1366])
def test_voices_and_labels_stay_within_their_column(browser: webdriver.Chrome, page: Open, width: int) -> None:
    size = {"width": width, "height": 800, "deviceScaleFactor": 1, "mobile": width < 500}
    browser.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", size)
    page(quarrel())
    browser.execute_script(
        "document.querySelectorAll('aside details, .called details').forEach(d => { d.open = true })"
    )
    assert browser.execute_script("return document.documentElement.scrollWidth") <= width
    beyond = browser.execute_script(
        "return [...document.querySelectorAll('aside *, .called *')].filter((one) => !one.closest('.unseen, defs')"
        " && one.getBoundingClientRect().right > innerWidth + 1).map((one) => one.outerHTML.slice(0, 80))"
    )
    assert beyond == []


def test_accounts_and_events_are_reached_by_keyboard_and_lead_to_their_words(
    browser: webdriver.Chrome, page: Open
) -> None:
    page(contested())
    for selector, words in {"mark.differs a": "15,000", ".event a.more": "the old wall broke"}.items():
        browser.execute_script("document.querySelector(arguments[0]).focus()", selector)
        browser.switch_to.active_element.send_keys(Keys.ENTER)
        until(browser, partial(shows, browser, words))
        assert shows(browser, words)
        browser.switch_to.active_element.send_keys(Keys.ESCAPE)
        until(browser, lambda: not marks(browser))
    browser.execute_script("document.querySelector('.strip svg a[href=\"#event-3\"]').focus()")
    browser.switch_to.active_element.send_keys(Keys.ENTER)
    until(browser, lambda: browser.find_element(By.CSS_SELECTOR, "li#event-3:target").is_displayed())
    assert browser.current_url.endswith("#event-3")


@pytest.mark.parametrize("width", [320, 390, 1366])
def test_accounts_and_events_stay_within_their_column(browser: webdriver.Chrome, page: Open, width: int) -> None:
    size = {"width": width, "height": 800, "deviceScaleFactor": 1, "mobile": width < 500}
    browser.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", size)
    page(contested())
    browser.execute_script("document.querySelectorAll('.disputes details').forEach(d => { d.open = true })")
    assert browser.execute_script("return document.documentElement.scrollWidth") <= width
