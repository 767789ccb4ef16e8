"""Places the passages that a reader marked (GUIDELINE.md) in the texts, as offsets.

    python -m eval.reuse.mark MARKS.jsonl > gold/A.jsonl

prints one JSON object a pair, and says on standard error which words it did not find.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

import msgspec

from eval.reuse.sample import drawn
from eval.statements.mark import paragraphs
from onrecord.model import Direction, ReuseKind, Span

Side = tuple[int, str, str]
"""Number of the paragraph in which a passage begins, its first words, its last words."""


class Passage(msgspec.Struct):
    """A passage as a reader writes it down."""

    a: Side
    b: Side
    kind: ReuseKind


class Marked(msgspec.Struct):
    """One line of a reader's file."""

    pair: int
    copies: bool
    passages: list[Passage]
    direction: Direction


class Placed(msgspec.Struct, frozen=True):
    """A passage as offsets (code points) in the two texts."""

    a: Span
    b: Span
    kind: ReuseKind


class Judged(msgspec.Struct, frozen=True):
    """A pair as one reader judged it: the ids of its pieces, and what stands in both."""

    pair: int
    one: str
    other: str
    copies: bool
    passages: tuple[Placed, ...]
    direction: Direction


def _span(text: str, side: Side) -> Span | None:
    number, first, last = side
    low = paragraphs(text)[number - 1].start
    start = text.find(first, low)
    end = text.find(last, start)
    return Span(start, end + len(last)) if start >= 0 and end >= 0 else None


def placed(marks: list[Marked]) -> Iterator[Judged | str]:
    """Each pair with offsets; in the place of a passage that is not found, what was not."""
    known = {number: (one, other) for number, (one, other, _) in enumerate(drawn(), 1)}
    for mark in marks:
        one, other = known[mark.pair]
        found: list[Placed] = []
        for passage in mark.passages:
            spans = [_span(one.text, passage.a), _span(other.text, passage.b)]
            if spans[0] is None or spans[1] is None:
                yield f"pair {mark.pair}: not found: {passage.a if spans[0] is None else passage.b}"
                continue
            found.append(Placed(spans[0], spans[1], passage.kind))
        yield Judged(mark.pair, one.id, other.id, mark.copies, tuple(found), mark.direction)


def main() -> None:
    lines = Path(sys.argv[1]).read_bytes().splitlines()
    for one in placed([msgspec.json.decode(line, type=Marked) for line in lines if line.strip()]):
        if isinstance(one, str):
            print(one, file=sys.stderr)
        else:
            print(msgspec.json.encode(one).decode())


if __name__ == "__main__":
    main()
