"""Things worth knowing: their places, and whether a briefing shows them."""

from __future__ import annotations

from collections import Counter

import msgspec
import pytest
from eval.brief.leads import leads
from eval.brief.mark import Quoted, UnfoundQuoteError, all_marked, marked
from eval.brief.measure import StaleGoldError, check, shown_in, stands
from eval.brief.things import GOLD, PILES, READERS, At, Thing, agreed, half_covered, things
from eval.documents import document_of
from hypothesis import given
from hypothesis import strategies as st

from onrecord.model import Analysis, Article, Brief, BriefStory, Line, Place, Run, Span, Stated
from onrecord.pipeline import Briefed

ONE = document_of("Head\n\nThe harbour-master’s “plan” has\nfailed, he said.\n", "one.txt")
TWO = document_of('The harbour-master\'s "plan" has failed, he said. The rest.\n', "two.txt")
PILE = {document.ref.id: document for document in (ONE, TWO)}
WORDS = "The harbour—master's “plan” has failed"

spans = st.builds(lambda start, length: Span(start, start + length), st.integers(0, 50), st.integers(0, 30))


def test_a_quote_is_found_wherever_it_stands_whatever_its_marks() -> None:
    thing = marked(Quoted("examples", 1, (WORDS, "The rest.")), PILE)
    held = [place.span.of(PILE[place.document].text) for place in thing.places]
    assert held == ["The harbour-master’s “plan” has\nfailed", 'The harbour-master\'s "plan" has failed', "The rest."]
    assert thing.begins == "The harbour-master’s “plan”"
    assert marked(Quoted("seed-0", 1, (WORDS,)), PILE).begins == ""


def test_a_quote_that_stands_nowhere_is_named() -> None:
    rows = [Quoted("examples", 1, ("The rest.",)), Quoted("examples", 2, ("The best.",))]
    done, unfound = all_marked(rows, {"examples": PILE})
    assert [thing.rank for thing in done] == [1]
    assert [str(problem) for problem in unfound] == ["examples, thing 2: not in the pile: 'The best.'"]
    with pytest.raises(UnfoundQuoteError):
        marked(rows[1], PILE)


def test_a_headline_outside_the_text_is_passed_over_beside_other_quotes() -> None:
    titled = msgspec.structs.replace(TWO, title=Stated("Plan fails", "column"))
    pile = {titled.ref.id: titled}
    assert len(marked(Quoted("examples", 1, ("Plan fails", "The rest.")), pile).places) == 1
    with pytest.raises(UnfoundQuoteError):
        marked(Quoted("examples", 1, ("Plan fails",)), pile)


def test_gold_of_a_pile_that_was_changed_is_told() -> None:
    thing = Thing("examples", 1, (At("gone", Span(0, 5)),), "x")
    with pytest.raises(StaleGoldError, match="examples: no document gone"):
        check("examples", {"A": [thing]}, {"here"})
    check("examples", {"A": [thing]}, {"gone"})


def test_half_is_enough_and_less_is_not() -> None:
    place = Span(10, 20)
    assert half_covered(place, [Span(0, 15)])
    assert half_covered(place, [Span(18, 40), Span(10, 13)])
    assert not half_covered(place, [Span(0, 14)])
    assert not half_covered(place, [Span(10, 13), Span(11, 14)])
    assert not half_covered(place, [])


@given(spans, st.lists(spans))
def test_coverage_counts_each_code_point_once(place: Span, shown: list[Span]) -> None:
    points = set(range(place.start, place.end))
    covered = points & {point for span in shown for point in range(span.start, span.end)}
    assert half_covered(place, shown) == (bool(points) and 2 * len(covered) >= len(points))


def test_readers_agree_where_their_places_meet() -> None:
    ours = [Thing("p", 1, (At("d", Span(0, 5)),), "a"), Thing("p", 2, (At("d", Span(20, 25)),), "b")]
    theirs = [Thing("p", 1, (At("e", Span(20, 25)), At("d", Span(4, 9))), "c")]
    assert agreed(ours, theirs) == 1
    assert agreed(theirs, ours) == 1


def _briefed(headline_shown: bool, carried: tuple[Place, ...] = (), story_shown: bool = True) -> Briefed:
    span = Span(6, len(ONE.text))
    article = Article(id="one-6", document=ONE.ref, span=span, text=span.of(ONE.text))
    other = Article(id="two-0", document=TWO.ref, span=Span(0, len(TWO.text)), text=TWO.text)
    folded = Line(kind="statement", article="two-0", spans=(Span(0, 40),), shown=False)
    headline = Line(kind="headline", article="one-6", spans=(Span(0, 30),), carried=carried, shown=headline_shown)
    story = BriefStory(
        story="s",
        headline=headline,
        lines=(folded,),
        articles=("one-6", "two-0"),
        first=None,
        last=None,
        outlets=(),
        origins=1,
        shown=story_shown,
    )
    brief = Brief(
        version="0",
        length=9,
        words=9,
        pieces=2,
        documents=2,
        outlets=(),
        first=None,
        last=None,
        options={},
        stories=(story,),
        voices=(),
    )
    analysis = Analysis(run=Run(version="0", model="none"), articles=(article, other))
    return Briefed(brief, analysis, ())


def test_a_thing_stands_where_a_shown_line_covers_it_in_the_document() -> None:
    thing = Thing("p", 1, (At(ONE.ref.id, Span(6, 44)),), "x")
    assert stands(thing, shown_in(_briefed(headline_shown=True)))
    assert not stands(thing, shown_in(_briefed(headline_shown=False)))
    assert not stands(thing, shown_in(_briefed(headline_shown=True, story_shown=False)))


def test_words_carried_elsewhere_count_and_folded_lines_do_not() -> None:
    thing = Thing("p", 1, (At(TWO.ref.id, Span(0, 40)),), "x")
    assert not stands(thing, shown_in(_briefed(headline_shown=True)))
    assert stands(thing, shown_in(_briefed(headline_shown=True, carried=(Place("two-0", Span(0, 40)),))))


@pytest.mark.parametrize("reader", [reader for reader in READERS if (GOLD / f"{reader}.jsonl").exists()])
def test_the_gold_lists_twenty_things_a_pile_and_keeps_no_text(reader: str) -> None:
    listed = things(reader)
    counts = Counter(thing.pile for thing in listed)
    assert set(counts) == set(PILES)
    assert set(counts.values()) == {20}
    assert all(thing.places for thing in listed)
    assert not any(thing.begins for thing in listed if thing.pile != "examples")


@given(st.lists(st.integers(1, 30), min_size=1, max_size=8), st.integers(0, 100))
def test_openings_fill_the_length_and_no_more(counts: list[int], length: int) -> None:
    articles = []
    for number, count in enumerate(counts):
        document = document_of("word " * count, f"{number}.txt")
        span = Span(0, len(document.text))
        ref = msgspec.structs.replace(document.ref, id=str(number))
        articles.append(Article(id=f"{number}-0", document=ref, span=span, text=document.text))
    shown = leads(articles, length)
    words = [len(range(0, spans[0].end, 5)) for spans in shown.values()]
    assert sum(words) <= length
    assert sum(words) == sum(counts) or sum(words) + len(counts) > length
