"""All texts of a pile end to end, as arrays of words: what runs and seeds are looked for in."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from onrecord.link.commonness import RARE, common, shares
from onrecord.link.pile import Pile
from onrecord.link.words import CODE_BITS, Codes, Hashes, Offsets, coded

OFTEN = 0.5
"""Share of texts in which a stem stands from which on it says nothing by itself: some fifty."""
FIRST_CHARACTER = 0xE000
"""Characters from here on, `2 ** CODE_BITS` of them, are all allowed in a string."""


@dataclass(frozen=True, slots=True)
class Corpus:
    """The words of all texts end to end, from the oldest text to the newest."""

    words: Hashes
    codes: Codes
    first: Offsets
    """Where each text starts in `words`; one more entry marks the end."""
    tells: NDArray[np.bool_]
    """For each code, whether its words say something by themselves."""
    named: NDArray[np.int32]
    """How many of the words before each one begin with a capital or a digit; one more entry for all."""

    @classmethod
    def of(cls, pile: Pile) -> Corpus:
        """The corpus of a pile, in its order."""
        first = np.zeros(len(pile.words) + 1, dtype=np.int64)
        np.cumsum([len(text) for text in pile.words], out=first[1:])
        words = np.concatenate([np.zeros(0, dtype=np.uint64), *pile.words])
        codes = np.concatenate([np.zeros(0, dtype=np.uint32), *pile.codes])
        named = np.zeros(len(codes) + 1, dtype=np.int32)
        np.cumsum(np.concatenate([np.zeros(0, dtype=bool), *pile.telling]), out=named[1:])
        return cls(words, codes, first, _shares(pile) < OFTEN, named)

    def text_of(self, positions: Offsets) -> Offsets:
        """The number of the text in which each position lies."""
        return np.searchsorted(self.first, positions, side="right") - 1

    def string(self, start: int, end: int) -> str:
        """The words from `start` to `end` as a string, a character for each stem."""
        return (self.codes[start:end] + np.uint32(FIRST_CHARACTER)).tobytes().decode("utf-32-le")


def _shares(pile: Pile) -> NDArray[np.float64]:
    """For each code the share of texts in which it stands, as believed from the language and counted in the pile."""
    texts = np.zeros(1 << CODE_BITS)
    for stems in pile.stems:
        texts[coded(stems)] += 1
    expected = np.full(len(texts), RARE)
    stems, listed = common()
    np.maximum.at(expected, coded(stems), listed)
    return shares(texts, len(pile.stems), expected)
