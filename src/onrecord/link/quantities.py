"""Figures and dates of a pile, each with the words around it: what conflicts are looked for among."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache
from math import floor

import msgspec
import numpy as np

from onrecord import lexicon
from onrecord.link.contents import sentence_of
from onrecord.link.dates import When, parsed
from onrecord.link.listed import listed_hashes, small_stems
from onrecord.link.pile import Pile
from onrecord.link.side_by_side import Around
from onrecord.link.values import OpenBy
from onrecord.link.words import words
from onrecord.model import Figure, Span, Timex

NEAR = 9
"""Words on either side of a figure or a date that count as standing near it."""
ASIDE = 30
"""Code points on either side of a figure or a date that hold the next words."""
_GOES_ON, _WENT_BEFORE = re.compile(r"\s?[:–-]\s?\d"), re.compile(r"\d\s?[:,.–-]\s?$")
"""Where a number is part of a time of day, a score, or a longer number that was torn apart ("8 : 41", "15 - 17")."""
_YEAR = re.compile(r"\b(?:1[5-9]|20)\d\d\b")
_LETTERS = re.compile(r"[a-z]+")


@dataclass(frozen=True, slots=True)
class Quantity:
    """A figure or a date in its sentence.

    `number` is its article's in the pile. Stems are those of words with a meaning: `near` are those around it, `whole`
    those of the sentence, `names` those with a capital or a digit, `head` is the last of the words for what is counted.
    """

    number: int
    span: Span
    sentence: Span
    figure: Figure | None
    timex: Timex | None
    near: frozenset[int]
    whole: frozenset[int]
    names: frozenset[int]
    counted: frozenset[int]
    head: int | None
    around: Around
    """The words of the sentence, without it: what the model reads."""
    statement: str | None
    part: bool
    """Whether a figure is told as a part of a whole: "two other", "including four"."""
    open_by: OpenBy | None
    """Of a date: what its words leave it open by."""
    lag: int | None
    """Of a day: how many days behind its piece's date it lies, where that one is a day."""
    until: bool = False
    """Of a date: whether it is the end of a stretch ("from 2019 until 2027")."""

    @property
    def kind(self) -> tuple[str, str | None]:
        """What can be set beside each other: dates; counts; the same unit or currency, a month as such."""
        if self.timex is not None:
            return "date", None
        assert self.figure is not None
        per = f"/{self.figure.per}" if self.figure.per else ""
        return self.figure.kind, f"{self.figure.unit or ''}{per}"


def quantities(pile: Pile) -> list[Quantity]:
    """The figures and dates of a pile that have a value, in its order: no ordinals, no years before a name ("the 2031
    regatta"), no parts of scores and times, no lengths of time, no "today" of a piece that gives no date."""
    found = []
    for number, article in enumerate(pile.articles):
        places: list[tuple[Span, Figure | None, Timex | None]] = [
            (one.span, one, None) for one in article.figures if _is_amount(one, article.text)
        ]
        places += [(one.span, None, one) for one in article.dates if _is_place(one, article.text)]
        places.sort(key=lambda place: place[0])
        for sentence, inside in _by_sentence(article.text, article.language, places):
            found += [_quantity(number, article.text, pile.whens[number], sentence, *place) for place in inside]
    return found


def until(pile: Pile) -> list[Quantity]:
    """The ends of stretches of years, months or days that a pile tells of, in its order: "from 2019 until 2027"."""
    found = []
    for number, article in enumerate(pile.articles):
        for one in article.dates:
            if _is_until(one, article.text):
                end = msgspec.structs.replace(one, value=one.end, begin=None, end=None)
                sentence = sentence_of(article.text, one.span, article.language)
                made = _quantity(number, article.text, pile.whens[number], sentence, one.span, None, end)
                found.append(replace(made, until=True))
    return found


def _is_until(one: Timex, text: str) -> bool:
    """Whether an expression means a stretch with an end that is said in a word, and not by a dash."""
    told = words(one.span.of(text)).hashes.tolist()
    ended = one.begin is not None and one.end is not None and _PLACE.fullmatch(one.end) is not None
    return one.anchored and ended and not listed_hashes("contradicting", "until").isdisjoint(told)


def _is_amount(one: Figure, text: str) -> bool:
    if one.value is None or one.kind == "ordinal":
        return False
    part = _GOES_ON.match(text, one.span.end) or _WENT_BEFORE.search(text, max(0, one.span.start - 8), one.span.start)
    return not part and not (one.kind == "count" and _YEAR.fullmatch(one.span.of(text)))


_PLACE = re.compile(r"\d{4}(?:-\d\d(?:-\d\d)?)?(?:T.*)?")


