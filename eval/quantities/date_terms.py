"""Our dates in the terms of the specifications `dates-and-figures/DateTime`.

They count "from" in where a stretch begins with it, and "in" where a length of time lies ahead; they leave a value
without its year where the words name none, give a stretch its first day, the one behind its last and its length, and
take a time so many years away to the day. This module says our dates so, and adds nothing to them.
"""

from __future__ import annotations

import re
from datetime import date, datetime, timedelta
from typing import NamedTuple

import msgspec

from onrecord.tag.dates.calendar import Anchor, Place, moved, shown
from onrecord.tag.dates.lengths import period
from onrecord.tag.dates.meaning import Length, Meaning, Point, Reference, Repeat, Stretch, Unread
from onrecord.tag.dates.places import Ground, Tense, placed, shown_open
from onrecord.tag.dates.rules import Atom
from onrecord.tag.dates.words import Tokens

UNREAD = "unread"
"""Stands for the value of a day that does not exist."""


class Answer(NamedTuple):
    """A time in the terms of the specifications: `start` and `text` say where, `past` is a day or a first and a last
    one, empty where it is not compared."""

    start: int
    text: str
    kind: str
    timex: str = ""
    past: str = ""


_BEFORE_IT = {"from": (Stretch,), "on": (Repeat,)}


def answer(tokens: Tokens, atom: Atom, now: datetime, merged: bool, extracts: bool) -> Answer | None:
    meaning = _neighbour(tokens, atom)
    kind = _kind(meaning)
    if kind is None:
        return None
    begin, end = atom.begin, atom.end
    before = tokens.low(begin - 1)
    in_the_future = isinstance(meaning, Length) and before == "in" and not meaning.window
    if in_the_future and isinstance(meaning, Length):
        kind = "datetime" if meaning.parts[-1][1] in ("hour", "minute", "second") else "date"
    if (
        in_the_future
        or isinstance(meaning, _BEFORE_IT.get(before, ()))
        or (
            before == "in"
            and isinstance(meaning, Point)
            and kind.endswith("range")
            and tokens.low(begin) == "the"
            and meaning.clock
        )
    ):
        begin -= 1
    elif (
        before == "on"
        and isinstance(meaning, Point)
        and meaning.weekday
        and meaning.unit == "week"
        and not meaning.near
    ):
        begin -= tokens.low(begin).endswith("day")
    elif tokens.low(begin) == "the" and _without_article(tokens, begin, meaning):
        begin += 1
    timex = _timex(meaning, now, in_the_future)
    past = _past(meaning, now) if kind in ("date", "daterange") else ""
    if merged and (first := _with_relation(tokens, begin)) < begin:
        begin, past = first, ""
        kind = kind.removesuffix("range") + "range" if kind != "duration" and not extracts else kind
    span = tokens.span(begin, end)
    return Answer(span.start, span.of(tokens.text).lower(), kind, timex, past)


def _neighbour(tokens: Tokens, atom: Atom) -> Meaning:
    """ "The past week" is a length of time in an article, and the week before this one there."""
    meaning = atom.meaning
    if not isinstance(meaning, Length) or not meaning.window or len(meaning.parts) != 1 or atom.end - atom.begin > 3:
        return meaning
    amount, unit = meaning.parts[0]
    if amount != "1" or tokens.low(atom.end - 2).isdigit():
        return meaning
    return Point(base="piece", shift=((meaning.window, unit),), unit=unit)


_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")


def _without_article(tokens: Tokens, begin: int, meaning: Meaning) -> bool:
    second = tokens.low(begin + 1)
    if second in ("coming", "following", "past", "last", "next", "previous", "upcoming"):
        return second != "last" and not (isinstance(meaning, Point) and meaning.unit == "day")
    return (
        isinstance(meaning, Point)
        and meaning.month is not None
        and begin + 2 <= len(tokens.words)
        and meaning.day is None
        and second[:3] in _MONTHS
    )


_RELATIONS = re.compile(
    r"(?:(?:on or |at or )?(?:before|after|since|until|till|by|(?:no )?(?:later|earlier|sooner) than|prior to|"
    r"in advance of|starting(?: on| from)?|beginning(?: on)?|ending with|as (?:early|late) as|more than|less than|"
    r"any time from|within)(?: or (?:on|in|at|equal to))?)$"
)


def _with_relation(tokens: Tokens, begin: int) -> int:
    """With "before", "since", "no later than" in front, which they count in."""
    for first in range(max(0, begin - 5), begin):
        words = " ".join(tokens.low(at) for at in range(first, begin))
        if _RELATIONS.fullmatch(words):
            return first
    return begin


