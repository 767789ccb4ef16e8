"""Embeddings of short texts by the tagger's model, close for statements that say the same in other words."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np
from numpy.typing import NDArray

from onrecord.tag.encoding import encode, pieces_of
from onrecord.tag.reading import read
from onrecord.tag.trained import STRETCH, TrainedTagger

WIDTH = 384


class Meanings:
    """Embeddings, each text read once.

    Args:
        tagger: whose model reads.
    """

    def __init__(self, tagger: TrainedTagger) -> None:
        self._tagger = tagger
        self._known: dict[str, NDArray[np.float32]] = {}

    def of(self, text: str) -> NDArray[np.float32]:
        """The embedding (`WIDTH`) of a text, of length one; zeros for a text without words."""
        known = self._known.get(text)
        if known is None:
            known = self._known[text] = self._read(text[:STRETCH])
        return known

    def alike(self, one: str, others: Iterable[str]) -> list[float]:
        """The cosine of a text with each of the others, -1 to 1."""
        own = self.of(one)
        return [float(own @ self.of(other)) for other in others]

    def _read(self, text: str) -> NDArray[np.float32]:
        pieces = pieces_of()
        encoded = encode(text, pieces)
        if not len(encoded):
            return np.zeros(WIDTH, np.float32)
        passages = read(encoded, pieces, self._tagger.network(), vectors=True).passages
        mean: NDArray[np.float32] = np.zeros(WIDTH, np.float32) if passages is None else passages.mean(0)
        return mean / max(float(np.linalg.norm(mean)), 1e-9)
