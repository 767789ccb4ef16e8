"""A document in the making: what a reader fills in, and its end as a `Document` with its identity."""

from __future__ import annotations

from dataclasses import dataclass, field
from hashlib import sha256

from onrecord.model import Block, Container, Document, DocumentRef, Name, Span, Stated, Statement


@dataclass
class Draft:
    """What a reader knows of a document; spans are in `text`, blocks in the order of their start."""

    text: str
    blocks: list[Block] = field(default_factory=list)
    title: Stated | None = None
    byline: tuple[Stated, ...] = ()
    outlet: Stated | None = None
    published: Stated | None = None
    url: Stated | None = None
    language: str | None = None
    normalised: list[str] = field(default_factory=list)
    row: bool = False
    external_id: str | None = None
    names: tuple[Name, ...] | None = None
    statements: tuple[Statement, ...] | None = None


def finish(
    draft: Draft,
    data: bytes,
    *,
    place: str,
    container: Container | None,
    media_type: str,
    reader: str,
) -> Document:
    """The document; `data` are its own bytes, of which its identity is made.

    The text is stored as UTF-8 and hashed so; where a reader left it untouched that hash is the one of the bytes.
    """
    digest = sha256(data).hexdigest()
    ref = DocumentRef(
        id=digest[:16],
        path=place,
        container=container,
        met_at=(place,),
        media_type=media_type,
        reader=reader,
        sha256=digest,
        text_sha256=sha256(draft.text.encode("utf-8")).hexdigest(),
    )
    return Document(
        ref=ref,
        text=draft.text,
        blocks=tuple(draft.blocks),
        title=draft.title,
        byline=draft.byline,
        outlet=draft.outlet,
        published=draft.published,
        url=draft.url,
        language=draft.language,
        normalised=tuple(dict.fromkeys(draft.normalised)),
        row=draft.row,
        external_id=draft.external_id,
        names=draft.names,
        statements=draft.statements,
    )


def shifted(blocks: list[Block], by: int) -> list[Block]:
    """The same blocks after `by` code points were put before their text."""
    return [Block(b.kind, Span(b.span.start + by, b.span.end + by), b.level, b.href) for b in blocks]
