"""Whom a piece names as the origin of its text: in a dateline, in a byline, or in words like "first published in".

No outlet is known by its name here: a credit counts only against the outlet of the other piece, or against the credit
of the other piece.
"""

from __future__ import annotations

import re
from functools import cache

from onrecord import lexicon
from onrecord.model import Article

HEAD, TAIL = 240, 800
"""Code points at either end of a piece in which credits stand."""
# "PLACE (AGENCY) —". No dots or hyphens inside, since a member of parliament may stand so with party and seat.
_DATELINE = re.compile(r"\(([^\W\d_][\w &'’]{1,40})\)\s*[-–—]")
_NAME = r"(?:[Tt]he )?[^\W\d_a-z][\w.&'’-]*(?: (?:of|and|&|the|[^\W\d_a-z][\w.&'’-]*)){0,5}"
_BYLINE_PARTS = re.compile(r"[,/|;]| (?:for|via|of) ")
_LETTERS = re.compile(r"[^\W_]+")


@cache
def _patterns() -> tuple[re.Pattern[str], re.Pattern[str]]:
    tables = lexicon.load("credits").values()
    before = "|".join(re.escape(phrase) for table in tables for phrase in table["before_name"])
    after = "|".join(re.escape(phrase) for table in tables for phrase in table["after_name"])
    return re.compile(rf"\b(?i:{before})\s+({_NAME})"), re.compile(rf"({_NAME}),?\.?\s+(?i:{after})\b")


def credited(article: Article) -> frozenset[str]:
    """The names that a piece credits in its text, in plain form."""
    before, after = _patterns()
    head, tail = article.text[:HEAD], article.text[-TAIL:]
    names = [match[1] for match in _DATELINE.finditer(head)]
    names += [match[1] for pattern in (before, after) for part in (head, tail) for match in pattern.finditer(part)]
    return frozenset(plain for plain in map(plainly, names) if plain)


def signed(article: Article) -> frozenset[str]:
    """The parts of a piece's bylines, in plain form: people mostly, but an agency or another outlet too."""
    parts = [part for byline in article.byline for part in (byline.value, *_BYLINE_PARTS.split(byline.value))]
    return frozenset(plain for plain in map(plainly, parts) if plain)


def plainly(name: str) -> str:
    """A name of an outlet without case, marks and article."""
    parts = [part.casefold() for part in _LETTERS.findall(name)]
    return " ".join(parts[1:] if parts[:1] == ["the"] else parts)


def names_outlet(names: frozenset[str], article: Article) -> bool:
    """Whether one of the names, or the initials of the outlet, is the outlet of `article`."""
    if not article.outlet:
        return False
    outlet = plainly(article.outlet.value)
    initials = "".join(part[0] for part in outlet.split())
    return any(name == outlet or (len(initials) > 1 and name == initials) for name in names if outlet)
