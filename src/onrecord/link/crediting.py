"""Whom a piece names as the origin of its text: in a dateline, in a byline, or in words like "first published in".

No outlet but the news agencies is known by its name: a credit counts against the outlet of the other piece, or against
the credit of the other piece; an agency's words have their origin outside the two.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import cache, lru_cache

from msgspec import Struct

from onrecord import lexicon
from onrecord.link.pile import house
from onrecord.model import Article, Span

HEAD, TAIL = 240, 800
"""Code points at either end of a piece in which credits stand."""
BESIDE = 200
"""Code points before and behind a passage in which its own credit stands."""
# What is added to an outlet's name in lists: "Echo (online)", "Echo - Opinion".
_ADDITION = re.compile(r"\s[(–-]")
# "PLACE (AGENCY) —". No dots or hyphens inside, since a member of parliament may stand so with party and seat.
_DATELINE = re.compile(r"\(([^\W\d_][\w &'’]{1,40})\)\s*[-–—]")
_NAME = r"(?:[Tt]he )?[^\W\d_a-z][\w.&'’-]*(?: (?:of|and|&|the|[^\W\d_a-z][\w.&'’-]*)){0,5}"
_BYLINE_PARTS = re.compile(r"[,/|;]| (?:for|via|of) ")
_TOGETHER = re.compile(r" (?:and|&) ")
_LETTERS = re.compile(r"[^\W_]+")


class Credits(Struct, frozen=True):
    """The names that a piece credits, in plain form; an agency by the first of its names."""

    names: frozenset[str]
    """Everybody credited in its text, and who of its bylines is an agency."""
    supplied: frozenset[str]
    """Agencies of the dateline or the byline: the words are theirs."""
    helped: bool
    """Whether an agency is credited otherwise: some of the words may be its."""


@cache
def _patterns(before: str, after: str) -> tuple[re.Pattern[str], re.Pattern[str]]:
    """What finds a name behind the phrases of one list of the lexicon, and one before those of another."""
    tables = lexicon.load("credits").values()
    behind = "|".join(re.escape(phrase) for table in tables for phrase in table[before])
    ahead = "|".join(re.escape(phrase) for table in tables for phrase in table[after])
    return re.compile(rf"\b(?i:{behind})\s+({_NAME})"), re.compile(rf"({_NAME}),?\.?\s+(?i:{ahead})\b")


@cache
def _phrases(key: str) -> frozenset[str]:
    """The phrases of one list of the lexicon, without case."""
    return frozenset(phrase.casefold() for table in lexicon.load("credits").values() for phrase in table[key])


def _named(parts: Sequence[str], before: str, after: str) -> Iterator[str]:
    """The names behind the phrases of one list of the lexicon, and before those of another."""
    for part in parts:
        plain = part.casefold()
        for key, pattern in zip((before, after), _patterns(before, after), strict=True):
            # Few texts hold such a phrase, and to look for one is much quicker than to look for a name beside it.
            if any(phrase in plain for phrase in _phrases(key)):
                yield from (match[1] for match in pattern.finditer(part))


@cache
def _agencies() -> dict[str, str]:
    """For each name of an agency, in plain form, the first of its names."""
    first: dict[str, str] = {}
    for table in lexicon.load("credits").values():
        for group in table["agencies"]:
            names = [plainly(name) for name in group.split(" | ")]
            first.update(dict.fromkeys(names, names[0]))
    return first


def credited(article: Article) -> Credits:
    """Whom a piece credits, in its text and in its bylines."""
    agencies = _agencies()
    head, tail = article.text[:HEAD], article.text[-TAIL:]
    dateline = {_known(match[1]) for match in _DATELINE.finditer(head)}
    found = _named((head, tail), "before_name", "after_name")
    # Several may be credited together: "Ann Orlo and the Marwire Agency contributed to this report".
    named = {_known(reading) for name in found for reading in (name, *_TOGETHER.split(name))}
    of_agencies = frozenset(agencies.values())
    bylines = {_known(name) for name in signed(article)} & of_agencies
    supplied = frozenset(dateline & of_agencies | bylines)
    names = frozenset(name for name in dateline | named | bylines if name)
    return Credits(names, supplied, bool(names & of_agencies - supplied))


def _known(name: str) -> str:
    plain = plainly(name)
    return _agencies().get(plain, plain)


def beside(article: Article, span: Span) -> frozenset[str]:
    """The names that a piece credits right before or behind a stretch of its text ("told …", "… reported")."""
    around = (article.text[max(0, span.start - BESIDE) : span.start], article.text[span.end : span.end + BESIDE])
    found = _named(around, "beside_before", "beside_after")
    # A name may end its sentence, and the next begin with a capital.
    return frozenset(_known(reading) for name in found for reading in (name, name.partition(". ")[0]))


def signed(article: Article) -> frozenset[str]:
    """The parts of a piece's bylines, in plain form: people mostly, but an agency or another outlet too."""
    parts = [part for byline in article.byline for part in (byline.value, *_BYLINE_PARTS.split(byline.value))]
    return frozenset(plain for plain in map(plainly, parts) if plain)


@lru_cache(10_000)
def plainly(name: str) -> str:
    """A name of an outlet without case, marks and article."""
    parts = [part.casefold() for part in _LETTERS.findall(name)]
    return " ".join(parts[1:] if parts[:1] == ["the"] else parts)


def names_outlet(names: frozenset[str], article: Article) -> bool:
    """Whether one of the names is the outlet of `article`: its name, its initials, or its host without the ending."""
    own = set()
    if article.outlet:
        for form in (article.outlet.value, _ADDITION.split(article.outlet.value)[0]):
            plain = plainly(form)
            initials = "".join(part[0] for part in plain.split())
            own |= {_known(form), initials if len(initials) > 1 else plain}
    host = house(article)[1].split(".")[0]
    return bool(own & names) or bool(
        host and {host, host.removeprefix("the")} & {one.replace(" ", "") for one in names}
    )
