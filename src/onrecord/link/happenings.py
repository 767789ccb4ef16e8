"""Tellings: the places of a pile that say what happened at a time, as numbers. The timeline compares them."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache

import numpy as np

from onrecord import lexicon
from onrecord.link.contents import sentence_of
from onrecord.link.listed import listed_stems, small_stems
from onrecord.link.pile import Pile
from onrecord.link.side_by_side import Around
from onrecord.link.weighed import Weighed
from onrecord.link.words import Words, words
from onrecord.model import Article, Place, Reuse, Span, Timex

RAREST = 6
"""Stems of a telling by which others like it are looked for."""
AROUND = 8
"""Stems of its sentence by which others of the same day are looked for."""
COMMON = 60
"""Tellings of one group with a stem above which it says nothing of what happened."""
LEAST = {4: 3, 7: 2, 10: 2}
"""Stems of meaning that a telling has at least by which it stands for itself, by the length of its date. One of a year
with fewer is none."""
SHARED = {4: (2, 3), 7: (1, 2), 10: (1, 2)}
"""Stems that two tellings of one event share at least, without names and with them, by the length of the vaguer date: a
year that two pieces name says little."""
_PLACE_IN_CALENDAR = re.compile(r"(\d{4}(?:-\d{2}(?:-\d{2})?)?)(?:T.*)?")
_ELSEWHERE = ("BEFORE", "AFTER", "LESS_THAN", "MORE_THAN")
"""What a date is called that lies beside the time of the event."""

Copied = Mapping[str, Sequence[tuple[Span, Place]]]
"""For each article the passages that it has from another one, and where they stand there."""


@dataclass(frozen=True, slots=True)
class Telling:
    """What one piece says happened at a time."""

    number: int
    """Its article's in the pile."""
    timex: Timex
    day: str
    """`2016`, `2016-02` or `2016-02-11`."""
    event: Span
    around: Around
    """The words of its sentence, without those of the date."""
    context: frozenset[int]
    """The stems of meaning of its sentence, …"""
    stems: frozenset[int]
    """… of the words of the event, …"""
    plain: frozenset[int]
    """… and those of them that are no part of a name, and no verb of speaking."""
    present: bool
    """Whether the date is the piece's own "today"."""
    slight: bool
    """Whether the words of the event say too little to stand for themselves: "Wednesday's hearing"."""


class Tellings:
    """All tellings of a pile in its order, and the words by which they are compared, each with its weight.

    Args:
        told: the tellings.
    """

    def __init__(self, told: Sequence[Telling]) -> None:
        self.all = told
        self._weighed = Weighed.among([one.stems for one in told])
        self._sentences = Weighed.among([one.context for one in told])
        self._rarest = [self._weighed.heaviest(one.stems, RAREST) for one in told]

    def near(self, group: Sequence[int], others: Sequence[int], least: float) -> Iterator[tuple[int, int, float]]:
        """Pairs of one of `group` and one of `others` whose stems have a weighted cosine of `least` or more, and that
        share more than names.

        Args:
            group: numbers of tellings.
            others: others, or the same sequence again; of the same, each pair comes once.
            least: 0 to 1.
        """
        holding: dict[int, list[int]] = defaultdict(list)
        shared: set[tuple[int, int]] = set()
        if others is not group:
            for at in others:
                _hold(holding, at, self._rarest[at])
        for at in group:
            for stem in self._rarest[at]:
                shared.update((at, other) for other in holding.get(stem, ()))
            if others is group:
                _hold(holding, at, self._rarest[at])
        for one, other in shared:
            if _may_be_one(self.all[one], self.all[other]):
                alike = self._weighed.cosine(self.all[one].stems, self.all[other].stems)
                if alike >= least:
                    yield one, other, alike

    def side_by_side(self, group: Sequence[int], least: float) -> Iterator[tuple[int, int, float]]:
        """Pairs of a group that may be of one event by their sentences or the words of their events.

        Args:
            group: numbers of tellings of one date.
            least: weighted cosine of either, at least, 0 to 1.

        Yields:
            Both, and the cosine of the words of their events; 0 where these share too few.
        """
        holding: dict[int, list[int]] = defaultdict(list)
        shared: set[tuple[int, int]] = set()
        for at in group:
            stems = self._sentences.heaviest(self.all[at].context, AROUND)
            for stem in stems:
                shared.update((at, other) for other in holding.get(stem, ()))
            _hold(holding, at, stems)
        for one, other in sorted(shared):
            first, second = self.all[one], self.all[other]
            of_events = self._weighed.cosine(first.stems, second.stems)
            if max(of_events, self._sentences.cosine(first.context, second.context)) >= least:
                yield one, other, of_events if _may_be_one(first, second) else 0.0


