"""A document as split sees it: its passages, one for each paragraph, heading, list item or line that stands alone.

Passages are found in lines, since every reader sets its blocks on lines of their own; the blocks say what a line is.
Text that was wrapped at a column (old mail) is put together again, so that there, too, a passage is a paragraph.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Literal

from onrecord.model import Block, Document

PassageKind = Literal["text", "heading", "item", "cell", "quote"]

WRAP_COLUMNS = (50, 100)
"""Text is wrapped where its longest lines end between these columns: mail wraps at 64 to 80, some lists at 98."""

WRAP_SAMPLE = 400
"""Lines looked at to see whether a text is wrapped."""

MOST_LINES = 200_000
"""A document of more lines is no coverage but a log, a table or a mishap, and one passage: as passages they would take
0.6 kB each. The longest document of the evaluation has 783."""

_LINE = re.compile(r"[^\n]+")
_OPENER = re.compile(r"\s*(?:[-*•–—>]\s|\[?\(?\d{1,3}[\].)]\s)")
_CLOSED = (".", "!", "?", "”", '"', "’", "'", ":", ")", "…", "]", "»", "“")


@dataclass(slots=True)
class Passage:
    """A stretch of the document's text, trimmed of outer white space; `start` and `end` are its code points."""

    start: int
    end: int
    text: str
    gap: int = 0
    """Empty lines before it."""
    indent: int = 0
    kind: PassageKind = "text"
    level: int = 0
    """Depth of a heading."""
    ruled: bool = False
    """A rule of the mark-up was drawn between the passage before and this one."""
    joined: bool = False
    """It goes on with the block of the passage before (a line break inside a paragraph)."""
    links: list[Block] = field(default_factory=list)


def passages(document: Document) -> list[Passage]:
    """The passages of a document in order; none where its text is white space, one where it has `MOST_LINES`."""
    if document.text.count("\n") > MOST_LINES:
        return _whole(document.text)
    found = _lines(document.text)
    if document.blocks:
        _mark(found, document.blocks)
    elif _wrapped(found):
        found = _unwrapped(document.text, found)
    return found


def _whole(text: str) -> list[Passage]:
    body = text.strip()
    start = len(text) - len(text.lstrip())
    return [Passage(start, start + len(body), body)] if body else []


def _lines(text: str) -> list[Passage]:
    found: list[Passage] = []
    last = 0
    empty = 0
    for match in _LINE.finditer(text):
        start, end = match.span()
        empty += start - last - 1 if found or empty else start - last
        last = end
        line = match.group()
        body = line.strip()
        if not body:
            empty += 1
            continue
        indent = len(line) - len(line.lstrip())
        at = start + indent
        found.append(Passage(at, at + len(body), body, max(0, empty), indent))
        empty = 0
    return found


def _mark(found: list[Passage], blocks: Sequence[Block]) -> None:
    """Tell each line what its blocks say; one sweep over both, since both come in order."""
    ordered = sorted(blocks, key=lambda block: block.span.start)
    rules = [block.span.start for block in ordered if block.kind == "rule"]
    links = [block for block in ordered if block.kind == "link"]
    shapes = [block for block in ordered if block.kind not in ("rule", "link")]
    at_rule = at_link = at_shape = 0
    inner: Block | None = None
    for line in found:
        while at_rule < len(rules) and rules[at_rule] <= line.start:
            line.ruled = True
            at_rule += 1
        while at_link < len(links) and links[at_link].span.start < line.end:
            if links[at_link].span.end > line.start:
                line.links.append(links[at_link])
            at_link += 1
        fresh = False
        while at_shape < len(shapes) and shapes[at_shape].span.start < line.end:
            if shapes[at_shape].span.end > line.start:
                inner, fresh = shapes[at_shape], True
            at_shape += 1
        if inner is None or inner.span.end <= line.start:
            inner = None
            continue
        line.joined = not fresh
        if inner.kind in ("heading", "item", "cell", "quote"):
            line.kind = inner.kind
            line.level = inner.level or 1


def _wrapped(lines: Sequence[Passage]) -> bool:
    """Whether the text was broken at a column: most lines run up to it and break off in the middle of a sentence."""
    sample = lines[:WRAP_SAMPLE]
    if len(sample) < 6:
        return False
    lengths = sorted(len(line.text) + line.indent for line in sample)
    low, high = WRAP_COLUMNS
    widest = lengths[int(len(lengths) * 0.95)]
    if not low <= widest <= high:
        return False
    broken = sum(
        1
        for line, after in pairwise(sample)
        if after.gap == 0 and len(line.text) > 0.72 * widest and not line.text.endswith(_CLOSED)
    )
    return broken >= 0.4 * len(sample)


def _unwrapped(text: str, lines: Sequence[Passage]) -> list[Passage]:
    lengths = sorted(len(line.text) + line.indent for line in lines[:WRAP_SAMPLE])
    short = 0.72 * lengths[int(len(lengths) * 0.95)]
    whole: list[Passage] = []
    last: Passage | None = None
    for line in lines:
        if last is None or _opens(last, line, short):
            whole.append(line)
        else:
            top = whole[-1]
            top.end = line.end
        last = Passage(line.start, line.end, line.text, line.gap, line.indent)
    for passage in whole:
        passage.text = text[passage.start : passage.end]
    return whole


def _opens(before: Passage, line: Passage, short: float) -> bool:
    """Whether a line of wrapped text begins a passage: it stands apart, is set in, or the line before stopped short."""
    if line.gap > 0 or line.indent > before.indent + 1:
        return True
    if _OPENER.match(line.text) is not None:
        return True
    width = len(before.text) + before.indent
    return width < short and not (line.text[0].islower() and not before.text.endswith((".", "!", "?")))