def _is_place(one: Timex, text: str) -> bool:
    """Whether an expression means one year, month or day of the calendar."""
    plain = one.value is not None and _PLACE.fullmatch(one.value) is not None
    named = len(one.value or "") == 4 and _in_name(text, one.span)
    return one.anchored and plain and not named and one.begin is None and one.type in ("DATE", "TIME")


def _in_name(text: str, span: Span) -> bool:
    """Whether a year is part of a name: behind a determiner, with another word between at most, and before a word."""
    before = words(text[max(0, span.start - ASIDE) : span.start]).hashes[-2:].tolist()
    goes_on = text[span.end : span.end + 2].strip().isalpha()
    return goes_on and not listed_hashes("contradicting", "determiners").isdisjoint(before)


def _is_part(text: str, span: Span) -> bool:
    before = words(text[max(0, span.start - ASIDE) : span.start]).hashes[-1:].tolist()
    behind = words(text[span.end : span.end + ASIDE]).hashes[:2].tolist()
    of_them = behind[1:] if not listed_hashes("contradicting", "part_link").isdisjoint(behind[:1]) else []
    return not (
        listed_hashes("contradicting", "part_before").isdisjoint(before)
        and listed_hashes("contradicting", "part_behind").isdisjoint(behind[:1])
        and listed_hashes("contradicting", "part_of").isdisjoint(of_them)
    )


def _lag(value: str, published: When | None) -> int | None:
    """Days from the day of a piece to a day that it tells of."""
    told = parsed(value.split("T", maxsplit=1)[0])
    if published is None or told is None or max(told.last - told.first, published.last - published.first) >= 1:
        return None
    return floor(told.first) - floor(published.first)


def _by_sentence(
    text: str, language: str | None, places: Sequence[tuple[Span, Figure | None, Timex | None]]
) -> Iterator[tuple[Span, list[tuple[Span, Figure | None, Timex | None]]]]:
    """The places of each sentence that holds any."""
    current: Span | None = None
    inside: list[tuple[Span, Figure | None, Timex | None]] = []
    for place in places:
        if current is None or place[0].start >= current.end:
            if current is not None:
                yield current, inside
            current, inside = sentence_of(text, place[0], language), []
        inside.append(place)
    if current is not None:
        yield current, inside


def _quantity(
    number: int,
    text: str,
    published: When | None,
    sentence: Span,
    span: Span,
    figure: Figure | None,
    timex: Timex | None,
) -> Quantity:
    read = words(sentence.of(text))
    stems, starts, ends = read.stems, read.starts + sentence.start, read.ends + sentence.start
    outside = (ends <= span.start) | (starts >= span.end)
    meaning = np.array([stem not in small_stems() for stem in stems.tolist()], dtype=bool) & outside
    digits = np.array([text[start].isdigit() for start in starts.tolist()], dtype=bool)
    meaning &= ~digits
    places = np.flatnonzero(meaning)
    middle = int(np.searchsorted(starts, span.start))
    near = stems[places[np.abs(places - middle) <= NEAR]]
    thing = figure.counted if figure is not None else timex.event if timex is not None else None
    counted = words(thing.of(text)).stems.tolist() if thing is not None else []
    counted = [stem for stem in counted if stem not in small_stems()]
    said = figure.statement if figure is not None else timex.statement if timex is not None else None
    return Quantity(
        number=number,
        span=span,
        sentence=sentence,
        figure=figure,
        timex=timex,
        near=frozenset(near.tolist()),
        whole=frozenset(stems[places].tolist()),
        names=frozenset(stems[places[read.telling[places]]].tolist()),
        counted=frozenset(counted),
        head=counted[-1] if counted and figure is not None else None,
        around=Around(text[sentence.start : span.start], text[span.end : sentence.end]),
        statement=said,
        part=figure is not None and _is_part(text, span),
        open_by=_open_by(span.of(text)) if timex is not None else None,
        lag=_lag(timex.value or "", published) if timex is not None else None,
    )


def _open_by(told: str) -> OpenBy | None:
    """What the words of a date leave it open by: a day of a month without a year by a year, a weekday by a week, and
    "tonight" by a day."""
    if _YEAR.search(told):
        return None
    named = set(_LETTERS.findall(told.lower()))
    years_ago = "ago" in named and not named.isdisjoint(("year", "years"))
    if years_ago or not named.isdisjoint(_calendar("month", "weakmonth")):
        return "year"
    if not named.isdisjoint(_calendar("weekday")):
        return "week"
    return "day" if not listed_hashes("contradicting", "own_day").isdisjoint(words(told).hashes.tolist()) else None


@cache
def _calendar(*classes: str) -> frozenset[str]:
    """The words of some classes of the calendar."""
    return frozenset(word for one in classes for word in lexicon.load("calendar")["values"][one])
