"""The values that travel through On Record, frozen, all in one place.

The way of the data, and which value each stage makes:

    read      bytes     -> Document        a text that never changes, and its blocks
    split     Document  -> Article, …      spans of the document
    tag       Article   -> Article         the same with names, mentions and statements
    resolve   Articles  -> Entity, Identity, Label
    link      Articles  -> Story, Reuse
    brief     Analysis  -> Brief
    render    Brief     -> Rendition

Offsets count Unicode code points, start inclusive, end exclusive. The span of a `Block`, of an `Article` and of a
document's metadata is in the text of the document; every other span is in the `text` of its article.

The values whose class has a `record` tag are the lines of `onrecord analyse`; field for field they are the
contract that other programs rely on. Anything may be added to them; nothing is renamed without a new major version.

All are made with `gc=False`: frozen values that hold only values can form no cycle, and a pile of twelve thousand
pieces has millions of them, which the collector would otherwise walk again and again.
"""

from __future__ import annotations

from typing import Literal

from msgspec import Struct, field

SCHEMA = 1
"""Version of the records. It changes when a field changes its meaning or goes."""

SHORT_ID = 12
"""Digits of a document's id that an anchor shows: at a million documents two share them once in 560 piles."""


class Span(Struct, frozen=True, gc=False, array_like=True, order=True):
    """A stretch of a text: code points `start` up to, not including, `end`. In JSON `[start, end]`."""

    start: int
    end: int

    def __post_init__(self) -> None:
        if not 0 <= self.start <= self.end:
            raise ValueError(f"not a span: [{self.start}, {self.end}]")

    def of(self, text: str) -> str:
        """The words that the span covers in `text`."""
        return text[self.start : self.end]

    def moved(self, by: int) -> Span:
        """The same stretch after `by` code points were put before the text (or taken, where negative)."""
        return Span(self.start + by, self.end + by)

    def holds(self, other: Span) -> bool:
        """Whether `other` lies wholly inside."""
        return self.start <= other.start and other.end <= self.end

    def meets(self, other: Span) -> bool:
        """Whether the two share at least one code point."""
        return self.start < other.end and other.start < self.end


BlockKind = Literal["heading", "paragraph", "item", "cell", "rule", "quote", "link"]


class Block(Struct, frozen=True, gc=False):
    """A part of a document that its mark-up sets apart: what `split` may know of the mark-up, and all of it.

    Blocks come in the order of their start. Links lie inside other blocks, items and paragraphs may lie inside a quote
    or a cell; apart from that blocks do not overlap. A rule is an empty span where the line was drawn. Plain text has
    no blocks: there, lines and what they look like are all there is.
    """

    kind: BlockKind
    span: Span
    level: int | None = None
    """Depth of a heading (1 to 6) or nesting of an item (1 and up)."""
    href: str | None = None
    """Address of a link."""


MetaOrigin = Literal["text", "meta", "header", "column"]


class Stated(Struct, frozen=True, gc=False):
    """A fact about a piece, and where it was stated: in its text, in a page's metadata, in a header, in a column."""

    value: str
    origin: MetaOrigin = field(name="from")
    span: Span | None = None
    """Where the value stands: in a Document, in its text; in an Article, in the article's own text (null outside)."""


class Container(Struct, frozen=True, gc=False):
    """The file that holds a document together with others: mailbox, archive, feed, table of rows."""

    path: str
    member: str


class DocumentRef(Struct, frozen=True, gc=False, kw_only=True):
    """Where a document was met, and what its bytes and its text were."""

    id: str
    """The first 16 hexadecimal digits of `sha256`."""
    path: str
    """The first place where it was met, as `met_at` has it."""
    container: Container | None = None
    met_at: tuple[str, ...]
    """All places: a path, or `container!member`."""
    media_type: str
    reader: str
    """Name of the format in `read.FORMATS` that read it."""
    sha256: str
    """Of the document's own bytes: one mail, record, row, page or file."""
    text_sha256: str
    """Of its text in UTF-8."""


NameType = Literal["person", "organisation", "place", "other"]


class Name(Struct, frozen=True, gc=False):
    """A proper name in an article; `who` is the local chain of all that the article calls the same.

    One name may lie in another: "Orlo" in "the Orlo campaign", where that speaks.
    """

    id: str
    span: Span
    type: NameType
    who: str


class Mention(Struct, frozen=True, gc=False):
    """A pronoun or a description that means somebody; `who` is the local chain."""

    span: Span
    kind: Literal["pronoun", "description"]
    who: str


