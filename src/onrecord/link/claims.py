"""Claims: statements of one content, folded, with who said it first and how many independent texts carry it.

Two statements say the same where their words are the same (one may be cut from the other), or where they are close in
words and in the tagger's embedding, agree in their numbers, and neither denies what the other says.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from hashlib import sha256

import numpy as np

from onrecord.link.contents import Content, Contents
from onrecord.link.sets import DisjointSets
from onrecord.link.words import mixed, multipliers
from onrecord.model import Claim, Reuse, Said
from onrecord.tag.meaning import Meanings

RUN = 5
"""Words of the runs by which contents in the same words are found."""
SAME_WORDS = 0.8
"""Share of the shorter content's runs that stand in the other where the words are the same."""
SHORTEST = 6
"""Words of the shortest content that is told by its words, where one speaker says both; different speakers share stock
phrases, of which the longest that were met had ten words."""
SHORTEST_OF_TWO = 12
CLOSE = 0.45
"""Weighted cosine of stems from which two contents are read by the model."""
MEANS_THE_SAME = 0.86
"""Cosine of embeddings from which two contents that are close in words are one claim. Set by reading pairs of
`coverage/baly-third` in order of their cosine."""
STEMS = 4
"""Stems of meaning of the shortest content that is told by its meaning: a shorter one is a name or a phrase."""
OFTEN = 200
"""Contents with one run of words above which it is a formula."""


def claims(found: Contents, reuse: Iterable[Reuse], meanings: Meanings) -> tuple[Claim, ...]:
    """The claims that two statements or more make, by id; the statements of each from the oldest to the newest."""
    sets = DisjointSets(len(found.all))
    for one, other in [*_same_words(found), *_same_meaning(found, meanings)]:
        sets.join(one, other)
    together: dict[int, list[int]] = defaultdict(list)
    for at in range(len(found.all)):
        together[sets.least(at)].append(at)
    copies = _copies(reuse)
    made = [_claim(found, members, copies) for members in together.values() if len(members) > 1]
    return tuple(sorted((claim for claim in made if claim is not None), key=lambda claim: claim.id))


def _same_words(found: Contents) -> Iterable[tuple[int, int]]:
    """Pairs of contents in the same words, each joined to the first with the run of words by which it is found."""
    weights = multipliers(RUN, 13)
    holding: dict[int, list[int]] = defaultdict(list)
    runs: list[frozenset[int]] = []
    for at, content in enumerate(found.all):
        count = len(content.words) - RUN + 1
        own: frozenset[int] = frozenset()
        if len(content.words) >= SHORTEST:
            hashes = np.zeros(count, dtype=np.uint64)
            for place, weight in enumerate(weights):
                hashes += content.words[place : place + count] * weight
            own = frozenset(mixed(hashes).tolist())
        runs.append(own)
        for run in own:
            if len(holding[run]) < OFTEN:
                holding[run].append(at)
    seen: set[tuple[int, int]] = set()
    for held in holding.values():
        for other in held[1:]:
            pair = (held[0], other)
            if pair not in seen:
                seen.add(pair)
                if _carries(found.all[pair[0]], found.all[pair[1]], runs[pair[0]], runs[pair[1]]):
                    yield pair


def _carries(one: Content, other: Content, runs: frozenset[int], others: frozenset[int]) -> bool:
    """Whether one content stands in the other, and is no formula that two different people may use."""
    if one.denies != other.denies or (one.said.article == other.said.article and one.span.meets(other.span)):
        return False
    shorter = min(len(one.words), len(other.words))
    apart = one.speaker is not None and other.speaker is not None and one.speaker != other.speaker
    if shorter < (SHORTEST_OF_TWO if apart else SHORTEST):
        return False
    return len(runs & others) >= SAME_WORDS * min(len(runs), len(others))


def _same_meaning(found: Contents, meanings: Meanings) -> Iterable[tuple[int, int]]:
    """Pairs of contents of different pieces that say the same in other words."""
    for group in found.groups:
        for one, other, _ in found.near(group, CLOSE):
            a, b = found.all[one], found.all[other]
            if a.said.article == b.said.article or a.numerals != b.numerals:
                continue
            if (a.negated, a.denies) != (b.negated, b.denies):
                continue
            if min(len(a.stems), len(b.stems)) >= STEMS and meanings.alike(a.text, [b.text])[0] >= MEANS_THE_SAME:
                yield one, other


def _copies(reuse: Iterable[Reuse]) -> dict[str, set[str]]:
    """For each article the earlier ones from which it has a text or a passage."""
    copied: dict[str, set[str]] = defaultdict(set)
    for record in reuse:
        if record.kind not in {"quotation", "boilerplate"}:
            copied[record.b.article].add(record.a.article)
    return copied


def _claim(found: Contents, members: Sequence[int], copies: dict[str, set[str]]) -> Claim | None:
    """The claim of some contents; None where all are told in one piece."""
    told = [found.all[at] for at in members]
    articles = list(dict.fromkeys(content.said.article for content in told))
    if len(articles) < 2:
        return None
    numbers = {article: at for at, article in enumerate(articles)}
    texts = DisjointSets(len(articles))
    for article in articles:
        for source in copies.get(article, ()):
            if source in numbers:
                texts.join(numbers[article], numbers[source])
    origins = len({texts.least(at) for at in range(len(articles))})
    speakers = tuple(dict.fromkeys(content.speaker for content in told if content.speaker is not None))
    return Claim(
        id=sha256(f"claim {told[0].said.article} {told[0].said.statement}".encode()).hexdigest()[:16],
        statements=tuple(content.said for content in told),
        first=_first(found, told),
        origins=origins,
        speakers=speakers,
    )


def _first(found: Contents, told: Sequence[Content]) -> Said | None:
    """The statement of the piece that is older than all others that tell it; None where the dates do not say."""
    when = found.pile.whens[told[0].number]
    others = [found.pile.whens[content.number] for content in told if content.number != told[0].number]
    if when is None or any(other is None or not when.before(other) for other in others):
        return None
    return told[0].said
