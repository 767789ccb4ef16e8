"""Dates that a page, header or column states, as ISO 8601, as precise as their source, or nothing."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime

_ISO = re.compile(
    r"(?P<y>\d{4})(?:(?P<sep>[-/.])(?P<m>\d{1,2})(?:(?P=sep)(?P<d>\d{1,2}))?)?"
    r"(?:[T ]\s*(?P<H>\d{1,2}):(?P<M>\d{2})(?::(?P<S>\d{2})(?:[.,]\d+)?)?\s*"
    r"(?P<zone>Z|UTC|GMT|[+-]\d{2}:?\d{2}|[+-]\d{2})?)?"
)
_COMPACT = re.compile(r"(\d{4})(\d{2})(\d{2})(?:T?(\d{2})(\d{2})(\d{2})?(Z)?)?")
_SLASHED = re.compile(r"(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})")
_DAY = r"(?:(?:mon|tues?|wed(?:nes)?|thu(?:rs)?|fri|sat(?:ur)?|sun)(?:day)?\.?,?\s+)?"
_MONTH_FIRST = re.compile(_DAY + r"([a-z]{3,9})\.?\s+(\d{1,2})(?:st|nd|rd|th)?,?\s+(\d{4})", re.IGNORECASE)
_DAY_FIRST = re.compile(_DAY + r"(\d{1,2})(?:st|nd|rd|th|\.)?\s+(?:of\s+)?([a-z]{3,9})\.?,?\s+(\d{4})", re.IGNORECASE)
_MONTH_ONLY = re.compile(r"([a-z]{3,9})\.?,?\s+(\d{4})", re.IGNORECASE)
_TIME = re.compile(
    r",?\s+(?:at\s+)?(\d{1,2}):(\d{2})(?::\d{2})?\s*([ap]\.?m\.?)?\s*([+-]\d{2}:?\d{2}|Z|UTC|GMT)?", re.IGNORECASE
)
MONTHS = (
    "january", "february", "march", "april", "may", "june",
    "july", "august", "september", "october", "november", "december",
)  # fmt: skip


def iso_date(value: str) -> str | None:
    """`value` as ISO 8601, as precise as it is; None where it cannot be read in one way only.

    `2019-03-08 10:00+0100` gives `2019-03-08T10:00:00+01:00`, `March 2019` gives `2019-03`; `03/04/2019` gives None,
    since it is two different days on two sides of an ocean.
    """
    value = value.strip()
    if not 4 <= len(value) <= 64 or not value.isascii():
        return None
    return _iso(value) or _compact(value) or _slashed(value) or _worded(value) or mail_date(value)


def mail_date(value: str) -> str | None:
    """A date of mail and RSS (RFC 5322), with its offset where it states one."""
    if len(value) > 200 or not re.search(r"\d{1,2}:\d{2}", value):
        return None
    try:
        moment = parsedate_to_datetime(value)
        return moment.isoformat() if 1970 <= moment.year <= 2100 else None
    except (TypeError, ValueError, IndexError, OverflowError, RecursionError):
        return None


def epoch_date(value: float) -> str | None:
    """Seconds or milliseconds since 1970, if they can be nothing else; the numbers 19700101 to 21001231 are days."""
    if 19700101 <= value <= 21001231:
        return _compact(str(int(value)))
    seconds = value / 1000 if value >= 1e11 else value
    if not 1e8 <= seconds <= 4.1e9:
        return None
    return datetime.fromtimestamp(int(seconds), UTC).isoformat()


def _iso(value: str) -> str | None:
    found = _ISO.fullmatch(value)
    if not found:
        return None
    year, month, day = found["y"], found["m"], found["d"]
    if found["H"] and not day:
        return None
    date = _day(year, month, day)
    if not date or not found["H"]:
        return date
    return _moment(date, found["H"], found["M"], found["S"], found["zone"])


def _compact(value: str) -> str | None:
    found = _COMPACT.fullmatch(value)
    if not found:
        return None
    date = _day(found[1], found[2], found[3])
    return _moment(date, found[4], found[5], found[6], found[7]) if date and found[4] else date


def _slashed(value: str) -> str | None:
    found = _SLASHED.fullmatch(value)
    if not found:
        return None
    one, two = int(found[1]), int(found[2])
    if one > 12 or one == two:
        return _day(found[3], str(two), str(one))
    return _day(found[3], str(one), str(two)) if two > 12 else None


def _worded(value: str) -> str | None:
    if found := _MONTH_FIRST.match(value):
        date = _day(found[3], _month(found[1]), found[2])
    elif found := _DAY_FIRST.match(value):
        date = _day(found[3], _month(found[2]), found[1])
    elif found := _MONTH_ONLY.fullmatch(value):
        month = _month(found[1])
        return _day(found[2], month, None) if month else None
    else:
        return None
    rest = value[found.end() :]
    if not date or not rest:
        return date
    time = _TIME.fullmatch(rest)
    if not time:
        return None
    hour = int(time[1])
    if time[3]:
        hour = hour % 12 + (12 if time[3].lower().startswith("p") else 0)
    return _moment(date, str(hour), time[2], None, time[4])


def _month(name: str) -> str | None:
    name = name.lower()
    if name == "sept":
        return "9"
    hits = [number for number, month in enumerate(MONTHS, 1) if month == name or month[:3] == name]
    return str(hits[0]) if hits else None


def _day(year: str, month: str | None, day: str | None) -> str | None:
    if not 1000 <= int(year) <= 2100:
        return None
    if month is None:
        return year if day is None else None
    if not 1 <= int(month) <= 12:
        return None
    if day is None:
        return f"{year}-{int(month):02}"
    try:
        return datetime(int(year), int(month), int(day)).date().isoformat()
    except ValueError:
        return None


def _moment(date: str, hour: str, minute: str, second: str | None, zone: str | None) -> str | None:
    if int(hour) > 23 or int(minute) > 59 or int(second or 0) > 59:
        return None
    time = f"{date}T{int(hour):02}:{minute}:{second or '00'}"
    if not zone:
        return time
    if zone.upper() in {"Z", "UTC", "GMT"}:
        return time + "+00:00"
    digits = zone[1:].replace(":", "").ljust(4, "0")
    return f"{time}{zone[0]}{digits[:2]}:{digits[2:]}" if int(digits[:2]) < 24 and int(digits[2:]) < 60 else None
