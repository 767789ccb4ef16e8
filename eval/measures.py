"""Measures: how well starts are found, how sure a figure is.

Every interval is 95 %.
"""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from math import sqrt
from typing import TypeVar

Z = 1.959964
"""Standard normal deviate that leaves 2.5 % on either side."""

DRAWS = 1000
"""Bootstrap draws; with 1,000 the ends of an interval move by less than a point between seeds."""

Part = TypeVar("Part")


@dataclass(frozen=True)
class Counts:
    """Right answers, answers given, answers that should have been given; `+` adds up (micro average)."""

    right: int = 0
    given: int = 0
    gold: int = 0

    def __add__(self, other: Counts) -> Counts:
        return Counts(self.right + other.right, self.given + other.given, self.gold + other.gold)

    @property
    def precision(self) -> float:
        return self.right / self.given if self.given else 0.0

    @property
    def recall(self) -> float:
        return self.right / self.gold if self.gold else 0.0

    @property
    def f1(self) -> float:
        return 2 * self.right / (self.given + self.gold) if self.given + self.gold else 0.0


@dataclass(frozen=True)
class Windows:
    """Windows in which the number of borders is wrong, and windows looked at."""

    wrong: int = 0
    seen: int = 0

    def __add__(self, other: Windows) -> Windows:
        return Windows(self.wrong + other.wrong, self.seen + other.seen)

    @property
    def share(self) -> float:
        return self.wrong / self.seen if self.seen else 0.0


def window_diff(gold: set[int], given: set[int], units: int) -> Windows:
    """WindowDiff of two segmentations of `units` units (Pevzner and Hearst 2002, Computational Linguistics 28:1).

    A border `b` lies before unit `b`, 0 < b < units. A window is half as wide as the mean gold segment (at least 2
    units, so that borders can be inside) and is wrong where the two numbers of borders inside differ. A text that is
    shorter than the window is one window.
    """
    inner_gold = {b for b in gold if 0 < b < units}
    inner_given = {b for b in given if 0 < b < units}
    width = max(2, round(units / (len(inner_gold) + 1) / 2))
    width = min(width, units - 1)
    if width < 1:
        return Windows()
    gold_before, given_before = _running(inner_gold, units), _running(inner_given, units)
    wrong = sum(
        gold_before[i + width] - gold_before[i] != given_before[i + width] - given_before[i]
        for i in range(units - width)
    )
    return Windows(wrong, units - width)


def _running(borders: set[int], units: int) -> list[int]:
    """For each unit, how many borders lie before it or at its start."""
    counts, total = [], 0
    for unit in range(units):
        total += unit in borders
        counts.append(total)
    return counts


def wilson(hits: int, trials: int) -> tuple[float, float]:
    """Wilson's score interval of a share (Wilson 1927); (0, 1) where nothing was tried."""
    if not trials:
        return 0.0, 1.0
    share, square = hits / trials, Z * Z
    middle = share + square / (2 * trials)
    half = Z * sqrt(share * (1 - share) / trials + square / (4 * trials * trials))
    scale = 1 + square / trials
    return max(0.0, (middle - half) / scale), min(1.0, (middle + half) / scale)


def kappa(verdicts: Sequence[tuple[str, str]]) -> float:
    """Cohen's kappa (1960): the agreement of two readers beyond chance; 1 where only one verdict was given."""
    chosen = [Counter(reader) for reader in zip(*verdicts, strict=True)]
    by_chance = sum(chosen[0][verdict] * chosen[1][verdict] for verdict in chosen[0]) / len(verdicts) ** 2
    agreed = sum(one == other for one, other in verdicts) / len(verdicts)
    return 1.0 if by_chance == 1.0 else (agreed - by_chance) / (1 - by_chance)


def bootstrap(parts: Sequence[Counts], figure: Callable[[Counts], float]) -> tuple[float, float]:
    """Percentile interval of `figure` over documents drawn with replacement (Efron 1979); the draws are fixed."""
    return resampled(parts, lambda drawn: figure(sum(drawn, Counts())))


def resampled(parts: Sequence[Part], figure: Callable[[list[Part]], float]) -> tuple[float, float]:
    """The same for a figure of any parts that are drawn together."""
    if not parts:
        return 0.0, 1.0
    chance = random.Random(2002)
    values = sorted(figure(chance.choices(parts, k=len(parts))) for _ in range(DRAWS))
    return values[int(0.025 * DRAWS)], values[int(0.975 * DRAWS) - 1]
