"""What the ways of splitting hand over: which passages make a piece."""

from __future__ import annotations

from dataclasses import dataclass

from onrecord.model import ArticleKind, Block


@dataclass(slots=True)
class Piece:
    """Passages `first` up to, not including, `last` of a document are one piece."""

    first: int
    last: int
    kind: ArticleKind = "article"
    more: bool = False
    """The document says that the piece goes on elsewhere."""
    link: Block | None = None
    """Where it goes on, when the mark-up says so."""
    titled: bool | None = None
    """Whether the first passage is its headline; None where only its look can tell."""
    headline: tuple[int, int] | None = None
    """Where its headline stands in the document, when that is not the whole of a passage."""
