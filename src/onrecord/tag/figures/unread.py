"""Numbers that stand together as something else than a number: results, sizes, lists.

They are one figure without a value: what "52 to 48" says is not a number, and to read it as one would be wrong.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache

from onrecord import lexicon
from onrecord.tag.figures.numerals import Number
from onrecord.tag.figures.units import Quantity

LIST = "a list of numbers without spaces"
SIZE = "a size in several directions"
RESULT = "a result or a score"

_FROM = re.compile(r"\bfrom\s+$", re.IGNORECASE)
_SIGN = re.compile(r"[.;\n]")
_COMMA = re.compile(",")
_BY = re.compile(r"\s?[x×]\s?|[\s-]by[\s-]", re.IGNORECASE)
_TO = re.compile(r"[-‐‑–]|\sto\s|-to-")
_AROUND = 45
"""Code points on either side in which a word for a result is looked for."""


@cache
def _change() -> re.Pattern[str]:
    return re.compile(rf"\b(?:{'|'.join(lexicon.load('quantities')['nouns']['changing'])})\b", re.IGNORECASE)


@cache
def _loss() -> re.Pattern[str]:
    return re.compile(rf"\b(?:{'|'.join(lexicon.load('quantities')['apart']['losses'])})\b", re.IGNORECASE)


@cache
def _result() -> re.Pattern[str]:
    return re.compile(rf"\b(?:{'|'.join(lexicon.load('quantities')['apart']['results'])})\b", re.IGNORECASE)


def joined(text: str, found: Sequence[Quantity]) -> list[Quantity]:
    """The same quantities, those that make no number together in one, with the reason."""
    made: list[Quantity] = []
    for one in found:
        reason = _reason(text, made[-1], one) if made else None
        if reason is None:
            made.append(one)
            continue
        first = made[-1]
        number = Number(first.start, one.end, None, unread=reason)
        made[-1] = Quantity(first.start, one.end, None, one.kind, number, one.unit)
    return made


def _reason(text: str, first: Quantity, second: Quantity) -> str | None:
    gap = second.start - first.end
    if not 0 < gap <= 4 or first.kind == "ordinal" or second.kind == "ordinal":
        return None
    before = first.number.unread
    if before in (None, LIST) and first.unit is None and _COMMA.fullmatch(text, first.end, second.start):
        return LIST
    if before in (None, SIZE) and _BY.fullmatch(text, first.end, second.start):
        return SIZE
    if first.unit is not None and first.unit != second.unit:
        return None
    if before in (None, RESULT) and _TO.fullmatch(text, first.end, second.start) and _is_result(text, first, second):
        return RESULT
    return None


def _is_result(text: str, first: Quantity, second: Quantity) -> bool:
    """Whether two numbers are no range: the first is the larger, or words around tell of a vote or a game."""
    if first.value is None:
        return True
    if second.value is None or first.number.glued or second.kind in ("money", "age"):
        return False
    tight = text[first.end] in "-‐‑–"
    if first.unit is not None and not tight:
        return first.unit == "percent" and _are_shares(text, first, second)
    if not tight and _FROM.search(text, max(0, first.start - 8), first.start):
        return False
    if first.value >= second.value:
        return True
    if second.unit is not None:
        return False
    around = _result().search(text, max(0, first.start - _AROUND), second.end + _AROUND // 2)
    return around is not None and first.value.denominator == second.value.denominator == 1 and second.value < 1000


def _are_shares(text: str, first: Quantity, second: Quantity) -> bool:
    """Whether "49 percent to 47 percent" are the shares of two sides, and no change from one to the other."""
    if first.value is None or second.value is None or first.number.article or second.number.article:
        return False
    low = max(0, first.start - _AROUND)
    clause = _SIGN.split(text[low : first.start])[-1]
    if _FROM.search(clause) or _change().search(clause):
        return False
    return first.value > second.value or _loss().search(clause) is not None


def scored(text: str, start: int) -> bool:
    """Whether a word for a vote or a game stands in front of a place: "beat Vey 45-40"."""
    return _result().search(text, max(0, start - _AROUND), start) is not None
