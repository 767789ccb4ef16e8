"""Passages that stand in two texts, exactly or edited, made of equal runs and seeds by alignment.

Runs (`runs`) and seeds (`seeds`) of two texts that lie close together in both make a cluster. Within it the runs stay
as they are, and what lies between and around them is aligned word by word, by stems. The matched words are then walked
through: each counts for the passage, each unmatched one in a gap against it; a passage is a stretch in which the sum is
greatest (Smith and Waterman 1981, on an alignment that is given). What is left may hold another passage.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterator, Sequence
from math import inf
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray
from rapidfuzz.distance import LCSseq

from onrecord.link.clusters import MARGIN, STRETCH, Block, Box, Cluster, clusters
from onrecord.link.corpus import Corpus
from onrecord.link.runs import SHORTEST, Runs
from onrecord.link.words import Offsets

GAP = 15
"""Unmatched words in a row, on either side, that do not end a passage."""
NAMED, OTHER_NAME = 0.4, 3.0
"""What a matched name or number counts, where another matched word counts 1, and what an unmatched one counts, where
another unmatched word counts 1: offices, lists and statutes are alike wherever they stand, and who copies seldom
changes a name."""
AGAINST = 0.5
"""What the mean of the unmatched words of both sides counts, of what matched words count."""
DROP = 8.0
"""By how much the sum may fall below its greatest before the rest is looked at as another passage."""
ALIKE = 0.5
"""Likeness of an edited passage, at least."""
ENOUGH = 10.5
"""Worth of an edited passage, at least. Chosen with what stands above on one half of the altered articles and on 108
passages of US coverage read for this, by logistic regression: seven in ten of the copied ones are found there, and one
in twelve of those that tell the same facts in like words is taken for copied."""
ENOUGH_BACKED, ENOUGH_BRIEF, BRIEF = 5.0, 7.0, 15
"""The same for a passage of two texts whose passages beyond doubt are worth `ENOUGH` together, and where it is shorter
than so many words on either side: a name with its office, a day and a verb are soon alike. Chosen on one half of the
altered articles and on the first hundred pairs of `eval.reuse.read`."""
WORTH_A_LOOK = 4.0
"""The same for a stretch that a clause before or behind it may complete."""
TURNED = 40
"""Words before or behind a passage in which a clause that was turned round is looked for."""
TURN = 3.0
"""What such a clause has to be worth where the passage is one without it."""
LONGEST = 4_000
"""Words of the longest stretch that is aligned at once; one without a run or seed holds nothing to find."""


class Passage(NamedTuple):
    """A stretch of text `target` that stands in the earlier text `source`, by its matched words."""

    target: int
    source: int
    blocks: tuple[Block, ...]
    standing: bool
    """Whether most of it is standing text (`runs`)."""
    backed: bool
    """Whether it counts only since the two texts have other passages in common."""

    @property
    def later(self) -> tuple[int, int]:
        """Where it starts and ends in the later text."""
        return hull(self.blocks)[0]

    @property
    def earlier(self) -> tuple[int, int]:
        """Where it starts and ends in the earlier text."""
        return hull(self.blocks)[1]

    @property
    def matched(self) -> int:
        """How many of its words are matched."""
        return sum([length for _, _, length in self.blocks])

    @property
    def likeness(self) -> float:
        """The matched words' share of the words of both sides, 0 to 1."""
        (start, end), (first, last) = self.later, self.earlier
        return 2 * self.matched / (end - start + last - first)


def passages(corpus: Corpus, runs: Runs, seeds: tuple[Offsets, Offsets]) -> list[Passage]:
    """All passages of `SHORTEST` words or more that runs and seeds lead to.

    They may overlap; `nearest.nearest` chooses among them.
    """
    found: list[Passage] = []
    doubtful: list[Passage] = []
    sure: dict[tuple[int, int], float] = defaultdict(float)
    for cluster in clusters(corpus, runs, seeds):
        for passage in _of_cluster(corpus, cluster):
            if passage.backed:
                doubtful.append(passage)
                continue
            found.append(passage)
            if not passage.standing:
                sure[passage.target, passage.source] += worth(corpus, passage.blocks)
    return found + [one for one in doubtful if sure.get((one.target, one.source), 0.0) >= ENOUGH]


