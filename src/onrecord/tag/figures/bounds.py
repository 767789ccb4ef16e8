"""What the words around a number say of how exact it is, and ranges of two numbers.

    some 17,000             about           12,000 or more          at least
    up to 700               at most         between 20 and 30       a range
    15 to 20 percent        a range         more than 30 and less than or equal to 40     a range

A comparator reaches over the sign of a currency, and two ends of a range share a unit and the word that multiplies.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from fractions import Fraction
from functools import cache

from msgspec import Struct

from onrecord import lexicon
from onrecord.model.pieces import Comparator
from onrecord.tag.figures.tokens import words as number_words
from onrecord.tag.figures.units import Quantity

_LOOK = 36
"""Code points in front of a number in which its comparator stands; the longest has 25."""


class Bound(Struct, frozen=True, gc=False):
    """One quantity with a comparator, or two that make a range; `start` and `end` hold the words that say so too."""

    start: int
    end: int
    quantities: tuple[Quantity, ...]
    comparator: Comparator | None
    """What is said of one quantity; None of a range."""
    low: Fraction | None = None
    high: Fraction | None = None
    low_included: bool = False
    high_included: bool = False
    opener: str = ""
    """The words in front of a range (between, from); "both" of two comparators, "verb" where a verb compares."""


class _Words(Struct, frozen=True):
    before: re.Pattern[str]
    behind: re.Pattern[str]
    meanings: dict[str, Comparator]
    verbs: frozenset[str]


@cache
def _words() -> _Words:
    data = lexicon.load("quantities")
    meanings: dict[str, Comparator] = {}
    before: list[str] = []
    for table in ("comparators", "relations"):
        for meaning, phrases in data[table].items():
            meanings |= dict.fromkeys(phrases, meaning)
            before += phrases
    behind = {phrase: meaning for meaning, phrases in data["comparators_behind"].items() for phrase in phrases}
    patterns = [_spaced(phrase) + ("" if phrase[-1] in "+" else r"(?!\w)(?!\s+(?:than|to)\s+\S)") for phrase in behind]
    return _Words(
        re.compile(rf"(?<![\w-])(?P<words>{_any(map(_spaced, before))})\s(?:another\s)?$", re.IGNORECASE),
        re.compile(rf"(?:(?<=\w)(?=[-+])|\s)(?P<words>{_any(patterns)})", re.IGNORECASE),
        meanings | behind,
        frozenset(word for words in data["relations"].values() for word in words if " " not in word),
    )


def _spaced(phrase: str) -> str:
    return re.escape(phrase).replace(r"\ ", r"\s+")


def _any(patterns: Sequence[str] | map[str]) -> str:
    return "|".join(sorted(patterns, key=len, reverse=True))


_OPENER = re.compile(r"(?<!\w)(?P<word>between(?:\s(?:the\s)?ages(?:\sof)?)?|from)\s+$", re.IGNORECASE)
_TO = re.compile(r"\s?(?P<sign>[-‐‑–—])\s?|\s(?P<word>to|through|or|-to-)\s|-(?P<tight>to|or)-")
_AND = re.compile(r"\sand\s|\s?[-–]\s?")
_SUM = re.compile(r"\badd(?:s|ed|ing)?\sup\sto$", re.IGNORECASE)
_LETTERS = re.compile(r"[^\W\d_]+")
_BOTH = re.compile(r",?\s(?:and|but)\s|,\s")


def bounds(text: str, found: Sequence[Quantity]) -> list[Bound]:
    """The quantities of a text that have a comparator or make a range, in order.

    Args:
        text: where they stand.
        found: the quantities, in order.
    """
    made: list[Bound] = []
    at = 0
    while at < len(found):
        following = found[at + 1] if at + 1 < len(found) else None
        bound = None if following is None else _range(text, found[at], following)
        if bound is not None:
            at += 1
        else:
            bound = _compared(text, found[at])
        at += 1
        if bound is None:
            continue
        both = _both(text, made[-1], bound) if made else None
        if both is not None:
            made[-1] = both
        else:
            made.append(bound)
    return made


def _plain(words: str) -> str:
    return " ".join(words.lower().split())


def _range(text: str, first: Quantity, second: Quantity) -> Bound | None:
    gap = second.start - first.end
    if (
        not 0 < gap <= 9
        or first.kind == "ordinal"
        or second.kind == "ordinal"
        or first.value is None
        or second.value is None
        or (first.number.form == "fraction" and second.unit is not None)
        or text[first.end : second.start].strip() == "—"
    ):
        return None
    opener = _OPENER.search(text, max(0, first.start - _LOOK), first.start)
    word = opener["word"].lower() if opener is not None else ""
    match = (_AND if word.startswith("between") else _TO).fullmatch(text, first.end, second.start)
    if match is None or (first.unit is not None and second.unit is not None and first.unit != second.unit):
        return None
    low = first.value * _multiple(text, first, second)
    if low >= second.value or (first.unit is not None and second.unit is None):
        return None
    start = opener.start() if opener is not None else first.start
    return Bound(start, second.end, (first, second), None, low, second.value, True, False, word)


def _multiple(text: str, first: Quantity, second: Quantity) -> int:
    """What the words or letters behind the second number multiply the first with: "2 to 3 million", "2-3k"."""
    number = second.number
    if first.number.scaled or not number.scaled or number.value is None or first.value is None or first.value >= 1000:
        return 1
    scales, multiple = number_words().suffixes, 1
    for word in reversed(_LETTERS.findall(text, number.start, number.end)):
        times = scales.get(word) or scales.get(word.lower())
        if times is None:
            break
        multiple *= times
    return multiple if first.value < number.value / multiple else 1


def _compared(text: str, one: Quantity) -> Bound | None:
    words = _words()
    before = words.before.search(text, max(0, one.start - _LOOK), one.start)
    behind = words.behind.match(text, one.end)
    if before is not None and _SUM.search(text, max(0, before.start() - 8), before.end("words")):
        before = None
    if before is None and behind is None:
        return None
    said = words.meanings[_plain(before["words"])] if before is not None else None
    start, end = one.start if before is None else before.start(), one.end
    if behind is not None and said in (None, "about", "exactly"):
        said, end = words.meanings[_plain(behind["words"])], behind.end()
        if before is not None and words.meanings[_plain(before["words"])] == "about":
            start = one.start
    low = one.value if said in ("at_least", "more_than", "exactly") else None
    high = one.value if said in ("at_most", "less_than", "exactly") else None
    verb = before is not None and _plain(before["words"]) in words.verbs
    return Bound(
        start,
        end,
        (one,),
        said,
        low,
        high,
        said in ("at_least", "exactly"),
        said in ("at_most", "exactly"),
        "verb" if verb else "",
    )


def _both(text: str, first: Bound, second: Bound) -> Bound | None:
    """A lower and an upper end in one: "more than 30 and less than 40"."""
    if len(first.quantities) + len(second.quantities) > 2 or _BOTH.fullmatch(text, first.end, second.start) is None:
        return None
    if "exactly" in (first.comparator, second.comparator) or (first.low is None) == (second.low is None):
        return None
    low, high = (first, second) if first.low is not None else (second, first)
    if low.low is None or high.high is None or low.low >= high.high:
        return None
    return Bound(
        first.start,
        second.end,
        (low.quantities[0], high.quantities[0]),
        None,
        low.low,
        high.high,
        low.low_included,
        high.high_included,
        "both",
    )
