"""Passages that stand in two pieces, each with its kind, its direction and what shows it.

A record joins a stretch of one piece to the same words of the one nearest source in the pile, so n equal texts make
n - 1 records. What is edited between two equal stretches is not covered: an edited reprint makes several records.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from hashlib import sha256
from itertools import pairwise

import numpy as np

from onrecord.link import crediting
from onrecord.link.corpus import Corpus
from onrecord.link.headlines import Cut, cuts
from onrecord.link.marks import INSIDE, Marks
from onrecord.link.nearest import nearest
from onrecord.link.passages import Passage, passages
from onrecord.link.pile import Pile, house, same_house
from onrecord.link.runs import runs
from onrecord.link.seeds import hits
from onrecord.link.sets import DisjointSets
from onrecord.model import Article, Direction, Place, Reuse, ReuseKind

NEARLY_ALL = 0.8
"""Share of the shorter piece that a reprint or an excerpt has in common with the other."""
MOST = 0.5
"""Share of the longer piece that a reprint has in common with the other; an excerpt has less."""
ONE_ISSUE = 0.9
"""Likeness of a passage of two pieces of one document that may be the same piece."""
VERSION = 0.4
"""Share of the shorter piece that suffices where outlet and title are the same."""
EDITED = 25
"""Words between two passages that count as edited, not as other text, when shares are taken."""
QUOTED_TOO = 0.25
"""Share of a quotation inside marks from which the other piece quotes it as well, if in parts ("…," she said, "…"); who
wrote the words has none of them in marks. Chosen on the first hundred pairs of `eval.reuse.read`."""


@dataclass(frozen=True, slots=True)
class Shared:
    """What two pieces have in common: shares of the shorter and the longer piece, with and without standing text."""

    shorter: float
    longer: float
    own_shorter: float
    own_longer: float


def reuse(pile: Pile) -> tuple[Reuse, ...]:
    """All passages of `passages.SHORTEST` words or more that stand in two pieces of the pile, in order of the later.

    `a` is in the earlier piece of the pile's order, `b` in the later. `score` is the share of the shorter piece's words
    that the two pieces have in common over all their passages, 0 to 1.
    """
    corpus = Corpus.of(pile)
    found = passages(corpus, runs(corpus, _groups(pile)), hits(corpus))
    undated = np.array([moment is None for moment in pile.whens], dtype=bool)
    chosen = nearest(corpus, found, undated)
    judge = _Judge(pile, corpus, _shared(corpus, found, chosen))
    joined = {frozenset((passage.target, passage.source)) for passage in chosen}
    headlines = [cut for cut in cuts(pile, corpus) if frozenset((cut.piece, cut.article)) not in joined]
    places = [judge.places(passage) for passage in chosen] + [_places_of_cut(pile, cut) for cut in headlines]
    families = _families(places)
    made = [judge.record(*entry) for entry in zip(chosen, places, families, strict=False)]
    of_cuts = zip(headlines, places[len(chosen) :], families[len(chosen) :], strict=True)
    made += [_of_cut(pile, *entry) for entry in of_cuts]
    order = {article.id: number for number, article in enumerate(pile.articles)}
    return tuple(sorted(made, key=lambda record: (order[record.b.article], record.b.span, order[record.a.article])))


def _places_of_cut(pile: Pile, cut: Cut) -> tuple[Place, Place]:
    """Where a headline stands in the article and where by itself, the earlier piece first."""
    both = sorted([(cut.piece, cut.at), (cut.article, cut.origin)])
    one, other = (pile.place(number, *words) for number, words in both)
    return one, other


def _of_cut(pile: Pile, cut: Cut, places: tuple[Place, Place], family: str) -> Reuse:
    """The record of a headline or short excerpt; a list of headlines is no excerpt of any one of its articles."""
    share = cut.at[1] / len(pile.words[cut.piece])
    whole_article = cut.origin[1] == len(pile.words[cut.article])
    return Reuse(
        family=family,
        a=places[0],
        b=places[1],
        direction="a>b" if cut.article < cut.piece else "b>a",
        kind="excerpt" if share >= NEARLY_ALL else "passage",
        reasons=("title",) if cut.in_title else ("covers the shorter",),
        score=round(share, 4),
        likeness=1.0 if whole_article else round(2 * min(cut.at[1], cut.origin[1]) / (cut.at[1] + cut.origin[1]), 4),
    )


def _groups(pile: Pile) -> np.ndarray[tuple[int], np.dtype[np.int64]]:
    """A number for the outlet of each piece (its host where it names none); its own negative one where unknown."""
    numbers: dict[str, int] = {}
    groups = []
    for index, article in enumerate(pile.articles):
        outlet, host = house(article)
        name = outlet or host
        groups.append(numbers.setdefault(name, len(numbers)) if name else -1 - index)
    return np.array(groups, dtype=np.int64)


def _shared(corpus: Corpus, found: Sequence[Passage], chosen: Sequence[Passage]) -> dict[tuple[int, int], Shared]:
    """For each pair of pieces that a chosen passage joins, what they have in common over all their passages."""
    of_pair: dict[tuple[int, int], list[Passage]] = {(passage.target, passage.source): [] for passage in chosen}
    for passage in found:
        if (passage.target, passage.source) in of_pair:
            of_pair[passage.target, passage.source].append(passage)
    lengths = np.diff(corpus.first).tolist()
    return {pair: _in_common(lengths[pair[0]], lengths[pair[1]], those) for pair, those in of_pair.items()}


def _in_common(later: int, earlier: int, passages: Sequence[Passage]) -> Shared:
    """What two pieces of so many words have in common; of standing text neither's words count for its own."""
    own = [passage for passage in passages if not passage.standing]
    sides = []
    for length, all_of_it, its_own in (
        (later, [one.later for one in passages], [one.later for one in own]),
        (earlier, [one.earlier for one in passages], [one.earlier for one in own]),
    ):
        covered, covered_own = _covered(all_of_it), _covered(its_own)
        sides.append((length, covered / length, covered_own / max(length - covered + covered_own, 1)))
    (_, shorter, own_shorter), (_, longer, own_longer) = sorted(sides)
    return Shared(shorter, longer, own_shorter, own_longer)


