"""Conflicts: figures or dates of one thing that different pieces give, side by side, and whether they go together.

Pairs that may be of one thing are looked for among the pieces of a story (of a small pile, among all), weighed by
`same_thing`, and joined by average-link clustering, in which a pair that was not looked at counts as unlike. What a
group's values say of each other is said by `values`; that a later account overtakes an earlier one, by the dates of the
pieces and by words that say so.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence, Set
from functools import cache
from hashlib import sha256
from itertools import combinations

from onrecord import lexicon
from onrecord.link.clusters import average_link
from onrecord.link.pile import Pile
from onrecord.link.quantities import Quantity, quantities
from onrecord.link.same_thing import Likeness, least_to_differ, weights
from onrecord.link.values import Relation, compared, dated
from onrecord.link.words import words
from onrecord.model import Conflict, Place, Reuse, Side, Story, Verdict
from onrecord.tag.meaning import Meanings

SMALL = 1_500
"""Figures and dates of a pile up to which all are compared, not only those of one story."""
LATER = 0.9
"""Days by which a piece is later, at least, where its account may overtake another."""


def conflicts(
    pile: Pile, stories: Sequence[Story], reuse: Iterable[Reuse], rarity: Mapping[int, float], meanings: Meanings
) -> tuple[Conflict, ...]:
    """Groups of figures or dates of one thing, by id, agreements included.

    Args:
        pile: tagged articles.
        stories: the stories of the pile.
        reuse: its passages; a figure inside a copied passage is not a second account.
        rarity: what a stem weighs.
        meanings: the model that reads sentences.
    """
    found = _own(quantities(pile), pile, reuse)
    likeness = Likeness(rarity, meanings)
    made: list[Conflict] = []
    for group in _groups(found, pile, stories):
        pairs = [(one, other, likeness.likelihood(group[one], group[other])) for one, other in likeness.partners(group)]
        sure = {(one, other) for one, other, value in pairs if value >= least_to_differ(group[one])}
        for members in average_link(len(group), pairs, weights().together):
            if len({group[at].number for at in members}) > 1:
                made.append(_conflict(pile, group, members, sure))
    return tuple(sorted(made, key=lambda conflict: conflict.id))


def _own(found: Sequence[Quantity], pile: Pile, reuse: Iterable[Reuse]) -> list[Quantity]:
    """The quantities that stand in no passage which an earlier piece has too."""
    numbers = {article.id: number for number, article in enumerate(pile.articles)}
    copied: dict[int, list[tuple[int, int]]] = defaultdict(list)
    for record in reuse:
        if record.kind != "quotation":
            copied[numbers[record.b.article]].append((record.b.span.start, record.b.span.end))
    return [
        one
        for one in found
        if not any(start <= one.span.start and one.span.end <= end for start, end in copied.get(one.number, ()))
    ]


def _groups(found: Sequence[Quantity], pile: Pile, stories: Sequence[Story]) -> Iterator[list[Quantity]]:
    if len(found) <= SMALL:
        yield list(found)
        return
    by_article: dict[str, list[Quantity]] = defaultdict(list)
    for one in found:
        by_article[pile.articles[one.number].id].append(one)
    for story in stories:
        if len(story.articles) > 1:
            yield [one for article in story.articles for one in by_article.get(article, ())]


@cache
def _growing() -> frozenset[int]:
    return frozenset(words(" ".join(lexicon.load("contradicting")["growing"])).stems.tolist())


@cache
def _overtaken() -> frozenset[int]:
    return frozenset(words(" ".join(lexicon.load("contradicting")["overtaken"])).hashes.tolist())


def _conflict(pile: Pile, group: Sequence[Quantity], numbers: Sequence[int], sure: Set[tuple[int, int]]) -> Conflict:
    verdict, reason, pair = _verdict(pile, group, numbers, sure)
    members = sorted((group[at] for at in numbers), key=lambda one: (one.number, one.span))
    date = members[0].timex is not None
    sides = tuple(_side(pile, one) for one in members)
    name = " ".join(f"{side.article}:{side.span.start}" for side in sides[:2])
    return Conflict(
        id=sha256(f"{'date' if date else 'figure'} {name}".encode()).hexdigest()[:16],
        kind="date" if date else "figure",
        verdict=verdict,
        sides=sides,
        reason=reason,
        shown=tuple(_shown(pile, pair)),
    )


def _verdict(
    pile: Pile, group: Sequence[Quantity], numbers: Sequence[int], sure: Set[tuple[int, int]]
) -> tuple[Verdict, str, tuple[Quantity, Quantity]]:
    """The verdict on some quantities of a group, the rule, and the pair that it rests on: the one that fits least.

    Two that cannot both be right are a difference only where the pair by itself is sure to be of one thing.
    """
    order: dict[Relation, int] = {"same": 0, "rounded": 1, "possible": 2, "apart": 3}
    worst: tuple[int, str, tuple[Quantity, Quantity]] | None = None
    for first, second in combinations(numbers, 2):
        one, other = group[first], group[second]
        if one.number == other.number:
            continue
        relation, rule = _relation(one, other)
        rank = order[relation]
        if rank == 3 and (first, second) not in sure:
            rank, rule = -1, "perhaps not the same thing"
        if worst is None or rank > worst[0]:
            worst = (rank, rule, (one, other))
    assert worst is not None, "a group is of two pieces at least"
    rank, rule, pair = worst
    if rank == 3:
        changed = _changed(pile, *pair)
        return ("changed", changed, pair) if changed else ("differ", rule, pair)
    verdicts: tuple[Verdict, ...] = ("agree", "agree", "compatible", "not_comparable")
    return verdicts[rank], rule, pair


def _relation(one: Quantity, other: Quantity) -> tuple[Relation, str]:
    if one.timex is not None and other.timex is not None:
        return dated(one.timex, other.timex)
    assert one.figure is not None and other.figure is not None
    return compared(one.figure, other.figure)


def _changed(pile: Pile, one: Quantity, other: Quantity) -> str:
    """The rule by which the later of two accounts overtakes the earlier; empty where none says so."""
    first, second = sorted((one, other), key=lambda side: pile.whens[side.number] or ())
    when, then = pile.whens[first.number], pile.whens[second.number]
    if when is None or then is None or not when.before(then) or when.apart(then) < LATER:
        return ""
    article = pile.articles[second.number]
    told = words(second.sentence.of(article.text))
    if not _overtaken().isdisjoint(told.hashes.tolist()):
        return "the later account says that it changed"
    if second.figure is None or first.figure is None:
        return ""
    grew = float(second.figure.value or 0) > float(first.figure.value or 0)
    counted = first.counted | second.counted | first.near.keys() | second.near.keys()
    return "later and greater, of what grows" if grew and not _growing().isdisjoint(counted) else ""


def _side(pile: Pile, one: Quantity) -> Side:
    value = one.timex.value if one.timex is not None else one.figure.value if one.figure is not None else None
    if one.figure is not None and one.figure.upper is not None:
        value = f"{one.figure.value}/{one.figure.upper}"
    return Side(
        article=pile.articles[one.number].id,
        span=one.span,
        statement=one.statement,
        sentence=one.sentence,
        value=value,
    )


def _shown(pile: Pile, pair: tuple[Quantity, Quantity]) -> Iterator[Place]:
    """What is counted, or what happened, in the words of both sides."""
    for one in pair:
        thing = one.timex.event if one.timex is not None else one.figure.counted if one.figure is not None else None
        if thing is not None:
            yield Place(pile.articles[one.number].id, thing)