def _kind(meaning: Meaning) -> str | None:
    if isinstance(meaning, Repeat):
        return "set"
    if isinstance(meaning, Reference):
        return "datetime" if meaning.value != "PAST_REF" else None
    if isinstance(meaning, Length):
        if not meaning.window:
            return "duration"
        return "datetimerange" if meaning.parts[-1][1] in ("hour", "minute", "second") else "daterange"
    if isinstance(meaning, Stretch):
        return _point_kind(meaning.end).removesuffix("range") + "range"
    if isinstance(meaning, Unread):
        return "date"
    return _point_kind(meaning) if isinstance(meaning, Point) else None


def _point_kind(point: Point) -> str:
    if point.grain == "clock":
        if point.clock is None:
            return "datetime" if point.apart else "datetimerange"
        only = shown_open(point) == point.clock and point.open
        return ("time" if only else "datetime") + ("range" if point.clock[1:].isalpha() else "")
    if point.apart or (point.grain == "day" and point.mod is None):
        return "date"
    return "datetime" if point.grain == "day" else "daterange"


def _anchor(now: datetime) -> Anchor:
    return Anchor(now.year, now.month, now.day)


def _timex(meaning: Meaning, now: datetime, future: bool) -> str:
    if isinstance(meaning, Repeat | Reference):
        return meaning.value
    if isinstance(meaning, Unread):
        return UNREAD
    if isinstance(meaning, Length):
        return _length_timex(meaning, now, future)
    if isinstance(meaning, Stretch):
        return _stretch_timex(meaning, now)
    return _point_timex(meaning, now) if isinstance(meaning, Point) else ""


def _point_timex(point: Point, now: datetime) -> str:
    if point.apart:
        return _apart_timex(point, now)
    ground = Ground(_anchor(now), _anchor(now))
    clock = "T23:59:59" if point.grain == "day" and point.mod == "END" else point.clock or ""
    if point.open or point.nth is not None:
        return _open_timex(point, ground) + clock
    if point.feast is not None and point.feast.count("/") == 2 and "+" not in point.feast:
        place = placed(msgspec.structs.replace(point, feast=None), ground)
        month, weekday, which = point.feast.split("/")
        return f"{shown(place)}-{month}-WXX-{weekday}-{which}" if isinstance(place, Place) else ""
    place = placed(point, ground)
    if not isinstance(place, Place):
        return UNREAD
    if place.part is not None and place.part[0] in "QH" and place.span is not None:
        return _parts_timex(place.span[0], place.span[1], f"P{3 if place.part[0] == 'Q' else 6}M")
    if point.unit in ("hour", "minute") and point.clock is None:
        step = timedelta(hours=point.shift[0][0]) if point.unit == "hour" else timedelta(minutes=point.shift[0][0])
        begin, end = sorted((now, now + step))
        return f"({_moment(begin)},{_moment(end)},PT1{point.unit[0].upper()})"
    return shown(place) + clock


def _parts_timex(first: date, last: date, length: str) -> str:
    return f"({first.isoformat()},{(last + timedelta(1)).isoformat()},{length})"


def _open_timex(point: Point, ground: Ground) -> str:
    if point.season is not None:
        return point.season if point.open else shown_open(point)
    if point.quarter is not None or point.half is not None:
        months = 3 if point.quarter else 6
        first = months * ((point.quarter or point.half or 1) - 1) + 1
        return f"(XXXX-{first:02d}-01,XXXX-{(first + months - 1) % 12 + 1:02d}-01,P{months}M)"
    if point.feast is not None and "/" in point.feast:
        month, weekday, which = point.feast.split("+")[0].split("/")
        return f"XXXX-{month}-WXX-{weekday}-{which}"
    if point.nth is not None and (point.month is not None or point.unit == "month"):
        place = placed(msgspec.structs.replace(point, nth=None, of=None, weekday=None), ground)
        month_number = place.month if isinstance(place, Place) else None
        if point.of == "week":
            year = f"{place.year}" if isinstance(place, Place) and point.base else "XXXX"
            return f"{year}-{month_number:02d}-W{5 if point.nth < 0 else point.nth:02d}"
        if point.of == "weekday":
            return f"XXXX-{month_number:02d}-WXX-{point.weekday}-#{point.nth}"
    if point.weekday is not None and point.day is not None and point.month is None:
        place = placed(point, ground)
        return shown(place) if isinstance(place, Place) else ""
    if point.nth is not None and not point.open:
        place = placed(point, ground)
        return shown(place) if isinstance(place, Place) else ""
    if point.weekend:
        place = placed(point, ground)
        return shown(place) if isinstance(place, Place) else ""
    return (
        shown_open(msgspec.structs.replace(point, clock=None, week_of=False))
        if point.grain != "clock" or not _bare(point)
        else ""
    )


def _bare(point: Point) -> bool:
    return shown_open(point) == point.clock


