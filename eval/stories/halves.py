"""How far the threshold of stories holds elsewhere: chosen on one half of topics and events, scored on the other.

The piles are linked whole at each threshold and their articles scored by halves, so only the choice of the threshold
is checked: what the weights were chosen on is both halves.
"""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence

import numpy as np

from eval.data import MissingDataError, data, rows
from eval.figures import Figure, Skipped
from eval.stories.measure import CORPORA, Pile, Row, grouped
from eval.stories.score import BCubed, by_item, mean
from onrecord.link import Links
from onrecord.link.pile import pile_of
from onrecord.link.reuse import reuse
from onrecord.link.stories import stories
from onrecord.model import Article

THRESHOLDS = [float(value) for value in np.arange(0.19, 0.325, 0.01)]
SPLITS = 100


def figures() -> Iterator[Figure | Skipped]:
    """Mean B-cubed F1 of the halves on which the threshold was not chosen, for each corpus."""
    corpora = {}
    for corpus, name in CORPORA.items():
        try:
            corpora[corpus] = [grouped(_Linked(value), list(rows(data(name), Row))) for value in THRESHOLDS]
        except MissingDataError as missing:
            yield Skipped("stories", corpus, str(missing))
    if len(corpora) < len(CORPORA):
        return
    scores = crossed([_by_unit(piles) for piles in corpora.values()])
    for corpus, values in zip(corpora, zip(*scores, strict=True), strict=True):
        n = f"{SPLITS} splits in halves"
        yield Figure("stories", "B-cubed F1, threshold from the other half", corpus, n, sum(values) / len(values))


class _Linked:
    """Linking with a given threshold."""

    def __init__(self, alike: float) -> None:
        self._alike = alike

    def __call__(self, articles: Sequence[Article]) -> Links:
        pile = pile_of(articles)
        passages = reuse(pile)
        return Links(stories(pile, passages, self._alike), passages)


Scores = list[list[list[BCubed]]]
"""By threshold, by unit: the scores of its articles."""


def _by_unit(piles: Sequence[Pile]) -> Scores:
    found = []
    for pile in piles:
        each = by_item(pile.given, pile.gold)
        found.append([[each[article] for article in unit] for unit in pile.units])
    return found


def crossed(corpora: Sequence[Scores]) -> list[list[float]]:
    """F1 on each corpus of every half, at the threshold that is best for the other halves of all corpora together."""
    chance = random.Random(1971)
    result = []
    for _ in range(SPLITS):
        firsts = [set(chance.sample(range(len(scores[0])), len(scores[0]) // 2)) for scores in corpora]
        for on_first in (True, False):
            seen = [_f1(scores, first, on_first) for scores, first in zip(corpora, firsts, strict=True)]
            best = int(np.argmax(np.sum(seen, axis=0)))
            held = [_f1(scores, first, not on_first) for scores, first in zip(corpora, firsts, strict=True)]
            result.append([values[best] for values in held])
    return result


def _f1(scores: Scores, first: set[int], in_first: bool) -> list[float]:
    """F1 at each threshold over the units that are in the first half, or over those that are not."""
    units = [number for number in range(len(scores[0])) if (number in first) == in_first]
    return [mean([score for unit in units for score in of_threshold[unit]]).f1 for of_threshold in scores]
