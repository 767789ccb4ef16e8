"""The pieces of judged events as the program reads any pile, and whether what it reports stands where a pair stands."""

from __future__ import annotations

import tempfile
from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path

import msgspec

from eval.accounts.gold import Half, Stretch, piles
from onrecord.model import Analysis, Article, Conflict, Side
from onrecord.pipeline import analyse


def analysed(articles: Sequence[Article]) -> Analysis:
    """The analysis of articles that are given as rows."""
    rows = [
        {
            "id": one.external_id,
            "text": one.text,
            "title": one.title.value if one.title else None,
            "outlet": one.outlet.value if one.outlet else None,
            "published": one.published.value if one.published else None,
            "url": one.url.value if one.url else None,
        }
        for one in articles
    ]
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "rows.jsonl"
        path.write_bytes(b"".join(msgspec.json.encode(row) + b"\n" for row in rows))
        return analyse([str(path)]).analysis


@cache
def analyses(which: Half) -> tuple[Analysis, ...]:
    """The analyses of one half's piles; made once a run."""
    return tuple(analysed(articles) for _, articles in piles(which))


def holds(conflict: Conflict, names: Mapping[str, str], places: tuple[Stretch, Stretch]) -> bool:
    """Whether two sides of a conflict, with different values, stand at two places.

    Args:
        conflict: what the program reports.
        names: the ids in their corpus of the articles of the analysis.
        places: two stretches of articles of the corpus.
    """

    def at(stretch: Stretch) -> Side | None:
        article, start, end = stretch
        sides = (side for side in conflict.sides if names[side.article] == article)
        return next((side for side in sides if side.span.start < end and start < side.span.end), None)

    one, other = map(at, places)
    return one is not None and other is not None and one.value != other.value
