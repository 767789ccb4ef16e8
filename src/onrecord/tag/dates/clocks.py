"""The grammar of times of the day."""

from __future__ import annotations

import re

from onrecord.tag.dates.meaning import Meaning, Mod, Point, Stretch
from onrecord.tag.dates.rules import Match, rule
from onrecord.tag.dates.words import ascii_digits

_PARTS = {"MO": 0, "AF": 12, "EV": 12, "NI": 12}
_HOUR = "(digits|number)"


def clock(hour: int, minute: str = "", second: str = "", half: str = "") -> Point | None:
    """A time by its numbers as they are written; `half` is "a" or "p", or empty for the clock of 24 hours."""
    if half and not 1 <= hour <= 12 and not (half == "p" and hour < 24):
        return None
    if half and hour <= 12:
        hour = hour % 12 + (12 if half == "p" else 0)
    if hour > 24 or int(minute or 0) > 59 or int(second or 0) > 59:
        return None
    return Point(clock="T" + ":".join([f"{hour % 24:02d}", *filter(None, (minute, second))]))


def _written(token: str, half: str) -> Point | None:
    numbers = re.split("[:.]", ascii_digits(token))
    if len(numbers) > 3 or any(len(number) > 2 for number in numbers):
        return None
    minute, second, *_ = [number.zfill(2) for number in numbers[1:]] + ["", ""]
    return clock(int(numbers[0]), minute, second, half)


def _half_of(part: str, hour: int) -> str:
    """Whether an hour "in the evening" is before or after noon; "twelve at night" is midnight."""
    if _PARTS[part] == 0 or (part == "NI" and hour == 12):
        return "a"
    return "p" if hour <= 12 else ""


@rule("c=(clock|bignum) m=meridiem")
def precise(match: Match) -> Meaning | None:
    """8:30 p.m., 8.30pm."""
    return _written(match.low("c"), match.low("m")[0])


@rule("c=clock oclock?")
def plain(match: Match) -> Meaning | None:
    """19:30."""
    return _written(match.low("c"), "")


@rule("c=clock (in the|at|this)? p=(part|night)")
@rule("the? p=(part|night) (at|around)? c=clock meridiem?")
def in_part(match: Match) -> Meaning | None:
    """7:30 in the evening."""
    hour = int(ascii_digits(match.low("c")).split(":")[0])
    return (
        _written(match.low("c"), _half_of(str(match.worth("p")), hour)) if hour <= 12 else _written(match.low("c"), "")
    )


@rule(f"h={_HOUR} m=meridiem")
@rule(f"h={_HOUR} oclock m=meridiem?")
@rule(f"h={_HOUR} oclock? (in the|at) p=(part|night)")
def hour(match: Match) -> Meaning | None:
    """8 p.m., eight o'clock, 8 in the morning."""
    number = match.whole("h")
    if "p" in match:
        return clock(number, half=_half_of(str(match.worth("p")), number)) if 0 < number <= 12 else None
    return clock(number, half=match.low("m")[:1])


@rule("h=number n=(tens dash? number|tens|number) m=meridiem")
def spoken(match: Match) -> Meaning | None:
    """Seven thirty p.m."""
    minute = match.whole("n")
    return clock(match.whole("h"), f"{minute:02d}", half=match.low("m")[0])


@rule(f"n=(half|article unit|unit|number unit) (past|after) h={_HOUR} oclock? m=meridiem? ((in the)? p=(part|night))?")
@rule(f"n=((cardinal|article) (unit|units)?) s=(to|past) h={_HOUR} oclock? m=meridiem? ((in the)? p=(part|night))?")
def before_or_past(match: Match) -> Meaning | None:
    """Half past eight, a quarter to nine, twenty minutes past five."""
    words = [match.tokens.low(at) for at in range(match.at("n"), match.behind("n"))]
    quarters = any(word.startswith("quarter") for word in words)
    minutes = 30 if "half" in words else (match.whole("n") or 1) * (15 if quarters else 1)
    sign = match.tokens.low(match.behind("n"))
    timed = "half" in words or quarters or any(word.startswith("min") for word in words)
    if not 0 < minutes < 60 or not (timed or (sign == "past" and minutes % 5 == 0)):
        return None
    number = match.whole("h") - (1 if sign == "to" else 0)
    half = match.low("m")[:1] or (_half_of(str(match.worth("p")), number) if "p" in match else "")
    return clock(number, f"{60 - minutes if sign == 'to' else minutes:02d}", half=half)


@rule("(digits|number)? n=noon")
def noon(match: Match) -> Meaning | None:
    return Point(clock=f"T{int(match.worth('n')):02d}")


@rule(
    "the? p=(part|night)", alone=lambda match: match.before in ("in", "during", "by") and match.end - match.begin == 2
)
@rule(
    "the? m=(early|late) dash? p=(part|night)",
    alone=lambda match: match.before in ("in", "by") or match.low("m") != match.tokens.low(match.begin),
)
def part(match: Match) -> Meaning | None:
    """The morning, the evening."""
    low = match.low("m")
    mod: Mod | None = "START" if low == "early" else "END" if low == "late" else None
    return Point(clock=f"T{match.worth('p')}", mod=mod)


@rule(f"h={_HOUR} (dash|to|until|and) c={_HOUR} in the p=part")
@rule(f"h={_HOUR} (dash|to|until|and) c=(digits|number|clock|bignum) m=meridiem")
@rule("h=clock (dash|to|until|and) c=(digits|number|clock) m=meridiem")
def between_hours(match: Match) -> Meaning | None:
    """5 to 6 p.m., 9-10:30 a.m."""
    if match.tokens.low(match.behind("h")) == "and" and match.before != "between":
        return None
    half = "a" if match.low("p") == "morning" else match.low("m")[:1] or "p"
    end = _either(match, "c", half)
    if end is None or end.clock is None:
        return None
    begin = _either(match, "h", half)
    if begin is None or begin.clock is None or begin.clock >= end.clock:
        begin = _either(match, "h", "a" if half == "p" else "p")
    return Stretch(begin=begin, end=end) if begin is not None else None


def _either(match: Match, name: str, half: str) -> Point | None:
    low = match.low(name)
    if not low[:1].isdigit() or low.isdigit():
        return clock(match.whole(name), half=half)
    return _written(low, half)
