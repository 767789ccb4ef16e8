"""Plain text: one file is one document, without blocks. Lines and what they look like are all there is."""

from __future__ import annotations

from onrecord.read.decode import decode
from onrecord.read.draft import Draft, finish
from onrecord.read.source import Read, ReadOptions, Source

MEDIA_TYPE = "text/plain"


def read_text(source: Source, options: ReadOptions) -> Read:
    """The one document of a text file; nothing is stripped, joined or composed.

    Raises:
        EmptyInput, BinaryInput, UndecodableInput, OversizedInput: see `decode` and `Source.whole`.
    """
    data = source.whole(options.max_document)
    yield finish(
        plain(source.place, data, options.encoding or source.charset),
        data,
        place=source.place,
        container=source.container,
        media_type=MEDIA_TYPE,
        reader="text",
    )


def plain(place: str, data: bytes, charset: str | None) -> Draft:
    """A text as it stands, decoded; `charset` is what is declared for it."""
    text, notes = decode(place, data, charset)
    return Draft(text, normalised=notes)
