"""Days, weeks, months, seasons and years: their ends, what lies a number of them away, how they are written."""

from __future__ import annotations

from datetime import date, timedelta
from typing import NamedTuple

from onrecord.tag.dates.meaning import Unit

SEASONS = {"SP": 3, "SU": 6, "FA": 9, "WI": 12}
"""The month with which each begins, as the weather services of the northern half count; a winter belongs to the year in
which it begins."""
_LAST_YEAR = 9999


class Anchor(NamedTuple):
    """A date from which others are counted, as precise as it is known."""

    year: int
    month: int | None = None
    day: int | None = None

    @property
    def date(self) -> date | None:
        """The day; None where it is not known."""
        return date(self.year, self.month, self.day) if self.month is not None and self.day is not None else None


def anchor(value: str) -> Anchor | None:
    """The date in `2019`, `2019-03`, `2019-03-08` or `2019-03-08T10:00:00+01:00`; None where it names none that exists.

    `value` may be any text.
    """
    day = value.strip().partition("T")[0].partition(" ")[0]
    parts = day.split("-")
    lengths = [len(part) for part in parts]
    if lengths not in ([4], [4, 2], [4, 2, 2]) or not all(part.isascii() and part.isdigit() for part in parts):
        return None
    found = Anchor(*map(int, parts))
    try:
        date(found.year, found.month or 1, found.day or 1)
    except ValueError:
        return None
    return found


class Place(NamedTuple):
    """A stretch of the calendar that has a name; None where a part is not known.

    `part` is a season, quarter or half of the year, in TIMEX3's letters. With `week`, `year` is ISO 8601's.
    """

    year: int | None = None
    month: int | None = None
    day: int | None = None
    week: int | None = None
    weekday: int | None = None
    weekend: bool = False
    part: str | None = None
    decade: int | None = None
    century: int | None = None
    unit: Unit | None = None
    """The unit of a place of which nothing is known."""

    @property
    def span(self) -> tuple[date, date] | None:
        """First and last day; None where its year is not known."""
        if self.century is not None or self.decade is not None:
            first = self.century * 100 if self.century is not None else (self.decade or 0) * 10
            return date(max(1, first), 1, 1), date(first + (99 if self.century is not None else 9), 12, 31)
        if self.year is None:
            return None
        if self.week is not None:
            monday = date.fromisocalendar(self.year, self.week, 1)
            return _after(monday, 5 if self.weekend else 0), _after(monday, 6)
        if self.part is not None:
            return _months(self.year, *_PART_MONTHS[self.part])
        if self.day is not None and self.month is not None:
            return date(self.year, self.month, self.day), date(self.year, self.month, self.day)
        return _months(self.year, self.month, 1) if self.month is not None else _months(self.year, 1, 12)


def _after(day: date, count: int) -> date:
    """A number of days behind a day, the last day of the year 9999 at most."""
    return date.fromordinal(min(day.toordinal() + count, date.max.toordinal()))


_PART_MONTHS = {
    **{name: (first, 3) for name, first in SEASONS.items()},
    **{f"Q{number}": (3 * number - 2, 3) for number in range(1, 5)},
    **{f"H{number}": (6 * number - 5, 6) for number in range(1, 3)},
}


