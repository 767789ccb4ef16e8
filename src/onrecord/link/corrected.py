"""Values that a piece gives in the place of another's: "80,000 crowns, not 250,000".

Accounts of one thing that lie far apart are seldom told from those of two things by their sentences. Where a piece
names the other value and turns it down, its own words say that the two are of one thing.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from onrecord import lexicon
from onrecord.link.quantities import Quantity

WITHIN = 80
"""Code points between a value and the one that it stands in the place of, at most."""


def corrected(group: Sequence[Quantity], agreeing: Sequence[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    """Pairs of a group, by their places in it: a value that is given in the place of another, and that one elsewhere.

    Args:
        group: quantities in the order of their articles.
        agreeing: pairs that give the same value of one thing.
    """
    for pair in agreeing:
        for turned_down, other in (pair, pair[::-1]):
            # Where both turn it down, neither gives it.
            if _is_turned_down(group[turned_down]) and not _is_turned_down(group[other]):
                given = _before(group, turned_down)
                if given is not None:
                    yield given, other


def _is_turned_down(one: Quantity) -> bool:
    before = " ".join(one.around.before.lower().split())
    return any(before.endswith(f" {words}") for words in lexicon.load("contradicting")["in_place_of"])


def _before(group: Sequence[Quantity], at: int) -> int | None:
    """The nearest value of the same kind before one, in the same sentence."""
    one = group[at]
    near = [
        number
        for number, other in enumerate(group)
        if (other.number, other.sentence, other.kind) == (one.number, one.sentence, one.kind)
        and 0 <= one.span.start - other.span.end <= WITHIN
    ]
    return max(near, key=lambda number: group[number].span, default=None)
