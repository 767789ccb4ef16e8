"""Plain text: one file is one document, without blocks. Lines and what they look like are all there is."""

from __future__ import annotations

from onrecord.read.decode import decode
from onrecord.read.draft import Draft, finish
from onrecord.read.source import Read, ReadOptions, Source


def read_text(source: Source, options: ReadOptions) -> Read:
    """The one document of a text file; nothing is stripped, joined or composed.

    Raises:
        EmptyInput, BinaryInput, UndecodableInput, OversizedInput: see `decode` and `Source.whole`.
    """
    data = source.whole(options.max_document)
    text, notes = decode(source.place, data, options.encoding or source.charset)
    yield finish(
        Draft(text, normalised=notes),
        data,
        place=source.place,
        container=source.container,
        media_type="text/plain",
        reader="text",
    )
