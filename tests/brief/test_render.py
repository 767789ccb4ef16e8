"""Rendering: every span gives back the words that are shown, nothing hostile lives, nothing is fetched."""

from __future__ import annotations

import json
import re
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import html
from msgspec.structs import replace
from tests.brief.piles import Said, analysis, harbour, piece

from onrecord.brief import RENDERERS, BriefOptions, compose
from onrecord.brief.texts import text_html
from onrecord.model import Analysis, Place, Rendition, Reuse, Span, Statement

ADDRESS = re.compile(r"([0-9a-f]{12})-(\d+)-(\d+)")


def rendered(form: str, pile: Analysis, name: str = "issue", **asked: Any) -> Rendition:
    return RENDERERS[form](compose(pile, BriefOptions(**asked)), pile, name)


def meant(pile: Analysis, address: str) -> str:
    """The words of an address, from the pieces alone."""
    found = ADDRESS.fullmatch(address.rpartition("#")[2])
    assert found is not None, address
    start, end = int(found[2]), int(found[3])
    for article in pile.articles:
        if article.document.id.startswith(found[1]) and article.span.holds(Span(start, end)):
            return article.text[start - article.span.start : end - article.span.start]
    raise AssertionError(f"{address} lies in no piece")


def flat(text: str) -> str:
    return " ".join(text.split())


def wide_pile(pieces: int = 520) -> Analysis:
    return analysis(
        [
            piece(
                f"row-{at}.txt",
                f"Quay {at} was closed on {1 + at % 28} March after {at} gulls had settled on its crane."
                "\n\nNobody was hurt.",
                title=f"Gulls on quay {at}",
                outside=True,
                outlet=f"Outlet {at % 9}",
                published=f"2031-03-{1 + at % 28:02}",
            )
            for at in range(pieces)
        ]
    )


def test_every_line_of_the_page_shows_the_words_of_its_address() -> None:
    pile = harbour()
    tree = html.fromstring(rendered("html", pile).page)
    items = tree.xpath('//li[contains(@class, "line")]')
    assert len(items) > 8
    for item in items:
        link = item.xpath('.//a[@class="more"]/@href')[0]
        if not item.xpath('.//*[@class="said"]'):
            assert item.xpath('.//p[@class="words"]')[0].text_content() == "Daylight theft at the quay"
            continue
        assert "".join(item.xpath('.//*[@class="said"]//text()')) == meant(pile, link)
        assert item.xpath(".//button/@data-copy")[0] == link[1:]


def test_every_headline_of_the_page_is_a_title_or_the_words_of_its_address() -> None:
    pile = harbour()
    tree = html.fromstring(rendered("html", pile).page)
    for head in tree.xpath("//article//h2/a"):
        assert head.text_content() == meant(pile, head.get("href"))


def test_full_texts_stand_in_the_page_letter_by_letter() -> None:
    pile = harbour()
    tree = html.fromstring(rendered("html", pile).page)
    for article in pile.articles:
        own = tree.xpath(f'//details[@data-doc="{article.document.id[:12]}"][@data-start="{article.span.start}"]')
        assert len(own) == 1
        held = own[0].xpath(".//p[@data-at]")
        assert [p.text_content() for p in held] == [line for line in article.text.split("\n") if line.strip()]
        for p in held:
            at = int(p.get("data-at")) - article.span.start
            assert article.text[at : at + len(p.text_content())] == p.text_content()


def test_every_address_in_the_page_has_a_place_without_a_script() -> None:
    tree = html.fromstring(rendered("html", harbour()).page)
    ids = tree.xpath("//@id")
    assert len(ids) == len(set(ids))
    links = tree.xpath('//a[starts-with(@href, "#")]/@href')
    assert len(links) > 20
    for link in links:
        assert link[1:] in ids


