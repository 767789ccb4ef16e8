"""How the words of a story spread: which of its pieces share text, in what way, and which of two was first.

Boilerplate is no spread. What two pieces share counts as one pair, of the strongest kind that joins them; where records
of that kind contradict each other in direction, the direction is not known.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from typing import Literal, get_args

from msgspec import Struct

from onrecord.model import Place, Reuse, ReuseKind

Kind = Literal["version", "reprint", "excerpt", "passage", "quotation"]
"""The kinds of reuse that are drawn, the strongest first."""

Order = Literal["known", "outside", "unknown"]

STRENGTH: tuple[Kind, ...] = get_args(Kind)

KINDS: dict[ReuseKind, str] = {
    "version": "another version",
    "reprint": "reprint",
    "excerpt": "excerpt",
    "passage": "shared passage",
    "quotation": "same quotation",
    "boilerplate": "standing text",
}
"""What a reader is told of each kind of reuse."""

QUOTED = 12
"""Pairs that share nothing but a quotation, up to which they are drawn: more than these hide everything else."""

LISTED = 60
"""Pairs that the table lists, the strongest first. Only these are drawn: the lines of a picture lead to their rows."""


class Shared(Struct, frozen=True):
    """The same words in two pieces: where they stand in the first and in the later one."""

    first: Place
    later: Place


class Pair(Struct, frozen=True):
    """Two pieces that share words. Where `order` is not "known", `first` only stands first in the pile's order."""

    first: str
    later: str
    kind: Kind
    order: Order
    shared: tuple[Shared, ...]
    """In the order of the first piece."""
    score: float
    """The part of the shorter piece's words that the two have in common, 0 to 1."""


def pairs(reuse: Iterable[Reuse], members: Collection[str]) -> list[Pair]:
    """The pairs among some pieces, by strength of their kind, then those with most passages.

    Args:
        reuse: what the pieces of a pile share.
        members: ids of the pieces.
    """
    found: dict[tuple[str, str], list[Reuse]] = defaultdict(list)
    for one in reuse:
        if one.kind != "boilerplate" and one.a.article in members and one.b.article in members:
            found[one.a.article, one.b.article].append(one)
    made = [_pair(records) for records in found.values()]
    return sorted(made, key=lambda pair: (STRENGTH.index(pair.kind), -len(pair.shared), pair.first, pair.later))


def _pair(records: Sequence[Reuse]) -> Pair:
    kind = next(kind for kind in STRENGTH if any(one.kind == kind for one in records))
    directions = {one.direction for one in records if one.kind == kind}
    only = next(iter(directions)) if len(directions) == 1 else "unknown"
    turned = only == "b>a"
    shared = [Shared(one.b, one.a) if turned else Shared(one.a, one.b) for one in records]
    order: Order = "known" if only in {"a>b", "b>a"} else "outside" if only == "outside" else "unknown"
    return Pair(
        first=shared[0].first.article,
        later=shared[0].later.article,
        kind=kind,
        order=order,
        shared=tuple(sorted(shared, key=lambda one: one.first.span)),
        score=max(one.score for one in records),
    )


def drawn(found: Sequence[Pair]) -> list[Pair]:
    """Those of the listed pairs that a picture can hold: quotations only where they are few."""
    quoted = sum(pair.kind == "quotation" for pair in found)
    return [pair for pair in found[:LISTED] if pair.kind != "quotation" or quoted <= QUOTED]


def outside(found: Iterable[Pair]) -> list[list[Pair]]:
    """The pairs whose words come from outside the pile; those that have a piece in common together."""
    groups: list[tuple[set[str], list[Pair]]] = []
    for pair in found:
        if pair.order != "outside":
            continue
        pieces, held = {pair.first, pair.later}, [pair]
        for group in [group for group in groups if group[0] & pieces]:
            groups.remove(group)
            pieces |= group[0]
            held = [*group[1], *held]
        groups.append((pieces, held))
    return [held for _, held in groups]
