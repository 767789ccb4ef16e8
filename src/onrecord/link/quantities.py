"""Figures and dates of a pile, each with the words around it: what conflicts are looked for among."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from onrecord.link.contents import sentence_of
from onrecord.link.listed import small_stems
from onrecord.link.pile import Pile
from onrecord.link.words import Hashes, Offsets, words
from onrecord.model import Figure, Span, Timex

NEAR = 9
"""Words on either side of a figure or a date that count as standing near it."""
_NUMERAL = re.compile(r"\d[\d.,]*\d|\d")
_WRITTEN_OUT = re.compile(
    r"\d{4}|(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)[a-z]*\.?\s\d|\d\s(?:Jan|Feb|Mar|Apr)"
)
_YEAR = re.compile(r"\b(?:1[5-9]|20)\d\d\b")


@dataclass(frozen=True, slots=True)
class Quantity:
    """A figure or a date in its sentence.

    `number` is its article's in the pile. Stems are those of words with a meaning: `near` weighs those around it by
    their distance, `whole` has those of the sentence, `names` those with a capital or a digit, `head` is the last of
    the words for what is counted.
    """

    number: int
    span: Span
    sentence: Span
    figure: Figure | None
    timex: Timex | None
    near: dict[int, float]
    whole: frozenset[int]
    names: frozenset[int]
    counted: frozenset[int]
    head: int | None
    before: tuple[int, ...]
    """The words with a meaning before it, the nearest first."""
    behind: tuple[int, ...]
    named: int | None
    """The nearest name before it, or else behind it: whose it is, often."""
    numerals: frozenset[str]
    """The other numbers of the sentence, in digits."""
    years: frozenset[str]
    clause: str
    """The words near it, without it: what the model reads."""
    statement: str | None
    written_out: bool
    """Of a date: whether its words give a year or a month, and not a weekday that is counted from the piece's date."""

    @property
    def kind(self) -> tuple[str, str | None]:
        """What can be set beside each other: dates; counts; the same unit or currency, a month as such."""
        if self.timex is not None:
            return "date", None
        assert self.figure is not None
        per = f"/{self.figure.per}" if self.figure.per else ""
        return self.figure.kind, f"{self.figure.unit or ''}{per}"


def quantities(pile: Pile) -> list[Quantity]:
    """The figures and dates of a pile that have a value, in its order: no ordinals, no lengths of time, no "today" of a
    piece that gives no date."""
    found = []
    for number, article in enumerate(pile.articles):
        places: list[tuple[Span, Figure | None, Timex | None]] = [
            (one.span, one, None) for one in article.figures if one.value is not None and one.kind != "ordinal"
        ]
        places += [(one.span, None, one) for one in article.dates if _is_place(one)]
        places.sort(key=lambda place: place[0])
        for sentence, inside in _by_sentence(article.text, article.language, places):
            found += [_quantity(number, article.text, sentence, *place) for place in inside]
    return found


_PLACE = re.compile(r"\d{4}(?:-\d\d(?:-\d\d)?)?(?:T.*)?")


def _is_place(one: Timex) -> bool:
    """Whether an expression means one year, month or day of the calendar."""
    plain = one.value is not None and _PLACE.fullmatch(one.value) is not None
    return one.anchored and plain and one.begin is None and one.type in ("DATE", "TIME")


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
    number: int, text: str, sentence: Span, span: Span, figure: Figure | None, timex: Timex | None
) -> Quantity:
    read = words(sentence.of(text))
    stems, starts, ends = read.stems, read.starts + sentence.start, read.ends + sentence.start
    outside = (ends <= span.start) | (starts >= span.end)
    meaning = np.array([stem not in small_stems() for stem in stems.tolist()], dtype=bool) & outside
    digits = np.array([text[start].isdigit() for start in starts.tolist()], dtype=bool)
    meaning &= ~digits
    places = np.flatnonzero(meaning)
    middle = int(np.searchsorted(starts, span.start))
    near: dict[int, float] = {}
    for at in places.tolist():
        away = at - middle if at >= middle else middle - at
        if away <= NEAR:
            near[int(stems[at])] = max(near.get(int(stems[at]), 0.0), 1.0 - away / (NEAR + 2))
    thing = figure.counted if figure is not None else timex.event if timex is not None else None
    counted = words(thing.of(text)).stems.tolist() if thing is not None else []
    counted = [stem for stem in counted if stem not in small_stems()]
    rest = text[sentence.start : span.start] + " " + text[span.end : sentence.end]
    said = figure.statement if figure is not None else timex.statement if timex is not None else None
    return Quantity(
        number=number,
        span=span,
        sentence=sentence,
        figure=figure,
        timex=timex,
        near=near,
        whole=frozenset(stems[places].tolist()),
        names=frozenset(stems[places[read.telling[places]]].tolist()),
        counted=frozenset(counted),
        head=counted[-1] if counted and figure is not None else None,
        before=tuple(stems[places[starts[places] < span.start]][::-1].tolist()),
        behind=tuple(stems[places[starts[places] > span.start]].tolist()),
        named=_named(stems[places], starts[places], read.telling[places], span),
        numerals=frozenset(_NUMERAL.findall(rest)),
        years=frozenset(_YEAR.findall(rest)),
        clause=_clause(text, starts, ends, middle, span),
        statement=said,
        written_out=_WRITTEN_OUT.search(span.of(text)) is not None,
    )


def _named(stems: Hashes, starts: Offsets, telling: NDArray[np.bool_], span: Span) -> int | None:
    """The nearest stem with a capital before a span, or else behind it."""
    named = np.flatnonzero(telling)
    before = named[starts[named] < span.start]
    chosen = before[-1:] if len(before) else named[:1]
    return int(stems[chosen[0]]) if len(chosen) else None


def _clause(text: str, starts: Offsets, ends: Offsets, middle: int, span: Span) -> str:
    low = starts[max(0, middle - NEAR)] if len(starts) else span.start
    high = ends[min(len(ends) - 1, middle + NEAR)] if len(ends) else span.end
    return " ".join((text[min(low, span.start) : span.start] + " " + text[span.end : max(high, span.end)]).split())