def test_the_text_form_shows_the_words_of_each_address() -> None:
    pile = harbour()
    parts = re.split(r"^ +#(\S+)$", rendered("text", pile).page, flags=re.MULTILINE)
    assert len(parts) > 16
    for shown, address in zip(parts[:-1:2], parts[1::2], strict=True):
        if " pieces · " in shown or " piece · " in shown:
            assert flat(meant(pile, address)) in flat(shown)
        else:
            assert re.sub(r"^\[…\] | \[…\]$", "", flat(shown)).endswith(flat(meant(pile, address)))
    assert max(map(len, rendered("text", pile).page.splitlines())) <= 80


def test_json_gives_each_line_its_words_spans_and_place() -> None:
    pile = harbour()
    body = json.loads(rendered("json", pile).page)
    texts = {article.id: article for article in pile.articles}
    told = [line for story in body["stories"] for line in (story["headline"], *story["lines"])]
    assert len(told) > 10
    for line in told:
        article = texts[line["article"]]
        if line["title"] is None:
            assert line["words"] == [article.text[start:end] for start, end in line["spans"]]
            assert [meant(pile, address) for address in line["anchors"]] == line["words"]
        assert line["document"]["id"] == article.document.id
        assert line["document"]["span"] == [article.span.start, article.span.end]
        for place in line["carried"]:
            assert meant(pile, place["anchor"]) == place["words"]
    brandt = next(line for line in told if line["speaker"] == "Ida Brandt")
    assert (brandt["outlet"], brandt["published"]) == ("The Larnholm Post", "2031-03-04")


def test_what_is_unknown_is_told_as_unknown() -> None:
    pile = analysis([piece("a.txt", "Herring prices rose by 12 % in March. Nobody knows why the herring stay away.")])
    page, text = rendered("html", pile).page, rendered("text", pile).page
    for shown in (html.fromstring(page).text_content(), text):
        assert "outlet not given" in shown
        assert "date not given" in shown
    body = json.loads(rendered("json", pile).page)
    assert body["stories"][0]["headline"]["outlet"] is None


def test_nothing_hostile_lives_and_nothing_is_fetched() -> None:
    page = rendered("html", harbour()).page
    tree = html.fromstring(page)
    assert len(tree.xpath("//script")) == 1
    assert not tree.xpath(
        "//img | //link | //iframe | //object | //embed | //form | //base | //svg//image | //b[.='traders']"
    )
    assert not tree.xpath("//@*[starts-with(name(), 'on')] | //@src | //@style")
    for link in tree.xpath("//@href"):
        assert link.startswith(("#", "https://post.example/wall"))
    policy = tree.xpath('//meta[@http-equiv="Content-Security-Policy"]/@content')[0]
    assert policy.startswith("default-src 'none'; style-src 'sha256-")
    assert "unsafe" not in policy
    assert "@import" not in page and "url(" not in page.replace("url(#", "")


@pytest.mark.parametrize(
    "address", ["javascript:alert(1)", " JavaScript:alert(1)", "data:text/html,x", "//x.example", "http:", "http://[x"]
)
def test_an_address_that_is_not_of_the_web_is_no_link(address: str) -> None:
    pile = analysis([piece("a.txt", "The ferry to Norreby runs every forty minutes from Sunday on.", url=address)])
    links = html.fromstring(rendered("html", pile).page).xpath("//@href")
    assert all(link.startswith("#") for link in links)


def test_a_page_has_landmarks_headings_and_names() -> None:
    tree = html.fromstring(rendered("html", harbour()).page)
    assert tree.xpath("//main[@id='stories']") and tree.xpath("//header") and tree.xpath("//footer")
    assert len(tree.xpath("//h1")) == 1
    for labelled in tree.xpath("//*[@aria-labelledby]"):
        assert tree.xpath(f"//*[@id='{labelled.get('aria-labelledby')}']")
    assert all(link.get("aria-label") and link.xpath("./title") for link in tree.xpath("//svg//a"))
    assert tree.xpath("//a[@class='skip'][@href='#stories']")


