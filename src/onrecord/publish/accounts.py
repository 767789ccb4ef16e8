"""What is marked in published pieces beside names and statements, and what crosses them beside identities: made
anew.

As in `records`: every span is moved with its text, every id that was made of an article's is made of the new one, and
an address that gives a name away is left out.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from hashlib import sha256

from msgspec.structs import replace

from onrecord.model import (
    Analysis,
    Article,
    Citation,
    Claim,
    Conflict,
    Event,
    Figure,
    Link,
    Place,
    Reference,
    Said,
    Side,
    Span,
    Timex,
)
from onrecord.publish.finder import Finder
from onrecord.publish.shift import Shift

ID = 16
"""Digits of an id."""


@dataclass(frozen=True)
class Moved:
    """Where everything of one analysis is once its names are replaced.

    Args:
        finder: finds whom pseudonyms hide.
        shifts: where the words of each article stand, by its id before.
        articles: the new ids of articles.
        entities: the new ids of entities.
        local: the new form of an id within an article.
    """

    finder: Finder
    shifts: Mapping[str, Shift]
    articles: Mapping[str, str]
    entities: Mapping[str, str]
    local: Callable[[str], str]

    def place(self, place: Place) -> Place:
        """The same words in the published text."""
        return Place(self.articles[place.article], self.shifts[place.article].span(place.span))

    def said(self, said: Said) -> Said:
        """The same statement of the published article."""
        return Said(self.articles[said.article], self.local(said.statement))

    def _local(self, one: str | None) -> str | None:
        return None if one is None else self.local(one)

    def marked(self, new: Article, article: Article) -> Article:
        """The published article with the figures, dates, citations and links of the one before."""
        shift = self.shifts[article.id]
        links = (Link(shift.span(link.span), link.href) for link in article.links if not self._tells(link.href))
        return replace(
            new,
            figures=tuple(self._figure(shift, one) for one in article.figures),
            dates=tuple(self._timex(shift, one) for one in article.dates),
            citations=tuple(self._citation(shift, one) for one in article.citations),
            links=tuple(links),
        )

    def _tells(self, address: str) -> bool:
        return self.finder.gives_away(address)

    def _shown(self, marker: str | None) -> str | None:
        return None if marker is None else self.finder.shown(marker)

    def _figure(self, shift: Shift, one: Figure) -> Figure:
        return replace(
            one,
            span=shift.span(one.span),
            counted=_moved(shift, one.counted),
            about=self._local(one.about),
            time=_moved(shift, one.time),
            statement=self._local(one.statement),
        )

    def _timex(self, shift: Shift, one: Timex) -> Timex:
        event = _moved(shift, one.event)
        return replace(one, span=shift.span(one.span), event=event, statement=self._local(one.statement))

    def _citation(self, shift: Shift, one: Citation) -> Citation:
        return replace(
            one,
            id=self.local(one.id),
            span=shift.span(one.span),
            marker=self._shown(one.marker),
            marked=tuple(map(shift.span, one.marked)),
            author=tuple(map(shift.span, one.author)),
            title=_moved(shift, one.title),
            outlet=_moved(shift, one.outlet),
            published=_moved(shift, one.published),
            url=None if one.url is not None and self._tells(one.url) else one.url,
            same_as=self._local(one.same_as),
        )

    def crossing(self, new: Analysis, old: Analysis) -> Analysis:
        """The published analysis with the references, claims, conflicts and events of the one before.

        In order of their new ids: that of the old ones would let somebody prove a guess at what they were made of.
        """
        return replace(
            new,
            references=tuple(map(self._reference, old.references)),
            claims=tuple(sorted(map(self._claim, old.claims), key=lambda one: one.id)),
            conflicts=tuple(sorted(map(self._conflict, old.conflicts), key=lambda one: one.id)),
            events=tuple(sorted(map(self._event, old.events), key=lambda one: (one.date, one.id))),
        )

    def _reference(self, one: Reference) -> Reference:
        return replace(
            one,
            article=self.articles[one.article],
            citation=self.local(one.citation),
            span=self.shifts[one.article].span(one.span),
            marker=self._shown(one.marker),
            resolved=None if one.resolved is None else self.articles[one.resolved],
            candidates=tuple(self.articles[candidate] for candidate in one.candidates),
        )

    def _claim(self, one: Claim) -> Claim:
        statements = tuple(map(self.said, one.statements))
        speakers = tuple(dict.fromkeys(self.entities.get(speaker, speaker) for speaker in one.speakers))
        first = None if one.first is None else self.said(one.first)
        name = identified("claim", *(f"{said.article}:{said.statement}" for said in statements))
        return replace(one, id=name, statements=statements, first=first, speakers=speakers)

    def _conflict(self, one: Conflict) -> Conflict:
        sides = tuple(map(self._side, one.sides))
        name = identified("conflict", one.kind, *(f"{side.article}:{side.span.start}" for side in sides))
        return replace(one, id=name, sides=sides, shown=tuple(map(self.place, one.shown)))

    def _side(self, one: Side) -> Side:
        shift = self.shifts[one.article]
        return replace(
            one,
            article=self.articles[one.article],
            span=shift.span(one.span),
            statement=self._local(one.statement),
            sentence=shift.span(one.sentence),
        )

    def _event(self, one: Event) -> Event:
        sides = tuple(map(self.place, one.sides))
        name = identified("event", one.date, *(f"{side.article}:{side.span.start}" for side in sides))
        return replace(one, id=name, sides=sides)


def _moved(shift: Shift, span: Span | None) -> Span | None:
    return None if span is None else shift.span(span)


def identified(*parts: str) -> str:
    """An id made from the given parts."""
    return sha256(" ".join(parts).encode()).hexdigest()[:ID]
