"""The pairs of sentences of which one may deny the other, and of dates that may be of one event, as two readers judged
them (DENIALS.md, EVENTS.md); the coverage of Baly and polnear-dev in which they stand.

A pair comes from what the program reported when the pool was drawn, or from a matcher of its own (`told_pool`). How
often the program is right is asked of the former, how much it finds of the latter.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal

from eval.accounts.gold import Half, Mark, Numbered, Stretch, half, marked

Subject = Literal["denials", "dates"]
Origin = Literal["program", "matcher", "both"]
POLNEAR = "polnear-dev"
BALY = "Baly"


class ToldPair(Numbered, frozen=True):
    """Two stretches of text that readers judge."""

    event: str
    """Its name begins with that of its corpus; each piece of polnear-dev stands for itself."""
    origin: Origin
    a: Stretch
    b: Stretch

    @property
    def half(self) -> Half:
        """Which half it is of."""
        return half(self.event)


def told(subject: Subject) -> Iterator[tuple[ToldPair, str, str]]:
    """Each pair with the verdicts of both readers.

    Raises:
        ValueError: a reader left a pair out, or has them in another order.
    """
    yield from marked(subject, (f"{subject}-A", f"{subject}-B"), ToldPair, Mark[str])
