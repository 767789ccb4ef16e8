"""What a reader reads: the bytes of one input, its place, and the limits that keep a bad one from doing harm."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from io import UnsupportedOperation
from pathlib import Path
from typing import BinaryIO, Protocol

from msgspec import Struct, field

from onrecord.errors import InputError, OversizedInput
from onrecord.model import Container, Document

CHUNK = 1 << 18
"""Bytes that are taken from a stream at once. 64 KiB to 1 MiB were equally fast with `bench/read.py`."""

HEAD = 1 << 14
"""Bytes at the start of an input from which its format is told."""

OWN_ANALYSIS = "an analysis by onrecord, no coverage; give its file by name, unpacked, to analyse or brief"
"""Why an analysis that lies in a folder or is packed is not read."""

Read = Iterator[Document | InputError]


class ReadOptions(Struct, frozen=True, kw_only=True):
    """How inputs are read. Limits are there to stop harm, not to shape results: ordinary coverage meets none."""

    columns: dict[str, str] = field(default_factory=dict)
    """For rows: our field (`text`, `title`, `byline`, `outlet`, …) -> the name of the column that holds it."""
    encoding: str | None = None
    """Encoding to try before any other, whatever an input declares."""
    max_document: int = 64 << 20
    """Bytes of one document: a file, page, mail, record or row. A longer one is an `OversizedInput`."""
    max_page: int = 20 << 20
    """Bytes of one HTML page, which costs far more memory than plain text."""
    max_unpacked: int = 64 << 30
    """Bytes that one compressed input may unpack to."""
    max_ratio: int = 200
    """Unpacked bytes for each packed byte, looked at after the first 16 MiB. Text packs 3 to 30 times."""
    max_members: int = 1_000_000
    """Members of one archive."""
    max_nesting: int = 3
    """Archives within archives."""


class Stream(Protocol):
    """Bytes that come one after another: a file, standard input, a member that is being unpacked."""

    def read(self, size: int = -1, /) -> bytes: ...


class Source:
    """One input: where it lies, its first bytes, and the rest as a stream.

    Args:
        place: where a person would look for it: a path, or `container!member`.
        stream: its bytes; read once, from where it stands.
        container: the file that holds it together with others.
        depth: how many archives it lies in.
        within: reads an input that this one holds; the reader of an archive hands its members there.
        path: the path of a regular file, where there is one: some formats need to jump about in it.
    """

    def __init__(
        self,
        place: str,
        stream: Stream,
        *,
        container: Container | None = None,
        depth: int = 0,
        within: Callable[[Source], Read] | None = None,
        path: str | None = None,
    ) -> None:
        self.place = place
        self.container = container
        self.depth = depth
        self.path = path
        self.media_type: str | None = None
        self.charset: str | None = None
        self.address: str | None = None
        self._stream = stream
        self._within = within
        self.head = read_fully(stream, HEAD)

    def within(self, member: Source) -> Read:
        """Read an input that this one holds."""
        if self._within is None:
            raise ValueError(f"{self.place} was opened without a way to read its members")
        return self._within(member)

    def chunks(self) -> Iterator[bytes]:
        """All bytes, the head first."""
        if self.head:
            yield self.head
        while chunk := self._stream.read(CHUNK):
            yield chunk

    def whole(self, limit: int) -> bytes:
        """All bytes of one document.

        Raises:
            OversizedInput: there are more than `limit`.
        """
        parts, size = [self.head], len(self.head)
        while size <= limit and (chunk := self._stream.read(max(CHUNK, min(size, limit + 1 - size)))):
            parts.append(chunk)
            size += len(chunk)
        if size > limit:
            raise OversizedInput(self.place, f"longer than {limit >> 20} MiB, the most that one document may be")
        return b"".join(parts)

    def rest(self) -> Rewound:
        """The same bytes as a file that a library can read from."""
        return Rewound(self.head, self._stream)

    def member(self, name: str) -> str:
        """The place of something that lies in this input."""
        return f"{self.place}!{name}"


class Rewound:
    """A stream whose first bytes were looked at and are given again. It cannot jump."""

    def __init__(self, head: bytes, stream: Stream) -> None:
        self._head = head
        self._stream = stream
        self._at = 0

    def read(self, size: int = -1) -> bytes:
        """Up to `size` bytes, empty at the end."""
        if self._head:
            taken = self._head if size < 0 else self._head[:size]
            self._head = b"" if size < 0 else self._head[size:]
            if size < 0:
                taken += self._stream.read()
        else:
            taken = self._stream.read(size)
        self._at += len(taken)
        return taken

    def seek(self, offset: int, whence: int = 0) -> int:
        """Refused: what was given is gone."""
        raise UnsupportedOperation(f"a stream cannot jump to {offset} ({whence})")

    def tell(self) -> int:
        """How many bytes were given."""
        return self._at

    def close(self) -> None:
        """Nothing to close here: the stream belongs to whoever opened it."""


def read_fully(stream: Stream, size: int) -> bytes:
    """`size` bytes, or all there are: a pipe may give fewer at a time than it was asked for."""
    parts = []
    while size > 0 and (part := stream.read(size)):
        parts.append(part)
        size -= len(part)
    return b"".join(parts)


def lines(chunks: Iterator[bytes], limit: int) -> Iterator[bytes | None]:
    """Lines without their newline, in linear time and bounded memory.

    A line of more than `limit` bytes comes out as None, and the next one follows it.
    """
    held: list[bytes] = []
    size = 0
    for chunk in chunks:
        first, *others = chunk.split(b"\n")
        size += len(first)
        if size <= limit:
            held.append(first)
        else:
            held.clear()
        if not others:
            continue
        yield b"".join(held) if size <= limit else None
        *complete, last = others
        for line in complete:
            yield line if len(line) <= limit else None
        held, size = [last], len(last)
    if size:
        yield b"".join(held) if size <= limit else None


def opened(path: str) -> BinaryIO:
    """A file, unbuffered: readers take large chunks themselves."""
    return Path(path).open("rb", buffering=0)
