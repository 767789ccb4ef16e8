"""Where the words of a text stand once stretches of it were replaced."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence

from msgspec import Struct

from onrecord.model import Span


class Stretch(Struct, frozen=True, order=True):
    """Code points `start` up to `end` of a text, and what stands in their place when it is published."""

    start: int
    end: int
    shown: str


class Shift:
    """A text after its stretches were replaced, and where every span of it is then.

    Args:
        text: the text before.
        stretches: in order, none empty, none meeting another.
    """

    def __init__(self, text: str, stretches: Sequence[Stretch]) -> None:
        self._starts = [one.start for one in stretches]
        self._ends = [one.end for one in stretches]
        self._new: list[tuple[int, int]] = []
        """Where what replaced them stands."""
        parts: list[str] = []
        at = grown = 0
        for one in stretches:
            parts += [text[at : one.start], one.shown]
            self._new.append((one.start + grown, one.start + grown + len(one.shown)))
            grown += len(one.shown) - (one.end - one.start)
            at = one.end
        self.text = "".join([*parts, text[at:]])
        self.grown = grown
        """Code points by which the text became longer."""

    def __bool__(self) -> bool:
        """Whether anything was replaced."""
        return bool(self._starts)

    def span(self, span: Span) -> Span:
        """The same words; a span that cuts into a replaced stretch holds the whole of what replaced it."""
        start = self._start(span.start)
        return Span(start, max(start, self._end(span.end)) if span.end > span.start else start)

    def spans(self, spans: Iterable[Span]) -> tuple[Span, ...]:
        """The same stretches in order; those that now meet are one."""
        joined: list[Span] = []
        for span in map(self.span, spans):
            if joined and span.meets(joined[-1]):
                joined[-1] = Span(min(joined[-1].start, span.start), max(joined[-1].end, span.end))
            else:
                joined.append(span)
        return tuple(joined)

    def _start(self, at: int) -> int:
        before = bisect_right(self._starts, at) - 1
        if before < 0:
            return at
        return self._new[before][0] if at < self._ends[before] else at - self._ends[before] + self._new[before][1]

    def _end(self, at: int) -> int:
        before = bisect_left(self._starts, at) - 1
        if before < 0:
            return at
        return self._new[before][1] if at <= self._ends[before] else at - self._ends[before] + self._new[before][1]
