"""Expressions of time in an article, resolved against its date and against what it spoke of before.

`words` makes a text a string of classes; `points`, `years`, `relative`, `clocks` and `lengths` are the grammar over it,
in the language of `rules`; `joining` puts parts together; `places` finds where in the calendar they lie, with `tense`
where the words leave two sides open and `context` where they count from a date before; `values` writes that down, and
`events` says what happened then. English only; in other languages the dates that ISO 8601 writes.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from onrecord.model import Article, Name, Span, Timex
from onrecord.split.segments import sentences
from onrecord.tag.dates.calendar import anchor
from onrecord.tag.dates.context import Context
from onrecord.tag.dates.events import event
from onrecord.tag.dates.joining import expressions
from onrecord.tag.dates.meaning import Point
from onrecord.tag.dates.points import names_an_event
from onrecord.tag.dates.rules import Atom
from onrecord.tag.dates.values import valued
from onrecord.tag.dates.words import Tokens
from onrecord.tag.said import Said

__all__ = ["dates"]

_READ = (None, "", "en")
"""Languages whose words are read; a text too short to tell its language is read as English everywhere."""
_ISO = re.compile(r"(?<![\w/.-])\d{4}-\d{2}-\d{2}(?![\w/-])")


def dates(article: Article) -> tuple[Timex, ...]:
    """The expressions of time in an article, in order, none meeting another.

    Args:
        article: any article; spans of the result are code points in its text. Names that it carries keep a date that is
            part of one from being marked; statements that it carries say in whose words an expression stands.
    """
    context = Context(anchor(article.published.value) if article.published is not None else None)
    names, said = _Names(article.names or ()), Said(article.statements or ())
    return tuple(made for tokens in _read(article.text, article.language) for made in _in(tokens, context, names, said))


WINDOW = 20_000
"""Code points that are read at once: their tokens take forty times as much memory as they."""


def _read(text: str, language: str | None) -> Iterator[Tokens]:
    """The tokens of a text, some sentences at a time."""
    if language not in _READ:
        found = [Span(*match.span()) for match in _ISO.finditer(text)]
    else:
        found = [part for sentence in sentences(text, language) for part in _cut(text, sentence)]
    window: list[Span] = []
    for sentence in found:
        if window and sentence.end - window[0].start > WINDOW:
            yield Tokens(text, window)
            window = []
        window.append(sentence)
    if window:
        yield Tokens(text, window)


def _cut(text: str, sentence: Span) -> Iterator[Span]:
    """A sentence, in parts where it is longer than any that was written, as in a text without full stops."""
    start = sentence.start
    while sentence.end - start > WINDOW:
        space = text.rfind(" ", start + 1, start + WINDOW)
        end = start + WINDOW if space < 0 else space
        yield Span(start, end)
        start = end
    yield Span(start, sentence.end)


def _in(tokens: Tokens, context: Context, names: _Names, said: Said) -> Iterator[Timex]:
    """The expressions in some sentences of a text, the ones before having been read."""
    context.enter(tokens)
    for atom in expressions(tokens):
        span = tokens.span(atom.begin, atom.end)
        if names.take(tokens.text, span) or _is_title(tokens.text, span):
            continue
        if isinstance(atom.meaning, Point) and names_an_event(tokens, atom.end, atom.meaning):
            continue
        yield _timex(tokens, atom, span, context, said)


def _timex(tokens: Tokens, atom: Atom, span: Span, context: Context, said: Said) -> Timex:
    value = valued(atom.meaning, context.ground(atom))
    if value.place is not None:
        context.add(atom, value.place)
    return Timex(
        span=span,
        type=value.type,
        value=value.value,
        anchored=value.anchored,
        begin=value.begin,
        end=value.end,
        mod=value.mod,
        event=event(tokens, atom.begin, atom.end),
        statement=said.innermost(span),
        unread=value.unread,
    )


_MARKS = "\"'“”‘’"


def _is_title(text: str, span: Span) -> bool:
    """Whether a stretch is the whole of a quotation with a capital: the ''Today'' show."""
    return (
        span.start > 0
        and span.end < len(text)
        and text[span.start].isupper()
        and text[span.start - 1] in _MARKS
        and text[span.end] in _MARKS
    )


class _Names:
    """The names of an article, asked for in the order of the text."""

    def __init__(self, names: Sequence[Name]) -> None:
        self._names = sorted(names, key=lambda name: name.span.start)
        self._at = 0

    def take(self, text: str, span: Span) -> bool:
        """Whether a name has the stretch for itself: "May" of Theresa May, "9/11", "the September 11 attacks"."""
        return any(_owns(text, name, span) for name in self._meeting(span))

    def _meeting(self, span: Span) -> Iterator[Name]:
        while self._at < len(self._names) and self._names[self._at].span.end <= span.start:
            self._at += 1
        for at in range(self._at, len(self._names)):
            name = self._names[at]
            if name.span.start >= span.end:
                return
            if name.span.meets(span):
                yield name


def _owns(text: str, name: Name, span: Span) -> bool:
    """A person's name owns whatever lies in it; another one what is shorter than itself, but for a year that it begins
    with: "the 2016 Games"."""
    if not name.span.holds(span):
        return False
    if name.type == "person":
        return True
    first_year = name.span.start == span.start and span.of(text).isdigit()
    return name.span != span and not first_year
