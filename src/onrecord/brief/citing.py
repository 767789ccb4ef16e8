"""Who cites whom, on the page: a picture, the same as a table, and links from each note to the piece that it means."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Sequence
from typing import Any

from markupsafe import Markup

from onrecord.brief import drawing
from onrecord.brief.drawing import WIDTH, svg
from onrecord.brief.pictures import LABEL, name_lines
from onrecord.brief.texts import Lead, safe_address
from onrecord.brief.views import Views, outlet, piece_name, plural, spoken, work_name
from onrecord.model import Article, Citation, Cites, Span

MOST_DRAWN = 14
"""Pairs of a piece and a work that are drawn; the table has more."""

GAP = 34
"""Height of a row of the picture."""


def leads(views: Views, href: Callable[[str], str]) -> dict[str, tuple[Lead, ...]]:
    """By piece: the marks of its notes and its entries that lead to another piece, apart and in order.

    Args:
        views: the briefing and its pieces.
        href: where an address leads from the full texts.
    """
    citations = {(article.id, one.id): one for article in views.analysis.articles for one in article.citations}
    found: dict[str, list[Lead]] = defaultdict(list)
    for reference in views.analysis.references:
        citation = citations.get((reference.article, reference.citation))
        if citation is None or reference.resolved is None:
            continue
        piece = views.articles[reference.resolved]
        to, name = href(views.piece_anchor(piece)), f"In this pile: {piece_name(piece)}"
        spans = (*citation.marked, _led_from(citation))
        found[reference.article] += [Lead(span, to, name) for span in spans]
    return {article: _apart(sorted(them)) for article, them in found.items()}


def _led_from(citation: Citation) -> Span:
    """The words of an entry that are its link: its title, or its outlet, or all of it."""
    return citation.title or citation.outlet or citation.span


def _apart(ordered: Sequence[Lead]) -> tuple[Lead, ...]:
    kept: list[Lead] = []
    for lead in ordered:
        if lead.span.end > lead.span.start and not (kept and kept[-1].span.meets(lead.span)):
            kept.append(lead)
    return tuple(kept)


class Panel:
    """The section of one page.

    Args:
        views: the briefing and its pieces.
        href: where an address leads from the page.
    """

    def __init__(self, views: Views, href: Callable[[str], str]) -> None:
        self._views = views
        self._href = href

    def shown(self) -> dict[str, Any]:
        """Everything that the template asks for."""
        brief = self._views.brief
        return {
            "cites": [self._row(one) for one in brief.cites],
            "cites_picture": self._picture(brief.cites[:MOST_DRAWN]) if brief.cites else None,
            "cites_drawn": min(len(brief.cites), MOST_DRAWN),
        }

    def _at(self, one: Cites) -> str:
        return self._href(self._views.place_anchor(one.place))

    def _piece(self, article: str) -> dict[str, str]:
        piece = self._views.articles[article]
        return {"name": piece_name(piece), "href": self._href(self._views.piece_anchor(piece))}

    def _row(self, one: Cites) -> dict[str, Any]:
        citing = self._views.articles[one.article]
        return {
            "citing": self._citing(citing),
            "date": spoken(citing.published.value[:10]) if citing.published else None,
            "at": self._at(one),
            "count": one.count,
            "work": work_name(self._views, one),
            "url": safe_address(one.url) if one.url else None,
            "resolved": self._piece(one.resolved) if one.resolved else None,
            "candidates": [self._piece(candidate) for candidate in one.candidates],
            "reason": one.reason,
        }

    @staticmethod
    def _citing(article: Article) -> str:
        return outlet(article) or piece_name(article)

    def _work(self, one: Cites) -> tuple[str, str]:
        """What the works of the picture are told apart by, and what is written there."""
        if one.resolved is not None:
            return one.resolved, piece_name(self._views.articles[one.resolved])
        text = self._views.articles[one.article].text
        words = (one.title or one.outlet or one.place).span.of(text)
        return " ".join(words.casefold().split()), " ".join(words.split())

    def _picture(self, cites: Sequence[Cites]) -> Markup:
        """Who cites on the left, what is cited on the right; a broken line leads to what is not in the pile."""
        left = list(dict.fromkeys(self._citing(self._views.articles[one.article]) for one in cites))
        right: dict[str, tuple[str, str | None]] = {}
        for one in cites:
            key, name = self._work(one)
            right.setdefault(key, (name, self._piece(one.resolved)["href"] if one.resolved else None))
        body: list[str] = []
        for at, name in enumerate(left):
            body += name_lines(0.0, at * GAP + GAP / 2, name)
        for at, (name, href) in enumerate(right.values()):
            words = "".join(name_lines(WIDTH - LABEL, at * GAP + GAP / 2, name))
            body.append(drawing.link(href, f"Open the piece: {name}", words) if href else words)
        rows = {key: at for at, key in enumerate(right)}
        body += [self._arrow(one, left, rows) for one in cites]
        return svg(max(len(left), len(right)) * GAP + 6, "Who cites whom", body)

    def _arrow(self, one: Cites, left: Sequence[str], rows: dict[str, int]) -> str:
        citing = self._citing(self._views.articles[one.article])
        key, name = self._work(one)
        y1, y2 = left.index(citing) * GAP + GAP // 2, rows[key] * GAP + GAP // 2
        begin, end, middle = LABEL + 6, WIDTH - LABEL - 6, WIDTH // 2
        line = f"M{begin} {y1}C{middle} {y1} {middle} {y2} {end - 5} {y2}"
        kind = "flow" if one.resolved else "flow open"
        thick = 1 + min(one.count, 5) / 2
        tip = f'<path d="M{end - 7} {y2 - 4}l7 4l-7 4z" class="tip"/>'
        seen = "in this pile" if one.resolved else "not in this pile"
        told = f"{citing} cites {name}, {seen}: {plural(one.count, 'time')}"
        return drawing.link(self._at(one), told, f'<path d="{line}" stroke-width="{thick:.1f}" class="{kind}"/>{tip}')
