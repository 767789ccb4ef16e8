"""How common a word is believed to be before the pile is looked at.

In a small pile all words look common; what is known of the language counts beside it.
"""

from __future__ import annotations

from functools import cache

import numpy as np
from numpy.typing import NDArray

from onrecord import lexicon
from onrecord.link.words import Hashes, words

PRIOR = 150.0
"""How many texts what is known of a language counts for against the pile itself, in which, while it is small, all words
look common. Of 20 to 600: with less, no threshold serves both twenty articles and five hundred; with more, the words
that a whole pile is about weigh too much in it, and neighbouring events of one subject melt together."""
RARE = 0.001
"""Share of texts in which a stem is believed to stand of which no list says how common it is."""

Floats = NDArray[np.float64]


@cache
def common() -> tuple[Hashes, Floats]:
    """Stems of which a list says how common they are, in order, and the share of texts in which each stands."""
    shares: dict[int, float] = {}
    for table in lexicon.load("commonness").values():
        for band, listed in table["share"].items():
            for stem in words(listed).stems.tolist():
                shares[stem] = max(shares.get(stem, 0.0), 2.0 ** (0.5 - int(band)))
    stems = np.array(sorted(shares), dtype=np.uint64)
    return stems, np.array([shares[stem] for stem in stems.tolist()])


def believed(vocabulary: Hashes) -> Floats:
    """For each stem the share of texts in which it is believed to stand before the pile is looked at."""
    stems, shares = common()
    at = np.minimum(np.searchsorted(stems, vocabulary), len(stems) - 1)
    return np.where(stems[at] == vocabulary, shares[at], RARE)
