"""Which of the passages that overlap in a text is the one that is recorded: each stretch has one nearest source."""

from __future__ import annotations

from bisect import bisect_left, insort
from collections.abc import Iterator, Sequence, Set

from onrecord.link.clusters import Block
from onrecord.link.corpus import Corpus
from onrecord.link.passages import Passage, holds


def nearest(corpus: Corpus, found: Sequence[Passage], undated: Set[int]) -> list[Passage]:
    """Each stretch of a text joined to one source: where most words match, among equals the nearest before.

    An undated text is joined to the first instead. Of a passage that others cover in part, what is left counts where it
    is a passage by itself. The result is in the order of the later text.
    """

    def rank(passage: Passage) -> tuple[object, ...]:
        source = passage.source if passage.target in undated else -passage.source
        return passage.target, -passage.matched, source, passage.blocks

    chosen: list[Passage] = []
    current, taken = -1, list[tuple[int, int]]()
    for passage in sorted(found, key=rank):
        if passage.target != current:
            current, taken = passage.target, []
        for part in _left(corpus, passage, taken):
            insort(taken, part.later)
            chosen.append(part)
    return sorted(chosen, key=lambda passage: (passage.target, passage.later))


def _left(corpus: Corpus, passage: Passage, taken: Sequence[tuple[int, int]]) -> list[Passage]:
    """What the stretches of `taken` leave of a passage."""
    parts = []
    for start, end in _gaps(*passage.later, taken):
        blocks = tuple(_within(passage.blocks, start, end))
        if blocks and holds(corpus, blocks, passage.backed):
            parts.append(passage._replace(blocks=blocks))
    return parts


def _gaps(start: int, end: int, taken: Sequence[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    """The parts of a stretch that no other covers."""
    index = max(bisect_left(taken, (start, start)) - 1, 0)
    while index < len(taken) and taken[index][0] < end:
        if taken[index][0] > start:
            yield start, taken[index][0]
        start = max(start, taken[index][1])
        index += 1
    if start < end:
        yield start, end


def _within(blocks: Sequence[Block], start: int, end: int) -> Iterator[Block]:
    """The parts of blocks that lie in a stretch of the later text."""
    for later, earlier, length in blocks:
        low, high = max(later, start), min(later + length, end)
        if low < high:
            yield Block(low, earlier + low - later, high - low)
