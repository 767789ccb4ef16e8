"""What the tests of the reading stage share: documents from bytes, and the rules that every document keeps."""

from __future__ import annotations

from hashlib import sha256
from io import BytesIO
from pathlib import Path

from tests.conftest import data_beside

from onrecord.errors import InputError
from onrecord.model import Document, Span
from onrecord.read import FORMATS, ReadOptions, read

DEFAULTS = ReadOptions()


def needed(relative: str) -> list[Path]:
    """The files of a folder of the data beside the checkout."""
    return sorted(path for path in data_beside(relative).iterdir() if path.is_file())


def from_bytes(data: bytes, options: ReadOptions = DEFAULTS) -> list[Document | InputError]:
    """What standard input with these bytes is read as."""
    found = list(read(["-"], options, BytesIO(data)))
    for one in found:
        if isinstance(one, Document):
            check(one)
    return found


def document(data: bytes, options: ReadOptions = DEFAULTS) -> Document:
    """The one document in these bytes."""
    (one,) = from_bytes(data, options)
    assert isinstance(one, Document), one
    return one


def error(data: bytes, options: ReadOptions = DEFAULTS) -> InputError:
    """The one error that these bytes are."""
    (one,) = from_bytes(data, options)
    assert isinstance(one, InputError), one
    return one


def check(document: Document) -> None:
    """What holds for every document, whatever it was read from."""
    text, ref = document.text, document.ref
    assert text.strip()
    assert ref.id == ref.sha256[:16]
    assert ref.text_sha256 == sha256(text.encode("utf-8")).hexdigest()
    assert ref.met_at == (ref.path,)
    assert ref.reader in {one.name for one in FORMATS}
    if ref.container is not None:
        assert ref.path == f"{ref.container.path}!{ref.container.member}"
    assert list(document.blocks) == sorted(document.blocks, key=lambda block: block.span.start)
    outer_end = 0
    leaves: list[Span] = []
    for block in document.blocks:
        assert block.span.end <= len(text)
        words = block.span.of(text)
        if block.kind == "rule":
            assert not words
        else:
            assert words.strip()
            assert words == words.strip(" \n")
        if block.kind == "link":
            assert block.href
            assert any(leaf.holds(block.span) for leaf in leaves[-1:]), "a link outside of every block"
        elif block.kind not in {"rule", "quote"}:
            assert block.span.start >= outer_end, "blocks overlap"
            outer_end = block.span.end
            leaves.append(block.span)
        assert (block.kind in {"heading", "item"}) == (block.level is not None)
    facts = (document.title, document.outlet, document.published, document.url, *document.byline)
    for fact in facts:
        if fact is not None:
            assert fact.value.strip()
            if fact.span is not None:
                assert fact.span.of(text) == fact.value
