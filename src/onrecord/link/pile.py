"""The articles of a pile in the one order that linking works in, with their words as numbers."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from urllib.parse import urlsplit

import numpy as np
from numpy.typing import NDArray

from onrecord.link.dates import When, when
from onrecord.link.words import Codes, Hashes, coded, words
from onrecord.model import Article, Place, Span

TELLING = 3.0
"""What a word with a capital or a digit counts in a story: events are told apart by names and numbers. Of 1,
1.5, 2, 3 and 4, 3 was best on ECB+, whole and topic by topic (`python -m eval --only stories`)."""


@dataclass(frozen=True, slots=True)
class Pile:
    """Articles from the oldest to the newest, then those without a date; among equals by id.

    The order follows from the articles alone, so nothing that is made from it depends on the order of the input.
    """

    articles: tuple[Article, ...]
    whens: tuple[When | None, ...]
    words: list[Hashes]
    starts: list[NDArray[np.int32]]
    ends: list[NDArray[np.int32]]
    codes: list[Codes]
    """The short form of each word's stem, in the order of the text, …"""
    telling: list[NDArray[np.bool_]]
    """… and whether the word begins with a capital or a digit."""
    stems: list[Hashes]
    """Distinct stems of each article, …"""
    counts: list[NDArray[np.float64]]
    """… and how often each stands there, a telling word `TELLING` times over."""

    def place(self, text: int, first_word: int, count: int) -> Place:
        """The place of `count` words of an article (by number), from the start of the first to the end of the last."""
        start, end = self.starts[text][first_word], self.ends[text][first_word + count - 1]
        return Place(self.articles[text].id, Span(int(start), int(end)))


def pile_of(articles: Sequence[Article]) -> Pile:
    """The pile of `articles`; of two with one id only one is kept."""
    by_id = {article.id: article for article in articles}
    dated = [(when(article), article) for article in by_id.values()]
    dated.sort(key=lambda pair: (pair[0] is None, pair[0] or (0.0, 0.0), pair[1].id))
    pile = Pile(tuple(article for _, article in dated), tuple(moment for moment, _ in dated), *([] for _ in range(7)))
    for article in pile.articles:
        found = words(article.text)
        pile.words.append(found.hashes)
        pile.starts.append(found.starts.astype(np.int32))
        pile.ends.append(found.ends.astype(np.int32))
        pile.codes.append(coded(found.stems))
        pile.telling.append(found.telling)
        stems, at = np.unique(found.stems, return_inverse=True)
        pile.stems.append(stems)
        often = np.bincount(at, np.where(found.telling, TELLING, 1.0), minlength=len(stems))
        pile.counts.append(often.astype(np.float64))
    return pile


def house(article: Article) -> tuple[str, str]:
    """Outlet and host of the address of an article, each empty where it does not say."""
    outlet = " ".join(article.outlet.value.casefold().split()) if article.outlet else ""
    if not article.url:
        return outlet, ""
    try:
        host = urlsplit(article.url.value).hostname or ""
    except ValueError:
        host = ""
    return outlet, host.removeprefix("www.")


def same_house(one: Article, other: Article) -> bool:
    """Whether both name the same outlet, or lie on the same host."""
    (outlet, host), (other_outlet, other_host) = house(one), house(other)
    return bool(outlet and outlet == other_outlet) or bool(host and host == other_host)
