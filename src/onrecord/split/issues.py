"""Issues set end to end, with no separator or one that only this issue uses: told by trees over many faint clues.

Every passage gets a first opinion from its clues; then the whole issue is looked at again, twice, in the light of what
the opinions so far say of how its pieces are set and where they lie (see `context`). A document is taken for an issue
only where that leaves no doubt: the usual document is one article.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from onrecord.split.clues import Clues
from onrecord.split.context import context
from onrecord.split.lines import Passage
from onrecord.split.signs import Role
from onrecord.split.trees import Model, model
from onrecord.split.words import Vocabulary, vocabulary

LOOKS = 2
"""Times the issue is looked at again; a third changed nothing on polnear-dev."""

SURE = 0.5

FEWEST_PASSAGES = 6
FEWEST_CODE_POINTS = 1500
"""A document below both is one piece, unless its layout says otherwise."""


def starts(found: Sequence[Passage], roles: Sequence[Role]) -> list[int]:
    """Passages at which the pieces of an issue begin; none or one where the document is a single piece."""
    if len(found) < FEWEST_PASSAGES or found[-1].end - found[0].start < FEWEST_CODE_POINTS:
        return []
    opinion = opinions(Clues(found, roles, vocabulary()), model(), vocabulary())
    return chosen(opinion)


def opinions(clues: Clues, trees: Model, known: Vocabulary) -> np.ndarray:
    """The probability of each passage to begin a piece, after all looks."""
    opinion = trees.first.probability(clues.matrix)
    for _ in range(LOOKS):
        worth, matrix, _ = context(clues, opinion, known)
        opinion = np.zeros(clues.count)
        if len(worth):
            opinion[worth] = trees.second.probability(matrix)
    return opinion


def chosen(opinion: np.ndarray) -> list[int]:
    """The starts, if they are enough to make the document an issue."""
    likely = np.flatnonzero(opinion >= SURE)
    inner = opinion[likely[likely > 0]]
    if not many(inner):
        return []
    return [int(at) for at in likely]


def many(inner: np.ndarray) -> bool:
    """Whether the starts after the first passage, by their opinions, make the document an issue of several pieces."""
    if len(inner) < 2:
        return False
    odds = np.log(inner / (1.0 - np.minimum(inner, 0.9999)))
    return bool(odds.sum() >= DECISIVE)


DECISIVE = 14.0
