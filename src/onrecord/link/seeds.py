"""Places where two texts may tell the same in nearly the same words, though no long run of words is equal.

A seed is three telling words that stand close together, in any order, by their stems. Of each four such words in a
row three triples are taken, so that a word that was changed, dropped or added leaves some of them whole. A seed leads
from each place to the one before it and to the first, as a shingle does (`runs`), so that time does not grow with the
square of the places; one that stands at many is stock, and leads nowhere.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

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

Places = NDArray[np.int32]


def hits(corpus: Corpus) -> tuple[Offsets, Offsets]:
    """Where seeds stand in two texts: positions in the later text and in the earlier one."""
    keys, places = _recurring(list(_keys(corpus)))
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


def _keys(corpus: Corpus) -> Iterator[tuple[Hashes, Places]]:
    """The seeds of all texts, each by a hash and the place of its first word: once for each form of a triple."""
    telling = np.flatnonzero(corpus.tells[corpus.codes]).astype(np.int32)
    text = corpus.text_of(telling.astype(np.int64)).astype(np.int32)
    values = mixed((corpus.codes[telling].astype(np.uint64) + np.uint64(1)) * np.uint64(0x9E3779B97F4A7C15))
    for second, third in TRIPLES:
        count = max(len(telling) - third, 0)
        near = telling[third:] - telling[:count] < NEAR
        at = np.flatnonzero(near & (text[third:] == text[:count]))
        yield mixed(values[at] + values[at + second] + values[at + third]), telling[at]


def _recurring(forms: Sequence[tuple[Hashes, Places]]) -> tuple[Hashes, Places]:
    """The seeds of all forms without many of those that stand once, so that fewer have to be sorted."""
    bits = min(max((16 * sum(len(keys) for keys, _ in forms)).bit_length(), LEAST_BITS), MOST_BITS)
    seen = np.zeros(1 << bits, dtype=np.int32)
    for keys, _ in forms:
        seen += np.bincount(_short(keys, bits), minlength=1 << bits).astype(np.int32)
    again = seen > 1
    kept = [(keys[which], places[which]) for keys, places in forms for which in [again[_short(keys, bits)]]]
    return np.concatenate([keys for keys, _ in kept]), np.concatenate([places for _, places in kept])


def _short(keys: Hashes, bits: int) -> Places:
    return (keys >> np.uint64(64 - bits)).astype(np.int32)
