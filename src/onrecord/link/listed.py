"""Words that the lexicon lists, as numbers: what is told by a word that stands in a text."""

from __future__ import annotations

from functools import cache

from onrecord import lexicon
from onrecord.link.words import Words, words


@cache
def _listed(table: str, key: str) -> Words:
    return words(" ".join(lexicon.load(table)[key]))


@cache
def listed_hashes(table: str, key: str) -> frozenset[int]:
    """The hashes of the words under a key of a file of the lexicon."""
    return frozenset(_listed(table, key).hashes.tolist())


@cache
def listed_stems(table: str, key: str) -> frozenset[int]:
    """Their stems."""
    return frozenset(_listed(table, key).stems.tolist())


def small_stems() -> frozenset[int]:
    """The stems of English words without a meaning of their own: they say nothing of what a sentence is about."""
    return listed_stems("contradicting", "small")
