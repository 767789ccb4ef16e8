"""What they disagree on, and the timeline: which are chosen, and that every form shows the words of their spans."""

from __future__ import annotations

import json
import re
from typing import Any

from hypothesis import given
from hypothesis import strategies as st
from lxml import html
from msgspec.structs import replace
from tests.brief.contested import contested, pieces
from tests.brief.piles import analysis, piece

from onrecord.brief import RENDERERS, BriefOptions, compose
from onrecord.brief.excerpts import LONGEST, cut
from onrecord.model import Analysis, Brief, Conflict, Dispute, Event, Place, Side, Span

ADDRESS = re.compile(r"([0-9a-f]{12})-(\d+)-(\d+)")


def rendered(form: str, pile: Analysis, **asked: Any) -> str:
    return RENDERERS[form](compose(pile, BriefOptions(**asked)), pile, "issue").page


def meant(pile: Analysis, address: str) -> str:
    """The words of an address, from the pieces alone."""
    found = ADDRESS.fullmatch(address.rpartition("#")[2])
    assert found is not None, address
    start, end = int(found[2]), int(found[3])
    for article in pile.articles:
        if article.document.id.startswith(found[1]) and article.span.holds(Span(start, end)):
            return article.text[start - article.span.start : end - article.span.start]
    raise AssertionError(f"{address} lies in no piece")


def names(brief: Brief, shown: bool) -> list[str]:
    return [one.conflict for one in brief.disputes if one.shown is shown]


def of(brief: Brief, name: str) -> Dispute:
    return next(one for one in brief.disputes if one.conflict == name)


def test_differences_and_denials_stand_first_and_what_agrees_is_folded() -> None:
    brief = compose(contested())
    assert names(brief, True) == ["marched", "money", "vote"]
    assert names(brief, False) == ["wall", "same"]
    assert brief.disputes_further == {}


def test_a_side_is_the_words_of_its_sentence_with_its_speaker_and_what_differs() -> None:
    pile = contested()
    texts = {article.id: article.text for article in pile.articles}
    first, second = of(compose(pile), "marched").accounts
    line = first.line
    assert line.spans[0].of(texts[line.article]) == "Orlo said that 15,000 people had marched."
    assert (line.kind, line.speaker, line.follows, line.goes_on) == ("statement", "Ann Orlo", False, False)
    assert [span.of(texts[line.article]) for span in first.differs] == ["15,000"]
    assert (second.line.speaker, second.value) == (None, "4000")


def test_equal_sides_are_one_line_and_a_long_sentence_is_cut_around_what_differs() -> None:
    pile = contested()
    texts = {article.id: article.text for article in pile.articles}
    second = of(compose(pile), "marched").accounts[1]
    assert [place.span.of(texts[place.article]) for place in second.also] == ["4,000"]
    shown = second.line.spans[0].of(texts[second.line.article])
    assert len(shown.split()) <= LONGEST
    assert "wrote down that 4,000 people had marched" in shown
    assert second.line.follows
    assert second.line.goes_on


def test_who_denies_stands_first_with_the_word_that_does_so() -> None:
    pile = contested()
    texts = {article.id: article.text for article in pile.articles}
    denying, denied = of(compose(pile), "money").accounts
    assert denying.line.speaker == "Lukas Vey"
    assert [span.of(texts[denying.line.article]) for span in denying.differs] == ["denied"]
    assert denied.line.spans[0].of(texts[denied.line.article]).startswith("A reader says")


def test_what_is_told_by_more_outlets_comes_first_and_a_story_does_not_fill_the_section() -> None:
    lamp, courier, tribune, _ = pieces()
    other = piece("other.txt", "Nine cranes stood idle. Ten cranes stood idle.", outlet="Mast", published="2031-03-13")
    pile = analysis([lamp, courier, tribune, other], [[lamp, courier, tribune], [other]])

    def differ(name: str, *sides: tuple[Any, str]) -> Conflict:
        made = [Side(article=one.id, span=Span(0, 4), sentence=Span(0, 10), value=value) for one, value in sides]
        return Conflict(id=name, kind="figure", verdict="differ", sides=tuple(made), reason="a rule")

    many = differ("many", (lamp, "1"), (courier, "2"), (tribune, "3"))
    pairs = [differ(f"pair{at}", (lamp, "1"), (courier, str(at))) for at in range(2, 9)]
    small = differ("small", (other, "9"), (other, "10"))
    brief = compose(replace(pile, conflicts=(small, *pairs, many)))
    assert names(brief, True)[0] == "many"
    assert "small" in names(brief, True)


