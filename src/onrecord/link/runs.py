"""Runs of equal words that stand in two texts, found without comparing all pairs.

Every text is cut into shingles of `SHINGLE` words; of these, winnowing (Schleimer, Wilkerson and Aiken, SIGMOD 2003)
keeps about a third, such that two texts which share `SHORTEST` words in a row share a kept shingle. A shingle that
stands in several texts leads from each to the text before it and to the first; where both agree around it the match is
extended as far as the words are equal. So a shingle that stands in n texts costs n steps, not n squared.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from onrecord.link.corpus import Corpus
from onrecord.link.words import Hashes, Offsets, mixed, multipliers

SHINGLE = 8
"""Words of a shingle. Longer ones meet stock phrases less often, but keep more shingles for the same guarantee."""
SHORTEST = 12
"""Words of the shortest passage: below, offices, titles and stock phrases match innocently."""
STANDING = 6
"""Texts of one group (outlet) with a shingle before it counts as standing text. Chosen on 60 passages of US coverage
drawn by chance: from 6 on there was none but standing text, and quotations, which are told by their marks."""
EVERYWHERE = 12
"""Texts of any group with a shingle before it counts as standing text."""
WINDOW = SHORTEST - SHINGLE + 1
STEPS_TOGETHER = 32
"""Words by which all matches are extended at once; the few that are longer go on one by one."""

Counts = NDArray[np.int64]
Anchors = tuple[Offsets, Offsets, NDArray[np.bool_]]
"""Where shingles stand in the later and in the earlier text, and whether they are standing text."""


@dataclass(frozen=True, slots=True)
class Runs:
    """Maximal equal runs, an entry each: where they start in the later and the earlier text, and how long they are.

    `standing` says that most of the run recurs in so many texts that it is nobody's in particular.
    """

    later: Offsets
    earlier: Offsets
    length: Counts
    standing: NDArray[np.bool_]

    def chosen(self, which: NDArray[np.bool_] | Offsets) -> Runs:
        """Some of the matches, in the given order."""
        return Runs(self.later[which], self.earlier[which], self.length[which], self.standing[which])

    def entries(self) -> list[tuple[int, int, int, bool]]:
        """Later and earlier place, length and whether it is standing text, for each."""
        columns = (self.later.tolist(), self.earlier.tolist(), self.length.tolist(), self.standing.tolist())
        return list(zip(*columns, strict=True))


def kept_shingles(text: Hashes) -> tuple[Hashes, Offsets]:
    """The shingles that winnowing keeps: their hashes and the word at which each starts; each hash once."""
    count = len(text) - SHINGLE + 1
    if count <= 0:
        return np.zeros(0, dtype=np.uint64), np.zeros(0, dtype=np.int64)
    hashes = np.zeros(count, dtype=np.uint64)
    for place, weight in enumerate(multipliers(SHINGLE, 11)):
        hashes += text[place : place + count] * weight
    hashes = mixed(hashes)
    if count > WINDOW:
        least = _sliding(hashes, np.minimum)
        edge = np.zeros(WINDOW - 1, dtype=np.uint64)
        smallest_around = _sliding(np.concatenate([edge, least, edge]), np.maximum)
        places = np.flatnonzero(hashes == smallest_around)
    else:
        places = np.array([np.argmin(hashes)])
    values, unique = np.unique(hashes[places], return_index=True)
    return values, places[unique]


def _sliding(values: Hashes, least: np.ufunc) -> Hashes:
    """The least (or greatest) of each `WINDOW` values in a row."""
    count = len(values) - WINDOW + 1
    result = values[:count]
    for place in range(1, WINDOW):
        result = least(result, values[place : place + count])
    return result


def runs(corpus: Corpus, anchors: Anchors) -> Runs:
    """All maximal runs of `SHORTEST` words or more between a text and the nearest before it, or the first, with them.

    Args:
        anchors: all that lead from the later texts (`anchors`).
    """
    later, earlier, standing = _whole(corpus, *anchors)
    left = _extents(corpus, later, earlier, -1)
    right = _extents(corpus, later + SHINGLE - 1, earlier + SHINGLE - 1, 1)
    found = Runs(later - left, earlier - left, left + SHINGLE + right, standing)
    found = found.chosen(found.length >= SHORTEST)
    order = np.lexsort((~found.standing, found.earlier, found.later))
    found = found.chosen(order)
    new = np.ones(len(found.later), dtype=bool)
    new[1:] = (np.diff(found.later) != 0) | (np.diff(found.earlier) != 0)
    return found.chosen(new)


def shingles(corpus: Corpus, low: int, high: int) -> tuple[Hashes, Offsets]:
    """The kept shingles of the texts from `low` up to `high`, from the oldest text to the newest."""
    hashes, places = [np.zeros(0, dtype=np.uint64)], [np.zeros(0, dtype=np.int64)]
    for start, end in zip(corpus.first[low:high].tolist(), corpus.first[low + 1 : high + 1].tolist(), strict=True):
        own, at = kept_shingles(corpus.words[start:end])
        hashes.append(own)
        places.append(at + start)
    return np.concatenate(hashes), np.concatenate(places)


def anchors(corpus: Corpus, hashes: Hashes, places: Offsets, groups: NDArray[np.int64]) -> Anchors:
    """Where a shingle leads from a text to the one before it and to the first, and whether it is standing text.

    Args:
        hashes: all shingles of some hashes, …
        places: … with the word at which each starts, from the oldest text to the newest.
        groups: a number for each text: its outlet, or a negative number where that is unknown.
    """
    order = np.argsort(hashes, kind="stable")
    hashes, places = hashes[order], places[order]
    new = np.ones(len(hashes), dtype=bool)
    new[1:] = hashes[1:] != hashes[:-1]
    first = np.flatnonzero(new)
    sizes = np.diff(first, append=len(hashes))
    shared = np.repeat(sizes > 1, sizes)
    places, sizes = places[shared], sizes[sizes > 1]
    first = np.cumsum(sizes) - sizes
    family = np.repeat(np.arange(len(sizes)), sizes)
    of_group = _same_group(family, groups[corpus.text_of(places)])
    standing = (of_group >= STANDING) | (sizes[family] >= EVERYWHERE)
    rank = np.arange(len(places)) - first[family]
    before, opening = np.flatnonzero(rank >= 1), np.flatnonzero(rank >= 2)
    which = np.concatenate([before, opening])
    sources = np.concatenate([places[before - 1], places[first[family[opening]]]])
    return places[which], sources, standing[which]


def _same_group(family: Counts, groups: Counts) -> Counts:
    """For each occurrence of a shingle the number of texts of its own group with it; 1 where the group is unknown."""
    order = np.lexsort((groups, family))
    new = np.ones(len(order), dtype=bool)
    new[1:] = (np.diff(family[order]) != 0) | (np.diff(groups[order]) != 0)
    first = np.flatnonzero(new)
    sizes = np.diff(first, append=len(order))
    counts = np.ones(len(order), dtype=np.int64)
    counts[order] = np.repeat(sizes, sizes)
    return np.where(groups < 0, 1, counts)


def _whole(corpus: Corpus, later: Offsets, earlier: Offsets, standing: NDArray[np.bool_]) -> Anchors:
    """One anchor for each run of anchors that lie on one diagonal without a gap, and whether half of them stand."""
    if not len(later):
        return later, earlier, standing
    source = corpus.text_of(earlier)
    order = np.lexsort((later, later - earlier, source, corpus.text_of(later)))
    later, earlier, source = later[order], earlier[order], source[order]
    new = np.ones(len(later), dtype=bool)
    step = np.diff(later)
    new[1:] = (np.diff(later - earlier) != 0) | (np.diff(source) != 0) | (step < 0) | (step > SHINGLE)
    first = np.flatnonzero(new)
    share = np.add.reduceat(standing[order].astype(np.float64), first) / np.diff(first, append=len(order))
    return later[first], earlier[first], share >= 0.5


def _extents(corpus: Corpus, later: Offsets, earlier: Offsets, step: int) -> Counts:
    """How many words in the direction of `step` the two texts agree beyond the given ones."""
    text, other = corpus.text_of(later), corpus.text_of(earlier)
    if step < 0:
        room = np.minimum(later - corpus.first[text], earlier - corpus.first[other])
    else:
        room = np.minimum(corpus.first[text + 1] - later, corpus.first[other + 1] - earlier) - 1
    extents = np.zeros(len(later), dtype=np.int64)
    active = np.arange(len(later))
    for distance in range(1, STEPS_TOGETHER + 1):
        active = active[room[active] >= distance]
        by = step * distance
        active = active[corpus.words[later[active] + by] == corpus.words[earlier[active] + by]]
        extents[active] = distance
    at, diagonal = -1, (-1, -1)
    # Anchors of one diagonal follow each other: those inside the match of the one before end where it ends.
    for entry in active[::step].tolist():
        start = int(later[entry])
        if diagonal != (start - earlier[entry], other[entry]) or step * (at - start) < 0:
            reach = _extent(corpus.words, start, int(earlier[entry]), step, int(room[entry]))
            at, diagonal = start + step * reach, (start - int(earlier[entry]), int(other[entry]))
        extents[entry] = step * (at - start)
    return extents


def _extent(words: Hashes, later: int, earlier: int, step: int, room: int) -> int:
    """As `_extents`, for one match, in stretches that double, so that the work is in proportion to the match."""
    done, stretch = STEPS_TOGETHER, 2 * STEPS_TOGETHER
    while done < room:
        distances = np.arange(done + 1, min(done + stretch, room) + 1) * step
        differ = np.flatnonzero(words[later + distances] != words[earlier + distances])
        if len(differ):
            return done + int(differ[0])
        done, stretch = min(done + stretch, room), stretch * 2
    return room
