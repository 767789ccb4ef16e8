"""Who is heard, who is only talked about, and whose statements have no name: counted for the pile, by outlet, by story.

A speaker is heard in a statement where the piece names it; a chain that `resolve` gave no entity is a voice by itself.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Literal

from msgspec import Struct, field

from onrecord.brief.people import People, hull
from onrecord.brief.views import outlet
from onrecord.model import Article, Heard, Name, NameType, Place, Sources, Statement, StoryVoice, Voice

VOICES = 40
"""Voices that a briefing lists: more than anyone reads, few enough for a page of any pile."""

PLACES = 12
"""Statements of one voice that it leads to."""

OUTLETS = 40
"""Outlets whose sources are counted one by one, and outlets that are told of one voice."""

UNNAMED_PLACES = 3
"""Statements without a named speaker that an outlet's count leads to."""

STORY_VOICES = 12
OUTLET_VOICES = 8
UNHEARD = 12
HEARD_IN_ONE = 12

SEVERAL = 2
"""How often somebody is heard, or named, before it says something that it is in one outlet alone, or never heard."""

Naming = Literal["named", "author", "unnamed", "open"]
"""How a piece names the speaker of a statement."""


class Count(Struct):
    """Statements, counted."""

    statements: int = 0
    words: int = 0
    direct: int = 0
    indirect: int = 0
    mixed: int = 0
    articles: dict[str, None] = field(default_factory=dict)
    outlets: dict[str, None] = field(default_factory=dict)
    places: list[Place] = field(default_factory=list)

    def add(self, article: Article, statement: Statement, places: int) -> None:
        """Count a statement of a piece; `places` is how many places are kept."""
        self.statements += 1
        self.words += sum(len(span.of(article.text).split()) for span in statement.content)
        self.direct += statement.form == "direct"
        self.indirect += statement.form == "indirect"
        self.mixed += statement.form == "mixed"
        self.articles[article.id] = None
        published_in = outlet(article)
        if published_in is not None:
            self.outlets[published_in] = None
        if len(self.places) < places:
            self.places.append(Place(article.id, hull(statement.content)))


class Tally(Struct):
    """What is counted for one voice: all its statements, those of each outlet, and how often it is named."""

    name: str
    type: NameType
    named_at: Place
    named: int = 0
    heard: Count = field(default_factory=Count)
    by_outlet: dict[str | None, Count] = field(default_factory=dict)


def tally(people: People, articles: Sequence[Article]) -> dict[str, Tally]:
    """How often everybody is heard and named in these pieces, by entity or by `people.chain_key`."""
    tallies: dict[str, Tally] = {}
    for article in articles:
        keys = people.keys(article)
        _count_names(people, article, keys, tallies)
        for statement in article.statements or ():
            key = keys.get(statement.speaker or "")
            if key is not None:
                tallies[key].heard.add(article, statement, PLACES)
                tallies[key].by_outlet.setdefault(outlet(article), Count()).add(article, statement, 1)
    return tallies


def _count_names(people: People, article: Article, keys: Mapping[str, str], tallies: dict[str, Tally]) -> None:
    counts = Counter(name.who for name in article.names or ())
    fullest: dict[str, Name] = {}
    for name in article.names or ():
        known = fullest.get(name.who)
        if known is None or name.span.end - name.span.start > known.span.end - known.span.start:
            fullest[name.who] = name
    for who, name in fullest.items():
        counted = tallies.get(keys[who])
        if counted is None:
            entity = people.entities.get(keys[who])
            form = entity.name if entity is not None else " ".join(name.span.of(article.text).split())
            kind = entity.type if entity is not None else name.type
            counted = tallies[keys[who]] = Tally(form, kind, Place(article.id, name.span))
        counted.named += counts[who]


