"""Who cites whom: the citations of each piece, those of one work together."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

from onrecord.model import Analysis, Article, Citation, Cites, Place, Reference, Span
from onrecord.tag.citations.phrases import outlet_key, plain_words

LISTED = 200
"""Pairs of a piece and a work that a briefing lists; further ones are counted."""

_ORDER = {"note": 0, "list": 1, "mention": 2, "link": 3}


def cites(analysis: Analysis, articles: Sequence[Article]) -> tuple[Cites, ...]:
    """Which of the articles cites which work: works of the pile first, then notes, mentions and links.

    Numbers that lead to no note, and entries that name no work, are none.
    """
    by_article: dict[str, list[Reference]] = defaultdict(list)
    for reference in analysis.references:
        by_article[reference.article].append(reference)
    found = [one for article in articles for one in _of(article, by_article.get(article.id, ()))]
    order = sorted(range(len(found)), key=lambda at: (not found[at].resolved, _ORDER[found[at].kind], at))
    return tuple(found[at] for at in order)


def _of(article: Article, references: Sequence[Reference]) -> list[Cites]:
    citations = {one.id: one for one in article.citations}
    groups: dict[str, list[tuple[Citation, Reference]]] = defaultdict(list)
    noted = _noted(article)
    for reference in references:
        citation = citations.get(reference.citation)
        key = _key(article, citation, reference, citations, noted) if citation else None
        if citation is not None and key is not None:
            groups[key].append((citation, reference))
    return [_cites(article, members) for members in groups.values()]


def _noted(article: Article) -> dict[str, list[Citation]]:
    """The entries of notes that tell a title, by their outlet."""
    noted: dict[str, list[Citation]] = defaultdict(list)
    for one in article.citations:
        if one.kind in ("note", "list") and one.title is not None and one.outlet is not None:
            noted[outlet_key(one.outlet.of(article.text))].append(one)
    return noted


def _key(
    article: Article,
    citation: Citation,
    reference: Reference,
    citations: dict[str, Citation],
    noted: dict[str, list[Citation]],
) -> str | None:
    """What the citations of one work have in common; None where no work is cited."""
    if reference.resolved is not None:
        return f"piece {reference.resolved}"
    root = citations.get(citation.same_as or "", citation)
    if root.same_as is not None:
        return None
    if root.kind == "mention" and root.title is None and root.outlet is not None:
        # A mention of an outlet of which the notes have one work means that work.
        entries = noted.get(outlet_key(root.outlet.of(article.text)), [])
        root = entries[0] if len(entries) == 1 else root
    if root.title is not None:
        return f"title {' '.join(plain_words(root.title.of(article.text)))}"
    if root.url is not None:
        return f"address {root.url}"
    if root.outlet is not None:
        day = root.published.of(article.text) if root.published else ""
        return f"outlet {outlet_key(root.outlet.of(article.text))} {day}"
    return f"author {root.id}" if root.author else None


def _cites(article: Article, members: Sequence[tuple[Citation, Reference]]) -> Cites:
    def told(pair: tuple[Citation, Reference]) -> int:
        one = pair[0]
        return sum(part is not None for part in (one.title, one.outlet, one.published, one.author or None))

    citation, reference = max(members, key=told)

    def place(span: Span | None) -> Place | None:
        return None if span is None else Place(article.id, span)

    return Cites(
        article=article.id,
        kind=citation.kind,
        place=Place(article.id, citation.span),
        marker=citation.marker,
        author=tuple(Place(article.id, span) for span in citation.author),
        title=place(citation.title),
        outlet=place(citation.outlet),
        published=place(citation.published),
        url=citation.url,
        resolved=reference.resolved,
        candidates=reference.candidates,
        reason=reference.reason,
        count=len(members),
    )
