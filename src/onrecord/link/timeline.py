"""The timeline: what the pieces say happened, at which day, month or year; tellings of one event folded.

    tellings --one date------------> sets     by their sentences, read side by side
             --a month, its days---> sets     a vaguer set goes to the one finer set that is most like it
             --a few days apart----> sets     only where the words are nearly the same: the accounts differ on the day

An event that a piece calls "today", or says next to nothing of, stands only where another telling gives it a date or
words. A text or passage that is copied
from another piece of the event is no second account. No pair is looked at that does not share a rare word and a date.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from hashlib import sha256
from typing import NamedTuple

from onrecord.link.happenings import Copied, Telling, Tellings, copied, tellings
from onrecord.link.pile import Pile
from onrecord.link.sets import DisjointSets
from onrecord.link.side_by_side import SideBySide
from onrecord.model import Event, Place, Reuse

CLOSE, ALIKE = 0.25, 0.5
"""Weighted cosine of stems from which two tellings of one date are read side by side, and from which they are one event
unless the reading speaks against it; a year is read from the second on only."""
ONE_EVENT, BY_NAMES, TWO_EVENTS = 0.5, 2.0, -1.2
"""What the model says of two sentences (logit of one thing) from which they tell one event, the same where the words of
both events share no more than names, and below which they tell two, however alike. Chosen on the choosing half of the
pairs of dates that readers judged (`eval.accounts`)."""
VAGUE = 0.55
"""Weighted cosine of stems from which a telling that gives only a month or a year is of an event of that time."""
NEARLY_THE_SAME = 0.7
"""Weighted cosine of stems from which two tellings of different days are one event."""
APART = 3
"""Days that accounts of one event may lie apart."""
PLAIN = 3
"""Stems, without names, that tellings of different days share: a press conference is held every day."""
FINEST = 10
"""Characters of a date that is a day."""
WINDOW = 28
"""Days of a stretch in which tellings of different days are compared."""


def timeline(pile: Pile, reuse: Iterable[Reuse], model: SideBySide) -> tuple[Event, ...]:
    """The events of a pile by date, then by id; those that one piece tells included.

    Args:
        pile: articles with their dates.
        reuse: passages that they share.
        model: what reads two sentences side by side.
    """
    passages = tuple(reuse)
    sources = copied(passages)
    made = [
        _event(pile, members, sources)
        for members in folded(tellings(pile, passages), model)
        if not all(one.present or one.slight for one in members)
    ]
    return tuple(sorted(made, key=lambda event: (event.date, event.id)))


def folded(told: Tellings, model: SideBySide) -> list[list[Telling]]:
    """The tellings by the event that they are of: each in one list, several of one piece among them."""
    sets = DisjointSets(len(told.all))
    by_day = _by_day(told.all)
    for one, other in _same_date(told, by_day, model):
        sets.join(one, other)
    for width in (7, 4):
        for one, other in _vaguer(told, by_day, width, sets):
            sets.join(one, other)
    _join_other_days(told, by_day, sets)
    together: dict[int, list[Telling]] = defaultdict(list)
    for at, telling in enumerate(told.all):
        together[sets.least(at)].append(telling)
    return list(together.values())


def _by_day(told: Sequence[Telling]) -> dict[str, list[int]]:
    """The tellings of each day, month and year, by number; a day's are not among its month's."""
    found: dict[str, list[int]] = defaultdict(list)
    for at, telling in enumerate(told):
        found[telling.day].append(at)
    return found


def _same_date(told: Tellings, by_day: Mapping[str, list[int]], model: SideBySide) -> Iterator[tuple[int, int]]:
    pairs: list[tuple[int, int, float]] = []
    for day, group in by_day.items():
        pairs += told.near(group, group, ALIKE) if len(day) == len("2031") else told.side_by_side(group, CLOSE)
    read = model.read([(told.all[one].around, told.all[other].around) for one, other, _ in pairs])
    for (one, other, alike), said in zip(pairs, read, strict=True):
        by_names = told.all[one].plain.isdisjoint(told.all[other].plain)
        least = TWO_EVENTS if alike >= ALIKE else BY_NAMES if by_names else ONE_EVENT
        if said.one_thing >= least:
            yield one, other


def _vaguer(
    told: Tellings, by_day: Mapping[str, list[int]], width: int, sets: DisjointSets
) -> Iterator[tuple[int, int]]:
    """For each set of tellings whose dates have `width` characters the finer telling that is most like one of it."""
    finer: dict[str, list[int]] = defaultdict(list)
    for day, group in by_day.items():
        if len(day) > width:
            finer[day[:width]] += group
    best: dict[int, tuple[float, int, int]] = {}
    for day, group in by_day.items():
        if len(day) != width or day not in finer:
            continue
        for one, other, alike in told.near(group, finer[day], VAGUE):
            own = sets.least(one)
            if own not in best or (-alike, other, one) < best[own]:
                best[own] = (-alike, other, one)
    for _, other, one in best.values():
        yield one, other


class _Stretch(NamedTuple):
    """The days of a set of tellings, the first and the last, and the pieces that tell it."""

    first: int
    last: int
    pieces: frozenset[int]


def _join_other_days(told: Tellings, by_day: Mapping[str, list[int]], sets: DisjointSets) -> None:
    """Join sets that tell nearly the same of days near each other, the likest first, none over more than `APART`.

    What one piece tells of two days are two events: a second meeting, another night of it.
    """
    stretches: dict[int, _Stretch] = {}
    for at, telling in enumerate(told.all):
        if len(telling.day) == FINEST:
            day, own = date.fromisoformat(telling.day).toordinal(), sets.least(at)
            known = stretches.get(own, _Stretch(day, day, frozenset()))
            stretches[own] = _Stretch(min(known.first, day), max(known.last, day), known.pieces | {telling.number})
    for _, one, other in sorted(_near_days(told, by_day)):
        low, high = sorted((sets.least(one), sets.least(other)))
        a, b = stretches[low], stretches[high]
        both = _Stretch(min(a.first, b.first), max(a.last, b.last), a.pieces | b.pieces)
        if low != high and both.last - both.first <= APART and a.pieces.isdisjoint(b.pieces):
            sets.join(low, high)
            stretches[low] = both


def _near_days(told: Tellings, by_day: Mapping[str, list[int]]) -> Iterator[tuple[float, int, int]]:
    """Pairs that tell nearly the same of two days near each other, with how unlike they are."""
    days = {day: date.fromisoformat(day).toordinal() for day in by_day if len(day) == FINEST}
    windows: dict[int, list[int]] = defaultdict(list)
    for day, number in days.items():
        for window in {number // WINDOW, (number + APART) // WINDOW}:
            windows[window] += by_day[day]
    for group in windows.values():
        for one, other, alike in told.near(group, group, NEARLY_THE_SAME):
            a, b = told.all[one], told.all[other]
            apart = abs(days[a.day] - days[b.day])
            if 0 < apart <= APART and len(a.plain & b.plain) >= PLAIN and len(a.stems & b.stems) > PLAIN:
                yield -alike, min(one, other), max(one, other)


def _event(pile: Pile, members: Sequence[Telling], sources: Copied) -> Event:
    """One event; of each piece that tells it the words with the most precise date, the first of them."""
    best: dict[int, Telling] = {}
    for one in members:
        known = best.get(one.number)
        if known is None or (-len(one.day), one.present, one.event) < (-len(known.day), known.present, known.event):
            best[one.number] = one
    sides = [best[number] for number in sorted(best)]
    own = _independent(pile, sides, sources)
    finest = max(len(one.day) for one in sides)
    counts = Counter(side.day for side in own if len(side.day) == finest)
    day = counts.most_common(1)[0][0] if counts else next(one.day for one in sides if len(one.day) == finest)
    first = pile.articles[sides[0].number].id
    return Event(
        id=sha256(f"event {first} {sides[0].event.start} {sides[0].timex.span.start}".encode()).hexdigest()[:16],
        date=day,
        sides=tuple(Place(pile.articles[one.number].id, one.event) for one in sides),
        agree=all(day.startswith(one.day) for one in own),
        dates=tuple(one.day for one in sides),
        origins=len(own),
    )


def _independent(pile: Pile, sides: Sequence[Telling], sources: Copied) -> list[Telling]:
    """The sides that do not stand in a passage which is copied from another side's piece."""
    telling = {pile.articles[one.number].id for one in sides}
    own = []
    for one in sides:
        passages = sources.get(pile.articles[one.number].id, ())
        if not any(source.article in telling and span.meets(one.event) for span, source in passages):
            own.append(one)
    return own or [sides[0]]