def _months(year: int, first: int, count: int) -> tuple[date, date]:
    after = year * 12 + first - 1 + count
    if after // 12 > _LAST_YEAR:
        return date(year, first, 1), date(_LAST_YEAR, 12, 31)
    return date(year, first, 1), date(after // 12, after % 12 + 1, 1) - timedelta(1)


def shown(place: Place) -> str:
    """A place after TIMEX3, X for what is not known: `2016-02`, `2016-W07`, `198`, `XXXX-WXX-3`."""
    if place.century is not None:
        return f"{place.century:02d}"
    if place.decade is not None:
        return f"{place.decade:03d}"
    year = "XXXX" if place.year is None else f"{place.year:04d}"
    if place.week is not None:
        return f"{year}-W{place.week:02d}" + ("-WE" if place.weekend else "")
    if place.weekday is not None and place.day is None:
        return f"XXXX-WXX-{place.weekday}"
    if place.part is not None:
        return f"{year}-{place.part}"
    if place.month is not None or place.day is not None:
        month = "XX" if place.month is None else f"{place.month:02d}"
        return f"{year}-{month}" + ("" if place.day is None else f"-{place.day:02d}")
    return year if place.year is not None or place.unit is None else _UNKNOWN.get(place.unit, year)


_UNKNOWN = {
    "century": "XX",
    "decade": "XXX",
    "quarter": "XXXX-QX",
    "month": "XXXX-XX",
    "week": "XXXX-WXX",
    "fortnight": "XXXX-WXX",
    "weekend": "XXXX-WXX-WE",
    "day": "XXXX-XX-XX",
    "hour": "XXXX-XX-XX",
    "minute": "XXXX-XX-XX",
    "second": "XXXX-XX-XX",
}

_DAYS = {"day": 1, "week": 7, "weekend": 7, "fortnight": 14}
_MONTHS = {"month": 1, "quarter": 3, "year": 12, "decade": 120, "century": 1200}


def moved(start: Anchor, steps: tuple[tuple[int, Unit], ...]) -> Anchor | None:
    """The date a number of units away; None where the start is not precise enough for them.

    Raises:
        OverflowError: it lies before the year 1 or after 9999.
    """
    at = start
    for count, unit in steps:
        if unit in _MONTHS:
            if unit in ("month", "quarter") and at.month is None:
                return None
            at = _by_months(at, count * _MONTHS[unit])
        elif at.date is None:
            return None
        elif unit in _DAYS:
            day = at.date + timedelta(count * _DAYS[unit])
            at = Anchor(day.year, day.month, day.day)
    return at


def _by_months(at: Anchor, count: int) -> Anchor:
    total = at.year * 12 + (at.month or 1) - 1 + count
    year, month = total // 12, total % 12 + 1
    if not 1 <= year <= _LAST_YEAR:
        raise OverflowError("outside the years 1 to 9999")
    if at.month is None or at.day is None:
        return Anchor(year, month if at.month is not None else None)
    return Anchor(year, month, min(at.day, _months(year, month, 1)[1].day))


def cut(at: Anchor, unit: Unit) -> Place:
    """The year, month, week, … in which a date lies; as much as is known where it is less precise."""
    if unit == "century":
        return Place(century=at.year // 100)
    if unit == "decade":
        return Place(decade=at.year // 10)
    if unit == "year":
        return Place(year=at.year)
    if at.month is None:
        return Place(unit=unit)
    if unit == "quarter":
        return Place(year=at.year, part=f"Q{(at.month + 2) // 3}")
    if unit == "month":
        return Place(year=at.year, month=at.month)
    if at.date is None:
        return Place(unit=unit)
    if unit in ("week", "weekend", "fortnight"):
        year, week, _ = at.date.isocalendar()
        return Place(year=year, week=week, weekend=unit == "weekend")
    return Place(year=at.year, month=at.month, day=at.day)


def weekday_in(year: int, week: int, weekday: int) -> Place:
    """A day of an ISO week."""
    return day_place(date.fromisocalendar(year, week, weekday))


def day_place(day: date) -> Place:
    return Place(year=day.year, month=day.month, day=day.day)


def nth_weekday(year: int, month: int, weekday: int, which: int) -> date | None:
    """The third Friday of a month, -1 the last; None where it has fewer."""
    first, last = _months(year, month, 1)
    if which < 0:
        return last - timedelta((last.isoweekday() - weekday) % 7)
    day = first + timedelta((weekday - first.isoweekday()) % 7 + 7 * (which - 1))
    return day if day <= last else None


def easter(year: int) -> date:
    """Easter Sunday of the Gregorian calendar (the method of Meeus, Jones and Butcher)."""
    golden, century, rest = year % 19, year // 100, year % 100
    moon = (19 * golden + century - century // 4 - (century - (century + 8) // 25 + 1) // 3 + 15) % 30
    week = (32 + 2 * (century % 4) + 2 * (rest // 4) - moon - rest % 4) % 7
    late = (golden + 11 * moon + 22 * week) // 451
    month, day = divmod(moon + week - 7 * late + 114, 31)
    return date(year, month, day + 1)


def feast_day(rule: str, year: int) -> date | None:
    """The day of a feast by the rule that `lexicon/calendar.toml` gives; None where the year has none."""
    if rule.startswith("Easter"):
        return easter(year) + timedelta(int(rule.removeprefix("Easter")))
    if "/" not in rule:
        month, day = map(int, rule.split("-"))
        return date(year, month, day)
    ordinal, _, days = rule.partition("+")
    month, weekday, which = map(int, ordinal.split("/"))
    found = nth_weekday(year, month, weekday, which)
    return None if found is None else found + timedelta(int(days or 0))