def _apart_timex(point: Point, now: datetime) -> str:
    """A day, or a moment, so many units away."""
    at = now
    if isinstance(point.base, Point):
        place = placed(point.base, Ground(_anchor(now), _anchor(now)))
        if not isinstance(place, Place) or place.span is None:
            return ""
        at = datetime.combine(place.span[0], at.time())
    clocks = {"hour": "hours", "minute": "minutes", "second": "seconds"}
    for count, unit in point.shift:
        if unit in clocks:
            at += timedelta(**{clocks[unit]: count})
        else:
            there = moved(_anchor(at), ((count, unit),))
            if there is None or there.date is None:
                return ""
            at = datetime.combine(there.date, at.time())
    return _moment(at) if any(unit in clocks for _, unit in point.shift) else at.date().isoformat()


def _moment(at: datetime) -> str:
    return at.strftime("%Y-%m-%dT%H:%M:%S")


def _length_timex(length: Length, now: datetime, future: bool) -> str:
    parts = tuple(("3" if amount == "X" else amount, unit) for amount, unit in length.parts)
    value = period(parts)
    if not length.window and not future:
        return value
    steps = tuple((int(float(amount)) * (1 if future else length.window), unit) for amount, unit in parts)
    unit = parts[-1][1]
    clock = unit in ("hour", "minute", "second")
    start = now + timedelta(days=1) if length.window > 0 and not clock else now
    away = _apart_timex(Point(base="piece", shift=steps, unit=unit, apart=True), start)
    if future:
        return away
    here = _moment(start) if clock else start.date().isoformat()
    return f"({away},{here},{value})" if length.window < 0 else f"({here},{away},{value})"


def _stretch_timex(stretch: Stretch, now: datetime) -> str:
    begin, end = _point_timex(stretch.begin, now), _point_timex(stretch.end, now)
    ground = Ground(_anchor(now), _anchor(now))
    first, last = placed(stretch.begin, ground), placed(stretch.end, ground)
    if not isinstance(first, Place) or not isinstance(last, Place):
        return ""
    if stretch.end.clock is not None and stretch.begin.clock is not None:
        return f"({begin},{end},{_hours(stretch.begin, stretch.end, first, last)})"
    if first.span is None or last.span is None:
        return ""
    days = (last.span[0] - first.span[0]).days
    if days < 0:
        days += 7 if stretch.end.weekday is not None else 365
    grain = stretch.end.grain
    if grain == "month" and stretch.begin.grain == "month":
        months = (last.span[0].year - first.span[0].year) * 12 + last.span[0].month - first.span[0].month
        return f"({_first_of(begin)},{_first_of(end)},P{months}M)"
    if grain == "year":
        return f"({first.year}-01-01,{last.year}-01-01,P{(last.year or 0) - (first.year or 0)}Y)"
    return f"({_first_of(begin)},{_first_of(end)},P{days}D)"


def _first_of(timex: str) -> str:
    return timex + "-01" if re.fullmatch(r"[\dX]{4}-\d\d", timex) else timex


def _hours(begin: Point, end: Point, first: Place, last: Place) -> str:
    day_one, day_two = ((place.span or (date(2000, 1, 1),))[0] for place in (first, last))
    minutes = (day_two - day_one).days * 1440 + _minutes(end) - _minutes(begin)
    if minutes < 0:
        minutes += 1440
    hours, rest = divmod(minutes, 60)
    return "PT" + (f"{hours}H" if hours else "") + (f"{rest}M" if rest else "")


def _minutes(point: Point) -> int:
    numbers = [int(part) for part in (point.clock or "T0")[1:].split(":") if part.isdigit()]
    return sum(number * unit for number, unit in zip(numbers, (60, 1, 0), strict=False))


def _past(meaning: Meaning, now: datetime) -> str:
    """The day, or the first day and the one behind the last, that a time means if it lies in the past."""
    ground = Ground(_anchor(now), _anchor(now), lambda: Tense.PAST)
    if (
        not isinstance(meaning, Point)
        or meaning.apart
        or meaning.mod is not None
        or meaning.near == 0
        or meaning.weekend
    ):
        return ""
    place = _latest(meaning, now) if meaning.open and (meaning.month or meaning.feast) else placed(meaning, ground)
    if not isinstance(place, Place) or place.span is None:
        return ""
    if meaning.grain == "day":
        # The piece's own day counts as past in an article, and does not there.
        return "" if place.span[0] == now.date() and meaning.open else place.span[0].isoformat()
    return "" if meaning.season else f"{place.span[0].isoformat()}/{(place.span[1] + timedelta(1)).isoformat()}"


def _latest(point: Point, now: datetime) -> Place | None:
    """The last time that a day or month of every year came: an article's is the likelier one, which may be ahead."""
    for year in range(now.year, now.year - 9, -1):
        place = placed(msgspec.structs.replace(point, year=year), Ground())
        if isinstance(place, Place) and place.span is not None and place.span[0] <= now.date():
            return place
    return None