def _listed(tallies: Mapping[str, Tally]) -> list[tuple[str, Tally]]:
    """The people and bodies most heard, then those most named that are not heard at all."""
    kept = sorted(
        (item for item in tallies.items() if item[1].type in ("person", "organisation")),
        key=lambda item: (-item[1].heard.statements, -item[1].named, item[1].name, item[0]),
    )
    heard = [item for item in kept if item[1].heard.statements][: VOICES * 3 // 4]
    silent = [item for item in kept if not item[1].heard.statements]
    return [*heard, *silent[: VOICES - len(heard)]]


def voices(tallies: Mapping[str, Tally], outlets: Collection[str]) -> tuple[Voice, ...]:
    """The people and bodies most heard, then those most named that are not heard at all.

    Args:
        tallies: the counts of the pieces.
        outlets: all outlets of these pieces.
    """
    return tuple(_voice(key, count, len(outlets) > 1) for key, count in _listed(tallies))


def _voice(key: str, count: Tally, several: bool) -> Voice:
    heard = count.heard
    alone = several and len(count.by_outlet) == 1
    return Voice(
        entity=key,
        name=count.name,
        type=count.type,
        statements=heard.statements,
        words=heard.words,
        named=count.named,
        outlets=tuple(heard.outlets),
        places=tuple(heard.places),
        direct=heard.direct,
        indirect=heard.indirect,
        mixed=heard.mixed,
        articles=len(heard.articles),
        heard=tuple(
            Heard(
                outlet=outlet,
                statements=one.statements,
                words=one.words,
                direct=one.direct,
                indirect=one.indirect,
                mixed=one.mixed,
                articles=len(one.articles),
                place=one.places[0],
            )
            for outlet, one in sorted(count.by_outlet.items(), key=lambda item: (-item[1].statements, item[0] or "~"))
        )[:OUTLETS],
        only_in=next(iter(count.by_outlet)) if alone else None,
        named_at=count.named_at,
    )


def unheard(listed: Iterable[Voice]) -> tuple[str, ...]:
    """Those of the voices that are named most, more than once, and make no statement."""
    return tuple(voice.entity for voice in listed if not voice.statements and voice.named >= SEVERAL)[:UNHEARD]


def heard_in_one(listed: Iterable[Voice]) -> tuple[str, ...]:
    """Those of the voices that several statements let be heard, all of them in one outlet."""
    alone = (voice.entity for voice in listed if voice.only_in is not None and voice.statements >= SEVERAL)
    return tuple(alone)[:HEARD_IN_ONE]


def naming(statement: Statement, named: Collection[str]) -> Naming:
    """How a piece names a statement's speaker.

    Args:
        statement: a statement of the piece.
        named: the chains that the piece has a name for.
    """
    if statement.speaker in named:
        return "named"
    if statement.speaker_kind == "author":
        return "author"
    return "open" if statement.candidates or statement.speaker_kind == "named" else "unnamed"


class _Speakers:
    """Whose statements some pieces carry."""

    def __init__(self) -> None:
        self.count = Count()
        self.articles = 0
        self.namings: Counter[Naming] = Counter()
        self.types: Counter[str] = Counter()
        self.places: list[Place] = []

    def add(self, article: Article, keys: Mapping[str, str]) -> None:
        """Count the statements of a piece; `keys` are those of the chains that it names."""
        self.articles += 1
        for statement in article.statements or ():
            self.count.add(article, statement, 0)
            how = naming(statement, keys)
            self.namings[how] += 1
            if how == "unnamed":
                self.types[statement.speaker_type or "unknown"] += 1
            if how in ("unnamed", "open") and len(self.places) < UNNAMED_PLACES:
                self.places.append(Place(article.id, hull(statement.content)))

    @property
    def nameless(self) -> int:
        """Statements whose speaker is unnamed or open."""
        return self.namings["unnamed"] + self.namings["open"]

    def sources(self, outlet: str | None, heard: tuple[StoryVoice, ...]) -> Sources:
        """The value; `heard` are those who make the most of these statements."""
        count = self.count
        return Sources(
            outlet=outlet,
            articles=self.articles,
            statements=count.statements,
            words=count.words,
            direct=count.direct,
            indirect=count.indirect,
            mixed=count.mixed,
            named=self.namings["named"],
            author=self.namings["author"],
            unnamed=self.namings["unnamed"],
            open=self.namings["open"],
            share=round(self.nameless / count.statements, 4) if count.statements else 0.0,
            types=dict(sorted(self.types.items(), key=lambda item: (-item[1], item[0]))),
            voices=heard,
            places=tuple(self.places),
        )


def _most_heard(counts: Mapping[str, Count], tallies: Mapping[str, Tally], most: int) -> tuple[StoryVoice, ...]:
    """Who makes the most of the statements that are counted."""
    ranked = sorted(counts.items(), key=lambda item: (-item[1].statements, tallies[item[0]].name, item[0]))
    return tuple(
        StoryVoice(
            entity=key,
            name=tallies[key].name,
            statements=count.statements,
            words=count.words,
            outlets=tuple(count.outlets),
            place=count.places[0],
        )
        for key, count in ranked[:most]
    )


def sources(
    people: People, articles: Sequence[Article], tallies: Mapping[str, Tally]
) -> tuple[Sources, tuple[Sources, ...]]:
    """Whose statements these pieces carry: all of them together, and each outlet's, the most statements first."""
    whole = _Speakers()
    each: dict[str | None, _Speakers] = {}
    for article in articles:
        keys = people.keys(article)
        whole.add(article, keys)
        each.setdefault(outlet(article), _Speakers()).add(article, keys)
    ranked = sorted(each.items(), key=lambda item: (-item[1].count.statements, item[0] or "~"))

    def heard(counts: Mapping[str, Count]) -> tuple[StoryVoice, ...]:
        return _most_heard(counts, tallies, OUTLET_VOICES)

    in_all = heard({key: one.heard for key, one in tallies.items() if one.heard.statements})
    return whole.sources(None, in_all), tuple(
        one.sources(name, heard({key: one.by_outlet[name] for key, one in tallies.items() if name in one.by_outlet}))
        for name, one in ranked[:OUTLETS]
    )


def in_story(
    people: People, articles: Sequence[Article], tallies: Mapping[str, Tally]
) -> tuple[tuple[StoryVoice, ...], int]:
    """Who is heard in the pieces of one story, and how many of its statements have no named speaker."""
    found = _Speakers()
    for article in articles:
        found.add(article, people.keys(article))
    own = {key: one.heard for key, one in tally(people, articles).items() if one.heard.statements}
    return _most_heard(own, tallies, STORY_VOICES), found.nameless