def holds(corpus: Corpus, blocks: Sequence[Block], backed: bool) -> bool:
    """Whether matched words are a passage: long enough on both sides and alike enough.

    Args:
        backed: whether the two texts have passages in common that are beyond doubt.
    """
    shorter = min(end - start for start, end in hull(blocks))
    if shorter < SHORTEST or len(blocks) == 1:
        return shorter >= SHORTEST
    enough_backed = ENOUGH_BRIEF if shorter < BRIEF else ENOUGH_BACKED
    return worth(corpus, blocks) >= (enough_backed if backed else ENOUGH)


def hull(blocks: Sequence[Block]) -> tuple[tuple[int, int], tuple[int, int]]:
    """Where matched words start and end in the later text, and in the earlier one."""
    if len(blocks) == 1:
        later, earlier, length = blocks[0]
        return (later, later + length), (earlier, earlier + length)
    ends, lasts = [later + length for later, _, length in blocks], [other + length for _, other, length in blocks]
    return (min([one.later for one in blocks]), max(ends)), (min([one.earlier for one in blocks]), max(lasts))


def worth(corpus: Corpus, blocks: Sequence[Block]) -> float:
    """What the matched words count, less what the unmatched ones count against them; 0 where the sides are unlike."""
    (start, end), (first, last) = hull(blocks)
    matched = sum([length for _, _, length in blocks])
    words = end - start + last - first
    if 2 * matched < ALIKE * words:
        return 0.0
    named = corpus.named.item
    names = sum([named(later + length) - named(later) for later, _, length in blocks])
    names_of_both = names + sum([named(earlier + length) - named(earlier) for _, earlier, length in blocks])
    other_names = named(end) - named(start) + named(last) - named(first) - names_of_both
    unmatched = words - 2 * matched + (OTHER_NAME - 1) * other_names
    return matched - (1 - NAMED) * names - AGAINST / 2 * unmatched


def _of_cluster(corpus: Corpus, cluster: Cluster) -> Iterator[Passage]:
    box, runs = _around(corpus, cluster), _in_order([block for block, _ in cluster.runs])
    blocks = _alignment(corpus, box, cluster.seeds, runs)
    standing = [block for block, is_standing in cluster.runs if is_standing]
    for chosen in _best(corpus, box, blocks):
        if len(chosen) > 1 or chosen[0].length < SHORTEST:
            chosen = _with_turned(corpus, box, chosen)
        if holds(corpus, chosen, backed=False):
            yield _passage(cluster, chosen, standing, backed=False)
        elif any(run.length >= SHORTEST for run in chosen):
            yield from (_passage(cluster, [run], standing, backed=False) for run in chosen if run.length >= SHORTEST)
        elif holds(corpus, chosen, backed=True):
            yield _passage(cluster, chosen, standing, backed=True)
    # Sentences that changed places: what does not fit into the order is a passage of its own.
    for run in {block for block, _ in cluster.runs if block.length >= SHORTEST}.difference(runs):
        yield _passage(cluster, [run], standing, backed=False)


def _with_turned(corpus: Corpus, box: Box, blocks: Sequence[Block]) -> list[Block]:
    """Matched words with those right before them in the one text that stand right behind them in the other."""
    later, earlier = hull(blocks)
    before = Box(max(box.later, later[0] - TURNED), later[0], earlier[1], min(box.earlier_end, earlier[1] + TURNED))
    behind = Box(later[1], min(box.later_end, later[1] + TURNED), max(box.earlier, earlier[0] - TURNED), earlier[0])
    whole = list(blocks)
    for part in (before, behind):
        options = [[*chosen, *whole] for chosen in _best(corpus, part, list(_aligned(corpus, part)))]
        whole = max((whole, *options), key=lambda option: worth(corpus, option))
    by_itself = holds(corpus, blocks, backed=False)
    needed = worth(corpus, blocks) + TURN if by_itself else 0.0
    return sorted(whole) if worth(corpus, whole) >= needed else list(blocks)


def _passage(cluster: Cluster, blocks: Sequence[Block], standing: Sequence[Block], backed: bool) -> Passage:
    matched = sum(block.length for block in blocks)
    (start, end), _ = hull(blocks)
    of_all = sum(max(0, min(end, run.later + run.length) - max(start, run.later)) for run in standing)
    return Passage(cluster.target, cluster.source, tuple(blocks), 2 * of_all >= matched and of_all > 0, backed)


def _in_order(runs: Sequence[Block]) -> list[Block]:
    """Runs that follow each other in both texts without overlap, the longest first to be chosen."""
    chosen: list[Block] = []
    for run in sorted(runs, key=lambda run: (-run.length, run)):
        at = bisect_left(chosen, run)
        after_last = at == 0 or _follows(chosen[at - 1], run)
        if after_last and (at == len(chosen) or _follows(run, chosen[at])):
            chosen.insert(at, run)
    return chosen