def test_only_what_was_asked_for_is_shown() -> None:
    brief = compose(contested(), BriefOptions(about="Lukas Vey"))
    assert [one.conflict for one in brief.disputes] == ["money"]
    assert compose(contested(), BriefOptions(since="2031-03-14")).happenings[-1].event == "hurt"


def test_the_page_shows_every_account_as_the_words_of_its_address() -> None:
    pile = contested()
    tree = html.fromstring(rendered("html", pile))
    sides = tree.xpath('//li[contains(@class, "side")]')
    assert len(sides) == 8
    for one in sides:
        link = one.xpath('.//a[@class="more"]/@href')[0]
        assert "".join(one.xpath('.//*[@class="said"]//text()')) == meant(pile, link)
        for mark in one.xpath('.//mark[@class="differs"]/a'):
            assert mark.text_content() == meant(pile, mark.get("href"))
        assert one.xpath(".//button/@data-copy") == [link[1:]]
    assert len(tree.xpath('//mark[@class="differs"]/a')) == len(sides)
    labels = tree.xpath('//li[contains(@class, "dispute")]/p[@class="verdict"]/b/text()')
    assert labels == ["differ", "denied", "changed later", "both can be right", "they agree"]


def test_the_section_stands_before_the_stories_and_its_heading_in_the_contents() -> None:
    tree = html.fromstring(rendered("html", contested()))
    headings = tree.xpath("//main//h2/@id")
    assert headings[0] == "disagree"
    assert headings.index("chronology") > headings.index("story-1")
    assert tree.xpath('//nav//a[@href="#disagree"]')
    assert tree.xpath('//h2[@id="when"]')[0].text_content() != tree.xpath('//h2[@id="chronology"]')[0].text_content()


def test_every_address_of_the_sections_has_a_place_without_a_script() -> None:
    tree = html.fromstring(rendered("html", contested()))
    ids = tree.xpath("//@id")
    assert len(ids) == len(set(ids))
    links = tree.xpath('//a[starts-with(@href, "#")]/@href')
    assert [link for link in links if link[1:] not in ids] == []


def test_the_timeline_is_by_year_with_words_piece_and_both_days() -> None:
    pile = contested()
    tree = html.fromstring(rendered("html", pile))
    assert tree.xpath('//div[@class="year"]/h3/text()') == ["1987", "2031"]
    rows = tree.xpath('//li[starts-with(@id, "event-")]')
    assert [row.xpath(".//time/@datetime")[0] for row in rows] == ["1987", "2031-03-08", "2031-05-04"]
    for row in rows:
        for said, link in zip(row.xpath('.//*[@class="said"]'), row.xpath('.//a[@class="more"]/@href'), strict=True):
            assert said.text_content() == meant(pile, link)
    assert "dated by “Saturday evening”" in rows[1].text_content()
    vote = rows[2].text_content()
    assert "The vote is set for 4 May" in vote
    assert "they differ on the day" in vote
    assert "The vote is set for 5 May" in vote
    strip = tree.xpath('//div[contains(@class, "strip")]//a')
    assert [mark.get("href") for mark in strip] == ["#event-1", "#event-2", "#event-3"]
    assert [mark.get("aria-label").partition(":")[0] for mark in strip] == ["1987", "8 March 2031", "4 May 2031"]
    assert [mark.xpath("./*[2]/@class")[0] for mark in strip] == ["ring", "dot", "lozenge"]


def test_a_clause_of_a_sentence_says_that_the_sentence_has_more() -> None:
    happenings = {one.event: one.told[0].line for one in compose(contested()).happenings}
    assert (happenings["broke"].follows, happenings["broke"].goes_on) == (True, False)
    assert (happenings["hurt"].follows, happenings["hurt"].goes_on) == (False, True)


