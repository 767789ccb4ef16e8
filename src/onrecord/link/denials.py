"""Denials: a statement that says of another statement that it is not so, with both sides.

Two signs, each with the other side found beside it:

- a cue that denies ("denied having", "rejected the claim that"): what is denied is the cue's own content;
- two contents of which one is the other with a negation, or with one word turned into its opposite.

Most denials stand in the piece that tells what is denied, so the other side is looked for there first. That a content
calls something false is no sign here: of such pairs that were read few spoke of each other.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from functools import cache
from hashlib import sha256

from onrecord import lexicon
from onrecord.link.contents import Content, Contents, sentence_of
from onrecord.link.words import words
from onrecord.model import Conflict, Place, Side
from onrecord.tag.meaning import Meanings

TOUCHED = 0.3
"""Weighted cosine of stems from which a content may be what another denies."""
DENIED = 0.65
"""Cosine of embeddings from which the content of a denial and another content are about one thing."""
OPPOSED_WORDS, OPPOSED = 0.6, 0.88
"""Cosines of stems and of embeddings for two contents that differ in an opposite. All were set by reading pairs of
`coverage/baly-third`: a false denial costs more than a missed one."""
NEGATED_WORDS = 0.95
"""Cosine of stems for two that differ in a negation: from 0.6 on, none of the nine that were shown on the choosing half
of the judged events was a denial, since the negation was of what only one of the two says."""
TOLD_AGAIN = 0.4
"""Part of what a cue denies, by the weight of its stems, that the other content tells: with less they share a topic. On
the choosing half four pairs of five below it were none."""
AS_LONG = 0.6
"""Part of the longer content's words that the shorter has where the two differ in a negation: with more words there is
room for another clause, of which the negation may be."""
SHARED = 2
"""Stems that both have at least: one rare word in common is a coincidence."""
AS_NEAR = 0.1
"""How much less near than the nearest content another may be that is shown with it."""
MOST = 4
"""Statements that are shown as what one denial denies: of those that say the same, the claim shows the rest."""


@cache
def _opposites() -> dict[int, frozenset[int]]:
    """For each word the words that say its opposite, by their hashes."""
    found: dict[int, set[int]] = defaultdict(set)
    for pair in lexicon.load("contradicting")["opposites"]:
        one, other = words(pair).hashes.tolist()
        found[one].add(other)
        found[other].add(one)
    return {word: frozenset(others) for word, others in found.items()}


def denials(found: Contents, meanings: Meanings) -> tuple[Conflict, ...]:
    """Conflicts of kind `denial`: the first side denies, the others are what it denies."""
    denied: dict[int, dict[int, tuple[float, str]]] = defaultdict(dict)
    for denier, other, likeness, rule in _pairs(found, meanings):
        if other not in denied[denier] or denied[denier][other][0] < likeness:
            denied[denier][other] = (likeness, rule)
    made = []
    for denier, others in denied.items():
        here = found.all[denier].said.article
        nearest = max(likeness for likeness, _ in others.values())
        near = [at for at, (likeness, _) in others.items() if likeness >= nearest - AS_NEAR]
        best = sorted(near, key=lambda at: (found.all[at].said.article != here, -others[at][0], at))[:MOST]
        made.append(_conflict(found, [denier, *best], others[best[0]][1]))
    return tuple(made)


def _pairs(found: Contents, meanings: Meanings) -> Iterator[tuple[int, int, float, str]]:
    """Who denies, what is denied, how near the two are, and by which sign."""
    seen: set[tuple[int, int]] = set()
    for group in found.groups:
        for one, other, alike in found.near(group, TOUCHED):
            if (one, other) in seen:
                continue
            seen.add((one, other))
            a, b = found.all[one], found.all[other]
            if _nested(a, b) or (a.speaker is not None and a.speaker == b.speaker):
                continue
            sign = _sign(a, b, alike)
            if sign is None:
                continue
            if len(a.stems & b.stems) < SHARED:
                continue
            rule, least = sign
            denier, told = (one, other) if a.denies or (a.negated and not b.denies) else (other, one)
            if a.denies != b.denies and _told_again(found, denier, told) < TOLD_AGAIN:
                continue
            likeness = meanings.alike(a.text, [b.text])[0]
            if likeness >= least and found.all[told].asserts:
                yield denier, told, likeness, rule


def _told_again(found: Contents, denier: int, told: int) -> float:
    """How much of what a cue denies another content tells, 0 to 1."""
    return found.weighed.part(found.all[denier].stems, found.all[told].stems)


def _nested(a: Content, b: Content) -> bool:
    """Whether one of the two stands inside the other."""
    return a.said.article == b.said.article and a.span.meets(b.span)


def _sign(a: Content, b: Content, alike: float) -> tuple[str, float] | None:
    """What shows that one of two contents denies the other, and how near the two must be then."""
    if a.denies != b.denies:
        return ("a cue that denies", DENIED) if a.negated == b.negated else None
    lengths = sorted((len(a.words), len(b.words)))
    if a.denies or alike < OPPOSED_WORDS or lengths[0] < AS_LONG * lengths[1] or a.numerals != b.numerals:
        return None
    if a.negated != b.negated:
        return ("a negation", OPPOSED) if alike >= NEGATED_WORDS else None
    return ("opposite words", OPPOSED) if _opposed(a, b) else None


def _opposed(a: Content, b: Content) -> bool:
    """Whether one word of a content says the opposite of one of the other, and neither holds both."""
    mine, others = set(a.words.tolist()), set(b.words.tolist())
    opposites = _opposites()
    return any(
        not opposites[word].isdisjoint(others) and word not in others and opposites[word].isdisjoint(mine)
        for word in mine & opposites.keys()
    )


def _conflict(found: Contents, members: Iterable[int], rule: str) -> Conflict:
    sides = tuple(_side(found, found.all[at]) for at in members)
    denier = sides[0]
    cue = found.all[next(iter(members))].statement.cue
    shown = tuple(Place(denier.article, span) for span in cue) if rule == "a cue that denies" else ()
    name = f"denial {denier.article} {denier.statement} {sides[1].article} {sides[1].statement}"
    return Conflict(
        id=sha256(name.encode()).hexdigest()[:16],
        kind="denial",
        verdict="denied",
        sides=sides,
        reason=rule,
        shown=shown,
    )


def _side(found: Contents, content: Content) -> Side:
    article = found.pile.articles[content.number]
    return Side(
        article=article.id,
        span=content.span,
        statement=content.said.statement,
        sentence=sentence_of(article.text, content.span, article.language),
    )
