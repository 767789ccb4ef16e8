"""Two sentences side by side: how likely the figure, or the date, that each holds is of one thing, or is one quantity.

A small encoder (MiniLM, Wang et al. 2020) reads both sentences at once, as BERT reads pairs (Devlin et al. 2019), with
a mask where the two values stand: what it says does not depend on them. It learnt from larger networks and from pairs
that readers judged (`python -m training.accounts`, docs/model-card.md).
"""

from __future__ import annotations

import os
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import cache, lru_cache
from importlib.resources import files
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from onrecord.tag.encoding import Pieces, encode, pieces_of
from onrecord.tag.running import session, threads

Ints = NDArray[np.int64]

LONGEST = 40
"""Word pieces on either side of a value that are read, the nearest."""
KEPT = 4_096
"""Sentences whose word pieces are kept: one is read beside several others."""
VALUE = (4, 1, 0)
"""Features of the mask: as of a word with digits behind a space."""


class Around(NamedTuple):
    """The words of a sentence before and behind a value."""

    before: str
    behind: str


class Said(NamedTuple):
    """What the model says of two values, as logits: that they are of one thing, in whole or in part, with a bound or
    without; and that they are one quantity of it, so that two values cannot both be right."""

    one_thing: float
    one_quantity: float


class Input(NamedTuple):
    """A pair as the model reads it: word pieces (pieces), three features of each (pieces, 3), whether each is of the
    second sentence (pieces), and where the two masks stand (2)."""

    pieces: Ints
    features: Ints
    second: Ints
    at: Ints


def shown(one: Around, other: Around, pieces: Pieces) -> Input:
    """Two sentences as the model reads them."""
    sides = [side(around, pieces, LONGEST, LONGEST) for around in (one, other)]
    (first, features, at), (then, more, then_at) = sides
    edge = np.zeros((1, 3), np.int64)
    return Input(
        np.concatenate([[pieces.start], first, [pieces.end], then, [pieces.end]]).astype(np.int64),
        np.concatenate([edge, features, edge, more, edge]),
        np.repeat([0, 1], [len(first) + 2, len(then) + 1]).astype(np.int64),
        np.array([1 + at, len(first) + 2 + then_at], np.int64),
    )


@lru_cache(KEPT)
def side(around: Around, pieces: Pieces, longest_before: int, longest_behind: int) -> tuple[Ints, Ints, int]:
    """Pieces and features of one sentence, so many of them at most on either side of the value, and where its mask
    stands."""
    before, behind = encode(around.before, pieces), encode(around.behind, pieces)
    left, right = before.pieces[-longest_before:], behind.pieces[:longest_behind]
    features = np.concatenate(
        [
            before.features()[len(before.pieces) - len(left) :],
            np.array([VALUE], np.int64),
            behind.features()[: len(right)],
        ]
    )
    return np.concatenate([left, [pieces.mask], right]), features, len(left)


class SideBySide:
    """The model.

    It is loaded when it is first asked for, and anew in each process, for its threads do not survive a fork. Sentences
    are short: a processor each for several pairs is twice as fast as all of them for one.
    """

    def __init__(self) -> None:
        self._session: Any = None
        self._process = 0

    def read(self, pairs: Sequence[tuple[Around, Around]]) -> list[Said]:
        """What the model says of each pair, the same both ways round; several are read at a time."""
        if not pairs:
            return []
        self._load()
        given = [_shown(*pair) for pair in pairs]
        with ThreadPoolExecutor(threads()) as several:
            return list(several.map(self._run, given))

    def _load(self) -> None:
        if self._session is None or self._process != os.getpid():
            model = files("onrecord.link").joinpath("model", "side_by_side.onnx")
            self._session, self._process = session(model.read_bytes(), 1), os.getpid()

    def _run(self, given: Input) -> Said:
        return Said(*self._session.run(None, given._asdict())[0].tolist())


def _shown(one: Around, other: Around) -> Input:
    first, then = sorted((one, other))
    return shown(first, then, pieces_of())


@cache
def side_by_side() -> SideBySide:
    """The model that is shipped."""
    return SideBySide()
