"""What the model says of a text: windows in, and for each word the scores of the window that sees it best out.

`run` stands for the model itself: ONNX Runtime in the program (`trained`), PyTorch in training. Windows are read one by
one: what one needs stays in a processor's cache, where eight together took 1.4 times as long, and nothing is padded.
Where windows overlap, a word counts as the window sees it that holds all of its paragraph and
in which it stands farthest from an edge, so that it does not show where one window ended.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

import numpy as np
from msgspec import Struct
from numpy.typing import NDArray

from onrecord.tag.encoding import Encoded, Pieces, Window, windows

Floats = NDArray[np.float32]
Ints = NDArray[np.int64]

SIZE, OVERLAP = 318, 96
"""Word pieces of a window, and of what two windows share at least half of. Trained on windows of up to 318."""


class Input(Struct, frozen=True, gc=False):
    """A window as the model reads it: word pieces (pieces), three features of each (pieces, 3), and where each word's
    first piece is (words)."""

    pieces: Ints
    features: Ints
    first: Ints


class Scores(Struct, frozen=True, gc=False):
    """What the model says of a window. Scores are logits."""

    names: Floats
    """(words, name labels)"""
    anchors: Floats
    """(words)"""
    at: Ints
    """(anchors): the word of each likely anchor."""
    links: Floats
    """(anchors, words, role labels)"""
    passages: Floats
    """(words, width): what a passage's embedding is the mean of."""


class Run(Protocol):
    """The model."""

    def __call__(self, window: Input) -> Scores: ...


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
    for number, window in enumerate(stretches):
        scores = run(shown(encoded, window, pieces))
        if names is None:
            names = np.zeros((len(encoded), scores.names.shape[1]), np.float32)
            passages = np.zeros((len(encoded), scores.passages.shape[1]), np.float32) if vectors else None
        mine = np.flatnonzero(best[window.start : window.end] == number)
        here = mine + window.start
        names[here] = logarithms(scores.names[mine])
        anchors[here] = 1 / (1 + np.exp(-scores.anchors[mine]))
        if passages is not None:
            passages[here] = scores.passages[mine]
        for word, labels in zip(scores.at, scores.links, strict=True):
            anchor = window.start + int(word)
            if best[anchor] == number:
                links.append(Link(anchor, window.start, logarithms(labels)))
    assert names is not None
    links.sort(key=lambda link: link.anchor)
    return Reading(encoded, names, anchors, tuple(links), passages)


def _even(total: int, size: int, overlap: int) -> int:
    """The size at which a text's windows are about equally long, so that none is all overlap."""
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


def shown(encoded: Encoded, window: Window, pieces: Pieces) -> Input:
    """A window of a text, between the signs that begin and end a text for the encoder."""
    low, high = encoded.first[window.start], encoded.first[window.end]
    edge = np.zeros((1, 3), np.int64)
    return Input(
        np.concatenate([[pieces.start], encoded.pieces[low:high], [pieces.end]]).astype(np.int64),
        np.concatenate([edge, encoded.features()[low:high], edge]).astype(np.int64),
        (encoded.first[window.start : window.end] - low + 1).astype(np.int64),
    )


def logarithms(scores: Floats) -> Floats:
    """Logits along the last axis as logarithms of probabilities."""
    shifted = scores - scores.max(-1, keepdims=True)
    return np.asarray(shifted - np.log(np.exp(shifted).sum(-1, keepdims=True)), np.float32)
