"""The words beside the mark of a note, or beside a mention, that stand in other pieces too: found from `reuse`."""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Sequence

from onrecord.link.marks import INSIDE, Marks
from onrecord.model import Article, Citation, Place, Reuse, Span

BESIDE = 1_500
"""Code points of a paragraph that are looked at on either side of a mark or a mention."""


def _start(passage: tuple[Span, Reuse]) -> int:
    return passage[0].start


class Spoken:
    """Passages by the pieces that they stand in.

    Args:
        articles: the pieces by id.
        reuse: passages that stand in two pieces.
    """

    def __init__(self, articles: dict[str, Article], reuse: Sequence[Reuse]) -> None:
        self._articles = articles
        self._passages: dict[str, list[tuple[Span, Reuse]]] = defaultdict(list)
        self._families: dict[str, dict[Place, None]] = defaultdict(dict)
        self._marks = Marks()
        for one in reuse:
            if one.kind == "boilerplate":
                continue
            for place in (one.a, one.b):
                self._passages[place.article].append((place.span, one))
                self._families[one.family][place] = None
        self._longest: dict[str, int] = {}
        for article, passages in self._passages.items():
            passages.sort(key=_start)
            self._longest[article] = max(span.end - span.start for span, _ in passages)

    def near(self, article: Article, citation: Citation, marked: Sequence[Span]) -> list[Place]:
        """Where the words that a citation stands beside stand in other pieces.

        Args:
            article: the citing piece.
            citation: one of its citations.
            marked: all marks of notes in the piece, in order.
        """
        passages = self._passages.get(article.id)
        if not passages:
            return []
        found: dict[Place, None] = {}
        for zone in _zones(article.text, citation, marked):
            low = bisect_left(passages, zone.start - self._longest[article.id], key=_start)
            for span, one in passages[low : bisect_left(passages, zone.end, key=_start)]:
                overlap = min(span.end, zone.end) - max(span.start, zone.start)
                if 2 * overlap >= span.end - span.start and self._is_taken(article, span, one):
                    found |= {place: None for place in self._families[one.family] if place.article != article.id}
        return list(found)

    def _is_taken(self, article: Article, span: Span, one: Reuse) -> bool:
        """Whether a piece has a passage from elsewhere: it marks it as somebody's, or is the later."""
        first = one.a.article == article.id
        if one.direction == ("a>b" if first else "b>a"):
            return False
        return self._is_marked(article.id, span) or one.direction == ("b>a" if first else "a>b")

    def _is_marked(self, article: str, span: Span) -> bool:
        return self._marks.share(self._articles[article], span) >= INSIDE

    def is_own(self, place: Place) -> bool:
        """Whether the words of a place are the piece's own, and not somebody's whom it quotes."""
        return not self._is_marked(place.article, place.span)


def _zones(text: str, citation: Citation, marked: Sequence[Span]) -> list[Span]:
    """The words that a citation belongs to: for a note, from the mark before its own up to it; for a mention, its
    paragraph and the one that it leads to."""
    if citation.kind == "mention":
        return [_around(text, citation.span)]
    return [_before(text, mark, marked) for mark in citation.marked]


def _before(text: str, mark: Span, marked: Sequence[Span]) -> Span:
    start = max(text.rfind("\n", max(0, mark.start - BESIDE), mark.start) + 1, mark.start - BESIDE, 0)
    low = bisect_left(marked, mark.start, key=lambda span: span.start)
    # Marks that follow each other at once, "[1][2]", belong to the same words.
    while low and marked[low - 1].start >= start:
        if text[marked[low - 1].end : mark.start].strip(" ,.;"):
            start = max(start, marked[low - 1].end)
            break
        low -= 1
    end = mark.start
    if text[mark.end : mark.end + 2].lstrip().startswith(":"):
        stop = text.find("\n", mark.end, mark.end + BESIDE)
        end = stop if stop >= 0 else min(len(text), mark.end + BESIDE)
    return Span(start, end)


def _around(text: str, mention: Span) -> Span:
    start = max(text.rfind("\n", max(0, mention.start - BESIDE), mention.start) + 1, mention.start - BESIDE, 0)
    limit = min(len(text), mention.end + BESIDE)
    stop = text.find("\n", mention.end, limit)
    if stop < 0:
        return Span(start, limit)
    if text[max(0, stop - 2) : stop].rstrip().endswith((",", ":")):
        further = text.find("\n", stop + 1, limit)
        stop = further if further >= 0 else limit
    return Span(start, stop)
