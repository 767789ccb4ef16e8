"""Mail: single messages and mailboxes. One mail is one document; of its text and HTML parts the better one is read.

A mailbox is split into messages as it streams, so its size does not matter. Attachments are left out unless they are
HTML; forwarded mails and digests of mails are part of the mail that carries them.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from email import message_from_bytes
from email.errors import CloseBoundaryNotFoundDefect, MessageError, StartBoundaryNotFoundDefect
from email.message import Message

from onrecord.errors import InputError, MalformedInput, OversizedInput, TruncatedInput
from onrecord.model import Container, Document
from onrecord.read.draft import finish
from onrecord.read.mailbody import body
from onrecord.read.mailhead import headers_of, with_headers
from onrecord.read.source import Read, ReadOptions, Source

MEDIA_TYPE = "message/rfc822"

# A line that starts a message in a mailbox: after it comes a header, or it ends with a time and a year.
_START = re.compile(rb"From [^\n]*\r?\n")
_CLOCK = re.compile(rb"\d{1,2}:\d\d.*\d{4}|\d{4}.*\d{1,2}:\d\d")
_HEADER = re.compile(rb"(?:>From |[!-9;-~]{1,76}:)")

# What the standard library's parser lets through on broken mail.
_FAULTS = (MessageError, ValueError, LookupError, TypeError, AttributeError, RecursionError)


def read_mail(source: Source, options: ReadOptions) -> Read:
    """The one document of a mail.

    A mail that ends before its own MIME boundaries do is followed by a `TruncatedInput`.

    Raises:
        TextlessInput, MalformedInput, OversizedInput: it has no text, is no mail, is too long.
    """
    data = source.whole(options.max_document)
    yield from _mail(data, source.place, source.container, "mail", options, last=True)


def read_mbox(source: Source, options: ReadOptions) -> Read:
    """The documents of a mailbox, each named by its number; a broken one is an error of its own."""
    held: tuple[int, bytes | None] | None = None
    for number, data in enumerate(messages(source.chunks(), options.max_document), 1):
        if held:
            yield from _member(source, *held, options, last=False)
        held = (number, data)
    if held:
        yield from _member(source, *held, options, last=True)


def _member(source: Source, number: int, data: bytes | None, options: ReadOptions, *, last: bool) -> Read:
    place = source.member(str(number))
    if data is None:
        yield OversizedInput(place, f"a mail longer than {options.max_document >> 20} MiB")
        return
    try:
        yield from _mail(data, place, Container(source.place, str(number)), "mbox", options, last=last)
    except InputError as error:
        yield error


def messages(chunks: Iterator[bytes], limit: int) -> Iterator[bytes | None]:
    """The messages of a mailbox without their `From ` lines, in linear time; None for one longer than `limit`.

    A message starts with a line `From …` at the very start or after a blank line, if a header follows it or it carries
    a time: `From the harbour …` at the start of a paragraph does not.
    """
    held = bytearray()
    search = 0
    started = skipping = False
    for chunk in chunks:
        held += chunk
        if not started:
            started = True
            del held[: _first(held)]
        while True:
            at, after = _next(held, search)
            if at < 0:
                search = after
                break
            if not skipping:
                yield bytes(held[:at])
            skipping = False
            del held[:after]
            search = 0
        if len(held) > limit:
            if not skipping:
                yield None
            skipping = True
            keep = len(held) - search
            del held[: len(held) - keep]
            search = 0
    if held and not skipping:
        yield bytes(held[:-1]) if held.endswith(b"\n\n") else bytes(held)


def _first(held: bytearray) -> int:
    """Length of what stands before the first header."""
    lead = len(held) - len(held.lstrip())
    found = _START.match(held, lead)
    return found.end() if found else 0


def _next(held: bytearray, search: int) -> tuple[int, int]:
    """End of the current message and start of the next one; or -1 and where to look on once more bytes are there."""
    while True:
        at = held.find(b"\nFrom ", search)
        if at < 0:
            return -1, max(search, len(held) - 6)
        search = at + 1
        if not (held[at - 1 : at] == b"\n" or held[at - 2 : at] == b"\n\r"):
            continue
        line_end = held.find(b"\n", search)
        next_end = held.find(b"\n", line_end + 1) if line_end >= 0 else -1
        if next_end < 0 and len(held) - at < 4096:
            return -1, at
        line = bytes(held[search : line_end if line_end >= 0 else None])
        if line_end >= 0 and (_CLOCK.search(line[:400]) or _HEADER.match(held, line_end + 1)):
            return at - (1 if held[at - 1 : at] == b"\n" else 2) + 1, line_end + 1


def _mail(
    data: bytes, place: str, container: Container | None, reader: str, options: ReadOptions, *, last: bool
) -> Iterator[Document | InputError]:
    try:
        message = message_from_bytes(data)
        cut = last and _is_cut(message, data)
        headers = headers_of(message)
        draft = body(place, message, headers, options.encoding)
    except InputError as error:
        raise (TruncatedInput(place, "a mail that ends before its text") if _headless(data) else error) from None
    except _FAULTS:
        raise MalformedInput(place, "not a mail that can be taken apart") from None
    with_headers(draft, headers)
    yield finish(draft, data, place=place, container=container, media_type=MEDIA_TYPE, reader=reader)
    if cut:
        yield TruncatedInput(place, "the mail ends before its last part does; what is there was read")


def _headless(data: bytes) -> bool:
    """Whether it ends within its headers."""
    return b"\n\n" not in data and b"\r\n\r\n" not in data


def _is_cut(message: Message, data: bytes) -> bool:
    """Whether a boundary that was opened is never closed, and the mail does not end as other mails do."""
    if not message.is_multipart():
        return False
    open_ended = any(
        isinstance(defect, (CloseBoundaryNotFoundDefect, StartBoundaryNotFoundDefect))
        for part in message.walk()
        for defect in part.defects
    )
    return open_ended and not data.endswith(b"\n")
