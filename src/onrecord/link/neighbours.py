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

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

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


def in_company(pairs: Pairs) -> Pairs:
    """The same pairs with a likeness that takes the neighbours of both into account, 0 to little over 1.

    Time and memory grow with the number of pairs.
    """
    scaled = replace(pairs, value=_scaled(pairs))
    return replace(pairs, value=scaled.value + COMPANY * _shared(scaled))


def _scaled(pairs: Pairs) -> Floats:
    """Each cosine, less where the best cosines of its two texts are more than usual."""
    best = np.full(pairs.count, USUAL)
    np.maximum.at(best, pairs.one, pairs.value)
    np.maximum.at(best, pairs.other, pairs.value)
    asked = (best + USUAL) / 2
    return pairs.value * USUAL / np.sqrt(asked[pairs.one] * asked[pairs.other])


def _shared(pairs: Pairs) -> Floats:
    """For each pair the cosine of the company of its two texts, 0 to 1."""
    who, weight = _company(pairs)
    result = np.zeros(len(pairs.value))
    for start in range(0, len(result), TOGETHER):
        one, other = pairs.one[start : start + TOGETHER], pairs.other[start : start + TOGETHER]
        for column in range(NEAREST):
            same = (who[other] == who[one, column][:, None]) & (who[other] >= 0)
            result[start : start + TOGETHER] += weight[one, column] * (weight[other] * same).sum(axis=1)
    return result


def _company(pairs: Pairs) -> tuple[Integers, Floats]:
    """For each text its nearest, -1 in the places that stay empty, and what each weighs in a vector of length 1."""
    near = pairs.value > FAINT
    texts = np.concatenate([pairs.one[near], pairs.other[near]])
    others = np.concatenate([pairs.other[near], pairs.one[near]])
    values = np.tile(pairs.value[near], 2)
    order = np.lexsort((others, -values, texts))
    texts, others, values = texts[order], others[order], values[order]
    place = np.arange(len(texts)) - np.searchsorted(texts, texts)
    kept = place < NEAREST
    who = np.full((pairs.count, NEAREST), -1, dtype=np.int64)
    weight = np.zeros((pairs.count, NEAREST))
    who[texts[kept], place[kept]] = others[kept]
    weight[texts[kept], place[kept]] = values[kept] - FAINT
    return who, weight / np.sqrt((weight**2).sum(axis=1) + SELF**2)[:, None]
