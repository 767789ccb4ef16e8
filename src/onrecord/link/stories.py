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
from collections.abc import Sequence
from dataclasses import replace
from hashlib import sha256

import numpy as np
from numpy.typing import NDArray

from onrecord.link.commonness import believed, shares
from onrecord.link.neighbours import Pairs, in_company
from onrecord.link.pile import Pile
from onrecord.link.sets import DisjointSets
from onrecord.link.words import words
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
DAYS = 10.0
"""Days that may lie between two dated pieces of one story."""
TELLING = 16
"""Stems of a text by which partners are looked for."""
NEIGHBOURS = 40
"""Texts after it in time with which a text is compared for each telling stem that they share."""
SHORT = 60
"""Distinct stems under which a text is short: about a hundred words."""
RAISED = 0.2
"""Power of the ratio of two lengths, each counted up to `SHORT`, by which a cosine is raised. Chosen on the excerpts of
40 words of `python -m eval --only stories`: they are as like to each other as whole articles of one event are, and a
fifth less like to whole ones."""
TITLE = 2
"""How many more times the words of a title count."""
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
SUBJECT = 0.5
"""Share of an issue's pieces from which a stem is its subject's and not an event's: no issue tells one event in half of
its pieces. On `examples/` 0.45 and 0.55 give the same stories, three pieces of seven take the march apart."""

Floats = NDArray[np.float64]
Integers = NDArray[np.int64]


def stories(pile: Pile, reuse: Sequence[Reuse], alike: float = ALIKE) -> tuple[Story, ...]:
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
    groups = _clustered(in_company(vectors.pairs()), alike)
    made = [_story(pile, [members[heads[head]] for head in group]) for group in groups]
    return tuple(sorted(made, key=lambda story: story.id))


def _copies(pile: Pile, reuse: Sequence[Reuse]) -> DisjointSets:
    """Articles that are one text: by reprint, version or excerpt."""
    numbers = {article.id: number for number, article in enumerate(pile.articles)}
    copies = DisjointSets(len(pile.articles))
    for record in reuse:
        if record.kind in {"reprint", "version", "excerpt"} and record.likeness >= ONE_TEXT:
            copies.join(numbers[record.a.article], numbers[record.b.article])
    return copies


