"""What a briefing is made of: chosen lines, stories, voices and labels; and what a renderer makes of it."""

from __future__ import annotations

from typing import Literal

from msgspec import Struct

from onrecord.model.pieces import Article, CitationKind, NameType, Span, Stated
from onrecord.model.pile import ConflictKind, Place, Reuse, Verdict


class Why(Struct, frozen=True, gc=False):
    """One reason for which a line was chosen: its name, and what it weighs with ("carried", "5")."""

    rule: str
    value: str


class Line(Struct, frozen=True, gc=False, kw_only=True):
    """One line of a briefing: words of one piece, never ours.

    `spans` are the stretches whose words are shown, in order, all of one article; where there are several, something
    was left out between them and is shown as left out.
    """

    kind: Literal["statement", "headline", "lead", "passage"]
    """A statement somebody is said to have made; a title; the words a piece opens with; other words of the piece."""
    article: str
    statement: str | None = None
    spans: tuple[Span, ...]
    """In order; empty only for a headline that stands outside the text, whose words are then in `title`."""
    title: Stated | None = None
    """A headline that stands outside the text: its words, and where they were stated."""
    follows: bool = False
    """What is quoted or cut here begins before the first span: shown as left out."""
    goes_on: bool = False
    """What is quoted or cut here goes on after the last span: shown as left out."""
    speaker: str | None = None
    """The speaker's name, in the words of the pile; null where the text names nobody."""
    speaker_spans: tuple[Span, ...] = ()
    """Where the article names the speaker of this line."""
    speaker_entity: str | None = None
    candidates: tuple[str, ...] = ()
    """Whom the speaker may be, by name, where that is open."""
    carried: tuple[Place, ...] = ()
    """The same words elsewhere in the pile."""
    why: tuple[Why, ...] = ()
    shown: bool = True
    """On the first screen's level; otherwise folded."""
    chain: Chain | None = None
    """Where its statement is made, where several pieces tell it; `carried` are then the same words in other pieces."""


class StoryVoice(Struct, frozen=True, gc=False, kw_only=True):
    """One speaker in one story, or in one outlet: the short form of a `Voice`."""

    entity: str
    """An entity's id, or a chain's key where the chain belongs to no entity, as in `Voice`."""
    name: str
    statements: int
    words: int
    """Of the contents of these statements."""
    outlets: tuple[str, ...]
    """Outlets that quote it here; pieces that give no outlet add none."""
    place: Place
    """The content of its first statement here."""


class BriefStory(Struct, frozen=True, gc=False, kw_only=True):
    """A story in a briefing: its headline and its lines."""

    story: str
    headline: Line
    lines: tuple[Line, ...]
    articles: tuple[str, ...]
    first: str | None
    last: str | None
    outlets: tuple[str, ...]
    origins: int
    shown: bool = True
    voices: tuple[StoryVoice, ...] = ()
    """Who is heard in this story, the most statements first."""
    unnamed: int = 0
    """Statements of this story whose speaker is not named, or open."""


class Heard(Struct, frozen=True, gc=False, kw_only=True):
    """How often one entity is heard in one outlet, and in what form."""

    outlet: str | None
    """Null: pieces that give no outlet."""
    statements: int
    words: int
    direct: int
    indirect: int
    mixed: int
    articles: int
    """Pieces in which it is heard there."""
    place: Place
    """The content of its first statement there."""


class Voice(Struct, frozen=True, gc=False, kw_only=True):
    """How often one entity is heard and how often it is only named."""

    entity: str
    name: str
    type: NameType
    statements: int
    words: int
    named: int
    outlets: tuple[str, ...]
    """Outlets in which the entity is heard."""
    places: tuple[Place, ...] = ()
    """Contents of its statements, in the order of the pile: the first ones, where there are many."""
    direct: int = 0
    """Statements in quotation marks; `direct`, `indirect` and `mixed` add up to `statements`."""
    indirect: int = 0
    """Statements in the outlet's words."""
    mixed: int = 0
    """Statements partly in quotation marks."""
    articles: int = 0
    """Pieces in which it is heard."""
    heard: tuple[Heard, ...] = ()
    """The same by outlet, the most statements first."""
    only_in: str | None = None
    """The one outlet in which it is heard at all, where the pile has several and none of its statements stands in a
    piece without an outlet."""
    named_at: Place | None = None
    """Where it is named first."""


