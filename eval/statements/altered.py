"""Texts as they come: the same text with its marks dropped or straight, its case lost, its end cut.

An alteration is a list of edits of the text; the marked spans move along.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator
from itertools import accumulate

from eval.statements.texts import Range, Text

Edit = tuple[int, int, str]

DOUBLE = re.compile("[“”\"„]|``|''")


def edited(text: Text, edits: list[Edit]) -> Text:
    """The text after some edits (disjoint, in order); a span that an edit meets keeps what is left of it."""
    if not edits:
        return text
    out, last = [], 0
    for start, end, new in edits:
        out += [text.text[last:start], new]
        last = end
    out.append(text.text[last:])
    starts = [start for start, _, _ in edits]
    gained = [0, *accumulate(len(new) - (end - start) for start, end, new in edits)]

    def start_of(offset: int) -> int:
        at = bisect_left(starts, offset)
        if at and edits[at - 1][1] > offset:
            return edits[at - 1][0] + gained[at - 1]
        return offset + gained[at]

    def end_of(offset: int) -> int:
        at = bisect_left(starts, offset)
        if at and edits[at - 1][1] > offset:
            return edits[at - 1][0] + gained[at - 1] + len(edits[at - 1][2])
        return offset + gained[at]

    def moved(spans: list[Range]) -> list[Range]:
        return [(low, high) for start, end in spans if (low := start_of(start)) < (high := end_of(end))]

    statements = None
    if text.statements is not None:
        statements = [
            (moved(source), cue, content)
            for source, old_cue, old_content in text.statements
            if (cue := moved(old_cue)) and (content := moved(old_content))
        ]
    names = None
    if text.names is not None:
        names = [
            (low, high, kind) for start, end, kind in text.names if (low := start_of(start)) < (high := end_of(end))
        ]
    return Text("".join(out), statements, names)


def without_marks(text: Text, _: object) -> Text:
    return edited(text, [(found.start(), found.end(), "") for found in DOUBLE.finditer(text.text)])


def straight_marks(text: Text, _: object) -> Text:
    table: dict[str, str | int | None] = {"“": '"', "”": '"', "‘": "'", "’": "'"}
    return Text(text.text.translate(str.maketrans(table)), text.statements, text.names)


def small(text: Text, _: object) -> Text:
    """All in small letters."""
    # A few capitals have small forms of another length, which would move offsets.
    lowered = "".join(low if len(low := letter.lower()) == 1 else letter for letter in text.text)
    return Text(lowered, text.statements, text.names)


def teasers(text: Text, words: int = 60) -> Iterator[Text]:
    """A text in pieces of so many words, cut without regard to sentences."""
    found = [match.span() for match in re.finditer(r"\S+", text.text)]
    for first in range(0, len(found), words):
        yield cut(text, found[first][0], found[min(first + words, len(found)) - 1][1])


def cut(text: Text, low: int, high: int, end: str = "") -> Text:
    """A stretch of a text, with something behind it."""
    edits: list[Edit] = [(0, low, "")] if low else []
    if high < len(text.text) or end:
        edits.append((high, len(text.text), end))
    return edited(text, edits)
