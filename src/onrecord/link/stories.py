"""Stories: the pieces of a pile that tell of one event.

Each text that stands alone (reprints, versions and excerpts count with their source) is a vector of its stems, with
weights that grow with how often a stem stands there and with how rare it is. Pairs are looked for only among texts
that share one of their most telling stems and lie close in time, and each is weighed by the company that the two keep
(`neighbours`). The pairs are joined by average-link clustering (Sokal and Michener 1958), in which a pair that was not
looked at counts as unlike.
"""

from __future__ import annotations

import heapq
from collections import defaultdict
from collections.abc import Iterator, Sequence
from hashlib import sha256

import numpy as np
from numpy.typing import NDArray

from onrecord.link.commonness import believed, shares
from onrecord.link.neighbours import Pairs, in_company, stretched
from onrecord.link.partners import Partners
from onrecord.link.pile import Pile
from onrecord.link.scratch import Scratch, firsts, packed
from onrecord.link.sets import DisjointSets
from onrecord.link.words import Hashes
from onrecord.model import Article, Place, Reuse, Span, Story
from onrecord.split.segments import sentences

ALIKE = 0.25
"""Mean likeness at which two groups are one story, one threshold for all piles. Chosen with `PRIOR` and the numbers of
`neighbours` on ECB+ (whole, thinned, topic by topic, cut to excerpts) and on pieces of coverage so far apart in time
that no two tell one event; BASIL was in view as well, so figures on all of these are development figures. Run
`python -m eval --only stories` again when anything that makes the vectors changes."""
APART = 0.6
"""Share of the mean likeness inside two groups that the likeness between them has at least, the less coherent group
counting: two events of one kind, told in much the same words, are alike enough and yet two. Of 0 to 0.7: up to 0.65
nothing is lost, and how the threshold is chosen matters less."""
LOOKED_AT = 0.05
"""Cosine below which a pair counts as unlike at once."""
TELLING = 16
"""Stems of a text by which partners are looked for."""
SHORT = 60
"""Distinct stems under which a text is short: about a hundred words."""
RAISED = 0.2
"""Power of the ratio of two lengths, each counted up to `SHORT`, by which a cosine is raised. Chosen on the excerpts of
40 words of `python -m eval --only stories`: they are as like to each other as whole articles of one event are, and a
fifth less like to whole ones."""
OPENING = 800
"""Code points in which the first sentence is looked for; where they hold no second one the whole text is."""
PRIOR = 300.0
"""How many texts what is known of a language counts for against the pile itself, in which, while it is small, all words
look common. Of 20 to 600: with less, no threshold serves both twenty articles and five hundred; with more, the words
that a whole pile is about weigh too much in it, and neighbouring events of one subject melt together."""
ONE_TEXT = 0.9
"""Likeness of a passage from which a reprint is of its source's story whatever else it says: below, two events of one
kind may be told in one form ("the store burned down on Tuesday", "the smokehouse burned down on Friday")."""
ISSUE_PIECES = 5
"""Pieces from which a document is an issue with a subject of its own, of which no two need tell of one event."""
TASK = 500
"""Texts that are worked on at a time."""
TOGETHER = 64
"""Blocks of texts of which the stems are put together at once."""
SUBJECT = 0.5
"""Share of an issue's pieces from which a stem is its subject's and not an event's: no issue tells one event in half of
its pieces. On `examples/` 0.45 and 0.55 give the same stories, three pieces of seven take the march apart."""

Floats = NDArray[np.float64]
Integers = NDArray[np.int64]


