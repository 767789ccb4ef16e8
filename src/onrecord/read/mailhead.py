"""The headers of a mail: subject, sender, date and address, decoded whatever is wrong with them."""

from __future__ import annotations

import binascii
import re
from email.errors import HeaderParseError
from email.header import decode_header
from email.utils import parseaddr

from onrecord.model import Stated
from onrecord.read.dates import mail_date
from onrecord.read.decode import codec_name, without_surrogates
from onrecord.read.draft import Draft

Headers = dict[str, str]

_GROUP_WORDS = frozenset({
    "news", "newsletter", "newsletters", "daily", "weekly", "monthly", "morning", "evening", "post",
    "times", "journal", "herald", "tribune", "gazette", "chronicle", "observer", "guardian", "press",
    "media", "magazine", "review", "report", "reporter", "dispatch", "bulletin", "digest", "update",
    "updates", "today", "online", "radio", "tv", "network", "wire", "editors", "editor", "desk", "team",
    "staff", "support", "info", "service", "services", "mail", "list", "announce", "announcement",
    "announcements", "alerts", "alert", "noreply", "no-reply", "the", "your", "inc", "ltd", "llc", "corp",
    "company", "foundation", "institute", "institution", "centre", "center", "council", "committee",
    "party", "union", "association", "society", "group", "office", "department", "briefing", "brief",
    "letter", "letters", "notes", "weekend", "sunday", "saturday", "club", "university", "college",
    "project", "watch",
})  # fmt: skip
"""Words that a person's name does not hold and a sender's often does."""

_TOKEN = re.compile(r"[^\W\d_][\w'’.-]*", re.UNICODE)
_PARTICLES = frozenset({
    "van", "von", "de", "der", "den", "di", "da", "del", "della", "la", "le", "el", "al", "bin", "ibn",
    "ter", "ten", "dos", "du", "y", "e", "af", "zu",
})  # fmt: skip
_AT_OUTLET = re.compile(r"\s+(?:at|from|of|@|via|/|\||[-–—])\s+|,\s+(?=The\b)|\s+\|\s*")
_SENDER = re.compile(r"\"?([^\"<>():;\\]*?)\"?\s*<([^<>\s]*)>")
_TURNED = re.compile(r"([^\W\d_][\w'’-]+),\s+([^\W\d_][\w'’. -]+)")


def decoded(value: str) -> str:
    """A header's words: encoded words decoded, raw bytes read as UTF-8 or windows-1252, on one line."""
    value = re.sub(r"\r?\n[ \t]*", " ", value)
    raw = value.encode("utf-8", "surrogateescape") if "=?" not in value else b""
    if raw:
        value = _bytes_as_text(raw, None)
    else:
        try:
            parts = decode_header(value.encode("utf-8", "surrogateescape").decode("utf-8", "replace"))
            value = "".join(part if isinstance(part, str) else _bytes_as_text(part, charset) for part, charset in parts)
        except (HeaderParseError, binascii.Error, ValueError, LookupError):
            value = value.encode("utf-8", "replace").decode("utf-8")
    return " ".join(without_surrogates(value.replace("\0", ""))[0].split())


def _bytes_as_text(raw: bytes, charset: str | None) -> str:
    for name in (codec_name(charset), "utf-8", "cp1252"):
        if name:
            try:
                return raw.decode(name)
            except (UnicodeError, ValueError):
                continue
    return raw.decode("latin-1")


def with_headers(draft: Draft, headers: Headers) -> None:
    """Add to a draft what its headers state."""
    if subject := decoded(headers.get("subject", "")):
        draft.title = Stated(subject, "header")
    person, outlet = sender(decoded(headers.get("from", "")))
    draft.byline = (Stated(person, "header"),) if person else ()
    draft.outlet = Stated(outlet, "header") if outlet else None
    if date := mail_date(" ".join(headers.get("date", "").split())):
        draft.published = Stated(date, "header")
    for name in ("archived-at", "list-post"):
        address = headers.get(name, "").strip().strip("<>").strip()
        if re.match(r"https?://[^\s<>]+\Z", address) and address.isascii():
            draft.url = Stated(address, "header")
            break
    language = headers.get("content-language", "").split(",")[0].split("-")[0].strip().lower()
    if 2 <= len(language) <= 3 and language.isascii() and language.isalpha():
        draft.language = language


def sender(value: str) -> tuple[str | None, str | None]:
    """Byline and outlet of a `From` header; a name that is not a person's for certain is the outlet's.

    `Ada Quill <ada@…>` is a person, `The Quay Letter <…>` an outlet, `Ada Quill at The Quay Letter <…>` both. An
    address without a name is neither.
    """
    plain = _SENDER.fullmatch(value)
    try:
        name, address = (plain[1], plain[2]) if plain else parseaddr(value)
    except (RecursionError, ValueError, LookupError):
        return None, None
    name = " ".join(name.strip("\"' ").split())
    if not name or "@" in name or name.lower() == address.lower():
        return None, None
    if turned := _TURNED.fullmatch(name):
        straight = f"{turned[2]} {turned[1]}"
        if is_person(straight):
            return straight, None
    parts = _AT_OUTLET.split(name, maxsplit=1)
    if len(parts) == 2 and parts[1] and is_person(parts[0]):
        return parts[0], parts[1]
    return (name, None) if is_person(name) else (None, name)


def is_person(name: str) -> bool:
    """Whether a display name looks like a person's: two to four capitalised words, none of an organisation."""
    words = name.split()
    if not 2 <= len(words) <= 4:
        return False
    for word in words:
        if word.lower().strip(".") in _GROUP_WORDS or not _TOKEN.fullmatch(word):
            return False
        if not word[0].isupper() and word.lower() not in _PARTICLES:
            return False
        if len(word) > 2 and word.isupper() and "." not in word:
            return False
    return words[0][0].isupper() and words[-1][0].isupper()
