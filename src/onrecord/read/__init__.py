"""From bytes to documents: files, folders, globs and standard input, in any format of `FORMATS`.

    paths --walk()--> files --detect()--> a format of FORMATS --its reader--> Document | InputError

Everything streams: no file is held whole unless it is one document. One bad input is one `InputError` in the stream,
with its place and reason, and the rest goes on. The network is never used.
"""

from __future__ import annotations

import zlib
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import BinaryIO

from onrecord.errors import EmptyInput, InputError, MalformedInput, TruncatedInput
from onrecord.model import Document
from onrecord.read.formats import FORMATS, Format, detect
from onrecord.read.parquet import MAGIC, holds_analysis
from onrecord.read.source import OWN_ANALYSIS, Read, ReadOptions, Source, opened
from onrecord.read.walk import STDIN, unreachable, walk

__all__ = ["FORMATS", "Format", "ReadOptions", "is_analysis", "read"]

ANALYSIS = b'{"record":"run"'
BRIEFING = b'<meta name="generator" content="On Record'
"""What every page that we write says in its head (`brief/templates/head.html`)."""

DEFAULTS = ReadOptions()


def read(
    paths: Iterable[str], options: ReadOptions = DEFAULTS, stdin: BinaryIO | None = None
) -> Iterator[Document | InputError]:
    """The documents of all inputs, one after another, and an error in place of each that cannot be read.

    Args:
        paths: files, folders (read through, sorted, without hidden files), globs, and `-` for standard input.
        options: columns of rows, encoding, limits.
        stdin: what `-` reads.
    """
    for path in walk(paths):
        if isinstance(path, InputError):
            yield path
        elif path == STDIN and stdin is not None:
            yield from _guarded(path, stdin, options, None)
        else:
            try:
                stream = opened(path)
            except OSError as error:
                yield unreachable(path, error)
                continue
            with stream:
                yield from _guarded(_utf8(path), stream, options, path)


def is_analysis(path: str) -> bool:
    """Whether a file is the output of `onrecord analyse`: its first line is the record of a run, or it is
    Parquet that says so.

    False for what cannot be opened, for `-`, and for a pipe, whose first bytes could not be read twice.
    """
    try:
        if not Path(path).is_file():
            return False
        with opened(path) as stream:
            first = stream.read(256)
        return holds_analysis(path) if first.startswith(MAGIC) else _starts_analysis(bytes(first))
    except (OSError, ValueError):
        return False


def _starts_analysis(head: bytes) -> bool:
    return head[:256].replace(b" ", b"").startswith(ANALYSIS)


def _refuse_own(source: Source) -> None:
    """What onrecord wrote is no coverage: read as rows or as a page it would be counted as one more voice.

    Raises:
        MalformedInput: an analysis that lies in a folder or is packed, or a page of a briefing.
    """
    if _starts_analysis(source.head):
        raise MalformedInput(source.place, OWN_ANALYSIS)
    if BRIEFING in source.head[:2048]:
        raise MalformedInput(source.place, "a briefing by onrecord, no coverage")


def _utf8(path: str) -> str:
    """A path as it can be written down: bytes that are no UTF-8 are shown as what they are."""
    return path.encode("utf-8", "backslashreplace").decode("utf-8")


def _guarded(place: str, stream: BinaryIO, options: ReadOptions, path: str | None) -> Read:
    def within(source: Source) -> Read:
        return _read(source, options)

    try:
        source = Source(place, stream, within=within, path=path)
    except OSError as error:
        yield unreachable(place, error)
        return
    yield from _read(source, options)


def _read(source: Source, options: ReadOptions) -> Read:
    """The documents of one input; what its reader raises becomes an error in the stream."""
    try:
        if not source.head:
            raise EmptyInput(source.place, "empty")
        _refuse_own(source)
        yield from detect(source)(source, options)
    except InputError as error:
        yield error
    except (EOFError, zlib.error):
        yield TruncatedInput(source.place, "compressed data that ends early or is damaged")
    except OSError as error:
        yield unreachable(source.place, error)
