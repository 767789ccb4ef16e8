"""Whether two values of one thing go together: the same, one rounded, both possible, or not both.

Nothing is converted: whether two figures have one unit was asked before.
"""

from __future__ import annotations

from datetime import date, timedelta
from decimal import ROUND_HALF_UP, Decimal, InvalidOperation
from typing import Literal, NamedTuple

from onrecord.link.dates import parsed
from onrecord.model import Figure, Timex

Relation = Literal["same", "rounded", "possible", "apart"]
OpenBy = Literal["day", "week", "year"]
"""What the words of a date may leave it open by, either way: "Tuesday" is of this week or of another."""

ROUND_FROM = Decimal(1000)
"""Numbers from which one with fewer digits may be the other rounded; "20 dead" is not 17 rounded."""
ROUNDED = Decimal("0.1")
"""How far from a number its rounding may lie, as a part of it: 25 is no more 30 than 34 is."""
HEDGED = Decimal("0.15")
"""How far from "about" a value may lie, as a part of it."""
VAGUE = frozenset({"about", "at_least", "at_most", "more_than", "less_than"})


class Range(NamedTuple):
    """The values that words allow, both ends included; None where there is no end."""

    low: Decimal | None
    high: Decimal | None

    def meets(self, other: Range) -> bool:
        """Whether the two have a value in common."""
        below = self.high is not None and other.low is not None and self.high < other.low
        above = self.low is not None and other.high is not None and self.low > other.high
        return not (below or above)


def compared(one: Figure, other: Figure) -> tuple[Relation, str]:
    """How the values of two figures with one unit go together, and the rule that says so."""
    values = [_numbers(figure) for figure in (one, other)]
    (low, high), (other_low, other_high) = values
    if (low, high) == (other_low, other_high) and one.comparator == other.comparator:
        return "same", "the same value"
    if low == high and other_low == other_high:
        if one.kind == other.kind == "age" and abs(low - other_low) == 1:
            return "possible", "an age, a year apart"
        if low == other_low:
            return (
                ("same", "the same value") if not _bounds(one, other) else ("possible", "the same number, one a bound")
            )
        if _rounded(low, other_low) or _rounded(other_low, low):
            return "rounded", "one is the other rounded"
    if _allowed(one).meets(_allowed(other)):
        return "possible", "the words leave room for both"
    return "apart", "both cannot be right"


def _numbers(figure: Figure) -> tuple[Decimal, Decimal]:
    """The lower and the upper value."""
    try:
        low = Decimal(figure.value or "")
        return low, Decimal(figure.upper) if figure.upper else low
    except InvalidOperation as wrong:
        raise ValueError(f"not a number: {figure.value!r}, {figure.upper!r}") from wrong


def _bounds(one: Figure, other: Figure) -> bool:
    """Whether one of two equal numbers is a bound ("more than 40") and the other is not."""
    return (one.comparator in {"more_than", "less_than"}) != (other.comparator in {"more_than", "less_than"})


def _digits(value: Decimal) -> int:
    """Significant digits of a number, without the zeros at its end."""
    return len(value.normalize().as_tuple().digits)


def _rounded(one: Decimal, other: Decimal) -> bool:
    """Whether `one` is `other` rounded, or cut, to fewer digits."""
    if abs(one) < ROUND_FROM and one == one.to_integral_value() and other == other.to_integral_value():
        return False
    digits = _digits(one)
    if digits >= _digits(other) or not other:
        return False
    if abs(one - other) > ROUNDED * abs(other):
        return False
    unit = Decimal(1).scaleb(other.adjusted() - digits + 1)
    return one in {(other / unit).to_integral_value(ROUND_HALF_UP) * unit, (other // unit) * unit}


def _allowed(figure: Figure) -> Range:
    low, high = _numbers(figure)
    if figure.comparator == "about":
        return Range(low - HEDGED * abs(low), high + HEDGED * abs(high))
    if figure.comparator in {"at_least", "more_than"}:
        return Range(low, None)
    if figure.comparator in {"at_most", "less_than"}:
        return Range(None, high)
    return Range(low, high)


def dated(
    one: Timex, other: Timex, one_open: OpenBy | None = None, other_open: OpenBy | None = None
) -> tuple[Relation, str]:
    """How two places in the calendar go together: the same, one within the other, or apart.

    Apart are only such as no reading of their words brings together.
    """
    told = [(side.value or "").split("T")[0] for side in (one, other)]
    first, second = sorted(told, key=len)
    if first == second:
        return "same", "the same date"
    if second.startswith(first):
        return "possible", "one within the other"
    readings = [_readings(*side) for side in zip(told, (one_open, other_open), strict=True)]
    if (
        one.mod is not None
        or other.mod is not None
        or any(a.startswith(b) or b.startswith(a) for a in readings[0] for b in readings[1])
    ):
        return "possible", "the words leave room for both"
    return "apart", "two dates"


def _readings(value: str, open_by: OpenBy | None) -> list[str]:
    """A place in the calendar and those that its words may mean too."""
    if open_by == "year":
        return [value, *(f"{int(value[:4]) + by:04}{value[4:]}" for by in (-1, 1))]
    if open_by is None or len(value) != len("2031-05-17") or not "0002" < value < "9999":
        return [value]
    day, apart = date.fromisoformat(value), timedelta(7 if open_by == "week" else 1)
    return [value, *((day + by * apart).isoformat() for by in (-1, 1))]


def times(one: Figure, other: Figure) -> float:
    """How many times the smaller of two values the larger is; infinite where one of them is not above 0."""
    low, high = sorted((float(_numbers(one)[0]), float(_numbers(other)[0])))
    return high / low if low > 0 else float("inf")


def days_apart(one: Timex, other: Timex) -> float:
    """Days between two places in the calendar, from the first day of each.

    Those between two months count a tenth, those between two years a twelfth: whoever tells of months is less exact.
    """
    first, second = (parsed((side.value or "").split("T")[0]) for side in (one, other))
    if first is None or second is None:
        return float("inf")
    apart = abs(first.first - second.first)
    coarse = {len(side.value or "") for side in (one, other)}
    return apart / 12 if coarse == {4} else apart / 10 if coarse == {7} else apart
