"""How common a word is believed to be before the pile is looked at.

In a small pile all words look common; what is known of the language counts beside it.
"""

from __future__ import annotations

from functools import cache

import numpy as np
from numpy.typing import NDArray

from onrecord import lexicon
from onrecord.link.pile import Pile
from onrecord.link.words import Hashes, words

PRIOR = 150.0
"""Texts that the list counts for against the pile where words are held against each other; `stories` asks for more."""
RARE = 0.001
"""Share of texts in which a stem is believed to stand of which no list says how common it is."""

Floats = NDArray[np.float64]


@cache
def common() -> tuple[Hashes, Floats]:
    """Stems of which a list says how common they are, in order, and the share of texts in which each stands."""
    listed: dict[int, float] = {}
    for table in lexicon.load("commonness").values():
        for band, band_words in table["share"].items():
            for stem in words(band_words).stems.tolist():
                listed[stem] = max(listed.get(stem, 0.0), 2.0 ** (0.5 - int(band)))
    stems = np.array(sorted(listed), dtype=np.uint64)
    return stems, np.array([listed[stem] for stem in stems.tolist()])


def believed(vocabulary: Hashes) -> Floats:
    """For each stem the share of texts in which it is believed to stand before the pile is looked at."""
    stems, listed = common()
    at = np.minimum(np.searchsorted(stems, vocabulary), len(stems) - 1)
    return np.where(stems[at] == vocabulary, listed[at], RARE)


def shares(holding: NDArray[np.integer | np.floating], count: int, expected: Floats, prior: float = PRIOR) -> Floats:
    """For each stem the share of texts in which it stands, as counted in the pile and as believed before.

    Args:
        holding: how many texts of the pile hold it.
        count: how many texts there are.
        expected: the share that is believed (`believed`).
        prior: how many texts that counts for.
    """
    result: Floats = (holding + prior * expected) / (count + prior)
    return result


def rarity(pile: Pile) -> dict[int, float]:
    """What each stem of the pile weighs: the logarithm of one in how many articles holds it."""
    stems, holding = np.unique(pile.stems.values, return_counts=True)
    weights = -np.log(shares(holding, len(pile.articles), believed(stems)))
    return dict(zip(stems.tolist(), weights.tolist(), strict=True))
