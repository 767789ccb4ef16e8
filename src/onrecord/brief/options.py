"""What a briefing is asked for."""

from __future__ import annotations

import re
from datetime import date, timedelta

from msgspec import Struct

from onrecord.errors import UsageError
from onrecord.model import Analysis

_DAY = re.compile(r"(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?")


class BriefOptions(Struct, frozen=True, kw_only=True):
    """Which lines may stand in a briefing, and how many words of them on the first screen's level.

    `about` is a name in any of its forms, or any words; `since` an ISO date (a year or a month will do);
    `against` an earlier analysis, whose words are no news any more.
    """

    length: int = 1200
    about: str | None = None
    since: str | None = None
    against: Analysis | None = None


DEFAULTS = BriefOptions()


def _known_parts(stated: str) -> re.Match[str] | None:
    """Year, month and day of an ISO date that may be imprecise; None if it begins otherwise."""
    return _DAY.match(stated)


def first_day(stated: str) -> date | None:
    """The earliest day that an ISO date, as precise as it is, can mean; None if it is no date of this calendar."""
    parts = _known_parts(stated)
    if parts is None:
        return None
    try:
        return date(int(parts[1]), int(parts[2] or 1), int(parts[3] or 1))
    except ValueError:
        return None


def last_day(stated: str) -> date | None:
    """The latest day that an ISO date can mean: 31 December for a bare year."""
    day = first_day(stated)
    parts = _known_parts(stated)
    if day is None or parts is None or parts[3] is not None:
        return day
    if parts[2] is None:
        return date(day.year, 12, 31)
    following = date(day.year + day.month // 12, day.month % 12 + 1, 1) if day < date(9999, 12, 1) else date.max
    return following if following == date.max else following - timedelta(days=1)


def since_day(since: str) -> date:
    """The day from which on pieces are wanted.

    Raises:
        UsageError: `since` is not an ISO date.
    """
    day = first_day(since) if _DAY.fullmatch(since) else None
    if day is None:
        raise UsageError(f"--since {since}: not a date; write it as 2031-03-08")
    return day
