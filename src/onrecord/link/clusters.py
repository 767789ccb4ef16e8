"""Average-link clustering (Sokal and Michener 1958) of a few likely pairs among many."""

from __future__ import annotations

import heapq
from collections.abc import Sequence


def average_link(count: int, pairs: Sequence[tuple[int, int, float]], least: float) -> list[list[int]]:
    """Clusters of the numbers below `count`, each in order.

    Args:
        count: how many there are.
        pairs: two numbers, the lower first, and how alike they are; pairs that are not given count 0.
        least: mean likeness at which two clusters are one.
    """
    sums: list[dict[int, float]] = [{} for _ in range(count)]
    sizes, members = [1] * count, [[number] for number in range(count)]
    heap: list[tuple[float, int, int]] = []
    for one, other, value in pairs:
        sums[one][other] = sums[other][one] = value
        if value >= least:
            heap.append((-value, one, other))
    heapq.heapify(heap)
    while heap:
        value, one, other = heapq.heappop(heap)
        total = sums[one].get(other)
        if total is None or -value != total / (sizes[one] * sizes[other]):
            continue
        members[one] += members[other]
        sizes[one] += sizes[other]
        del sums[one][other], sums[other][one]
        for third, more in sums[other].items():
            del sums[third][other]
            sums[one][third] = sums[third][one] = sums[one].get(third, 0.0) + more
        sums[other], members[other] = {}, []
        for third, total in sums[one].items():
            mean = total / (sizes[one] * sizes[third])
            if mean >= least:
                heapq.heappush(heap, (-mean, min(one, third), max(one, third)))
    return [sorted(group) for group in members if group]
