"""Places the strings that a reader marked (GUIDELINE.md) in the text, as offsets.

    python -m eval.statements.mark TEXT MARKS.jsonl

prints the statements with their spans, one JSON object a line, and says on standard error which strings it did not
find.
With `--number` it prints the text instead, each paragraph with its number.
"""

from __future__ import annotations

import argparse
import re
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path

import msgspec

from onrecord.model import Span

CUT = "[...]"
"""Stands in a marked string for its middle."""


class Marked(msgspec.Struct):
    """One line of a reader's file."""

    p: int
    """The paragraph in which the cue stands, counted from 1."""
    cue: list[str]
    content: list[str]
    source: list[str] = []


class Placed(msgspec.Struct, frozen=True):
    """A marked statement, its roles as spans of the text (code points)."""

    source: tuple[Span, ...]
    cue: tuple[Span, ...]
    content: tuple[Span, ...]


class NotFoundError(Exception):
    """A marked string that does not stand near its paragraph.

    Args:
        line: number of the line in the reader's file.
        role: source, cue or content.
        words: the string.
    """

    def __init__(self, line: int, role: str, words: str) -> None:
        super().__init__(line, role, words)
        self.line, self.role, self.words = line, role, words

    def __str__(self) -> str:
        return f"line {self.line}: {self.role} not found: {self.words!r}"


def paragraphs(text: str) -> list[Span]:
    """The lines of a text that hold words: what readers see numbered."""
    return [Span(found.start(), found.end()) for found in re.finditer(r"[^\n]*\S[^\n]*", text)]


def stretches(text: str, words: str, within: Span) -> Iterator[Span]:
    """Every place of a marked string inside a stretch; a shortened one ends at the nearest place of its last words."""
    first, cut, last = words.partition(CUT)
    first, last = first.strip(), last.strip()
    at = text.find(first, within.start, within.end)
    while at >= 0 and first:
        end = at + len(first)
        if cut:
            end = text.find(last, end)
            end = -1 if end < 0 else end + len(last)
        if end >= 0:
            yield Span(at, end)
        at = text.find(first, at + 1, within.end)


def _distance(span: Span, near: Span) -> int:
    return max(near.start - span.end, span.start - near.end, 0)


def _whole_word(text: str, span: Span) -> bool:
    """Whether a stretch neither begins nor ends inside a word."""
    return not (
        (text[span.start - 1 : span.start].isalnum() and text[span.start].isalnum())
        or (text[span.end : span.end + 1].isalnum() and text[span.end - 1].isalnum())
    )


def place(text: str, marks: Sequence[Marked]) -> tuple[list[Placed], list[NotFoundError]]:
    """The statements that a reader marked, with spans, and what was not found.

    The content is placed first, in the nearest paragraph that holds it; then the cue nearest to it, then the source
    nearest to the cue. Of several places at one distance the first is taken that an earlier line did not take for the
    same cue.
    """
    found: list[Placed] = []
    lost: list[NotFoundError] = []
    taken: set[tuple[Span, Span]] = set()
    parts = paragraphs(text)
    for number, mark in enumerate(marks, 1):
        try:
            found.append(_placed(text, parts, mark, number, taken))
        except NotFoundError as problem:
            lost.append(problem)
    return found, lost


def _placed(text: str, parts: Sequence[Span], mark: Marked, number: int, taken: set[tuple[Span, Span]]) -> Placed:
    home = min(max(mark.p - 1, 0), len(parts) - 1)
    cues = _choices(text, parts, home, mark.cue[0], number, "cue") if mark.cue else []
    contents = _choices(text, parts, home, mark.content[0], number, "content")
    pairs = [(cue, content) for cue in cues or [contents[0]] for content in contents]
    free = [pair for pair in pairs if pair not in taken and not pair[0].meets(pair[1])] or pairs
    cue, content = min(free, key=lambda pair: (_distance(*pair), pair))
    taken.add((cue, content))
    spans = [content]
    for words in mark.content[1:]:
        more = _choices(text, parts, home, words, number, "content")
        spans.append(min(more, key=lambda span: (_distance(span, cue), span)))
    sources = []
    for words in mark.source:
        choices = _choices(text, parts, home, words, number, "source")
        apart = [span for span in choices if not span.meets(cue)] or choices
        sources.append(min(apart, key=lambda span: (_distance(span, cue), span)))
    return Placed(tuple(sources), (cue,) if mark.cue else (), tuple(sorted(spans)))


def _choices(text: str, parts: Sequence[Span], home: int, words: str, number: int, role: str) -> list[Span]:
    """The places of a string in the nearest paragraph that holds it, whole words first."""
    for away in range(6):
        for part in {home - away, home + away}:
            if 0 <= part < len(parts):
                spans = list(stretches(text, words, parts[part]))
                if spans:
                    return [span for span in spans if _whole_word(text, span)] or spans
    raise NotFoundError(number, role, words)


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m eval.statements.mark", description=__doc__)
    parser.add_argument("text", type=Path)
    parser.add_argument("marks", type=Path, nargs="?")
    parser.add_argument("--number", action="store_true", help="print the text with numbered paragraphs")
    asked = parser.parse_args()
    text = asked.text.read_bytes().decode("utf-8-sig")
    if asked.number or asked.marks is None:
        for number, part in enumerate(paragraphs(text), 1):
            print(f"[{number}] {part.of(text)}")
        return 0
    lines = asked.marks.read_text(encoding="utf-8").splitlines()
    marks = [msgspec.json.decode(line, type=Marked) for line in lines if line.strip()]
    found, lost = place(text, marks)
    for statement in found:
        print(msgspec.json.encode(statement).decode())
    for problem in lost:
        print(problem, file=sys.stderr)
    print(f"{len(found)} placed, {len(lost)} with a string that was not found", file=sys.stderr)
    return 1 if lost else 0


if __name__ == "__main__":
    sys.exit(main())
