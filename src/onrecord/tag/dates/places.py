"""Where in the calendar a point lies, from the day of the piece, from what it spoke of before, and from the tense."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date, timedelta
from enum import IntEnum

from msgspec import Struct, structs

from onrecord.tag.dates.calendar import (
    Anchor,
    Place,
    cut,
    day_place,
    feast_day,
    moved,
    nth_weekday,
    shown,
    weekday_in,
)
from onrecord.tag.dates.meaning import Point, Unread


class Tense(IntEnum):
    """On which side of the piece a time lies that is named without its year or week: below 0 it lies before."""

    SINCE = -2
    """Never ahead: "since March"."""
    PAST = -1
    UNSAID = 0
    FUTURE = 1
    WILL = 2
    """Never behind: "will open in March"."""


OUTSIDE = Unread(reason="it lies outside the years 1 to 9999")


class Ground(Struct, frozen=True):
    """What a point is worked out from.

    `piece` is the piece's own date, `text` the one that it spoke of before; `tense` is asked for only where it decides.
    """

    piece: Anchor | None = None
    text: Anchor | None = None
    tense: Callable[[], Tense] = lambda: Tense.UNSAID
    year: int | None = None
    """The year that the sentence is about, where it names one."""


def placed(point: Point, ground: Ground) -> Place | Unread:
    """Where a point lies, as far as is known; or why there is no such place."""
    try:
        return _placed(point, ground)
    except (ValueError, OverflowError):
        return OUTSIDE


def shown_open(point: Point) -> str:
    """A point without a date to count from, after TIMEX3."""
    place = placed(point, Ground())
    return ("" if isinstance(place, Unread) or point.is_time else shown(place)) + (point.clock or "")


def _placed(point: Point, ground: Ground) -> Place | Unread:
    if point.base is None:
        found = _filled(point, Place(year=point.year)) if not point.open else _open(point, ground)
    else:
        found = _counted(point, ground)
    if point.week_of and isinstance(found, Place) and found.day is not None and found.year is not None:
        day = date(found.year, found.month or 1, found.day)
        return Place(year=day.isocalendar()[0], week=day.isocalendar()[1])
    return found


def _counted(point: Point, ground: Ground) -> Place | Unread:
    base = point.base
    if isinstance(base, Point):
        place = placed(base, ground)
        if isinstance(place, Unread):
            return place
        start = Anchor(place.year, place.month, place.day) if place.year is not None else None
    else:
        start = ground.piece if base == "piece" else ground.text
    if point.near is not None:
        return _near(point, start, ground)
    at = None if start is None else moved(start, point.shift)
    unit = point.unit or "day"
    return _filled(point, Place(unit=unit) if at is None else cut(at, unit))


# -- parts of a known place -----------------------------------------------------------------------------------------


def _filled(point: Point, holder: Place) -> Place | Unread:
    """The part that a point names of the place that holds it."""
    year = holder.year if point.year is None else point.year
    month = holder.month if point.month is None else point.month
    if point.decade is not None or point.century is not None:
        return Place(decade=point.decade, century=point.century)
    if point.feast is not None:
        return _feast(point.feast, year)
    for part in (point.season, point.quarter and f"Q{point.quarter}", point.half and f"H{point.half}"):
        if part:
            return Place(year=year, part=part)
    if point.nth is not None:
        return _nth(point, year, month)
    if point.day is not None:
        return _day(year, month, point.day)
    if point.weekday is not None:
        if holder.week is not None and holder.year is not None:
            return weekday_in(holder.year, holder.week, point.weekday)
        return Place(weekday=point.weekday) if holder.day is None else holder
    if point.month is not None:
        return Place(year=year, month=month)
    return holder if point.year is None else Place(year=year)


def _feast(rule: str, year: int | None) -> Place:
    if year is not None:
        day = feast_day(rule, year)
        return Place(year=year) if day is None else day_place(day)
    if rule.startswith("Easter") or "/" in rule:
        return Place(unit="day")
    month, day_number = map(int, rule.split("-"))
    return Place(month=month, day=day_number)


def _day(year: int | None, month: int | None, day: int) -> Place | Unread:
    if year is not None and month is not None:
        try:
            date(year, month, day)
        except ValueError:
            return Unread(reason=f"month {month} of {year} has no day {day}")
    return Place(year=year, month=month, day=day)


def _nth(point: Point, year: int | None, month: int | None) -> Place | Unread:
    which = point.nth or 1
    if year is None:
        return Place(month=month, weekday=point.weekday, unit="day" if point.of == "weekday" else point.of)
    if point.of == "weekday":
        found = nth_weekday(year, month or 1, point.weekday or 1, which)
        return Unread(reason="the month has fewer of them") if found is None else day_place(found)
    if point.of == "day":
        return _day(year, month or 1, which) if which > 0 else day_place(nth_day_back(year, month or 12))
    return _nth_week(year, month, which, point.of == "weekend")


def nth_day_back(year: int, month: int) -> date:
    """The last day of a month."""
    span = Place(year=year, month=month).span
    assert span is not None
    return span[1]


def _nth_week(year: int, month: int | None, which: int, weekend: bool) -> Place:
    """A week of a month or year: one belongs where its Thursday lies, as ISO 8601 has it."""
    thursday = nth_weekday(year, month or (12 if which < 0 else 1), 4, -1 if which < 0 else 1)
    assert thursday is not None
    at = thursday if which < 0 else thursday + timedelta(7 * (which - 1))
    return Place(year=at.isocalendar()[0], week=at.isocalendar()[1], weekend=weekend)


# -- last, this, next -----------------------------------------------------------------------------------------------


def _near(point: Point, start: Anchor | None, ground: Ground) -> Place | Unread:
    """ "Last Wednesday", "next spring": the nearest before or behind the start, or that of its own week or year."""
    if start is None:
        return _filled(structs.replace(point, base=None), Place())
    if point.weekday is not None:
        return _near_weekday(point, start, ground)
    own = [place for year in _years(start) if isinstance(place := _filled(point, Place(year=year)), Place)]
    first, last = _bounds(start)
    if point.near == 0:
        same = [place for place in own if place.year == start.year]
        return same[0] if same else Place(year=start.year)
    spans = [(place, place.span) for place in own]
    if point.near == -1:
        before = [place for place, span in spans if span is not None and span[1] < first]
        return before[-1] if before else Place()
    behind = [place for place, span in spans if span is not None and span[0] > last]
    return behind[0] if behind else Place()


def _near_weekday(point: Point, start: Anchor, ground: Ground) -> Place:
    day, weekday = start.date, point.weekday or 1
    if day is None:
        return Place(weekday=weekday)
    ahead = (weekday - day.isoweekday()) % 7
    if point.near == 1 and point.unit == "week":
        return day_place(day + timedelta(7 + weekday - day.isoweekday()))
    if point.near == 1:
        return day_place(day + timedelta((ahead or 7) + 7 * ((point.nth or 1) - 1)))
    if point.near == -1:
        return day_place(day - timedelta((-ahead) % 7 or 7))
    own = day + timedelta(weekday - day.isoweekday())
    if own < day and ground.tense() > 0:
        own += timedelta(7)
    elif own > day and ground.tense() < 0:
        own -= timedelta(7)
    return day_place(own)


def _years(start: Anchor) -> range:
    return range(max(1, start.year - 8), min(9999, start.year + 9))


def _bounds(start: Anchor) -> tuple[date, date]:
    """First and last day that an anchor may mean."""
    span = Place(year=start.year, month=start.month, day=start.day).span
    assert span is not None
    return span


# -- without a year or week -----------------------------------------------------------------------------------------


def _open(point: Point, ground: Ground) -> Place | Unread:
    """ "On Friday", "in March": the nearest that the tense allows."""
    piece = ground.piece
    if point.is_time:
        return Place()
    if ground.year is not None and _yearly(point):
        spoken_of = _filled(point, Place(year=ground.year))
        if piece is None or isinstance(spoken_of, Unread) or _is_weekday(spoken_of, point):
            return spoken_of
    if piece is None:
        return _filled(point, Place())
    if point.weekend or (point.of == "weekend" and point.month is None):
        return _open_weekend(piece, ground)
    if not _yearly(point):
        return _open_day(point, piece, ground)
    if piece.month is None:
        return _filled(point, Place())
    return _nearest((_filled(point, Place(year=year)) for year in _years(piece)), piece, ground, point)


def _yearly(point: Point) -> bool:
    return any((point.month, point.season, point.quarter, point.half, point.feast))


def _nearest(places: Iterator[Place | Unread], piece: Anchor, ground: Ground, point: Point) -> Place | Unread:
    first, last = _bounds(piece)
    known = [(place, span) for place in places if isinstance(place, Place) and (span := place.span) is not None]
    if not known:
        return _filled(point, Place())
    against = AGAINST[ground.tense()]
    # A weekday beside it tells the year ("Tuesday, January 7"), unless it is a slip: then none near has it.
    told = [one for one in known if abs(one[1][0].year - first.year) <= WEEKDAY_TELLS and _is_weekday(one[0], point)]
    return min(told or known, key=lambda one: _distance(one[1], first, last, against))[0]


WEEKDAY_TELLS = 2
"""Years before or after a piece's in which a day is looked for that falls on the weekday told with it: the next such
year may be six away."""
AGAINST = {
    Tense.SINCE: (1, 100),
    Tense.PAST: (1, 3),
    Tense.UNSAID: (1, 2),
    Tense.FUTURE: (3, 1),
    Tense.WILL: (100, 1),
}
"""How many times as far a time in the past and one in the future count, by tense: the verb beside it may belong to
another time ("went to Vey to speak at the fair on Feb. 1"), so that a day ahead is the likelier one where the last such
day is most of a year ago."""


def _distance(span: tuple[date, date], first: date, last: date, against: tuple[int, int]) -> int:
    """Days between a time and the piece, on the side where they lie."""
    if span[1] < first:
        return (first - span[1]).days * against[0]
    return (span[0] - last).days * against[1] if span[0] > last else 0


def _open_day(point: Point, piece: Anchor, ground: Ground) -> Place | Unread:
    """A weekday, a day of the month, or both."""
    day = piece.date
    if day is None:
        return _filled(point, Place(year=piece.year, month=piece.month) if point.day is not None else Place())
    future = ground.tense() > 0
    if point.day is None and point.weekday is not None and point.nth is None:
        ahead = (point.weekday - day.isoweekday()) % 7
        return day_place(day + timedelta(ahead) if future else day - timedelta((-ahead) % 7))
    months = (cut(at, "month") for count in range(-12, 13) if (at := moved(piece, ((count, "month"),))) is not None)
    fits = [
        place for month in months if isinstance(place := _filled(point, month), Place) and _is_weekday(place, point)
    ]
    if point.weekday is not None and fits:
        return min(fits, key=lambda place: abs((date(place.year or 1, place.month or 1, place.day or 1) - day).days))
    return _nearest(iter(fits), piece, ground, point)


def _is_weekday(place: Place, point: Point) -> bool:
    span = place.span
    return point.weekday is None or (span is not None and span[0].isoweekday() == point.weekday)


def _open_weekend(piece: Anchor, ground: Ground) -> Place:
    own = cut(piece, "weekend")
    span = own.span
    if span is None or piece.date is None or ground.tense() >= 0 or span[0] <= piece.date:
        return own
    before = piece.date - timedelta(7)
    return Place(year=before.isocalendar()[0], week=before.isocalendar()[1], weekend=True)
