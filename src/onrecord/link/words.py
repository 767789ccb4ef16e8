"""Words of a text as numbers: what reuse and stories compare, made by array operations alone.

Two words count as the same where they differ in nothing but case, accents, apostrophes, soft hyphens and other
characters that are not seen. Everything that is no letter or digit separates words. In scripts written without
spaces every character is a word.
"""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from functools import cache

import numpy as np
from numpy.typing import NDArray

Hashes = NDArray[np.uint64]
Offsets = NDArray[np.int64]
Codes = NDArray[np.uint32]

SEPARATOR, UNSEEN = 0, 1
TABLE_SIZE = 0x10000
"""Characters beyond the first plane (emoji, old scripts) separate words."""
LONGEST = 64
"""Characters of a word that count by their place; what follows counts without it."""
STEM = 6
"""Characters that a stem keeps. Of 5, 6, 7 and 9, stories were best with 6 on ECB+, whole and topic by topic
(`python -m eval --only stories`)."""
APOSTROPHES = "'’ʼ‘‛＇`´"


@dataclass(frozen=True, slots=True)
class Words:
    """The words of one text, in order: a hash of each, a hash of its stem, and where it starts and ends.

    `telling` are the words that begin with a capital or a digit: names and numbers mostly.
    """

    hashes: Hashes
    stems: Hashes
    starts: Offsets
    ends: Offsets
    telling: NDArray[np.bool_]


CODE_BITS = 20
"""Bits of the short form of a stem. Of two stems one in a million pairs has the same: too few to matter where a few
hundred words are compared, and so few bits that a table holds them all and a text of them is a string."""


def coded(stems: Hashes) -> Codes:
    """The short form of each stem, below 2 to the power of `CODE_BITS`."""
    return (stems >> np.uint64(64 - CODE_BITS)).astype(np.uint32)


def mixed(numbers: Hashes) -> Hashes:
    """The numbers spread evenly over 64 bits (the finaliser of SplitMix64, Steele et al. 2014)."""
    numbers = (numbers ^ (numbers >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
    numbers = (numbers ^ (numbers >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
    return numbers ^ (numbers >> np.uint64(31))


def multipliers(count: int, seed: int) -> Hashes:
    """`count` odd numbers of 64 bits that look random, the same in every run."""
    return mixed(
        np.arange(1, count + 1, dtype=np.uint64) * np.uint64(0x9E3779B97F4A7C15) + np.uint64(seed)
    ) | np.uint64(1)


def _folded(character: str) -> int:
    """What a character counts as: itself in lower case and without accents, a separator, or nothing."""
    category = unicodedata.category(character)
    if character in APOSTROPHES or category in {"Mn", "Me", "Cf"}:
        return UNSEEN
    if category[0] not in "LN" and category != "Mc":
        return SEPARATOR
    compatible = unicodedata.normalize("NFKC", character)
    if len(compatible) == 1:
        character = compatible
    parts = unicodedata.normalize("NFD", character)
    if len(parts) > 1 and all(unicodedata.category(part)[0] == "M" for part in parts[1:]):
        character = parts[0]
    return ord(character.lower()[0])


def _stands_alone(code: int) -> bool:
    return 0x3040 <= code <= 0x30FF or 0x3400 <= code <= 0x9FFF or 0xF900 <= code <= 0xFAFF


_WEIGHTS = multipliers(LONGEST, 7)


@cache
def _tables() -> tuple[Hashes, NDArray[np.bool_], NDArray[np.bool_]]:
    """For each character its value (`SEPARATOR`, `UNSEEN` or a hash), whether it is a word alone, whether it tells."""
    codes = [_folded(chr(code)) for code in range(TABLE_SIZE)]
    codes[-1] = SEPARATOR
    folded = np.array(codes, dtype=np.uint64)
    values = np.where(folded > UNSEEN, mixed(folded * np.uint64(0xD6E8FEB86659FD93)) | np.uint64(2), folded)
    alone = np.array([_stands_alone(code) for code in range(TABLE_SIZE)])
    telling = np.array([chr(code).isupper() or chr(code).isdigit() for code in range(TABLE_SIZE)])
    return values, alone, telling


def words(text: str) -> Words:
    """The words of `text`. Time and memory grow with its length; equal words have equal hashes in every run."""
    table, alone_table, telling_table = _tables()
    codes = np.frombuffer(text.encode("utf-32-le", "surrogatepass"), dtype="<u4")
    codes = np.minimum(codes, TABLE_SIZE - 1)
    values = table[codes]
    kept = np.flatnonzero(values != UNSEEN)
    values = values[kept]
    inside = values != SEPARATOR
    if not inside.any():
        nothing, nowhere = np.zeros(0, dtype=np.uint64), np.zeros(0, dtype=np.int64)
        return Words(nothing, nothing, nowhere, nowhere, np.zeros(0, dtype=bool))
    joined = inside[1:] & inside[:-1]
    alone = alone_table[codes[kept]]
    if alone.any():
        joined &= ~(alone[1:] | alone[:-1])
    opens, closes = inside.copy(), inside.copy()
    opens[1:] &= ~joined
    closes[:-1] &= ~joined
    first, last = np.flatnonzero(opens), np.flatnonzero(closes)
    place = _places(first, len(values))
    weighted = values * _WEIGHTS[np.minimum(place, LONGEST - 1)]
    hashes = np.add.reduceat(weighted, first)
    stems = np.add.reduceat(np.where(place < STEM, weighted, np.uint64(0)), first)
    starts = kept[first]
    return Words(hashes, stems, starts, kept[last] + 1, telling_table[codes[starts]])


def _places(first: Offsets, length: int) -> Offsets:
    """For each character how far it stands from the start of its word; before the first word all count from it."""
    lengths = np.diff(first, append=length)
    place = np.zeros(length, dtype=np.int64)
    place[first[0] :] = np.arange(length - first[0]) - np.repeat(first - first[0], lengths)
    return place
