"""Whether two figures, or two dates, are of the same thing, and whether two values of it differ.

Both are told by signs, weighed by logistic regression (Cox 1958). No sign of the first looks at the values: two
accounts that differ must not look less alike for it. The second is asked only where both values cannot be right. The
weights come from pairs that readers judged, `python -m training.accounts`, and stand in `same_thing.json`.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from functools import cache, cached_property
from importlib.resources import files
from math import exp, log, log1p

import msgspec

from onrecord.link.quantities import Quantity
from onrecord.link.side_by_side import SideBySide
from onrecord.link.values import days_apart, times
from onrecord.link.weighed import Weighed

TELLING = 8
"""Stems of a sentence by which partners are looked for."""
COMMON = 80
"""Sentences of a group with a stem above which it finds no partners."""
SHARED = 2
"""Telling stems that two sentences share at least."""

LARGE, LONG = 1_000, 3
"""Value from which a figure, and significant digits from which its value, tells what it is of."""

SIGNS = (
    "words near",
    "words of the sentence",
    "names",
    "same thing counted",
    "words for it",
    "other numbers",
    "another year",
    "words before",
    "words behind",
    "name",
    "name and words near",
    "the sentences side by side",
)


DIFFERING = (
    "the sentences side by side",
    "how far apart the values are",
    "the nearest name in both sentences",
    "a value that is hedged, or a date that is counted from the piece's own",
    "a share",
    "same thing counted",
    "words of the sentence",
)
FAR = 3.0
"""How far apart values can be, at most: twenty times, or twenty days."""


class Weights(msgspec.Struct, frozen=True):
    """What each sign weighs, the constant last, for figures and for dates."""

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
    def signs(self) -> tuple[float, ...]:
        """The signs but the last, which costs most: `SIGNS` in their order, all 0 to 1."""
        one, other = self.one, self.other
        near = self._weighed.cosine_of_shares(one.near, other.near)
        same_name = float(one.named is not None and one.named == other.named)
        return (
            near,
            self.of_sentences,
            self._weighed.cosine(one.names, other.names),
            float(self._same_head),
            self._weighed.cosine(one.counted, other.counted),
            float(not one.numerals.isdisjoint(other.numerals)),
            float(bool(one.years and other.years) and one.years.isdisjoint(other.years)),
            _alike(one.before, other.before),
            _alike(one.behind, other.behind),
            same_name,
            same_name * near,
        )

    @cached_property
    def of_sentences(self) -> float:
        """How alike the words of the two sentences are, 0 to 1."""
        return self._weighed.cosine(self.one.whole, self.other.whole)

    @cached_property
    def differing(self) -> tuple[float, ...]:
        """The signs of `DIFFERING` but the first."""
        one, other = self.one, self.other
        if one.timex is not None and other.timex is not None:
            apart, unsure = log1p(days_apart(one.timex, other.timex)), not (one.written_out and other.written_out)
            share = False
        elif one.figure is not None and other.figure is not None:
            apart = log(times(one.figure, other.figure))
            unsure = one.figure.comparator is not None or other.figure.comparator is not None
            share = one.figure.kind == "share"
        else:
            raise ValueError("a figure and a date are never of one thing")
        values = (min(apart, FAR), float(_same_name(one, other)), float(unsure), float(share))
        return (*values, float(self._same_head), self.of_sentences)

    @cached_property
    def read(self) -> float:
        """The last sign, and the first of `DIFFERING`: what the model says of the two sentences, 0 to 1."""
        return _logistic(self._model.alike(self.one.around, self.other.around))

    @cached_property
    def likelihood(self) -> float:
        """How likely the two are of the same thing, 0 to 1."""
        return chance([*self.signs, self.read], self._same)

    def may_reach(self, least: float) -> bool:
        """Whether the likelihood is `least` or more, if the sentences say so."""
        return chance([*self.signs, 1.0], self._same) >= least

    def reaches(self, least: float) -> bool:
        """Whether the likelihood is `least` or more; the sentences are read only where they could make it so."""
        return self.may_reach(least) and self.likelihood >= least

    def may_differ(self, least: float) -> bool:
        """Whether `differs` holds, if the sentences say so."""
        return chance([1.0, *self.differing], self._differ) >= least

    def differs(self, least: float) -> bool:
        """Whether it is likely, `least` or more, that two whose values cannot both be right are accounts of one thing
        that differ; the sentences are read only where they could make it so."""
        return self.may_differ(least) and chance([self.read, *self.differing], self._differ) >= least

    @property
    def firm(self) -> bool:
        """Whether the values are told without a hedge, or reckoning, or share, and with one name near them."""
        _, same_name, unsure, share, *_ = self.differing
        return bool(same_name) and not unsure and not share

    @property
    def _same_head(self) -> bool:
        return self.one.head is not None and self.one.head == self.other.head

    @property
    def _same(self) -> tuple[float, ...]:
        return weights().date if self.one.timex is not None else weights().figure

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

    def partners(self, group: Sequence[Quantity]) -> Iterator[tuple[int, int]]:
        """Pairs of a group, by their places in it, that may be of one thing: of different articles and one kind."""
        holding: dict[tuple[object, object], list[int]] = defaultdict(list)
        shared: Counter[tuple[int, int]] = Counter()
        for at, one in enumerate(group):
            value = _telling_value(one)
            for other in holding[one.kind, value] if value else ():
                if told_by_value(one, group[other]):
                    shared[other, at] += SHARED
            if value and len(holding[one.kind, value]) < COMMON:
                holding[one.kind, value].append(at)
            for stem in self._weighed.heaviest(one.whole | one.counted, TELLING):
                held = holding[one.kind, stem]
                if len(held) < COMMON:
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
        logits = self._model.read([(pair.one.around, pair.other.around) for pair in pairs])
        for pair, logit in zip(pairs, logits, strict=True):
            pair.read = _logistic(logit)


def chance(signs: Sequence[float], given: Sequence[float]) -> float:
    """The likelihood that weights give to signs; the constant is the last weight."""
    return _logistic(sum(sign * weight for sign, weight in zip(signs, given, strict=False)) + given[-1])


def _logistic(logit: float) -> float:
    return 1 / (1 + exp(-max(-50.0, min(50.0, logit))))


def _alike(one: Sequence[int], other: Sequence[int]) -> float:
    """How much of the nearest three words two sides have in common, the nearest first: 0 to 1."""
    return sum(share for share, stem in zip((0.5, 0.3, 0.2), one, strict=False) if stem in other[:3])


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


def _same_name(one: Quantity, other: Quantity) -> bool:
    """Whether the name that stands nearest to one of the two stands in the sentence of the other, or there is none."""
    return one.named is None or other.named is None or one.named in other.names or other.named in one.names
