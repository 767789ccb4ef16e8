"""Pairs of sentences of coverage whose figures, or dates, are of one thing or not, as far as their values tell.

Two pieces of one event that both give "$43,885,310" speak of one sum, whatever words they use; and any other sum that
one of them gives is another (distant supervision, Mintz et al. 2009). So a rare value that two pieces of a story share
makes a pair of one thing, and each of its two figures with the other amounts of the other piece a pair that is not.
Pieces that stand in a gold are left out, and what one copied from another too.
"""

from __future__ import annotations

import random
from collections import defaultdict
from collections.abc import Iterator, Sequence
from decimal import Decimal
from itertools import combinations
from typing import NamedTuple

from onrecord.link.conflicts import own, relation
from onrecord.link.pile import Pile
from onrecord.link.quantities import Quantity, quantities
from onrecord.model import Reuse, Story

PAIRS_OF_PIECES = 60
"""Pairs of pieces of a story that are looked at."""
OF_STORY = 200
"""Pairs of one thing that a story gives at most."""
EASY = 0.5
"""Pairs that share few words to one of one thing, beside two that share many."""
OF_VALUE, FROM_ALL = 6, 40
"""Pairs that one value gives outside stories, and figures of it that are looked at."""


class Pair(NamedTuple):
    """Two quantities, and whether they are of one thing."""

    one: Quantity
    other: Quantity
    same: bool


def distant(pile: Pile, stories: Sequence[Story], reuse: Sequence[Reuse], seed: int) -> list[Pair]:
    """Pairs of a pile whose figures and dates are marked, in an order of chance."""
    chance = random.Random(seed)
    found = own(quantities(pile), pile, reuse)
    by_article: dict[str, list[Quantity]] = defaultdict(list)
    for quantity in found:
        by_article[pile.articles[quantity.number].id].append(quantity)
    made: list[Pair] = []
    for story in stories:
        made += _of_story([by_article.get(one, []) for one in story.articles], pile, chance)
    of_story = {article: story.id for story in stories for article in story.articles}
    made += _outside([one for one in found if _rare(one)], by_article, pile, of_story, chance)
    return chance.sample(made, len(made))


def _rare(one: Quantity) -> bool:
    """Whether a value tells what it is of by itself."""
    if one.figure is None or one.figure.value is None:
        return False
    value = Decimal(one.figure.value)
    digits = len(value.normalize().as_tuple().digits)
    return digits >= 3 or (digits == 2 and (abs(value) >= 1000 or one.figure.kind == "money" or "." in str(value)))


def _anchored(one: Quantity, other: Quantity, pile: Pile) -> bool:
    """Whether the values of two quantities say that they are of one thing."""
    both = one.whole & other.whole
    how = relation(one, other)[0]
    if one.timex is not None and other.timex is not None:
        told = (one.timex.value or "")[:10]
        issued = {_day(pile, one), _day(pile, other)}
        return how == "same" and len(told) >= 7 and told not in issued and len(both) >= 3 and bool(both - one.names)
    same_head = one.head is not None and one.head == other.head and len(both) >= 2
    return (how == "same" and (_rare(one) or same_head)) or (how == "rounded" and _rare(one) and bool(both))


def _day(pile: Pile, one: Quantity) -> str:
    published = pile.articles[one.number].published
    return published.value[:10] if published else ""


def _of_story(pieces: Sequence[Sequence[Quantity]], pile: Pile, chance: random.Random) -> Iterator[Pair]:
    """Pairs of the pieces of one story."""
    same: list[Pair] = []
    apart: list[Pair] = []
    two = list(combinations(range(len(pieces)), 2))
    for first, second in chance.sample(two, min(len(two), PAIRS_OF_PIECES)):
        anchors = _anchors(pieces[first], pieces[second], pile)
        same += [Pair(one, other, True) for one, other in anchors]
        taken = {id(side) for pair in anchors for side in pair}
        apart += [
            Pair(one, other, False)
            for one in pieces[first]
            for other in pieces[second]
            if one.kind == other.kind
            and (id(one) in taken or id(other) in taken)
            and relation(one, other)[0] == "apart"
        ]
    same = chance.sample(same, min(len(same), OF_STORY))
    apart = sorted(chance.sample(apart, len(apart)), key=lambda pair: -len(pair.one.whole & pair.other.whole))
    hard = max(3, 2 * len(same))
    easy = apart[hard:]
    yield from same
    yield from apart[:hard]
    yield from chance.sample(easy, min(len(easy), max(1, round(EASY * len(same)))))


def _anchors(pieces: Sequence[Quantity], others: Sequence[Quantity], pile: Pile) -> list[tuple[Quantity, Quantity]]:
    """Pairs that are of one thing by their values, each quantity with the one that shares most words with it."""
    found = [
        (one, other) for one in pieces for other in others if one.kind == other.kind and _anchored(one, other, pile)
    ]
    best: dict[int, tuple[int, int]] = {}
    for at, (one, other) in enumerate(found):
        shared = (len(one.whole & other.whole), -at)
        for side in (one, other):
            best[id(side)] = max(best.get(id(side), shared), shared)
    return [
        pair
        for at, pair in enumerate(found)
        if all(best[id(side)] == (len(pair[0].whole & pair[1].whole), -at) for side in pair)
    ]


def _outside(
    rare: Sequence[Quantity],
    by_article: dict[str, list[Quantity]],
    pile: Pile,
    of_story: dict[str, str],
    chance: random.Random,
) -> Iterator[Pair]:
    """Pairs of pieces of different stories that share a rare value, a name and another word."""
    by_value: dict[tuple[object, str], list[Quantity]] = defaultdict(list)
    for one in rare:
        by_value[one.kind, (one.figure.value or "") if one.figure else ""].append(one)
    for told in by_value.values():
        made = 0
        for one, other in combinations(chance.sample(told, min(len(told), FROM_ALL)), 2):
            articles = [pile.articles[side.number].id for side in (one, other)]
            both = one.whole & other.whole
            named = one.names & other.names
            if (
                of_story[articles[0]] == of_story[articles[1]]
                or len(both) < 3
                or not named
                or not both - one.names - other.names
                or relation(one, other)[0] != "same"
                or made == OF_VALUE
            ):
                continue
            made += 1
            yield Pair(one, other, True)
            apart = [Pair(one, away, False) for away in by_article[articles[1]] if away.kind == one.kind]
            apart += [Pair(away, other, False) for away in by_article[articles[0]] if away.kind == other.kind]
            apart = [pair for pair in apart if relation(pair.one, pair.other)[0] == "apart"]
            yield from sorted(apart, key=lambda pair: -len(pair.one.whole & pair.other.whole))[:2]
