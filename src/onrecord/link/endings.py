"""Until when something lasted, beside when it is told to have ended.

"It was on the list from 2019 until 2027" and "it was removed from the list in May 2028" say of one thing that it ended,
in sentences that are otherwise unlike, so that nothing read side by side calls them one. Such pairs are few: they are
looked for by themselves, by the words of what lasted and of what happened.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from onrecord.link.listed import listed_hashes
from onrecord.link.pile import Pile
from onrecord.link.quantities import Quantity
from onrecord.link.words import words

SHARED = 3
"""Stems that what lasted and what ended have in common, at least."""


def endings(pile: Pile, group: Sequence[Quantity]) -> Iterator[tuple[int, int]]:
    """Pairs of a group, by their places in it: the end of a stretch, and the date of an ending of another piece."""
    lasting = [at for at, one in enumerate(group) if one.until]
    if not lasting:
        return
    ended = [at for at, one in enumerate(group) if _is_ending(pile, one)]
    for at in lasting:
        for other in ended:
            if group[at].number != group[other].number and len(group[at].counted & group[other].counted) >= SHARED:
                yield at, other


def _is_ending(pile: Pile, one: Quantity) -> bool:
    """Whether a date is that of an event that is told as an ending."""
    if one.timex is None or one.timex.event is None or one.until:
        return False
    told = words(one.timex.event.of(pile.articles[one.number].text)).hashes.tolist()
    return not listed_hashes("contradicting", "ended").isdisjoint(told)
