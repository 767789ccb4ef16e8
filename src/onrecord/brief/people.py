"""Who speaks in a piece, by what name, and whose voice is heard in the whole pile."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from msgspec import Struct

from onrecord.model import Analysis, Article, Entity, Identity, Name, NameType, Place, Span, Statement, Voice

VOICES = 40
"""Voices that a briefing lists: more than anyone reads, few enough for a page of any pile."""

PLACES = 12
"""Statements of one voice that it leads to."""


class Speaker(Struct, frozen=True):
    """Who speaks: a name in the words of the pile, or the names it may be; `spans` are where the piece says so."""

    name: str | None
    spans: tuple[Span, ...]
    entity: str | None = None
    candidates: tuple[str, ...] = ()


class People:
    """The people and bodies of a pile: chains of each piece, and the entities they belong to.

    It does not decide who is who: that is what `resolve` found, or left open.
    """

    def __init__(self, analysis: Analysis) -> None:
        self.entities: dict[str, Entity] = {entity.id: entity for entity in analysis.entities}
        self._identities: dict[tuple[str, str], Identity] = {
            (identity.article, identity.who): identity for identity in analysis.identities
        }

    def entity(self, article: Article, who: str) -> str | None:
        """The entity of a chain of a piece; None where it is open or unknown."""
        identity = self._identities.get((article.id, who))
        return identity.entity if identity is not None else None

    def chain_name(self, article: Article, who: str) -> str | None:
        """The fullest form by which a piece names a chain; its entity's name where that says more ("Ida Brandt" for
        "Brandt"), or where the piece has no name for it."""
        forms = [" ".join(name.span.of(article.text).split()) for name in article.names or () if name.who == who]
        own = max(forms, key=lambda form: (len(form.split()), len(form)), default=None)
        entity = self.entities.get(self.entity(article, who) or "")
        if entity is None or (own is not None and not set(own.split()) < set(entity.name.split())):
            return own
        return entity.name

    def speaker(self, article: Article, statement: Statement) -> Speaker:
        """Who makes a statement, as far as the analysis knows."""
        if statement.speaker is not None:
            entity = self.entity(article, statement.speaker)
            name = self.chain_name(article, statement.speaker)
            if name is not None:
                return Speaker(name, statement.source, entity)
        names = (self.chain_name(article, who) for who in statement.candidates)
        open_names = tuple(dict.fromkeys(name for name in names if name is not None))
        return Speaker(None, statement.source, None, open_names)


class Tally(Struct):
    """What is counted for one voice."""

    name: str
    type: NameType
    statements: int = 0
    words: int = 0
    named: int = 0
    outlets: dict[str, None] = {}
    places: list[Place] = []


def hull(spans: Iterable[Span]) -> Span:
    """The shortest span that holds all of them."""
    spans = tuple(spans)
    return Span(min(span.start for span in spans), max(span.end for span in spans))


def tally(people: People, articles: Sequence[Article]) -> dict[str, Tally]:
    """How often everybody is heard and named in these pieces, by entity.

    A chain that `resolve` gave no entity counts by itself (under `chain_key`): two pieces' chains are two voices.
    """
    tallies: dict[str, Tally] = {}
    for article in articles:
        _count(people, article, tallies)
    return tallies


def chain_key(article: Article, who: str) -> str:
    """The key of a chain that belongs to no entity."""
    return f"{article.id} {who}"


def voices(tallies: dict[str, Tally]) -> tuple[Voice, ...]:
    """The people and bodies most heard, then those most named that are not heard at all."""
    kept = sorted(
        (item for item in tallies.items() if item[1].type in ("person", "organisation")),
        key=lambda item: (-item[1].statements, -item[1].named, item[1].name, item[0]),
    )
    heard = [item for item in kept if item[1].statements][: VOICES * 3 // 4]
    silent = sorted((item for item in kept if not item[1].statements), key=lambda item: -item[1].named)
    return tuple(
        Voice(
            entity=entity,
            name=count.name,
            type=count.type,
            statements=count.statements,
            words=count.words,
            named=count.named,
            outlets=tuple(count.outlets),
            places=tuple(count.places),
        )
        for entity, count in (*heard, *silent[: VOICES - len(heard)])
    )


def _count(people: People, article: Article, tallies: dict[str, Tally]) -> None:
    text = article.text
    counts: dict[str, int] = {}
    best: dict[str, Name] = {}
    sizes: dict[str, int] = {}
    for name in article.names or ():
        who, size = name.who, name.span.end - name.span.start
        counts[who] = counts.get(who, 0) + 1
        if size > sizes.get(who, -1):
            best[who], sizes[who] = name, size
    found: dict[str, Tally] = {}
    for who, name in best.items():
        entity = people.entity(article, who)
        known = people.entities.get(entity) if entity is not None else None
        key = entity or chain_key(article, who)
        counted = tallies.get(key)
        if counted is None:
            form = known.name if known is not None else " ".join(name.span.of(text).split())
            counted = tallies[key] = Tally(form, known.type if known is not None else name.type)
        counted.named += counts[who]
        found[who] = counted
    for statement in article.statements or ():
        speaker = found.get(statement.speaker) if statement.speaker is not None else None
        if speaker is None:
            continue
        speaker.statements += 1
        speaker.words += sum(len(span.of(text).split()) for span in statement.content)
        if article.outlet is not None:
            speaker.outlets[article.outlet.value] = None
        if len(speaker.places) < PLACES:
            speaker.places.append(Place(article.id, hull(statement.content)))
