"""How rare the stems of a pile are, believed from a list of the language until the pile itself is large enough."""

from __future__ import annotations

from collections import Counter
from functools import cache
from math import log

from onrecord import lexicon
from onrecord.link.pile import Pile
from onrecord.link.words import words

PRIOR = 150.0
"""How many articles the list counts for, as in `stories`."""
RARE = 0.001
"""Share of articles in which a stem is believed to stand of which the list says nothing."""


@cache
def _listed() -> dict[int, float]:
    shares: dict[int, float] = {}
    for table in lexicon.load("commonness").values():
        for band, listed in table["share"].items():
            for stem in words(listed).stems.tolist():
                shares[stem] = max(shares.get(stem, 0.0), 2.0 ** (0.5 - int(band)))
    return shares


def rarity(pile: Pile) -> dict[int, float]:
    """What each stem of the pile weighs: the logarithm of one in how many articles holds it."""
    holding: Counter[int] = Counter()
    for stems in pile.stems:
        holding.update(stems.tolist())
    count, listed = len(pile.articles) + PRIOR, _listed()
    return {stem: log(count / (held + PRIOR * listed.get(stem, RARE))) for stem, held in holding.items()}
