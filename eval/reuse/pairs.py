"""Measures reuse on 200 pairs of pieces that credit an agency, which two readers marked (GUIDELINE.md).

Each pair is a pile of two pieces: what is measured is which words stand in both, not which third piece is nearest. A
passage is found where records cover half of it on both sides; a record is right where passages do that.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import msgspec

from eval.data import MissingDataError
from eval.figures import Figure, Skipped
from eval.measures import Counts, bootstrap, wilson
from eval.reuse.mark import Judged
from eval.reuse.sample import drawn
from eval.reuse.score import Both, Linking, is_covered
from eval.stories.measure import Row, article_of
from onrecord.model import Article

GOLD = Path(__file__).parent / "gold"
CORPUS = "200 pairs that credit an agency, reader {}"


def gold(reader: str) -> list[Judged]:
    """What a reader found in each pair."""
    lines = GOLD.joinpath(f"{reader}.jsonl").read_bytes().splitlines()
    return [msgspec.json.decode(line, type=Judged) for line in lines]


def figures(link: Linking) -> Iterator[Figure | Skipped]:
    """Pairs, passages and records against each reader, and the readers against each other."""
    try:
        pieces = {piece.id: piece for one, other, _ in drawn() for piece in (one, other)}
    except MissingDataError as missing:
        yield Skipped("reuse", "200 pairs that credit an agency", str(missing))
        return
    articles = {name: article_of(msgspec.convert(piece, Row, from_attributes=True)) for name, piece in pieces.items()}
    found = {one.pair: _records(link, articles[one.one], articles[one.other]) for one in gold("A")}
    for reader in ("A", "B"):
        yield from _compared(found, gold(reader), CORPUS.format(reader))
    others = {one.pair: [Both(passage.a, passage.b) for passage in one.passages] for one in gold("B")}
    yield from _compared(others, gold("A"), CORPUS.format("A"), ", the other reader")


def _records(link: Linking, one: Article, other: Article) -> list[Both]:
    """The passages that the program finds in both pieces, the first piece's side first."""
    return [
        Both(record.a.span, record.b.span) if record.a.article == one.id else Both(record.b.span, record.a.span)
        for record in link([one, other]).reuse
    ]


def _compared(found: dict[int, list[Both]], wanted: list[Judged], corpus: str, label: str = "") -> Iterator[Figure]:
    copies = [one for one in wanted if one.copies]
    hit = sum(bool(found[one.pair]) for one in copies)
    yield Figure(
        "reuse", "pairs with copies told" + label, corpus, f"{len(copies)}", hit / len(copies), wilson(hit, len(copies))
    )
    told = sum(bool(found[one.pair]) for one in wanted)
    yield Figure(
        "reuse", "pairs told that have copies" + label, corpus, f"{told}", hit / max(told, 1), wilson(hit, told)
    )
    passages, records = [], []
    for one in wanted:
        truth = [Both(passage.a, passage.b) for passage in one.passages]
        mine = found[one.pair]
        passages.append(Counts(sum(is_covered(passage, mine) for passage in truth), 0, len(truth)))
        records.append(Counts(sum(is_covered(record, truth) for record in mine), len(mine), 0))
    total = sum(passages, Counts())
    interval = bootstrap(passages, lambda part: part.recall)
    yield Figure("reuse", "passages found" + label, corpus, f"{total.gold}", total.recall, interval)
    total = sum(records, Counts())
    interval = bootstrap(records, lambda part: part.precision)
    yield Figure("reuse", "records that are passages" + label, corpus, f"{total.given}", total.precision, interval)
