"""One document of a corpus for splitting, with its gold."""

from __future__ import annotations

from dataclasses import dataclass

from onrecord.model import Document


@dataclass(frozen=True)
class Sample:
    """A document and where its pieces start.

    `starts` are code points in `document.text`. `lost` counts pieces whose start is not in that text at all, because
    reading dropped it: they can only be missed.
    """

    id: str
    document: Document
    starts: tuple[int, ...]
    lost: int = 0
