"""Who cites whom, in every form of a briefing: rows, a picture and its table, links from a note to its piece."""

from __future__ import annotations

import json
import re

from lxml import html
from msgspec.structs import replace
from tests.brief.piles import analysis, piece

from onrecord.brief import RENDERERS, compose
from onrecord.brief.texts import Lead, text_html
from onrecord.link import link
from onrecord.model import Analysis, Article, Span
from onrecord.tag.citations import citations

NOTES = (
    "The quay is shut [1], and nobody was asked. [2] The Vey Post reported that it stays so. [3]\n\nSources:\n"
    "[1] Orlo, Ann, A night on the quay, Kelmark Courier, 9 March 2031.\n[2] ibid.\n"
    "[3] Lund, Kaj, The quay stays shut, Vey Post, 10 March 2031.\n[4] The reader may ask himself."
)


def cited(one: Article) -> Article:
    return replace(one, citations=citations(one))


def pile(copies: int = 0) -> Analysis:
    articles = [
        cited(piece("notes.txt", NOTES, title="What is told", outside=True, outlet="Lobe", published="2031-03-12")),
        piece(
            "night.txt",
            "A night on the quay\n\nIt was long & cold.",
            title="A night on the quay",
            published="2031-03-09",
        ),
        *(piece(f"copy-{at}.txt", f"Number {at} of the tugs was painted.") for at in range(copies)),
    ]
    return replace(analysis(articles), references=link(articles).references)


def test_rows_hold_works_once_with_how_often_they_are_cited() -> None:
    made = pile()
    found = compose(made).cites
    words = [(one.title.span.of(NOTES) if one.title else None, one.count, one.resolved is not None) for one in found]
    assert words == [("A night on the quay", 2, True), ("The quay stays shut", 2, False)]
    assert all(one.place.span.of(NOTES).startswith("[") for one in found)


def test_the_picture_and_the_table_say_the_same() -> None:
    made = pile()
    tree = html.fromstring(RENDERERS["html"](compose(made), made, "issue").page)
    (section,) = tree.xpath('//section[@aria-labelledby="citing"]')
    told = section.xpath(".//svg//a/@aria-label")
    assert "Lobe cites A night on the quay, in this pile: 2 times" in told
    assert "Lobe cites The quay stays shut, not in this pile: 2 times" in told
    broken = section.xpath('.//svg//a[.//*[@class="flow open"]]/@aria-label')
    assert broken == ["Lobe cites The quay stays shut, not in this pile: 2 times"]
    rows = [[" ".join(cell.text_content().split()) for cell in row] for row in section.xpath(".//tbody/tr")]
    assert rows == [
        [
            "Lobe 12 March 2031",
            "Orlo, Ann, A night on the quay, Kelmark Courier, 9 March 2031 ×2",
            "A night on the quay title",
        ],
        ["Lobe 12 March 2031", "Lund, Kaj, The quay stays shut, Vey Post, 10 March 2031 ×2", "not in the pile"],
    ]
    ids = set(tree.xpath("//@id"))
    assert {href[1:] for href in section.xpath(".//a/@href")} <= ids


def test_marks_and_entries_lead_to_the_piece_that_they_mean() -> None:
    made = pile()
    tree = html.fromstring(RENDERERS["html"](compose(made), made, "issue").page)
    leads = tree.xpath('//*[@class="text"]//p//a[@href]')
    assert [lead.text_content() for lead in leads] == ["[1]", "[2]", "A night on the quay", "[2] ibid."]
    assert {lead.get("href") for lead in leads} == {"#" + made.articles[1].anchor(Span(0, 19))}
    assert {lead.get("title") for lead in leads} == {"In this pile: A night on the quay"}
    assert not tree.xpath("//a//a"), "no link within a link"


def test_full_texts_beside_the_page_lead_to_each_other() -> None:
    made = pile(copies=510)
    rendition = RENDERERS["html"](compose(made), made, "issue")
    texts = {name: html.fromstring(page) for name, page in rendition.beside.items() if name != "index.html"}
    leads = [href for page in texts.values() for href in page.xpath("//p[@data-at]//a[@href]/@href")]
    assert len(leads) == 4
    for href in leads:
        file, _, anchor = href.partition("#")
        assert texts[file].xpath(f'//*[@id="{anchor}"]')


def test_text_and_json_tell_who_cites_whom() -> None:
    made = pile()
    text = RENDERERS["text"](compose(made), made, "issue").page
    flat = " ".join(text.split())
    assert "Lobe cites Orlo, Ann, A night on the quay, Kelmark Courier, 9 March 2031 (in this pile, #" in flat
    assert "Lobe cites Lund, Kaj, The quay stays shut, Vey Post, 10 March 2031 (not seen)" in flat
    rows = json.loads(RENDERERS["json"](compose(made), made, "issue").page)["cites"]
    assert [row["title"]["words"] for row in rows] == ["A night on the quay", "The quay stays shut"]
    assert all(re.fullmatch(r"[0-9a-f]{12}-\d+-\d+", row["place"]["anchor"]) for row in rows)


def test_a_pile_without_citations_has_no_such_section() -> None:
    made = analysis([piece("night.txt", "It was long and cold.")])
    assert 'id="citing"' not in RENDERERS["html"](compose(made), made, "issue").page
    assert "WHO CITES WHOM" not in RENDERERS["text"](compose(made), made, "issue").page


def test_a_lead_keeps_the_words_and_the_marks_of_a_text() -> None:
    text = "Told <twice> [1] & again"
    made = text_html(piece("a.txt", text), {13: ["x-1"], 14: ["x-2"]}, [Lead(Span(13, 16), '#a"b', "A & B")])
    (paragraph,) = html.fromstring(f"<div>{made}</div>")
    assert paragraph.text_content() == text
    assert [(a.get("id"), a.get("href"), a.text_content()) for a in paragraph.xpath(".//a")] == [
        ("x-1", None, ""),
        ("x-2", None, ""),
        (None, '#a"b', "[1]"),
    ]
