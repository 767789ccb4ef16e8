"""Measures stories on ECB+ (odd topics: the threshold was chosen there) and on BASIL, with one threshold for both."""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Callable, Hashable, Iterator, Sequence
from dataclasses import dataclass
from itertools import chain
from typing import Protocol

import msgspec

from eval.data import MissingDataError, data, rows
from eval.figures import Figure, Skipped
from eval.measures import resampled
from eval.stories.chance import adjusted_information, adjusted_rand
from eval.stories.score import BCubed, b_cubed, by_item, mean
from onrecord.model import Article, DocumentRef, Span, Stated, Story

CORPORA = {
    "ECB+ odd topics": "stories/ecbplus-odd-topics.jsonl.gz",
    "BASIL 2010-2014": "stories/basil-2010-2014.jsonl.gz",
}


class Grouped(Protocol):
    """What is measured: something with stories."""

    @property
    def stories(self) -> Sequence[Story]: ...


Link = Callable[[Sequence[Article]], Grouped]
OfUnits = Callable[[list[list[str]]], float]

B_CUBED: dict[str, Callable[[BCubed], float]] = {
    "precision": lambda score: score.precision,
    "recall": lambda score: score.recall,
    "F1": lambda score: score.f1,
}
ADJUSTED: dict[str, Callable[[Sequence[Hashable], Sequence[Hashable]], float]] = {
    "AMI": adjusted_information,
    "ARI": adjusted_rand,
}


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


@dataclass(frozen=True)
class Pile:
    """Rows with the story that each was put in, by article id, and what is drawn together for an interval."""

    given: dict[str, str]
    gold: dict[str, str]
    units: list[list[str]]

    @property
    def size(self) -> str:
        return f"{len(self.gold)} articles of {len(set(self.gold.values()))} events"


def grouped(link: Link, found: Sequence[Row]) -> Pile:
    """The rows with the stories that `link` makes of them; units are topics, or events where there are no topics."""
    articles = [article_of(row) for row in found]
    gold = {article.id: row.story for article, row in zip(articles, found, strict=True)}
    given = {article: story.id for story in link(articles).stories for article in story.articles}
    units: dict[int | str, list[str]] = defaultdict(list)
    for article, row in zip(articles, found, strict=True):
        units[row.story if row.topic is None else row.topic].append(article.id)
    return Pile(given, gold, list(units.values()))


def figures(link: Link) -> Iterator[Figure | Skipped]:
    """B-cubed, AMI and ARI of the stories that `link` makes of each corpus, and of each topic as a pile."""
    for corpus, name in CORPORA.items():
        try:
            found = list(rows(data(name), Row))
        except MissingDataError as missing:
            yield Skipped("stories", corpus, str(missing))
            continue
        yield from of_pile(grouped(link, found), corpus)
        topics: dict[int | str, list[Row]] = defaultdict(list)
        for row in found:
            if row.topic is not None:
                topics[row.topic].append(row)
        if topics:
            scores = [agreement(grouped(link, rows_of)).f1 for rows_of in topics.values()]
            interval = resampled(scores, lambda drawn: sum(drawn) / len(drawn))
            mean_of = sum(scores) / len(scores)
            over = f"{corpus}, each a pile"
            yield Figure("stories", "B-cubed F1, mean", over, f"{len(topics)} topics", mean_of, interval)


def of_pile(pile: Pile, corpus: str) -> Iterator[Figure]:
    """All figures of one pile, each with a bootstrap interval over its units."""
    each = by_item(pile.given, pile.gold)
    items = [[each[article] for article in unit] for unit in pile.units]
    for measure, value in B_CUBED.items():
        interval = resampled(items, lambda drawn, value=value: value(mean(list(chain(*drawn)))))  # type: ignore[misc]
        yield Figure("stories", f"B-cubed {measure}", corpus, pile.size, value(mean(list(each.values()))), interval)
    for measure, value_of in ADJUSTED.items():
        whole = value_of(list(pile.given.values()), [pile.gold[article] for article in pile.given])
        yield Figure("stories", measure, corpus, pile.size, whole, resampled(pile.units, _drawn(pile, value_of)))


def _drawn(pile: Pile, value_of: Callable[[Sequence[Hashable], Sequence[Hashable]], float]) -> OfUnits:
    """An adjusted measure over drawn units; a unit that is drawn twice counts as two that have nothing in common."""

    def value(units: list[list[str]]) -> float:
        items = [(number, article) for number, unit in enumerate(units) for article in unit]
        given = [(number, pile.given[article]) for number, article in items]
        return value_of(given, [(number, pile.gold[article]) for number, article in items])

    return value


def agreement(pile: Pile) -> BCubed:
    """How well the stories of a pile agree with its events."""
    return b_cubed(pile.given, pile.gold)
