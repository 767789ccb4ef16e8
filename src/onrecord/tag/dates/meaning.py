"""What an expression of time says, before it is known from which day it counts.

A `Point` is a place in the calendar of any length, a day as well as a century; the parts that it does not say are
None. "Last year's third quarter" is a year that counts from the piece (`base`, `shift`, `unit`) with a part in it.
"""

from __future__ import annotations

from typing import Literal

import msgspec
from msgspec import Struct

Mod = Literal["BEFORE", "AFTER", "START", "MID", "END", "APPROX", "LESS_THAN", "MORE_THAN"]
Unit = str
"""second, minute, hour, day, week, weekend, fortnight, month, quarter, year, decade or century."""

GRAINS = ("century", "decade", "year", "half", "season", "quarter", "month", "week", "weekend", "day", "clock")
"""From the longest to the shortest."""

_PARTS = ("century", "decade", "year", "half", "season", "quarter", "month")


class Point(Struct, frozen=True, kw_only=True):
    """A place in the calendar."""

    base: Literal["piece", "text"] | Point | None = None
    """What it counts from: the day of the piece, the date that the text spoke of before, or a point named with it."""
    shift: tuple[tuple[int, Unit], ...] = ()
    unit: Unit | None = None
    """The unit that holds the base after the shift: the year of "last year"."""
    apart: bool = False
    """Whether it lies a length of time away ("a month ago"), not in the neighbouring unit ("last month")."""
    near: Literal[-1, 0, 1] | None = None
    """For "last", "this" and "next" before a part without its year or week: on which side of the base it lies."""
    century: int | None = None
    """19 for the years 1900 to 1999."""
    decade: int | None = None
    """198 for the years 1980 to 1989."""
    year: int | None = None
    half: int | None = None
    season: str | None = None
    quarter: int | None = None
    month: int | None = None
    weekend: bool = False
    weekday: int | None = None
    day: int | None = None
    nth: int | None = None
    """Which week, weekend, weekday or day of the month or year it is; -1 the last."""
    of: Unit | None = None
    """What `nth` counts."""
    feast: str | None = None
    """The rule of a feast's day, as `lexicon/calendar.toml` writes it."""
    clock: str | None = None
    """`T09:30`, or a part of the day as `TNI`."""
    week_of: bool = False
    """The week in which the point lies, not the point."""
    vague: bool = False
    """"A few years ago": no more is known than the side on which it lies."""
    mod: Mod | None = None
    doubtful: bool = False
    """Month and day may be the other way round ("03/04/2016")."""

    @property
    def grain(self) -> str:
        """The length of the place, one of `GRAINS`, or a unit of the clock."""
        if self.clock is not None:
            return "clock"
        if self.week_of or self.of == "week":
            return "week"
        if self.weekend or self.of == "weekend":
            return "weekend"
        if self.day is not None or self.weekday is not None or self.feast is not None or self.of == "day":
            return "day"
        for part in reversed(_PARTS):
            if getattr(self, part) is not None:
                return part
        return _grain_of(self.unit)

    @property
    def open(self) -> bool:
        """Whether it is a part of a longer one that is not named: "in March", "on Friday"."""
        return self.base is None and self.year is None and self.decade is None and self.century is None

    @property
    def is_time(self) -> bool:
        """Whether it is a time of the day and no more."""
        return self.clock is not None and self.open and (self.weekday, self.day, self.month, self.feast) == (None,) * 4


def _grain_of(unit: Unit | None) -> str:
    if unit in ("second", "minute", "hour"):
        return "clock"
    return {"fortnight": "week", None: "day"}.get(unit, unit or "day")


class Length(Struct, frozen=True, kw_only=True):
    """A length of time; amounts are decimal numerals, or X where the words give none."""

    parts: tuple[tuple[str, Unit], ...]
    upper: str | None = None
    """The upper end of a range, in the unit of the last part."""
    first: bool = False
    """Whether it is the first so long of something that may follow: "the first nine months" of 2018."""
    window: Literal[-1, 0, 1] = 0
    """Whether it is the stretch before (-1) or after the piece: "the past three weeks"."""
    mod: Mod | None = None


class Repeat(Struct, frozen=True, kw_only=True):
    """What comes again: the value after TIMEX3."""

    value: str


class Reference(Struct, frozen=True, kw_only=True):
    """PRESENT_REF, PAST_REF or FUTURE_REF."""

    value: str


class Stretch(Struct, frozen=True, kw_only=True):
    """From one point to another, both included."""

    begin: Point
    end: Point


class Unread(Struct, frozen=True, kw_only=True):
    """A time that cannot be read, and why."""

    reason: str


class Opening(Struct, frozen=True, kw_only=True):
    """Words that narrow the time behind them: "the end of", "early", "the week of", "every"."""

    mod: Mod | None = None
    week_of: bool = False
    every: bool = False


Meaning = Point | Length | Repeat | Reference | Stretch | Opening | Unread


def within(fine: Point, coarse: Point) -> Point | None:
    """`fine` as a part of `coarse`: "the third quarter" of "2016"; None where it is none."""
    if not fine.open or fine.near is not None or not {fine.grain, coarse.grain} <= set(GRAINS):
        return None
    if GRAINS.index(fine.grain) <= GRAINS.index(coarse.grain) and not _names_weekday(fine, coarse):
        return None
    said = {name: value for name in fine.__struct_fields__ if (value := getattr(fine, name)) not in (None, False, ())}
    taken = {name for name in said if getattr(coarse, name) not in (None, False, ())} - {"mod"}
    if taken or not _fits(fine, coarse):
        return None
    return msgspec.structs.replace(coarse, **said)


def _names_weekday(fine: Point, coarse: Point) -> bool:
    """Whether a weekday stands with its date: "Monday, March 3"."""
    return fine.weekday is not None and fine.nth is None and coarse.day is not None and coarse.clock is None


def _fits(fine: Point, coarse: Point) -> bool:
    grain, holder = fine.grain, coarse.grain
    if fine.is_time:
        return holder == "day"
    if fine.nth is not None:
        return holder in ("year", "month", "quarter", "season") and (holder != "year" or fine.of != "day")
    if fine.feast is not None or grain in ("season", "half", "quarter") or (grain == "month"):
        return holder == "year"
    if fine.weekday is not None and fine.day is None:
        return holder in ("week", "day")
    if grain == "day" and fine.month is None:
        return holder == "month"
    if fine.month is not None:
        return holder == "year"
    return grain in ("weekend", "week") and holder in ("month", "year")
