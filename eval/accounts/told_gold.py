"""The pairs of sentences of which one may deny the other, and of dates that may be of one event, as two readers judged
them (DENIALS.md, EVENTS.md); the coverage of Baly and polnear-dev in which they stand.

A pair comes from what the program reported when the pool was drawn, or from a matcher of its own (`told_pool`). How
often the program is right is asked of the former, how much it finds of the latter.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal

import msgspec

from eval.accounts.gold import GOLD, Half, Stretch, half

Subject = Literal["denials", "dates"]
Origin = Literal["program", "matcher", "both"]
POLNEAR = "polnear-dev"
BALY = "Baly"


class ToldPair(msgspec.Struct, frozen=True):
    """Two stretches of text that readers judge."""

    pair: int
    event: str
    """Its name begins with that of its corpus; each piece of polnear-dev stands for itself."""
    origin: Origin
    a: Stretch
    b: Stretch

    @property
    def half(self) -> Half:
        """Which half it is of."""
        return half(self.event)


class _Judged(msgspec.Struct, frozen=True):
    pair: int
    verdict: str


def told(subject: Subject) -> Iterator[tuple[ToldPair, str, str]]:
    """Each pair with the verdicts of both readers.

    Raises:
        ValueError: a reader left a pair out, or has them in another order.
    """
    lines = GOLD.joinpath(f"{subject}.jsonl").read_bytes().splitlines()
    pairs = [msgspec.json.decode(line, type=ToldPair) for line in lines]
    readers = [
        [msgspec.json.decode(line, type=_Judged) for line in GOLD.joinpath(file).read_bytes().splitlines()]
        for file in (f"{subject}-A.jsonl", f"{subject}-B.jsonl")
    ]
    for pair, one, other in zip(pairs, *readers, strict=True):
        if not pair.pair == one.pair == other.pair:
            raise ValueError(f"{subject}: pair {pair.pair} is not judged in its place")
        yield pair, one.verdict, other.verdict
