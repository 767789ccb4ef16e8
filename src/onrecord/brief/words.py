"""Words as `brief` compares and counts them."""

from __future__ import annotations

import re
from functools import cache

from onrecord import lexicon

_WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)*")
_SHOWN = re.compile(r"\S+")


def count(text: str) -> int:
    """How many words a reader sees."""
    return sum(1 for _ in _SHOWN.finditer(text))


def tokens(text: str) -> list[str]:
    """The words of a text in lower case, without punctuation."""
    return _WORD.findall(text.lower().replace("’", "'"))


def key(text: str) -> str:
    """What two texts have in common that differ in case, punctuation and white space only."""
    return " ".join(tokens(text))


@cache
def table(name: str) -> frozenset[str]:
    """A list of `lexicon/newsworth.toml`, stems left out."""
    words: list[str] = lexicon.load("newsworth")[name]
    return frozenset(word for word in words if not word.endswith("-"))


@cache
def stems(name: str) -> re.Pattern[str]:
    """The stems of a list, as a pattern that matches a word in lower case."""
    words: list[str] = lexicon.load("newsworth")[name]
    return re.compile("|".join(re.escape(word[:-1]) for word in words if word.endswith("-")) or r"(?!)")


def held(name: str, words: list[str]) -> int:
    """How many of the words (in lower case) stand in a list, stems included."""
    whole, begins = table(name), stems(name)
    return sum(word in whole or begins.match(word) is not None for word in words)


def content(words: list[str]) -> frozenset[str]:
    """The words by which two sentences are alike: no common ones, and singular and plural as one."""
    common = table("common")
    return frozenset(
        word[:-1] if len(word) > 4 and word.endswith("s") and not word.endswith("ss") else word
        for word in words
        if word not in common and (len(word) > 2 or word.isdigit())
    )


def likeness(one: frozenset[str], other: frozenset[str]) -> float:
    """0 to 1: the content words that two sentences share, as a part of the shorter one's and of the longer one's."""
    if not one or not other:
        return 0.0
    return float(len(one & other) / (len(one) * len(other)) ** 0.5)
