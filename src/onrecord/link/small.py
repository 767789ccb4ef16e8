"""Words without a meaning of their own: what is left aside where two sentences are held against each other."""

from __future__ import annotations

from functools import cache

from onrecord import lexicon
from onrecord.link.words import words


@cache
def small_stems() -> frozenset[int]:
    """The stems of English words that say nothing of what a sentence is about."""
    return frozenset(words(" ".join(lexicon.load("contradicting")["small"])).stems.tolist())
