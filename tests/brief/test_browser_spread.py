"""The spread of a story in a real browser: worked by keyboard, two pieces side by side, within a phone's width."""

from __future__ import annotations

from pathlib import Path

import pytest
from selenium import webdriver
from selenium.webdriver.common.by import By
from selenium.webdriver.common.keys import Keys
from tests.brief import test_browser
from tests.brief.piles import piece
from tests.brief.spreads import SHARED, ferry, shares, story, travelled
from tests.brief.test_browser import Open, log, marks, until

from onrecord.brief import sides
from onrecord.link import link
from onrecord.model import Analysis

pytestmark = pytest.mark.browser
browser, page = test_browser.browser, test_browser.page

SIDES = "return [...document.querySelectorAll('dialog[open] .pane')].map(p => "
SIDES += "[...p.querySelectorAll('mark.shared')].map(m => m.textContent).join(''))"


def pair() -> Analysis:
    """Two pieces that share a passage and a clause of it elsewhere, before and behind letters of other planes."""
    one = piece(
        "one.txt",
        f"🌊🌊 Quay\n\nBefore 𝔘𝔫𝔦𝔬𝔫.\n\n{SHARED}\n\nThe fare remains four crowns until the ice has gone.",
        start=40,
        title="Quay",
        outlet="Osk Post",
        published="2031-03-04",
    )
    other = piece(
        "other.txt",
        "The fare remains four crowns until the ice has gone." + "\n\nGulls." * 60 + f"\n\n🌊 {SHARED}",
        outlet="Quay Watch",
        published="2031-03-05",
    )
    fare = "The fare remains four crowns until the ice has gone."
    return story(
        [one, other],
        [shares(one, other, direction="a>b"), shares(one, other, words=fare, direction="a>b")],
    )


def sides_shown(browser: webdriver.Chrome) -> list[str]:
    found: list[str] = browser.execute_script(SIDES)
    return found


def test_an_arrow_opens_both_pieces_at_their_passages(browser: webdriver.Chrome, page: Open) -> None:
    log(browser, "browser")
    page(pair())
    fare = "The fare remains four crowns until the ice has gone."
    browser.execute_script("document.querySelector('.spread svg a[href^=\"#pair\"]').focus()")
    browser.switch_to.active_element.send_keys(Keys.ENTER)
    until(browser, lambda: sides_shown(browser) == [SHARED + fare, fare + SHARED])
    assert "passage 1 of 2" in browser.find_element(By.CSS_SELECTOR, "dialog .note").text
    for _ in range(2):
        seen = browser.execute_script(
            "return [...document.querySelectorAll('dialog .text')].map((text) => {"
            " const [a, b] = [text, text.querySelector('mark.now')].map((one) => one.getBoundingClientRect());"
            " return b.top >= a.top && b.bottom <= a.bottom; })"
        )
        assert seen == [True, True]
        browser.find_element(By.XPATH, "//dialog//button[text()='Next passage']").click()
    now = browser.execute_script("return [...document.querySelectorAll('mark.now')].map(m => m.textContent)")
    assert len(now) == 2 and now[0] == now[1]
    browser.switch_to.active_element.send_keys(Keys.ESCAPE)
    until(browser, lambda: not browser.find_elements(By.CSS_SELECTOR, "dialog"))
    back = browser.execute_script("return document.activeElement.getAttribute('href')")
    assert back.startswith("#pair-1-")
    ids = browser.execute_script("return [...document.querySelectorAll('[id]')].map(e => e.id)")
    assert len(ids) == len(set(ids))
    assert log(browser, "browser") == []


def test_a_mark_in_one_piece_shows_the_other(browser: webdriver.Chrome, page: Open) -> None:
    page(pair())
    browser.find_element(By.CSS_SELECTOR, ".spread summary").click()
    browser.find_element(By.CSS_SELECTOR, "a.beside").click()
    until(browser, lambda: len(browser.find_elements(By.CSS_SELECTOR, "dialog .tag")) == 4)
    browser.find_element(By.CSS_SELECTOR, "dialog .pane:first-child .tag[data-n='2']").click()
    shown = browser.execute_script("return document.querySelector('dialog .pane:last-child mark.now').textContent")
    assert shown == "The fare remains four crowns until the ice has gone."
    browser.find_element(By.XPATH, "//dialog//button[text()='Close']").click()
    until(browser, lambda: not browser.find_elements(By.CSS_SELECTOR, "dialog"))


