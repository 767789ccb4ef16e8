"""Boosted trees, as they ship: arrays of nodes, walked for all rows and trees at once with numpy."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

import numpy as np

BATCH = 2048
"""Rows walked at once: more would cost memory and gain nothing."""


@dataclass(frozen=True)
class Forest:
    """Trees whose leaves add up to the log odds. A node's children are `2 * node` and `2 * node + 1` in `children`;
    a leaf is its own child.
    """

    roots: np.ndarray
    feature: np.ndarray
    threshold: np.ndarray
    children: np.ndarray
    value: np.ndarray
    depth: int
    quick: int
    """Trees that are asked first."""
    hopeless: float
    """Log odds after the quick trees below which the others are not asked."""

    def probability(self, matrix: np.ndarray) -> np.ndarray:
        """The probability of each row of a matrix of clues."""
        odds = np.empty(len(matrix))
        for start in range(0, len(matrix), BATCH):
            odds[start : start + BATCH] = self._odds(matrix[start : start + BATCH])
        return np.asarray(1.0 / (1.0 + np.exp(-odds)))

    def _odds(self, rows: np.ndarray) -> np.ndarray:
        odds = self._walk(rows, self.roots[: self.quick])
        hopeful = np.flatnonzero(odds >= self.hopeless)
        if len(hopeful) and self.quick < len(self.roots):
            odds[hopeful] += self._walk(rows[hopeful], self.roots[self.quick :])
        return odds

    def _walk(self, rows: np.ndarray, roots: np.ndarray) -> np.ndarray:
        """Sum of the leaves that rows fall into, one tree after another in steps of all trees at once."""
        count, width = rows.shape
        flat = np.ascontiguousarray(rows).ravel()
        offset = (np.arange(count, dtype=np.int64) * width)[:, None]
        node = np.broadcast_to(roots, (count, len(roots)))
        for _ in range(self.depth):
            right = flat.take(offset + self.feature.take(node)) > self.threshold.take(node)
            node = self.children.take(2 * node + right)
        return np.asarray(self.value.take(node).sum(axis=1), dtype=np.float64)


@dataclass(frozen=True)
class Model:
    """The forests: for the first opinion on every passage, for a second look at the likely ones, and for one at
    those of a document whose passages were read."""

    first: Forest
    second: Forest
    read: Forest


def forest(kept: Mapping[str, np.ndarray], prefix: str) -> Forest:
    """A forest from the arrays that `python -m training.split` wrote."""
    return Forest(
        roots=kept[f"{prefix}_roots"].astype(np.int64),
        feature=kept[f"{prefix}_feature"].astype(np.int64),
        threshold=kept[f"{prefix}_threshold"].astype(np.float32),
        children=kept[f"{prefix}_children"].astype(np.int64),
        value=kept[f"{prefix}_value"].astype(np.float32),
        depth=int(kept[f"{prefix}_depth"]),
        quick=int(kept[f"{prefix}_quick"]),
        hopeless=float(kept[f"{prefix}_hopeless"]),
    )


@cache
def model() -> Model:
    """What ships with the package."""
    with (files("onrecord.split") / "trees.npz").open("rb") as file:
        kept = np.load(file, allow_pickle=False)
        return Model(forest(kept, "first"), forest(kept, "second"), forest(kept, "read"))
