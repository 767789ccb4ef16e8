"""A seeded editor that changes one figure or date of a text to a clearly different one of the same kind and form.

It reads numbers by rules of its own, so that what the program cannot read can be altered too. What stands under a
hedge, in a range, a time of day or a score is left alone: another value there need not be another account.
"""

from __future__ import annotations

import random
import re
from decimal import ROUND_HALF_UP, Decimal
from typing import NamedTuple

FAR = (1.3, 1.9)
"""How many times the smaller of the old and the new figure the larger is."""
LEAST = 3
"""By how much two whole figures below 100 differ at least: an age may be a year off."""
YEARS, DAYS, MONTH_DAYS = 4, 8, 28
"""How far a year and a day of the month are moved at most; days after the 28th are not met."""

_NUMBERS = ["two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve", "thirteen"]
_MONTHS = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"]
_WEEKDAYS = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"]
_FIGURE = re.compile(r"[$€£]?(?P<number>\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?)")
_DAY = re.compile(r"(?P<month>[A-Za-z]+)\.? (?P<day>\d{1,2})")
_YEAR = re.compile(r"(?:1[89]|20)\d\d")
_HEDGE = re.compile(
    r"\b(?:about|around|nearly|almost|roughly|approximately|some|over|under|above|below|than|least|most|up to|many as|"
    r"much as|few as|little as|estimated|close to|close on|till|until|by|before|after|since|between)\s+"
    r"(?:the\s+|a\s+)?[$€£]?\s?$",
    re.I,
)
_HEDGE_BEHIND = re.compile(
    r"\s*(?:or so\b|or more\b|or less\b|-odd\b|plus\b|\+|to \d|or \d|%?\s?[-–—/:]\s?\d|[.,]\d|\s,\s\d{3})", re.I
)
_JOINED_BEFORE = re.compile(r"\d[-–—/:.,]$|\d (?:to|or|-|–) $|[-–—/:]$|[A-Za-z]$", re.I)


class Value(NamedTuple):
    """What an expression means: `form` is figure, word, year, day or weekday."""

    form: str
    value: Decimal
    month: int = 0


class Edit(NamedTuple):
    """A text with one figure or date changed wherever it stands for the same thing.

    `start` and `end` are where the expression that was asked for stands in the new text.
    """

    text: str
    start: int
    end: int
    old: Value
    new: Value


def read(words: str) -> Value | None:
    """What a figure or a date means; None for what cannot be altered: "half", "dozens", "thirty-one"."""
    lower = words.lower()
    if lower in _NUMBERS:
        return Value("word", Decimal(_NUMBERS.index(lower) + 2))
    if words.capitalize() in _WEEKDAYS:
        return Value("weekday", Decimal(_WEEKDAYS.index(words.capitalize())))
    if (day := _DAY.fullmatch(words)) and day["month"][:3].lower() in _MONTHS and 1 <= int(day["day"]) <= MONTH_DAYS:
        return Value("day", Decimal(day["day"]), _MONTHS.index(day["month"][:3].lower()) + 1)
    if _YEAR.fullmatch(words):
        return Value("year", Decimal(words))
    if figure := _FIGURE.fullmatch(words):
        return Value("figure", Decimal(figure["number"].replace(",", "")))
    return None


def same(one: Value, other: Value) -> bool:
    """Whether two mean the same, a number in words or in digits."""
    forms = [("figure" if value.form == "word" else value.form) for value in (one, other)]
    return forms[0] == forms[1] and one[1:] == other[1:]


def plain(text: str, start: int, end: int) -> bool:
    """Whether the expression stands by itself: under no hedge, and in no range, score, time of day or longer number."""
    before, behind = text[max(0, start - 25) : start], text[end : end + 12]
    return not (_HEDGE.search(before) or _HEDGE_BEHIND.match(behind) or _JOINED_BEFORE.search(before))


def altered(text: str, start: int, end: int, seed: str) -> Edit | None:
    """The text with the expression at `start` to `end` changed, in the same way at every run with one seed.

    A figure, a year or a day of a month is changed wherever it stands before the same word: one account does not
    contradict itself. None where the expression cannot be read or does not stand by itself.
    """
    words = text[start:end]
    old = read(words)
    if old is None or not plain(text, start, end):
        return None
    new = _another(old, random.Random(seed))
    if new is None:
        return None
    written = _written(words, old, new)
    places = [(start, end)] if old.form == "weekday" else list(_everywhere(text, words, end))
    pieces, at, moved = [], 0, start
    for low, high in places:
        pieces += [text[at:low], written]
        at = high
        if low < start:
            moved += len(written) - (high - low)
    return Edit("".join([*pieces, text[at:]]), moved, moved + len(written), old, new)


def _everywhere(text: str, words: str, end: int) -> list[tuple[int, int]]:
    """The places of an expression that the same word follows as at `end`."""
    following = re.match(r"\W*\w+", text[end:])
    behind = re.escape(following[0]) if following else ""
    found = re.finditer(rf"(?<![\w.,]){re.escape(words)}(?={behind}(?!\w))", text)
    return [match.span() for match in found]


def _another(old: Value, chance: random.Random) -> Value | None:
    """A clearly different value of the same form; None where there is none near."""
    if old.form == "weekday":
        return old._replace(value=(old.value + chance.randint(1, 6)) % 7)
    if old.form in {"day", "year"}:
        most = YEARS if old.form == "year" else DAYS
        steps = [
            step
            for step in range(-most, most + 1)
            if step and (old.form == "year" or 1 <= old.value + step <= MONTH_DAYS)
        ]
        return old._replace(value=old.value + chance.choice(steps))
    if not old.value:
        return None
    times = Decimal(str(round(chance.uniform(*FAR), 3)))
    ways = [old.value * times, old.value / times]
    chance.shuffle(ways)
    whole = old.value == old.value.to_integral_value()
    for value in ways:
        rounded = (value / _unit(old)).to_integral_value(ROUND_HALF_UP) * _unit(old)
        if whole and abs(rounded - old.value) < LEAST:
            rounded = old.value + chance.randint(LEAST, 5)
        if rounded > 0 and (old.form != "word" or 2 <= rounded <= len(_NUMBERS) + 1):
            return old._replace(value=rounded)
    return None


def _unit(old: Value) -> Decimal:
    """The place to which a new figure is rounded: it is no more precise than the old one, but has two digits."""
    exponent = old.value.as_tuple().exponent
    if isinstance(exponent, int) and old.value != old.value.to_integral_value():
        return Decimal(1).scaleb(exponent)
    digits = max(len(old.value.normalize().as_tuple().digits), 2)
    return max(Decimal(1), Decimal(1).scaleb(old.value.adjusted() - digits + 1))


def _written(words: str, old: Value, new: Value) -> str:
    """The new value in the form of the old words."""
    if old.form in {"word", "weekday"}:
        written = (_NUMBERS[int(new.value) - 2] if old.form == "word" else _WEEKDAYS[int(new.value)]).lower()
        return written.capitalize() if words[0].isupper() else written
    number = re.search(r"\d[\d,.]*$", words)
    assert number is not None
    decimals = len(number[0].rpartition(".")[2]) if "." in number[0] else 0
    digits = f"{new.value:,.{decimals}f}" if "," in number[0] else f"{new.value:.{decimals}f}"
    return words[: number.start()] + digits