def test_pictures_lead_to_words_and_have_a_table_beside_them() -> None:
    pile = harbour()
    tree = html.fromstring(rendered("html", pile).page)
    dots = tree.xpath("//section[@aria-labelledby='when']//svg//a")
    assert [dot.get("aria-label") for dot in dots] == [
        "The Larnholm Post, 4 March 2031: 1 piece",
        "Quay Watch, 5 March 2031: 1 piece",
    ]
    assert [meant(pile, dot.get("href")) for dot in dots] == [
        "Council raises the wall",
        "The council voted on Monday to raise the wall by two metres",
    ]
    cells = tree.xpath("//section[@aria-labelledby='when']//tbody/tr")
    assert len(cells) == 2
    bars = tree.xpath("//section[@aria-labelledby='voices']/div[1]/svg//a")
    assert len(bars) == 2
    assert bars[0].get("aria-label") == "Ida Brandt: 2 statements (2 direct), named 3 times"
    assert all(tree.xpath(f"//li[@id='{bar.get('href')[1:]}']//a[@href]") for bar in bars)
    flows = tree.xpath("//section[@aria-labelledby='repeats']//svg//a/@aria-label")
    assert flows == ["The Larnholm Post, repeated by Quay Watch: 1 passage"]


def test_a_large_pile_has_its_texts_beside_the_page() -> None:
    pile = wide_pile()
    made = rendered("html", pile, name="gulls & co")
    tree = html.fromstring(made.page)
    assert not tree.xpath("//details[@class='piece']")
    links = tree.xpath('//li[contains(@class, "line")]//a[@class="more"]/@href')
    assert links
    for link in links:
        folder, _, rest = link.partition("/")
        file, _, address = rest.partition("#")
        assert folder == "gulls%20%26%20co-texts"
        held = html.fromstring(made.beside[file]).xpath(f"//article[@data-doc='{address[:12]}']")
        assert len(held) == 1
        assert meant(pile, address) in held[0].text_content()
        assert file.startswith(address[:2])
    rows = html.fromstring(made.beside["index.html"]).xpath("//tbody/tr//a/@href")
    assert len(rows) == 520
    assert all(row.partition("#")[0] in made.beside for row in rows)


def test_pieces_that_were_not_asked_for_can_still_be_opened() -> None:
    pile = harbour()
    tree = html.fromstring(rendered("html", pile, about="Ida Brandt").page)
    assert len(tree.xpath("//details[@class='piece']")) == len(pile.articles)


def test_a_page_stays_small() -> None:
    pile = harbour()
    text = sum(len(article.text) for article in pile.articles)
    assert len(rendered("html", pile).page.encode()) < 100_000 + text


@pytest.mark.parametrize("form", sorted(RENDERERS))
def test_an_empty_briefing_renders(form: str) -> None:
    assert rendered(form, analysis([])).page


@given(
    st.text(alphabet=st.sampled_from("ab &<>\"'\n\r\t🌊é<script>"), min_size=1, max_size=80),
    st.lists(st.tuples(st.integers(0, 80), st.integers(1, 30)), max_size=6),
    st.lists(st.integers(0, 80), max_size=4),
)
def test_marks_and_places_change_no_letter(text: str, said: list[tuple[int, int]], places: list[int]) -> None:
    spans = [Span(min(start, len(text) - 1), min(start + size, len(text))) for start, size in said]
    article = replace(
        piece("a.txt", text, start=40),
        statements=tuple(Statement(id=f"s{at}", content=(span,)) for at, span in enumerate(spans)),
    )
    made = text_html(article, {min(place, len(text) - 1): [f"at-{place}"] for place in places})
    held = html.fromstring(f"<div>{made}</div>").xpath(".//p[@data-at]")
    assert [p.text_content() for p in held] == [line for line in text.split("\n") if line.strip()]
    for p in held:
        at = int(p.get("data-at")) - 40
        assert text[at : at + len(p.text_content())] == p.text_content()


