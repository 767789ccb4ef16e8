"""Coverage, and the pairs of its figures and dates that networks are fitted to."""

from __future__ import annotations

import re
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path

import msgspec
import numpy as np
from eval.data import data, rows
from eval.stories.measure import Row, article_of
from msgspec.structs import replace

from onrecord.link import link
from onrecord.link.commonness import rarity
from onrecord.link.pile import pile_of
from onrecord.link.same_thing import Likeness
from onrecord.link.side_by_side import SideBySide
from onrecord.model import Article, Reuse, Story
from onrecord.tag.dates import dates
from onrecord.tag.encoding import pieces_of
from onrecord.tag.figures import figures
from training.accounts.alike import alike
from training.accounts.distant import distant
from training.accounts.marked import asked, choosing, marked
from training.accounts.pairs import Gathering, Pairs, judged

GOLDS = Path(__file__).resolve().parents[2] / "eval"
COVERAGE = "coverage/baly-third.jsonl.gz"
ALIKE, ALIKE_CHOOSING = 60_000, 12_000
"""Pairs that look alike, at most: of coverage, and of each corpus of the choosing half."""
SEED = 5
_QUOTED = re.compile(r'"([^"]*)"')


class Coverage(msgspec.Struct):
    """Articles with figures and dates, and how they hang together."""

    articles: list[Article]
    stories: tuple[Story, ...]
    reuse: tuple[Reuse, ...]


def counted(article: Article) -> Article:
    """The article with figures and dates."""
    found = replace(article, figures=figures(article))
    return replace(found, dates=dates(found))


def in_golds() -> frozenset[str]:
    """All that stands in quotation marks in the golds of our own, ids of articles among it."""
    gold = GOLDS.glob("*/gold/*.json*")
    return frozenset(told for file in gold for told in _QUOTED.findall(file.read_text(encoding="utf-8")))


def coverage(folder: Path) -> Coverage:
    """The articles of coverage that stand in no gold."""
    kept = folder / "coverage.msgpack"
    if not kept.exists():
        gold = in_golds()
        plain = [article_of(row) for row in rows(data(COVERAGE), Row) if row.id not in gold]
        with ProcessPoolExecutor() as processes:
            articles = list(processes.map(counted, plain, chunksize=50))
        found = link(articles)
        kept.write_bytes(msgspec.msgpack.encode(Coverage(articles, found.stories, found.reuse)))
    return msgspec.msgpack.decode(kept.read_bytes(), type=Coverage)


def gathered(folder: Path) -> Pairs:
    """All pairs."""
    found, gathering, judgements = coverage(folder), Gathering(pieces_of()), asked()
    pile = pile_of(found.articles)
    told = distant(pile, found.stories, found.reuse, SEED)
    told_at = [gathering.pair(pile, pair.one, pair.other) for pair in told]
    piles = [(pile, found.stories, found.reuse, ALIKE)]
    piles += [(pile_of(articles), (), (), ALIKE_CHOOSING) for articles in choosing(folder)]
    some, marked_at, alike_at = [], [], []
    for one, stories, reuse, count in piles:
        for pair in marked(one, judgements):
            some.append(pair)
            marked_at.append(gathering.pair(one, pair.one, pair.other))
        likeness = Likeness(rarity(one), SideBySide())
        alike_at += [gathering.pair(one, *pair) for pair in alike(one, stories, reuse, likeness, count)]
    of_piece = {article: story.id for story in found.stories for article in story.articles}
    return Pairs(
        gathering.sides(),
        np.array(told_at),
        np.array([[pair.same] * 2 for pair in told]),
        np.array(marked_at),
        judged(some, of_piece),
        np.array(alike_at),
    )
