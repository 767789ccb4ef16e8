"""Measures citations and references on made-up pieces: parts of entries, repeats, mentions, and the pieces meant."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import Protocol

from eval.figures import Figure
from eval.measures import Counts, bootstrap, wilson
from eval.references.marked import PARTS, Marked, Piece, pieces
from onrecord.model import Article, Citation, Reference, Span

CORPUS = "made-up pieces"
EDGE = " \n\t,.;:"
SHARE = 0.8
"""Part of the longer of two stretches that they share where they are one entry."""


class Linked(Protocol):
    """What is measured: something with references."""

    @property
    def references(self) -> Sequence[Reference]: ...


class _Read:
    """One piece as it was read: its citations, their references, and the entries that were found again."""

    def __init__(self, piece: Piece, article: Article, references: Sequence[Reference]) -> None:
        self.piece, self.article = piece, article
        own = [one for one in references if one.article == article.id]
        self.references = {one.citation: one for one in own}
        self.entries = [one for one in article.citations if one.kind in ("note", "list") and not self.is_bare(one)]
        self.gold = [one for one in piece.marked if one.kind == "e"]
        self.found = {id(one): self._matching(one) for one in self.gold}

    @staticmethod
    def is_bare(citation: Citation) -> bool:
        """Whether it is a number in the text that leads to no entry."""
        return citation.marked == (citation.span,)

    def _matching(self, wanted: Marked) -> Citation | None:
        """The citation that is an entry; its span may hold the marker, too."""
        text = self.article.text
        for one in self.entries:
            start = max(one.span.start, wanted.span.start)
            shared = min(one.span.end, wanted.span.end) - start
            longest = max(len(wanted.span.of(text).strip()), one.span.end - start)
            if shared >= SHARE * longest:
                return one
        return None

    def resolved(self, citation: Citation | None) -> str | None:
        """The piece that a citation was resolved to."""
        reference = self.references.get(citation.id) if citation else None
        return reference.resolved if reference else None


def figures(tag: Callable[[Article], Article], link: Callable[[Sequence[Article]], Linked]) -> Iterator[Figure]:
    """The figures, with `tag` (an article with citations) and `link` (articles with references) as they are now."""
    marked = pieces()
    tagged = [tag(piece.article) for piece in marked]
    references = link(tagged).references
    read = [_Read(piece, article, references) for piece, article in zip(marked, tagged, strict=True)]
    names = {article.id: piece.name for piece, article in zip(marked, tagged, strict=True)}
    yield _f1("entries found", [_entries(one) for one in read])
    for part in PARTS.values():
        yield _f1(f"{part} of entries", [_parts(one, part) for one in read])
    whole = [_is_whole(one, entry) for one in read for entry in one.gold if entry.same is None]
    yield _share("entries right in every part", whole)
    yield _share("repeated entry right", [_is_same(one, entry) for one in read for entry in one.gold if entry.same])
    counts = [_pieces_meant(one, names) for one in read]
    yield _of("resolution precision", counts, lambda total: total.precision, lambda total: (total.right, total.given))
    yield _of("resolution recall", counts, lambda total: total.recall, lambda total: (total.right, total.gold))
    yield _f1("mentions of outlets and works", [_mentions(one) for one in read])
    yield _share("numbers of no note told", [_is_lost(one, entry) for one in read for entry in _lost(one)])


def _f1(measure: str, parts: Sequence[Counts]) -> Figure:
    total = sum(parts, Counts())
    n = f"{total.gold} ({total.right} right of {total.given})"
    return Figure("references", measure, CORPUS, n, total.f1, bootstrap(parts, lambda drawn: drawn.f1))


def _share(measure: str, right: Sequence[bool]) -> Figure:
    hits, trials = sum(right), len(right)
    return Figure("references", measure, CORPUS, str(trials), hits / max(1, trials), wilson(hits, trials))


def _of(
    measure: str,
    parts: Sequence[Counts],
    value: Callable[[Counts], float],
    shown: Callable[[Counts], tuple[int, int]],
) -> Figure:
    total = sum(parts, Counts())
    hits, trials = shown(total)
    return Figure("references", measure, CORPUS, f"{hits} of {trials}", value(total), wilson(hits, trials))


def _entries(read: _Read) -> Counts:
    right = sum(one is not None for one in read.found.values())
    return Counts(right, len(read.entries), len(read.gold))


def _trimmed(span: Span, text: str) -> tuple[int, int]:
    start, end = span.start, span.end
    while start < end and text[start] in EDGE:
        start += 1
    while end > start and text[end - 1] in EDGE:
        end -= 1
    return start, end


def _named(span: Span, text: str) -> tuple[int, int]:
    """The place of a name, its article left out."""
    start, end = _trimmed(span, text)
    return start + (4 if text[start : start + 4].lower() == "the " else 0), end


def _given(citation: Citation, part: str) -> tuple[Span, ...]:
    held = getattr(citation, part)
    return () if held is None else held if isinstance(held, tuple) and not isinstance(held, Span) else (held,)


def _part_sets(read: _Read, entry: Marked, part: str) -> tuple[set[tuple[int, int]], set[tuple[int, int]]]:
    text = read.article.text
    citation = read.found[id(entry)]
    given = {_trimmed(span, text) for span in _given(citation, part)} if citation else set()
    return given, {_trimmed(span, text) for span in entry.parts.get(part, ())}


def _parts(read: _Read, part: str) -> Counts:
    total = Counts()
    for entry in read.gold:
        given, gold = _part_sets(read, entry, part)
        total += Counts(len(given & gold), len(given), len(gold))
    return total


def _is_whole(read: _Read, entry: Marked) -> bool:
    return all(len(set(map(frozenset, _part_sets(read, entry, part)))) == 1 for part in PARTS.values())


def _is_same(read: _Read, entry: Marked) -> bool:
    citation = read.found[id(entry)]
    meant = next((one for one in read.entries if citation and one.id == citation.same_as), None)
    return meant is not None and meant.marker == entry.same


def _pieces_meant(read: _Read, names: dict[str, str]) -> Counts:
    right = given = 0
    for entry in read.gold:
        resolved = read.resolved(read.found[id(entry)])
        given += resolved is not None
        right += resolved is not None and _same_text(names[resolved], entry.to)
    matched = {one.id for one in read.found.values() if one}
    given += sum(read.resolved(one) is not None for one in read.entries if one.id not in matched)
    return Counts(right, given, sum(entry.to is not None for entry in read.gold))


def _same_text(one: str, other: str | None) -> bool:
    """Whether two pieces are one text: 08 is a reprint of 02, and whoever cites one may be led to either."""
    return {"08": "02"}.get(one, one) == other


def _mentions(read: _Read) -> Counts:
    text = read.article.text
    made = [one for one in read.article.citations if one.kind == "mention" and one.id in read.references]
    given = {_named(one.outlet or one.span, text) for one in made}
    gold = {_named(one.parts["outlet"][0], text) for one in read.piece.marked if one.kind == "m"}
    return Counts(len(given & gold), len(given), len(gold))


def _lost(read: _Read) -> list[Marked]:
    return [one for one in read.piece.marked if one.kind == "lost"]


def _is_lost(read: _Read, wanted: Marked) -> bool:
    found = [one for one in read.article.citations if one.span == wanted.span and read.is_bare(one)]
    return bool(found) and read.resolved(found[0]) is None
