"""Runs and seeds of two texts that lie close together in both, by clusters: where passages are looked for.

Most seeds of two texts that are much the same lie within a run, on its diagonal. They join nothing that the run does
not join, so they are left out until the clusters are made; only a long alignment, which may be cut at them, gets them
back.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from onrecord.link.corpus import Corpus
from onrecord.link.runs import Runs
from onrecord.link.words import Offsets

REACH = 25
"""Words between two seeds of a cluster, in either text and by their shift, at most."""
SEEDS = 2
"""Seeds of a cluster that holds no run, at least."""
MARGIN = 20
"""Words around a cluster in which the passage may begin or end."""
STRETCH = 500
"""Words after which a long alignment is cut at a seed, so that time grows with the text and not with its square."""


class Block(NamedTuple):
    """Matched words: where they start in the later and in the earlier text, and how many they are."""

    later: int
    earlier: int
    length: int


class Box(NamedTuple):
    """A stretch of the later text beside a stretch of the earlier one."""

    later: int
    later_end: int
    earlier: int
    earlier_end: int


class Cluster(NamedTuple):
    """Seeds and runs that lie close together in two texts."""

    target: int
    source: int
    box: Box
    runs: list[tuple[Block, bool]]
    """Each with whether it is standing text."""
    seeds: NDArray[np.int64]
    """A row for each: where it stands in the later and in the earlier text, in order."""


def clusters(corpus: Corpus, runs: Runs, seeds: tuple[Offsets, Offsets]) -> Iterator[Cluster]:
    """Runs and seeds by clusters."""
    inside = _Inside(runs, *seeds)
    later, earlier, run = _points(runs, inside.others)
    label = corpus.text_of(later) * len(corpus.first) + corpus.text_of(earlier)
    for by in (0, 1, 0, 2, 0, 1):
        label = _parted(label, (later, earlier, later - earlier)[by])
        # Most seeds are alone: what cannot become a cluster any more is not looked at again.
        kept = _enough(label, run)
        later, earlier, run, label = later[kept], earlier[kept], run[kept], label[kept]
    order = np.lexsort((earlier, later, label))
    points, run, label = np.stack([later, earlier], axis=1)[order], run[order], label[order]
    if not len(label):
        return
    first = np.flatnonzero(np.diff(label, prepend=-1))
    least, most = np.minimum.reduceat(points, first), np.maximum.reduceat(points, first) + 1
    target, source = corpus.text_of(least[:, 0]), corpus.text_of(least[:, 1])
    boxes = np.stack([target, source, least[:, 0], most[:, 0], least[:, 1], most[:, 1]], axis=1).tolist()
    long = (most - least).max(axis=1) + 2 * MARGIN > 2 * STRETCH
    entries = runs.entries()
    ends = np.append(first[1:], len(label))
    for start, end, box, is_long in zip(first.tolist(), ends.tolist(), boxes, long.tolist(), strict=True):
        numbers = [number for number in sorted(set(run[start:end].tolist())) if number >= 0]
        own = [(Block(*entries[number][:3]), entries[number][3]) for number in numbers]
        of_cluster = inside.added(points[start:end], numbers) if is_long else points[start:end]
        yield Cluster(box[0], box[1], Box(*box[2:]), own, of_cluster)


class _Inside:
    """The seeds that lie within a run, on its diagonal, and the others."""

    def __init__(self, runs: Runs, later: Offsets, earlier: Offsets) -> None:
        run = _run_around(runs, later, earlier)
        within = run >= 0
        self.others = later[~within], earlier[~within]
        order = np.argsort(run[within], kind="stable")
        self._points = np.stack([later[within], earlier[within]], axis=1)[order]
        self._first = np.searchsorted(run[within][order], np.arange(len(runs.later) + 1))

    def added(self, points: NDArray[np.int64], runs: Sequence[int]) -> NDArray[np.int64]:
        """The points, and the seeds within some runs, in order."""
        held = [self._points[self._first[run] : self._first[run + 1]] for run in runs]
        together = np.concatenate([points, *held])
        return together[np.lexsort((together[:, 1], together[:, 0]))]


def _run_around(runs: Runs, later: Offsets, earlier: Offsets) -> Offsets:
    """For each seed the run in which it lies, on its diagonal; -1 where there is none."""
    if not len(runs.later):
        return np.full(len(later), -1, dtype=np.int64)
    shift, width = runs.later - runs.earlier, int(max(runs.later.max(), later.max(initial=0))) + 1
    order = np.lexsort((runs.later, shift))
    starts = (shift * width + runs.later)[order]
    before = order[np.maximum(np.searchsorted(starts, (later - earlier) * width + later, side="right") - 1, 0)]
    inside = (later - earlier == shift[before]) & (later >= runs.later[before])
    return np.where(inside & (later < runs.later[before] + runs.length[before]), before, -1)


def _enough(label: Offsets, run: Offsets) -> NDArray[np.bool_]:
    """Which points may become a cluster: there are enough of their label, or a run is among them."""
    enough: NDArray[np.bool_] = np.bincount(label)[label] >= SEEDS
    enough |= np.bincount(label, run >= 0)[label] > 0
    return enough


def _points(runs: Runs, seeds: tuple[Offsets, Offsets]) -> tuple[Offsets, Offsets, Offsets]:
    """Seeds, and the words of runs so closely that no run falls apart: both places, and the number of the run or -1."""
    steps = (runs.length + REACH - 2) // REACH + 1
    run = np.repeat(np.arange(len(steps)), steps)
    step = np.arange(len(run)) - np.repeat(np.cumsum(steps) - steps, steps)
    along = np.minimum(step * REACH, runs.length[run] - 1)
    none = np.full(len(seeds[0]), -1, dtype=np.int64)
    return (
        np.concatenate([runs.later[run] + along, seeds[0]]),
        np.concatenate([runs.earlier[run] + along, seeds[1]]),
        np.concatenate([run, none]),
    )


def _parted(label: Offsets, place: Offsets) -> Offsets:
    """Labels for the points of each label that lie by `place` no more than `REACH` apart in a row."""
    order = np.lexsort((place, label))
    new = np.zeros(len(order), dtype=np.int64)
    new[1:] = (np.diff(label[order]) != 0) | (np.diff(place[order]) > REACH)
    parted = np.empty(len(order), dtype=np.int64)
    parted[order] = np.cumsum(new)
    return parted