class Sources(Struct, frozen=True, gc=False, kw_only=True):
    """Whose statements one outlet carries: named speakers, unnamed ones, and those that stay open.

    `named`, `author`, `unnamed` and `open` add up to `statements`, and so do `direct`, `indirect` and `mixed`.
    """

    outlet: str | None
    """Null: pieces that give no outlet (and for the whole pile, all of it)."""
    articles: int
    statements: int
    words: int
    direct: int
    indirect: int
    mixed: int
    named: int
    """The piece or the pile has a name for the speaker."""
    author: int
    """The piece itself speaks."""
    unnamed: int
    """The speaker is only described ("an official"), or not even that."""
    open: int
    """The speaker is one of several named ones, or a name that stays open."""
    share: float
    """`unnamed` and `open` as a part of `statements`, 0 to 1."""
    types: dict[str, int] = {}
    """The unnamed ones by `speaker_type`, the most frequent first; "unknown" where the words tell no type."""
    voices: tuple[StoryVoice, ...] = ()
    """Who is heard most in this outlet."""
    places: tuple[Place, ...] = ()
    """Contents of the first statements whose speaker is unnamed or open."""


class OutletLabel(Struct, frozen=True, gc=False, kw_only=True):
    """Words that one outlet puts to an entity, and how often; differences of case and white space are none."""

    words: str
    """As they stand at the first place."""
    count: int
    places: tuple[Place, ...]
    """The first places where they stand."""


class OutletNaming(Struct, frozen=True, gc=False, kw_only=True):
    """What one outlet calls an entity."""

    outlet: str | None
    """Null: pieces that give no outlet."""
    forms: dict[str, int]
    """The forms of the name that it uses in most of its pieces, the preferred one first, each with how many pieces; of
    the whole analysis, also where the briefing is about a part of it."""
    labels: tuple[OutletLabel, ...]
    """The most frequent first."""
    count: int
    """Labels in all, those that are not listed included."""


class Called(Struct, frozen=True, gc=False, kw_only=True):
    """What each outlet calls one entity."""

    entity: str
    name: str
    type: NameType
    labels: int
    outlets: tuple[OutletNaming, ...]
    """The outlets that have most labels for it, in that order."""
    further: int = 0
    """Outlets with labels for it that are not listed."""


class Cites(Struct, frozen=True, gc=False, kw_only=True):
    """One piece cites one work: the words by which it does, and the piece of the pile that is meant.

    Author, title, outlet and date stand in the citing piece, in the entry or mention that tells most of the work.
    """

    article: str
    """The citing piece."""
    kind: CitationKind
    place: Place
    """The entry, mention or link that tells most of the work."""
    marker: str | None = None
    author: tuple[Place, ...] = ()
    title: Place | None = None
    outlet: Place | None = None
    published: Place | None = None
    url: str | None = None
    resolved: str | None = None
    """The cited piece; null where it is not in the pile, or where it is not clear which."""
    candidates: tuple[str, ...] = ()
    reason: str
    count: int = 1
    """Entries, mentions and links of the piece that mean this work."""


class Account(Struct, frozen=True, gc=False, kw_only=True):
    """What pieces say of a thing on which others may differ: the words of one, and where the same stands."""

    line: Line
    """The sentence, or as much of it as says the thing."""
    differs: tuple[Span, ...]
    """The words of the line that the accounts are held against each other by: a figure, a date, or what is said."""
    value: str | None
    """The figure or date; null for a statement."""
    also: tuple[Place, ...] = ()
    """The same in other pieces, or elsewhere in this one."""


class Dispute(Struct, frozen=True, gc=False, kw_only=True):
    """Accounts of one thing, a line for each that differs; in a denial the first line denies the others."""

    conflict: str
    """The id of the conflict."""
    kind: ConflictKind
    verdict: Verdict
    reason: str
    about: Place | None = None
    """What is counted or dated, in the words of a piece."""
    accounts: tuple[Account, ...]
    further: int = 0
    """Further things that are said of it, which are not listed."""
    pieces: int
    outlets: tuple[str, ...]
    shown: bool = True