def _hold(holding: dict[int, list[int]], at: int, stems: Iterable[int]) -> None:
    for stem in stems:
        if len(holding[stem]) < COMMON:
            holding[stem].append(at)


def _may_be_one(one: Telling, other: Telling) -> bool:
    """Whether two tellings share enough words, names alone being too few."""
    vaguer = min(len(one.day), len(other.day))
    plain, stems = SHARED[vaguer]
    return len(one.plain & other.plain) >= plain and len(one.stems & other.stems) >= stems


@cache
def _present() -> frozenset[str]:
    told: list[str] = lexicon.load("happening")["present"]
    return frozenset([*told, *told[0].split()])


@cache
def _before_year() -> frozenset[str]:
    return frozenset(" ".join(lexicon.load("happening")["before_year"]).split())


def tellings(pile: Pile, reuse: Iterable[Reuse]) -> Tellings:
    """The tellings of the pile: dates in the calendar with an event, but for those in an outlet's standing text."""
    standing: dict[str, list[Span]] = defaultdict(list)
    for one in reuse:
        if one.kind == "boilerplate":
            standing[one.a.article].append(one.a.span)
            standing[one.b.article].append(one.b.span)
    return Tellings(
        [
            telling
            for number, article in enumerate(pile.articles)
            for telling in _of(number, article, standing.get(article.id, ()))
        ]
    )


def _of(number: int, article: Article, standing: Sequence[Span]) -> Iterator[Telling]:
    read: Words | None = None
    for timex in article.dates:
        event, day = timex.event, calendar_day(timex)
        if (
            event is None
            or day is None
            or _names_a_kind(article.text, timex)
            or any(span.meets(event) for span in standing)
        ):
            continue
        read = read or words(article.text)
        stems, plain = _meaning(article.text, read, event, timex.span)
        slight = len(stems) < LEAST[len(day)]
        if plain and not (slight and len(day) == len("2031")):
            sentence = sentence_of(article.text, timex.span, article.language)
            around = Around(
                article.text[sentence.start : timex.span.start], article.text[timex.span.end : sentence.end]
            )
            context, _ = _meaning(article.text, read, sentence, timex.span)
            present = " ".join(timex.span.of(article.text).lower().split()) in _present()
            yield Telling(number, timex, day, event, around, context, stems, plain, present, slight)


def calendar_day(timex: Timex) -> str | None:
    """The day, month or year that an expression of time means; None for any other, and for what lies beside it."""
    matched = _PLACE_IN_CALENDAR.fullmatch(timex.value or "")
    if matched is None or not timex.anchored or timex.mod in _ELSEWHERE or timex.type not in ("DATE", "TIME"):
        return None
    try:
        date.fromisoformat((matched[1] + "-01-01")[:10])
    except ValueError:
        return None
    return matched[1]


def _names_a_kind(text: str, timex: Timex) -> bool:
    """Whether a bare year belongs to the name of a thing, as in "the 2016 campaign"."""
    if not timex.span.of(text).isdigit():
        return False
    before = text[max(0, timex.span.start - 20) : timex.span.start].lower().replace("(", " ").split()
    return not before or before[-1] not in _before_year()


def _meaning(text: str, read: Words, event: Span, time: Span) -> tuple[frozenset[int], frozenset[int]]:
    """The stems of what happened, and those of them that neither name somebody nor say that somebody spoke.

    Args:
        text: an article's.
        read: its words.
        event: the words of the event, or its sentence.
        time: those of its time, which say nothing of what happened.
    """
    low = int(np.searchsorted(read.starts, event.start))
    high = max(low, int(np.searchsorted(read.ends, event.end, side="right")))
    starts, ends = read.starts[low:high].tolist(), read.ends[low:high].tolist()
    kept = [
        at
        for at, start, end in zip(range(low, high), starts, ends, strict=True)
        if end - start > 1 and (end <= time.start or time.end <= start) and text[start - 1 : start] != "@"
    ]
    small = small_stems()
    stems = frozenset(read.stems[kept].tolist()) - small
    plain = frozenset(read.stems[kept][~read.telling[kept]].tolist())
    return stems, plain - small - listed_stems("happening", "speaking")


def copied(reuse: Iterable[Reuse]) -> Copied:
    """The passages of each article that stand in an earlier one too."""
    found: dict[str, list[tuple[Span, Place]]] = defaultdict(list)
    for one in reuse:
        if one.kind != "boilerplate":
            found[one.b.article].append((one.b.span, one.a))
    return found
