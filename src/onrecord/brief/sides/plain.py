"""A comparison as text for a terminal: two columns where it is wide enough, else one piece after the other.

A passage stands between `[1` and `1]` on either side, and in colour where the terminal has any. Words are wrapped, so
white space may differ from the source, and control characters are shown as U+FFFD.
"""

from __future__ import annotations

import textwrap
from collections.abc import Sequence
from itertools import groupby, zip_longest

from onrecord.brief.sides.passages import paragraphs, rows, stretches, summary, told
from onrecord.brief.views import UNKNOWN_OUTLET, byline, day, document_name, harmless, outlet, piece_name, spoken
from onrecord.model import Article, Comparison, Span

WIDE = 100
"""Columns of a terminal from which the pieces stand side by side."""

BETWEEN = " | "

_SHARED, _PLAIN = "\x1b[1;36m", "\x1b[0m"

Word = tuple[str, bool]
"""A word or a mark, and whether it belongs to a passage."""


def as_text(comparison: Comparison, width: int = 80, colour: bool = False) -> str:
    """Both pieces whole, with what they have in common above them.

    Args:
        comparison: two pieces.
        width: columns of the terminal.
        colour: whether passages are set in colour too.
    """
    width = max(width, 40)
    head = [_head("LEFT", comparison.left, width), _head("RIGHT", comparison.right, width)]
    head += ["-" * width, _wrap(summary(comparison), width), *_passages(comparison, width), "-" * width]
    wide = width >= WIDE
    each = (width - len(BETWEEN)) // 2 if wide else width
    left = paragraphs(comparison.left.text)
    right = paragraphs(comparison.right.text)
    spans = [one.a.span for one in comparison.passages], [one.b.span for one in comparison.passages]
    if wide:
        body = []
        for row in rows(left, right, comparison):
            one = _column(comparison.left, row[0], spans[0], each)
            other = _column(comparison.right, row[1], spans[1], each)
            body += _beside(one, other, each, colour)
    else:
        one = _column(comparison.left, left, spans[0], each)
        other = _column(comparison.right, right, spans[1], each)
        body = ["LEFT", "", *(_line(line, colour) for line in one)]
        body += ["=" * width, "RIGHT", "", *(_line(line, colour) for line in other)]
    return "\n".join([*map(harmless, head), *body]).rstrip() + "\n"


def _wrap(text: str, width: int, indent: str = "") -> str:
    return textwrap.fill(text, width, subsequent_indent=indent, break_on_hyphens=False, break_long_words=False)


def _head(side: str, article: Article, width: int) -> str:
    facts = [outlet(article) or UNKNOWN_OUTLET, spoken(day(article))]
    facts += [f"by {byline(article)}"] if article.byline else []
    facts += [document_name(article), article.id]
    pad = " " * 7
    return f"{_wrap(f'{side:<7}{piece_name(article)}', width, pad)}\n{_wrap(pad + ' · '.join(facts), width, pad)}"


def _passages(comparison: Comparison, width: int) -> list[str]:
    made: list[str] = []
    for number, one in enumerate(comparison.passages):
        made.append(_wrap(f"{number + 1:>3}  {told(comparison, number)}", width, " " * 5))
        made.append(f"     #{comparison.left.anchor(one.a.span)}  #{comparison.right.anchor(one.b.span)}")
    return made


def _words(article: Article, paragraph: Span, passages: Sequence[Span]) -> list[Word]:
    """The words of a paragraph, with marks where a passage begins and ends in it."""
    parts: list[Word] = []
    open_before: tuple[int, ...] = ()
    for span, over in [*stretches(paragraph, passages), (Span(paragraph.end, paragraph.end), ())]:
        parts += [(f" {number + 1}]", True) for number in reversed(open_before) if number not in over]
        parts += [(f"[{number + 1} ", True) for number in over if number not in open_before]
        parts.append((harmless(span.of(article.text)), bool(over)))
        open_before = over
    found: list[Word] = []
    goes_on = False
    for part, shared in parts:
        for at, word in enumerate(part.split()):
            if at == 0 and goes_on and not part[0].isspace():
                found[-1] = (found[-1][0] + word, found[-1][1])
            else:
                found.append((word, shared))
        goes_on = goes_on if not part else bool(found) and not part[-1].isspace()
    return found


def _column(article: Article, spans: Sequence[Span], passages: Sequence[Span], width: int) -> list[list[Word]]:
    """Paragraphs as lines of at most `width` columns, a blank line behind each."""
    lines: list[list[Word]] = []
    for paragraph in spans:
        line: list[Word] = []
        for whole, shared in _words(article, paragraph, passages):
            # What is longer than a line, an address for instance, goes on in the next.
            for word in (whole[at : at + width] for at in range(0, len(whole), width)):
                if line and sum(len(one) + 1 for one, _ in line) + len(word) > width:
                    lines.append(line)
                    line = []
                line.append((word, shared))
        lines += [line, []]
    return lines


def _line(line: Sequence[Word], colour: bool) -> str:
    parts = ((shared, " ".join(word for word, _ in run)) for shared, run in groupby(line, key=lambda word: word[1]))
    return " ".join(f"{_SHARED}{words}{_PLAIN}" if shared and colour else words for shared, words in parts)


def _beside(one: Sequence[Sequence[Word]], other: Sequence[Sequence[Word]], width: int, colour: bool) -> list[str]:
    made: list[str] = []
    for left, right in zip_longest(one, other, fillvalue=()):
        pad = " " * (width - len(_line(left, False)))
        made.append(f"{_line(left, colour)}{pad}{BETWEEN}{_line(right, colour)}".rstrip())
    return made