class Statement(Struct, frozen=True, gc=False, kw_only=True):
    """What somebody is said to have said: who (source), the word that says so (cue), and what (content).

    Each role is a tuple of spans, since a role can be interrupted. A source may be empty (nobody is named), a content
    is not. `speaker` is a local chain; where it is open, `candidates` are the chains that it may be, the likeliest
    first. Where several speak together, `speaker` is the first of them and `candidates` are all.
    `speaker_type` of who has no name: official, member, witness, document or unknown, by the words used.
    """

    id: str
    source: tuple[Span, ...] = ()
    cue: tuple[Span, ...] = ()
    content: tuple[Span, ...]
    form: Literal["direct", "indirect", "mixed"] = "direct"
    confidence: float = 1.0
    within: str | None = None
    speaker: str | None = None
    candidates: tuple[str, ...] = ()
    speaker_kind: Literal["named", "unnamed", "author"] = "unnamed"
    speaker_type: str | None = None
    speaker_confidence: float = 1.0
    """How likely `speaker` is, or the first of `candidates`."""

    def __post_init__(self) -> None:
        if not self.content:
            raise ValueError(f"statement {self.id} has no content")


class Document(Struct, frozen=True, gc=False, kw_only=True, tag_field="record", tag="document"):
    """One file, page, mail, row, feed entry or WARC record: a text that never changes, and its blocks.

    `normalised` names every change that was made between the decoded bytes and the text (newlines, control
    characters, …), so that nothing is changed in silence. Metadata with `span` point into `text`.
    """

    ref: DocumentRef
    text: str
    blocks: tuple[Block, ...] = ()
    title: Stated | None = None
    byline: tuple[Stated, ...] = ()
    outlet: Stated | None = None
    published: Stated | None = None
    """ISO 8601, as precise as its source: `2019`, `2019-03`, `2019-03-08`, `2019-03-08T10:00:00+01:00`."""
    url: Stated | None = None
    language: str | None = None
    normalised: tuple[str, ...] = ()
    row: bool = False
    """A row made elsewhere is one article: it is never split."""
    external_id: str | None = None
    names: tuple[Name, ...] | None = None
    """Names that a row carries; they are kept as given."""
    statements: tuple[Statement, ...] | None = None
    """Statements that a row carries; they are kept as given."""


ArticleKind = Literal["article", "excerpt", "note"]


class Article(Struct, frozen=True, gc=False, kw_only=True, tag_field="record", tag="article"):
    """One piece, a span of its document: a full article, an excerpt of one, or an editor's note.

    `split` makes it without names and statements, `tag` returns the same with them.
    `text` is exactly `document.text[span.start:span.end]`.
    """

    id: str
    """The document's id and the start of the span: `<document>-<start>`."""
    external_id: str | None = None
    document: DocumentRef
    span: Span
    kind: ArticleKind = "article"
    cut: bool = False
    """The text begins or ends in the middle of a sentence, or says that it goes on elsewhere."""
    language: str | None = None
    text: str
    title: Stated | None = None
    byline: tuple[Stated, ...] = ()
    outlet: Stated | None = None
    published: Stated | None = None
    url: Stated | None = None
    names: tuple[Name, ...] | None = None
    """None until the piece is tagged."""
    mentions: tuple[Mention, ...] = ()
    statements: tuple[Statement, ...] | None = None
    """None until the piece is tagged."""

    def anchor(self, span: Span) -> str:
        """The address of a stretch of this piece in everything that is rendered: `<document>-<start>-<end>`.

        Offsets are the document's, so the anchor still means the same words when the piece is split otherwise.
        """
        at = span.moved(self.span.start)
        return f"{self.document.id[:SHORT_ID]}-{at.start}-{at.end}"


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


class Run(Struct, frozen=True, gc=False, kw_only=True, tag_field="record", tag="run"):
    """First line of an analysis: what made it."""

    schema: int = SCHEMA
    version: str
    model: str
    """The tagger that marked names and statements."""
    options: dict[str, str] = {}
    pseudonymised: bool = False
    """Whether names were replaced by pseudonyms: offsets are then in the replaced texts."""


Record = Run | Article | Entity | Identity | Label | Story | Reuse
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


class Vectors(Struct, frozen=True, gc=False):
    """Embeddings of passages: for each its article, its span there, and its vector."""

    articles: tuple[str, ...]
    spans: tuple[Span, ...]
    vectors: tuple[bytes, ...]
    """Of length one, in half precision (little-endian)."""


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


class Rendition(Struct, frozen=True, gc=False):
    """What a renderer made: the page, and the files that lie in the folder beside it (by name; often none)."""

    page: str
    beside: dict[str, str] = {}
