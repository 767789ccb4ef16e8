"""The pairs of figures and dates that two readers judged (GUIDELINE.md), and the piles in which they stand.

Events are divided by chance (by a hash of their name): half of them served for training and choosing, the others were
held out.
"""

from __future__ import annotations

from collections.abc import Iterator
from hashlib import sha256
from pathlib import Path
from typing import Generic, Literal, TypeVar

import msgspec

from eval.data import data, rows
from eval.stories.measure import CORPORA, Row, article_of
from onrecord.model import Article

GOLD = Path(__file__).parent / "gold"
POOLS = {"pairs": "", "pairs-2": "-2"}
"""The files of pairs, and what the names of the readers' files end in."""

Half = Literal["choosing", "held out"]
Verdict = Literal["agree", "differ", "changed", "compatible", "not_comparable"]
Stretch = tuple[str, int, int]
"""An article's id in its corpus, and code points."""

Told = TypeVar("Told")
Line = TypeVar("Line")
Asked = TypeVar("Asked", bound="Numbered")


class Numbered(msgspec.Struct, frozen=True):
    """A pair that readers judge."""

    pair: int


class Mark(msgspec.Struct, Generic[Told], frozen=True):
    """What a reader says of a pair."""

    pair: int
    verdict: Told


class Pair(Numbered, frozen=True):
    """A pair of expressions of two articles of one event."""

    event: str
    kind: Literal["figure", "date"]
    a: Stretch
    b: Stretch


class _Event(msgspec.Struct, frozen=True):
    event: str
    articles: list[str]


def half(event: str) -> Half:
    """Which half an event is of."""
    return "held out" if sha256(event.encode()).digest()[-1] % 2 else "choosing"


def judged() -> Iterator[tuple[Pair, Verdict, Verdict]]:
    """Each pair of the pools with the verdicts of both readers."""
    for name, end in POOLS.items():
        yield from _read(name, end)


def reported() -> Iterator[tuple[Pair, Verdict, Verdict]]:
    """The same of all pairs of the held-out half that the program called a difference or a change on 26 November 2026,
    shown to readers among as many of the pools. They tell how many are right, and nothing of what is missed.
    """
    yield from _read("reported", "-reported")


def _read(name: str, end: str) -> Iterator[tuple[Pair, Verdict, Verdict]]:
    yield from marked(name, (f"A{end}", f"B{end}"), Pair, Mark[Verdict])


def marked(
    name: str, readers: tuple[str, str], pair_type: type[Asked], mark_type: type[Mark[Told]]
) -> Iterator[tuple[Asked, Told, Told]]:
    """Each pair of a file of the gold with the verdicts of both readers.

    Args:
        name: the file, without its ending.
        readers: the files of both, likewise.
        pair_type: what stands in the file.
        mark_type: what stands in the readers' files.

    Raises:
        ValueError: a reader left a pair out, or has them in another order.
    """
    one_mark, other_mark = (_lines(reader, mark_type) for reader in readers)
    for pair, one, other in zip(_lines(name, pair_type), one_mark, other_mark, strict=True):
        if not pair.pair == one.pair == other.pair:
            raise ValueError(f"{name}: pair {pair.pair} is not judged in its place")
        yield pair, one.verdict, other.verdict


def _lines(name: str, type_: type[Line]) -> list[Line]:
    return [msgspec.json.decode(line, type=type_) for line in GOLD.joinpath(f"{name}.jsonl").read_bytes().splitlines()]


def events() -> Iterator[tuple[str, list[str]]]:
    """Each event with the ids of its articles; its name begins with that of its corpus."""
    for line in GOLD.joinpath("events.jsonl").read_bytes().splitlines():
        event = msgspec.json.decode(line, type=_Event)
        yield event.event, event.articles


def piles(which: Half) -> Iterator[tuple[str, list[Article]]]:
    """The articles of one half's events, by corpus.

    Raises:
        MissingDataError: the data are not there.
    """
    wanted: dict[str, set[str]] = {}
    for event, articles in events():
        if half(event) == which:
            wanted.setdefault(event.split(":")[0], set()).update(articles)
    for corpus, path in {**CORPORA, "Baly": "coverage/baly-third.jsonl.gz"}.items():
        yield corpus, [article_of(row) for row in rows(data(path), Row) if row.id in wanted[corpus]]
