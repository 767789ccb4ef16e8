"""How well names of one bearer come together across a pile: 200 articles of the coverage, marked by two readers.

An item is a form of a name in one article. Counted are the bearers with two forms or more, and all who share a word
or an acronym with one of them (`alike`); a form that means two bearers in one article is left out. The system's group
of an item is the entity of the name that stands where the form stands first; a chain that is left open is a group of
its own, and so is a form at which no name was found.

*Names given*: every whole-word place of every form in the gold is given as a name, so that only chains and resolving
are measured. *Names found*: the tagger finds the names.

ECB+ holds stories and no bearers, so that nothing can be right or wrong there; counted is how many entities stand in
two articles or more.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Callable, Hashable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

from msgspec.structs import replace

from eval.data import MissingDataError, data, rows
from eval.figures import Figure, Skipped
from eval.measures import resampled
from eval.statements.measure import READERS
from eval.statements.texts import Range
from eval.stories.measure import CORPORA, Row, article_of
from eval.stories.score import BCubed, by_item, mean
from eval.who import gold
from eval.who.alike import Pair, confusable
from eval.who.gold import Bearer
from onrecord.model import Article, Entity, Identity, NameType, Span
from onrecord.tag.chains import chained
from onrecord.tag.vocabulary import vocabulary

PART = "who"
CORPUS = "200 articles of coverage"
ECB = "ECB+ odd topics"
PER = 200
"""Confusable pairs to which wrong merges are reckoned."""

Item = tuple[str, Range]
"""The id of an article's row, and where a form stands first in it."""
Groups = Mapping[Item, Hashable]
Tagger = Callable[[Article], Article]


class Resolved(Protocol):
    """What is measured: identities of chains."""

    @property
    def entities(self) -> tuple[Entity, ...]: ...

    @property
    def identities(self) -> tuple[Identity, ...]: ...


Resolver = Callable[[Sequence[Article]], Resolved]


@dataclass(frozen=True)
class Wanted:
    """What a reader marked, as it is measured."""

    items: dict[Item, int]
    """The bearer of each item that counts."""
    pairs: set[Pair]
    """The bearers that are easily taken for each other."""


def figures(tag: Tagger, resolve: Resolver) -> Iterator[Figure | Skipped]:
    """All figures on names across articles."""
    try:
        marked = {reader: gold.aliases(reader) for reader in READERS}
        articles = read(marked["A"])
    except MissingDataError as missing:
        yield Skipped(PART, CORPUS, str(missing))
        return
    found = [tag(article) for article in articles.values()]
    wanted = {reader: counted(articles, bearers) for reader, bearers in marked.items()}
    for reader, bearers in marked.items():
        corpus = f"{CORPUS}, reader {reader}"
        own = wanted[reader]
        known = [given(article, bearers[one]) for one, article in articles.items()]
        forms = {item: articles[item[0]].text[slice(*item[1])] for item in own.items}
        yield from _scored(corpus, "names given", groups(resolve(known), known, own.items), own)
        yield from _scored(corpus, "names found", groups(resolve(found), found, own.items), own)
        yield from _scored(corpus, "same string", forms, own)
    yield _agreement(wanted["A"], wanted["B"])
    yield from _across(tag, resolve)


def read(marked: Mapping[str, object]) -> dict[str, Article]:
    """The articles that were marked, by the id of their row.

    Raises:
        MissingDataError: the coverage lies nowhere.
    """
    found = {row.id: row for row in rows(data("coverage/baly-third.jsonl.gz"), Row) if row.id in marked}
    return {one: replace(article_of(found[one]), language="en") for one in marked}


def counted(articles: Mapping[str, Article], marked: Mapping[str, Sequence[Bearer]]) -> Wanted:
    """The items that count, and the pairs of bearers that are easily taken for each other."""
    forms: dict[int, set[str]] = defaultdict(set)
    items: dict[Item, set[int]] = defaultdict(set)
    for one, bearers in marked.items():
        for bearer in bearers:
            for start, end in bearer.forms:
                items[one, (start, end)].add(bearer.entity)
                forms[bearer.entity].add(" ".join(articles[one].text[start:end].split()))
    pairs = confusable(forms)
    several = {bearer for bearer, own in forms.items() if len(own) > 1}
    chosen = several.union(*(pair for pair in pairs if pair & several))
    kept = {item: next(iter(own)) for item, own in items.items() if len(own) == 1 and own <= chosen}
    return Wanted(kept, {pair for pair in pairs if pair <= chosen})