def _covered(stretches: Sequence[tuple[int, int]]) -> int:
    """Words that at least one of the stretches covers; the few that an editor changed between two of them count."""
    covered, at = 0, -EDITED - 1
    for start, end in sorted(stretches):
        covered += max(0, end - (at if start - at <= EDITED else start))
        at = max(at, end)
    return covered


def _families(places: list[tuple[Place, Place]]) -> list[str]:
    """A name for each pair of places, the same for all whose stretches overlap by more than half of the shorter."""
    sets = DisjointSets(len(places))
    by_article: dict[str, list[tuple[int, int, int]]] = defaultdict(list)
    for number, pair in enumerate(places):
        for place in pair:
            by_article[place.article].append((place.span.start, place.span.end, number))
    for stretches in by_article.values():
        stretches.sort()
        for one, other in pairwise(stretches):
            overlap = min(one[1], other[1]) - other[0]
            if 2 * overlap > min(one[1] - one[0], other[1] - other[0]):
                sets.join(one[2], other[2])
    least: dict[int, str] = {}
    for number, (first, second) in enumerate(places):
        root = sets.least(number)
        name = min(f"{place.article}:{place.span.start}" for place in (first, second))
        least[root] = min(least.get(root, name), name)
    names = {root: sha256(name.encode()).hexdigest()[:16] for root, name in least.items()}
    return [names[sets.least(number)] for number in range(len(places))]


