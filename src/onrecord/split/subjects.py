"""Whether a text goes on with its subject, by embeddings of its passages: asked where outward signs do not decide.

The embedding of a text comes from outside, since a stage knows no later one (`Meaning`). It takes forty times as long
as all other clues of a passage, so it is asked for only where the looks without it came to no end (`undecided`).
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np
from numpy.typing import NDArray

from onrecord.split.clues import wide_max
from onrecord.split.context import nearest

Meaning = Callable[[str], NDArray[np.float32]]
"""Gives the embedding of a text, of length one; zeros for a text without words."""

LOW, HIGH = 0.1, 0.9
"""Opinions between which it is open whether a passage is a start. With 0.05 and 0.95 nothing more is gained on
polnear-train, cross-validated; with 0.3 and 0.8, half a point of F1 less."""

MOST_READ = 2_000
"""Passages of a document that are read, in ten seconds or so; the longest issue of the evaluation has 493."""

FULL = 400
"""Code points from which a passage counts fully in the mean of a stretch."""

LEAST = 0.02
"""What an empty passage would count."""

REACHES = (3, 5)
"""Passages on either side of a border that are compared."""

BORDER, STRETCHES = 2 + 2 * len(REACHES) + 1, 5
"""Clues of a border by the passages near it, and by the whole stretches on either side, in each of two ways."""


def undecided(opinion: np.ndarray) -> bool:
    """Whether the opinions leave it open where the pieces of an issue begin."""
    inner = opinion[1:]
    return len(opinion) <= MOST_READ and bool(((inner > LOW) & (inner < HIGH)).any())


class Subjects:
    """The embeddings of a document's passages, ready to compare any two stretches.

    They are compared as they are, and with the mean of the document taken off: an issue has a subject of its own, and
    what all its pieces share says nothing of where one ends.

    Args:
        texts: the passages.
        meaning: gives the embedding of each.
    """

    def __init__(self, texts: Sequence[str], meaning: Meaning) -> None:
        rows = np.array([meaning(" ".join(text.split())) for text in texts], dtype=np.float64)
        weights = np.minimum([len(text) for text in texts], FULL) / FULL + LEAST
        mean = weights @ rows / weights.sum()
        self._ways = (_Way(rows, weights), _Way(rows - mean, weights))

    def clues(self, worth: np.ndarray, opinion: np.ndarray) -> np.ndarray:
        """The clues of the borders before some passages, one row each.

        Args:
            worth: the passages.
            opinion: the opinion so far on all passages, which says where the stretches on either side end.
        """
        sides = [(nearest(opinion, at, -1), at, nearest(opinion, at, 1)) for at in worth.tolist()]
        wholes = [[clue for way in self._ways for clue in way.stretches(*side)] for side in sides]
        whole = np.array(wholes).reshape(len(worth), STRETCHES * len(self._ways))
        return np.hstack([*(way.borders[worth] for way in self._ways), whole]).astype(np.float32)


class _Way:
    """Embeddings as they are or less something, and what they say of each border between two passages."""

    def __init__(self, rows: np.ndarray, weights: np.ndarray) -> None:
        self._own = weights[:, None] * rows
        self._sums = np.vstack([np.zeros(rows.shape[1]), np.cumsum(self._own, axis=0)])
        self.borders = self._borders()

    def _borders(self) -> np.ndarray:
        """For the border before each passage: how alike the passages next to it are and the stretches of `REACHES`; how
        much less than at the borders near by (TextTiling, Hearst 1997); and, for the last passage before and the first
        one after, whether it is more like what stands before or what comes after."""
        at = np.arange(len(self._own))
        before, after = self._ahead(at - 1, 1), self._own
        columns = [_alike(before, after)]
        for reach in REACHES:
            alike = _alike(self._ahead(at - reach, reach), self._ahead(at, reach))
            columns += [alike, alike - 0.5 * (wide_max(alike, reach, True) + wide_max(alike, reach, False))]
        widest = REACHES[-1]
        past, coming = self._ahead(at - widest, widest), self._ahead(at, widest)
        columns.append(_alike(after, past) - _alike(after, self._ahead(at + 1, widest)))
        columns.append(_alike(before, self._ahead(at - 1 - widest, widest)) - _alike(before, coming))
        return np.column_stack(columns)

    def _ahead(self, first: np.ndarray, reach: int) -> np.ndarray:
        """Sums over `reach` passages from each of `first` on, as far as there are any."""
        last = len(self._own)
        return np.asarray(self._sums[np.clip(first + reach, 0, last)] - self._sums[np.clip(first, 0, last)])

    def stretches(self, left: int, at: int, right: int) -> tuple[float, ...]:
        """How alike the stretches from `left` to `at` and from there to `right` are: by themselves; whether the first
        passage of the second, and the last of the first, is more like the one or the other; and beside how alike the
        halves of each are, and each and the rest of the document."""
        sums = self._sums
        one, two = sums[at] - sums[left], sums[right] - sums[at]
        first, last = self._own[at], sums[at] - sums[max(at - 1, 0)]
        inside, within = (left + at) // 2, (at + right) // 2
        rest = sums[-1] - one - two
        both = _cosine(one, two)
        halves = _cosine(sums[inside] - sums[left], sums[at] - sums[inside]) + _cosine(
            sums[within] - sums[at], sums[right] - sums[within]
        )
        return (
            both,
            _cosine(first, one) - _cosine(first, two - first),
            _cosine(last, one - last) - _cosine(last, two),
            both - 0.5 * halves,
            both - 0.5 * (_cosine(one, rest) + _cosine(two, rest)),
        )


def _alike(one: np.ndarray, other: np.ndarray) -> np.ndarray:
    """The cosine of each row of one matrix with that of the other; 0 where either is nothing."""
    lengths = np.linalg.norm(one, axis=1) * np.linalg.norm(other, axis=1)
    return np.asarray((one * other).sum(axis=1) / np.maximum(lengths, 1e-6))


def _cosine(one: np.ndarray, other: np.ndarray) -> float:
    return float(one @ other / max(float(np.sqrt((one @ one) * (other @ other))), 1e-6))
