"""B-cubed: how well a grouping agrees with another, item by item."""

from __future__ import annotations

from collections import Counter
from collections.abc import Hashable, Mapping
from dataclasses import dataclass


@dataclass(frozen=True)
class BCubed:
    """B-cubed precision and recall of a grouping (Bagga and Baldwin 1998, COLING-ACL)."""

    precision: float
    recall: float

    @property
    def f1(self) -> float:
        both = self.precision + self.recall
        return 2 * self.precision * self.recall / both if both else 0.0


def b_cubed(given: Mapping[str, Hashable], gold: Mapping[str, Hashable]) -> BCubed:
    """Agreement of two groupings of the same items, each a group by item.

    Raises:
        ValueError: the two do not group the same items.
    """
    if given.keys() != gold.keys():
        raise ValueError("the two groupings are not of the same items")
    if not gold:
        return BCubed(1.0, 1.0)
    together = Counter((given[item], gold[item]) for item in gold)
    in_given, in_gold = Counter(given.values()), Counter(gold.values())
    precision = sum(count * count / in_given[group] for (group, _), count in together.items())
    recall = sum(count * count / in_gold[group] for (_, group), count in together.items())
    return BCubed(precision / len(gold), recall / len(gold))
