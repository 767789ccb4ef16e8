"""The grammar of places that count from the day of the piece or from a date that it spoke of before."""

from __future__ import annotations

from decimal import Decimal
from typing import Literal

import msgspec

from onrecord.tag.dates.meaning import Length, Meaning, Point, Unit
from onrecord.tag.dates.numbers import UNKNOWN, parts_of
from onrecord.tag.dates.points import goes_on_with_a_time, named
from onrecord.tag.dates.rules import Match, means, never, rule

Side = Literal[-1, 0, 1]

_PIECE: dict[str, Side] = {"this": 0, "current": 0, "last": -1, "past": -1, "next": 1, "coming": 1, "upcoming": 1}
_TEXT: dict[str, Side] = {
    "that": 0,
    "same": 0,
    "previous": -1,
    "preceding": -1,
    "following": 1,
    "subsequent": 1,
    "ensuing": 1,
}
_DETERMINER = "(this|that|last|past|previous|next|coming|following)"


def _direction(match: Match) -> tuple[Literal["piece", "text"], Side]:
    """From where a determiner counts, and to which side: "the next day" counts from the day spoken of."""
    word = match.low("d")
    if word in _TEXT:
        return "text", _TEXT[word]
    base: Literal["piece", "text"] = "text" if "a" in match and word == "next" else "piece"
    return base, _PIECE[word]


@rule("t=today p=(part|night)?")
def today(match: Match) -> Meaning | None:
    """Today, tomorrow, yesterday; yesterday morning."""
    clock = f"T{match.worth('p')}" if "p" in match else None
    return Point(base="piece", shift=((int(match.worth("t")), "day"),), unit="day", clock=clock)


means("tonight", Point(base="piece", unit="day", clock="TNI"))


@rule("the? unit s=(before|after) t=today")
def beside_today(match: Match) -> Meaning | None:
    """The day before yesterday."""
    if match.tokens.low(match.at("s") - 1) != "day":
        return None
    step = -1 if match.low("s") == "before" else 1
    return Point(base="piece", shift=((int(match.worth("t")) + step, "day"),), unit="day")


@rule(f"a=the? d={_DETERMINER} calendar? u=unit")
@rule("this d=(past|coming) u=unit")
def determined_unit(match: Match) -> Meaning | None:
    """Last week, this month, the following year, that day."""
    unit, (base, step) = str(match.worth("u")), _direction(match)
    if match.tokens.words[match.at("u")][:1].isupper() or (match.low("d") == "last" and goes_on_with_a_time(match)):
        return None
    lately = match.low("d") == "past" and match.tokens.low(match.begin) != "this"
    if lately or ("a" in match and match.low("d") == "last"):
        return Length(parts=(("1", unit),), window=-1)
    if unit == "weekend" and match.low("d") == "this" and match.end - match.begin == 2:
        return Point(weekend=True)
    if unit in ("minute", "hour", "second") and (step == 0 or match.low("d") == "last"):
        return None
    if match.low("d") == "that" and match.before in ("so", "say", "said", "says"):
        return None
    return Point(base=base, shift=((step, unit),), unit=unit)


@rule(f"a=the? d={_DETERMINER} p=(part|night)")
def determined_part(match: Match) -> Meaning | None:
    """This morning, last night, the next afternoon."""
    base, step = _direction(match)
    return Point(base=base, shift=((step, "day"),), unit="day", clock=f"T{match.worth('p')}")


@rule(f"a=the? d={_DETERMINER} w=(weekday|weakday|month|weakmonth|season|weakseason|feast dotted*)")
@rule("this d=(past|coming|last) w=(weekday|month|season)")
def determined_name(match: Match) -> Meaning | None:
    """Last Wednesday, next spring, this September."""
    word = match.tokens.words[match.at("w")]
    if match.low("d") == "that" or word in ("march", "may"):
        return None
    base, near = _direction(match)
    own_week = "week" if match.low("d") == "next" and base == "piece" else None
    return msgspec.structs.replace(named(match, "w"), base=base, near=near, unit=own_week)


@rule("the u=unit", alone=never)
def the_unit(match: Match) -> Meaning | None:
    """The year, where it is part of more: "the end of the year"."""
    unit = str(match.worth("u"))
    return None if unit == "weekend" else Point(base="piece", shift=((0, unit),), unit=unit)


