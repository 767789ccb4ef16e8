"""Which words are ordinary ones, so that a name that looks like them hides nothing else."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from functools import cache

from onrecord import lexicon
from onrecord.publish.pieces import PIECE, folded, is_small
from onrecord.tag.encoding import pieces_of

STEM = 6
"""Letters of a stem in `lexicon/commonness.toml`, which holds one word of each."""

SMALL = 3
"""Times that the pile must write a word small before that says that it is no name."""


@cache
def function_words() -> frozenset[str]:
    """Words such as "will" and "may", which hide nobody."""
    return frozenset(lexicon.load("newsworth")["common"])


@cache
def _common_stems() -> frozenset[str]:
    bands = lexicon.load("commonness")["en"]["share"].values()
    return frozenset(word[:STEM] for band in bands for word in band.split()) | function_words()


class Ordinary:
    """What is an ordinary word, by our lists and by how a pile writes it.

    Args:
        texts: the pile.
    """

    def __init__(self, texts: Iterable[str]) -> None:
        self._small = Counter[str]()
        self._large = Counter[str]()
        for text in texts:
            for piece, count in Counter(PIECE.findall(text)).items():
                (self._small if is_small(piece) else self._large)[folded(piece)] += count

    def is_common(self, word: str) -> bool:
        """Whether a folded word is one of the language and not mainly a name."""
        if word[:STEM] in _common_stems() or (word.endswith("s") and word[:-1] in _common_stems()):
            return True
        return self._mostly_small(word) and word in pieces_of().words

    def is_known(self, word: str) -> bool:
        """Whether a folded word stands in a dictionary, be it a name, or is mostly written small in the pile."""
        return self.is_common(word) or word in pieces_of().words or self._mostly_small(word)

    def _mostly_small(self, word: str) -> bool:
        return self._small[word] >= SMALL and self._small[word] > self._large[word]
