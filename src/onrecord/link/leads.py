"""Where runs and seeds lead from each text to earlier ones, for piles of any size.

Shingles and seeds are put into bins by their hash, so that all of one hash lie in one bin, and what a bin gives into
bins by the later text. So no step holds more than one bin, and each bin can be worked on by a process of its own.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from numpy.typing import DTypeLike, NDArray

from onrecord.link.corpus import Corpus
from onrecord.link.runs import Anchors, anchors, shingles
from onrecord.link.scratch import Column, Scratch
from onrecord.link.seeds import hits, seeds
from onrecord.link.words import Offsets

BIN = 1 << 20
"""Words of the texts of a bin, and of the texts whose shingles or seeds fill a bin of hashes, on the average."""

Entries = NDArray[np.void]
Binned = tuple[Entries, NDArray[np.int64]]
"""Entries in the order of their bins, and where each bin ends."""


@dataclass(frozen=True, slots=True)
class Leads:
    """What leads from the texts of each stretch of the pile."""

    stretches: Sequence[tuple[int, int]]
    """The first text of each and the one behind its last."""
    anchors: Sequence[Entries]
    hits: Sequence[Entries]
    columns: Sequence[Column]
    """What they lie in."""

    def of(self, number: int) -> tuple[Anchors, tuple[Offsets, Offsets]]:
        """The anchors and the seeds that lead from the texts of a stretch."""
        led, met = self.anchors[number], self.hits[number]
        anchors_ = led["later"].astype(np.int64), led["earlier"].astype(np.int64), led["standing"].astype(np.bool_)
        return anchors_, (met["later"].astype(np.int64), met["earlier"].astype(np.int64))

    def drop(self) -> None:
        """Give up the room that they take."""
        for column in self.columns:
            column.drop()


def leads(corpus: Corpus, groups: NDArray[np.int64], scratch: Scratch) -> Leads:
    """What shingles and seeds lead from.

    Args:
        groups: a number for each text: its outlet, or a negative number where that is unknown.
    """
    stretches = _stretches(corpus)
    begins = corpus.first[[low for low, _ in stretches]]
    place = np.uint32 if len(corpus.words) < 1 << 32 else np.int64
    pair = [("later", place), ("earlier", place)]
    bins = _bins(corpus, stretches, place, scratch)
    held = [[column.array() for column in columns] for columns in bins]

    def work(task: tuple[bool, int]) -> Binned:
        is_seed, number = task
        entries = held[is_seed][number]
        keys, places = entries["key"], entries["place"].astype(np.int64)
        if is_seed:
            found = _entries(pair, *hits(corpus, keys, places))
        else:
            found = _entries([*pair, ("standing", np.bool_)], *anchors(corpus, keys, places, groups))
        return _binned(found, np.searchsorted(begins, found["later"], side="right") - 1, len(stretches))

    led = scratch.columns([*pair, ("standing", np.bool_)], len(stretches))
    met = scratch.columns(pair, len(stretches))
    tasks = [(bool(kind), number) for kind in range(2) for number in range(len(held[kind]))]
    for (is_seed, number), found in zip(tasks, scratch.spread(work, tasks), strict=True):
        _fill(met if is_seed else led, found)
        bins[is_seed][number].drop()
    return Leads(stretches, [one.array() for one in led], [one.array() for one in met], [*led, *met])


def _stretches(corpus: Corpus) -> list[tuple[int, int]]:
    """All texts as stretches of some `BIN` words."""
    count = len(corpus.first) - 1
    borders = np.searchsorted(corpus.first, np.arange(BIN, len(corpus.words), BIN))
    ends = np.unique(np.concatenate([borders, [count]])).tolist()
    return [(low, high) for low, high in pairwise([0, *ends]) if low < high] or [(0, 0)]


def _bins(
    corpus: Corpus, stretches: Sequence[tuple[int, int]], place: DTypeLike, scratch: Scratch
) -> tuple[list[Column], list[Column]]:
    """All shingles by their hash, and all seeds."""
    entry = [("key", np.uint64), ("place", place)]
    count = 1 << (len(stretches) - 1).bit_length()

    def work(stretch: tuple[int, int]) -> tuple[Binned, Binned]:
        kept, three = _entries(entry, *shingles(corpus, *stretch)), _entries(entry, *seeds(corpus, *stretch))
        # The last bits: winnowing keeps small hashes, so the first ones are not evenly spread.
        low, all_low = ((one["key"] & np.uint64(count - 1)).astype(np.int64) for one in (kept, three))
        return _binned(kept, low, count), _binned(three, all_low, count)

    bins = scratch.columns(entry, count), scratch.columns(entry, count)
    for found in scratch.spread(work, stretches):
        for columns, one in zip(bins, found, strict=True):
            _fill(columns, one)
    return bins


def _entries(fields: Sequence[tuple[str, DTypeLike]], *values: NDArray[np.generic]) -> Entries:
    """Arrays of one length as one array with a field for each."""
    made = np.empty(len(values[0]), dtype=np.dtype(list(fields)))
    for (name, _), each in zip(fields, values, strict=True):
        made[name] = each
    return made


def _binned(entries: Entries, bin_of: Offsets, count: int) -> Binned:
    """Entries in the order of their bins; those of one bin stay in order."""
    order = np.argsort(bin_of, kind="stable")
    return entries[order], np.cumsum(np.bincount(bin_of, minlength=count))


def _fill(columns: Sequence[Column], found: Binned) -> None:
    entries, ends = found
    for column, part in zip(columns, np.split(entries, ends[:-1]), strict=True):
        column.append(part)
