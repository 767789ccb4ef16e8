"""B-cubed: how well a grouping agrees with another, item by item."""

from __future__ import annotations

from collections import Counter
from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeVar

Item = TypeVar("Item", bound=Hashable)


@dataclass(frozen=True)
class BCubed:
    """B-cubed precision and recall of a grouping (Bagga and Baldwin 1998, COLING-ACL)."""

    precision: float
    recall: float

    @property
    def f1(self) -> float:
        both = self.precision + self.recall
        return 2 * self.precision * self.recall / both if both else 0.0


def b_cubed(given: Mapping[Item, Hashable], gold: Mapping[Item, Hashable]) -> BCubed:
    """Agreement of two groupings of the same items, each a group by item.

    Raises:
        ValueError: the two do not group the same items.
    """
    return mean(list(by_item(given, gold).values()))


def by_item(given: Mapping[Item, Hashable], gold: Mapping[Item, Hashable]) -> dict[Item, BCubed]:
    """For each item: how many of those in its given group belong there, and how many that belong there are in it.

    Raises:
        ValueError: the two do not group the same items.
    """
    if given.keys() != gold.keys():
        raise ValueError("the two groupings are not of the same items")
    together = Counter((given[item], gold[item]) for item in gold)
    in_given, in_gold = Counter(given.values()), Counter(gold.values())
    return {
        item: BCubed(
            together[given[item], gold[item]] / in_given[given[item]],
            together[given[item], gold[item]] / in_gold[gold[item]],
        )
        for item in gold
    }


def mean(items: Sequence[BCubed]) -> BCubed:
    """The mean of some items; perfect where there are none."""
    if not items:
        return BCubed(1.0, 1.0)
    return BCubed(
        sum(item.precision for item in items) / len(items),
        sum(item.recall for item in items) / len(items),
    )