@rule("the? u=unit", alone=lambda match: match.before in ("over", "on", "this") or match.end - match.begin == 2)
def weekend(match: Match) -> Meaning | None:
    return Point(weekend=True) if match.low("u") == "weekend" else None


@rule("the u=unit d=(after next|before last)")
def but_one(match: Match) -> Meaning | None:
    """The week after next, the year before last."""
    unit = str(match.worth("u"))
    return Point(base="piece", shift=((2 if match.low("d") == "after" else -2, unit),), unit=unit)


@rule("a=the u=(unit|night) d=(before|after|earlier|later)")
@rule("article u=(unit|night) d=(before|after|earlier|later)")
def beside(match: Match) -> Meaning | None:
    """The day before, a year later: counted from what was spoken of."""
    if match.low("d") in ("before", "after") and _goes_on(match):
        return None
    step = -1 if match.low("d") in ("before", "earlier") else 1
    if match.low("u") == "night":
        return Point(base="text", shift=((step, "day"),), unit="day", clock="TNI")
    unit = str(match.worth("u"))
    return Point(base="text", shift=((step, unit),), unit=unit)


def _goes_on(match: Match) -> bool:
    """Whether the thing before or after which it is follows: "two days after the vote"."""
    return match.after not in ("", ",", ".", ";", ":", ")", "”", '"', "and", "but", "in", "at", "on", "when", "?", "!")


@rule("hedge? l=length d=(ago|hence|earlier|later|prior)")
@rule("l=length d=(before|after)")
@rule("l=length d=from (reference|t=today)")
@rule("l=length d=(before|after) t=today")
@rule("l=units d=(ago|later|earlier)")
@rule("v=amount (to|or|dash) l=length d=(ago|earlier|later)")
def shifted(match: Match) -> Meaning | None:
    """Two years ago, three weeks from tomorrow, five days later."""
    word = match.low("d")
    if word in ("before", "after") and "t" not in match and _goes_on(match):
        return None
    if match.after == "than" or (word in ("later", "earlier") and match.after in ("this", "last", "next")):
        return None
    parts = parts_of(match.tokens, match.at("l"), match.behind("l"))
    backwards = word in ("ago", "before", "earlier", "prior", "previously", "beforehand")
    moved = steps(parts, -1 if backwards else 1)
    if "t" in match:
        moved += ((int(match.worth("t")), "day"),)
    piece = word in ("ago", "from", "hence") or "t" in match
    vague = "v" in match or any(amount == UNKNOWN for amount, _ in parts)
    return Point(base="piece" if piece else "text", shift=moved, unit=finest(moved), apart=True, vague=vague)


FEW = 3
"""What an amount without a number is taken for, where it has to be counted with."""
_SMALLER = {"century": (10, "decade"), "decade": (10, "year"), "year": (12, "month"), "quarter": (3, "month"),
            "month": (30, "day"), "fortnight": (14, "day"), "week": (7, "day"), "day": (24, "hour"),
            "hour": (60, "minute"), "minute": (60, "second")}  # fmt: skip
_SHORTER = ("century", "decade", "year", "quarter", "month", "fortnight", "week", "weekend", "day", "hour", "minute")


def steps(parts: tuple[tuple[str, Unit], ...], sign: int) -> tuple[tuple[int, Unit], ...]:
    """Whole steps: half a year is six months."""
    whole = []
    for amount, unit in parts:
        number = Decimal(FEW) if amount == UNKNOWN else Decimal(amount)
        if number != int(number) and unit in _SMALLER:
            times, unit = _SMALLER[unit]
            number *= times
        whole.append((sign * int(number), unit))
    return tuple(whole)


def finest(moved: tuple[tuple[int, Unit], ...]) -> Unit:
    return max(
        (unit for _, unit in moved), key=lambda unit: _SHORTER.index(unit) if unit in _SHORTER else len(_SHORTER)
    )


@rule("n=cardinal w=(weekday|weekdays) (from reference|later)")
def weekdays_on(match: Match) -> Meaning | None:
    """Two Sundays from now."""
    weekday = int(match.worth("w"))
    return Point(base="piece", near=1, weekday=weekday, nth=match.whole("n"), of="weekday")
