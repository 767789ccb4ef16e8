"""What ties passages together: words and names that come again, and names that are introduced anew.

A chain is the row of passages in which a word or a name stands. Between two neighbours of a chain a piece goes on,
rather; where many chains break and new ones begin, another piece begins, rather. Names say more: news calls a person by
the full name once in a piece and by the surname from then on, so a full name that was there before, or a surname that
has no full name before it, tells of a border.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from onrecord.split.lines import Passage
from onrecord.split.words import COMMON, Vocabulary, Words

REACHES = (2, 5, 12, 30)
"""Passages that a tie between two uses of a word may span, shortest first."""

STRETCH = 8
"""Passages in a row that count once when it is asked how much of a document holds a word."""

SPREAD_AT_LEAST = 3
"""Added to the number of stretches, so that in a short document no word is taken for one that stands everywhere."""

LOOK = 8
"""Passages after a border within which the next mention of a name counts."""

NAME = re.compile(
    r"[A-ZÀ-ÖØ-ÞĀČĎĐĘĚĞĢĪĶŁŃŇŌŐŘŚŞŠŤŪŮŰŹŻŽА-Я][^\W\d_]+(?:[-’'][A-ZÀ-Þ][^\W\d_]+)*"
    r"(?:(?: [A-Z]\.)*(?: (?:al|bin|de|del|la|van|der|von))*"
    r" [A-ZÀ-ÖØ-ÞĀČĎĐĘĚĞĢĪĶŁŃŇŌŐŘŚŞŠŤŪŮŰŹŻŽА-Я][^\W\d_]+(?:[-’'][A-ZÀ-Þ][^\W\d_]+)*)*"
)


DEFINED = re.compile(r"\(([^()]{2,60})\)")
ACRONYM = re.compile(r"\b[A-Z][A-Za-z]*[A-Z]\b")


@dataclass(frozen=True)
class Ties:
    """Sums for the border before each passage."""

    chains: np.ndarray
    """Rarity of the words tied over the border, one row for each of `REACHES`."""
    fresh: np.ndarray
    """Rarity of the words of each passage that stand nowhere before it."""
    mass: np.ndarray
    """Rarity of all different words of each passage."""
    telling: np.ndarray
    """How much each known word of this document tells of the subject of a piece (see `weights`)."""
    again_full: np.ndarray
    """Names known before the border whose next mention, within `LOOK` passages after it, is the full name."""
    again_bare: np.ndarray
    """… whose next mention is the surname alone."""
    bridged: np.ndarray
    """Surnames standing alone after the border whose last full name is before it, rare ones weighing more."""
    new_full: np.ndarray
    """Full names never met before that come within `LOOK` passages."""
    orphans: np.ndarray
    """Surnames alone in each passage that no full name precedes in the document, but one follows."""
    fulls: np.ndarray
    """Full names in each passage."""
    reset: np.ndarray
    """Names given in full again after the surname alone was in use, between the border and the next mention."""
    mentions: list[list[tuple[str, bool]]]
    """The persons of each passage: surname, and whether it stands there in full."""


def ties(found: Sequence[Passage], words: Words, known: Vocabulary) -> Ties:
    """Everything that ties passages, in time linear in the text."""
    count = len(found)
    chains, fresh, mass, telling = _word_ties(words, known, count)
    names = _Names(found, known.small)
    again_full, again_bare, bridged, new_full, orphans, fulls, reset = names.sums(count)
    return Ties(
        chains=chains,
        fresh=fresh,
        mass=mass,
        telling=telling,
        again_full=again_full,
        again_bare=again_bare,
        bridged=bridged,
        new_full=new_full,
        orphans=orphans,
        fulls=fulls,
        reset=reset,
        mentions=names.mentions(count),
    )


def _word_ties(words: Words, known: Vocabulary, count: int) -> tuple[np.ndarray, np.ndarray, np.ndarray, np.ndarray]:
    rarity = weights(words, known)
    telling = np.where(known.telling > 0.0, np.array(rarity[: known.unknown + 1]), 0.0)
    last: dict[int, int] = {}
    starts: list[int] = []
    ends: list[int] = []
    tied: list[float] = []
    fresh = [0.0] * count
    mass = [0.0] * count
    for at, tokens in enumerate(words.sets):
        new = total = 0.0
        for token in tokens:
            weight = rarity[token]
            if weight < COMMON:
                continue
            total += weight
            before = last.get(token)
            if before is None:
                new += weight
            else:
                starts.append(before)
                ends.append(at)
                tied.append(weight)
            last[token] = at
        fresh[at] = new
        mass[at] = total
    return _spread(starts, ends, tied, count), np.array(fresh), np.array(mass), telling


def weights(words: Words, known: Vocabulary) -> list[float]:
    """How much each word of a document ties: rare words more, but less the more of the document holds them.

    An issue has a subject; its words stand in all its pieces and say nothing of where one ends.
    """
    highest = max((max(numbers, default=0) for numbers in words.sets), default=0)
    rarity = [*known.rarity.tolist(), *([float(known.rarity[-1])] * max(0, highest - known.unknown))]
    stretches = [set().union(*words.sets[at : at + STRETCH]) for at in range(0, len(words.sets), STRETCH)]
    held = Counter(word for stretch in stretches for word in stretch)
    total = len(stretches) + SPREAD_AT_LEAST
    for word, count in held.items():
        rarity[word] *= 1.0 - count / total
    return rarity


def _spread(starts: list[int], ends: list[int], weights: list[float], count: int) -> np.ndarray:
    """For each reach, the sum of weights of the ties that cross the border before each passage."""
    first, end = np.array(starts, dtype=np.int64), np.array(ends, dtype=np.int64)
    weight = np.array(weights)
    rows = []
    for reach in REACHES:
        near = end - first <= reach
        delta = np.bincount(first[near] + 1, weight[near], count + 2) - np.bincount(
            end[near] + 1, weight[near], count + 2
        )
        rows.append(np.cumsum(delta)[:count])
    return np.array(rows)


class _Names:
    """The names of a document: who is mentioned where, in full or by the surname alone."""

    def __init__(self, found: Sequence[Passage], small: frozenset[str]) -> None:
        self.events: dict[str, list[tuple[int, bool]]] = {}
        self.full_keys: set[str] = set()
        for at, passage in enumerate(found):
            for name in NAME.findall(passage.text):
                self._add(name, at, small)
            if "(" in passage.text:
                self._define(passage.text, at)

    def _add(self, name: str, at: int, small: frozenset[str]) -> None:
        parts = name.split(" ")
        while parts and parts[0].lower() in small:
            del parts[0]
        if not parts:
            return
        key = parts[-1]
        if key.lower() in small or len(parts) > 5:
            return
        full = len(parts) > 1
        if full:
            self.full_keys.add(key)
        self.events.setdefault(key, []).append((at, full))

    def _define(self, text: str, at: int) -> None:
        """An acronym in brackets stands beside the name in full: it is introduced there, as a person is."""
        for inside in DEFINED.findall(text):
            for key in ACRONYM.findall(inside):
                self.full_keys.add(key)
                events = self.events.setdefault(key, [])
                if events and events[-1][0] == at:
                    events[-1] = (at, True)
                else:
                    events.append((at, True))

    def sums(self, count: int) -> tuple[np.ndarray, ...]:
        """The arrays of `Ties` that speak of names, in their order."""
        tally = _Tally(count)
        # In the order of the text: sums of fractions differ by their order, and every run is to decide the same.
        for key, events in self.events.items():
            if key in self.full_keys:
                tally.person(events)
        return tally.arrays()

    def mentions(self, count: int) -> list[list[tuple[str, bool]]]:
        """The persons of each passage in the order of their surnames' first mention."""
        made: list[list[tuple[str, bool]]] = [[] for _ in range(count)]
        for key, events in self.events.items():
            if key in self.full_keys:
                for at, full in events:
                    made[at].append((key, full))
        return made


