"""Which full names are so alike that they may be one: nicknames, spellings in Latin letters, misspellings.

Nothing is compared with everything: keys meet in a table under what they have in common (for letters that of
`tag.spelling`), so that the time grows with the number of names.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping
from functools import cache

from msgspec import Struct

from onrecord import lexicon
from onrecord.tag.chains import nicknames
from onrecord.tag.spelling import LONG_WORD, Spellings
from onrecord.tag.vocabulary import vocabulary

NICKNAME = "nickname"
SPELLING = "spelling in Latin letters"
MISSPELT = "misspelling"

RARE, OFTEN = 2, 5
"""Documents with a misspelling at most, and how many times as many there are with the other form at least."""

SHORT_WORD = 3
"""Letters of a given name of which another by one letter is doubtful."""

_ALIKE = (
    (re.compile(r"ou|oo|u"), "o"),
    (re.compile(r"ee|ei|ey|ie|y|i"), "i"),
    (re.compile(r"aa|e"), "a"),
    (re.compile(r"gh|q"), "g"),
    (re.compile(r"kh"), "x"),
    (re.compile(r"(?<=\w)h$"), ""),
    (re.compile(r"(\w)\1"), r"\1"),
)


class Likeness(Struct, frozen=True, order=True):
    """Two keys that may be one bearer's, and by which rule; `sure` where nothing but a veto speaks against it."""

    one: str
    other: str
    rule: str
    sure: bool


def alike(counts: Mapping[str, int], people: bool) -> Iterator[Likeness]:
    """The pairs of full keys that are alike.

    Args:
        counts: keys (plain words; of people the given name first) with the number of documents that each stands in.
        people: whether they are people's.
    """
    keys = [key for key in sorted(counts) if " " in key]
    if people:
        yield from _by_nickname(keys)
    yield from _by_spelling(keys)
    yield from _by_letter(keys, counts)


def _by_nickname(keys: list[str]) -> Iterator[Likeness]:
    """A short given name and the full one, before the same rest; sure where just one full name fits."""
    by_rest: dict[str, set[str]] = defaultdict(set)
    for key in keys:
        given, _, rest = key.partition(" ")
        by_rest[rest].add(given)
    full = nicknames()
    for rest, givens in by_rest.items():
        for short in sorted(givens & full.keys()):
            fits = sorted(given for given in givens if given in full[short])
            for given in fits:
                yield Likeness(f"{given} {rest}", f"{short} {rest}", NICKNAME, len(fits) == 1)


_PARTICLES = frozenset(("e", "al", "el", "ye"))


@cache
def _spellings() -> dict[str, str]:
    rows = lexicon.load("nicknames")["spellings"]["rows"]
    return {word: row[0] for row in rows for word in row}


def _spelt(word: str) -> str:
    """A word as all its spellings in Latin letters are written here; a given name of English stays as it is."""
    known = _spellings().get(word)
    if known is not None or word in vocabulary("en").given or len(word) < 5:
        return known or word
    for pattern, letters in _ALIKE:
        word = pattern.sub(letters, word)
    return word


def _by_spelling(keys: list[str]) -> Iterator[Likeness]:
    """Keys that differ in how a name of another script is spelt; the given names must do so, or be the same."""
    table: dict[str, list[str]] = defaultdict(list)
    known = _spellings()
    for key in keys:
        words = key.split()
        foreign = any(word in known for word in words) or not any(word in vocabulary("en").given for word in words[:1])
        if foreign:
            table[" ".join(_spelt(word) for word in words if word not in _PARTICLES)].append(key)
    for met in table.values():
        for other in met[1:]:
            yield Likeness(met[0], other, SPELLING, True)


def _by_letter(keys: list[str], counts: Mapping[str, int]) -> Iterator[Likeness]:
    """Keys of which one long word, or the given name of two words, differs by a letter; sure where the word is long and
    one key is rare and the other frequent."""
    names = [tuple(key.split()) for key in keys]
    spellings = Spellings(names, SHORT_WORD)
    for name in names:
        for other in spellings.near(name):
            at, unlike = next((at, pair) for at, pair in enumerate(zip(name, other, strict=True)) if pair[0] != pair[1])
            long = min(map(len, unlike)) >= LONG_WORD
            if name < other and (long or (at == 0 and len(name) == 2)):
                one, two = " ".join(name), " ".join(other)
                rare, often = sorted((counts[one], counts[two]))
                yield Likeness(one, two, MISSPELT, long and rare <= RARE and often >= OFTEN * rare)