def test_a_passage_and_a_place_of_a_chain_open_in_the_full_text(browser: webdriver.Chrome, page: Open) -> None:
    page(pair())
    browser.find_element(By.CSS_SELECTOR, ".spread summary").click()
    browser.find_element(By.CSS_SELECTOR, ".pairs li a.later").click()
    until(browser, lambda: bool(marks(browser)))
    assert "".join(marks(browser)) in SHARED
    page(travelled())
    browser.find_element(By.CSS_SELECTOR, ".chain a").click()
    until(browser, lambda: marks(browser) == ["“The hull will not last until May,”"])


@pytest.mark.parametrize("width", [320, 390, 1366])
def test_a_story_of_sixty_pieces_fits_and_is_read(browser: webdriver.Chrome, page: Open, width: int) -> None:
    pieces = [
        ferry(at, f"The Larnholm Post and Harbour Gazette {at % 27}" if at % 9 else None, f"2031-03-{1 + at % 11:02}")
        for at in range(60)
    ]
    pile = story(pieces, [shares(pieces[at // 3], pieces[at], direction="a>b", kind="reprint") for at in range(1, 60)])
    size = {"width": width, "height": 800, "deviceScaleFactor": 1, "mobile": width < 500}
    browser.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", size)
    page(pile)
    browser.execute_script("document.querySelector('.spread details').open = true")
    assert browser.execute_script("return document.documentElement.scrollWidth") <= width
    beyond = browser.execute_script(
        "return [...document.querySelectorAll('.spread *')].filter((one) => !one.closest('.unseen')"
        " && one.getBoundingClientRect().right > innerWidth + 1).map((one) => one.outerHTML.slice(0, 80))"
    )
    assert beyond == []
    least = browser.execute_script(
        "return Math.min(...[...document.querySelectorAll('.spread .picture text')]"
        ".map((one) => parseFloat(getComputedStyle(one).fontSize) * one.getScreenCTM().a))"
    )
    assert least >= 7
    crossed = browser.execute_script(
        "const names = [...document.querySelectorAll('.spread .picture svg > text.label')]"
        ".map((one) => one.getBoundingClientRect().right);"
        "return Math.max(...names) - Math.min(...[...document.querySelectorAll('.spread .picture circle.dot')]"
        ".map((one) => one.getBoundingClientRect().left))"
    )
    assert crossed <= 0


def test_a_page_of_two_pieces_works_without_a_script(browser: webdriver.Chrome, tmp_path: Path) -> None:
    pile = pair()
    one, other = pile.articles
    found = sides.compared(one, other, link(pile.articles).reuse)
    (tmp_path / "both.html").write_text(sides.as_html(found), encoding="utf-8")
    size = {"width": 390, "height": 800, "deviceScaleFactor": 1, "mobile": True}
    browser.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", size)
    browser.execute_cdp_cmd("Emulation.setScriptExecutionDisabled", {"value": True})
    try:
        browser.get((tmp_path / "both.html").as_uri())
        browser.find_element(By.CSS_SELECTOR, "#left-1").click()
    finally:
        browser.execute_cdp_cmd("Emulation.setScriptExecutionDisabled", {"value": False})
    assert browser.current_url.endswith("#right-1")
    inside = browser.execute_script(
        "const [a, b] = [document.querySelectorAll('.text')[1], document.getElementById('right-1')]"
        ".map((one) => one.getBoundingClientRect()); return b.top >= a.top - 1 && b.bottom <= a.bottom + 1"
    )
    assert inside
    assert browser.execute_script("return document.documentElement.scrollWidth") <= 390
