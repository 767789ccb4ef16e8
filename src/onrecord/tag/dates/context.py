"""What a piece has spoken of so far, for times that count from it: "the following month", "two days later"."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable
from typing import NamedTuple

from onrecord.tag.dates.calendar import Anchor, Place
from onrecord.tag.dates.meaning import Meaning, Point, Stretch
from onrecord.tag.dates.places import Ground, Tense
from onrecord.tag.dates.rules import Atom
from onrecord.tag.dates.tense import tense_at
from onrecord.tag.dates.words import Tokens

REACH = 2
"""Sentences back in which the date lies that "the following month" counts from."""

_DAYS = frozenset(("day", "week", "weekend", "fortnight", "hour", "minute", "second"))
_MONTHS = frozenset(("month", "quarter"))


class _Spoken(NamedTuple):
    sentence: int
    at: Anchor
    year: int | None
    """The year, where the words name it."""


class Context:
    """The dates of a text up to where it is read.

    Args:
        piece: the date of the piece, None where it gives none.
    """

    def __init__(self, piece: Anchor | None) -> None:
        self._piece = piece
        self._tokens: Tokens | None = None
        self._bounds: list[int] = []
        self._before = 0
        self._spoken: list[_Spoken] = []

    def enter(self, tokens: Tokens) -> None:
        """Goes on to the next sentences of the text."""
        self._before += len(self._bounds)
        self._tokens, self._bounds = tokens, tokens.bounds()

    def _sentence(self, atom: Atom) -> int:
        return self._before + bisect_left(self._bounds, atom.begin)

    def ground(self, atom: Atom) -> Ground:
        """What the expression can be worked out from."""
        sentence, tokens = self._sentence(atom), self._tokens

        def tense() -> Tense:
            return Tense.UNSAID if tokens is None else tense_at(tokens, atom.begin, atom.end)

        return Ground(
            self._piece, self._antecedent(atom.meaning, sentence), tense, self._year(atom.meaning, sentence, tense)
        )

    def add(self, atom: Atom, place: Place) -> None:
        """Keeps where an expression lies, for the ones behind it."""
        span = place.span
        if span is None or place.decade is not None or place.century is not None:
            return
        first = span[0]
        precise = place.day is not None or place.week is not None
        at = Anchor(first.year, first.month, first.day) if precise else Anchor(first.year, place.month)
        self._spoken.append(_Spoken(self._sentence(atom), at, _named_year(atom.meaning)))

    def _antecedent(self, meaning: Meaning, sentence: int) -> Anchor | None:
        """The nearest date before that is precise enough to count from."""
        point = meaning.end if isinstance(meaning, Stretch) else meaning
        if not isinstance(point, Point) or point.base != "text":
            return None
        unit = point.unit or ("day" if point.weekday is not None else "month")
        for spoken in reversed(self._spoken):
            if spoken.sentence < sentence - REACH:
                return None
            vague = (unit in _DAYS and spoken.at.day is None) or (unit in _MONTHS and spoken.at.month is None)
            if not vague:
                return spoken.at
        return None

    def _year(self, meaning: Meaning, sentence: int, tense: Callable[[], Tense]) -> int | None:
        """The year that the sentence, or the one before, names for a past of its own: "In 2011 … in March"."""
        if not isinstance(meaning, Point) or not meaning.open or not (meaning.month or meaning.season or meaning.feast):
            return None
        if not self._spoken or self._spoken[-1].year is None or self._spoken[-1].sentence < sentence - 1:
            return None
        spoken = self._spoken[-1]
        later = self._piece is not None and spoken.year is not None and spoken.year >= self._piece.year
        return None if later or tense() > 0 else spoken.year


def _named_year(meaning: Meaning) -> int | None:
    point = meaning.end if isinstance(meaning, Stretch) else meaning
    return point.year if isinstance(point, Point) else None
