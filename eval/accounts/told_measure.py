"""Measures denials and the timeline on the pairs of sentences and of dates that two readers judged.

The pieces are those that `measure` reads, and as another pile the pieces of polnear-dev in which pairs stand. Precision
is asked of all judged pairs that the program reports today, recall of those alone that its own reports did not bring
into the pool. A pair counts for what both readers call it: where one of them doubts, a report of it is wrong.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping
from itertools import product

from eval.accounts.analyses import analysed, analyses
from eval.accounts.gold import Half, Stretch
from eval.accounts.told_gold import POLNEAR, Subject, ToldPair, told
from eval.data import data, rows
from eval.figures import Figure
from eval.measures import kappa, wilson
from eval.stories.measure import Row, article_of
from onrecord.link.happenings import tellings
from onrecord.link.pile import pile_of
from onrecord.link.side_by_side import side_by_side
from onrecord.link.timeline import folded
from onrecord.model import Analysis, Side

CLAIMED: Mapping[Subject, str] = {"denials": "denied", "dates": "same"}
"""What the program says of a pair that it reports, in the readers' words."""
PAIRS: Mapping[Subject, str] = {"denials": "pairs of sentences", "dates": "pairs of dates"}
PRECISION: Mapping[Subject, str] = {
    "denials": "denials that are ones",
    "dates": "tellings joined that are of one event",
}
RECALL: Mapping[Subject, str] = {"denials": "denials found", "dates": "tellings of one event joined"}

Deniers = list[tuple[Stretch, Stretch]]
"""For each denial and what it denies the places of both."""


def figures(which: Half) -> Iterator[Figure]:
    """Precision and recall of denials and of the timeline on one half, and whether the right side is said to deny."""
    denials = [pair for analysis in _read(which) for pair in _denials(analysis)]
    yield from _of_half("denials", which, lambda pair: any(map(_holding(pair), denials)))
    right = [pair for pair in _judged("denials", which) if _both(pair) == "denied"]
    shown = [(pair, one) for pair, *_ in right for one in denials if _holding(pair)(one)]
    first = sum(_within(denier, pair.a) for pair, (denier, _) in shown)
    yield _share("who denies, told rightly", f"{PAIRS['denials']}, {which}", first, len(shown))
    events = _events(which)
    yield from _of_half("dates", which, lambda pair: not events(pair.a).isdisjoint(events(pair.b)))


def readers() -> Iterator[Figure]:
    """How far the two readers agree: as a share, beyond chance, and on what the program is asked for."""
    for subject, corpus in PAIRS.items():
        verdicts = [(one, other) for _, one, other in told(subject)]
        same = sum(one == other for one, other in verdicts)
        yield _share("one verdict of both readers", corpus, same, len(verdicts))
        beyond = round(kappa(verdicts), 3)
        yield Figure("accounts", "kappa of both readers", corpus, f"{len(verdicts)}", beyond, share=False)
        claimed = [pair for pair in verdicts if CLAIMED[subject] in pair]
        both = sum(one == other for one, other in claimed)
        yield _share(f"{CLAIMED[subject]} for both where for one", corpus, both, len(claimed))


def _of_half(subject: Subject, which: Half, is_reported: Callable[[ToldPair], bool]) -> Iterator[Figure]:
    corpus = f"{PAIRS[subject]}, {which}"
    pairs = list(_judged(subject, which))
    reported = [_both(pair) == CLAIMED[subject] for pair in pairs if is_reported(pair[0])]
    yield _share(PRECISION[subject], corpus, sum(reported), len(reported))
    wanted = [pair for pair, *verdicts in pairs if pair.origin != "program" and set(verdicts) == {CLAIMED[subject]}]
    yield _share(RECALL[subject], corpus, sum(map(is_reported, wanted)), len(wanted))


def _judged(subject: Subject, which: Half) -> list[tuple[ToldPair, str, str]]:
    return [pair for pair in told(subject) if pair[0].half == which]


def _both(pair: tuple[ToldPair, str, str]) -> str:
    """What both readers call a pair; empty where they call it different things."""
    _, one, other = pair
    return one if one == other else ""


def _read(which: Half) -> Iterator[Analysis]:
    """The analyses of one half, and that of its pieces of polnear-dev."""
    yield from analyses(which)
    names = {
        place[0]
        for pair, *_ in _judged("denials", which)
        for place in (pair.a, pair.b)
        if pair.event.startswith(POLNEAR)
    }
    found = rows(data("statements/polnear-dev.jsonl.gz"), Row)
    yield analysed([article_of(row) for row in found if row.id in names])


def _denials(analysis: Analysis) -> Iterator[tuple[Stretch, Stretch]]:
    names = {article.id: article.external_id or "" for article in analysis.articles}

    def place(side: Side) -> Stretch:
        return (names[side.article], side.span.start, side.span.end)

    for conflict in analysis.conflicts:
        if conflict.kind == "denial":
            denier, *denied = map(place, conflict.sides)
            yield from product([denier], denied)


def _holding(pair: ToldPair) -> Callable[[tuple[Stretch, Stretch]], bool]:
    """Whether what denies and what is denied stand in the two sentences of a pair, whichever is first."""

    def holds(places: tuple[Stretch, Stretch]) -> bool:
        one, other = places
        straight = _within(one, pair.a) and _within(other, pair.b)
        return straight or (_within(one, pair.b) and _within(other, pair.a))

    return holds


def _within(place: Stretch, sentence: Stretch) -> bool:
    """Whether a place begins in a sentence."""
    return place[0] == sentence[0] and sentence[1] <= place[1] < sentence[2]


def _events(which: Half) -> Callable[[Stretch], set[tuple[int, int]]]:
    """For the place of a date the events that it dates, by the number of their pile and their own."""
    dated: dict[str, list[tuple[int, int, tuple[int, int]]]] = defaultdict(list)
    for number, analysis in enumerate(analyses(which)):
        pile = pile_of(analysis.articles)
        for at, event in enumerate(folded(tellings(pile, analysis.reuse), side_by_side())):
            for telling in event:
                article, span = pile.articles[telling.number].external_id or "", telling.timex.span
                dated[article].append((span.start, span.end, (number, at)))

    def events(place: Stretch) -> set[tuple[int, int]]:
        return {event for start, end, event in dated[place[0]] if start < place[2] and place[1] < end}

    return events


def _share(measure: str, corpus: str, hits: int, trials: int) -> Figure:
    return Figure("accounts", measure, corpus, f"{trials}", hits / max(trials, 1), wilson(hits, trials))
