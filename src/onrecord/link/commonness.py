"""How common a word is believed to be before the pile is looked at.

In a small pile all words look common; what is known of the language counts beside it.
"""

from __future__ import annotations

from collections import Counter
from functools import cache
from math import log

import numpy as np
from numpy.typing import NDArray

from onrecord import lexicon
from onrecord.link.pile import Pile
from onrecord.link.words import Hashes, words

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


SENTENCES_PRIOR = 150.0
"""Articles that the list counts for where sentences are held against each other."""


def rarity(pile: Pile) -> dict[int, float]:
    """What each stem of the pile weighs: the logarithm of one in how many articles holds it."""
    holding: Counter[int] = Counter()
    for stems in pile.stems:
        holding.update(stems.tolist())
    stems, shares = common()
    listed = dict(zip(stems.tolist(), shares.tolist(), strict=True))
    count = len(pile.articles) + SENTENCES_PRIOR
    return {stem: log(count / (held + SENTENCES_PRIOR * listed.get(stem, RARE))) for stem, held in holding.items()}
