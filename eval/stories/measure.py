"""Measures stories on ECB+ (odd topics: the threshold was chosen there) and on BASIL, with one threshold for both."""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from typing import Protocol

import msgspec

from eval.data import MissingDataError, data, rows
from eval.figures import Figure, Skipped
from eval.stories.score import BCubed, b_cubed
from onrecord.model import Article, DocumentRef, Span, Stated, Story

CORPORA = {
    "ECB+ odd topics": "stories/ecbplus-odd-topics.jsonl.gz",
    "BASIL 2010-2014": "stories/basil-2010-2014.jsonl.gz",
}


class Grouped(Protocol):
    """What is measured: something with stories."""

    @property
    def stories(self) -> tuple[Story, ...]: ...


class Row(msgspec.Struct, frozen=True):
    """An article of a corpus and the event that it tells of (empty where that is not known)."""

    id: str
    text: str
    story: str = ""
    topic: int | str | None = None
    outlet: str | None = None
    title: str | None = None
    published: str | None = None
    url: str | None = None


def article_of(row: Row) -> Article:
    """A row as an article that is a document of its own; metadata as of columns."""
    digest = hashlib.sha256(f"{row.id}\n{row.text}".encode()).hexdigest()
    ref = DocumentRef(
        id=digest[:16],
        path=row.id,
        met_at=(row.id,),
        media_type="application/jsonl",
        reader="jsonl",
        sha256=digest,
        text_sha256=digest,
    )
    return Article(
        id=f"{ref.id}-0",
        external_id=row.id,
        document=ref,
        span=Span(0, len(row.text)),
        text=row.text,
        title=_stated(row.title),
        outlet=_stated(row.outlet),
        published=_stated(row.published),
        url=_stated(row.url),
    )


def _stated(value: str | None) -> Stated | None:
    return Stated(value, "column") if value else None


def figures(link: Callable[[Sequence[Article]], Grouped]) -> Iterator[Figure | Skipped]:
    """B-cubed precision, recall and F1 of the stories that `link` makes of each corpus."""
    for corpus, name in CORPORA.items():
        try:
            found = list(rows(data(name), Row))
        except MissingDataError as missing:
            yield Skipped("stories", corpus, str(missing))
            continue
        size = f"{len(found)} articles of {len({row.story for row in found})} events"
        score = scored(link, found)
        for measure, value in (("precision", score.precision), ("recall", score.recall), ("F1", score.f1)):
            yield Figure("stories", f"B-cubed {measure}", corpus, size, value)
        topics: dict[int | str, list[Row]] = defaultdict(list)
        for row in found:
            if row.topic is not None:
                topics[row.topic].append(row)
        if topics:
            mean = sum(scored(link, rows_of).f1 for rows_of in topics.values()) / len(topics)
            yield Figure("stories", "B-cubed F1, mean", f"{corpus}, each a pile", f"{len(topics)} topics", mean)


def scored(link: Callable[[Sequence[Article]], Grouped], found: Sequence[Row]) -> BCubed:
    """How well the stories that `link` makes of a pile agree with the events of its rows."""
    articles = [article_of(row) for row in found]
    gold = {article.id: row.story for article, row in zip(articles, found, strict=True)}
    given = {article: story.id for story in link(articles).stories for article in story.articles}
    return b_cubed(given, gold)
