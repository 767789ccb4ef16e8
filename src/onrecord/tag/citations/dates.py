"""Dates as entries of notes write them, as spans, and what they mean as ISO 8601.

A date of numbers that may be read in two ways (02/03/2019) means no more than its year. What names no day of the
calendar is no date.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from functools import cache

from msgspec import Struct

from onrecord.lexicon import load
from onrecord.model import Span


class Day(Struct, frozen=True):
    """A date in a text, and its value: `2019`, `2019-02`, `2019-02-15`."""

    span: Span
    value: str


@cache
def _months() -> dict[str, int]:
    known: dict[str, int] = {}
    for row in load("layout")["months"].values():
        for number, name in enumerate(row, 1):
            known[name] = number
            known.setdefault(name[:3], number)
    return known | {"sept": 9}


@cache
def _pattern() -> re.Pattern[str]:
    names = sorted(_months(), key=len, reverse=True)
    month = rf"(?:{'|'.join(map(re.escape, names))})\.?"
    weekday = rf"(?:{'|'.join(sorted(load('layout')['weekdays']['names'], key=len, reverse=True))})"
    year, day = r"(?:1[6-9]|20)\d\d", r"[0-3]?\d"
    nth = r"(?:st|nd|rd|th|er|º|\.)?"
    return re.compile(
        rf"(?<![\w/.-])(?:(?:{weekday})\.?,?\s+)?(?:"
        rf"(?P<y1>{year})-(?P<m1>\d\d)-(?P<d1>\d\d)"
        rf"|(?P<y2>{year})[/.](?P<m2>\d\d)[/.](?P<d2>\d\d)"
        rf"|(?P<a3>{day})(?P<sep>[./-])(?P<b3>{day})(?P=sep)(?P<y3>{year})"
        rf"|(?P<d4>{day}){nth}(?:\s+of)?\s+(?:de\s+)?(?P<m4>{month}),?\s+(?:de\s+)?(?P<y4>{year})"
        rf"|(?P<m5>{month})\s+(?P<d5>{day}){nth},?\s+(?P<y5>{year})"
        rf"|(?P<y6>{year}),\s+(?P<m6>{month})\s+(?P<d6>{day}){nth}"
        rf"|(?P<y9>{year}),\s+(?P<d9>{day})\s+(?P<m9>{month})"
        rf"|(?P<m7>{month}),?\s+(?:de\s+)?(?P<y7>{year})"
        rf"|(?:spring|summer|autumn|fall|winter)\s+(?P<y0>{year})"
        rf"|(?P<y8>{year})[a-d]?"
        r")(?![\w/]|[.-]\d)",
        re.IGNORECASE,
    )


def days(text: str, start: int = 0, end: int | None = None) -> Iterator[Day]:
    """The dates between two offsets of a text, in order; those that no calendar has are left out."""
    for match in _pattern().finditer(text, start, len(text) if end is None else end):
        value = _value({name[0] + name[-1]: held for name, held in match.groupdict().items() if held})
        if value is not None:
            yield Day(Span(*match.span()), value)


def value(text: str) -> str | None:
    """What the date means that a text begins with or consists of; None where there is none."""
    return next((day.value for day in days(text)), None)


def _value(found: dict[str, str]) -> str | None:
    form = next(name[1] for name in found if name[0] == "y")
    year = int(found["y" + form])
    if form == "3":
        return _of_numbers(int(found["a3"]), int(found["b3"]), year, found["sp"])
    month, day = found.get("m" + form), found.get("d" + form)
    if month is None:
        return str(year)
    number = int(month) if month.isdigit() else _months()[month.lower().rstrip(".")]
    if day is None:
        return f"{year}-{number:02d}"
    return _iso(year, number, int(day))


def _of_numbers(one: int, other: int, year: int, separator: str) -> str | None:
    if separator == "." or one > 12:
        return _iso(year, other, one)
    if other > 12:
        return _iso(year, one, other)
    return str(year) if one != other else _iso(year, one, other)


def _iso(year: int, month: int, day: int) -> str | None:
    try:
        return date(year, month, day).isoformat()
    except ValueError:
        return None
