"""The pairs that networks are fitted to, as arrays in one file: with it, fitting needs no text.

A quantity is read in two ways. In its sentence alone, as the program reads it; and with what stands around the sentence
and the headline above it, which only a large network gains from.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Literal, NamedTuple

import numpy as np
from numpy.typing import NDArray

from onrecord.link.pile import Pile
from onrecord.link.quantities import Quantity
from onrecord.link.sets import DisjointSets
from onrecord.link.side_by_side import LONGEST, Around, side
from onrecord.tag.encoding import CASES, GAPS, Pieces
from training.accounts.marked import Marked

Reading = Literal["sentence", "surroundings"]
READINGS: tuple[Reading, ...] = ("sentence", "surroundings")
BEFORE, BEHIND = 260, 170
"""Code points around a value that are read with its surroundings, …"""
PIECES_BEFORE, PIECES_BEHIND = 96, 48
"""… and word pieces of them, the headline among those before it."""

Ints = NDArray[np.int64]


class Sides(NamedTuple):
    """Sentences one after the other: where each begins (one entry more than sentences), the word pieces of all and
    their features in one number each, and where in each the value stands."""

    starts: Ints
    pieces: NDArray[np.uint16]
    features: NDArray[np.uint8]
    at: Ints


class Judged(NamedTuple):
    """What readers and signs say of pairs, a row each."""

    same: NDArray[np.float64]
    """How many readers said that they are of one thing, and that they are one quantity of it: (pairs, 2), 0 to 1."""
    differ: NDArray[np.bool_]
    dates: NDArray[np.bool_]
    apart: NDArray[np.bool_]
    """Whether both values cannot be right (`may_contradict`)."""
    event: Ints
    """Pairs that have a piece, a story or an event in common have one number."""
    differing: NDArray[np.float64]


class Pairs(NamedTuple):
    """All that networks are fitted to. Pairs are two numbers of sentences a row."""

    sides: dict[Reading, Sides]
    told: Ints
    """Pairs told by their values, …"""
    told_same: NDArray[np.bool_]
    marked: Ints
    """… judged by readers, …"""
    judged: Judged
    alike: Ints
    """… and such that look alike and nobody judged."""


class Gathering:
    """Quantities of some piles, each read once.

    Args:
        pieces: the vocabulary.
    """

    def __init__(self, pieces: Pieces) -> None:
        self._pieces = pieces
        self._known: dict[tuple[str, int, int], int] = {}
        self._read: dict[Reading, list[tuple[Ints, Ints, int]]] = {reading: [] for reading in READINGS}

    def pair(self, pile: Pile, one: Quantity, other: Quantity) -> tuple[int, int]:
        """The numbers of two quantities of a pile."""
        return self._number(pile, one), self._number(pile, other)

    def sides(self) -> dict[Reading, Sides]:
        return {reading: _flat(read) for reading, read in self._read.items()}

    def _number(self, pile: Pile, one: Quantity) -> int:
        article = pile.articles[one.number]
        key = (article.id, one.span.start, one.span.end)
        if key not in self._known:
            self._known[key] = len(self._known)
            headline = f"{article.title.value}\n\n" if article.title is not None else ""
            wide = Around(
                headline + article.text[max(0, one.span.start - BEFORE) : one.span.start],
                article.text[one.span.end : one.span.end + BEHIND],
            )
            self._read["sentence"].append(side(one.around, self._pieces, LONGEST, LONGEST))
            self._read["surroundings"].append(side(wide, self._pieces, PIECES_BEFORE, PIECES_BEHIND))
        return self._known[key]


def _flat(read: Sequence[tuple[Ints, Ints, int]]) -> Sides:
    features = np.concatenate([one[1] for one in read])
    return Sides(
        np.cumsum([0, *(len(one[0]) for one in read)]),
        np.concatenate([one[0] for one in read]).astype(np.uint16),
        (features[:, 0] + CASES * (features[:, 1] + GAPS * features[:, 2])).astype(np.uint8),
        np.array([one[2] for one in read]),
    )


def judged(some: Sequence[Marked], stories: dict[str, str]) -> Judged:
    """Marked pairs as arrays.

    Args:
        some: the pairs.
        stories: the story of each piece that has one.
    """
    known: dict[str, int] = {}
    named = [
        [
            known.setdefault(name, len(known))
            for name in {pair.event, *pair.pieces, *map(stories.get, pair.pieces)}
            if name
        ]
        for pair in some
    ]
    sets = DisjointSets(len(known))
    for names in named:
        for name in names[1:]:
            sets.join(names[0], name)
    nothing = np.zeros(len(next(pair.differing for pair in some if pair.differing is not None)))
    return Judged(
        np.array([(pair.of_one_thing, pair.one_quantity) for pair in some]),
        np.array([pair.differ for pair in some]),
        np.array([pair.one.timex is not None for pair in some]),
        np.array([pair.differing is not None for pair in some]),
        np.array([sets.least(names[0]) for names in named]),
        np.array([nothing if pair.differing is None else pair.differing for pair in some]),
    )


def keep(pairs: Pairs, file: Path) -> None:
    """Write pairs to a file."""
    parts: dict[str, NDArray[np.generic]] = {
        "told": pairs.told,
        "told_same": pairs.told_same,
        "marked": pairs.marked,
        "alike": pairs.alike,
    }
    parts |= {f"judged {name}": part for name, part in pairs.judged._asdict().items()}
    for reading, sides in pairs.sides.items():
        parts |= {f"{reading} {name}": part for name, part in sides._asdict().items()}
    with file.open("wb") as target:
        np.savez_compressed(target, **parts)  # type: ignore[arg-type]


def kept(file: Path) -> Pairs:
    """Pairs from a file."""
    with np.load(file) as parts:
        sides = {reading: Sides(*(parts[f"{reading} {name}"] for name in Sides._fields)) for reading in READINGS}
        of_readers = Judged(*(parts[f"judged {name}"] for name in Judged._fields))
        return Pairs(sides, parts["told"], parts["told_same"], parts["marked"], of_readers, parts["alike"])
