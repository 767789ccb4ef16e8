"""Measures conflicts: how many of the differences that readers marked are found, and how many that are found are some.

The events of the held-out half are read as the program reads any pile: each corpus one pile of rows. A group counts as
right where a judged pair of two of its sides, with values that are not the same, is a difference; as wrong where such
pairs were judged and none is; groups without a judged pair are counted and said.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from eval.accounts import alterations, told_measure
from eval.accounts.analyses import analyses, holds
from eval.accounts.gold import Half, Pair, Verdict, half, judged, reported
from eval.data import MissingDataError
from eval.figures import Figure, Skipped
from eval.measures import wilson
from onrecord.model import Conflict

HELD_OUT: Half = "held out"
"""The half that is measured: the network was trained on the other (docs/differences.md speaks of it)."""


class Found(NamedTuple):
    """What the program found in one half: its differences of figures and dates, and how many pieces it read."""

    differences: list[tuple[Conflict, dict[str, str]]]
    """Each with the ids in its corpus of the articles of the analysis."""
    pieces: int


def found(which: Half) -> Found:
    """What the program finds in the events of one half."""
    differences: list[tuple[Conflict, dict[str, str]]] = []
    pieces = 0
    for analysis in analyses(which):
        names = {one.id: one.external_id or "" for one in analysis.articles}
        pieces += len(analysis.articles)
        differences += [(one, names) for one in analysis.conflicts if one.kind != "denial" and one.verdict == "differ"]
    return Found(differences, pieces)


def figures() -> Iterator[Figure | Skipped]:
    """Recall and precision of differences, denials, events and alterations, and false alarms."""
    try:
        result = found(HELD_OUT)
    except MissingDataError as missing:
        yield Skipped("accounts", "judged pairs", str(missing))
        return
    wanted = [(pair, one, other) for pair, one, other in judged() if half(pair.event) == HELD_OUT]
    yield from _of_half(HELD_OUT, result, wanted)
    yield from told_measure.figures(HELD_OUT)
    yield from alterations.figures(HELD_OUT)
    yield from _readers()
    yield from told_measure.readers()


def _of_half(which: Half, result: Found, wanted: Sequence[tuple[Pair, Verdict, Verdict]]) -> Iterator[Figure]:
    corpus = f"judged pairs, {which}"
    differ = [pair for pair, one, other in wanted if one == other == "differ"]
    hit = sum(
        any(holds(conflict, names, (pair.a, pair.b)) for conflict, names in result.differences) for pair in differ
    )
    yield _share("differences found", corpus, hit, len(differ))
    right = wrong = 0
    told = [*wanted, *((pair, one, other) for pair, one, other in reported() if half(pair.event) == which)]
    for conflict, names in result.differences:
        verdicts = {
            verdict for pair, one, other in told if holds(conflict, names, (pair.a, pair.b)) for verdict in (one, other)
        }
        right += "differ" in verdicts
        wrong += bool(verdicts) and "differ" not in verdicts
    yield _share("differences that are ones", corpus, right, right + wrong)
    unjudged = len(result.differences) - right - wrong
    yield Figure(
        "accounts", "differences that nobody judged", corpus, f"{len(result.differences)}", unjudged, share=False
    )
    alarms = round(100 * wrong / max(result.pieces, 1), 2)
    yield Figure("accounts", "false alarms in 100 pieces", corpus, f"{result.pieces} pieces", alarms, share=False)


def _readers() -> Iterator[Figure]:
    pairs = list(judged())
    same = sum(one == other for _, one, other in pairs)
    yield _share("one verdict of both readers", "all judged pairs", same, len(pairs))
    differ = [(one, other) for _, one, other in pairs if "differ" in (one, other)]
    both = sum(one == other for one, other in differ)
    yield _share("a difference for both where for one", "all judged pairs", both, len(differ))


def _share(measure: str, corpus: str, hits: int, trials: int) -> Figure:
    return Figure("accounts", measure, corpus, f"{trials}", hits / max(trials, 1), wilson(hits, trials))
