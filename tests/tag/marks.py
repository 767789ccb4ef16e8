"""Texts in which names and statements are marked by hand, for the tests of what stands for whom.

"<t1 “No,”> <c1 said> <s1 <p Ann Orlo>>." has a name (`p` person, `o` organisation, `l` place, `x` other) and a
statement of which `s`, `c` and `t` are source, cue and content; `s1.2` says that it lies within statement 2.
"""

from __future__ import annotations

import re
from collections import defaultdict

from msgspec.structs import replace
from tests.tag.articles import article, marked

from onrecord.model import Article, NameType, Span, Statement
from onrecord.tag.chains import chained
from onrecord.tag.vocabulary import vocabulary

TYPES: dict[str, NameType] = {"p": "person", "o": "organisation", "l": "place", "x": "other"}
_MARK = re.compile(r"<(?:(?P<name>[polx])|(?P<role>[sct])(?P<number>\d+)(?:\.(?P<outer>\d+))?) |>")


def names_in(text: str) -> tuple[str, list[tuple[NameType, Span]]]:
    """A text without its marks, and its names."""
    plain, names, _ = _read(text)
    return plain, names


def piece_with(text: str, language: str | None = "en") -> Article:
    """A text without its marks as an article that carries the names (with their chains) and the statements."""
    plain, names, statements = _read(text)
    chains = chained(plain, names, vocabulary(language))
    return replace(article(plain, language), names=chains, statements=statements)


def called(piece: Article, chain: str) -> str:
    """The words that a chain stands with first: of a name, else of a description, else of a pronoun."""
    return next(one.span.of(piece.text) for one in marked(piece) if one.who == chain)


def _read(text: str) -> tuple[str, list[tuple[NameType, Span]], tuple[Statement, ...]]:
    plain, at = "", 0
    opened: list[tuple[re.Match[str], int]] = []
    names: list[tuple[NameType, Span]] = []
    roles: dict[str, dict[str, list[Span]]] = defaultdict(lambda: {"s": [], "c": [], "t": []})
    within: dict[str, str] = {}
    for mark in _MARK.finditer(text):
        plain, at = plain + text[at : mark.start()], mark.end()
        if mark.group() != ">":
            opened.append((mark, len(plain)))
            continue
        begun, start = opened.pop()
        span = Span(start, len(plain))
        if begun["name"]:
            names.append((TYPES[begun["name"]], span))
            continue
        roles[begun["number"]][begun["role"]].append(span)
        if begun["outer"]:
            within[begun["number"]] = f"s{begun['outer']}"
    statements = [
        Statement(
            id=f"s{number}",
            source=tuple(spans["s"]),
            cue=tuple(spans["c"]),
            content=tuple(spans["t"]),
            within=within.get(number),
        )
        for number, spans in roles.items()
    ]
    statements.sort(key=lambda one: one.content[0])
    return plain + text[at:], sorted(names, key=lambda one: one[1]), tuple(statements)