class Dated(Struct, frozen=True, gc=False, kw_only=True):
    """An event as one piece tells it: at which day, month or year, and in which words."""

    date: str
    line: Line
    dated: Place | None = None
    """The words that say when."""


class Happening(Struct, frozen=True, gc=False, kw_only=True):
    """One event of the timeline."""

    event: str
    """Its id."""
    date: str
    told: tuple[Dated, ...]
    """In the words of one piece; where accounts differ on the day, in those of one piece for each day."""
    agree: bool
    pieces: int
    origins: int
    """Independent texts among the pieces."""
    outlets: tuple[str, ...]
    also: tuple[Place, ...] = ()
    """The words of the other pieces."""
    shown: bool = True


class Brief(Struct, frozen=True, gc=False, kw_only=True):
    """A briefing: chosen and ordered lines, each with its spans.

    `words` counts the words of the shown lines; `length` is what was asked for.
    """

    version: str
    length: int
    words: int
    pieces: int
    documents: int
    outlets: tuple[str, ...]
    first: str | None
    last: str | None
    options: dict[str, str]
    stories: tuple[BriefStory, ...]
    voices: tuple[Voice, ...]
    statements: int = 0
    """Statements in the pieces that the briefing is about."""
    further: int = 0
    """Stories of a large pile that are counted and not listed."""
    undated: tuple[Line, ...] = ()
    """Headlines of pieces that give no date, where only pieces since some day were asked for."""
    unread: tuple[str, ...] = ()
    """Inputs that could not be read, each with its reason."""
    pseudonymised: bool = False
    """Whether names were replaced by pseudonyms."""
    sources: Sources | None = None
    """Whose statements the pieces carry, all outlets together."""
    outlet_sources: tuple[Sources, ...] = ()
    """The same by outlet, the most statements first; of many outlets, the first."""
    unheard: tuple[str, ...] = ()
    """Those among `voices` that are named most and make no statement, by `entity`."""
    heard_in_one: tuple[str, ...] = ()
    """Those among `voices` that several statements let be heard, all in one outlet (`Voice.only_in`), by `entity`."""
    labels: tuple[Called, ...] = ()
    """What each outlet calls the people and bodies with most labels, those that several outlets label first."""
    cites: tuple[Cites, ...] = ()
    """Who cites whom: works that are in the pile first, then those that notes name, mentions and links."""
    cites_further: int = 0
    """Further ones, which are counted and not listed."""
    disputes: tuple[Dispute, ...] = ()
    """What the accounts disagree on, the weightiest first; then, folded, further ones, and what goes together."""
    disputes_further: dict[str, int] = {}
    """Those that are counted and not listed, by verdict."""
    happenings: tuple[Happening, ...] = ()
    """The timeline, by date."""
    happenings_further: int = 0
    """Further events, which are counted and not listed."""


class Rendition(Struct, frozen=True, gc=False):
    """What a renderer made: the page, and the files that lie in the folder beside it (by name; often none)."""

    page: str
    beside: dict[str, str] = {}


class Telling(Struct, frozen=True, gc=False, kw_only=True):
    """One place where a claim is made."""

    statement: str
    place: Place
    """What is said there, from its first word to its last."""
    speaker: str | None
    """Whose words, by name; null where that is open, or nobody is named."""


class Chain(Struct, frozen=True, gc=False, kw_only=True):
    """How a statement travelled: where its claim is made, in the order of the dates."""

    claim: str
    told: tuple[Telling, ...]
    """The first ones, where there are many."""
    first: bool
    """Whether the dates tell that the first of `told` is the earliest."""
    pieces: int
    """Pieces that make the claim."""
    origins: int
    """Independent texts among these pieces."""
    further: int = 0
    """Places that are not listed."""


class Comparison(Struct, frozen=True, gc=False, kw_only=True):
    """Two pieces, and the passages that stand in both: of each, `a` is in the left one and `b` in the right one.

    The passages come in the order of the left piece.
    """

    left: Article
    right: Article
    passages: tuple[Reuse, ...]
