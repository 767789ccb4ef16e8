"""The text of a mail: which of its parts, in which encoding, unfolded."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from onrecord.errors import EmptyInput, InputError, OversizedInput, TextlessInput
from onrecord.model import Block, Span
from onrecord.read import mime
from onrecord.read.decode import decode
from onrecord.read.draft import Draft, shifted
from onrecord.read.html import declared
from onrecord.read.leaf import assemble
from onrecord.read.mailhead import decoded
from onrecord.read.markup import leaves
from onrecord.read.mime import MAX_DEPTH, Part, children

BETTER_HTML = 0.7
"""Letters of the HTML part, for each letter of the plain one, from which the HTML part is read: its structure is worth
more than the last footer. Plain parts that only say that there is HTML, and HTML parts of one picture, lie far off."""

_MARKUP = re.compile(r"<(?:html|body|table|div|p|br|a|span|td|font|center|h[1-6])[\s>/]", re.IGNORECASE)
_STARTS_AS_PAGE = re.compile(r"\s*(?:<!doctype html|<html[\s>]|<head[\s>]|<body[\s>])", re.IGNORECASE)
_ADDRESS = re.compile(r"https?://\S+")
_WORD = re.compile(r"[^\W\d_]{3,}")
_ENRICHED = re.compile(r"</?[a-z-]+>", re.IGNORECASE)


@dataclass(slots=True)
class Piece:
    """The text of one part."""

    text: str
    blocks: list[Block] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    html: bool = False


@dataclass(slots=True)
class _Reading:
    """What is met while the parts of one mail are gone through."""

    place: str
    encoding: str | None
    errors: list[InputError] = field(default_factory=list)
    cut: bool = False


def body(place: str, mail: Part, encoding: str | None) -> tuple[Draft, bool]:
    """The text of a mail without its headers, and whether its last boundary is missing.

    Args:
        place: for errors.
        mail: headers and body.
        encoding: tried before what the parts declare.

    Raises:
        TextlessInput: no part of it holds text. If a part could not be decoded, or lies too deep, that error instead.
    """
    reading = _Reading(place, encoding)
    pieces = list(_pieces(mail, reading, 0))
    if not pieces:
        raise reading.errors[0] if reading.errors else TextlessInput(place, "a mail without text")
    draft = Draft("")
    texts: list[str] = []
    at = 0
    for piece in pieces:
        if texts:
            texts.append("\n\n")
            at += 2
        draft.blocks += shifted(piece.blocks, at) if at else piece.blocks
        draft.normalised += piece.notes
        texts.append(piece.text)
        at += len(piece.text)
    draft.text = "".join(texts)
    return draft, reading.cut


def _pieces(part: Part, reading: _Reading, depth: int) -> Iterator[Piece]:
    if depth > MAX_DEPTH:
        reading.errors.append(OversizedInput(reading.place, f"parts within parts, nested more than {MAX_DEPTH} deep"))
        return
    kind = part.media_type
    found = children(part) if kind.startswith("multipart/") else None
    if found is not None:
        inner, closed = found
        reading.cut = reading.cut or not closed
        choices = [list(_pieces(sub, reading, depth + 1)) for sub in inner]
        if kind == "multipart/alternative":
            yield from _best(choices)
        else:
            yield from _without_doubles([piece for pieces in choices for piece in pieces])
    elif kind in {"message/rfc822", "message/global"}:
        yield from _forwarded(mime.part(part.decoded()), reading, depth)
    elif (piece := _one(kind, part, reading)) is not None:
        yield piece


def _forwarded(mail: Part, reading: _Reading, depth: int) -> Iterator[Piece]:
    """A mail within a mail: its subject is a heading."""
    title = decoded(mail.headers.get("subject", ""))
    pieces = list(_pieces(mail, reading, depth + 1))
    if title and pieces:
        yield Piece(title, [Block("heading", Span(0, len(title)), 2)])
    yield from pieces


def _best(choices: list[list[Piece]]) -> list[Piece]:
    """One of several renderings of the same: HTML if it says about as much, since it keeps the structure."""
    plain = max((c for c in choices if c and not any(p.html for p in c)), key=_letters, default=[])
    html = max((c for c in choices if any(p.html for p in c)), key=_letters, default=[])
    return html if html and _letters(html) >= BETTER_HTML * _letters(plain) else plain


def _letters(pieces: list[Piece]) -> int:
    return sum(len(word) for piece in pieces for word in _WORD.findall(_ADDRESS.sub("", piece.text)))


def _without_doubles(pieces: list[Piece]) -> list[Piece]:
    """Some programs send both renderings as parts that follow one another; then one of them is left out."""
    if len(pieces) != 2 or pieces[0].html == pieces[1].html:
        return pieces
    plain, html = (pieces[1], pieces[0]) if pieces[0].html else (pieces[0], pieces[1])
    words = set(_WORD.findall(_ADDRESS.sub("", plain.text)))
    shared = words & set(_WORD.findall(html.text))
    return [html] if len(words) >= 5 and len(shared) > 0.8 * len(words) else pieces


def _one(kind: str, part: Part, reading: _Reading) -> Piece | None:
    attached = part.headers.get("content-disposition", "").strip().lower().startswith("attachment")
    is_html = kind in {"text/html", "application/xhtml+xml"}
    is_text = kind in {"text/plain", "text/enriched", "text/richtext", "text"} or kind.startswith("multipart/")
    if not (is_html or (is_text and not attached)):
        return None
    raw = part.decoded()
    charset = reading.encoding or part.parameter("charset") or (declared(raw) if is_html else None)
    try:
        text, notes = decode(reading.place, raw, charset)
    except EmptyInput:
        return None
    except InputError as error:
        reading.errors.append(error)
        return None
    if (is_html and _MARKUP.search(text)) or _STARTS_AS_PAGE.match(text):
        shown, blocks = assemble(leaves(text))
        return Piece(shown, blocks, [*notes, "markup"], html=True) if shown else None
    if kind in {"text/enriched", "text/richtext"}:
        text, notes = _ENRICHED.sub("", text), [*notes, "markup"]
    elif (part.parameter("format") or "").lower() == "flowed":
        text = _unfolded(text, delsp=(part.parameter("delsp") or "").lower() == "yes")
        notes = [*notes, "flowed"]
    return Piece(text.strip("\n"), [], notes)


def _unfolded(text: str, *, delsp: bool) -> str:
    """Lines of `format=flowed` (RFC 3676) joined to paragraphs; a space at the end of a line says that it goes on."""
    out: list[str] = []
    open_depth = -1
    for line in text.split("\n"):
        depth = len(line) - len(line.lstrip(">"))
        words = line[depth:].removeprefix(" ")
        if open_depth == depth and words != "-- ":
            out[-1] += words
        else:
            out.append((">" * depth + " " if depth else "") + words)
        flows = words.endswith(" ") and words != "-- "
        if flows and delsp:
            out[-1] = out[-1][:-1]
        open_depth = depth if flows else -1
    return "\n".join(out)