class _Tally:
    """Adds up what the mentions of one person after another say of the borders between passages."""

    def __init__(self, count: int) -> None:
        self.count = count
        self.spans: list[list[tuple[int, int, float]]] = [[] for _ in range(7)]

    def person(self, events: list[tuple[int, bool]]) -> None:
        """`events`: passage and whether in full, in order."""
        full_again, bare_again, bridged, new, orphans, fulls, reset = self.spans
        weight = 1.0 / sum(full for _, full in events)
        seen_full = before = -1
        before_full = True
        for at, full in events:
            if full:
                fulls.append((at, at, 1.0))
                if before < 0:
                    new.append((max(0, at - LOOK + 1), at, 1.0))
                elif at > before:
                    full_again.append((max(before + 1, at - LOOK + 1), at, 1.0))
                    if not before_full:
                        reset.append((before + 1, at, weight))
                seen_full = at
            elif before >= 0 and at > before:
                bare_again.append((max(before + 1, at - LOOK + 1), at, weight))
            if not full:
                if seen_full < 0:
                    orphans.append((at, at, 1.0))
                elif at > seen_full:
                    bridged.append((max(seen_full, before) + 1, at, weight))
            if at > before:
                before_full = full
            before = at

    def arrays(self) -> tuple[np.ndarray, ...]:
        return tuple(self._sum(spans) for spans in self.spans)

    def _sum(self, spans: list[tuple[int, int, float]]) -> np.ndarray:
        if not spans:
            return np.zeros(self.count)
        first, last, weight = np.array(spans).T
        delta = np.bincount(first.astype(np.int64), weight, self.count + 2)
        delta -= np.bincount(last.astype(np.int64) + 1, weight, self.count + 2)
        return np.asarray(np.cumsum(delta)[: self.count])
