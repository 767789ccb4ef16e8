"""The time of a picture of few columns: days or hours, as fine as the pieces' dates allow."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta

from msgspec import Struct

from onrecord.brief.options import first_day
from onrecord.brief.views import MONTHS
from onrecord.link.dates import SECONDS_A_DAY, parsed
from onrecord.model import Article

COLUMNS = 14
"""Columns of time: at a phone's width each has room for one mark."""

HOURS_UP_TO = 48
"""Hours that hours may be shown for; a longer time is shown in days."""


class Columns(Struct, frozen=True):
    """Columns of `step` hours from `begin` on; hours are those of UTC."""

    begin: datetime
    step: int
    count: int

    @property
    def hours(self) -> bool:
        """Whether columns are shorter than a day."""
        return self.step % 24 != 0

    def of(self, article: Article) -> int | None:
        """The column of a piece; None where it does not give its day."""
        moment = _moment(article) if self.hours else _noon(article)
        return None if moment is None else int((moment - self.begin) / timedelta(hours=self.step))

    def label(self, column: int) -> str:
        """When a column begins."""
        at = self.begin + timedelta(hours=self.step * column)
        month = MONTHS[at.month - 1]
        return f"{at.day} {month[:3]}, {at:%H:%M} UTC" if self.hours else f"{at.day} {month} {at.year}"


def columns(articles: Sequence[Article]) -> Columns | None:
    """Columns for the dates of some pieces; None where none of them gives its day.

    Hours are shown where all that give a day give time and offset too, and lie within two days.
    """
    noons = [noon for article in articles if (noon := _noon(article)) is not None]
    if not noons:
        return None
    moments = [moment for article in articles if _noon(article) and (moment := _moment(article)) is not None]
    if len(moments) == len(noons) and 0 < _hours(moments) <= HOURS_UP_TO:
        begin = min(moments).replace(minute=0, second=0, microsecond=0)
        hours = int((max(moments) - begin).total_seconds() // 3600) + 1
        return _columns(begin, hours, 1)
    begin = min(noons).replace(hour=0)
    return _columns(begin, (max(noons) - begin).days + 1, 24)


def _columns(begin: datetime, units: int, unit: int) -> Columns:
    """As many columns as `units` need, of whole units each."""
    step = -(-units // COLUMNS)
    return Columns(begin, step * unit, -(-units // step))


def _hours(moments: Sequence[datetime]) -> float:
    return (max(moments) - min(moments)).total_seconds() / 3600


def _noon(article: Article) -> datetime | None:
    """Noon of the day that a piece gives, wherever on earth; None where it gives a month, a year or nothing."""
    stated = article.published.value if article.published is not None else ""
    day: date | None = first_day(stated) if len(stated) >= len("2031-03-08") else None
    return None if day is None else datetime(day.year, day.month, day.day, 12, tzinfo=UTC)


def _moment(article: Article) -> datetime | None:
    """The moment that a piece gives; None where it gives no more than a day."""
    when = parsed(article.published.value) if article.published is not None else None
    if when is None or when.first != when.last:
        return None
    return datetime(1970, 1, 1, tzinfo=UTC) + timedelta(seconds=round(when.first * SECONDS_A_DAY))
