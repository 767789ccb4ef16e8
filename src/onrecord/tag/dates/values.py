"""From a meaning and what is known of its time to the value that is shown, after TIMEX3."""

from __future__ import annotations

from decimal import Decimal
from typing import Literal

from msgspec import Struct, structs

from onrecord.tag.dates.calendar import Anchor, Place, cut, moved, shown
from onrecord.tag.dates.lengths import period
from onrecord.tag.dates.meaning import Length, Meaning, Mod, Opening, Point, Reference, Repeat, Stretch, Unread
from onrecord.tag.dates.places import Ground, Tense, placed

Type = Literal["DATE", "TIME", "DURATION", "SET"]


class Value(Struct, frozen=True, kw_only=True):
    """What a Timex says besides its place in the text; `place` is where it lies, for what is counted from it."""

    type: Type
    value: str | None
    anchored: bool = False
    begin: str | None = None
    end: str | None = None
    mod: Mod | None = None
    unread: str | None = None
    place: Place | None = None


def valued(meaning: Meaning, ground: Ground) -> Value:
    """The value of a meaning on the ground of what is known."""
    match meaning:
        case Unread():
            return Value(type="DATE", value=None, unread=meaning.reason)
        case Reference():
            return Value(type="DATE", value=meaning.value)
        case Repeat():
            return Value(type="SET", value=_with_minutes(meaning.value))
        case Length():
            return _length(meaning, ground)
        case Stretch():
            return _stretch(meaning, ground)
        case Point():
            return _point(meaning, ground)
        case Opening():
            raise AssertionError("words that only narrow are no expression")


def _point(point: Point, ground: Ground) -> Value:
    kind: Type = "TIME" if point.grain == "clock" else "DATE"
    if point.doubtful:
        return Value(type=kind, value=None, unread="day and month may be the other way round")
    if point.vague and point.base == "piece":
        return Value(type=kind, value="PAST_REF" if point.shift[0][0] < 0 else "FUTURE_REF", mod=point.mod)
    place = placed(point, Ground() if point.vague else ground)
    if isinstance(place, Unread):
        return Value(type=kind, value=None, unread=place.reason)
    value = _written(point, place)
    known = "X" not in value and place != Place()
    return Value(type=kind, value=value, anchored=known, mod=point.mod, place=place if place.span is not None else None)


def _written(point: Point, place: Place) -> str:
    if place == Place() and point.clock is not None:
        return _with_minutes(point.clock)
    day = shown(place)
    if point.clock is None:
        return f"{day}TXX:XX" if point.unit in ("hour", "minute", "second") else day
    return day + _with_minutes(point.clock)


def _with_minutes(value: str) -> str:
    """T20 as T20:00."""
    head, sign, clock = value.partition("T")
    return f"{head}T{clock}:00" if sign and len(clock) == 2 and clock.isdigit() else value


def _stretch(stretch: Stretch, ground: Ground) -> Value:
    kind: Type = "TIME" if stretch.end.grain == "clock" else "DATE"
    if stretch.begin.doubtful or stretch.end.doubtful:
        return Value(type=kind, value=None, unread="day and month may be the other way round")
    begin = placed(stretch.begin, ground)
    if isinstance(begin, Unread):
        return Value(type=kind, value=None, unread=begin.reason)
    end = _end(stretch, begin, ground)
    if isinstance(end, Unread):
        return Value(type=kind, value=None, unread=end.reason)
    if _backwards(begin, end, stretch):
        return Value(type=kind, value=None, unread="it ends before it begins")
    first, last = _written(stretch.begin, begin), _written(stretch.end, end)
    known = "X" not in first + last and Place() not in (begin, end)
    return Value(
        type=kind, value=f"{first}/{last}", anchored=known, begin=first, end=last,
        mod=stretch.end.mod or stretch.begin.mod, place=end if end.span is not None else None,
    )  # fmt: skip


def _end(stretch: Stretch, begin: Place, ground: Ground) -> Place | Unread:
    """The end of a stretch: where the words leave its year or week open, the first behind the beginning."""
    point = stretch.end
    if stretch.end.clock is not None and structs.replace(point, clock=None) == structs.replace(
        stretch.begin, clock=None
    ):
        return begin
    if not point.open or begin.span is None:
        return placed(point, ground)
    found = placed(point, Ground(_first(begin), ground.text, lambda: Tense.WILL))
    if isinstance(found, Place) and found.span is not None and found.span[1] < begin.span[0] and found.year is not None:
        return found._replace(year=found.year + 1)
    return found


def _first(place: Place) -> Anchor | None:
    """The first day of a place, to count from."""
    return None if place.span is None else Anchor(place.span[0].year, place.span[0].month, place.span[0].day)


def _backwards(begin: Place, end: Place, stretch: Stretch) -> bool:
    if begin.span is None or end.span is None:
        return False
    if begin.span[0] == end.span[0] and stretch.begin.clock and stretch.end.clock:
        return (
            stretch.begin.clock[1:2].isdigit()
            and stretch.end.clock[1:2].isdigit()
            and stretch.end.clock < stretch.begin.clock
        )
    return end.span[1] < begin.span[0] or end.span[0] < begin.span[0]


def _length(length: Length, ground: Ground) -> Value:
    value = period(length.parts)
    if length.upper is not None:
        value += "/" + period(((length.upper, length.parts[-1][1]),))
    begin = end = None
    if length.window and ground.piece is not None and not any(amount == "X" for amount, _ in length.parts):
        begin, end = _window(length, ground.piece)
    return Value(type="DURATION", value=value, mod=length.mod, begin=begin, end=end)


def _window(length: Length, piece: Anchor) -> tuple[str | None, str | None]:
    """The ends of "the past three weeks", in the unit that it is counted in."""
    unit = length.parts[-1][1]
    if unit in ("hour", "minute", "second") or any("." in amount for amount, _ in length.parts):
        return None, None
    cutting = {
        "week": "day",
        "fortnight": "day",
        "weekend": "day",
        "decade": "year",
        "century": "year",
        "quarter": "month",
    }
    try:
        away = moved(piece, tuple((int(Decimal(amount)) * length.window, unit) for amount, unit in length.parts))
    except OverflowError:
        return None, None
    if away is None:
        return None, None
    ends = [shown(cut(at, cutting.get(unit, unit))) for at in (away, piece)]
    if any("X" in one for one in ends):
        return None, None
    return (ends[0], ends[1]) if length.window < 0 else (ends[1], ends[0])
