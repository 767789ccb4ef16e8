"""Headlines and short excerpts, and the article that they were cut from.

Below `runs.SHORTEST` words nothing is compared by likeness. A line of a short piece is joined to an article only where
it is that article's title, or the one begins with the other; a whole piece also where its words stand in the text of
one article alone. Where several articles fit, none is named.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from typing import NamedTuple

import numpy as np

from onrecord.link.corpus import Corpus
from onrecord.link.pile import Pile, same_house
from onrecord.link.runs import SHORTEST
from onrecord.link.words import Hashes, multipliers, words

SHORT = 60
"""Words of a piece up to which it may be a headline or a list of them."""
TITLE, BEGINNING = 4, 6
"""Words of a title that is one to the last word, and of one that only begins with what the other side has."""
FEW = 20
"""Articles of one title that are looked at; more are a rubric's."""
IN_TEXT = 8
"""Words of a whole piece that is looked for in the texts of articles."""
TOGETHER = 1 << 21
"""Words that are looked through at once."""


class Cut(NamedTuple):
    """Words of a short piece and where they were cut from: first word and number of words in either."""

    piece: int
    at: tuple[int, int]
    article: int
    origin: tuple[int, int]
    """The whole of the article where its title does not stand in its text."""
    in_title: bool

    @property
    def pair(self) -> frozenset[int]:
        """Both pieces."""
        return frozenset((self.piece, self.article))


class _Line(NamedTuple):
    """A line of a piece: its first word and how many it has."""

    piece: int
    start: int
    length: int


def cuts(pile: Pile, corpus: Corpus) -> list[Cut]:
    """Every headline and every short excerpt with the one article that it was cut from, in the order of the pile."""
    lengths = np.diff(corpus.first)
    short = np.flatnonzero((lengths >= TITLE) & (lengths <= SHORT)).tolist()
    if not short:
        return []
    found = {(cut.piece, cut.at[0]): cut for cut in _by_title(pile, short)}
    for cut in _in_text(pile, corpus, [number for number in short if IN_TEXT <= lengths[number] < SHORTEST]):
        found.setdefault((cut.piece, cut.at[0]), cut)
    return sorted(found.values())


def _by_title(pile: Pile, short: list[int]) -> Iterator[Cut]:
    """The lines of short pieces that are titles, for each line the longest last."""
    whole: dict[bytes, list[_Line]] = defaultdict(list)
    beginnings: dict[bytes, list[_Line]] = defaultdict(list)
    for number in short:
        for start, end in _lines(pile, number):
            own = pile.words[number][start:end]
            whole[own.tobytes()].append(_Line(number, start, end - start))
            for length in range(BEGINNING, len(own)):
                beginnings[own[:length].tobytes()].append(_Line(number, start, length))
    of_whole: dict[bytes, list[int]] = defaultdict(list)
    of_beginning: dict[bytes, list[int]] = defaultdict(list)
    for number, title in _titles(pile):
        if title.tobytes() in beginnings:
            of_beginning[title.tobytes()].append(number)
        for length in (*range(BEGINNING, len(title)), len(title)):
            if title[:length].tobytes() in whole:
                of_whole[title[:length].tobytes()].append(number)
    made = [(line, of_whole[key]) for key in of_whole for line in whole[key]]
    made += [(line, of_beginning[key]) for key in of_beginning for line in beginnings[key]]
    for line, articles in sorted(made, key=lambda entry: entry[0]):
        article = _only(pile, line.piece, articles)
        if article is not None:
            yield Cut(line.piece, (line.start, line.length), article, _title_in_text(pile, article), True)


def _lines(pile: Pile, number: int) -> Iterator[tuple[int, int]]:
    """The lines of a piece that have words enough: first word and the word after the last."""
    text, at = pile.articles[number].text, 0
    for line in text.split("\n"):
        start = int(np.searchsorted(pile.starts[number], at))
        end = int(np.searchsorted(pile.starts[number], at + len(line)))
        if end - start >= TITLE:
            yield start, end
        at += len(line) + 1


def _titles(pile: Pile) -> Iterator[tuple[int, Hashes]]:
    """The title of each article that is more than a title, as words."""
    for number, article in enumerate(pile.articles):
        if article.title and len(pile.words[number]) > SHORT:
            title = words(article.title.value).hashes
            if len(title) >= TITLE:
                yield number, title


def _only(pile: Pile, piece: int, articles: list[int]) -> int | None:
    """The one article that fits; of a few, the only one of the same house; None where it is not clear which."""
    if 1 < len(articles) <= FEW:
        articles = [one for one in articles if same_house(pile.articles[piece], pile.articles[one])]
    return articles[0] if len(articles) == 1 else None


def _title_in_text(pile: Pile, number: int) -> tuple[int, int]:
    """First word and number of words of the title at the head of the text; of the whole text where it is not there."""
    title = pile.articles[number].title
    wanted = words(title.value).hashes if title else np.zeros(0, dtype=np.uint64)
    if len(wanted) and np.array_equal(pile.words[number][: len(wanted)], wanted):
        return 0, len(wanted)
    return 0, len(pile.words[number])


def _in_text(pile: Pile, corpus: Corpus, short: list[int]) -> Iterator[Cut]:
    """Whole pieces whose words stand in one longer text alone."""
    if not short or len(corpus.words) < IN_TEXT:
        return
    same: dict[bytes, list[int]] = defaultdict(list)
    for number in short:
        same[pile.words[number].tobytes()].append(number)
    wanted: dict[int, list[list[int]]] = defaultdict(list)
    for numbers in same.values():
        wanted[int(_hashes(pile.words[numbers[0]])[0])].append(numbers)
    keys = np.array(list(wanted), dtype=np.uint64)
    found: dict[int, dict[int, int]] = defaultdict(dict)
    for position, text, key in _met(corpus, keys):
        for numbers in wanted[key]:
            own = pile.words[numbers[0]]
            end = position + len(own)
            inside = len(pile.words[text]) > SHORT and end <= corpus.first[text + 1]
            if inside and len(found[numbers[0]]) <= FEW and np.array_equal(corpus.words[position:end], own):
                found[numbers[0]].setdefault(text, position - int(corpus.first[text]))
    for numbers in same.values():
        places = found[numbers[0]]
        for number in numbers:
            article = _only(pile, number, sorted(places))
            if article is not None:
                length = len(pile.words[number])
                yield Cut(number, (0, length), article, (places[article], length), False)


def _hashes(text: Hashes) -> Hashes:
    """A hash of each `IN_TEXT` words in a row."""
    count = len(text) - IN_TEXT + 1
    hashes = np.zeros(count, dtype=np.uint64)
    for place, weight in enumerate(multipliers(IN_TEXT, 23)):
        hashes += text[place : place + count] * weight
    return hashes


def _met(corpus: Corpus, keys: Hashes) -> Iterator[tuple[int, int, int]]:
    """Where words with one of the hashes stand in the corpus: position, number of the text, hash."""
    for low in range(0, len(corpus.words) - IN_TEXT + 1, TOGETHER):
        hashes = _hashes(corpus.words[low : low + TOGETHER + IN_TEXT - 1])
        at = np.flatnonzero(np.isin(hashes, keys))
        yield from zip((at + low).tolist(), corpus.text_of(at + low).tolist(), hashes[at].tolist(), strict=True)
