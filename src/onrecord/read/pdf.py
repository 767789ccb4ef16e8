"""Text PDF, with the extra `onrecord[pdf]`: one file is one document. What was scanned as pictures has no text here."""

from __future__ import annotations

import logging
from io import BytesIO
from typing import TYPE_CHECKING

from onrecord.errors import InputError, MalformedInput, TextlessInput, UnsupportedInput
from onrecord.model import Stated
from onrecord.read.decode import normalised
from onrecord.read.draft import Draft, finish
from onrecord.read.source import Read, ReadOptions, Source

if TYPE_CHECKING:
    from pypdf import PdfReader

MAX_PAGES = 2000
"""Pages of one file that are read."""

logging.getLogger("pypdf").addHandler(logging.NullHandler())

# What pypdf lets through on broken files besides its own errors.
_FAULTS = (
    ValueError, LookupError, TypeError, AttributeError, RecursionError, ArithmeticError, AssertionError,
    NotImplementedError, EOFError, MemoryError, OSError,
)  # fmt: skip


def read_pdf(source: Source, options: ReadOptions) -> Read:
    """The one document of a PDF, its pages a blank line apart.

    Raises:
        UnsupportedInput: pypdf is not installed.
        MalformedInput, TextlessInput, OversizedInput: damaged or locked, without text, too long.
    """
    try:
        import pypdf
        from pypdf.errors import PyPdfError
    except ImportError:
        raise UnsupportedInput(source.place, "reading PDF needs: pip install 'onrecord[pdf]'") from None
    data = source.whole(options.max_document)
    try:
        reader = pypdf.PdfReader(BytesIO(data))
        draft = _draft(source.place, reader)
    except InputError:
        raise
    except (PyPdfError, *_FAULTS):
        raise MalformedInput(source.place, "a damaged PDF, or one of a kind that is not known here") from None
    yield finish(
        draft, data, place=source.place, container=source.container, media_type="application/pdf", reader="pdf"
    )


def _draft(place: str, reader: PdfReader) -> Draft:
    if reader.is_encrypted and not reader.decrypt(""):
        raise MalformedInput(place, "it needs a password")
    pages = [reader.pages[number].extract_text().strip() for number in range(min(len(reader.pages), MAX_PAGES))]
    text, notes = normalised("\n\n".join(page for page in pages if page))
    if not text.strip():
        raise TextlessInput(
            place, "a PDF without text, perhaps scanned: recognise its letters with an OCR program first"
        )
    draft = Draft(text, normalised=[*notes, "layout"])
    title = reader.metadata.title if reader.metadata else None
    if title and (words := " ".join(normalised(str(title))[0].split())):
        draft.title = Stated(words, "meta")
    return draft
