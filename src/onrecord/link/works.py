"""What is cited in a pile, in words: each citation with its parts, where it stands, and what became of it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from msgspec import Struct

from onrecord.model import Analysis, Article, Citation, CitationKind, Reference, Span
from onrecord.tag.citations.dates import value


class Work(Struct, frozen=True, kw_only=True):
    """One citation of one piece; the parts are the words of its entry, white space made plain."""

    citing: Article
    reference: Reference
    kind: CitationKind
    entry: str
    """The whole entry, or the words of the mention."""
    author: tuple[str, ...] = ()
    title: str | None = None
    outlet: str | None = None
    published: str | None = None
    """As the entry writes it."""
    day: str | None = None
    """The same as ISO 8601, as precise as it is."""
    url: str | None = None
    resolved: Article | None = None

    @property
    def anchor(self) -> str:
        """The address of the entry or mention."""
        return self.citing.anchor(self.reference.span)

    @property
    def has_work(self) -> bool:
        """Whether it tells of a work, and not only of an outlet, or that it is an entry before."""
        noted = self.kind in ("note", "list") and bool(self.author or self.outlet)
        return bool(self.title or self.url or noted)


def plain(text: str) -> str:
    """Words with one space between them."""
    return " ".join(text.split())


def works(analysis: Analysis) -> Iterator[Work]:
    """Every citation that has a reference, in the order of the references."""
    articles = {article.id: article for article in analysis.articles}
    citations = {(article.id, one.id): one for article in analysis.articles for one in article.citations}
    for reference in analysis.references:
        citation = citations.get((reference.article, reference.citation))
        if citation is not None:
            resolved = articles.get(reference.resolved) if reference.resolved else None
            yield _work(articles[reference.article], citation, reference, resolved)


def _work(citing: Article, citation: Citation, reference: Reference, resolved: Article | None) -> Work:
    text = citing.text

    def words(span: Span | None) -> str | None:
        return plain(span.of(text)) if span is not None else None

    published = words(citation.published)
    return Work(
        citing=citing,
        reference=reference,
        kind=citation.kind,
        entry=plain(citation.span.of(text)),
        author=tuple(plain(span.of(text)) for span in citation.author),
        title=words(citation.title),
        outlet=words(citation.outlet),
        published=published,
        day=value(published) if published else None,
        url=citation.url,
        resolved=resolved,
    )


def person(author: str) -> dict[str, str]:
    """An author as family and given name, the CSL way; a name of one word, or a body's, as a literal."""
    if "," in author:
        family, _, given = author.partition(",")
        return {"family": family.strip(), "given": given.strip()}
    words = author.split()
    if len(words) < 2 or len(words) > 5:
        return {"literal": author}
    at = len(words) - 1
    while at > 1 and words[at - 1].islower():
        at -= 1
    return {"family": " ".join(words[at:]), "given": " ".join(words[:at])}


def as_record(work: Work) -> dict[str, Any]:
    """A citation as an object: words, spans and what became of it."""
    citing, reference = work.citing, work.reference
    return {
        "article": citing.id,
        "citation": reference.citation,
        "anchor": work.anchor,
        "kind": work.kind,
        "marker": reference.marker,
        "words": work.entry,
        "author": list(work.author),
        "title": work.title,
        "outlet": work.outlet,
        "published": work.published,
        "date": work.day,
        "url": work.url,
        "resolved": reference.resolved,
        "candidates": list(reference.candidates),
        "reason": reference.reason,
    }
