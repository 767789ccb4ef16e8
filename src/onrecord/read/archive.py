"""ZIP and gzip of anything that is read, with limits: a small file must not unpack to a full disk or a full memory.

gzip is looked through: `rows.jsonl.gz!17` is a row as `rows.jsonl!17` is. A ZIP's members have places of their own.
"""

from __future__ import annotations

import re
import shutil
import struct
import zipfile
import zlib
from tempfile import SpooledTemporaryFile
from typing import IO, BinaryIO

from onrecord.errors import BinaryInput, EmptyInput, InputError, MalformedInput, OversizedInput, TruncatedInput
from onrecord.model import Container
from onrecord.read.source import CHUNK, Read, ReadOptions, Source, Stream, opened

RATIO_FROM = 16 << 20
"""Unpacked bytes before the ratio is looked at: a page of blanks packs a thousandfold and is harmless."""

IN_MEMORY = 32 << 20
"""Bytes of a ZIP from a pipe that are kept in memory; more go to a temporary file."""

_GZIP = re.compile(rb"\x1f\x8b\x08[\x00-\x1f]")
_OFFICE = ("[Content_Types].xml", "mimetype", "META-INF/container.xml", "META-INF/manifest.xml")


class Limited:
    """A stream of unpacked bytes that stops a bomb.

    Raises, when read:
        OversizedInput: it is longer than allowed, or too long for what it was packed from.
    """

    def __init__(self, place: str, stream: Stream, packed: int, options: ReadOptions) -> None:
        self._place = place
        self._stream = stream
        self._most = min(options.max_unpacked, max(RATIO_FROM, options.max_ratio * packed))
        self._given = 0

    def read(self, size: int = -1, /) -> bytes:
        """Up to `size` unpacked bytes."""
        data = self._stream.read(CHUNK if size < 0 else size)
        self._given += len(data)
        if self._given > self._most:
            raise OversizedInput(self._place, "it unpacks to far more than text would: refused")
        return data


class Gunzipped:
    """The bytes in a gzip stream of one or many members.

    Raises, when read:
        TruncatedInput: it ends before its last member does.
        MalformedInput: the packed data are damaged.
        OversizedInput: it unpacks to too much.
    """

    def __init__(self, source: Source, options: ReadOptions) -> None:
        self._place = source.place
        self._packed = source.rest()
        self._options = options
        self._inflate = zlib.decompressobj(wbits=31)
        self._ahead = b""
        self._given = 0
        self._within = True

    def read(self, size: int = -1, /) -> bytes:
        """Up to `size` unpacked bytes, empty at the end."""
        size = CHUNK if size < 0 else size
        while True:
            packed = self._ahead or self._packed.read(CHUNK)
            self._ahead = b""
            if not packed:
                if self._within:
                    raise TruncatedInput(self._place, "the gzip data end early")
                return b""
            if not self._within:
                packed = packed.lstrip(b"\0")
                if not packed:
                    continue
                self._inflate, self._within = zlib.decompressobj(wbits=31), True
            data = self._inflated(packed, size)
            if data:
                return data

    def _inflated(self, packed: bytes, size: int) -> bytes:
        try:
            data = self._inflate.decompress(packed, size)
        except zlib.error:
            raise MalformedInput(self._place, "damaged gzip data") from None
        if self._inflate.eof:
            self._ahead, self._within = self._inflate.unused_data, False
        else:
            self._ahead = self._inflate.unconsumed_tail
        self._given += len(data)
        most = min(self._options.max_unpacked, max(RATIO_FROM, self._options.max_ratio * self._packed.tell()))
        if self._given > most:
            raise OversizedInput(self._place, "it unpacks to far more than text would: refused")
        return data


def read_gzip(source: Source, options: ReadOptions) -> Read:
    """The documents of what is packed; places are as if it were not.

    Raises:
        EmptyInput, OversizedInput: nothing is in it, archives lie in archives too deep.
    """
    _check_depth(source, options)
    inner = Source(
        source.place,
        Gunzipped(source, options),
        container=source.container,
        depth=source.depth + 1,
        within=source.within,
    )
    if not inner.head:
        raise EmptyInput(source.place, "empty")
    yield from source.within(inner)


def read_zip(source: Source, options: ReadOptions) -> Read:
    """The documents of all members, in the order of the archive; hidden members are left out.

    Raises:
        MalformedInput, TruncatedInput, BinaryInput: no archive that can be opened, a cut one, an Office document.
        OversizedInput: too many members, or archives in archives too deep.
    """
    _check_depth(source, options)
    with seekable(source, options) as stream:
        try:
            archive = zipfile.ZipFile(stream)
        except (zipfile.BadZipFile, ValueError, struct.error, NotImplementedError, EOFError):
            raise TruncatedInput(source.place, "a ZIP archive that is cut or damaged") from None
        with archive:
            yield from _members(source, archive, options)


def _check_depth(source: Source, options: ReadOptions) -> None:
    if source.depth >= options.max_nesting:
        raise OversizedInput(source.place, f"archives in archives, more than {options.max_nesting} deep")


def seekable(source: Source, options: ReadOptions) -> BinaryIO | SpooledTemporaryFile[bytes]:
    """The input as a file to jump about in, for formats that say at their end what they hold."""
    if source.path is not None:
        return opened(source.path)
    spool = SpooledTemporaryFile[bytes](max_size=IN_MEMORY)
    shutil.copyfileobj(Limited(source.place, source.rest(), options.max_unpacked, options), spool, CHUNK)
    spool.seek(0)
    return spool


def _members(source: Source, archive: zipfile.ZipFile, options: ReadOptions) -> Read:
    # Not `ZipInfo.is_dir`: it fails on a member without a name, which a damaged archive may have.
    infos = [info for info in archive.infolist() if not info.filename.endswith("/") and not _is_hidden(info.filename)]
    names = {info.filename for info in infos}
    if any(name in names for name in _OFFICE):
        raise BinaryInput(source.place, "an Office document or e-book; save it as text, HTML or PDF")
    if not infos:
        raise EmptyInput(source.place, "an archive without files")
    if len(infos) > options.max_members:
        raise OversizedInput(source.place, f"an archive of more than {options.max_members} files")
    for info in infos:
        name = info.filename.encode("utf-8", "replace").decode("utf-8")
        place = source.member(name)
        if info.flag_bits & 1:
            yield MalformedInput(place, "it needs a password")
            continue
        try:
            with archive.open(info) as stream:
                yield from _member(source, name, place, stream, info.compress_size, options)
        except InputError as error:
            yield error
        except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, ValueError, struct.error):
            yield MalformedInput(place, "a damaged member, or packed in a way that is not known here")


def _is_hidden(name: str) -> bool:
    return any(part.startswith(".") or part == "__MACOSX" for part in name.split("/"))


def _member(source: Source, name: str, place: str, stream: IO[bytes], packed: int, options: ReadOptions) -> Read:
    member = Source(
        place,
        Limited(place, stream, packed, options),
        container=Container(source.place, name),
        depth=source.depth + 1,
        within=source.within,
    )
    yield from source.within(member)
