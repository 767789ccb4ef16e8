"""Stories where they are hard: excerpts of 40 words, piles that arrive in parts, pieces that have no story together."""

from __future__ import annotations

import random
import re
from collections import Counter
from collections.abc import Iterator, Sequence

from msgspec.structs import replace

from eval.data import MissingDataError, data, rows
from eval.figures import Figure, Skipped
from eval.measures import resampled, wilson
from eval.stories.measure import CORPORA, Link, Pile, Row, article_of, grouped
from eval.stories.score import BCubed, by_item, mean
from onrecord.link.dates import When, parsed

EXCERPT = 40
"""Words of an excerpt."""
SHARES = {"half": 0.5, "three quarters": 0.75}
COVERAGE = "coverage/baly-third.jsonl.gz"
YEAR = "2018"
"""A year of the coverage, which has no gold: a pile as it comes."""
APART = 12.0
"""Days between two strangers: more than lie between two pieces of one story."""
LEAST = 600
"""Code points of a stranger at least, so that no note or caption is one."""
DRAWS = 4
"""Piles of strangers."""


def figures(link: Link) -> Iterator[Figure | Skipped]:
    """The figures of all three, for each corpus that is there."""
    for corpus, name in CORPORA.items():
        try:
            found = list(rows(data(name), Row))
        except MissingDataError as missing:
            yield Skipped("stories", corpus, str(missing))
            continue
        yield from _of_excerpts(link, found, corpus)
        yield from _of_parts(link, found, corpus)
    try:
        covered = list(rows(data(COVERAGE), Row))
    except MissingDataError as missing:
        yield Skipped("stories", "coverage", str(missing))
        return
    yield from _of_parts(
        link, [row for row in covered if (row.published or "").startswith(YEAR)], f"coverage of {YEAR}"
    )
    yield _of_strangers(link, [strangers(covered, seed) for seed in range(DRAWS)])


def excerpts(found: Sequence[Row]) -> list[Row]:
    """The rows, every second of an event cut to its first `EXCERPT` words."""
    seen: Counter[str] = Counter()
    result = []
    for row in found:
        seen[row.story] += 1
        result.append(row if seen[row.story] % 2 else cut(row))
    return result


def cut(row: Row) -> Row:
    """The row with no more than the first `EXCERPT` words of its text."""
    ends = [match.end() for match in re.finditer(r"\S+", row.text)]
    return row if len(ends) <= EXCERPT else replace(row, text=row.text[: ends[EXCERPT - 1]])


def _of_excerpts(link: Link, found: Sequence[Row], corpus: str) -> Iterator[Figure]:
    yield _f1("B-cubed F1", f"{corpus}, every second an excerpt", grouped(link, excerpts(found)))
    short = [replace(cut(row), id=f"{row.id} cut") for row in found if cut(row) != row]
    both = grouped(link, [*found, *short])
    whole = {row.id: article_of(row).id for row in found}
    joined = sum(both.given[article_of(row).id] == both.given[whole[row.id.removesuffix(" cut")]] for row in short)
    share, interval = joined / len(short), wilson(joined, len(short))
    yield Figure("stories", "excerpts in the story of their article", corpus, f"{len(short)} excerpts", share, interval)


def _f1(measure: str, corpus: str, pile: Pile) -> Figure:
    each = by_item(pile.given, pile.gold)
    items = [[each[article] for article in unit] for unit in pile.units]
    return Figure("stories", measure, corpus, pile.size, _f1_of(items), resampled(items, _f1_of))


def _f1_of(units: list[list[BCubed]]) -> float:
    return mean([score for unit in units for score in unit]).f1


def _of_parts(link: Link, found: Sequence[Row], corpus: str) -> Iterator[Figure]:
    """How well the stories of what has arrived agree with those of the whole pile, over the articles of both."""
    ordered = arriving(found)
    whole = grouped(link, ordered)
    for name, share in SHARES.items():
        part = grouped(link, ordered[: round(share * len(ordered))])
        after = {article: whole.given[article] for article in part.given}
        yield _f1(f"B-cubed F1, {name} against the whole", corpus, Pile(part.given, after, part.units))


def arriving(found: Sequence[Row]) -> list[Row]:
    """The rows in the order in which they might arrive: by date, those without one shuffled."""
    shuffled = list(found)
    random.Random(1998).shuffle(shuffled)
    return sorted(shuffled, key=lambda row: row.published or "")


def strangers(found: Sequence[Row], seed: int) -> list[Row]:
    """Pieces from all the time that the rows span, each `APART` days after the one before, without their dates.

    No two tell of one event, however alike they are; dates are taken off because they would keep them apart at once.
    """
    dated = [(moment, row) for row in found if len(row.text) >= LEAST and (moment := parsed(row.published or ""))]
    random.Random(seed).shuffle(dated)
    result: list[Row] = []
    last: When | None = None
    for moment, row in sorted(dated, key=lambda pair: pair[0].first):
        if last is None or moment.apart(last) >= APART:
            result.append(replace(row, published=None, url=None, story=row.id))
            last = moment
    return result


def _of_strangers(link: Link, piles: Sequence[Sequence[Row]]) -> Figure:
    """The share of strangers that are put into a story with another."""
    joined = total = 0
    for pile in piles:
        sizes = Counter(grouped(link, pile).given.values())
        joined += sum(size for size in sizes.values() if size > 1)
        total += sum(sizes.values())
    n = f"{total} pieces in {len(piles)} piles"
    return Figure("stories", "in a story with another", "strangers", n, joined / total, wilson(joined, total))
