"""Numbers and lengths of time in tokens."""

from __future__ import annotations

import re
from decimal import Decimal

from onrecord.tag.dates.meaning import Unit
from onrecord.tag.dates.words import Tokens, ascii_digits, calendar_words

UNKNOWN = "X"
"""The amount of "a few days", after TIMEX3."""
_MULTIPLES = {"couple": 2, "hundred": 100, "thousand": 1000, "dozen": 12}
_NUMERAL = re.compile(r"\d+(?:\.\d+)?")


def number_of(tokens: Tokens, begin: int, end: int) -> Decimal | None:
    """The number that tokens say, in digits ("1,200", "3.5") or words ("two hundred and six"); None where none is said.

    "A" counts as one, "a couple" as two, "a dozen" as twelve.
    """
    total, part = Decimal(0), Decimal(0)
    said = False
    for at in range(begin, end):
        low = tokens.low(at)
        if low in _MULTIPLES:
            part = (part or Decimal(1)) * _MULTIPLES[low]
            if low == "thousand":
                total, part = total + part, Decimal(0)
        elif (value := _value(low)) is not None:
            part += Decimal(value)
        else:
            continue
        said = True
    return total + part if said else None


def _value(low: str) -> int | Decimal | None:
    if low[:1].isdigit():
        digits = ascii_digits(low).replace(",", "").rstrip("stndrh")
        return Decimal(digits) if _NUMERAL.fullmatch(digits) else None
    if low in ("a", "an", "another", "all", "whole", "full", "entire"):
        return 1
    worth = 2 if low == "second" else calendar_words().worth.get(low)
    if isinstance(worth, str):
        return Decimal(worth) if _NUMERAL.fullmatch(worth) else None
    return worth


def parts_of(tokens: Tokens, begin: int, end: int) -> tuple[tuple[str, Unit], ...]:
    """The amounts and units of a length: "two years and a month", "an hour and a half", "half a day"."""
    parts: list[tuple[str, Unit]] = []
    start = begin
    for at in range(begin, end):
        unit = unit_of(tokens, at)
        if unit is not None and not (unit == "quarter" and at + 1 < end and unit_of(tokens, at + 1)):
            parts.append((_amount(tokens, start, at), unit))
            start = at + 1
    rest = [tokens.low(at) for at in range(start, end)]
    if parts and ("half" in rest or "quarter" in rest):
        parts[-1] = (_plus(parts[-1][0], "0.5"), parts[-1][1])
    return tuple(parts)


def unit_of(tokens: Tokens, at: int) -> Unit | None:
    """The unit that a token names."""
    known = calendar_words()
    if tokens.codes[at] not in (known.classes["unit"], known.classes["units"], known.classes["second"]):
        return None
    return str(known.worth[tokens.low(at)])


def _amount(tokens: Tokens, begin: int, end: int) -> str:
    words = [tokens.low(at) for at in range(begin, end)]
    part = "0.5" if "half" in words else "0.25" if "quarter" in words else None
    if part is not None:
        until = begin + max((at for at, word in enumerate(words) if word == "and"), default=0)
        number = number_of(tokens, begin, until)
        return part if number is None else _plus(numeral(number), part)
    number = number_of(tokens, begin, end)
    vague = any(tokens.codes[at] == calendar_words().classes["vague"] for at in range(begin, end))
    return UNKNOWN if number is None or vague or "handful" in words else numeral(number)


def _plus(amount: str, part: str) -> str:
    return amount if amount == UNKNOWN else numeral(Decimal(amount) + Decimal(part))


def numeral(number: Decimal) -> str:
    """A number without an exponent and without zeros behind its point."""
    return f"{number.normalize():f}"
