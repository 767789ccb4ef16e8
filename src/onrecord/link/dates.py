"""When a piece was published, as a stretch of time as long as its date is vague."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import NamedTuple

from onrecord.model import Article

SECONDS_A_DAY = 86_400.0
YEARS = range(1600, 2101)
"""Years in which a piece may have been published: what lies outside is a mistake of whoever wrote the date."""


class When(NamedTuple):
    """Days since 1970 of the first and the last moment that a date may mean (the same where it has time and offset)."""

    first: float
    last: float

    def before(self, other: When) -> bool:
        """Whether this lies wholly before the other: two pieces of one day, or of a day and its month, do not."""
        return self.last < other.first

    def apart(self, other: When) -> float:
        """Days that lie at least between the two."""
        return max(self.first - other.last, other.first - self.last, 0.0)


def when(article: Article) -> When | None:
    """When `article` was published; None where it does not say, or names a day that does not exist.

    A time without an offset says no more than its day, since its zone is not known.
    """
    return parsed(article.published.value) if article.published else None


def parsed(value: str) -> When | None:
    """The stretch of time that `2019`, `2019-03`, `2019-03-08` or `2019-03-08T10:00:00+01:00` means."""
    try:
        if int(value[:4]) not in YEARS:
            return None
        if len(value) == 4:
            return _days(date(int(value), 1, 1), date(int(value) + 1, 1, 1))
        if len(value) == 7:
            year, month = int(value[:4]), int(value[5:])
            return _days(date(year, month, 1), date(year + month // 12, month % 12 + 1, 1))
        moment = datetime.fromisoformat(value)
        if len(value) > 10 and moment.tzinfo is not None:
            at = moment.astimezone(UTC).timestamp() / SECONDS_A_DAY
            return When(at, at)
        day = moment.date()
        return _days(day, date.fromordinal(day.toordinal() + 1))
    except (ValueError, OverflowError):
        return None


def _days(first: date, after: date) -> When:
    epoch = date(1970, 1, 1).toordinal()
    return When(first.toordinal() - epoch, after.toordinal() - epoch - 1 / SECONDS_A_DAY)
