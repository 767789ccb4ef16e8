"""The articles of a pile in the one order that linking works in, with their words as numbers."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Generic, NamedTuple, TypeVar, overload
from urllib.parse import urlsplit

import numpy as np
from numpy.typing import NDArray

from onrecord.link.dates import When, when
from onrecord.link.scratch import Column, Scratch, firsts
from onrecord.link.words import Codes, Hashes, Words, coded, words
from onrecord.model import Article, Place, Span

TELLING = 3.0
"""What a word with a capital or a digit counts in a story: events are told apart by names and numbers. Of 1,
1.5, 2, 3 and 4, 3 was best on ECB+, whole and topic by topic (`python -m eval --only stories`)."""
TITLE = 2
"""How many more times the words of a title count in a story."""
TOGETHER = 1 << 18
"""Code points of texts whose words are found at once."""
RECENT = 1_000
"""Articles that are held since they are asked for again soon."""
TASK = 500
"""Articles that a process takes at a time."""

Value = TypeVar("Value", bound=np.generic)


class Ragged(Sequence[NDArray[Value]], Generic[Value]):
    """Arrays of several lengths that lie end to end.

    Args:
        values: all of them.
        first: where each starts; one more entry marks the end.
    """

    def __init__(self, values: NDArray[Value], first: NDArray[np.int64]) -> None:
        self.values, self.first = values, first

    def __len__(self) -> int:
        return len(self.first) - 1

    @overload
    def __getitem__(self, at: int) -> NDArray[Value]: ...
    @overload
    def __getitem__(self, at: slice) -> list[NDArray[Value]]: ...
    def __getitem__(self, at: int | slice) -> NDArray[Value] | list[NDArray[Value]]:
        if isinstance(at, slice):
            return [self[one] for one in range(*at.indices(len(self)))]
        return self.values[self.first[at] : self.first[at + 1]]


class Ordered(Sequence[Article]):
    """Articles in another order, few of them held: they may be read from disk when they are asked for.

    Args:
        articles: where they come from.
        order: the number of each there.
    """

    def __init__(self, articles: Sequence[Article], order: Sequence[int]) -> None:
        self._articles, self._order = articles, order
        self._recent: dict[int, Article] = {}

    def __len__(self) -> int:
        return len(self._order)

    @overload
    def __getitem__(self, at: int) -> Article: ...
    @overload
    def __getitem__(self, at: slice) -> list[Article]: ...
    def __getitem__(self, at: int | slice) -> Article | list[Article]:
        if isinstance(at, slice):
            return [self._articles[one] for one in self._order[at]]
        found = self._recent.get(at)
        if found is None:
            if len(self._recent) >= RECENT:
                self._recent.clear()
            found = self._recent[at] = self._articles[self._order[at]]
        return found


@dataclass(frozen=True, slots=True)
class Pile:
    """Articles from the oldest to the newest, then those without a date; among equals by id.

    The order follows from the articles alone, so nothing that is made from it depends on the order of the input.
    """

    articles: Sequence[Article]
    ids: tuple[str, ...]
    whens: tuple[When | None, ...]
    groups: NDArray[np.int64]
    """A number for the outlet of each piece (its host where it names none); its own negative one where unknown."""
    documents: NDArray[np.int64]
    """A number for the document of each."""
    outlets: frozenset[str]
    """The names of all outlets."""
    cites: bool
    """Whether one of them cites anything."""
    words: Ragged[np.uint64]
    starts: Ragged[np.int32]
    ends: Ragged[np.int32]
    codes: Codes
    """The short form of each word's stem, all texts end to end, …"""
    named: NDArray[np.int32]
    """… and how many of the words before it begin with a capital or a digit; one more entry for all."""
    stems: Ragged[np.uint64]
    """Distinct stems of each article in order, …"""
    counts: NDArray[np.float32]
    """… and how often each stands there, a telling word `TELLING` times over, one of the title `TITLE` times more."""
    scratch: Scratch
    """Where all of this lies, and who works on it."""

    def place(self, text: int, first_word: int, count: int) -> Place:
        """The place of `count` words of an article (by number), from the start of the first to the end of the last."""
        start, end = self.starts[text][first_word], self.ends[text][first_word + count - 1]
        return Place(self.ids[text], Span(int(start), int(end)))


def pile_of(articles: Sequence[Article], scratch: Scratch | None = None) -> Pile:
    """The pile of `articles`; of two with one id only one is kept.

    Args:
        articles: any sequence; each is asked for several times, so one that reads from disk need not hold them.
        scratch: where to put what does not fit into memory; by default one of its own.
    """
    scratch = scratch or Scratch()
    ordered, ids, whens = _in_order(articles)
    columns = _Columns(scratch)
    tasks = [(low, min(low + TASK, len(ids))) for low in range(0, len(ids), TASK)]
    for read in scratch.spread(lambda task: _read(ordered[slice(*task)]), tasks):
        columns.add(read)
    return columns.pile(ordered, ids, whens)


def _in_order(articles: Sequence[Article]) -> tuple[Ordered, tuple[str, ...], tuple[When | None, ...]]:
    """Articles in the order of a pile, with their ids and dates."""
    at_id: dict[str, tuple[int, When | None]] = {}
    for number, article in enumerate(articles):
        at_id[article.id] = number, when(article)
    dated = sorted(at_id.items(), key=lambda entry: (entry[1][1] is None, entry[1][1] or (0.0, 0.0), entry[0]))
    ordered = Ordered(articles, [number for _, (number, _) in dated])
    return ordered, tuple(id_ for id_, _ in dated), tuple(moment for _, (_, moment) in dated)


