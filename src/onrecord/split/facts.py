"""What a piece says of itself: headline, byline, outlet, date, address, language; and what its document says of it.

Nothing is made up: a fact is a stretch of the document, or was stated in the mark-up, a header or a column.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache

from msgspec import structs
from py3langid.langid import MODEL_FILE, LanguageIdentifier

from onrecord.lexicon import load
from onrecord.model import Article, Block, Document, Link, Span, Stated
from onrecord.split.lines import Passage
from onrecord.split.pieces import Piece
from onrecord.split.signs import DATE, Role, byline

LANGUAGE_SAMPLE = 300
"""Code points that tell the language; longer samples changed no answer on 500 articles of coverage."""

LANGUAGE_LEAST = 40
"""Shorter texts are left without a language: names and headlines mislead."""

LANGUAGE_SURE = 0.9
"""Probability below which the language stays open."""

NEAR = 4
"""Passages from either end of a piece among which its byline and date are looked for."""

_TITLES = (Role.TITLE, Role.NAME, Role.EDITION)
_CLOSED = re.compile(r"""[.!?:;)\]。！？]["'”’»)\]]*$""")
_OPEN_END = re.compile(r"""(?:…|\.\.+|\[…\]|\[\.\.\.\])["'”’»)\]]*$""")
_OPEN_START = re.compile(r"""^["'“‘«(\[]*(?:…|\.\.)""")
_EDGE = re.compile(r"^[\s\"'“‘«(\[]+")


def row_of(document: Document) -> Article:
    """The one piece of a row made elsewhere: the whole text, and all that the row states."""
    text = document.text
    return Article(
        id=f"{document.ref.id}-0",
        external_id=document.external_id,
        document=document.ref,
        span=Span(0, len(text)),
        cut=_cut(text, None),
        language=document.language or language(text),
        text=text,
        title=document.title,
        byline=document.byline,
        outlet=document.outlet,
        published=document.published,
        url=document.url,
        names=document.names,
        statements=document.statements,
        links=_links([block for block in document.blocks if block.kind == "link"], Span(0, len(text))),
    )


def article_of(
    document: Document, found: Sequence[Passage], roles: Sequence[Role], piece: Piece, alone: bool
) -> Article:
    """One piece of a document; what the document states goes to it where it is the only one (`alone`)."""
    span = Span(found[piece.first].start, found[piece.last - 1].end)
    text = span.of(document.text)
    title = _title(found, roles, piece)
    start = span.start
    within = _Within(start, found, roles, piece)
    article = Article(
        id=f"{document.ref.id}-{start}",
        document=document.ref,
        span=span,
        kind=piece.kind,
        cut=piece.more or _cut(text[title[1] - start :] if title else text, piece),
        language=document.language or language(text),
        text=text,
        title=_stated(title, text, start),
        byline=within.byline(),
        outlet=within.outlet(),
        published=within.published(),
        url=within.url(),
        links=_links([link for passage in found[piece.first : piece.last] for link in passage.links], span),
    )
    return _with_document(article, document) if alone else _of_the_whole(article, document)


def _links(blocks: Sequence[Block], within: Span) -> tuple[Link, ...]:
    """The links that lie in a stretch of a document, each once, with their place there; a longer one is cut to it."""
    found: dict[Link, None] = {}
    for block in blocks:
        start, end = max(block.span.start, within.start), min(block.span.end, within.end)
        if block.href and start < end:
            found[Link(Span(start, end).moved(-within.start), block.href)] = None
    return tuple(found)


def _stated(at: tuple[int, int] | None, text: str, start: int) -> Stated | None:
    if at is None:
        return None
    span = Span(at[0] - start, at[1] - start)
    return Stated(span.of(text), "text", span)


def _title(found: Sequence[Passage], roles: Sequence[Role], piece: Piece) -> tuple[int, int] | None:
    if piece.headline is not None:
        return piece.headline
    first = found[piece.first]
    if piece.titled is False or piece.last - piece.first < 2:
        return None
    if piece.titled or first.kind == "heading" or roles[piece.first] in _TITLES:
        return first.start, first.end
    return None


class _Within:
    """Looks for the facts of a piece among its first and last passages."""

    def __init__(self, start: int, found: Sequence[Passage], roles: Sequence[Role], piece: Piece) -> None:
        self.start = start
        self.found = found
        self.roles = roles
        self.piece = piece
        head = range(piece.first, min(piece.last, piece.first + NEAR))
        self.head = [at for at in head if at > piece.first or roles[at] in (Role.BYLINE, Role.DATE)]
        self.tail = [at for at in range(max(piece.first + 1, piece.last - NEAR), piece.last) if at not in self.head]
        self.signature = self._signature()

    def _signature(self) -> tuple[int, list[str], str | None] | None:
        """The passage that names the author, his names in it, and the outlet if it names that, too."""
        ends = list(reversed(self._before_sources()))
        for at in (*self.head, *ends):
            if self.roles[at] is Role.BYLINE:
                return at, *signed(byline(self.found[at].text) or "")
        for at in (*self.head[:2], *ends):
            if self.roles[at] is Role.NAME and at != self.piece.first:
                return at, *signed(self.found[at].text.strip(" —–-,"))
        return None

    def _before_sources(self) -> range:
        """The last passages, a list of sources apart."""
        at = self.piece.last
        while at - 1 > self.piece.first and self.roles[at - 1] in (Role.SOURCES, Role.NOTE):
            at -= 1
        return range(max(self.piece.first + 1, at - NEAR), at)

    def byline(self) -> tuple[Stated, ...]:
        if self.signature is None:
            return ()
        at, names, _ = self.signature
        return tuple(self._quoted(self.found[at], name) for name in names)

    def outlet(self) -> Stated | None:
        if self.signature is None or self.signature[2] is None:
            return None
        return self._quoted(self.found[self.signature[0]], self.signature[2])

    def published(self) -> Stated | None:
        for at in (*self.head, *self.tail):
            passage = self.found[at]
            if self.roles[at] is Role.DATE:
                value = iso_date(passage.text)
                if value is not None:
                    span = Span(passage.start - self.start, passage.end - self.start)
                    return Stated(value, "text", span)
        return None

    def url(self) -> Stated | None:
        link = self.piece.link
        if link is None:
            title = self.found[self.piece.first]
            link = next((link for link in title.links if link.href), None) if self.piece.titled is not False else None
        if link is not None and link.href and re.match(r"https?://", link.href):
            return Stated(link.href, "meta")
        return None

    def _quoted(self, passage: Passage, words: str) -> Stated:
        at = passage.start - self.start + passage.text.index(words)
        return Stated(words, "text", Span(at, at + len(words)))