def crowded(count: int) -> Analysis:
    """Events of many days of one year, and one that three pieces tell."""
    text = " ".join(f"Gull {at} settled upon the crane of the old north quay." for at in range(count))
    made = piece("gulls.txt", text, published="2031-12-31", outlet="Lamp")
    events = []
    for at in range(count):
        low = text.index(f"Gull {at} ")
        day = f"2031-{1 + at // 28 % 12:02}-{1 + at % 28:02}"
        place = Place(made.id, Span(low, text.index(".", low)))
        events.append(Event(id=f"e{at:03}", date=day, sides=(place,), dates=(day,), origins=3 if at == 7 else 1))
    return replace(analysis([made], [[made]]), events=tuple(events))


def test_of_many_events_the_most_told_are_shown_and_the_rest_is_folded_by_month_and_counted() -> None:
    brief = compose(crowded(500))
    shown = [one for one in brief.happenings if one.shown]
    assert len(shown) == 40
    assert "e007" in {one.event for one in shown}
    assert len(brief.happenings) + brief.happenings_further == 500
    tree = html.fromstring(rendered("html", crowded(500)))
    folds = tree.xpath('//div[@class="folds"]/details/summary/text()')
    assert len(folds) == 12
    assert all(re.fullmatch(r"\d+ more of \w+ 2031", fold) for fold in folds)


def test_the_text_form_shows_both_sections_and_their_addresses() -> None:
    pile = contested()
    page = rendered("text", pile)
    for words in ("WHAT THEY DISAGREE ON", "≠ DIFFER", "✕ DENIED", "who denies it", "ANN ORLO", "also in: Tribune"):
        assert words in page
    assert "(folded: both can be right: 1; they agree: 1)" in page
    for words in ("TIMELINE OF WHAT THEY TELL", "4 MAY 2031 · told in 2 pieces", "they differ on the day: 5 May 2031"):
        assert words in page
    parts = re.split(r"^ +#(\S+)$", page, flags=re.MULTILINE)
    flat = [" ".join(part.split()) for part in parts]
    accounts = flat[: flat.index(next(part for part in flat if "ORLO" in part)) + 1]
    assert accounts
    for shown, address in zip(flat[:-1:2], parts[1::2], strict=True):
        assert " ".join(meant(pile, address).split()) in shown
    assert max(map(len, page.splitlines())) <= 80


def test_json_gives_words_and_addresses_of_both() -> None:
    pile = contested()
    body = json.loads(rendered("json", pile))
    for dispute in body["disputes"]:
        for account in dispute["accounts"]:
            assert account["line"]["words"] == [meant(pile, account["line"]["anchor"])]
            assert all(words in account["line"]["words"][0] for words in account["differing"])
            assert all(place["words"] == meant(pile, place["anchor"]) for place in account["also"])
    for happening in body["happenings"]:
        for told in happening["told"]:
            assert told["line"]["words"] == [meant(pile, told["line"]["anchor"])]
            assert told["dated"]["words"] == meant(pile, told["dated"]["anchor"])


def test_a_pile_without_any_shows_neither_section() -> None:
    lamp, *_ = pieces()
    page = rendered("html", analysis([lamp], [[lamp]]))
    assert 'id="disagree"' not in page
    assert 'id="chronology"' not in page


@given(
    st.lists(st.text(alphabet="ab ’\n🌊", max_size=4), max_size=120),
    st.integers(0, 400),
    st.integers(0, 400),
    st.integers(0, 400),
    st.integers(0, 400),
)
def test_a_cut_line_lies_in_its_sentence_and_begins_with_what_matters(
    parts: list[str], a: int, b: int, c: int, d: int
) -> None:
    text = " ".join(parts)
    low, first, last, high = (min(at, len(text)) for at in sorted((a, b, c, d)))
    whole, matters = Span(low, high), Span(first, last)
    found = cut(text, whole, matters)
    words = matters.of(text).split()
    if not words:
        return
    assert whole.holds(found)
    assert found.of(text) == found.of(text).strip()
    assert len(found.of(text).split()) <= LONGEST
    assert words[0] in found.of(text)
    if len(words) < LONGEST:
        assert matters.of(text).strip() in found.of(text)