class _Judge:
    """Says kind and direction of passages; what it finds out about a piece is kept for the next passage."""

    def __init__(self, pile: Pile, corpus: Corpus, shared: dict[tuple[int, int], Shared]) -> None:
        self._pile = pile
        self._first = corpus.first.tolist()
        self._shared = shared
        self._marks = Marks()
        self._known: dict[int, crediting.Credits] = {}
        self._outlets = {crediting.plainly(article.outlet.value) for article in pile.articles if article.outlet}

    def places(self, passage: Passage) -> tuple[Place, Place]:
        """Where the passage stands in the earlier piece and in the later one."""
        source, target = passage.source, passage.target
        (start, end), (first, last) = passage.earlier, passage.later
        return (
            self._pile.place(source, start - self._first[source], end - start),
            self._pile.place(target, first - self._first[target], last - first),
        )

    def record(self, passage: Passage, places: tuple[Place, Place], family: str) -> Reuse:
        """The record of one passage; `a` is the place in the earlier piece."""
        source, target = places
        shared = self._shared[passage.target, passage.source]
        marked = (self._marked(passage.source, source), self._marked(passage.target, target))
        kind, kind_reason = self._kind(passage, shared, max(marked) >= INSIDE)
        direction, direction_reason = self._direction(passage, kind, places, marked)
        reasons = tuple(reason for reason in (kind_reason, direction_reason) if reason)
        return Reuse(
            family=family,
            a=source,
            b=target,
            direction=direction,
            kind=kind,
            reasons=reasons,
            score=round(shared.shorter, 4),
            likeness=round(passage.likeness, 4),
        )

    def _marked(self, number: int, place: Place) -> float:
        return self._marks.share(self._pile.articles[number], place.span)

    def _kind(self, passage: Passage, shared: Shared, marked: bool) -> tuple[ReuseKind, str]:
        one, other = self._pile.articles[passage.source], self._pile.articles[passage.target]
        # Pieces of one issue are often made alike; a copy beside its source in it would be one to the letter.
        alike = one.document.id != other.document.id or passage.likeness >= ONE_ISSUE
        whole = alike and shared.shorter >= NEARLY_ALL and shared.longer >= MOST
        if same_house(one, other) and (whole or (shared.own_shorter >= VERSION and _same_title(one, other))):
            return "version", "same outlet or host"
        if whole:
            return "reprint", "covers both"
        if alike and shared.own_shorter >= NEARLY_ALL and not passage.standing:
            return "excerpt", "covers the shorter"
        if marked:
            return "quotation", "marked as somebody's words"
        if passage.standing:
            return "boilerplate", "recurs"
        return "passage", ""

    def _direction(
        self, passage: Passage, kind: str, places: tuple[Place, Place], marked: tuple[float, float]
    ) -> tuple[Direction, str]:
        if kind == "boilerplate":
            return self._by_dates(passage)
        by_credit = self._by_credit(passage, places if kind == "quotation" else None)
        if by_credit[0] != "unknown":
            return by_credit
        if kind == "quotation":
            return self._of_quotation(passage, marked)
        if kind == "excerpt":
            return self._of_excerpt(passage)
        return ("unknown", "") if self._is_helped(passage) else self._by_dates(passage)

    def _by_dates(self, passage: Passage) -> tuple[Direction, str]:
        when, later = self._pile.whens[passage.source], self._pile.whens[passage.target]
        return ("a>b", "dates") if when and later and when.before(later) else ("unknown", "")

    def _of_quotation(self, passage: Passage, marked: tuple[float, float]) -> tuple[Direction, str]:
        """Where both quote, the speaker is the origin; where one does, the other is, unless it is later."""
        if min(marked) >= QUOTED_TOO:
            return "outside", "quoted in both"
        is_first = marked[0] > marked[1]
        if is_first and self._by_dates(passage)[0] == "a>b":
            return "unknown", ""
        return ("b>a" if is_first else "a>b"), "marked on one side"

    def _of_excerpt(self, passage: Passage) -> tuple[Direction, str]:
        one, other = self._pile.articles[passage.source], self._pile.articles[passage.target]
        if (one.kind == "excerpt") != (other.kind == "excerpt"):
            return ("b>a" if one.kind == "excerpt" else "a>b"), "excerpt of the other"
        by_dates = self._by_dates(passage)
        if by_dates[0] != "unknown":
            return by_dates
        longer = len(self._pile.words[passage.source]) > len(self._pile.words[passage.target])
        return ("a>b" if longer else "b>a"), "excerpt of the other"

    def _by_credit(self, passage: Passage, quoted: tuple[Place, Place] | None) -> tuple[Direction, str]:
        """Direction by what the pieces credit: one the outlet of the other, both the same third, or an agency.

        For a quotation (`quoted`: its places) only a credit right beside it counts.
        """
        one, other = self._pile.articles[passage.source], self._pile.articles[passage.target]
        if same_house(one, other):
            return "unknown", ""
        of_one, of_other = self._names(passage.source, one, quoted, 0), self._names(passage.target, other, quoted, 1)
        to_one = crediting.names_outlet(of_other, one) and not crediting.names_outlet(of_one, one)
        to_other = crediting.names_outlet(of_one, other) and not crediting.names_outlet(of_other, other)
        if to_one != to_other:
            return ("a>b" if to_one else "b>a"), "credit"
        third = of_one & of_other
        if not quoted:
            third |= self._credits(passage.source).supplied | self._credits(passage.target).supplied
        own = crediting.names_outlet(third, one) or crediting.names_outlet(third, other)
        return ("outside", "credit") if third and not own else ("unknown", "")

    def _names(self, number: int, article: Article, quoted: tuple[Place, Place] | None, side: int) -> frozenset[str]:
        """Whom a piece credits with all of its words, or with those that it quotes."""
        if quoted:
            return crediting.beside(article, quoted[side].span)
        # A person who signs both pieces is no third party; an outlet of the pile that does is.
        return self._credits(number).names | (crediting.signed(article) & self._outlets)

    def _is_helped(self, passage: Passage) -> bool:
        """Whether one of two pieces of different houses says that an agency helped: its words may be the agency's."""
        one, other = self._pile.articles[passage.source], self._pile.articles[passage.target]
        helped = self._credits(passage.source).helped or self._credits(passage.target).helped
        return helped and not same_house(one, other)

    def _credits(self, number: int) -> crediting.Credits:
        if number not in self._known:
            self._known[number] = crediting.credited(self._pile.articles[number])
        return self._known[number]


def _same_title(one: Article, other: Article) -> bool:
    """Whether both have a title, and the same but for case and spaces."""
    if not one.title or not other.title:
        return False
    return one.title.value.casefold().split() == other.title.value.casefold().split()
