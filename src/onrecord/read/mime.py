"""The parts of a mail: headers and bodies, taken apart without copying lines about.

The standard library's parser goes line by line and takes as long as all that is done with the mail afterwards; a mail
that is only read needs its boundaries found and its headers unfolded. Words, addresses and dates in headers are still
read by the standard library.
"""

from __future__ import annotations

import binascii
import re
from collections.abc import Iterator

from msgspec import Struct

MAX_DEPTH = 24
"""Parts within parts; what is nested deeper is left out."""

MAX_PARTS = 10_000
"""Parts of one multipart."""

LONGEST = 4096
"""Bytes of a header that are looked at; the standard library takes minutes for the words of a few megabytes."""

LINE = 998
"""Characters of one line of a mail, at most (RFC 5322)."""

_HEADER = re.compile(rb"([!-9;-~]++)[ \t]*:[ \t]*([^\n]*(?:\n[ \t][^\n]*)*)(?:\n|\Z)")
_ENVELOPE = re.compile(rb"(?:>?From [^\n]*\n)+")
_BLANK = re.compile(rb"[ \t\r]*\n")
_PARAMETER = re.compile(r";\s*([\w-]+)(?:\*0?\*?)?\s*=\s*(?:\"((?:[^\"\\]|\\.)*)\"?|([^;\s]+))", re.DOTALL)
_REST = re.compile(rb"(--)?[ \t\r]*(?:\n|\Z)")
_NOT_BASE64 = re.compile(rb"[^A-Za-z0-9+/]")


class Part(Struct):
    """A mail, or a part of one."""

    headers: dict[str, str]
    """The first value of each header by its name in small letters, as it stands: unfolded it is by whoever needs it.
    Bytes that are no UTF-8 are surrogates, as the standard library has them."""
    body: bytes
    complete: bool = True
    """The headers end with a blank line."""
    unstated: str = "text/plain"
    """Its media type where none is stated."""

    @property
    def media_type(self) -> str:
        """Such as `text/plain`, in small letters; also where nothing is stated."""
        stated = self.headers.get("content-type", "").partition(";")[0].strip().lower()
        return stated if stated.count("/") == 1 else self.unstated

    def parameter(self, name: str) -> str | None:
        """A parameter of the content type: `charset`, `boundary`, `format`."""
        value = self.headers.get("content-type", "")
        if ";" not in value:
            return None
        for found in _PARAMETER.finditer(value):
            if found[1].lower() == name:
                stated = found[2] if found[2] is not None else found[3]
                # RFC 2231 puts charset and language before the value.
                return stated.rpartition("'")[2] if stated.count("'") == 2 else stated
        return None

    def decoded(self) -> bytes:
        """The body without its transfer encoding; what is broken in it is passed over."""
        encoding = self.headers.get("content-transfer-encoding", "").strip().lower()
        if encoding == "quoted-printable":
            return binascii.a2b_qp(self.body)
        return _from_base64(self.body) if encoding == "base64" else self.body


def part(data: bytes, unstated: str = "text/plain") -> Part:
    """The headers and the body of a mail, or of a part of one, whose media type is `unstated` if it states none."""
    envelope = _ENVELOPE.match(data)
    at = envelope.end() if envelope else 0
    headers: dict[str, str] = {}
    while found := _HEADER.match(data, at):
        name = found[1].decode("ascii").lower()
        if name not in headers:
            headers[name] = found[2][:LONGEST].rstrip(b"\r").decode("utf-8", "surrogateescape")
        at = found.end()
    blank = _BLANK.match(data, at)
    if blank is None and b"\n" not in data[at : at + LINE]:
        # It ends within a header.
        return Part(headers, b"", False, unstated)
    return Part(headers, data[blank.end() if blank else at :], blank is not None, unstated)


def children(parent: Part) -> tuple[list[Part], bool] | None:
    """The parts of a multipart and whether its last boundary stands; None where it has no boundary at all."""
    boundary = parent.parameter("boundary")
    if not boundary:
        return None
    found = list(_boundaries(parent.body, b"--" + boundary.strip().encode("utf-8", "surrogateescape")))
    if not found:
        return None
    closed = found[-1][2]
    ends = [*(start for start, _, _ in found[1:]), len(parent.body)]
    # The parts of a digest are mails, unless they say otherwise (RFC 2046).
    unstated = "message/rfc822" if parent.media_type == "multipart/digest" else "text/plain"
    bodies = (parent.body[after:end] for (_, after, last), end in zip(found, ends, strict=True) if not last)
    return [part(body, unstated) for body in bodies], closed


def _boundaries(body: bytes, mark: bytes) -> Iterator[tuple[int, int, bool]]:
    """End of what stands before each boundary, start of what stands after it, and whether it is the last one."""
    at, number = -1, 0
    while (at := body.find(mark, at + 1)) >= 0 and number < MAX_PARTS:
        if at and body[at - 1] != 0x0A:
            continue
        found = _REST.match(body, at + len(mark))
        if found:
            number += 1
            yield max(0, at - 1), found.end(), found[1] is not None
            if found[1] is not None:
                return


def _from_base64(body: bytes) -> bytes:
    letters = _NOT_BASE64.sub(b"", body.partition(b"=")[0] if b"=" in body[:-8] else body)
    letters = letters[: len(letters) - 1] if len(letters) % 4 == 1 else letters
    try:
        return binascii.a2b_base64(letters + b"=" * (-len(letters) % 4))
    except binascii.Error:
        return b""
