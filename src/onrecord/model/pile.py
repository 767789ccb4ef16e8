"""What crosses a pile: who is who, stories, reuse; and the analysis that holds all of it."""

from __future__ import annotations

from typing import Literal

from msgspec import Struct

from onrecord.model.pieces import Article, NameType, Span

SCHEMA = 1
"""Version of the records. It changes when a field changes its meaning or goes."""


class Place(Struct, frozen=True, gc=False):
    """A stretch of one article."""

    article: str
    span: Span


class Reason(Struct, frozen=True, gc=False):
    """Why two things were joined: a rule by its name, and the places that show it."""

    rule: str
    places: tuple[Place, ...] = ()


class Alias(Struct, frozen=True, gc=False):
    """One form of an entity's name, how often it stands, and in how many pieces of each outlet."""

    form: str
    count: int
    outlets: dict[str, int]


class Neighbour(Struct, frozen=True, gc=False):
    """An entity that was thought of as the same and is kept apart: which one, why it seemed so, why it is not."""

    entity: str
    alike: Reason
    apart: str
    """A rule's name."""


class Entity(Struct, frozen=True, gc=False, kw_only=True, tag_field="record", tag="entity"):
    """One identity across the pile."""

    id: str
    name: str
    type: NameType
    aliases: tuple[Alias, ...] = ()
    reasons: tuple[Reason, ...] = ()
    near: tuple[Neighbour, ...] = ()
    """The nearest of those that it was not joined with."""
    pseudonym: str | None = None
    """What it is called in everything that is published, where `names.toml` says so."""


class Identity(Struct, frozen=True, gc=False, kw_only=True, tag_field="record", tag="identity"):
    """Which entity a chain of an article is; null, with candidates, where that is open."""

    article: str
    who: str
    entity: str | None
    candidates: tuple[str, ...] = ()
    reason: str


LabelRelation = Literal["before", "apposition", "after"]


class Label(Struct, frozen=True, gc=False, kw_only=True, tag_field="record", tag="label"):
    """Words that an article puts to a name: right before it ("former minister"), set off by commas, dashes or brackets
    ("Ann Orlo, the mayor"), or as what somebody is said to be ("Orlo is a fraud", "known as …", "called Orlo a …").

    A label begins with its first word of content, keeps its quotation marks, and never meets its name."""

    entity: str
    article: str
    span: Span
    """The label."""
    name: Span
    """The name that it stands with."""
    relation: LabelRelation


class Story(Struct, frozen=True, gc=False, kw_only=True, tag_field="record", tag="story"):
    """Pieces that tell of one event. `first` and `last` are dates, as precise as the pieces give them."""

    id: str
    articles: tuple[str, ...]
    headline: Place
    first: str | None
    last: str | None
    origins: int
    """Independent texts after reprints are folded."""


Direction = Literal["a>b", "b>a", "outside", "unknown"]
ReuseKind = Literal["reprint", "passage", "quotation", "excerpt", "version", "boilerplate"]


class Reuse(Struct, frozen=True, gc=False, kw_only=True, tag_field="record", tag="reuse"):
    """A passage that stands in two pieces; each passage is joined to its one nearest source."""

    family: str
    a: Place
    b: Place
    direction: Direction
    kind: ReuseKind
    reasons: tuple[str, ...] = ()
    score: float = 1.0
    """The part of the shorter piece that the two have in common over all their passages, 0 to 1."""
    likeness: float = 1.0
    """How alike the two sides of this passage are: the part of their words that stands on the other side too."""


class Reference(Struct, frozen=True, gc=False, kw_only=True, tag_field="record", tag="reference"):
    """What a citation points at: a piece of the pile, or none that was seen."""

    article: str
    citation: str
    """The id of the citation in its article."""
    span: Span
    marker: str | None
    resolved: str | None
    """The cited piece; null where it is not in the pile, or where it is not clear which."""
    candidates: tuple[str, ...] = ()
    reason: str


class Said(Struct, frozen=True, gc=False):
    """One statement of one article."""

    article: str
    statement: str


class Claim(Struct, frozen=True, gc=False, kw_only=True, tag_field="record", tag="claim"):
    """Statements of one content, in the order of their dates: where it stood first and who repeated it."""

    id: str
    statements: tuple[Said, ...]
    first: Said | None
    """The earliest; null where the dates do not tell which."""
    origins: int
    """Independent texts among the pieces that carry it, reprints and copied passages folded."""
    speakers: tuple[str, ...] = ()
    """Entities that say it, the first first."""


ConflictKind = Literal["figure", "date", "denial"]
Verdict = Literal["agree", "differ", "compatible", "changed", "denied", "not_comparable"]


class Side(Struct, frozen=True, gc=False, kw_only=True):
    """One of the accounts that are set beside each other."""

    article: str
    span: Span
    """The figure, the date, or the content of the statement."""
    statement: str | None = None
    sentence: Span
    """The words around it that are shown."""
    value: str | None = None
    """What the words give as value; null for a statement."""


class Conflict(Struct, frozen=True, gc=False, kw_only=True, tag_field="record", tag="conflict"):
    """Accounts of the same thing, and whether they go together.

    `reason` names the rule, and `shown` the words that it rests on.
    """

    id: str
    kind: ConflictKind
    verdict: Verdict
    sides: tuple[Side, ...]
    reason: str
    shown: tuple[Place, ...] = ()


class Event(Struct, frozen=True, gc=False, kw_only=True, tag_field="record", tag="event"):
    """Something that happened at a time, with the places that tell it."""

    id: str
    date: str
    """As precise as the most precise account: `2016`, `2016-02`, `2016-02-11`."""
    sides: tuple[Place, ...]
    """The words that tell the event, the earliest piece first."""
    dates: tuple[str, ...]
    """What each side gives as date, in the order of `sides`."""
    agree: bool = True
    """Whether all independent accounts give one day."""
    origins: int = 1
    """Independent texts among the pieces that tell it, copied passages folded."""


class Run(Struct, frozen=True, gc=False, kw_only=True, tag_field="record", tag="run"):
    """First line of an analysis: what made it."""

    schema: int = SCHEMA
    version: str
    model: str
    """The tagger that marked names and statements."""
    options: dict[str, str] = {}
    pseudonymised: bool = False
    """Whether names were replaced by pseudonyms: offsets are then in the replaced texts."""


Record = Run | Article | Entity | Identity | Label | Story | Reuse | Reference | Claim | Conflict | Event
"""One line of `onrecord analyse`."""


class Analysis(Struct, frozen=True, gc=False, kw_only=True):
    """A whole pile, analysed: what `brief` chooses from."""

    run: Run
    articles: tuple[Article, ...]
    entities: tuple[Entity, ...] = ()
    identities: tuple[Identity, ...] = ()
    labels: tuple[Label, ...] = ()
    stories: tuple[Story, ...] = ()
    reuse: tuple[Reuse, ...] = ()
    references: tuple[Reference, ...] = ()
    claims: tuple[Claim, ...] = ()
    conflicts: tuple[Conflict, ...] = ()
    events: tuple[Event, ...] = ()


class Vectors(Struct, frozen=True, gc=False):
    """Embeddings of passages: for each its article, its span there, and its vector."""

    articles: tuple[str, ...]
    spans: tuple[Span, ...]
    vectors: tuple[bytes, ...]
    """Of length one, in half precision (little-endian)."""
