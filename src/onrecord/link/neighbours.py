"""How alike two texts are, seen among the texts around them.

The cosine of two texts alone does not tell stories of one kind apart (two arrests in one team, two elections in one
country): what it is for one event depends on how much its pieces have in common. So each cosine is looked at twice.

First against the best partners of the two texts: one whose best partner is very like it asks more of the others (local
scaling, after Zelnik-Manor and Perona 2004; here it only ever lowers). Then by the company that the two keep: texts of
one event are near to the same others, texts of look-alike events are not (shared nearest neighbours, after Jarvis and
Patrick 1973; here weighted). Only third texts count as company, so two that tell alone of something are not joined the
sooner for it.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from onrecord.link.scratch import Scratch

USUAL = 0.3
"""Cosine with its best partner that any text is believed to have; half of what is asked of a text is its own best."""
NEAREST = 8
"""Texts at most that are a text's company: of 5, 8, 15 and all; with more, small stories are lost in it."""
FAINT = 0.14
"""Likeness from which on a text is company, and what is taken off. Of 0.1 to 0.18; with less, strangers count."""
SELF = 0.2
"""What a text weighs beside its company, so that the few faint neighbours of a lone text do not make up all of it."""
COMPANY = 0.4
"""What having wholly the same company adds to a likeness. Of 0 to 0.4."""
TOGETHER = 1 << 15
"""Pairs that are worked on at once."""

Floats = NDArray[np.float64]
Integers = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Pairs:
    """Pairs of the numbers below `count`, each once, `one` before `other`, with how alike they are."""

    count: int
    one: Integers
    other: Integers
    value: Floats

    def blocks(self, scratch: Scratch) -> Iterator[Pairs]:
        """The same pairs, `TOGETHER` at a time; what of them lies in a scratch is not held meanwhile."""
        for low in range(0, len(self.value), TOGETHER):
            yield self.chosen(slice(low, low + TOGETHER))
            scratch.rest()

    def chosen(self, which: slice | NDArray[np.bool_]) -> Pairs:
        """Some of the pairs."""
        return Pairs(self.count, self.one[which], self.other[which], self.value[which])

    @classmethod
    def joined(cls, count: int, parts: Sequence[Pairs]) -> Pairs:
        """The pairs of all parts."""
        if not parts:
            return cls(count, np.zeros(0, np.int64), np.zeros(0, np.int64), np.zeros(0))
        one, other = np.concatenate([part.one for part in parts]), np.concatenate([part.other for part in parts])
        return cls(count, one, other, np.concatenate([part.value for part in parts]))


def in_company(pairs: Pairs, scratch: Scratch | None = None) -> Pairs:
    """The same pairs with a likeness that takes the neighbours of both into account, 0 to little over 1.

    Time and room grow with the number of pairs; all but what is kept of each text may lie on disk.

    Args:
        pairs: their values are cosines.
        scratch: where to put what does not fit into memory; by default one of its own.
    """
    scratch = scratch or Scratch()
    best = _best(pairs, scratch)
    values = scratch.column(np.float64)
    for block in pairs.blocks(scratch):
        values.append(_scaled(block, best))
    scaled = replace(pairs, value=values.array())
    who, weight = _company(scaled, scratch)

    def work(low: int) -> Floats:
        block = scaled.chosen(slice(low, low + TOGETHER))
        return block.value + COMPANY * _shared(block, who, weight)

    final = scratch.column(np.float64)
    for found in scratch.spread(work, range(0, len(pairs.value), TOGETHER)):
        final.append(found)
    values.drop()
    return replace(pairs, value=final.array())


def _best(pairs: Pairs, scratch: Scratch) -> Floats:
    """The greatest cosine of each text, `USUAL` at least."""
    best = np.full(pairs.count, USUAL)
    for block in pairs.blocks(scratch):
        np.maximum.at(best, block.one, block.value)
        np.maximum.at(best, block.other, block.value)
    return best


def _scaled(pairs: Pairs, best: Floats) -> Floats:
    """Each cosine, less where the best cosines of its two texts are more than usual."""
    asked = (best + USUAL) / 2
    return pairs.value * USUAL / np.sqrt(asked[pairs.one] * asked[pairs.other])


def _shared(pairs: Pairs, who: Integers, weight: Floats) -> Floats:
    """For each pair the cosine of the company of its two texts, 0 to 1."""
    result = np.zeros(len(pairs.value))
    for column in range(NEAREST):
        same = (who[pairs.other] == who[pairs.one, column][:, None]) & (who[pairs.other] >= 0)
        result += weight[pairs.one, column] * (weight[pairs.other] * same).sum(axis=1)
    return result


def _company(pairs: Pairs, scratch: Scratch) -> tuple[Integers, Floats]:
    """For each text its nearest, -1 in the places that stay empty, and what each weighs in a vector of length 1."""
    who = np.full((pairs.count, NEAREST), -1, dtype=np.int64)
    value = np.full((pairs.count, NEAREST), FAINT)
    for block in pairs.blocks(scratch):
        near = block.chosen(block.value > FAINT)
        _add_company(who, value, near)
    weight = value - FAINT
    return who, weight / np.sqrt((weight**2).sum(axis=1) + SELF**2)[:, None]


def _add_company(who: Integers, value: Floats, pairs: Pairs) -> None:
    """Put some more pairs among the nearest of their texts: the most alike, among equals those of lower number."""
    met = np.unique(np.concatenate([pairs.one, pairs.other]))
    there, column = np.nonzero(who[met] >= 0)
    held = met[there]
    texts = np.concatenate([held, pairs.one, pairs.other])
    others = np.concatenate([who[held, column], pairs.other, pairs.one])
    values = np.concatenate([value[held, column], pairs.value, pairs.value])
    order = np.lexsort((others, -values, texts))
    texts, others, values = texts[order], others[order], values[order]
    place = np.arange(len(texts)) - np.searchsorted(texts, texts)
    kept = place < NEAREST
    who[texts[kept], place[kept]] = others[kept]
    value[texts[kept], place[kept]] = values[kept]


def stretched(first: Integers, end: Integers) -> Integers:
    """The numbers of all stretches, one stretch after the other, each from its first up to its end."""
    lengths = end - first
    ends = np.cumsum(lengths)
    total = int(ends[-1]) if len(ends) else 0
    result: Integers = np.arange(total) + np.repeat(first - (ends - lengths), lengths)
    return result
