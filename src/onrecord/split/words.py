"""The words of passages, as numbers: how rare each is, and whether it likes to open or to close a piece.

What is known of words ships in `words.npz` (made by `python -m training.split`): for each, the share of articles
that hold it, whether it is mostly written small, and its weight as a sign of a first and of a last paragraph.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

import numpy as np

from onrecord.split.lines import Passage

HEAD_WORDS = 45
"""Words of a paragraph that are asked whether it opens a piece; twice and half as many did worse on polnear-dev."""

TAIL_WORDS = 30

COMMON = 1.3
"""Rarity below which a word tells nothing of the subject: it stands in more than a quarter of all articles."""

WORD = re.compile(r"[^\W\d_]{2,}")


@dataclass(frozen=True)
class Vocabulary:
    """Known words and what is known of them; the last entry of each array stands for all unknown words."""

    places: dict[str, int]
    rarity: np.ndarray
    """Natural logarithm of articles per article that holds the word."""
    telling: np.ndarray
    """The same, 0 for unknown words and for those that stand everywhere (see `COMMON`)."""
    small: frozenset[str]
    """Words mostly written small: no part of a name by themselves."""
    opens: np.ndarray
    closes: np.ndarray

    @property
    def unknown(self) -> int:
        return len(self.places)


@cache
def vocabulary() -> Vocabulary:
    """What ships with the package."""
    with (files("onrecord.split") / "words.npz").open("rb") as file:
        kept = np.load(file, allow_pickle=False)
        words = bytes(kept["words"]).decode().split("\n")
        small = frozenset(w for w, flag in zip(words, kept["small"].tolist(), strict=True) if flag)
        rarity = kept["rarity"].astype(np.float64) / 20
        opens = kept["opens"].astype(np.float64) / 40
        closes = kept["closes"].astype(np.float64) / 40
    return vocabulary_of(words, rarity, small, opens, closes)


def vocabulary_of(
    words: Sequence[str], rarity: np.ndarray, small: frozenset[str], opens: np.ndarray, closes: np.ndarray
) -> Vocabulary:
    """A vocabulary; unknown words are as rare as the rarest known and say nothing of opening or closing."""
    return Vocabulary(
        {word: at for at, word in enumerate(words)},
        np.append(rarity, rarity.max(initial=1.0)),
        np.append(np.where(rarity > COMMON, rarity, 0.0), 0.0),
        small,
        np.append(opens, 0.0),
        np.append(closes, 0.0),
    )


@dataclass(frozen=True)
class Words:
    """The words of a document's passages in one row; passage `i` has those from `bounds[i]` to `bounds[i + 1]`."""

    ids: np.ndarray
    """Places in the vocabulary; that of an unknown word is `Vocabulary.unknown`."""
    bounds: np.ndarray
    sets: list[set[int]]
    """The different words of each passage; here each unknown word has a number of its own, above all places."""


def words_of(found: Sequence[Passage], known: Vocabulary) -> Words:
    """The words of each passage."""
    numbers = _Numbers(known.places)
    row: list[int] = []
    bounds = [0]
    sets: list[set[int]] = []
    for passage in found:
        here = [numbers[token] for token in WORD.findall(passage.text.lower())]
        row += here
        bounds.append(len(row))
        sets.append(set(here))
    ids = np.minimum(np.array(row, dtype=np.int64), known.unknown)
    return Words(ids, np.array(bounds, dtype=np.int64), sets)


class _Numbers(dict[str, int]):
    """Numbers of words; a word that has none gets the next."""

    def __init__(self, places: dict[str, int]) -> None:
        super().__init__(places)

    def __missing__(self, word: str) -> int:
        self[word] = number = len(self) + 1
        return number


def opening(words: Words, known: Vocabulary) -> np.ndarray:
    """How much the first words of each passage look like those of a first paragraph; 0 where nothing is known."""
    starts = words.bounds[:-1]
    return _mean(known.opens[words.ids], starts, np.minimum(starts + HEAD_WORDS, words.bounds[1:]))


def closing(words: Words, known: Vocabulary) -> np.ndarray:
    """How much the last words of each passage look like those of a last paragraph."""
    ends = words.bounds[1:]
    return _mean(known.closes[words.ids], np.maximum(ends - TAIL_WORDS, words.bounds[:-1]), ends)


def _mean(weights: np.ndarray, starts: np.ndarray, ends: np.ndarray) -> np.ndarray:
    sums = np.concatenate(([0.0], np.cumsum(weights)))
    return np.asarray((sums[ends] - sums[starts]) / np.sqrt(np.maximum(ends - starts, 4)))