def stories(pile: Pile, reuse: Sequence[Reuse], alike: float = ALIKE) -> Sequence[Story]:
    """All stories of the pile by id; each article is in one, alone where nothing else tells of its event.

    `alike` is the mean likeness at which two groups are one story; only the evaluation gives another than `ALIKE`.
    """
    if not pile.articles:
        return ()
    copies = _copies(pile, reuse)
    members: dict[int, list[int]] = defaultdict(list)
    for number in range(len(pile.articles)):
        members[copies.least(number)].append(number)
    heads = sorted(members)
    vectors = _Vectors(pile, heads)
    groups = _clustered(in_company(vectors.pairs(), pile.scratch), alike, pile.scratch)
    told = [sorted(number for head in group for number in members[heads[head]]) for group in groups]
    ids = [sha256(f"story {pile.ids[numbers[0]]}".encode()).hexdigest()[:16] for numbers in told]
    order = sorted(range(len(told)), key=ids.__getitem__)

    def work(task: tuple[int, int]) -> tuple[bytes, list[int]]:
        return packed(_story(pile, ids[one], told[one], len(groups[one])) for one in order[slice(*task)])

    tasks = [(low, low + TASK) for low in range(0, len(order), TASK)]
    return pile.scratch.kept(pile.scratch.spread(work, tasks), Story)


def _copies(pile: Pile, reuse: Sequence[Reuse]) -> DisjointSets:
    """Articles that are one text: by reprint, version or excerpt."""
    numbers = {id_: number for number, id_ in enumerate(pile.ids)}
    copies = DisjointSets(len(pile.articles))
    for record in reuse:
        if record.kind in {"reprint", "version", "excerpt"} and record.likeness >= ONE_TEXT:
            copies.join(numbers[record.a.article], numbers[record.b.article])
    return copies


