"""The spread of each shown story, on the page: the picture, and the same as tables that lead to each passage."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

from onrecord.brief import spread, spread_picture
from onrecord.brief.spread import Pair, Shared
from onrecord.brief.views import Views, day
from onrecord.model import Article, BriefStory, Place

PASSAGES = 40
"""Passages of one pair that the table lists."""

SAMPLE_WORDS = 8
"""Words of a passage that the table shows."""


class Spreads:
    """The spreads of one briefing.

    Args:
        views: the briefing and its pieces.
        href: where an address leads from the page.
        link: what is shown of a piece: its title, its address, where it was published.
    """

    def __init__(self, views: Views, href: Callable[[str], str], link: Callable[[Article], dict[str, Any]]) -> None:
        self._views = views
        self._href = href
        self._link = link
        told = {story.story: frozenset(story.articles) for story in views.brief.stories if story.shown}
        self._pairs = {
            story: spread.pairs(views.analysis.reuse, members) for story, members in told.items() if len(members) > 1
        }

    def places(self) -> Iterator[Place]:
        """All places that the tables lead to."""
        for pairs in self._pairs.values():
            for pair in pairs[: spread.LISTED]:
                for shared in pair.shared[:PASSAGES]:
                    yield from (shared.first, shared.later)

    def shown(self, story: BriefStory, number: int) -> dict[str, Any]:
        """Everything that the template asks for; `spread` is None where no two pieces share words.

        Args:
            story: a story of the briefing.
            number: its number on the page.
        """
        pairs = self._pairs.get(story.story, [])
        if not pairs:
            return {"spread": None}
        articles = [self._views.articles[article] for article in story.articles]
        ids = {(pair.first, pair.later): f"pair-{number}-{at + 1}" for at, pair in enumerate(pairs)}
        drawing = spread_picture.draw(
            articles,
            pairs,
            lambda article: self._href(self._views.piece_anchor(article)),
            lambda pair: f"#{ids[pair.first, pair.later]}",
        )
        return {
            "spread": {
                "drawing": drawing,
                "pairs": [self._pair(pair, ids[pair.first, pair.later]) for pair in pairs[: spread.LISTED]],
                "pairs_more": max(0, len(pairs) - spread.LISTED),
                "pieces": [self._link(one) for one in sorted(articles, key=lambda one: day(one) or "~")][
                    : spread.LISTED
                ],
                "pieces_more": max(0, len(articles) - spread.LISTED),
                "beside": not self._views.apart,
            }
        }

    def _pair(self, pair: Pair, key: str) -> dict[str, Any]:
        return {
            "id": key,
            "first": self._link(self._views.articles[pair.first]),
            "later": self._link(self._views.articles[pair.later]),
            "kind": spread.KINDS[pair.kind],
            "order": pair.order,
            "share": f"{100 * pair.score:.0f} %",
            "shared": [self._shared(shared) for shared in pair.shared[:PASSAGES]],
            "more": max(0, len(pair.shared) - PASSAGES),
        }

    def _shared(self, shared: Shared) -> dict[str, Any]:
        words = shared.first.span.of(self._views.articles[shared.first.article].text).split()
        return {
            "words": " ".join(words[:SAMPLE_WORDS]),
            "cut": len(words) > SAMPLE_WORDS,
            "first": self._href(self._views.place_anchor(shared.first)),
            "later": self._href(self._views.place_anchor(shared.later)),
        }
