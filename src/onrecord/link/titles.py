"""Pieces of a pile by their title, so that a title that somebody cites finds the pieces that may bear it.

A title is looked for by its rarest words, each of which leads to few pieces; so a look-up costs the same in a pile of
ten thousand pieces as in one of ten.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Sequence

from rapidfuzz import fuzz

from onrecord.model import Article
from onrecord.tag.citations.phrases import plain_words

RARE = 6
"""Words of a cited title by which pieces are looked up."""
MOST = 200
"""Pieces that one word may lead to: a word of more titles tells nothing."""
ALIKE = 88.0
"""Likeness (rapidfuzz, 0 to 100) of two titles from which on they may be one: a word more or two misspelt."""
BEGINNING = 4
"""Words that the shorter of two titles must have, where the longer goes on behind it."""
FEW = 3
"""Words of a title below which it tells a piece only together with an author, an outlet or a date."""
FIRST_LINE = 160
"""Code points of the first line of a piece without a title that may be its title."""


def _first_line(article: Article) -> str:
    line = article.text.lstrip()[: FIRST_LINE + 1].partition("\n")[0]
    return line if len(line) <= FIRST_LINE else ""


class Titles:
    """The titles of a pile.

    Args:
        articles: its pieces; one without a title is known by its first line, where that is short.
    """

    def __init__(self, articles: Sequence[Article]) -> None:
        self._words = [plain_words(one.title.value if one.title else _first_line(one)) for one in articles]
        self._holders: dict[str, list[int]] = defaultdict(list)
        for number, words in enumerate(self._words):
            for word in set(words):
                self._holders[word].append(number)

    def like(self, title: str) -> list[int]:
        """The pieces, by number, whose title is as good as the one cited, or begins with it, or is its beginning."""
        words = plain_words(title)
        rarest = sorted({word for word in words if word in self._holders}, key=lambda word: len(self._holders[word]))
        met = Counter(
            number for word in rarest[:RARE] if len(self._holders[word]) <= MOST for number in self._holders[word]
        )
        return [number for number in sorted(met) if self.is_like(title, number)]

    def is_like(self, title: str, number: int) -> bool:
        """Whether a piece bears a title, or one that differs in a letter or two, or in what is behind its beginning."""
        words, own = plain_words(title), self._words[number]
        shorter, longer = sorted((words, own), key=len)
        if len(shorter) >= BEGINNING and longer[: len(shorter)] == shorter:
            return True
        return bool(words and own) and fuzz.ratio(" ".join(words), " ".join(own), score_cutoff=ALIKE) > 0


def tells(title: str) -> bool:
    """Whether a title by itself tells a piece: "Letters" does not."""
    return len(plain_words(title)) >= FEW
