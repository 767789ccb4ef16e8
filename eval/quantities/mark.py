"""Places what a reader marked (GUIDELINE.md) in the text, as offsets.

    python -m eval.quantities.mark MARKS.jsonl > gold/A.jsonl

prints one JSON object a mark, with spans of the article (code points) in place of words, and says on standard error
which strings it did not find.
"""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Literal

import msgspec

from eval.quantities.sample import drawn, paragraphs
from onrecord.model import Span


class Marked(msgspec.Struct):
    """One line of a reader's file."""

    article: str
    p: int
    figure: str | None = None
    date: str | None = None
    value: str | None = None
    upper: str | None = None
    unit: str | None = None
    comparator: str | None = None
    counted: str | None = None
    kind: str | None = None
    type: str | None = None


class Placed(msgspec.Struct, frozen=True, omit_defaults=True):
    """A mark as offsets in its article."""

    article: str
    what: Literal["figure", "date"]
    span: Span
    value: str | None = None
    upper: str | None = None
    unit: str | None = None
    comparator: str | None = None
    counted: Span | None = None
    kind: str | None = None
    type: str | None = None


def placed(marks: list[Marked], texts: dict[str, str]) -> tuple[list[Placed], list[str]]:
    """The marks as offsets, in their order, and what was not found."""
    found: list[Placed] = []
    lost: list[str] = []
    at: dict[tuple[str, int, str], int] = {}
    for number, mark in enumerate(marks, 1):
        text = texts[mark.article]
        low, high = paragraphs(text)[mark.p - 1]
        words = mark.figure or mark.date or ""
        what: Literal["figure", "date"] = "figure" if mark.figure is not None else "date"
        key = (mark.article, mark.p, what)
        start = text.find(words, at.get(key, low), high)
        if start < 0 or not words:
            lost.append(f"line {number}: {words!r} not found")
            continue
        span = Span(start, start + len(words))
        at[key] = span.end
        counted = _nearest(text, mark.counted, span, max(0, low - 2_000), high) if mark.counted else None
        if mark.counted and counted is None:
            lost.append(f"line {number}: counted {mark.counted!r} not found")
        found.append(
            Placed(
                article=mark.article,
                what=what,
                span=span,
                value=mark.value,
                upper=mark.upper,
                unit=mark.unit,
                comparator=mark.comparator,
                counted=counted,
                kind=mark.kind,
                type=mark.type,
            )
        )
    return found, lost


def _nearest(text: str, words: str, to: Span, low: int, high: int) -> Span | None:
    """Where `words` stand nearest to a span; behind it rather than before, where both are as near."""
    spans: list[Span] = []
    at = text.find(words, low, high)
    while at >= 0:
        spans.append(Span(at, at + len(words)))
        at = text.find(words, at + 1, high)
    return min(spans, key=lambda span: (max(span.start - to.end, to.start - span.end), -span.start), default=None)


def main() -> None:
    lines = Path(sys.argv[1]).read_bytes().splitlines()
    marks = [msgspec.json.decode(line, type=Marked) for line in lines if line.strip()]
    found, lost = placed(marks, {row.id: row.text for row in drawn()})
    for one in found:
        print(msgspec.json.encode(one).decode())
    for message in lost:
        print(message, file=sys.stderr)


if __name__ == "__main__":
    main()
