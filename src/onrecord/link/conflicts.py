"""Conflicts: figures or dates of one thing that different pieces give, side by side, and whether they go together.

Pairs that may be of one thing are looked for among the pieces of a story (of a small pile, among all) and weighed by
`same_thing`. Where the values go together, a pair stands together if it is likely enough. Where they do not, more is
asked, since look-alikes are many times as frequent as contradictions: each of the two must be the other's best partner
in its piece, neither may have a partner there that says the same, what is counted must be called the same, and the
values must be near each other, as those of two accounts of one thing are. Shares are never said to differ: another poll
is another thing. What the values of a pair say of each other is said by `values`; that a later account
overtakes an earlier one, by the dates of the pieces and by words that say so.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from hashlib import sha256
from typing import NamedTuple

from onrecord.link.listed import listed_hashes, listed_stems
from onrecord.link.pile import Pile
from onrecord.link.quantities import Quantity, quantities
from onrecord.link.same_thing import Likeness, least_to_differ
from onrecord.link.sets import DisjointSets
from onrecord.link.values import Relation, compared, dated, days_apart, times
from onrecord.link.words import words
from onrecord.model import Conflict, Place, Reuse, Side, Story, Verdict
from onrecord.tag.meaning import Meanings

SMALL = 1_500
"""Figures and dates of a pile up to which all are compared, not only those of one story."""
ALIKE, ROOM = 0.3, 0.5
"""Likelihoods from which two stand together whose values are the same, or leave room for each other."""
ELSEWHERE = 0.6
"""Part of a pair's likelihood that a partner with the same value may not have: that one would be meant."""
NEAR = 1.25
"""How many times the smaller of two values the larger may be where they are said to differ."""
DAYS_NEAR = 40.0
"""The same for dates, in days, or one year for years."""
SAME_EVENT = 0.5
"""How alike the words for what happened are, where two dates are said to differ."""
TEMPLATE, SENTENCE = 0.95, 4
"""Likeness of two sentences with fewer words of meaning than `SENTENCE`, from which they are a form ("19 Images")."""
LATER = 0.9
"""Days by which a piece is later, at least, where its account may overtake another."""


class Pair(NamedTuple):
    """Two quantities of a group that may be of one thing."""

    one: int
    other: int
    likelihood: float
    relation: Relation
    rule: str


def conflicts(
    pile: Pile, stories: Sequence[Story], reuse: Iterable[Reuse], rarity: Mapping[int, float], meanings: Meanings
) -> tuple[Conflict, ...]:
    """Groups of figures or dates of one thing, agreements included.

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
        pairs = _together(group, likeness)
        sets = DisjointSets(len(group))
        for pair in pairs:
            sets.join(pair.one, pair.other)
        members: dict[int, list[Pair]] = defaultdict(list)
        for pair in pairs:
            members[sets.least(pair.one)].append(pair)
        made += [_conflict(pile, group, inside) for inside in members.values()]
    return tuple(made)


def _together(group: Sequence[Quantity], likeness: Likeness) -> list[Pair]:
    """The pairs of a group that stand together."""
    pairs = []
    for one, other in likeness.partners(group):
        relation, rule = _relation(group[one], group[other])
        pairs.append(Pair(one, other, likeness.likelihood(group[one], group[other]), relation, rule))
    best: dict[tuple[int, int], float] = defaultdict(float)
    said: dict[tuple[int, int], float] = defaultdict(float)
    for pair in pairs:
        for at, away in ((pair.one, pair.other), (pair.other, pair.one)):
            key = (at, group[away].number)
            best[key] = max(best[key], pair.likelihood)
            if pair.relation in ("same", "rounded"):
                said[key] = max(said[key], pair.likelihood)
    kept = []
    for pair in pairs:
        if pair.relation != "apart":
            if pair.likelihood >= (ROOM if pair.relation == "possible" else ALIKE):
                kept.append(pair)
            continue
        keys = ((pair.one, group[pair.other].number), (pair.other, group[pair.one].number))
        chosen = all(pair.likelihood >= best[key] and said[key] < ELSEWHERE * pair.likelihood for key in keys)
        if chosen and _differ(group[pair.one], group[pair.other], pair.likelihood, likeness):
            kept.append(pair)
    return kept


def _differ(one: Quantity, other: Quantity, likelihood: float, likeness: Likeness) -> bool:
    """Whether two that cannot both be right, and are each other's best partners, are said to differ."""
    _, whole, _, _, same_event, *_ = likeness.signs(one, other)
    filled_in = whole >= TEMPLATE and len(one.whole) < SENTENCE
    if likelihood < least_to_differ(one) or filled_in or not _same_name(one, other):
        return False
    if one.timex is not None and other.timex is not None:
        near_days = days_apart(one.timex, other.timex) <= DAYS_NEAR
        return one.written_out and other.written_out and near_days and same_event >= SAME_EVENT
    assert one.figure is not None and other.figure is not None
    if one.figure.kind == "share":
        return False
    return one.head is not None and one.head == other.head and times(one.figure, other.figure) <= NEAR


def _same_name(one: Quantity, other: Quantity) -> bool:
    """Whether the name that stands nearest to one of the two stands in the sentence of the other, or there is none."""
    return one.named is None or other.named is None or one.named in other.names or other.named in one.names


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


def _conflict(pile: Pile, group: Sequence[Quantity], pairs: Sequence[Pair]) -> Conflict:
    """What some pairs that hang together say: the verdict is that of the pair that goes together least."""
    order: tuple[Relation, ...] = ("same", "rounded", "possible", "apart")
    worst = max(pairs, key=lambda pair: (order.index(pair.relation), pair.likelihood, -pair.one, -pair.other))
    one, other = group[worst.one], group[worst.other]
    verdicts: dict[Relation, Verdict] = {"same": "agree", "rounded": "agree", "possible": "compatible"}
    verdict, reason = verdicts.get(worst.relation, "differ"), worst.rule
    for pair in pairs if worst.relation == "apart" else ():
        if pair.relation == "apart" and (changed := _changed(pile, group[pair.one], group[pair.other])):
            one, other = group[pair.one], group[pair.other]
            verdict, reason = "changed", changed
    numbers = sorted({at for pair in pairs for at in (pair.one, pair.other)})
    members = sorted((group[at] for at in numbers), key=lambda side: (side.number, side.span))
    date = members[0].timex is not None
    sides = tuple(_side(pile, member) for member in members)
    name = " ".join(f"{side.article}:{side.span.start}" for side in sides[:2])
    return Conflict(
        id=sha256(f"{'date' if date else 'figure'} {name}".encode()).hexdigest()[:16],
        kind="date" if date else "figure",
        verdict=verdict,
        sides=sides,
        reason=reason,
        shown=tuple(_shown(pile, (one, other))),
    )


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
    if not listed_hashes("contradicting", "overtaken").isdisjoint(told.hashes.tolist()):
        return "the later account says that it changed"
    if second.figure is None or first.figure is None:
        return ""
    grew = float(second.figure.value or 0) > float(first.figure.value or 0)
    counted = first.counted | second.counted | first.near.keys() | second.near.keys()
    return (
        "later and greater, of what grows"
        if grew and not listed_stems("contradicting", "growing").isdisjoint(counted)
        else ""
    )


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
