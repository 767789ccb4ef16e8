"""Conflicts: figures or dates of one thing that different pieces give, side by side, and whether they go together.

Pairs that may be of one thing are looked for among the pieces of a story (of a small pile, among all) and weighed by
`same_thing`. Where the values go together, a pair stands together if it is likely enough. Where they do not, more is
asked, since look-alikes are many times as frequent as contradictions: each of the two must be the other's best partner
in its piece, neither may have a partner there that says the same, and the two must be likely to be one quantity, which
figures are the less the farther apart they lie. Where a piece says its value in the place of another's, or until when
something lasted, words alone decide. What the values of a pair say of each other is said by `values`; that a later
account overtakes an earlier one, by the dates of the pieces and by words that say so.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from hashlib import sha256
from typing import NamedTuple

from onrecord.link.corrected import corrected
from onrecord.link.endings import endings
from onrecord.link.listed import listed_hashes, listed_stems
from onrecord.link.pile import Pile
from onrecord.link.quantities import Quantity, quantities, until
from onrecord.link.same_thing import Beside, Likeness, told_by_value
from onrecord.link.sets import DisjointSets
from onrecord.link.side_by_side import SideBySide
from onrecord.link.values import Relation, compared, dated, days_apart
from onrecord.link.words import words
from onrecord.model import Conflict, Place, Reuse, Side, Story, Verdict

SMALL = 1_500
"""Figures and dates of a pile up to which all are compared, not only those of one story."""
ALIKE, ROOM = 0.2, 0.5
"""Likelihoods from which two stand together whose values are the same, or leave room for each other."""
ELSEWHERE = 0.3
"""Part of a pair's likelihood that a partner with the same value may not have: that one would be meant."""
FIGURES_DIFFER, DATES_DIFFER = 0.35, 0.33
"""Likelihoods from which two are said to differ. Chosen on the choosing half of the pairs that readers judged."""
TEMPLATE, SENTENCE = 0.95, 6
"""Likeness of two sentences with fewer words of meaning than `SENTENCE`, from which they are a form ("19 Images")."""
WEEK = 7
"""Days from which two weekdays that are counted from the pieces' dates are of two events."""
ENDED = 3
"""Years by which the end of a stretch and the date of an ending are apart, at most, where they are of one ending."""
LATER = 0.9
"""Days by which a piece is later, at least, where its account may overtake another."""


class Pair(NamedTuple):
    """Two quantities of a group that may be of one thing."""

    one: int
    other: int
    relation: Relation
    rule: str
    beside: Beside


def conflicts(
    pile: Pile, stories: Sequence[Story], reuse: Iterable[Reuse], rarity: Mapping[int, float], model: SideBySide
) -> tuple[Conflict, ...]:
    """Groups of figures or dates of one thing, agreements included.

    Args:
        pile: tagged articles.
        stories: the stories of the pile.
        reuse: its passages; a figure inside a copied passage is not a second account.
        rarity: what a stem weighs.
        model: what reads two sentences side by side.
    """
    found = own([*quantities(pile), *until(pile)], pile, reuse)
    likeness = Likeness(rarity, model)
    made: list[Conflict] = []
    for group in groups(found, pile, stories):
        pairs = [*_together(group, likeness), *_ended(pile, group, likeness)]
        pairs += _corrected(group, pairs, likeness)
        made += [_conflict(pile, group, inside) for inside in _gathered(pairs, len(group))]
    return tuple(made)


def _corrected(group: Sequence[Quantity], pairs: Sequence[Pair], likeness: Likeness) -> Iterator[Pair]:
    """Values beside those of other pieces that their sentences turn down."""
    for one, other in corrected(group, [(pair.one, pair.other) for pair in pairs if pair.relation == "same"]):
        if relation(group[one], group[other])[0] == "apart":
            yield Pair(
                one, other, "apart", "the one is said in place of the other", likeness.beside(group[one], group[other])
            )


def _ended(pile: Pile, group: Sequence[Quantity], likeness: Likeness) -> Iterator[Pair]:
    """Ends of stretches beside the dates of endings: the same, or a few years apart."""
    for one, other in endings(pile, group):
        how, rule = relation(group[one], group[other])
        beside = likeness.beside(group[one], group[other])
        ends = [side.timex.value or "" for side in (group[one], group[other]) if side.timex is not None]
        if how != "apart" or abs(int(ends[0][:4]) - int(ends[1][:4])) <= ENDED:
            yield Pair(one, other, how, rule if how != "apart" else "until when it lasted, and when it ended", beside)


