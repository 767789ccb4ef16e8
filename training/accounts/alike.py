"""Pairs of figures, or dates, that look alike and that nobody judged: what a small network learns from a large one."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from onrecord.link.conflicts import groups, own
from onrecord.link.pile import Pile
from onrecord.link.quantities import Quantity, quantities
from onrecord.link.same_thing import Likeness
from onrecord.model import Reuse, Story

STEM = 36
"""Sentences of all pieces with a stem from which on it finds no partners."""


def alike(
    pile: Pile, stories: Sequence[Story], reuse: Sequence[Reuse], likeness: Likeness, count: int
) -> Iterator[tuple[Quantity, Quantity]]:
    """The pairs of the pile that the program would look at; and those of pieces of any story that share most words, so
    many that there are `count`."""
    found = own(quantities(pile), pile, reuse)
    seen: set[tuple[int, int]] = set()
    for group in groups(found, pile, stories):
        for one, other in likeness.partners(group):
            seen.add((id(group[one]), id(group[other])))
            yield group[one], group[other]
    wide = [(found[one], found[other]) for one, other in likeness.partners(found, STEM)]
    wide.sort(key=lambda pair: _shared(*pair), reverse=True)
    for one, other in wide[: max(0, count - len(seen))]:
        if (id(one), id(other)) not in seen:
            yield one, other


def _shared(one: Quantity, other: Quantity) -> float:
    """How many words with a meaning two sentences share, by the root of the shorter one's length."""
    return len(one.whole & other.whole) / (1 + min(len(one.whole), len(other.whole))) ** 0.5
