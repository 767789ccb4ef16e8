"""Where the notes and the sources of a piece stand, and each entry of them.

    a heading ("Sources:") and what follows it     numbered or not
    a run of numbered lines                        where the text refers to them, or they look like sources
    a line "Source: …"                             one entry for each part between semicolons

Time grows in proportion to the text.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import pairwise

from onrecord.lexicon import load
from onrecord.model import Span
from onrecord.split.segments import paragraphs
from onrecord.tag.citations.dates import days
from onrecord.tag.citations.phrases import any_of, phrases

LONGEST = 1_500
"""Code points of an entry; a longer paragraph is text. The longest of the evaluation has 320."""

LONGEST_LINE = 300
"""Code points of a line "Source: …"."""

LONGEST_HEADING = 40

_RAISED = "⁰¹²³⁴⁵⁶⁷⁸⁹"
_PLAIN = str.maketrans(_RAISED, "0123456789")
_MARK = re.compile(
    rf"\s*(?:\[(?P<bracket>\d{{1,3}})\]|\((?P<paren>\d{{1,3}})\)|(?P<dot>\d{{1,3}})[.)](?=\s)|(?P<raised>[{_RAISED}]{{1,3}})"
    r"|\^(?P<caret>\d{1,3})\b|(?P<bare>\d{1,3})(?=[ \t]+[\"“A-Z«„]))[.:]?\s*"
)
_NEXT_IN_LINE = re.compile(r"(?<=[\s.;,])\[(\d{1,3})\](?=\s*\S)")
_BRACKETED = re.compile(r"\[(\d{1,3})\]")
_BULLET = re.compile(r"\s*(?:[-*•–—·▪◦>]\s+)?")
_ADDRESS = re.compile(r"<?(?:https?://|www\.)\S+>?", re.I)
_WEB = re.compile(r"https?://|www\.", re.I)
_SIGN = re.compile(r"[,“”\"«»(|:]|\.\s|\s[–—-]\s")


@dataclass(slots=True)
class Entry:
    """One entry: its span with its marker, and without; `listing` counts the lists of the piece."""

    span: Span
    body: Span
    marker: str | None
    listing: int


@dataclass(slots=True)
class _Part:
    """A paragraph, or a line of one that begins with the number of a note."""

    start: int
    end: int
    style: str = ""
    number: int = 0
    body: int = 0
    """Where it begins behind its number."""
    closes: bool = True
    """It is the last of its paragraph."""


@cache
def _same_work() -> re.Pattern[str]:
    words = phrases("entries", "same", "before")
    return re.compile(rf"\b(?:{words})\b", re.I)


@cache
def _source_line() -> re.Pattern[str]:
    return re.compile(rf"[(\[]?(?:{phrases('entries', 'line')})\s*:\s+(?=\S)", re.I)


@cache
def _heading() -> re.Pattern[str]:
    words = any_of(load("layout")["sources"])
    return re.compile(rf"\W*(?:{words})(?:\s*(?:,|/|&|and|und|et|y)\s*(?:{words}))*\W*", re.I)


@cache
def _heading_in_line() -> re.Pattern[str]:
    """A heading with the first number on the same line: "Notes: [1] …"."""
    return re.compile(rf"(?:{any_of(load('layout')['sources'])})\s*:?\s*(?=\[\d{{1,3}}\]\s*\S)", re.I)


def entries(text: str) -> list[Entry]:
    """All entries of a piece, in order; none meets another."""
    parts = list(_parts(text))
    referred: dict[str, int] = {}
    for mark in _BRACKETED.finditer(text):
        referred.setdefault(mark[1], mark.start())
    found: list[Entry] = []
    at = listing = 0
    while at < len(parts):
        taken, behind = _list_at(text, parts, at, listing, referred)
        if taken:
            found += taken
            listing += 1
        at = max(behind, at + 1)
    return found


def without_marker(words: str) -> str:
    """The words of an entry without the number that it begins with, however that is written."""
    mark = _MARK.match(words)
    return words[mark.end() :] if mark else words


def _parts(text: str) -> Iterator[_Part]:
    for paragraph in paragraphs(text):
        starts = [paragraph.start]
        at = text.find("\n", paragraph.start, paragraph.end)
        while at >= 0:
            if _MARK.match(text, at + 1, paragraph.end):
                starts.append(at + 1)
            at = text.find("\n", at + 1, paragraph.end)
        for start, end in zip(starts, [*starts[1:], paragraph.end], strict=True):
            yield _part(text, start, end, end == paragraph.end)


def _part(text: str, start: int, end: int, closes: bool) -> _Part:
    while end > start and text[end - 1].isspace():
        end -= 1
    while start < end and text[start].isspace():
        start += 1
    mark = _MARK.match(text, start, end)
    is_long = end - start > LONGEST and (mark is None or not mark["bracket"])
    if mark is None or mark.end() >= end or is_long:
        return _Part(start, end, closes=closes)
    style = str(mark.lastgroup)
    return _Part(start, end, style, int(mark[style].translate(_PLAIN)), mark.end(), closes)


def _list_at(
    text: str, parts: Sequence[_Part], at: int, listing: int, referred: dict[str, int]
) -> tuple[list[Entry], int]:
    """The list that begins at a part, if one does, and the part behind it.

    Args:
        referred: where the text has each number in square brackets for the first time.
    """
    part = parts[at]
    line = text[part.start : part.end] if part.end - part.start <= LONGEST_LINE else ""
    if not part.style and len(line) < LONGEST_HEADING and _heading().fullmatch(line):
        return _under_heading(text, parts, at + 1, listing)
    if not part.style:
        headed = _heading_in_line().match(text, part.start, part.end)
        if headed is not None:
            return list(_in_line(text, _part(text, headed.end(), part.end, True), part.end, listing)), at + 1
        opened = _source_line().match(line)
        return (_of_line(text, part, part.start + opened.end(), listing) if opened else []), at + 1
    behind = _run(parts, at)
    if _are_notes(text, parts[at:behind], referred):
        return _numbered(text, parts, at, listing)
    return [], behind


def _run(parts: Sequence[_Part], at: int) -> int:
    """The part behind a run of parts that are numbered in one way."""
    behind = at
    while behind < len(parts) and parts[behind].style == parts[at].style:
        behind += 1
    return behind


def _are_notes(text: str, run: Sequence[_Part], referred: dict[str, int]) -> bool:
    """Whether numbered parts are notes, and not the points of a list or the paragraphs of a text."""
    cited = sum(looks_cited(text[part.body : part.end]) for part in run)
    if run[0].style == "raised":
        return True
    if run[0].style == "bracket":
        start = run[0].start
        return 2 * cited >= len(run) or any(referred.get(str(part.number), start) < start for part in run)
    in_order = all(b.number == a.number + 1 for a, b in pairwise(run))
    return in_order and run[0].number <= 1 and 3 * cited >= 2 * len(run) and (len(run) > 1 or run[0].style != "bare")


def looks_cited(words: str) -> bool:
    """Whether words look like an entry: an address, "ibid", or a date beside something that is set apart."""
    if _WEB.search(words) or _same_work().search(words[:40]):
        return True
    return next(days(words), None) is not None and _SIGN.search(words) is not None


def _numbered(text: str, parts: Sequence[_Part], at: int, listing: int) -> tuple[list[Entry], int]:
    """The entries of a run, each with the lines that go on with it."""
    taken: list[Entry] = []
    style = parts[at].style
    while at < len(parts) and parts[at].style == style:
        part = parts[at]
        end = part.end
        at += 1
        while at < len(parts) and not parts[at].style and _ADDRESS.fullmatch(text[parts[at].start : parts[at].end]):
            end = parts[at].end
            at += 1
        taken += _in_line(text, part, end, listing)
    return taken, at


def _in_line(text: str, part: _Part, end: int, listing: int) -> Iterator[Entry]:
    """The entries of one line, where several stand in it: "[1] … [2] … [3] …"."""
    start, body, number = part.start, part.body, part.number
    if part.style == "bracket":
        for mark in _NEXT_IN_LINE.finditer(text, part.body, end):
            if int(mark[1]) == number + 1 and mark.start() - body > 3:
                yield _entry(text, start, body, mark.start(), str(number), listing)
                start, body, number = mark.start(), mark.end(), number + 1
    yield _entry(text, start, body, end, str(number), listing)


def _entry(text: str, start: int, body: int, end: int, marker: str | None, listing: int) -> Entry:
    while end > body and text[end - 1].isspace():
        end -= 1
    while body < end and text[body].isspace():
        body += 1
    return Entry(Span(start, end), Span(body, end), marker, listing)


def _under_heading(text: str, parts: Sequence[_Part], at: int, listing: int) -> tuple[list[Entry], int]:
    """The entries below a heading: numbered ones, or lines as long as they look like entries."""
    if at < len(parts) and parts[at].style:
        return _numbered(text, parts, at, listing)
    taken: list[Entry] = []
    while at < len(parts):
        part = parts[at]
        words = text[part.start : part.end]
        if part.style or len(words) > LONGEST or not looks_cited(words):
            break
        taken += _lines_of(text, part, listing)
        at += 1
    return taken, at


def _lines_of(text: str, part: _Part, listing: int) -> Iterator[Entry]:
    """A paragraph below a heading as one entry, or as one a line where each line begins with a bullet."""
    lines = text[part.start : part.end].split("\n")
    bulleted = len(lines) > 1 and all(_BULLET.match(line) and line.lstrip()[:1] in "-*•–—·▪◦>" for line in lines)
    start = part.start
    for line in lines if bulleted else [text[part.start : part.end]]:
        opened = _BULLET.match(line)
        yield _entry(text, start, start + (opened.end() if opened else 0), start + len(line), None, listing)
        start += len(line) + 1


def _of_line(text: str, part: _Part, start: int, listing: int) -> list[Entry]:
    """The entries of a line "Sources: …; …"."""
    taken: list[Entry] = []
    for words in text[start : part.end].split(";"):
        end = start + len(words)
        inner = _entry(text, start, start, end, None, listing)
        if inner.body.end > inner.body.start:
            taken.append(Entry(inner.body, inner.body, None, listing))
        start = end + 1
    return taken
