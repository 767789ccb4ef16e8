"""Places where two texts may tell the same in nearly the same words, though no long run of words is equal.

A seed is three telling words that stand close together, in any order, by their stems. Of each four such words in a
row three triples are taken, so that a word that was changed, dropped or added leaves some of them whole. Seeds that
stand in few texts are looked at with every pair of these texts; those in many are stock, and what stands there
word for word is found as an equal run (`runs`).
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
TABLE_BITS = 24


def hits(corpus: Corpus) -> tuple[Offsets, Offsets]:
    """Where seeds stand in two texts: positions in the later text and in the earlier one."""
    keys, places = _keys(corpus)
    keys, places = _recurring(keys, places)
    order = np.argsort(keys, kind="stable")
    keys, places = keys[order], places[order].astype(np.int64)
    new = np.ones(len(keys), dtype=bool)
    new[1:] = keys[1:] != keys[:-1]
    first = np.flatnonzero(new)
    sizes = np.diff(first, append=len(keys))
    places = places[np.repeat((sizes > 1) & (sizes <= FEW), sizes)]
    sizes = sizes[(sizes > 1) & (sizes <= FEW)]
    rank = np.arange(len(places)) - np.repeat(np.cumsum(sizes) - sizes, sizes)
    # Places of one seed are in the order of the corpus, so that the earlier text comes first.
    pairs = [(np.flatnonzero(rank >= step), step) for step in range(1, FEW)]
    later = places[np.concatenate([at for at, _ in pairs])]
    earlier = places[np.concatenate([at - step for at, step in pairs])]
    apart = corpus.text_of(later) != corpus.text_of(earlier)
    return later[apart], earlier[apart]


def _keys(corpus: Corpus) -> tuple[Hashes, NDArray[np.int32]]:
    """The seeds of all texts, each by a hash, in the order of the corpus for each form of a triple."""
    telling = np.flatnonzero(corpus.tells[corpus.codes]).astype(np.int32)
    text = corpus.text_of(telling.astype(np.int64)).astype(np.int32)
    values = mixed((corpus.codes[telling].astype(np.uint64) + np.uint64(1)) * np.uint64(0x9E3779B97F4A7C15))
    keys, places = [np.zeros(0, dtype=np.uint64)], [np.zeros(0, dtype=np.int32)]
    for second, third in TRIPLES:
        count = max(len(telling) - third, 0)
        near = telling[third:] - telling[:count] < NEAR
        at = np.flatnonzero(near & (text[third:] == text[:count]))
        keys.append(mixed(values[at] + values[at + second] + values[at + third]))
        places.append(telling[at])
    return np.concatenate(keys), np.concatenate(places)


def _recurring(keys: Hashes, places: NDArray[np.int32]) -> tuple[Hashes, NDArray[np.int32]]:
    """The seeds without most of those that stand once, so that fewer have to be sorted; by place."""
    short = (keys >> np.uint64(64 - TABLE_BITS)).astype(np.int32)
    kept = np.bincount(short, minlength=1 << TABLE_BITS)[short] > 1
    keys, places = keys[kept], places[kept]
    order = np.argsort(places, kind="stable")
    return keys[order], places[order]
