"""Sets of stems held against each other by weight: a stem weighs the more the fewer sets of a pile hold it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from math import log


class Weighed:
    """What stems weigh; one that was not weighed weighs nothing.

    Args:
        weights: by stem.
    """

    def __init__(self, weights: Mapping[int, float]) -> None:
        self._weights = weights

    @classmethod
    def among(cls, sets: Sequence[Collection[int]]) -> Weighed:
        """Weights by how many of `sets`, in each of which a stem stands once, hold a stem."""
        holding = Counter(stem for stems in sets for stem in stems)
        return cls({stem: log(1 + len(sets) / (1 + held)) for stem, held in holding.items()})

    def heaviest(self, stems: Iterable[int], count: int) -> list[int]:
        """The `count` stems that weigh most, the heaviest first."""
        return sorted(stems, key=lambda stem: (-self._weights.get(stem, 0.0), stem))[:count]

    def part(self, one: Collection[int], other: Collection[int]) -> float:
        """The part of the weight of `one` that stands in `other` too, 0 to 1."""
        weight = self._weights.get
        both = sum(weight(stem, 0.0) for stem in one if stem in other)
        return both / sum(weight(stem, 0.0) for stem in one) if both else 0.0

    def cosine(self, one: Collection[int], other: Collection[int]) -> float:
        """The cosine of two sets of stems, 0 to 1."""
        weight = self._weights.get
        both = sum(weight(stem, 0.0) ** 2 for stem in one if stem in other)
        if not both:
            return 0.0
        lengths = [sum(weight(stem, 0.0) ** 2 for stem in side) for side in (one, other)]
        return float(both / (lengths[0] * lengths[1]) ** 0.5)
