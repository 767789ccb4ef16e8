"""Who wrote a piece, where and when; and the same of a work that somebody cites: what agrees, and what speaks against.

Unknown speaks for nothing and against nothing. Names of authors and outlets may be misspelt by a letter or two.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from urllib.parse import parse_qsl, urlencode, urlsplit

from msgspec import Struct
from rapidfuzz import fuzz

from onrecord.link.dates import When, when
from onrecord.link.dates import parsed as parsed_date
from onrecord.model import Article, Citation
from onrecord.tag.citations.dates import value
from onrecord.tag.citations.people import family_names
from onrecord.tag.citations.phrases import has_outlet_word, is_body, outlet_key, plain_words

NEAR_DAYS = 2.0
"""Days by which a cited date may differ: print follows the page by one, and days begin at different hours."""
ALIKE = 85.0
"""Likeness (rapidfuzz, 0 to 100) of two names from which on they may be one, misspelt."""
PART = 5
"""Letters of a short name of an outlet that may stand for a longer one: "Courier" for "Kelmark Courier"."""

_APART = re.compile(r"\s*(?:,|;|/|\||&|\band\b|\bund\b|\bet\b)\s*")
_NO_PERSON = frozenset(
    {"staff", "reporter", "reporters", "correspondent", "correspondents", "editor", "editors", "desk"}
)
_FOLLOWS = re.compile(r"utm_\w+|fbclid|gclid|cmpid|ref|source")
"""Parameters of an address that tell who followed it, not what lies there."""


class Facts(Struct, frozen=True):
    """What is known of a piece or a cited work; empty and None where it is not."""

    authors: frozenset[str] = frozenset()
    """Family names."""
    writers: frozenset[str] = frozenset()
    """The words of each author's name in order of the alphabet, since some write "Orlo Ann"."""
    outlet: str = ""
    """As `outlet_key` writes it."""
    when: When | None = None

    def against(self, piece: Facts) -> str | None:
        """What tells that a piece is not this cited work; the same author makes up for another outlet."""
        wrote = self.authors and piece.authors
        if wrote and not self._wrote(piece):
            return "author differs"
        if self.when and piece.when and self.when.apart(piece.when) > NEAR_DAYS:
            return "date differs"
        if not wrote and self.elsewhere(piece):
            return "outlet differs"
        return None

    def agreeing(self, piece: Facts) -> int:
        """How many facts are known on both sides and the same; a year or a month is no such fact."""
        found = bool(self.authors and piece.authors and self._wrote(piece))
        outlet = bool(self.outlet and piece.outlet and same_outlet(self.outlet, piece.outlet))
        apart = self.when.apart(piece.when) if self.when and piece.when else NEAR_DAYS + 1
        is_day = self.when is not None and self.when.last - self.when.first < 1
        return found + outlet + (is_day and apart <= NEAR_DAYS) + (is_day and apart == 0)

    def elsewhere(self, piece: Facts) -> bool:
        """Whether both outlets are known and differ."""
        return bool(self.outlet and piece.outlet and not same_outlet(self.outlet, piece.outlet))

    def _wrote(self, piece: Facts) -> bool:
        return _share(self.authors, piece.authors) or not self.writers.isdisjoint(piece.writers)


def of_piece(article: Article) -> Facts:
    """What a piece says of itself."""
    authors = [
        part
        for byline in article.byline
        for part in _APART.split(byline.value)
        if not (has_outlet_word(part) or is_body(part) or _NO_PERSON & set(plain_words(part)))
    ]
    outlet = outlet_key(article.outlet.value) if article.outlet else ""
    return Facts(_families(authors), _writers(authors), outlet, when(article))


def of_cited(article: Article, citation: Citation) -> Facts:
    """What a citation of an article tells of the work."""
    text = article.text
    authors = [span.of(text) for span in citation.author if not is_body(span.of(text))]
    outlet = outlet_key(citation.outlet.of(text)) if citation.outlet else ""
    day = value(citation.published.of(text)) if citation.published else None
    return Facts(_families(authors), _writers(authors), outlet, parsed_date(day) if day else None)


def _families(authors: Sequence[str]) -> frozenset[str]:
    return frozenset(map(family_names, authors)) - {""}


def _writers(authors: Sequence[str]) -> frozenset[str]:
    words = (sorted(plain_words(author)) for author in authors)
    return frozenset(" ".join(found) for found in words if len(found) > 1)


def day_of(article: Article, citation: Citation) -> str | None:
    """The day that a citation names; None where it names none, or only a month or a year."""
    day = value(citation.published.of(article.text)) if citation.published else None
    return day if day is not None and len(day) == 10 else None


def same_outlet(one: str, other: str) -> bool:
    """Whether two keys of outlets may be of one: the same but for a misspelling, or one the end or beginning of the
    other."""
    short, long = sorted((one, other), key=len)
    if len(short) >= PART and (long.endswith(short) or long.startswith(short)):
        return True
    return one == other or fuzz.ratio(one, other, score_cutoff=ALIKE) > 0


def _share(some: frozenset[str], others: frozenset[str]) -> bool:
    if some & others:
        return True
    return any(fuzz.ratio(one, other, score_cutoff=ALIKE) > 0 for one in some for other in others)


def address(url: str) -> str:
    """An address without what two writings of it may differ in; empty where it is none of the web."""
    try:
        parts = urlsplit(url.strip() if "//" in url else f"https://{url.strip()}")
        host = (parts.hostname or "").removeprefix("www.").removeprefix("m.")
    except ValueError:
        return ""
    kept = [(name, held) for name, held in parse_qsl(parts.query) if not _FOLLOWS.fullmatch(name)]
    if "." not in host or not (parts.path.strip("/") or kept):
        return ""
    return f"{host}{parts.path.rstrip('/')}{'?' + urlencode(kept) if kept else ''}"
