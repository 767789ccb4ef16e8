"""What the model says of a text: windows in, and for each word the scores of the window that sees it best out.

`run` stands for the model itself: ONNX Runtime in the program (`trained`), PyTorch in training. Windows are read in
batches of like length. Where windows overlap, a word counts as the window sees it that holds all of its paragraph and
in which it stands farthest from an edge, so that it does not show where one window ended.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Protocol

import numpy as np
from msgspec import Struct
from numpy.typing import NDArray

from onrecord.tag.encoding import Encoded, Pieces, Window, windows

Floats = NDArray[np.float32]
Ints = NDArray[np.int64]

SIZE, OVERLAP = 318, 96
"""Word pieces of a window, and of what two windows share at least half of. Trained on windows of up to 318."""

BATCH = 8
"""Windows that are read together: more gain no speed on two cores, and cost memory."""


class Batch(Struct, frozen=True, gc=False):
    """What the model reads at once, padded at the end: word pieces (windows, pieces), three features of each, which of
    them there are, and where each word's first piece is (windows, words)."""

    pieces: Ints
    features: Ints
    mask: Ints
    first: Ints


class Scores(Struct, frozen=True, gc=False):
    """What the model says of a batch. Scores are logits."""

    names: Floats
    """(windows, words, name labels)"""
    anchors: Floats
    """(windows, words)"""
    at: Ints
    """(anchors, 2): window and word of each likely anchor."""
    links: Floats
    """(anchors, words, role labels)"""
    passages: Floats
    """(windows, words, width): what a passage's embedding is the mean of."""


class Run(Protocol):
    """The model."""

    def __call__(self, batch: Batch) -> Scores: ...


class Link(Struct, frozen=True, gc=False):
    """A likely anchor, and the labels of the words around it."""

    anchor: int
    low: int
    """The first word of its window."""
    scores: Floats
    """(words of its window, role labels), logarithms of probabilities."""


class Reading(Struct, frozen=True, gc=False):
    """What the model says of a text's words. Word indexes are those of `encoded`."""

    encoded: Encoded
    names: Floats
    """(words, name labels), logarithms of probabilities."""
    anchors: Floats
    """(words), probabilities."""
    links: tuple[Link, ...]
    passages: Floats | None
    """(words, width), where it was asked for."""


def read(
    encoded: Encoded, pieces: Pieces, run: Run, vectors: bool = False, size: int = SIZE, overlap: int = OVERLAP
) -> Reading:
    """What `run` says of a text of at least one word; with `vectors` what its passages' embeddings are made of too."""
    stretches = list(windows(encoded, _even(int(encoded.first[-1]), size, overlap), overlap))
    best = _best(stretches, encoded)
    names: Floats | None = None
    anchors = np.zeros(len(encoded), np.float32)
    passages: Floats | None = None
    links: list[Link] = []
    for numbers in _batches(encoded, stretches):
        scores = run(batch(encoded, [stretches[number] for number in numbers], pieces))
        if names is None:
            names = np.zeros((len(encoded), scores.names.shape[2]), np.float32)
            passages = np.zeros((len(encoded), scores.passages.shape[2]), np.float32) if vectors else None
        for row, number in enumerate(numbers):
            window = stretches[number]
            mine = np.flatnonzero(best[window.start : window.end] == number)
            here = mine + window.start
            names[here] = logarithms(scores.names[row, mine])
            anchors[here] = 1 / (1 + np.exp(-scores.anchors[row, mine]))
            if passages is not None:
                passages[here] = scores.passages[row, mine]
        for (row, word), labels in zip(scores.at, scores.links, strict=True):
            window = stretches[numbers[row]]
            anchor = window.start + int(word)
            if anchor < window.end and best[anchor] == numbers[row]:
                links.append(Link(anchor, window.start, logarithms(labels[: window.end - window.start])))
    assert names is not None
    links.sort(key=lambda link: link.anchor)
    return Reading(encoded, names, anchors, tuple(links), passages)


def _even(total: int, size: int, overlap: int) -> int:
    """The size at which a text's windows are about equally long, so that little is padded."""
    if total <= size:
        return size
    count = -(-(total - overlap) // (size - overlap))
    return min(size, -(-(total + (count - 1) * overlap) // count) + 4)


def _best(stretches: Sequence[Window], encoded: Encoded) -> Ints:
    """For each word the number of the window that sees it best: one that holds all of its paragraph, and of these the
    one in which it stands farthest from an edge inside the text."""
    words = len(encoded)
    opens = encoded.opens()
    number_of = np.searchsorted(opens, np.arange(words), "right") - 1
    begins, ends = opens[number_of], np.append(opens[1:], words)[number_of]
    best = np.zeros(words, np.int64)
    room = np.full(words, -1, np.int64)
    for number, window in enumerate(stretches):
        at = np.arange(window.start, window.end)
        before = at - window.start if window.start else np.full(len(at), words)
        behind = window.end - 1 - at if window.end < words else np.full(len(at), words)
        whole = (begins[at] >= window.start) & (ends[at] <= window.end)
        here = np.minimum(before, behind) + whole * (words + 1)
        better = here > room[at]
        best[at[better]] = number
        room[at[better]] = here[better]
    return best


def _batches(encoded: Encoded, stretches: Sequence[Window]) -> Iterator[list[int]]:
    order = sorted(
        range(len(stretches)), key=lambda at: encoded.first[stretches[at].end] - encoded.first[stretches[at].start]
    )
    for low in range(0, len(order), BATCH):
        yield order[low : low + BATCH]


def batch(encoded: Encoded, stretches: Sequence[Window], pieces: Pieces) -> Batch:
    """Windows of a text, each between the signs that begin and end a text for the encoder."""
    first = encoded.first
    lengths = [int(first[window.end] - first[window.start]) for window in stretches]
    words = max(window.end - window.start for window in stretches)
    shape = (len(stretches), max(lengths) + 2)
    ids, mask = np.full(shape, pieces.padding, np.int64), np.zeros(shape, np.int64)
    features, at = np.zeros((*shape, 3), np.int64), np.zeros((len(stretches), words), np.int64)
    of_words = np.stack([encoded.case, encoded.gap, encoded.mark], 1)
    for row, (window, length) in enumerate(zip(stretches, lengths, strict=True)):
        ids[row, 0], ids[row, length + 1] = pieces.start, pieces.end
        ids[row, 1 : length + 1] = encoded.pieces[first[window.start] : first[window.end]]
        mask[row, : length + 2] = 1
        sizes = np.diff(first[window.start : window.end + 1])
        features[row, 1 : length + 1] = np.repeat(of_words[window.start : window.end], sizes, 0)
        at[row, : window.end - window.start] = first[window.start : window.end] - first[window.start] + 1
    return Batch(ids, features, mask, at)


def logarithms(scores: Floats) -> Floats:
    """Logits along the last axis as logarithms of probabilities."""
    shifted = scores - scores.max(-1, keepdims=True)
    return np.asarray(shifted - np.log(np.exp(shifted).sum(-1, keepdims=True)), np.float32)
