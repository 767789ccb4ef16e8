"""Measures reuse on answers copied in grades, on articles that an editor altered, and on pairs read by hand."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from itertools import chain

import msgspec

from eval.data import MissingDataError
from eval.figures import Figure, Skipped
from eval.measures import Counts, bootstrap, wilson
from eval.reuse import clough, read
from eval.reuse.altered import LEAST, Altered, Copy, altered
from eval.reuse.sample import plainly
from eval.reuse.score import Both, Linking, is_covered, len_of, overlap, sides
from eval.stories.measure import Row, article_of
from onrecord.model import Article, Reuse, Span

WHOLE = frozenset({"reprint", "version", "excerpt"})


def figures(link: Linking) -> Iterator[Figure | Skipped]:
    """All figures of reuse."""
    return chain(clough.figures(link), of_altered(link, "dev"), of_altered(link, "held out"), read.figures(link))


class Found(msgspec.Struct, frozen=True):
    """What was found of one copy: each record between it and its source, and the lengths of all records that it is in.

    `astray` are the records that join it to any other piece, as the span in the copy.
    """

    copy: Copy
    records: tuple[Both, ...]
    kinds: frozenset[str]
    astray: tuple[Span, ...]
    directions: tuple[str, ...]


def of_altered(link: Linking, part: str) -> Iterator[Figure | Skipped]:
    """Recall of reprints and passages by grade, and precision of spans and records, on one part of the altered pile."""
    corpus = f"articles altered by an editor, {part}"
    try:
        pile = altered(part)
    except MissingDataError as missing:
        yield Skipped("reuse", corpus, str(missing))
        return
    found, others = matched(link, pile)
    for grade in ("exact", "light", "heavy"):
        of_grade = [one for one in found if one.copy.grade == grade]
        whole = [Counts(int(bool(one.kinds & WHOLE)), 0, 1) for one in of_grade if one.copy.manner != "passages"]
        parts = [passages_found(one) for one in of_grade if one.copy.manner == "passages"]
        for measure, counts in (("reprints told", whole), (f"passages of {LEAST} words found", parts)):
            total = sum(counts, Counts())
            between = bootstrap(counts, lambda one: one.recall)
            yield Figure("reuse", f"{measure}, {grade}", corpus, f"{total.gold}", total.recall, between)
    yield from _precision(found, others, corpus)
    yield _turned(found, corpus)


def _turned(found: list[Found], corpus: str) -> Figure:
    """The share of records that name the copy as the source; every copy is dated later, or not at all."""
    directions = [direction for one in found for direction in one.directions]
    wrong = directions.count("copy>source")
    size = f"{len(directions)} records, {directions.count('source>copy')} with the right one"
    share = wrong / max(len(directions), 1)
    return Figure("reuse", "direction told wrongly", corpus, size, share, wilson(wrong, len(directions)))


def matched(link: Linking, pile: Altered) -> tuple[list[Found], list[Reuse]]:
    """What was found of each copy, and the records in which no copy stands."""
    articles = {piece.id: _article(piece) for piece in pile.pieces}
    by_article: dict[str, list[Reuse]] = defaultdict(list)
    copied = {articles[one.copy.id].id for one in pile.copies}
    others = []
    for record in link(list(articles.values())).reuse:
        those = {record.a.article, record.b.article} & copied
        for article in those:
            by_article[article].append(record)
        if not those:
            others.append(record)
    found = []
    for one in pile.copies:
        source, copy = articles[one.source.id].id, articles[one.copy.id].id
        pairs = [record for record in by_article[copy] if source in {record.a.article, record.b.article}]
        astray = [sides(record, copy).one for record in by_article[copy] if record not in pairs]
        both = tuple(sides(record, source) for record in pairs)
        directions = tuple(_direction(record, source) for record in pairs)
        found.append(Found(one, both, frozenset(record.kind for record in pairs), tuple(astray), directions))
    return found, others


def _direction(record: Reuse, source: str) -> str:
    """The direction of a record between a source and its copy."""
    if record.direction not in ("a>b", "b>a"):
        return record.direction
    origin = record.a if record.direction == "a>b" else record.b
    return "source>copy" if origin.article == source else "copy>source"


def _article(piece: object) -> Article:
    return article_of(msgspec.convert(piece, Row, from_attributes=True))


def passages_found(found: Found) -> Counts:
    """How many of the passages of `LEAST` words or more are found."""
    wanted = [
        Both(one.source, one.copy)
        for one in found.copy.copied
        if len(plainly(one.copy.of(found.copy.copy.text))) >= LEAST
    ]
    return Counts(sum(is_covered(one, found.records) for one in wanted), 0, len(wanted))


def _precision(found: list[Found], others: list[Reuse], corpus: str) -> Iterator[Figure]:
    records = [_records(one) for one in found] + [Counts(0, 1, 0)] * len(others)
    lengths = [_lengths(one) for one in found] + [Counts(0, 2 * len_of(one.a.span), 0) for one in others]
    size = f"{sum(one.given for one in records)} records"
    for measure, counts in (("records right", records), ("text of records right", lengths)):
        total = sum(counts, Counts())
        between = bootstrap(counts, lambda one: one.precision)
        yield Figure(
            "reuse",
            measure,
            corpus,
            size,
            total.precision,
            between,
        )


def _records(found: Found) -> Counts:
    """Records that lie by half on both sides in what was copied."""
    truth = [Both(one.source, one.copy) for one in found.copy.copied]
    right = sum(is_covered(one, truth) for one in found.records)
    return Counts(right, len(found.records) + len(found.astray), 0)


def _lengths(found: Found) -> Counts:
    """Code points of records, on both sides, and how many of them were copied."""
    right = given = 0
    for record in found.records:
        truth = [one for one in found.copy.copied if one.source.meets(record.one) and one.copy.meets(record.other)]
        right += overlap(record.one, _closed([one.source for one in truth]))
        right += overlap(record.other, _closed([one.copy for one in truth]))
        given += len_of(record.one) + len_of(record.other)
    return Counts(right, given + 2 * sum(map(len_of, found.astray)), 0)


def _closed(spans: list[Span]) -> list[Span]:
    """The spans, those that only an empty line parts as one."""
    joined: list[Span] = []
    for span in sorted(spans):
        if joined and span.start - joined[-1].end <= 2:
            span = Span(joined.pop().start, span.end)
        joined.append(span)
    return joined
