"""Scores of words -> names and statements: the likeliest labels that make whole stretches.

Labels are chosen together for the words around an anchor (Viterbi 1967): a stretch goes on only where it has begun. Of
a role that is one stretch by its nature (source, cue) the likeliest is kept; a content may be in several. Of statements
that say the same words are somebody's, the surest stays.
"""

from __future__ import annotations

from collections.abc import Sequence
from math import exp, log

import numpy as np
from msgspec import Struct
from numpy.typing import NDArray

from onrecord.tag.labels import NAME_TYPES, ROLES
from onrecord.tag.reading import Link, Reading

Floats = NDArray[np.float32]
Ints = NDArray[np.int64]
Range = tuple[int, int]

DOUBTFUL = 0.01
"""A word whose label is none with all but this probability is not looked at."""

FORBIDDEN = -1e4

SAME = 0.5
"""Jaccard index of the contents of two statements above which they are one. Chosen on polnear-dev."""


class Calibration(Struct, frozen=True, gc=False):
    """A statement's confidence: the logistic function of what the model says of its parts (Platt 1999)."""

    constant: float = 0.0
    anchor: float = 1.0
    content: float = 1.0
    whole: float = 0.0
    source: float = 1.0
    sourceless: float = 0.0

    def of(self, clues: Clues) -> float:
        """The probability that content and source are right."""
        total = (
            self.constant
            + self.anchor * clues.anchor
            + self.content * clues.content
            + self.whole * clues.whole
            + self.source * clues.source
            + self.sourceless * clues.sourceless
        )
        return 1 / (1 + exp(-max(-30.0, min(30.0, total))))


class Clues(Struct, frozen=True, gc=False):
    """What is known of how sure a statement is; all but the first and the last are logarithms of probabilities."""

    anchor: float
    """Log odds that its anchor is one."""
    content: float
    """Mean over the words of its content."""
    whole: float
    """Sum over all words looked at, divided by the square root of their number."""
    source: float
    """Mean over the words of its source; 0 where it has none."""
    sourceless: float
    """1 where it has no source."""


class Found(Struct, frozen=True, gc=False):
    """A statement as ranges of words."""

    anchor: int
    source: tuple[Range, ...]
    cue: tuple[Range, ...]
    content: tuple[Range, ...]
    clues: Clues
    confidence: float


def statements(reading: Reading, calibration: Calibration, least: float) -> list[Found]:
    """The statements of a text of a confidence of at least `least`, in the order of their anchors."""
    doubtful = [_doubtful(link) for link in reading.links]
    found = []
    for link, (low, high), labels in zip(reading.links, doubtful, _paths(reading.links, doubtful), strict=True):
        one = _statement(reading, link, low, labels[: high - low], calibration)
        if one is not None and one.confidence >= least:
            found.append(one)
    return _distinct(found)


def _doubtful(link: Link) -> Range:
    """The words around an anchor, as a range of its window, beyond which surely no word has a label."""
    at = np.flatnonzero(link.scores[:, 0] < log(1 - DOUBTFUL))
    anchor = link.anchor - link.low
    return min(anchor, *at[:1].tolist(), anchor), max(anchor, *at[-1:].tolist(), anchor) + 1


