"""The pieces of this folder with their marks: made up, and marked by the one who wrote them.

A piece is a head of `name: value` lines, a blank line, and its text with marks in it: `<e>` an entry (`to` the piece
that it means, `same` the number of the entry that it repeats), `<m>` a mention of an outlet or a work, `<lost>` the
number of a note that is not there; inside them `<a>` author, `<t>` title, `<o>` outlet, `<d>` date.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from msgspec.structs import replace

from eval.data import CHECKOUT, EvaluationError
from eval.stories.measure import Row, article_of
from onrecord.model import Article, Span, Stated

PIECES = CHECKOUT / "eval" / "references" / "pieces"
PARTS = {"a": "author", "t": "title", "o": "outlet", "d": "published"}

_TAG = re.compile(r"<(?P<close>/?)(?P<name>e|m|lost|a|t|o|d)(?P<attributes>(?: \w+=\w+)*)>")


@dataclass
class Marked:
    """One marked stretch: an entry, a mention, or a number that leads nowhere; spans in the text without marks."""

    kind: str
    span: Span
    to: str | None
    same: str | None
    parts: dict[str, list[Span]] = field(default_factory=dict)


@dataclass
class Piece:
    """A piece as an article that is a document of its own, and what is marked in it."""

    name: str
    article: Article
    marked: list[Marked]


def pieces(folder: Path = PIECES) -> list[Piece]:
    """All pieces, in the order of their names.

    Raises:
        EvaluationError: marks that do not close, or stand where none can.
    """
    return [_piece(path) for path in sorted(folder.glob("*.txt"))]


def _piece(path: Path) -> Piece:
    head, _, body = path.read_text(encoding="utf-8").partition("\n\n")
    stated = dict(line.split(": ", 1) for line in head.splitlines())
    text, marked = _unmarked(body.strip("\n"), path.name)
    byline = stated.pop("byline", None)
    article = replace(
        article_of(Row(id=path.name, text=text, **stated)),
        language="en",
        byline=(Stated(byline, "column"),) if byline else (),
    )
    return Piece(path.stem, article, marked)


def _unmarked(body: str, place: str) -> tuple[str, list[Marked]]:
    parts: list[str] = []
    found: list[Marked] = []
    opened: list[tuple[str, int, Marked | None]] = []
    at = length = 0
    for tag in _TAG.finditer(body):
        parts.append(body[at : tag.start()])
        length += tag.start() - at
        at = tag.end()
        if not tag["close"]:
            opened.append((tag["name"], length, _opened(tag, length, opened)))
            continue
        if not opened or opened[-1][0] != tag["name"]:
            raise EvaluationError(f"{place}: <{tag['name']}> is closed where it is not open")
        name, start, outer = opened.pop()
        if outer is None:
            raise EvaluationError(f"{place}: <{name}> stands outside an entry and a mention")
        if name in PARTS:
            outer.parts.setdefault(PARTS[name], []).append(Span(start, length))
        else:
            outer.span = Span(start, length)
            found.append(outer)
    if opened:
        raise EvaluationError(f"{place}: <{opened[-1][0]}> is not closed")
    return "".join([*parts, body[at:]]), found


def _opened(tag: re.Match[str], at: int, opened: list[tuple[str, int, Marked | None]]) -> Marked | None:
    """What a mark is of: itself, or the entry or mention around it."""
    if tag["name"] in PARTS:
        return opened[-1][2] if opened else None
    attributes = dict(_attributes(tag["attributes"]))
    return Marked(tag["name"], Span(at, at), attributes.get("to"), attributes.get("same"))


def _attributes(text: str) -> Iterator[tuple[str, str]]:
    for pair in text.split():
        name, _, value = pair.partition("=")
        yield name, value
