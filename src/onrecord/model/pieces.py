"""What one document gives: its text and blocks, its pieces, and what is marked in them."""

from __future__ import annotations

from typing import Literal

from msgspec import Struct, field

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


Comparator = Literal["about", "at_least", "at_most", "more_than", "less_than", "exactly"]


class Figure(Struct, frozen=True, gc=False, kw_only=True):
    """A number that a piece gives, with what it counts.

    `value` is a decimal numeral ("17000", "0.05", "12.5"), normalised as docs/figures.md says and never converted from
    one unit or currency to another; null where the words cannot be read as one number, with the reason in `unread`.
    """

    span: Span
    """The number with its unit and its comparator."""
    value: str | None
    upper: str | None = None
    """Upper end of a range ("two to three dozen"); `value` is then its lower end."""
    kind: Literal["count", "ordinal", "share", "money", "measure", "age"] = "count"
    unit: str | None = None
    """What it is measured in: a currency (ISO 4217 where the words tell which), "percent", "kilometre", "year", …"""
    comparator: Comparator | None = None
    """What the words say of how exact the number is; null where they say nothing."""
    per: str | None = None
    """The unit of time for which it holds each time ("a month"): hour, day, week, month, year."""
    counted: Span | None = None
    """The thing counted, in the words of the piece."""
    about: str | None = None
    """The local chain whose figure it is, where the sentence names one."""
    time: Span | None = None
    """The expression of time for which it holds, one of the article's `dates`."""
    statement: str | None = None
    """The innermost statement in whose content it stands."""
    unread: str | None = None


class Timex(Struct, frozen=True, gc=False, kw_only=True):
    """An expression of time, after TIMEX3 (ISO-TimeML, ISO 24617-1).

    `value` is ISO 8601 as far as it is known: `2016-02`, `2019-W08`, `198` (a decade), `P2Y`, `T09:30`. What depends on
    the date of a piece that gives none is left relative: `anchored` is false then, and `value` says it in TIMEX3's way
    as far as it can (`XXXX-WXX-3`). Null where the words name no time that exists, with the reason in `unread`.
    """

    span: Span
    type: Literal["DATE", "TIME", "DURATION", "SET"]
    value: str | None
    anchored: bool
    """Whether `value` is a place in the calendar, without further knowledge."""
    begin: str | None = None
    """First day, month or year of a stretch of time that has two ends ("1997 until 2011")."""
    end: str | None = None
    """Last one, included."""
    mod: Literal["BEFORE", "AFTER", "START", "MID", "END", "APPROX", "LESS_THAN", "MORE_THAN"] | None = None
    event: Span | None = None
    """What happened then, in the words of the piece."""
    statement: str | None = None
    """The innermost statement in whose content it stands."""
    unread: str | None = None


class Link(Struct, frozen=True, gc=False):
    """Words of a piece that lead to an address."""

    span: Span
    href: str


CitationKind = Literal["note", "list", "mention", "link"]


class Citation(Struct, frozen=True, gc=False, kw_only=True):
    """A work that a piece refers to: an entry of its notes or of its list of sources, a work or outlet named in the
    text ("told the Courier"), or a link.

    Author, title, outlet and date are spans of the entry. An entry that says "ibid" has none of its own: `same_as` is
    the entry that it means.
    """

    id: str
    span: Span
    """The whole entry, or the words of the mention."""
    kind: CitationKind
    marker: str | None = None
    """The number or sign of the note, without its brackets."""
    marked: tuple[Span, ...] = ()
    """Where the text refers to the entry by its marker."""
    author: tuple[Span, ...] = ()
    title: Span | None = None
    outlet: Span | None = None
    published: Span | None = None
    url: str | None = None
    same_as: str | None = None
    """The entry that this one repeats ("ibid", "op. cit."); in a circle of entries, the next one."""
    doubtful: bool = False
    """Only the pile can tell that an outlet is meant; there is a `Reference` of it where it does."""


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
    figures: tuple[Figure, ...] = ()
    dates: tuple[Timex, ...] = ()
    citations: tuple[Citation, ...] = ()
    links: tuple[Link, ...] = ()

    def anchor(self, span: Span) -> str:
        """The address of a stretch of this piece in everything that is rendered: `<document>-<start>-<end>`.

        Offsets are the document's, so the anchor still means the same words when the piece is split otherwise.
        """
        at = span.moved(self.span.start)
        return f"{self.document.id[:SHORT_ID]}-{at.start}-{at.end}"