def _paths(links: Sequence[Link], ranges: Sequence[Range]) -> list[Ints]:
    """The likeliest labels of the words in each range."""
    if not links:
        return []
    order = np.argsort([low - high for low, high in ranges], kind="stable")
    found: list[Ints] = [np.zeros(0, np.int64)] * len(links)
    # Like lengths together: what is padded is gone through too.
    for some in np.array_split(order, -(-len(order) // 32)):
        longest = max(ranges[at][1] - ranges[at][0] for at in some)
        scores = np.full((len(some), longest, links[0].scores.shape[1]), FORBIDDEN, np.float32)
        scores[:, :, 0] = 0
        for row, at in enumerate(some):
            low, high = ranges[at]
            scores[row, : high - low] = links[at].scores[low:high]
        for row, path in zip(some, viterbi(scores), strict=True):
            found[row] = path
    return found


def viterbi(scores: Floats) -> Ints:
    """The likeliest labels (sequences, words) by scores (sequences, words, labels).

    Label 0 is none, 2 k + 1 begins a stretch of kind k, 2 k + 2 goes on in it and follows only these two.
    """
    count, length, labels = scores.shape
    begin, inside = np.arange(1, labels, 2), np.arange(2, labels, 2)
    back = np.zeros((length, count, labels), np.int64)
    best = scores[:, 0].copy()
    best[:, inside] = FORBIDDEN
    for at in range(1, length):
        before = best.argmax(1)
        top = best[np.arange(count), before]
        goes_on = best[:, inside] >= best[:, begin]
        now = np.repeat(top[:, None], labels, 1)
        back[at] = before[:, None]
        now[:, inside] = np.where(goes_on, best[:, inside], best[:, begin])
        back[at][:, inside] = np.where(goes_on, inside, begin)
        best = now + scores[:, at]
    path = np.zeros((count, length), np.int64)
    path[:, -1] = best.argmax(1)
    for at in range(length - 1, 0, -1):
        path[:, at - 1] = back[at][np.arange(count), path[:, at]]
    return path


def stretches(labels: Ints) -> list[tuple[int, Range]]:
    """The stretches that labels make: kind, and range of words."""
    found: list[tuple[int, Range]] = []
    inside = np.flatnonzero(labels)
    for at in inside.tolist():
        label = int(labels[at])
        kind = (label - 1) // 2
        if found and label % 2 == 0 and found[-1][0] == kind and found[-1][1][1] == at:
            found[-1] = (kind, (found[-1][1][0], at + 1))
        else:
            found.append((kind, (at, at + 1)))
    return found


def _statement(reading: Reading, link: Link, low: int, labels: Ints, calibration: Calibration) -> Found | None:
    """The statement that labels make; None where they give it no content."""
    parts: list[list[tuple[float, Range]]] = [[] for _ in ROLES]
    scores = link.scores[low : low + len(labels)]
    chosen = scores[np.arange(len(labels)), labels]
    for kind, (start, end) in stretches(labels):
        odds = float((chosen[start:end] - scores[start:end, 0]).sum())
        parts[kind].append((odds, (start, end)))
    if not parts[2]:
        return None
    shift = link.low + low
    source = [max(parts[0])] if parts[0] else []
    cue = [max(parts[1])] if parts[1] else []
    probability = float(np.clip(reading.anchors[link.anchor], 1e-6, 1 - 1e-6))
    clues = Clues(
        log(probability / (1 - probability)),
        _mean(chosen, parts[2]),
        float(chosen.sum()) / len(chosen) ** 0.5,
        _mean(chosen, source),
        0.0 if source else 1.0,
    )
    ranges = [tuple((start + shift, end + shift) for _, (start, end) in part) for part in (source, cue, parts[2])]
    if not ranges[1]:
        ranges[1] = ((link.anchor, link.anchor + 1),)
    return Found(link.anchor, ranges[0], ranges[1], ranges[2], clues, calibration.of(clues))


def _mean(chosen: Floats, parts: Sequence[tuple[float, Range]]) -> float:
    """Mean score of the words of some stretches; 0 of none."""
    words = [at for _, (start, end) in parts for at in range(start, end)]
    return float(chosen[words].mean()) if words else 0.0


def _distinct(found: Sequence[Found]) -> list[Found]:
    """Without statements whose content is, but for little, that of a surer one."""
    kept: list[tuple[set[int], Found]] = []
    for one in sorted(found, key=lambda one: -one.confidence):
        words = {at for start, end in one.content for at in range(start, end)}
        if all(len(words & other) <= SAME * len(words | other) for other, _ in kept if not words.isdisjoint(other)):
            kept.append((words, one))
    return sorted((one for _, one in kept), key=lambda one: one.anchor)


def names(reading: Reading) -> list[tuple[str, Range]]:
    """The names of a text: type, and range of words."""
    labels = viterbi(reading.names[None])[0]
    return [(NAME_TYPES[kind], span) for kind, span in stretches(labels)]