def given(article: Article, bearers: Sequence[Bearer]) -> Article:
    """The article with every whole-word place of the bearers' forms as a name; a longer form comes first."""
    kinds: dict[str, NameType] = {}
    for bearer in bearers:
        for start, end in bearer.forms:
            kinds.setdefault(article.text[start:end], bearer.kind)
    taken: list[tuple[NameType, Span]] = []
    for form in sorted(kinds, key=lambda one: (-len(one), one)):
        for match in re.finditer(rf"(?<!\w){re.escape(form)}(?!\w)", article.text):
            span = Span(*match.span())
            if not any(span.meets(other) for _, other in taken):
                taken.append((kinds[form], span))
    taken.sort(key=lambda one: one[1])
    return replace(article, names=chained(article.text, taken, vocabulary("en")), statements=())


def groups(resolved: Resolved, articles: Sequence[Article], items: Mapping[Item, object]) -> Groups:
    """The system's group of each item."""
    identities = {(one.article, one.who): one.entity for one in resolved.identities}
    by_row = {article.external_id: article for article in articles}
    found: dict[Item, Hashable] = {}
    for item in items:
        article = by_row[item[0]]
        who = _chain_at(article, Span(*item[1]))
        entity = identities.get((article.id, who or ""))
        found[item] = entity or (("open", article.id, who) if who else ("none", item))
    return found


def _chain_at(article: Article, place: Span) -> str | None:
    """The chain of the name that has most of a stretch, and more than half of it."""
    best, who = place.end - place.start, None
    for name in article.names or ():
        common = 2 * (min(place.end, name.span.end) - max(place.start, name.span.start))
        if common > best:
            best, who = common, name.who
    return who


def _scored(corpus: str, how: str, system: Groups, wanted: Wanted) -> Iterator[Figure]:
    """B-cubed, its interval over articles, and the wrong merges."""
    each = by_item(system, wanted.items)
    total = mean(list(each.values()))
    n = f"{len(each)} forms of {len(set(wanted.items.values()))}"
    yield Figure(PART, f"B-cubed F1, {how}", corpus, n, total.f1, _interval(each))
    yield Figure(PART, f"B-cubed precision, {how}", corpus, n, total.precision)
    yield Figure(PART, f"B-cubed recall, {how}", corpus, n, total.recall)
    wrong, pairs, bearers = merged(system, wanted)
    n = f"{wrong} of {pairs} pairs of forms; {bearers} of {len(wanted.pairs)} pairs of bearers"
    value = round(PER * wrong / max(pairs, 1), 2)
    yield Figure(PART, f"wrong merges in {PER} pairs, {how}", corpus, n, value, share=False)


def _interval(each: Mapping[Item, BCubed]) -> tuple[float, float]:
    """The interval of F1 over articles drawn with replacement; what an item is worth stays as it is."""
    of_article: dict[str, list[BCubed]] = defaultdict(list)
    for item, score in each.items():
        of_article[item[0]].append(score)
    articles = list(of_article.values())
    return resampled(articles, lambda drawn: mean([score for scores in drawn for score in scores]).f1)


def merged(system: Groups, wanted: Wanted) -> tuple[int, int, int]:
    """Pairs of items of bearers easily taken for each other: how many stand in one group, and how many there are;
    and how many of the pairs of bearers have such items."""
    sizes = Counter(wanted.items.values())
    inside: dict[Hashable, Counter[int]] = defaultdict(Counter)
    for item, group in system.items():
        inside[group][wanted.items[item]] += 1
    wrong = Counter[Pair]()
    for counts in inside.values():
        for one, other in map(sorted, wanted.pairs if len(counts) > 1 else ()):
            wrong[frozenset((one, other))] += counts[one] * counts[other]
    pairs = sum(sizes[one] * sizes[other] for one, other in map(sorted, wanted.pairs))
    return wrong.total(), pairs, sum(count > 0 for count in wrong.values())


def _agreement(first: Wanted, second: Wanted) -> Figure:
    """Reader B's groups as an answer to reader A's, on the items that both have."""
    common = [item for item in first.items if item in second.items]
    each = by_item({item: second.items[item] for item in common}, {item: first.items[item] for item in common})
    n = f"{len(common)} forms of {len(first.items)}"
    total = mean(list(each.values()))
    return Figure(PART, "B-cubed F1, the other reader", f"{CORPUS}, reader A", n, total.f1, _interval(each))


def _across(tag: Tagger, resolve: Resolver) -> Iterator[Figure | Skipped]:
    """How many entities stand in two articles of ECB+ or more."""
    try:
        found = list(rows(data(CORPORA[ECB]), Row))
    except MissingDataError as missing:
        yield Skipped(PART, ECB, str(missing))
        return
    resolved = resolve([tag(replace(article_of(row), language="en")) for row in found])
    articles: dict[str, set[str]] = defaultdict(set)
    for one in resolved.identities:
        if one.entity is not None:
            articles[one.entity].add(one.article)
    several = sum(len(where) > 1 for where in articles.values())
    n = f"of {len(articles)} in {len(found)} articles"
    yield Figure(PART, "entities in two articles or more", ECB, n, several, share=False)
