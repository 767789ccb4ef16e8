"""Mail: single messages and mailboxes. One mail is one document; of its text and HTML parts the better one is read.

A mailbox is split into messages as it streams, so its size does not matter. Attachments are left out unless they are
HTML; forwarded mails and digests of mails are part of the mail that carries them.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from onrecord.errors import InputError, OversizedInput, TextlessInput, TruncatedInput
from onrecord.model import Container, Document
from onrecord.read.draft import finish
from onrecord.read.mailbody import body
from onrecord.read.mailhead import with_headers
from onrecord.read.mime import part
from onrecord.read.source import Read, ReadOptions, Source

MEDIA_TYPE = "message/rfc822"

# A line that starts a message in a mailbox holds a time and a year, or an address before a header.
_START = re.compile(rb"From [^\n]*\r?\n")
_CLOCK = re.compile(rb"\d{1,2}:\d\d.*\d{4}|\d{4}.*\d{1,2}:\d\d")
_HEADER = re.compile(rb"[!-9;-~]{1,76}:")
_ADDRESS = re.compile(rb"From (?:-|\S*@\S*)(?:\s|$)")


def read_mail(source: Source, options: ReadOptions) -> Read:
    """The one document of a mail.

    A mail that ends before its own MIME boundaries do is followed by a `TruncatedInput`.

    Raises:
        TextlessInput, TruncatedInput, OversizedInput: it has no text, ends before it, is too long.
    """
    data = source.whole(options.max_document)
    yield from _mail(data, source.place, source.container, "mail", options, last=True)


def read_mbox(source: Source, options: ReadOptions) -> Read:
    """The documents of a mailbox, each named by its number; a broken one is an error of its own.

    Raises:
        TextlessInput: it holds no mail.
    """
    held: tuple[int, bytes | None] | None = None
    for number, data in enumerate(messages(source.chunks(), options.max_document), 1):
        if held:
            yield from _member(source, *held, options, last=False)
        held = (number, data)
    if held is None:
        raise TextlessInput(source.place, "a mailbox without a mail")
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

    A message starts with a line `From …` at the very start or after a blank line, if it carries a time, or an address
    and a header follows: `From the harbour …` at the start of a paragraph does not.
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
        headed = line_end >= 0 and _HEADER.match(held, line_end + 1)
        if line_end >= 0 and (_CLOCK.search(line[:400]) or (headed and _ADDRESS.match(line))):
            return at - (1 if held[at - 1 : at] == b"\n" else 2) + 1, line_end + 1


def _mail(
    data: bytes, place: str, container: Container | None, reader: str, options: ReadOptions, *, last: bool
) -> Iterator[Document | InputError]:
    # A mailbox puts `>` before lines that would look like the start of the next mail.
    quoted = reader == "mbox" and b"\n>From " in data
    mail = part(data.replace(b"\n>From ", b"\nFrom ") if quoted else data)
    try:
        draft, unclosed = body(place, mail, options.encoding)
    except InputError as error:
        raise error if mail.complete else TruncatedInput(place, "a mail that ends within its headers") from None
    draft.normalised += ["from-lines"] if quoted else []
    with_headers(draft, mail.headers)
    yield finish(draft, data, place=place, container=container, media_type=MEDIA_TYPE, reader=reader)
    # Some programs never write the last boundary; only the end of a file in the middle of a line is a cut.
    if last and unclosed and not data.endswith(b"\n"):
        yield TruncatedInput(place, "the mail ends before its last part does; what is there was read")
