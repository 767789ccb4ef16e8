"""Whether two figures, or two dates, are of the same thing, and whether two values of it differ.

A small network reads both sentences without the values, for two accounts that differ must not look less alike for it
(`side_by_side`); what it says is made a likelihood by logistic regression (Cox 1958; Platt 1999). Where both values
cannot be right, another regression weighs it with plain signs. The weights come from pairs that readers judged,
`python -m training.accounts`, and stand in `same_thing.json`.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from functools import cache, cached_property
from importlib.resources import files
from math import exp, log1p

import msgspec

from onrecord.link.quantities import Quantity
from onrecord.link.side_by_side import Said, SideBySide
from onrecord.link.values import days_apart, times
from onrecord.link.weighed import Weighed

TELLING = 8
"""Stems of a sentence by which partners are looked for."""
COMMON = 80
"""Sentences of a group with a stem from which on it finds no partners."""
SHARED = 2
"""Telling stems that two sentences share at least."""

LARGE, LONG = 1_000, 3
"""Value from which a figure, and significant digits from which its value, tells what it is of."""

DIFFERING = (
    "one thing, by the sentences side by side",
    "one quantity, by the same",
    "how near two figures are, or how far apart two dates",
    "a value that is hedged, or a day that is counted from the piece's own",
    "a share",
)
NEAR = 6
"""Power of the smaller figure's part of the larger by which the two are near: accounts of one quantity seldom differ by
more than a quarter, and what differs by more is of two things. Between 5 and 8 it matters little."""
FAR = 3.0
"""How far apart dates can be, at most: twenty days."""


class Weights(msgspec.Struct, frozen=True):
    """What each sign weighs, the constant last, for figures and for dates: whether they are of one thing, by what the
    network says of it alone, and whether they differ, by the signs of `DIFFERING`."""

    figure: tuple[float, ...]
    date: tuple[float, ...]
    figure_differs: tuple[float, ...]
    date_differs: tuple[float, ...]


@cache
def weights() -> Weights:
    """The weights that are shipped."""
    return msgspec.json.decode(files("onrecord.link").joinpath("same_thing.json").read_bytes(), type=Weights)


class Beside:
    """Two quantities beside each other, each sign worked out once.

    Args:
        one, other: of different articles and one kind.
        weighed: what stems weigh.
        model: what reads two sentences side by side.
    """

    def __init__(self, one: Quantity, other: Quantity, weighed: Weighed, model: SideBySide) -> None:
        self.one, self.other = one, other
        self._weighed, self._model = weighed, model

    @cached_property
    def of_sentences(self) -> float:
        """How alike the words of the two sentences are, 0 to 1."""
        return self._weighed.cosine(self.one.whole, self.other.whole)

    @cached_property
    def differing(self) -> tuple[float, ...]:
        """The signs of `DIFFERING` but the first two."""
        one, other = self.one, self.other
        if one.timex is not None and other.timex is not None:
            open_by = {one.open_by, other.open_by}
            apart, unsure = log1p(days_apart(one.timex, other.timex)), not open_by.isdisjoint(("day", "week"))
            return min(apart, FAR), float(unsure), 0.0
        if one.figure is None or other.figure is None:
            raise ValueError("a figure and a date are never of one thing")
        unsure = one.figure.comparator is not None or other.figure.comparator is not None
        return times(one.figure, other.figure) ** -NEAR, float(unsure), float(one.figure.kind == "share")

    @cached_property
    def said(self) -> Said:
        """What the model says of the two sentences."""
        return self._model.read([(self.one.around, self.other.around)])[0]

    @cached_property
    def likelihood(self) -> float:
        """How likely the two are of the same thing, 0 to 1."""
        return chance([self.said.one_thing], weights().date if self.one.timex is not None else weights().figure)

    def may_differ(self, least: float) -> bool:
        """Whether `differs` may hold, whatever the sentences say."""
        best = [float(weight > 0) for weight in self._differ[:2]]
        return chance([*best, *self.differing], self._differ) >= least

    def differs(self, least: float) -> bool:
        """Whether it is likely, `least` or more, that two whose values cannot both be right are accounts of one thing
        that differ; the sentences are read only where they could make it so."""
        if not self.may_differ(least):
            return False
        said = map(_logistic, self.said)
        return chance([*said, *self.differing], self._differ) >= least

    @property
    def _differ(self) -> tuple[float, ...]:
        return weights().date_differs if self.one.timex is not None else weights().figure_differs


class Likeness:
    """How alike quantities of a pile are.

    Args:
        rarity: what a stem weighs.
        model: what reads two sentences side by side.
    """

    def __init__(self, rarity: Mapping[int, float], model: SideBySide) -> None:
        self._weighed = Weighed(rarity)
        self._model = model

    def partners(self, group: Sequence[Quantity], common: int = COMMON) -> Iterator[tuple[int, int]]:
        """Pairs of a group, by their places in it, that may be of one thing: of different articles and one kind.

        A stem of `common` sentences and more finds none, and the end of a stretch has none here (`endings`).
        """
        holding: dict[tuple[object, object], list[int]] = defaultdict(list)
        shared: Counter[tuple[int, int]] = Counter()
        for at, one in enumerate(group):
            if one.until:
                continue
            value = _telling_value(one)
            for other in holding[one.kind, value] if value else ():
                if told_by_value(one, group[other]):
                    shared[other, at] += SHARED
            if value and len(holding[one.kind, value]) < common:
                holding[one.kind, value].append(at)
            for stem in self._weighed.heaviest(one.whole | one.counted, TELLING):
                held = holding[one.kind, stem]
                if len(held) < common:
                    shared.update((other, at) for other in held if group[other].number != one.number)
                    held.append(at)
        for pair, count in shared.items():
            if count >= SHARED:
                yield pair

    def beside(self, one: Quantity, other: Quantity) -> Beside:
        """The two beside each other."""
        return Beside(one, other, self._weighed, self._model)

    def read_ahead(self, pairs: Sequence[Beside]) -> None:
        """Read the sentences of pairs that will be asked what they say, several at a time."""
        for pair, said in zip(
            pairs, self._model.read([(pair.one.around, pair.other.around) for pair in pairs]), strict=True
        ):
            pair.said = said


def chance(signs: Sequence[float], given: Sequence[float]) -> float:
    """The likelihood that weights give to signs; the constant is the last weight."""
    return _logistic(sum(sign * weight for sign, weight in zip(signs, given, strict=False)) + given[-1])


def _logistic(logit: float) -> float:
    return 1 / (1 + exp(-max(-50.0, min(50.0, logit))))


def told_by_value(one: Quantity, other: Quantity) -> bool:
    """Whether two figures are of one thing by their value alone: one that is rare, in sentences that share a name.

    Of the judged pairs of the choosing half all 13 such are.
    """
    value = _telling_value(one)
    shared = one.number != other.number and not one.names.isdisjoint(other.names)
    return value is not None and value == _telling_value(other) and shared


def _telling_value(one: Quantity) -> Decimal | None:
    """The value of a figure, if it is a large or long one; a third is not, and nor are "thousands"."""
    if one.figure is None or one.figure.value is None or one.figure.comparator or one.figure.kind == "share":
        return None
    value = Decimal(one.figure.value)
    return value if abs(value) >= LARGE or len(value.normalize().as_tuple().digits) >= LONG else None
