"""Places where two texts may tell the same in nearly the same words, though no long run of words is equal.

A seed is three telling words that stand close together, in any order, by their stems. Of each four such words in a
row three triples are taken, so that a word that was changed, dropped or added leaves some of them whole. A seed leads
from each place to the one before it and to the first, as a shingle does (`runs`), so that time does not grow with the
square of the places; one that stands at many is stock, and leads nowhere.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from onrecord.link.corpus import Corpus
from onrecord.link.words import Hashes, Offsets, mixed

TRIPLES = ((1, 2), (1, 3), (2, 3))
"""How far the second and the third word of a seed stand behind the first, telling words only counted."""
NEAR = 14
"""Words among which the three stand."""
FEW = 8
"""Places at which a seed stands at most where each two of them are compared."""
LEAST_BITS, MOST_BITS = 12, 24
"""Size of the table that tells what may recur; a pile of two pieces needs none of millions."""

Places = NDArray[np.integer]


def hits(corpus: Corpus, keys: Hashes, places: Places) -> tuple[Offsets, Offsets]:
    """Where seeds stand in two texts: positions in the later text and in the earlier one.

    Args:
        keys: all seeds of some hashes, …
        places: … and the place of the first word of each.
    """
    keys, places = _recurring(keys, places)
    order = np.argsort(keys)
    keys, places = keys[order], places[order]
    new = np.ones(len(keys), dtype=bool)
    new[1:] = keys[1:] != keys[:-1]
    sizes = np.diff(np.flatnonzero(new), append=len(keys))
    few = (sizes > 1) & (sizes <= FEW)
    places, sizes = places[np.repeat(few, sizes)].astype(np.int64), sizes[few]
    family = np.repeat(np.arange(len(sizes)), sizes)
    places = places[np.lexsort((places, family))]
    first = np.cumsum(sizes) - sizes
    rank = np.arange(len(places)) - first[family]
    before, opening = np.flatnonzero(rank >= 1), np.flatnonzero(rank >= 2)
    later = places[np.concatenate([before, opening])]
    earlier = np.concatenate([places[before - 1], places[first[family[opening]]]])
    apart = corpus.text_of(later) != corpus.text_of(earlier)
    return later[apart], earlier[apart]


def seeds(corpus: Corpus, low: int, high: int) -> tuple[Hashes, Places]:
    """The seeds of the texts from `low` up to `high`, by a hash and the place of the first word: once for each form."""
    start, end = int(corpus.first[low]), int(corpus.first[high])
    codes = corpus.codes[start:end]
    telling = np.flatnonzero(corpus.tells[codes])
    text = corpus.text_of(telling + start)
    values = mixed((codes[telling].astype(np.uint64) + np.uint64(1)) * np.uint64(0x9E3779B97F4A7C15))
    keys, places = [], []
    for second, third in TRIPLES:
        count = max(len(telling) - third, 0)
        near = telling[third:] - telling[:count] < NEAR
        at = np.flatnonzero(near & (text[third:] == text[:count]))
        keys.append(mixed(values[at] + values[at + second] + values[at + third]))
        places.append(telling[at] + start)
    return np.concatenate(keys), np.concatenate(places)


def _recurring(keys: Hashes, places: Places) -> tuple[Hashes, Places]:
    """The seeds without many of those that stand once, so that fewer have to be sorted."""
    bits = min(max((16 * len(keys)).bit_length(), LEAST_BITS), MOST_BITS)
    short = (keys >> np.uint64(64 - bits)).astype(np.int32)
    again = (np.bincount(short, minlength=1 << bits) > 1)[short]
    return keys[again], places[again]
