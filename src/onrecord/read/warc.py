"""Web archives: WARC with fastwarc, and the older ARC. Each HTML or text response is one document.

fastwarc was chosen over warcio: it is about ten times as fast, and its lenient mode finds the next record after a
broken one, where warcio stops at the first gzip that was packed as a whole.
"""

from __future__ import annotations

import re
import zlib
from collections.abc import Iterator
from io import BytesIO

from msgspec import Struct

from onrecord.errors import InputError, MalformedInput, OversizedInput, TextlessInput, TruncatedInput
from onrecord.model import Container, Document, Stated
from onrecord.read.draft import finish
from onrecord.read.html import MEDIA_TYPE as HTML
from onrecord.read.html import declared, page
from onrecord.read.source import CHUNK, Read, ReadOptions, Rewound, Source, Stream, read_fully
from onrecord.read.text import plain

PAGES = frozenset({"text/html", "application/xhtml+xml"})
TEXTS = frozenset({"text/plain"})

MAX_INFLATED = 100
"""Bytes of a response for each packed byte: pages pack 3 to 10 times, and a few blanks more."""

_NEXT = b"\r\n\r\nWARC/1."
_BLANK = re.compile(rb"\r?\n\r?\n")
_STATUS = re.compile(rb"HTTP/\d(?:\.\d)?[ \t]+(\d{3})")
_CHUNK = re.compile(rb"[ \t]*([0-9a-fA-F]{1,8})[ \t]*(?:;[^\r\n]*)?\r?\n")
_ARC = re.compile(rb"(\S.*?) (\S+) (\d{8,17}) (\S+) (-?\w+)\r?")
# Addresses of what an archive says about itself.
_OWN = re.compile(r"(?:metadata|urn|dns|whois|filedesc|warcinfo):", re.IGNORECASE)
_CHARSET = re.compile(r"charset\s*=\s*[\"']?([\w.:-]+)", re.IGNORECASE)


class Record(Struct):
    """One record: a response as it came over the wire, or a resource as it lay on a disk."""

    number: int
    address: str | None
    block: bytes | None
    """None if it is longer than one document may be."""
    http: bool
    wanted: bool = False
    """A kind of record that can hold a page."""
    media_type: str | None = None
    fault: str | None = None
    """What is wrong with its length."""
    malformed: bool = False
    """The fault is not that something is missing."""


def read_warc(source: Source, options: ReadOptions) -> Read:
    """The documents of a WARC, each named by its number among all records; other records are passed over.

    Raises:
        MalformedInput: nothing in it is a record.
    """
    yield from _documents(source, _warc_records(source, options), options, "warc")


def read_arc(source: Source, options: ReadOptions) -> Read:
    """The documents of an ARC file, each named by its number among all records."""
    yield from _documents(source, _arc_records(source, options), options, "arc")


def _documents(source: Source, records: Iterator[Record], options: ReadOptions, reader: str) -> Read:
    nothing = True
    for record in records:
        place = source.member(str(record.number))
        container = Container(source.place, str(record.number))
        if record.block is None:
            nothing = False
            yield OversizedInput(place, f"a record longer than {options.max_document >> 20} MiB")
            continue
        try:
            document = _document(record, place, container, options, reader)
        except InputError as error:
            nothing = False
            yield error
            continue
        if document is not None:
            yield document
        if record.fault:
            yield MalformedInput(place, record.fault) if record.malformed else TruncatedInput(place, record.fault)
        nothing = nothing and document is None and not record.fault
    if nothing:
        raise TextlessInput(source.place, "a web archive without HTML or text responses")


def _warc_records(source: Source, options: ReadOptions) -> Iterator[Record]:
    """All records; where one says that it is longer than it is, what it took of the next ones is read after it."""
    waiting: list[Rewound | BytesIO] = [source.rest()]
    number = 0
    while waiting:
        for found in _fast_records(waiting.pop(), options.max_document):
            number += 1
            found.number = number
            at = found.block.find(_NEXT) if found.block else -1
            if found.block is not None and at >= 0:
                waiting.append(BytesIO(found.block[at + 4 :]))
                found.block, found.fault = (
                    found.block[:at],
                    "the record is shorter than its length says; records after it may be lost",
                )
            yield found
    if not number:
        raise MalformedInput(source.place, "a web archive without a record that can be read")


def _fast_records(stream: Rewound | BytesIO, limit: int) -> Iterator[Record]:
    from fastwarc.warc import ArchiveIterator, WarcRecordType

    wanted = WarcRecordType.response | WarcRecordType.resource | WarcRecordType.conversion
    records = iter(ArchiveIterator(stream, parse_http=False, quirks_mode=True))
    while True:
        try:
            record = next(records)
            length = record.content_length
            block: bytes | None = read_fully(record.reader, min(length, limit + 1))
        except StopIteration:
            return
        except OSError:
            yield Record(0, None, b"", False, fault="the archive is damaged from here on", malformed=True)
            return
        if record.record_type == WarcRecordType.unknown:
            yield Record(0, None, b"", False, fault="a record without a header that can be read", malformed=True)
            continue
        address = (record.headers.get("WARC-Target-URI") or "").strip("<> ") or None
        found = Record(0, address, block, record.record_type == WarcRecordType.response)
        found.wanted = bool(record.record_type & wanted) and not _OWN.match(address or "")
        found.media_type = record.headers.get("Content-Type")
        if block is not None and len(block) > limit:
            found.block = None
        elif block is not None and len(block) < length:
            found.fault = "the archive ends within this record"
        yield found