class _Vectors:
    """The texts that stand alone as sparse vectors of length 1."""

    def __init__(self, pile: Pile, heads: Sequence[int]) -> None:
        self._pile, self._heads = pile, heads
        lengths = [len(pile.stems[head]) for head in heads]
        self._first = np.zeros(len(heads) + 1, dtype=np.int64)
        np.cumsum(lengths, out=self._first[1:])
        vocabulary, self._terms = np.unique(np.concatenate([pile.stems[head] for head in heads]), return_inverse=True)
        self._size = len(vocabulary)
        counts = np.concatenate([pile.counts[head] for head in heads]).astype(np.float64)
        for row, head in enumerate(heads):
            title, stems = pile.articles[head].title, pile.stems[head]
            if title and len(stems):
                wanted = words(title.value).stems
                at = np.minimum(np.searchsorted(stems, wanted), len(stems) - 1)
                counts[self._first[row] + at[stems[at] == wanted]] += TITLE
        texts = np.bincount(self._terms, minlength=self._size)
        rarity = -np.log(shares(texts, len(heads), believed(vocabulary), PRIOR))
        rarity = np.minimum(rarity, -np.log(self._shares_of_issues()))
        self._weights = (1 + np.log(counts)) * np.maximum(rarity[self._terms], 0)
        rows = np.repeat(np.arange(len(heads)), lengths)
        norms = np.sqrt(np.bincount(rows, self._weights**2, minlength=len(heads)))
        self._weights /= np.maximum(norms, 1e-12)[rows]
        self._texts = texts

    def _shares_of_issues(self) -> Floats:
        """For each stem, in what share of an issue's pieces it stands at most: all of them are on the issue's subject.

        What is known of the language knows nothing of the subject: to it the words that every piece of a newsletter
        holds are rare, and would make all its pieces one story.
        """
        shares = np.full(self._size, 1e-9)
        issues: dict[str, list[int]] = defaultdict(list)
        for row, head in enumerate(self._heads):
            issues[self._pile.articles[head].document.id].append(row)
        for rows in issues.values():
            if len(rows) < ISSUE_PIECES:
                continue
            terms = np.concatenate([self._terms[self._first[row] : self._first[row + 1]] for row in rows])
            standing = np.bincount(terms, minlength=self._size)
            subject = standing >= SUBJECT * len(rows)
            shares[subject] = np.maximum(shares[subject], standing[subject] / len(rows))
        return shares

    def pairs(self) -> Pairs:
        """Pairs of rows that are alike at all, each with its cosine, raised where one is short and the other is not."""
        scratch = np.zeros(self._size)
        ones, others_of, values = [], [], []
        for row, others in enumerate(self._partners()):
            if not len(others):
                continue
            own = slice(self._first[row], self._first[row + 1])
            scratch[self._terms[own]] = self._weights[own]
            sums = self._products(scratch, others)
            scratch[self._terms[own]] = 0
            alike = np.flatnonzero(sums >= LOOKED_AT)
            ones.append(np.full(len(alike), row, dtype=np.int64))
            others_of.append(others[alike])
            values.append(sums[alike])
        if not ones:
            return Pairs(len(self._heads), np.zeros(0, np.int64), np.zeros(0, np.int64), np.zeros(0))
        pairs = Pairs(len(self._heads), np.concatenate(ones), np.concatenate(others_of), np.concatenate(values))
        return self._raised(pairs)

    def _raised(self, pairs: Pairs) -> Pairs:
        """The pairs with what an excerpt lacks in words made up for: it cannot hold what the whole article holds."""
        lengths = np.clip(np.diff(self._first), 1, SHORT)
        one, other = lengths[pairs.one], lengths[pairs.other]
        return replace(pairs, value=pairs.value * (np.maximum(one, other) / np.minimum(one, other)) ** RAISED)

    def _products(self, scratch: Floats, others: Integers) -> Floats:
        """The products of the vector in `scratch` with those of the given rows."""
        starts, lengths = self._first[others], self._first[others + 1] - self._first[others]
        ends = np.cumsum(lengths)
        where = np.arange(ends[-1]) + np.repeat(starts - (ends - lengths), lengths)
        values = scratch[self._terms[where]] * self._weights[where]
        result: Floats = np.add.reduceat(values, ends - lengths)
        return result

    def _partners(self) -> list[Integers]:
        """For each row the later rows that share a telling stem and are near enough in time."""
        by_stem: dict[int, list[int]] = defaultdict(list)
        for row in range(len(self._heads)):
            own = slice(self._first[row], self._first[row + 1])
            terms, weights = self._terms[own], self._weights[own]
            shared = self._texts[terms] > 1
            terms, weights = terms[shared], weights[shared]
            best = np.lexsort((terms, -weights))[:TELLING]
            for term in terms[best].tolist():
                by_stem[term].append(row)
        partners: list[set[int]] = [set() for _ in self._heads]
        whens = [self._pile.whens[head] for head in self._heads]
        for rows in by_stem.values():
            for place, row in enumerate(rows):
                moment = whens[row]
                for other in rows[place + 1 : place + 1 + NEIGHBOURS]:
                    then = whens[other]
                    if moment and then and moment.apart(then) > DAYS:
                        break
                    partners[row].add(other)
        return [np.array(sorted(others), dtype=np.int64) for others in partners]


def _clustered(pairs: Pairs, alike: float) -> list[list[int]]:
    """Average-link clusters of the numbers of the pairs; pairs not given count 0.

    Groups of which both hold together much better than they do with each other stay apart (`APART`).
    """
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


def _coherence(inside: float, size: int) -> float:
    """Mean likeness of the pairs of a group; 0 where there are none."""
    return 2 * inside / (size * (size - 1)) if size > 1 else 0.0


def _story(pile: Pile, texts: Sequence[Sequence[int]]) -> Story:
    """The story of some texts, each given by the numbers of the articles that carry it."""
    numbers = sorted(number for text in texts for number in text)
    articles = [pile.articles[number] for number in numbers]
    dated = [number for number in numbers if pile.whens[number] is not None]
    first, last = None, None
    if dated:
        first = pile.articles[min(dated, key=lambda number: pile.whens[number] or ())].published
        last = pile.articles[max(dated, key=lambda number: (pile.whens[number] or ())[::-1])].published
    return Story(
        id=sha256(f"story {articles[0].id}".encode()).hexdigest()[:16],
        articles=tuple(article.id for article in articles),
        headline=_headline(articles),
        first=first.value if first else None,
        last=last.value if last else None,
        origins=len(texts),
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