class _Vectors:
    """The texts that stand alone as sparse vectors of length 1."""

    def __init__(self, pile: Pile, heads: Sequence[int]) -> None:
        self._pile, self._heads = pile, np.array(heads, dtype=np.int64)
        self._lengths = np.diff(pile.stems.first)[self._heads]
        self._first = firsts(self._lengths)
        vocabulary = self._vocabulary()
        self._size = len(vocabulary)
        terms = pile.scratch.column(np.int32)
        self._texts = np.zeros(self._size, dtype=np.int64)
        for rows in self._blocks():
            found = np.searchsorted(vocabulary, pile.stems.values[self._where(rows)])
            self._texts += np.bincount(found, minlength=self._size)
            terms.append(found)
        self._terms = terms.array()
        rarity = -np.log(shares(self._texts, len(heads), believed(vocabulary), PRIOR))
        rarity = np.minimum(rarity, -np.log(self._shares_of_issues()))
        self._weights = self._weighed(np.maximum(rarity, 0))

    def _blocks(self) -> Iterator[Integers]:
        """All rows, in blocks of `TASK`; what of them lies in the scratch is not held meanwhile."""
        for low in range(0, len(self._heads), TASK):
            yield np.arange(low, min(low + TASK, len(self._heads)))
            self._pile.scratch.rest()

    def _where(self, rows: Integers) -> Integers:
        """Where the stems of some rows stand in the pile."""
        first = self._pile.stems.first
        return stretched(first[self._heads[rows]], first[self._heads[rows] + 1])

    def _vocabulary(self) -> Hashes:
        """All stems of the texts, in order."""
        found = [np.zeros(0, dtype=np.uint64)]
        for rows in self._blocks():
            found.append(np.unique(self._pile.stems.values[self._where(rows)]))
            if len(found) > TOGETHER:
                found = [np.unique(np.concatenate(found))]
        return np.unique(np.concatenate(found))

    def _weighed(self, rarity: Floats) -> Floats:
        """What each term weighs in its text."""
        weights = self._pile.scratch.column(np.float64)
        for rows in self._blocks():
            start, end = self._first[rows[0]], self._first[rows[-1] + 1]
            counts = self._pile.counts[self._where(rows)].astype(np.float64)
            own = (1 + np.log(counts)) * rarity[self._terms[start:end]]
            row = np.repeat(np.arange(len(rows)), np.diff(self._first[rows[0] : rows[-1] + 2]))
            norms = np.sqrt(np.bincount(row, own**2, minlength=len(rows)))
            weights.append(own / np.maximum(norms, 1e-12)[row])
        return weights.array()

    def _shares_of_issues(self) -> Floats:
        """For each stem, in what share of an issue's pieces it stands at most: all of them are on the issue's subject.

        What is known of the language knows nothing of the subject: to it the words that every piece of a newsletter
        holds are rare, and would make all its pieces one story.
        """
        shares = np.full(self._size, 1e-9)
        documents = self._pile.documents[self._heads]
        order = np.argsort(documents, kind="stable")
        for rows in np.split(order, np.flatnonzero(np.diff(documents[order])) + 1):
            if len(rows) < ISSUE_PIECES:
                continue
            terms = np.concatenate([self._terms[self._first[row] : self._first[row + 1]] for row in rows])
            standing = np.bincount(terms, minlength=self._size)
            subject = standing >= SUBJECT * len(rows)
            shares[subject] = np.maximum(shares[subject], standing[subject] / len(rows))
        return shares

    def pairs(self) -> Pairs:
        """Pairs of rows that are alike at all, each with its cosine, raised where one is short and the other is not."""
        scratch = self._pile.scratch
        partners = Partners(*self._telling(), [self._pile.whens[head] for head in self._heads.tolist()])
        columns = scratch.column(np.int32), scratch.column(np.int32), scratch.column(np.float64)
        for arrays in scratch.spread(lambda rows: self._alike(rows, partners.of(rows)), list(self._blocks())):
            for column, values in zip(columns, arrays, strict=True):
                column.append(values)
        return Pairs(len(self._heads), *(column.array() for column in columns))

    def _alike(self, rows: Integers, partners: Sequence[Integers]) -> tuple[Integers, Integers, Floats]:
        """Those of some rows and their partners that are alike at all."""
        weighed = np.zeros(self._size)
        others_of, values = [np.zeros(0, dtype=np.int64)], [np.zeros(0)]
        for row, others in zip(rows.tolist(), partners, strict=True):
            if len(others):
                own = slice(self._first[row], self._first[row + 1])
                weighed[self._terms[own]] = self._weights[own]
                sums = self._products(weighed, others)
                weighed[self._terms[own]] = 0
                alike = sums >= LOOKED_AT
                others, sums = others[alike], sums[alike]
            else:
                sums = np.zeros(0)
            others_of.append(others)
            values.append(sums)
        one = np.repeat(rows, [len(others) for others in others_of[1:]])
        other = np.concatenate(others_of)
        return one, other, np.concatenate(values) * self._raised(one, other)

    def _raised(self, one: Integers, other: Integers) -> Floats:
        """What makes up for what an excerpt lacks in words: it cannot hold what the whole article holds."""
        lengths = np.clip(self._lengths, 1, SHORT)
        long, short = np.maximum(lengths[one], lengths[other]), np.minimum(lengths[one], lengths[other])
        result: Floats = (long / short) ** RAISED
        return result

    def _products(self, weighed: Floats, others: Integers) -> Floats:
        """The products of the vector in `weighed` with those of the given rows."""
        where = stretched(self._first[others], self._first[others + 1])
        values = weighed[self._terms[where]] * self._weights[where]
        lengths = self._lengths[others]
        result: Floats = np.add.reduceat(values, np.cumsum(lengths) - lengths)
        return result

    def _telling(self) -> tuple[NDArray[np.int32], NDArray[np.int32]]:
        """The most telling stems of each row, as far as other rows hold them too: rows and terms."""
        found = list(self._pile.scratch.spread(self._most_telling, list(self._blocks())))
        rows, terms = (np.concatenate([one[at] for one in found]) for at in range(2))
        return rows, terms

    def _most_telling(self, rows: Integers) -> tuple[NDArray[np.int32], NDArray[np.int32]]:
        start, end = self._first[rows[0]], self._first[rows[-1] + 1]
        terms, weights = self._terms[start:end], self._weights[start:end]
        row = np.repeat(rows, np.diff(self._first[rows[0] : rows[-1] + 2]))
        shared = self._texts[terms] > 1
        terms, weights, row = terms[shared], weights[shared], row[shared]
        order = np.lexsort((terms, -weights, row))
        terms, row = terms[order], row[order]
        best = np.arange(len(row)) - np.searchsorted(row, row) < TELLING
        return row[best].astype(np.int32), terms[best]