class _Arrays(NamedTuple):
    """The words of some articles, one after the other."""

    lengths: NDArray[np.int64]
    """How many words each has, …"""
    words: Hashes
    starts: NDArray[np.int32]
    ends: NDArray[np.int32]
    codes: Codes
    stem_lengths: NDArray[np.int64]
    """… and how many distinct stems."""
    stems: Hashes
    counts: NDArray[np.float32]
    telling: NDArray[np.bool_]


class _Read(NamedTuple):
    """What is kept of some articles."""

    arrays: list[_Arrays]
    houses: list[str]
    documents: list[str]
    outlets: frozenset[str]
    cites: bool


def _read(articles: Sequence[Article]) -> _Read:
    return _Read(
        [_together(batch) for batch in _batches(articles)],
        houses=[outlet or host for outlet, host in map(house, articles)],
        documents=[article.document.id for article in articles],
        outlets=frozenset(article.outlet.value for article in articles if article.outlet),
        cites=any(article.citations for article in articles),
    )


def _batches(articles: Sequence[Article]) -> Iterator[list[Article]]:
    batch: list[Article] = []
    size = 0
    for article in articles:
        if batch and size + len(article.text) > TOGETHER:
            yield batch
            batch, size = [], 0
        batch.append(article)
        size += len(article.text)
    yield batch


def _together(articles: Sequence[Article]) -> _Arrays:
    """The words of some articles, found at once."""
    found, text, first = _split([article.text for article in articles])
    lengths = np.bincount(text, minlength=len(articles))
    order = np.lexsort((found.stems, text))
    stems, of_text, telling = found.stems[order], text[order], found.telling[order]
    new = np.ones(len(order), dtype=bool)
    new[1:] = (stems[1:] != stems[:-1]) | (of_text[1:] != of_text[:-1])
    begins = np.flatnonzero(new)
    weights = np.where(telling, TELLING, 1.0)
    counts = np.add.reduceat(weights, begins) if len(begins) else np.zeros(0)
    stems, stem_lengths = stems[begins], np.bincount(of_text[begins], minlength=len(articles))
    _add_titles(articles, Ragged(stems, firsts(stem_lengths)), counts)
    starts, ends = (found.starts - first[text]).astype(np.int32), (found.ends - first[text]).astype(np.int32)
    return _Arrays(
        lengths=lengths,
        words=found.hashes,
        starts=starts,
        ends=ends,
        codes=coded(found.stems),
        stem_lengths=stem_lengths,
        stems=stems,
        counts=counts.astype(np.float32),
        telling=found.telling,
    )


def _split(texts: Sequence[str]) -> tuple[Words, NDArray[np.int64], NDArray[np.int64]]:
    """The words of all texts, the number of the text in which each stands, and where each text begins."""
    first = firsts(np.array([len(text) + 1 for text in texts], dtype=np.int64))
    found = words("\n".join(texts))
    return found, np.searchsorted(first, found.starts, side="right") - 1, first


def _add_titles(articles: Sequence[Article], stems: Ragged[np.uint64], counts: NDArray[np.float64]) -> None:
    """Count the words of titles that stand in the texts as well."""
    titled = [number for number, article in enumerate(articles) if article.title and len(stems[number])]
    read, text, _ = _split([title.value for number in titled if (title := articles[number].title)])
    for number, wanted in zip(titled, np.split(read.stems, np.searchsorted(text, range(1, len(titled)))), strict=False):
        own = stems[number]
        at = np.minimum(np.searchsorted(own, wanted), len(own) - 1)
        counts[stems.first[number] + at[own[at] == wanted]] += TITLE


class _Columns:
    """What is kept of all articles, as it comes."""

    def __init__(self, scratch: Scratch) -> None:
        self._scratch = scratch
        types = (np.int64, np.uint64, np.int32, np.int32, np.uint32, np.int64, np.uint64, np.float32)
        self._columns: list[Column] = [scratch.column(one) for one in types]
        self._named = scratch.column(np.int32)
        self._named.append(np.zeros(1, dtype=np.int32))
        self._names = 0
        self._houses: dict[str, int] = {}
        self._groups: list[int] = []
        self._seen: dict[str, int] = {}
        self._documents: list[int] = []
        self._outlets: set[str] = set()
        self._cites = False

    def add(self, read: _Read) -> None:
        for arrays in read.arrays:
            kept: tuple[NDArray[np.generic], ...] = arrays[:-1]
            for column, values in zip(self._columns, kept, strict=True):
                column.append(values)
            named = self._names + np.cumsum(arrays.telling)
            self._named.append(named)
            self._names += int(arrays.telling.sum())
        for name in read.houses:
            own = -1 - len(self._groups)
            self._groups.append(self._houses.setdefault(name, len(self._houses)) if name else own)
        self._documents += [self._seen.setdefault(name, len(self._seen)) for name in read.documents]
        self._outlets |= read.outlets
        self._cites |= read.cites

    def pile(self, articles: Sequence[Article], ids: tuple[str, ...], whens: tuple[When | None, ...]) -> Pile:
        lengths, hashes, starts, ends, codes, stem_lengths, stems, counts = (one.array() for one in self._columns)
        first = firsts(lengths)
        return Pile(
            articles=articles,
            ids=ids,
            whens=whens,
            groups=np.array(self._groups, dtype=np.int64),
            documents=np.array(self._documents, dtype=np.int64),
            outlets=frozenset(self._outlets),
            cites=self._cites,
            words=Ragged(hashes, first),
            starts=Ragged(starts, first),
            ends=Ragged(ends, first),
            codes=codes,
            named=self._named.array(),
            stems=Ragged(stems, firsts(stem_lengths)),
            counts=counts,
            scratch=self._scratch,
        )


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