def _follows(one: Block, other: Block) -> bool:
    return one.later + one.length <= other.later and one.earlier + one.length <= other.earlier


def _around(corpus: Corpus, cluster: Cluster) -> Box:
    """The stretches in which a cluster's passages may lie."""
    first, box = corpus.first, cluster.box
    return Box(
        max(box.later - MARGIN, int(first[cluster.target])),
        min(box.later_end + MARGIN, int(first[cluster.target + 1])),
        max(box.earlier - MARGIN, int(first[cluster.source])),
        min(box.earlier_end + MARGIN, int(first[cluster.source + 1])),
    )


def _alignment(corpus: Corpus, box: Box, seeds: NDArray[np.int64], runs: Sequence[Block]) -> list[Block]:
    """The matched words of a box, in the order of both texts; the runs stay as they are."""
    later, earlier = box.later, box.earlier
    blocks: list[Block] = []
    for run in (*runs, Block(box.later_end, box.earlier_end, 0)):
        if later < run.later and earlier < run.earlier:
            for part in _cut(Box(later, run.later, earlier, run.earlier), seeds):
                blocks += _aligned(corpus, part)
        blocks.append(run)
        later, earlier = run.later + run.length, run.earlier + run.length
    return blocks[:-1]


def _cut(box: Box, seeds: NDArray[np.int64]) -> Iterator[Box]:
    """The box as a chain of boxes about `STRETCH` words long, cut where seeds stand."""
    later, earlier = box.later, box.earlier
    if box.later_end - later > 2 * STRETCH or box.earlier_end - earlier > 2 * STRETCH:
        for at, other in seeds[np.searchsorted(seeds[:, 0], later) :].tolist():
            if at >= box.later_end:
                break
            if at - later >= STRETCH and earlier < other < box.earlier_end:
                yield Box(later, at, earlier, other)
                later, earlier = at, other
    yield Box(later, box.later_end, earlier, box.earlier_end)


def _aligned(corpus: Corpus, box: Box) -> Iterator[Block]:
    """The longest common sequence of the stems on both sides of a box, as blocks."""
    if not 0 < box.later_end - box.later <= LONGEST or not 0 < box.earlier_end - box.earlier <= LONGEST:
        return
    later, earlier = corpus.string(box.later, box.later_end), corpus.string(box.earlier, box.earlier_end)
    for start, other, length in LCSseq.opcodes(later, earlier).as_matching_blocks():
        if length:
            yield Block(box.later + start, box.earlier + other, length)


def _best(corpus: Corpus, box: Box, blocks: Sequence[Block]) -> Iterator[list[Block]]:
    """The stretches of an alignment in which matched words outweigh the gaps most, those that are worth a look."""
    named = (corpus.named[box.later : box.later_end + 1] - corpus.named[box.later]).tolist()
    other_named = (corpus.named[box.earlier : box.earlier_end + 1] - corpus.named[box.earlier]).tolist()
    steps = list(_steps(box, blocks, named, other_named))
    start = 0
    while start < len(blocks):
        total = most = steps[start][1]
        at = end = start + 1
        while at < len(blocks):
            loss, gain = steps[at]
            total -= loss
            if total <= 0 or total < most - DROP:
                break
            total += gain
            at += 1
            if total >= most:
                most, end = total, at
        if most >= WORTH_A_LOOK or max(block.length for block in blocks[start:end]) >= SHORTEST:
            yield list(blocks[start:end])
        start = end


def _steps(box: Box, blocks: Sequence[Block], named: list[int], other: list[int]) -> Iterator[tuple[float, float]]:
    """For each block what the gap before it counts against a passage, and what its own words count for it.

    `named` and `other` say how many names stand before each word of the later and the earlier side of the box.
    """
    gap, other_gap, against, of_names = box.later, box.earlier, AGAINST / 2, AGAINST / 2 * (OTHER_NAME - 1)
    for later, earlier, length in blocks:
        at, other_at = later - box.later, earlier - box.earlier
        if later - gap > GAP or earlier - other_gap > GAP:
            loss = inf
        else:
            names = named[at] - named[gap - box.later] + other[other_at] - other[other_gap - box.earlier]
            loss = against * (later - gap + earlier - other_gap) + of_names * names
        gap, other_gap = later + length, earlier + length
        yield loss, length - (1 - NAMED) * (named[at + length] - named[at])
