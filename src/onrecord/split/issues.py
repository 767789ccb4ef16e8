"""Issues set end to end, with no separator or one that only this issue uses: told by trees over many faint clues.

Every passage gets a first opinion from its clues; then the whole issue is looked at again, twice, in the light of what
the opinions so far say of how its pieces are set and where they lie (see `context`). A document is taken for an issue
only where that leaves no doubt: the usual document is one article. Where borders of an issue are left undecided, its
passages are read, and looked at twice more with what they speak of among the clues (see `subjects`).
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np

from onrecord.split.clues import Clues
from onrecord.split.context import context
from onrecord.split.lines import Passage
from onrecord.split.seams import with_seams
from onrecord.split.signs import Role
from onrecord.split.subjects import LOW, Meaning, Subjects, undecided
from onrecord.split.trees import model
from onrecord.split.words import Vocabulary, vocabulary

LOOKS = 2
"""Times the issue is looked at again; a third changed nothing on polnear-dev."""

SURE = 0.6
"""Opinion from which a passage is a start; between 0.6 and 0.8 it hardly matters on polnear-dev, below it costs."""

FEWEST_PASSAGES = 6
FEWEST_CODE_POINTS = 1500
"""A document below either is one piece, unless its layout says otherwise."""

MOST_PASSAGES = 20_000
"""A document of more is one piece, unless its layout says otherwise: the clues of a passage take 5 kB while all of them
are looked at, so that this many take 100 MB. The longest issue of the evaluation has 493 passages."""

SMALL = 10_000
FEW_SIGNS = 3
"""A document shorter than `SMALL` code points with fewer outward signs than this is one piece: six articles of
polnear-dev together have 15,000 at least."""

PROSE = 0.2
"""Share of running text below which a document is a list or a table, and no issue."""

QUOTED = 0.2
"""Share of passages that quote an earlier mail (">") above which a document is a correspondence, and one piece."""

_SIGNS = frozenset(
    (
        Role.TITLE,
        Role.BYLINE,
        Role.NAME,
        Role.DATE,
        Role.RULE,
        Role.SOURCES,
        Role.EDITION,
        Role.GREETING,
    )
)

DECISIVE = 10.0
DECISIVE_SHORT = 18.0
"""Sum of the log odds of the starts after the first passage that makes an issue; the second for documents below `LONG`
code points, as single articles mostly are and issues of five articles and more are not."""

LONG = 15_000

FEWEST_STARTS = 2
"""Starts after the first passage that an issue has."""


def starts(found: Sequence[Passage], roles: Sequence[Role], meaning: Meaning | None = None) -> list[int]:
    """Passages at which the pieces of an issue begin; none or one where the document is a single piece.

    Args:
        found: the passages of the document.
        roles: what each looks like.
        meaning: gives the embedding of a text; asked only where signs do not decide.
    """
    if not _could_be(found, roles):
        return []
    kept = standing(roles)
    trees, known = model(), vocabulary()
    clues = Clues([found[at] for at in kept], [roles[at] for at in kept], known)
    first = trees.first.probability(clues.matrix)
    opinion = looked(clues, first, trees.second.probability, known)
    size = int(clues.sizes.sum())
    begins = chosen(opinion, size)
    if begins and meaning is not None and undecided(opinion):
        subjects = Subjects([found[at].text for at in kept], meaning)
        begins = chosen(agreed(opinion, looked(clues, first, trees.read.probability, known, subjects)), size)
    return with_seams(found, roles, [kept[at] for at in begins]) if begins else []


def _could_be(found: Sequence[Passage], roles: Sequence[Role]) -> bool:
    """Whether the outward signs leave it open that a document is an issue."""
    size = found[-1].end - found[0].start
    if not FEWEST_PASSAGES <= len(found) <= MOST_PASSAGES or size < FEWEST_CODE_POINTS:
        return False
    if size < SMALL and sum(what in _SIGNS for what in roles[3:]) < FEW_SIGNS:
        return False
    if sum(what is Role.BODY for what in roles) < PROSE * len(roles):
        return False
    return sum(passage.text.startswith(">") for passage in found) <= QUOTED * len(found)


def standing(roles: Sequence[Role]) -> list[int]:
    """Passages that are looked at, at least one: adverts and sharing lines stand in articles and tell nothing."""
    kept = [at for at, what in enumerate(roles) if what not in (Role.LEAVE, Role.MORE)]
    return kept or [0]


def looked(
    clues: Clues,
    first: np.ndarray,
    probability: Callable[[np.ndarray], np.ndarray],
    known: Vocabulary,
    subjects: Subjects | None = None,
) -> np.ndarray:
    """The probability of each passage to begin a piece, after all looks.

    Args:
        clues: those of the passages.
        first: the first opinion.
        probability: that of the trees for another look.
        known: the vocabulary.
        subjects: what the passages speak of, where they were read.
    """
    opinion = first
    for _ in range(LOOKS):
        worth, matrix, _ = context(clues, opinion, known)
        if subjects is not None:
            matrix = np.hstack([matrix, subjects.clues(worth, opinion)])
        opinion = np.zeros(clues.count)
        if len(worth):
            opinion[worth] = probability(matrix)
    return opinion


def agreed(signs: np.ndarray, read: np.ndarray) -> np.ndarray:
    """The opinions after reading, where what signs took for a start stays one unless reading is clearly against it.

    Pieces of an issue on one subject are alike, so that reading alone would join two of them.
    """
    return np.where((signs >= SURE) & (read >= LOW), np.maximum(signs, read), read)


def chosen(opinion: np.ndarray, size: int) -> list[int]:
    """The starts, if they are enough to make a document of `size` code points an issue."""
    likely = np.flatnonzero(opinion >= SURE)
    inner = opinion[likely[likely > 0]]
    if not many(inner, size):
        return []
    return [int(at) for at in likely]


def many(inner: np.ndarray, size: int) -> bool:
    """Whether the starts after the first passage, by their opinions, make the document an issue of several pieces."""
    if len(inner) < FEWEST_STARTS:
        return False
    odds = np.log(inner / (1.0 - np.minimum(inner, 0.9999)))
    return bool(odds.sum() >= (DECISIVE if size >= LONG else DECISIVE_SHORT))
