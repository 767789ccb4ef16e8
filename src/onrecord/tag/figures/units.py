"""Numbers with what they are measured in: percent, money, measures, temperatures, ages.

Which words mean which unit is data (`lexicon/quantities.toml`). A currency that the words tell has its ISO 4217 code;
one that several countries have ("dollar", "franc") keeps its word, and the article as a whole decides what that means.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from fractions import Fraction
from functools import cache
from typing import Literal

from msgspec import Struct

from onrecord import lexicon
from onrecord.tag.figures.numerals import Number

Kind = Literal["count", "ordinal", "share", "money", "measure", "temperature", "age"]

MILLION = 1_000_000
_SHARES = re.compile(r"%|per\s?cent", re.IGNORECASE)
_POINTS = re.compile(r"(?:(?P<hyphen>-)point|\spoints?)\b")
_MILLIONS_OF = re.compile(r"m\s(?:people|(?!is\b|was\b)[a-z]{3,}s\b)")
"""Behind a number, "m" in front of a plural is a million."""
_INDEX = re.compile(r"\b(?:Dow|Nasdaq|FTSE|Nikkei|DAX|Hang Seng|index|Index|S\.?&P)\b")
_INDEX_LOOK = 70
"""Code points in front of points in which an index of shares may stand, whose points they are."""
_GAME_LOOK = 50
"""Code points on either side of points in which a word of a game may stand."""
_TENS_LOOK = 14
_TENS_END = re.compile(r"s(?!\w)")
MID_NUMBER = 40
"""The largest tens of which "mid" tells a number: "the mid-80s" are years."""
_OF_A = re.compile(r"\s(?:of\s)?an?(?=\s)")
_BEFORE = 8
"""Code points in front of a number in which the sign of its currency stands."""


class Quantity(Struct, frozen=True, gc=False):
    """A number with its unit: `start` and `end` are those of both together."""

    start: int
    end: int
    value: Fraction | None
    kind: Kind
    number: Number
    unit: str | None = None
    hyphen: bool = False
    """A hyphen joins number and unit: "3-inch", "43-year-old"."""


class Table(Struct, frozen=True):
    """Units that stand behind a number, by their words in small letters with single spaces."""

    units: dict[str, str]
    expression: re.Pattern[str]

    def match(self, text: str, at: int) -> tuple[str, int, bool] | None:
        """The unit that begins at the end of a number, where it ends, and whether a hyphen stands between."""
        found = self.expression.match(text, at)
        if found is None:
            return None
        unit = self.units.get(found["unit"]) or self.units[_plain(found["unit"])]
        return unit, found.end(), bool(found["hyphen"])


def _plain(words: str) -> str:
    return " ".join(words.lower().replace("-", " ").split())


@cache
def _tables() -> dict[str, Table]:
    data = lexicon.load("quantities")
    codes = {code: code for code in data["currency_codes"]["codes"]}
    signs = {sign: unit for sign, unit in data["currency_signs"].items() if len(sign) == 1 or not sign.isascii()}
    return {
        "share": _table(data["shares"]),
        "money": _table(data["currency_words"], {**codes, **signs}),
        "age": _table(data["ages"]),
        "temperature": _table(data["temperatures"]),
        "measure": _table(data["measures"], data["measure_signs"]),
    }


def _table(rows: dict[str, list[str]], exact: dict[str, str] | None = None) -> Table:
    units = {_plain(word): unit for unit, words in rows.items() for word in words}
    units |= exact or {}
    loose = [
        re.escape(word).replace(r"\ ", r"[\s-]{1,2}").replace(r"\-", r"[\s-]")
        for words in rows.values()
        for word in words
    ]
    strict = [f"(?-i:{re.escape(word)})" + (r"(?!\s?\d)" if word == "$" else "") for word in exact or ()]
    parts = "|".join(sorted([*loose, *strict], key=len, reverse=True))
    return Table(
        units,
        re.compile(
            rf"(?:(?P<hyphen>\s?[-‐‑]\s?)|[ \xa0\u202f]{{0,2}}\n?)(?P<unit>{parts})(?:(?<!\w)|(?!\w))", re.IGNORECASE
        ),
    )


@cache
def _signs() -> tuple[re.Pattern[str], dict[str, str]]:
    """What finds the sign of a currency in front of a number, and the currencies by sign without spaces."""
    data = lexicon.load("quantities")
    signs = {sign.replace(" ", "").lower(): unit for sign, unit in data["currency_signs"].items()}
    signs |= {code.lower(): code for code in data["currency_codes"]["codes"]}
    parts = [
        (r"(?<![^\W\d_])" if sign[0].isalpha() and sign.isascii() else "") + re.escape(sign)
        for sign in data["currency_signs"]
    ]
    parts += [rf"(?-i:(?<!\w){code})" for code in data["currency_codes"]["codes"]]
    alternatives = "|".join(sorted(parts, key=len, reverse=True))
    return re.compile(rf"(?P<sign>{alternatives})\s?$", re.IGNORECASE), signs


@cache
def _millions() -> re.Pattern[str]:
    return re.compile(rf"\sM(?P<code>{'|'.join(lexicon.load('quantities')['currency_codes']['millions'])})(?!\w)")


def of_kind(
    text: str, found: Sequence[Number], kind: Literal["share", "money", "age", "temperature", "measure"]
) -> list[Quantity]:
    """The numbers of a text that have a unit of one kind, with it."""
    quantities = [_priced(text, one) if kind == "money" else _behind(text, one, kind) for one in found]
    return compounds(text, [one for one in quantities if one is not None])


def quantities(text: str, found: Iterable[Number], sterling: bool) -> list[Quantity]:
    """Every number with its unit where it has one; of two readings ("pounds") the one that fits.

    Args:
        text: where they stand.
        found: the numbers, in order.
        sterling: whether "pounds" are money throughout.
    """
    shares = _SHARES.search(text) is not None
    return compounds(text, [_quantity(text, one, sterling, shares) for one in found])


def _quantity(text: str, number: Number, sterling: bool, shares: bool) -> Quantity:
    special = (_points(text, number) if shares else None) or _tens(text, number)
    if special is not None:
        return special
    if number.form != "ordinal":
        price = _priced(text, number)
        weighed = price is not None and price.start == number.start and text.startswith(" of ", price.end)
        if price is not None and (
            price.unit != "pound" or number.scaled or (sterling and not weighed) or price.start < number.start
        ):
            return price
        for kind in ("share", "age", "temperature", "measure"):
            quantity = _behind(text, number, kind)
            if quantity is not None and quantity.unit == "metre" and _MILLIONS_OF.match(text, number.end):
                value = number.value and number.value * MILLION
                return Quantity(number.start, quantity.end, value, "count", number)
            if quantity is not None:
                return quantity
    part = number.form == "fraction" and number.value is not None and number.value < 1
    plain: Kind = "ordinal" if number.form == "ordinal" else "share" if part else "count"
    return Quantity(number.start, number.end, number.value, plain, number)


def _behind(text: str, number: Number, kind: Literal["share", "age", "temperature", "measure"]) -> Quantity | None:
    if (
        number.form == "ordinal"
        or (number.form == "vague" and kind not in ("measure", "share"))
        or coded(text, number.start)
    ):
        return None
    if number.form == "vague" and kind == "measure" and text.startswith(" of ", number.end):
        return _vague(text, number, kind)
    article = _OF_A.match(text, number.end) if number.form == "fraction" and kind in ("share", "measure") else None
    found = _tables()[kind].match(text, number.end if article is None else article.end())
    if found is None:
        return None
    unit, end, hyphen = found
    return Quantity(number.start, end, number.value, kind, number, unit, hyphen)


def _vague(text: str, number: Number, kind: Literal["money", "measure"]) -> Quantity | None:
    """ "Millions of dollars", "dozens of miles"; a bare "pounds" is money behind millions alone."""
    found = _tables()[kind].match(text, number.end + len(" of"))
    if found is None or (kind == "money" and found[0] == "pound" and (number.value or 0) < MILLION):
        return None
    return Quantity(number.start, found[1], number.value, kind, number, found[0])


def _points(text: str, number: Number) -> Quantity | None:
    """ "7 points", "an 18-point lead", where an article gives shares: points of a percentage."""
    if number.form not in ("digits", "words") or number.value is None or number.value >= 100 or number.glued:
        return None
    match = _POINTS.match(text, number.end)
    if match is None or _INDEX.search(text, max(0, number.start - _INDEX_LOOK), number.start):
        return None
    if _games().search(text, max(0, number.start - _GAME_LOOK), match.end() + _GAME_LOOK):
        return None
    if coded(text, number.start) or (match["hyphen"] and not _point_nouns().match(text, match.end())):
        return None
    return Quantity(number.start, match.end(), number.value, "share", number, "percentage point", bool(match["hyphen"]))


@cache
def _games() -> re.Pattern[str]:
    return re.compile(rf"\b(?:{'|'.join(lexicon.load('quantities')['share_points']['games'])})\b")


@cache
def _point_nouns() -> re.Pattern[str]:
    nouns = "|".join(lexicon.load("quantities")["share_points"]["nouns"])
    return re.compile(rf"(?:\s[a-z-]+)?\s(?:{nouns})\b")


def _tens(text: str, number: Number) -> Quantity | None:
    """ "The mid-30s", and as an age "her 40s" or "his early 40s"; "the 80s" and "the late 80s" are years."""
    if not number.glued or number.value is None or number.value % 10 or not 20 <= number.value <= 90:
        return None
    match = _tens_before().search(text, max(0, number.start - _TENS_LOOK), number.start)
    if match is None or _TENS_END.match(text, number.end) is None:
        return None
    word, aged = (match["word"] or "").lower(), match["whose"] is not None
    if not aged and (word in ("", "early", "late") or (word == "mid" and number.value > MID_NUMBER)):
        return None
    above = lexicon.load("quantities")["tens"].get(word, 0)
    start = match.start("word") if word else number.start
    kind: Kind = "age" if aged else "count"
    return Quantity(start, number.end + 1, number.value + above, kind, number, "year" if aged else None)


@cache
def _tens_before() -> re.Pattern[str]:
    words = "|".join(lexicon.load("quantities")["tens"])
    return re.compile(rf"\b(?P<whose>(?:his|her|their|my|your|our)\s)?(?:(?P<word>{words})[-\s])?$", re.IGNORECASE)


def _priced(text: str, number: Number) -> Quantity | None:
    if number.form == "ordinal":
        return None
    if number.form == "vague" and text.startswith(" of ", number.end):
        return _vague(text, number, "money")
    expression, signs = _signs()
    before = expression.search(text, max(0, number.start - _BEFORE), number.start)
    behind = _tables()["money"].match(text, number.end)
    if before is not None:
        unit = signs["".join(before["sign"].split()).lower()]
        end = behind[1] if behind is not None and behind[0].lower() in ("dollar", unit.lower()) else number.end
        return Quantity(before.start(), end, number.value, "money", number, unit)
    if behind is not None:
        return Quantity(number.start, behind[1], number.value, "money", number, behind[0], behind[2])
    millions = _millions().match(text, number.end)
    if millions is None or number.value is None:
        return None
    return Quantity(number.start, millions.end(), number.value * MILLION, "money", number, millions["code"])


_CODE = re.compile(r"(?<!\w)[^\W\d_]\w{0,9}(?<!-to)(?<!-or)[-–]$|(?<!\d[x×])(?<=[^\W\d_])$")


def coded(text: str, start: int) -> bool:
    """Whether what begins here is the rest of a code: "F-16", "SCP-173m"; not of "18-to-34"."""
    return _CODE.search(text, max(0, start - 12), start) is not None


def compounds(text: str, found: Sequence[Quantity]) -> list[Quantity]:
    """The same, amounts in two units joined: "3 dollars 50 cents", "5 feet 2 inches"."""
    joined: list[Quantity] = []
    for one in found:
        if joined and one.start < joined[-1].end:
            # "20 $5": the sign is the second number's.
            number = joined[-1].number
            joined[-1] = Quantity(number.start, number.end, number.value, "count", number)
        whole = _compound(text, joined[-1], one) if joined else None
        if whole is None:
            joined.append(one)
        else:
            joined[-1] = whole
    return joined


_OF = re.compile(r"\sof\s")
_WITHIN = re.compile(r"\s(?:and\s)?")


def _compound(text: str, first: Quantity, second: Quantity) -> Quantity | None:
    if first.number.form == "fraction" and first.unit is None and first.value is not None:
        # "Half of 1 percent".
        whole = second.kind == "share" and second.unit is not None and second.value == 1
        if not whole or _OF.fullmatch(text, first.end, second.start) is None:
            return None
        return Quantity(first.start, second.end, first.value, "share", first.number, second.unit)
    if first.unit is None or first.value is None or second.value is None:
        return None
    data = lexicon.load("quantities")
    if second.unit is None:
        # "A 5-foot-11 sailor".
        if first.unit != "foot" or not first.hyphen or text[first.end : second.start] != "-" or second.value >= 12:
            return None
        parts = 12
    elif data["currency_parts"].get(first.unit) == second.unit:
        parts = 100
    elif data["measure_parts"].get(first.unit, ("",))[0] == second.unit:
        parts = int(data["measure_parts"][first.unit][1])
    else:
        return None
    if second.value >= parts or (second.unit is not None and _WITHIN.fullmatch(text, first.end, second.start) is None):
        return None
    value = first.value + second.value / parts
    return Quantity(first.start, second.end, value, first.kind, first.number, first.unit)
