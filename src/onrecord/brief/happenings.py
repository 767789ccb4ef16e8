"""The timeline of a briefing: which events stand on the first screen's level, and in whose words.

An event weighs more the more independent texts and outlets tell it, the more exactly it is dated, and where accounts
differ on the day. Its words are those of the piece that has most in common with the others.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from math import log2

from msgspec import Struct

from onrecord.brief import words
from onrecord.brief.excerpts import Excerpts
from onrecord.brief.people import People
from onrecord.brief.views import outlet
from onrecord.model import Analysis, Dated, Event, Happening, Line, Place, Timex

SHOWN = 40
"""Events on the first screen's level."""
FOLDED = 400
"""Events folded under their years; further ones are counted."""
EXACT = {4: 0.35, 7: 0.7, 10: 1.0}
"""What an event weighs by how exactly it is dated: a year, a month, a day."""
TELLING_WORDS = 6
"""Words from which an event tells by itself what happened; with fewer it weighs less in proportion."""
MONTH_FADE = 0.97
"""What a further event of a month weighs, against the one before: a long time is seen whole."""


class _Weighed(Struct, frozen=True):
    event: Event
    weight: float
    best: int
    """The side whose words are shown."""


def happenings(
    events: Iterable[Event],
    excerpts: Excerpts,
    weights: Mapping[str, float],
    wanted: Callable[[Line], bool] | None,
) -> tuple[tuple[Happening, ...], int]:
    """The events of a briefing by date, and how many further ones are counted.

    Args:
        events: those of an analysis.
        excerpts: cuts lines from its pieces.
        weights: of the story of each piece that the briefing is about; an event needs a side in one of them.
        wanted: whether a line speaks of what was asked for; None where all do.
    """
    found = []
    for event in events:
        weight = max((weights[side.article] for side in event.sides if side.article in weights), default=0.0)
        if weight:
            best = _best(event, excerpts)
            found.append(_Weighed(event, weight * _worth(event, best, excerpts), best))
    if wanted is not None:
        found = [one for one in found if wanted(_told(one.event, one.best, excerpts).line)]
    ordered = _faded(found)
    chosen = [_happening(one, excerpts, at < SHOWN) for at, one in enumerate(ordered[: SHOWN + FOLDED])]
    return tuple(sorted(chosen, key=lambda one: (one.date, one.event))), max(0, len(ordered) - SHOWN - FOLDED)


def every(analysis: Analysis) -> Iterator[Happening]:
    """All events of an analysis by date, none folded."""
    excerpts = Excerpts(analysis, People(analysis))
    for event in analysis.events:
        yield _happening(_Weighed(event, 1.0, _best(event, excerpts)), excerpts, True)


def _faded(found: Sequence[_Weighed]) -> list[_Weighed]:
    met: dict[str, int] = {}
    ranked = []
    for one in sorted(found, key=lambda one: (-one.weight, one.event.date, one.event.id)):
        month = one.event.date[:7]
        met[month] = met.get(month, -1) + 1
        ranked.append((-one.weight * MONTH_FADE ** met[month], one.event.date, one.event.id, one))
    return [one for *_, one in sorted(ranked, key=lambda item: item[:3])]


def _worth(event: Event, best: int, excerpts: Excerpts) -> float:
    side = event.sides[best]
    said = words.count(side.span.of(excerpts.articles[side.article].text))
    outlets = {outlet(excerpts.articles[side.article]) for side in event.sides} - {None}
    telling = 1 + log2(event.origins) + 0.5 * log2(max(1, len(outlets)))
    return EXACT[len(event.date)] * min(1.0, said / TELLING_WORDS) * telling * (1.0 if event.agree else 1.2)


def _best(event: Event, excerpts: Excerpts) -> int:
    """The side that gives the event's own date and has most words of content in common with the others."""
    own = [at for at, day in enumerate(event.dates) if day == event.date]
    if len(event.sides) == 1:
        return own[0]
    held = [words.content(words.tokens(one.span.of(excerpts.articles[one.article].text))) for one in event.sides]
    return max(own, key=lambda at: (sum(words.likeness(held[at], other) for other in held), -at))


def _told(event: Event, at: int, excerpts: Excerpts) -> Dated:
    side = event.sides[at]
    timex = _timex(excerpts, side, event.dates[at])
    line = excerpts.clause(side, timex.statement if timex else None)
    return Dated(date=event.dates[at], line=line, dated=Place(side.article, timex.span) if timex else None)


def _timex(excerpts: Excerpts, side: Place, day: str) -> Timex | None:
    """The expression of time of a side."""
    dates = excerpts.articles[side.article].dates
    return next((one for one in dates if one.event == side.span and (one.value or "").startswith(day)), None)


def _finer(event: Event, day: str) -> list[str]:
    """The dates of an event that say more than `day`."""
    return [other for other in event.dates if len(other) > len(day)]


def _happening(one: _Weighed, excerpts: Excerpts, shown: bool) -> Happening:
    event = one.event
    told = [one.best]
    if not event.agree:
        days = [
            day for day in sorted(set(event.dates)) if not any(other.startswith(day) for other in _finer(event, day))
        ]
        told += [event.dates.index(day) for day in days if day != event.date]
    articles = [excerpts.articles[side.article] for side in event.sides]
    return Happening(
        event=event.id,
        date=event.date,
        told=tuple(_told(event, at, excerpts) for at in told),
        agree=event.agree,
        pieces=len(articles),
        origins=event.origins,
        outlets=tuple(sorted({article.outlet.value for article in articles if article.outlet})),
        also=tuple(side for at, side in enumerate(event.sides) if at not in told),
        shown=shown,
    )
