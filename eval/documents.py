"""Documents for an evaluation."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence
from pathlib import Path

from onrecord.errors import InputError
from onrecord.model import Document, DocumentRef
from onrecord.read import read


def document_of(text: str, name: str) -> Document:
    """A plain-text document of `text`, as it would be read from a file `name`; its text is `text` unchanged."""
    content = text.encode()
    digest = hashlib.sha256(content).hexdigest()
    ref = DocumentRef(
        id=digest[:16],
        path=name,
        met_at=(name,),
        media_type="text/plain",
        reader="text",
        sha256=digest,
        text_sha256=digest,
    )
    return Document(ref=ref, text=text)


def documents_in(paths: Sequence[Path]) -> Iterator[Document]:
    """The documents that On Record reads from files.

    Raises:
        InputError: one of them cannot be read.
    """
    for item in read([str(path) for path in paths]):
        if isinstance(item, InputError):
            raise item
        yield item
