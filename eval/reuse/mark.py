"""Places what readers marked (GUIDELINE.md) in the texts, as offsets.

    python -m eval.reuse.mark ANSWERS.jsonl > eval/reuse/gold/A.jsonl

prints one JSON object for each pair, with ids and offsets (code points) only, and says on standard error which words it
did not find. A passage of which one end is not found is left out.
"""

from __future__ import annotations

import argparse
import re
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Literal

import msgspec

from eval.data import CHECKOUT
from eval.reuse.sample import Piece, drawn
from eval.statements.mark import paragraphs
from onrecord.model import Direction, Span

GOLD = CHECKOUT / "eval" / "reuse" / "gold"

Kind = Literal["reprint", "passage", "quotation", "boilerplate"]


class Marked(msgspec.Struct, frozen=True):
    """A passage as a reader writes it: on each side its first paragraph, its first words and its last."""

    a: tuple[int, str, str]
    b: tuple[int, str, str]
    kind: Kind


class Answer(msgspec.Struct, frozen=True):
    """One line of a reader's file."""

    pair: int
    copies: bool
    passages: tuple[Marked, ...] = ()
    direction: Direction = "unknown"


class Placed(msgspec.Struct, frozen=True):
    """A passage with its place in either piece."""

    one: tuple[int, int]
    other: tuple[int, int]
    kind: Kind


class Judged(msgspec.Struct, frozen=True):
    """What a reader found in a pair; `a>b` is from `one` to `other`."""

    one: str
    other: str
    copies: bool
    direction: Direction
    passages: tuple[Placed, ...]


class NotFoundError(Exception):
    """Words that do not stand where a reader saw them.

    Args:
        pair: the number of the pair.
        words: what was looked for.
    """

    def __init__(self, pair: int, words: str) -> None:
        super().__init__(pair, words)
        self.pair, self.words = pair, words

    def __str__(self) -> str:
        return f"pair {self.pair}: not found: {self.words!r}"


def gold(reader: str) -> tuple[Judged, ...]:
    """What a reader found in each pair; nothing where there is no such reader yet."""
    path = GOLD / f"{reader}.jsonl"
    lines = path.read_bytes().splitlines() if path.exists() else []
    return tuple(msgspec.json.decode(line, type=Judged) for line in lines if line.strip())


def place(answer: Answer, one: Piece, other: Piece) -> tuple[Judged, list[NotFoundError]]:
    """The answer with offsets, and what was not found."""
    placed, lost = [], []
    for marked in answer.passages:
        try:
            spans = [_span(answer.pair, text, *side) for text, side in ((one.text, marked.a), (other.text, marked.b))]
        except NotFoundError as problem:
            lost.append(problem)
        else:
            placed.append(Placed((spans[0].start, spans[0].end), (spans[1].start, spans[1].end), marked.kind))
    return Judged(one.id, other.id, answer.copies, answer.direction, tuple(placed)), lost


def _span(pair: int, text: str, paragraph: int, first: str, last: str) -> Span:
    """From the first words in or near a paragraph to the nearest place of the last words behind their start."""
    parts = paragraphs(text)
    starts = [found.start() for found in _words(first).finditer(text)]
    if not starts or not parts:
        raise NotFoundError(pair, first)
    home = parts[min(max(paragraph, 1), len(parts)) - 1]
    start = min(starts, key=lambda at: (not home.start <= at < home.end, abs(at - home.start)))
    end = _words(last).search(text, start)
    if end is None:
        raise NotFoundError(pair, last)
    return Span(start, max(end.end(), start + 1))


def _words(marked: str) -> re.Pattern[str]:
    """What finds marked words whatever stands between them: quotation marks and spaces may have been changed."""
    found: Sequence[str] = re.findall(r"[^\W_]+", marked)
    return re.compile(r"[\W_]+".join(map(re.escape, found)) if found else r"(?!)", re.I)


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m eval.reuse.mark", description=__doc__)
    parser.add_argument("answers", type=Path)
    asked = parser.parse_args()
    pairs = {number: (one, other) for number, (one, other, _) in enumerate(drawn(), 1)}
    lost: list[NotFoundError] = []
    for line in asked.answers.read_text(encoding="utf-8").splitlines():
        if line.strip():
            answer = msgspec.json.decode(line, type=Answer)
            judged, missing = place(answer, *pairs[answer.pair])
            lost += missing
            print(msgspec.json.encode(judged).decode())
    for problem in lost:
        print(problem, file=sys.stderr)
    return 1 if lost else 0


if __name__ == "__main__":
    sys.exit(main())
