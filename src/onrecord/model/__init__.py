"""The values that travel through On Record, frozen, all in one place.

The way of the data, and which value each stage makes:

    read      bytes     -> Document        a text that never changes, and its blocks
    split     Document  -> Article, …      spans of the document
    tag       Article   -> Article         the same with names, mentions, statements and citations
    resolve   Articles  -> Entity, Identity, Label
    link      Articles  -> Story, Reuse, Reference
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

from onrecord.model.briefing import (
    Account,
    Brief,
    BriefStory,
    Called,
    Chain,
    Cites,
    Comparison,
    Dated,
    Dispute,
    Happening,
    Heard,
    Line,
    OutletLabel,
    OutletNaming,
    Rendition,
    Sources,
    StoryVoice,
    Telling,
    Voice,
    Why,
)
from onrecord.model.pieces import (
    SHORT_ID,
    Article,
    ArticleKind,
    Block,
    BlockKind,
    Citation,
    CitationKind,
    Comparator,
    Container,
    Document,
    DocumentRef,
    Figure,
    Link,
    Mention,
    MetaOrigin,
    Name,
    NameType,
    Span,
    Stated,
    Statement,
    Timex,
)
from onrecord.model.pile import (
    SCHEMA,
    Alias,
    Analysis,
    Claim,
    Conflict,
    ConflictKind,
    Direction,
    Entity,
    Event,
    Identity,
    Label,
    LabelRelation,
    Neighbour,
    Place,
    Reason,
    Record,
    Reference,
    Reuse,
    ReuseKind,
    Run,
    Said,
    Side,
    Story,
    Vectors,
    Verdict,
)

__all__ = [
    "Account",
    "Alias",
    "Analysis",
    "Article",
    "ArticleKind",
    "Block",
    "BlockKind",
    "Brief",
    "BriefStory",
    "Called",
    "Chain",
    "Citation",
    "CitationKind",
    "Cites",
    "Claim",
    "Comparator",
    "Comparison",
    "Conflict",
    "ConflictKind",
    "Container",
    "Direction",
    "Dated",
    "Dispute",
    "Document",
    "DocumentRef",
    "Entity",
    "Event",
    "Figure",
    "Happening",
    "Heard",
    "Identity",
    "Label",
    "LabelRelation",
    "Line",
    "Link",
    "Mention",
    "MetaOrigin",
    "Name",
    "NameType",
    "Neighbour",
    "OutletLabel",
    "OutletNaming",
    "Place",
    "Reason",
    "Record",
    "Reference",
    "Rendition",
    "Reuse",
    "ReuseKind",
    "Run",
    "SCHEMA",
    "SHORT_ID",
    "Said",
    "Side",
    "Sources",
    "Span",
    "Stated",
    "Statement",
    "Story",
    "StoryVoice",
    "Telling",
    "Timex",
    "Vectors",
    "Verdict",
    "Voice",
    "Why",
]