def test_what_is_said_is_marked_in_the_full_text() -> None:
    text = "Ida Brandt said that the lock would stay shut."
    pile = analysis(
        [piece("a.txt", text, said=[Said("that the lock would stay shut", "Ida Brandt", "said", "Ida Brandt")])]
    )
    marked = html.fromstring(f"<div>{text_html(pile.articles[0], {})}</div>")
    assert [(span.get("class"), span.text_content()) for span in marked.xpath(".//span")] == [
        ("s", "Ida Brandt"),
        ("u", "said"),
        ("c", "that the lock would stay shut"),
    ]


def test_control_characters_are_shown_and_not_obeyed() -> None:
    text = "The quay \x1b[31mred\x1b[0m is closed\x9b, said\x07 Ida Brandt.\tIt opens on Monday, she said."
    pile = analysis([piece("c.txt", text, title="Quay \x1b]0;x\x07 shut", outside=True, outlet="Gull\x08 News")])
    for form in ("text", "html"):
        page = rendered(form, pile).page
        assert not re.search(r"[^\S\n\t ]|[\x00-\x08\x0b-\x1f\x7f-\x9f]", page)
        assert "\ufffd[31mred\ufffd[0m" in page
    held = html.fromstring(rendered("html", pile).page).xpath("//p[@data-at]")[0].text_content()
    assert held == re.sub(r"[\x07\x1b\x9b]", "\ufffd", text)


def test_a_briefing_against_an_earlier_one_says_so_in_plain_words() -> None:
    pile = harbour()
    for form in ("text", "html"):
        new = flat(rendered(form, pile, against=analysis(pile.articles[:1])).page)
        assert "New since an analysis of 1 pieces" not in new
        assert "New since an analysis of 1 piece" in new
        assert "Nothing is new" not in new
        same = flat(rendered(form, pile, against=pile).page)
        assert "Nothing is new since an analysis of 4 pieces." in same


def test_a_file_name_stands_only_where_a_piece_has_nothing_else() -> None:
    pile = analysis(
        [
            piece("bare.txt", "Herring prices rose by 12 % in March. Nobody knows why."),
            piece("dated.txt", "The lock stays shut until 4 April. Nobody was asked.", published="2031-03-02"),
        ]
    )
    decks = [
        flat(deck.text_content()) for deck in html.fromstring(rendered("html", pile).page).xpath("//p[@class='deck']")
    ]
    assert sum("in bare.txt" in deck for deck in decks) == 1
    assert not any("dated.txt" in deck for deck in decks)


def test_a_line_has_two_stops() -> None:
    tree = html.fromstring(rendered("html", harbour()).page)
    for item in tree.xpath('//li[contains(@class, "line")]'):
        stops = item.xpath(".//a[not(ancestor::ul[ancestor::details[@class='why']])] | .//summary")
        assert [stop.tag for stop in stops] == ["a", "summary"]
        assert not item.xpath(".//button[not(ancestor::details[@class='why'])]")


def test_pieces_without_outlet_share_a_row_of_repeats() -> None:
    shared = "The council voted on Monday to raise the wall by two metres at a cost of $4 million."
    pieces = [piece(f"{at}.txt", shared, title=None, outlet=name) for at, name in enumerate(("Quay Watch", None, None))]
    whole = Span(0, len(shared))
    reuse = [
        Reuse(family="f0", a=Place(pieces[0].id, whole), b=Place(other.id, whole), direction="a>b", kind="passage")
        for other in pieces[1:]
    ]
    page = html.fromstring(rendered("html", analysis(pieces, reuse=reuse)).page)
    flows = page.xpath("//section[@aria-labelledby='repeats']//svg//a/@aria-label")
    assert flows == ["Quay Watch, repeated by outlet not given: 2 passages"]
    assert page.xpath("//section[@aria-labelledby='repeats']//svg//a/@href")[0][1:] in page.xpath("//@id")