_TOGETHER = re.compile(r"\s*,?\s+(?:and|und|et|y|e|en|i|och|og)\s+|\s*&\s*")
_MAIL = re.compile(r"\s*<[^<>\s]*@[^<>\s]*>\s*$")
"""The address behind a sender's name: no part of the name."""
_APART = re.compile(r"\s*[,|]\s*")


def signed(text: str) -> tuple[list[str], str | None]:
    """The names in a signature, and its outlet: "A. B. and C. D.", "A. B., The Harbour Post", "Ann and Bob Lind".

    Two names with nothing but a comma between are a person and an outlet; with "and" they are persons.
    """
    parts = [part for part in _APART.split(_MAIL.sub("", text)) if part]
    if _TOGETHER.search(text) is None:
        return parts[:1], parts[1] if len(parts) == 2 else None
    names = [name for part in parts for name in _TOGETHER.split(part) if name]
    return (names, None) if all(" " in name for name in names) else ([text], None)


@cache
def _months() -> dict[str, int]:
    return {name: at + 1 for row in load("layout")["months"].values() for at, name in enumerate(row)}


def iso_date(text: str) -> str | None:
    """The day that a date line names, as ISO 8601; None where it is no day of the calendar."""
    match = DATE.fullmatch(text)
    return _iso(match) if match else None


def issue_date(found: Sequence[Passage], roles: Sequence[Role]) -> Stated | None:
    """The day that the masthead of an issue names.

    Args:
        found: the passages ahead of the first piece.
    """
    for passage, what in zip(found, roles, strict=False):
        match = DATE.search(passage.text) if what in (Role.DATE, Role.EDITION) else None
        value = _iso(match) if match else None
        if value is not None:
            return Stated(value, "text")
    return None


def _iso(match: re.Match[str]) -> str | None:
    got = match.groupdict()
    if got["iso"]:
        return str(got["iso"])
    year = got["year"] or got["year2"] or got["year3"]
    day = int(got["day"] or got["day2"] or got["day3"])
    month = int(got["month3"]) if got["month3"] else _month(got["month"] or got["month2"])
    return f"{year}-{month:02d}-{day:02d}" if 1 <= month <= 12 and 1 <= day <= 31 else None


def _month(name: str) -> int:
    wanted = name.lower().rstrip(".")
    return _months().get(wanted) or next((n for m, n in _months().items() if m.startswith(wanted[:3])), 0)


def _cut(text: str, piece: Piece | None) -> bool:
    """Whether a text begins or ends in the middle of a sentence."""
    body = text.strip()
    if not body:
        return False
    if _OPEN_START.match(body) or _OPEN_END.search(body[-12:]):
        return True
    if _EDGE.sub("", body)[:1].islower():
        return True
    return piece is not None and piece.kind == "excerpt" and not _CLOSED.search(body[-12:])


@cache
def _identifier() -> LanguageIdentifier:
    return LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True)


def language(text: str) -> str | None:
    """The language of a text as ISO 639-1, or None where it is too short or uncertain to say."""
    sample = text[:LANGUAGE_SAMPLE]
    if sum(map(str.isalpha, sample)) < LANGUAGE_LEAST:
        return None
    code, sure = _identifier().classify(sample)
    return str(code) if sure >= LANGUAGE_SURE else None


def _with_document(article: Article, document: Document) -> Article:
    """What the document states, for its only piece; what its text states of itself comes after that."""
    return structs.replace(
        article,
        external_id=document.external_id,
        title=_inside(document.title, article) or article.title,
        byline=tuple(filter(None, (_inside(who, article) for who in document.byline))) or article.byline,
        outlet=_inside(document.outlet, article) or article.outlet,
        published=_inside(document.published, article) or article.published,
        url=_inside(document.url, article) or article.url,
    )


def _of_the_whole(article: Article, document: Document) -> Article:
    """The outlet and the date of an issue hold for its pieces where these state none of their own."""
    return structs.replace(
        article,
        outlet=article.outlet or _inside(document.outlet, article),
        published=article.published or _inside(document.published, article),
    )


def _inside(fact: Stated | None, article: Article) -> Stated | None:
    """A fact of the document with its span in the article's text, or without one where it lies outside."""
    if fact is None or fact.span is None:
        return fact
    if not article.span.holds(fact.span):
        return Stated(fact.value, fact.origin)
    return Stated(fact.value, fact.origin, fact.span.moved(-article.span.start))
