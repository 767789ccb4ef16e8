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
TOGETHER = 1 << 13
"""Texts whose stems are counted at once."""
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
        return cls(pile.words.values, pile.codes, pile.words.first, _shares(pile) < OFTEN, pile.named)

    def text_of(self, positions: Offsets) -> Offsets:
        """The number of the text in which each position lies."""
        return np.searchsorted(self.first, positions, side="right") - 1

    def string(self, start: int, end: int) -> str:
        """The words from `start` to `end` as a string, a character for each stem."""
        return (self.codes[start:end] + np.uint32(FIRST_CHARACTER)).tobytes().decode("utf-32-le")


def _shares(pile: Pile) -> NDArray[np.float64]:
    """For each code the share of texts in which it stands, as believed from the language and counted in the pile."""
    texts = np.zeros(1 << CODE_BITS)
    first = pile.stems.first
    for low in range(0, len(pile.stems), TOGETHER):
        own = first[low : low + TOGETHER + 1]
        codes = coded(pile.stems.values[own[0] : own[-1]])
        # Stems of a text are in order, so those of one code follow each other and count once.
        new = np.ones(len(codes), dtype=bool)
        new[1:] = codes[1:] != codes[:-1]
        new[own[:-1][np.diff(own) > 0] - own[0]] = True
        texts += np.bincount(codes[new], minlength=len(texts))
    pile.scratch.rest()
    expected = np.full(len(texts), RARE)
    stems, listed = common()
    np.maximum.at(expected, coded(stems), listed)
    return shares(texts, len(pile.stems), expected)