def _arc_records(source: Source, options: ReadOptions) -> Iterator[Record]:
    """Records of ARC: a line with address, host, date, type and length, then so many bytes, then a blank line."""
    held = _Held(source.rest())
    number = 0
    while (line := held.line()) is not None:
        if not line.strip():
            continue
        found = _ARC.fullmatch(line)
        if found is None:
            continue
        number += 1
        length = int(found[5]) if found[5].isdigit() else 0
        block = held.take(min(length, options.max_document + 1))
        address = found[1].decode("utf-8", "replace")
        record = Record(number, address, block, True, wanted=not _OWN.match(address))
        if length > options.max_document:
            held.skip(length - len(block))
            record.block = None
        elif len(block) < length:
            record.fault = "the archive ends within this record"
        elif not found[5].isdigit():
            record.fault, record.malformed = "a record whose length is no number", True
        yield record
    if not number:
        raise MalformedInput(source.place, "a web archive without a record that can be read")


class _Held:
    """Lines and stretches of a stream, in turn."""

    def __init__(self, stream: Stream) -> None:
        self._stream = stream
        self._held = b""

    def line(self) -> bytes | None:
        """The next line without its newline, at most 64 KiB of it; None at the end."""
        while (at := self._held.find(b"\n")) < 0 and len(self._held) < 1 << 16:
            more = self._stream.read(CHUNK)
            if not more:
                break
            self._held += more
        if not self._held:
            return None
        at = len(self._held) if at < 0 else at
        line, self._held = self._held[:at], self._held[at + 1 :]
        return line

    def take(self, size: int) -> bytes:
        """The next `size` bytes, fewer at the end."""
        taken, self._held = self._held[:size], self._held[size:]
        return taken + read_fully(self._stream, size - len(taken))

    def skip(self, size: int) -> None:
        """Pass over `size` bytes."""
        while size > 0 and (passed := len(self.take(min(size, CHUNK)))):
            size -= passed


def _document(record: Record, place: str, container: Container, options: ReadOptions, reader: str) -> Document | None:
    """The document of a record; None if it is none that is read: a request, a picture, an error page."""
    if not record.wanted or not record.block:
        return None
    data, kind, charset = record.block, record.media_type or "", None
    if record.http:
        payload = _payload(record, place, options.max_document)
        if payload is None:
            return None
        data, kind = payload
    found = _CHARSET.search(kind)
    charset = options.encoding or (found[1] if found else None)
    kind = kind.partition(";")[0].strip().lower()
    if not kind and data.lstrip()[:1] == b"<":
        kind = HTML
    if kind in PAGES:
        if len(data) > options.max_page:
            raise OversizedInput(place, f"a page longer than {options.max_page >> 20} MiB")
        draft = page(place, data, charset or declared(data), record.address)
    elif kind in TEXTS:
        draft = plain(place, data, charset)
        if record.address and record.address.startswith(("http://", "https://")):
            draft.url = Stated(record.address, "header")
    else:
        return None
    return finish(draft, data, place=place, container=container, media_type=kind, reader=reader)


def _payload(record: Record, place: str, limit: int) -> tuple[bytes, str] | None:
    """Body and content type of an HTTP response that was answered with what was asked for."""
    block = record.block or b""
    status = _STATUS.match(block)
    if status is None or not status[1].startswith(b"2"):
        return None
    blank = _BLANK.search(block)
    top, data = (block[: blank.start()], block[blank.end() :]) if blank else (block, b"")
    headers: dict[str, str] = {}
    for line in top.split(b"\n")[1:]:
        name, _, value = line.decode("latin-1").partition(":")
        headers.setdefault(name.strip().lower(), value.strip())
    kind = headers.get("content-type", "")
    if kind.partition(";")[0].strip().lower() not in PAGES | TEXTS | {""}:
        return None
    promised = headers.get("content-length", "")
    if promised.isdecimal() and len(data) < int(promised) and "chunked" not in headers.get("transfer-encoding", ""):
        record.fault = record.fault or "the response is shorter than its own length says"
    if "chunked" in headers.get("transfer-encoding", "").lower():
        data = _unchunked(data)
    return _inflated(place, data, headers.get("content-encoding", "").lower(), limit), kind


def _unchunked(data: bytes) -> bytes:
    """A body sent in chunks, joined; one that only says so stays as it is."""
    parts = []
    at = 0
    while found := _CHUNK.match(data, at):
        size = int(found[1], 16)
        parts.append(data[found.end() : found.end() + size])
        at = found.end() + size
        at += 2 if data[at : at + 2] == b"\r\n" else 1 if data[at : at + 1] == b"\n" else 0
        if not size:
            break
    return b"".join(parts) if parts else data


def _inflated(place: str, data: bytes, coding: str, limit: int) -> bytes:
    """A body unpacked, if it is packed and not only says so."""
    if coding in {"", "identity"} or not data:
        return data
    limit = min(limit, max(1 << 20, MAX_INFLATED * len(data)))
    if coding == "br":
        return _unbrotlied(place, data, limit)
    if coding not in {"gzip", "x-gzip", "deflate"} or data.lstrip()[:1] == b"<":
        return data
    for bits in (47, -15):
        inflate = zlib.decompressobj(wbits=bits)
        try:
            out = inflate.decompress(data, limit)
        except zlib.error:
            continue
        if inflate.unconsumed_tail:
            raise OversizedInput(place, "a response that unpacks to far more than a page would")
        return out
    raise MalformedInput(place, "a response whose packed body is damaged")


def _unbrotlied(place: str, data: bytes, limit: int) -> bytes:
    from fastwarc.stream_io import BrotliReader

    try:
        out = read_fully(BrotliReader(BytesIO(data)), limit + 1)
    except (OSError, ValueError):
        raise MalformedInput(place, "a response whose packed body is damaged") from None
    if len(out) > limit:
        raise OversizedInput(place, "a response that unpacks to far more than a page would")
    return out
