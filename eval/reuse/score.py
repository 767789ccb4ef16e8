"""How much of what was copied is found, on both sides, and how much of what is found was copied."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import Protocol

import msgspec

from onrecord.model import Article, Reuse, Span

HALF = 0.5
"""Part of a passage, on both sides, that has to be covered for it to count as found, or as rightly given."""


class Linked(Protocol):
    """What is measured: something with reuse."""

    @property
    def reuse(self) -> Sequence[Reuse]: ...


Linking = Callable[[Sequence[Article]], Linked]


class Both(msgspec.Struct, frozen=True):
    """A passage on both sides: in the one piece and in the other, as offsets (code points)."""

    one: Span
    other: Span


def overlap(span: Span, others: Iterable[Span]) -> int:
    """Code points of `span` that at least one of the others covers."""
    covered, at = 0, span.start
    for other in sorted(others):
        low, high = max(other.start, at), min(other.end, span.end)
        if high > low:
            covered += high - low
            at = high
    return covered


def covered(passage: Both, by: Sequence[Both]) -> tuple[float, float]:
    """The part of a passage, on each side, that those of `by` cover which meet it on both."""
    meeting = [one for one in by if one.one.meets(passage.one) and one.other.meets(passage.other)]
    return (
        overlap(passage.one, [one.one for one in meeting]) / max(len_of(passage.one), 1),
        overlap(passage.other, [one.other for one in meeting]) / max(len_of(passage.other), 1),
    )


def is_covered(passage: Both, by: Sequence[Both]) -> bool:
    """Whether at least half of a passage is covered on both sides."""
    return min(covered(passage, by)) >= HALF


def len_of(span: Span) -> int:
    """Code points of a span."""
    return span.end - span.start


def sides(record: Reuse, one: str) -> Both:
    """The places of a record, that in the article `one` first."""
    here, there = (record.a, record.b) if record.a.article == one else (record.b, record.a)
    return Both(here.span, there.span)