def _gathered(pairs: Sequence[Pair], count: int) -> list[list[Pair]]:
    """Pairs that hang together, among `count` quantities.

    What leaves room for each other hangs together only where nothing differs: a vague value fits many, and would draw
    things of other kinds into a contradiction.
    """
    sets = DisjointSets(count)
    for pair in pairs:
        if pair.relation in ("same", "rounded", "apart"):
            sets.join(pair.one, pair.other)
    at_odds = {sets.least(pair.one) for pair in pairs if pair.relation == "apart"}
    loose = [pair for pair in pairs if pair.relation == "possible"]
    loose = [pair for pair in loose if at_odds.isdisjoint((sets.least(pair.one), sets.least(pair.other)))]
    for pair in loose:
        sets.join(pair.one, pair.other)
    members: dict[int, list[Pair]] = defaultdict(list)
    for pair in [*(pair for pair in pairs if pair.relation != "possible"), *loose]:
        members[sets.least(pair.one)].append(pair)
    return list(members.values())


def _together(group: Sequence[Quantity], likeness: Likeness) -> list[Pair]:
    """The pairs of a group that stand together.

    Sentences are read only where what the reading could say at best would do.
    """
    partners = [(one, other, *relation(group[one], group[other])) for one, other in likeness.partners(group)]
    pairs = [
        Pair(one, other, how, rule, likeness.beside(group[one], group[other]))
        for one, other, how, rule in partners
        if how != "apart" or not _of_two_events(group[one], group[other])
    ]
    likeness.read_ahead([pair.beside for pair in pairs if _may_stand(pair)])
    rivals: dict[tuple[int, int], list[Pair]] = defaultdict(list)
    for pair in pairs:
        for key in _places(pair):
            rivals[key].append(pair)
    return [pair for pair in pairs if _stands(pair, rivals)]


def _may_stand(pair: Pair) -> bool:
    """Whether two stand together or are said to differ if their sentences say so, and not whatever they say."""
    if pair.relation == "apart":
        return pair.beside.may_differ(_least(pair))
    return not _told(pair)


def _stands(pair: Pair, rivals: Mapping[tuple[int, int], Sequence[Pair]]) -> bool:
    """Whether two stand together."""
    if pair.relation == "apart":
        return _differ(pair) and _best(pair, rivals)
    return _told(pair) or pair.beside.likelihood >= _least(pair)


def _told(pair: Pair) -> bool:
    """Whether two are of one thing by their value alone."""
    return pair.relation == "same" and told_by_value(pair.beside.one, pair.beside.other)


def _least(pair: Pair) -> float:
    """Likelihood from which two stand together, or are said to differ."""
    if pair.relation == "apart":
        return DATES_DIFFER if pair.beside.one.timex is not None else FIGURES_DIFFER
    return ROOM if pair.relation == "possible" else ALIKE


def _places(pair: Pair) -> tuple[tuple[int, int], tuple[int, int]]:
    """For both sides of a pair: the side, and the other's piece."""
    return (pair.one, pair.beside.other.number), (pair.other, pair.beside.one.number)


def _best(pair: Pair, rivals: Mapping[tuple[int, int], Sequence[Pair]]) -> bool:
    """Whether no rival is likelier, and none with the same value likely at all: that one would be meant."""
    own = pair.beside.likelihood
    for rival in {rival for key in _places(pair) for rival in rivals[key]} - {pair}:
        if rival.relation in ("same", "rounded"):
            if rival.beside.likelihood >= ELSEWHERE * own:
                return False
        elif rival.beside.likelihood > own:
            return False
    return True


def _differ(pair: Pair) -> bool:
    """Whether two that cannot both be right are said to differ."""
    if pair.beside.of_sentences >= TEMPLATE and len(pair.beside.one.whole) < SENTENCE:
        return False
    return pair.beside.differs(_least(pair))


def own(found: Sequence[Quantity], pile: Pile, reuse: Iterable[Reuse]) -> list[Quantity]:
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


def groups(found: Sequence[Quantity], pile: Pile, stories: Sequence[Story]) -> Iterator[list[Quantity]]:
    """The quantities that are compared with each other: those of a story, of a small pile all."""
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
    worst = max(pairs, key=lambda pair: (order.index(pair.relation), pair.beside.likelihood, -pair.one, -pair.other))
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


def relation(one: Quantity, other: Quantity) -> tuple[Relation, str]:
    """How the values of two of one kind go together, and the rule that says so."""
    if one.timex is not None and other.timex is not None:
        return dated(one.timex, other.timex, one.open_by, other.open_by)
    assert one.figure is not None and other.figure is not None
    how = compared(one.figure, other.figure)
    if how[0] == "apart" and one.part != other.part:
        return "possible", "one is told as a part"
    return how


def may_contradict(one: Quantity, other: Quantity) -> bool:
    """Whether two of one kind cannot both be right, if they are of one thing."""
    return relation(one, other)[0] == "apart" and not _of_two_events(one, other)


def _of_two_events(one: Quantity, other: Quantity) -> bool:
    """Whether two weekdays lie a week apart, or each as far from its piece's date as the other: pieces tell what is
    new."""
    if one.timex is None or other.timex is None or not {one.open_by, other.open_by} <= {"day", "week"}:
        return False
    return (one.lag is not None and one.lag == other.lag) or days_apart(one.timex, other.timex) >= WEEK


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
    counted = first.counted | second.counted | first.near | second.near
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
