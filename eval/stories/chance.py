"""How well a grouping agrees with another beyond what chance would give: adjusted Rand index, adjusted information."""

from __future__ import annotations

from collections import Counter
from collections.abc import Hashable, Sequence
from functools import cache
from math import comb

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]


def adjusted_rand(given: Sequence[Hashable], gold: Sequence[Hashable]) -> float:
    """The adjusted Rand index of two groupings of the same items, each a group by item (Hubert and Arabie 1985).

    1 where they are the same, about 0 where they agree by chance alone.

    Raises:
        ValueError: the two do not have the same length.
    """
    together = _pairs(Counter(zip(given, gold, strict=True)))
    in_given, in_gold, all_pairs = _pairs(Counter(given)), _pairs(Counter(gold)), comb(len(gold), 2)
    if not all_pairs:
        return 1.0
    by_chance = in_given * in_gold / all_pairs
    most = (in_given + in_gold) / 2
    return (together - by_chance) / (most - by_chance) if most != by_chance else 1.0


def _pairs(groups: Counter[Hashable] | Counter[tuple[Hashable, Hashable]]) -> int:
    return sum(comb(size, 2) for size in groups.values())


def adjusted_information(given: Sequence[Hashable], gold: Sequence[Hashable]) -> float:
    """The adjusted mutual information of two groupings of the same items (Vinh, Epps and Bailey 2010, JMLR 11).

    It is the mutual information less what two random groupings with groups of these sizes share, over the mean of the
    two entropies less the same: 1 where the two are the same, about 0 where they agree by chance alone.

    Raises:
        ValueError: the two do not have the same length.
    """
    total = len(gold)
    both = Counter(zip(given, gold, strict=True))
    in_given, in_gold = Counter(given), Counter(gold)
    if len(in_given) == len(in_gold) == len(both):
        return 1.0
    shared = sum(
        size / total * float(np.log(total * size / (in_given[one] * in_gold[other])))
        for (one, other), size in both.items()
    )
    by_chance = _shared_by_chance(Counter(in_given.values()), Counter(in_gold.values()), total)
    most = (_entropy(in_given, total) + _entropy(in_gold, total)) / 2
    return (shared - by_chance) / (most - by_chance) if most != by_chance else 0.0


def _entropy(groups: Counter[Hashable], total: int) -> float:
    return -sum(size / total * float(np.log(size / total)) for size in groups.values())


def _shared_by_chance(given: Counter[int], gold: Counter[int], total: int) -> float:
    """Mean mutual information of random groupings with so many groups of each size (equation 24a of the paper)."""
    return sum(
        times * times_gold * _of_sizes(size, size_gold, total)
        for size, times in given.items()
        for size_gold, times_gold in gold.items()
    )


@cache
def _of_sizes(one: int, other: int, total: int) -> float:
    """What two groups of these sizes add to it: the number of items that they share is hypergeometric."""
    log = _log_factorials(total)
    shared = np.arange(max(1, one + other - total), min(one, other) + 1)
    ways = log[one] + log[other] + log[total - one] + log[total - other] - log[total]
    ways = ways - log[shared] - log[one - shared] - log[other - shared] - log[total - one - other + shared]
    return float((shared / total * np.log(total * shared / (one * other)) * np.exp(ways)).sum())


@cache
def _log_factorials(most: int) -> Floats:
    """Logarithms of 0! to `most`!."""
    return np.concatenate([[0.0], np.cumsum(np.log(np.arange(1, most + 1)))])