def _clustered(pairs: Pairs, alike: float, scratch: Scratch) -> list[list[int]]:
    """Average-link clusters of the numbers of the pairs; pairs not given count 0.

    Groups of which both hold together much better than they do with each other stay apart (`APART`).
    """
    pairs = _joinable(pairs, alike, scratch)
    sums: list[dict[int, float]] = [{} for _ in range(pairs.count)]
    sizes, members = [1] * pairs.count, [[number] for number in range(pairs.count)]
    inside = [0.0] * pairs.count
    heap: list[tuple[float, int, int]] = []
    for one, other, value in zip(pairs.one.tolist(), pairs.other.tolist(), pairs.value.tolist(), strict=True):
        sums[one][other] = sums[other][one] = value
        if value >= alike:
            heap.append((-value, one, other))
    heapq.heapify(heap)
    while heap:
        value, one, other = heapq.heappop(heap)
        total = sums[one].get(other)
        if total is None or -value != total / (sizes[one] * sizes[other]):
            continue
        if -value < APART * min(_coherence(inside[one], sizes[one]), _coherence(inside[other], sizes[other])):
            continue
        members[one] += members[other]
        sizes[one] += sizes[other]
        inside[one] += inside[other] + total
        del sums[one][other], sums[other][one]
        for third, more in sums[other].items():
            del sums[third][other]
            sums[one][third] = sums[third][one] = sums[one].get(third, 0.0) + more
        sums[other], members[other] = {}, []
        for third, total in sums[one].items():
            mean = total / (sizes[one] * sizes[third])
            if mean >= alike:
                heapq.heappush(heap, (-mean, min(one, third), max(one, third)))
    return [sorted(group) for group in members if group]


def _joinable(pairs: Pairs, alike: float, scratch: Scratch) -> Pairs:
    """The pairs of numbers that pairs alike enough lead from one to the other: no others are ever in one cluster."""
    sets = DisjointSets(pairs.count)
    for block in pairs.blocks(scratch):
        near = block.value >= alike
        for one, other in zip(block.one[near].tolist(), block.other[near].tolist(), strict=True):
            sets.join(one, other)
    least = np.array([sets.least(number) for number in range(pairs.count)], dtype=np.int64)
    kept = [block.chosen(least[block.one] == least[block.other]) for block in pairs.blocks(scratch)]
    return Pairs.joined(pairs.count, kept)


def _coherence(inside: float, size: int) -> float:
    """Mean likeness of the pairs of a group; 0 where there are none."""
    return 2 * inside / (size * (size - 1)) if size > 1 else 0.0


def _story(pile: Pile, id_: str, numbers: Sequence[int], origins: int) -> Story:
    """The story of some articles, given by their numbers, that carry so many texts."""
    articles = [pile.articles[number] for number in numbers]
    dated = [number for number in numbers if pile.whens[number] is not None]
    first, last = None, None
    if dated:
        first = pile.articles[min(dated, key=lambda number: pile.whens[number] or ())].published
        last = pile.articles[max(dated, key=lambda number: (pile.whens[number] or ())[::-1])].published
    return Story(
        id=id_,
        articles=tuple(article.id for article in articles),
        headline=_headline(articles),
        first=first.value if first else None,
        last=last.value if last else None,
        origins=origins,
    )


def _headline(articles: Sequence[Article]) -> Place:
    """The title of the earliest article that has one in its text, else the first sentence of the earliest."""
    for article in articles:
        if article.title and article.title.span and article.title.span.of(article.text).strip():
            return Place(article.id, article.title.span)
    for article in articles:
        opening = sentences(article.text[:OPENING], language=article.language)
        if len(opening) < 2:
            opening = sentences(article.text, language=article.language)
        if opening:
            return Place(article.id, opening[0])
    return Place(articles[0].id, Span(0, len(articles[0].text)))
