"""Whether two figures, or two dates, are of the same thing: signs of their sentences, weighed by logistic regression.

The weights come from pairs that two readers judged, `python -m training.accounts`, and stand in `same_thing.json`. No
sign looks at the values: two accounts that differ must not look less alike for it.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from importlib.resources import files
from math import exp

import msgspec

from onrecord.link.quantities import Quantity
from onrecord.link.weighed import Weighed
from onrecord.tag.meaning import Meanings

TELLING = 8
"""Stems of a sentence by which partners are looked for."""
COMMON = 80
"""Sentences of a group with a stem above which it finds no partners."""
SHARED = 2
"""Telling stems that two sentences share at least."""
HOPELESS = 0.2
"""Likelihood that two may reach at best, under which the model need not read their sentences."""

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
    "meaning of the words near",
)


class Weights(msgspec.Struct, frozen=True):
    """What each sign weighs, the constant last, for figures and for dates."""

    figure: tuple[float, ...]
    date: tuple[float, ...]
    figure_differs: float
    """Likelihood from which two figures may be said to differ."""
    date_differs: float


@cache
def weights() -> Weights:
    """The weights that are shipped."""
    return msgspec.json.decode(files("onrecord.link").joinpath("same_thing.json").read_bytes(), type=Weights)


class Likeness:
    """How alike quantities of a pile are.

    Args:
        rarity: what a stem weighs.
        meanings: the model that reads sentences.
    """

    def __init__(self, rarity: Mapping[int, float], meanings: Meanings) -> None:
        self._weighed = Weighed(rarity)
        self._meanings = meanings

    def partners(self, group: Sequence[Quantity]) -> Iterator[tuple[int, int]]:
        """Pairs of a group, by their places in it, that may be of one thing: of different articles and one kind."""
        holding: dict[tuple[object, int], list[int]] = defaultdict(list)
        shared: Counter[tuple[int, int]] = Counter()
        for at, one in enumerate(group):
            best = self._weighed.heaviest(one.whole | one.counted, TELLING)
            for stem in best:
                held = holding[one.kind, stem]
                if len(held) < COMMON:
                    shared.update((other, at) for other in held if group[other].number != one.number)
                    held.append(at)
        for pair, count in shared.items():
            if count >= SHARED:
                yield pair

    def signs(self, one: Quantity, other: Quantity) -> tuple[float, ...]:
        """The signs but the last, which costs most: `SIGNS` in their order, all 0 to 1."""
        near = self._weighed.cosine_of_shares(one.near, other.near)
        same_name = float(one.named is not None and one.named == other.named)
        return (
            near,
            self._weighed.cosine(one.whole, other.whole),
            self._weighed.cosine(one.names, other.names),
            float(one.head is not None and one.head == other.head),
            self._weighed.cosine(one.counted, other.counted),
            float(not one.numerals.isdisjoint(other.numerals)),
            float(bool(one.years and other.years) and one.years.isdisjoint(other.years)),
            _alike(one.before, other.before),
            _alike(one.behind, other.behind),
            same_name,
            same_name * near,
        )

    def likelihood(self, one: Quantity, other: Quantity) -> float:
        """How likely the two are of the same thing, 0 to 1."""
        given = weights().date if one.timex is not None else weights().figure
        cheap = self.signs(one, other)
        best = chance([*cheap, 1.0], given)
        if best < HOPELESS:
            return best
        return chance([*cheap, self.meaning(one, other)], given)

    def meaning(self, one: Quantity, other: Quantity) -> float:
        """The last sign: the cosine of what the model makes of the words near the two, without them."""
        return self._meanings.alike(one.clause, [other.clause])[0]


def chance(signs: Sequence[float], given: Sequence[float]) -> float:
    """The likelihood that weights give to signs; the constant is the last weight."""
    total = sum(sign * weight for sign, weight in zip(signs, given, strict=False)) + given[-1]
    return 1 / (1 + exp(-max(-50.0, min(50.0, total))))


def _alike(one: Sequence[int], other: Sequence[int]) -> float:
    """How much of the nearest three words two sides have in common, the nearest first: 0 to 1."""
    return sum(share for share, stem in zip((0.5, 0.3, 0.2), one, strict=False) if stem in other[:3])


def least_to_differ(one: Quantity) -> float:
    """The likelihood from which a quantity and another of its kind may be said to differ."""
    return weights().date_differs if one.timex is not None else weights().figure_differs
