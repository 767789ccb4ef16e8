"""Passages that stand in two pieces, each with its kind, its direction and what shows it.

A record joins a stretch of one piece to the same words of the one nearest source in the pile, so n equal texts make
n - 1 records. What is edited between two equal stretches is not covered: an edited reprint makes several records.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from hashlib import sha256
from itertools import islice
from typing import NamedTuple

import msgspec
import numpy as np
from numpy.typing import NDArray

from onrecord.link import crediting
from onrecord.link.corpus import Corpus
from onrecord.link.headlines import Cut, cuts
from onrecord.link.leads import leads
from onrecord.link.marks import INSIDE, KEPT, Marks
from onrecord.link.nearest import nearest
from onrecord.link.passages import Passage, passages
from onrecord.link.pile import Pile, same_house
from onrecord.link.runs import Anchors, runs
from onrecord.link.scratch import Kept, Scratch, firsts, packed
from onrecord.link.sets import DisjointSets
from onrecord.link.words import Offsets
from onrecord.model import Article, Direction, Place, Reuse, ReuseKind

NEARLY_ALL = 0.75
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

TOGETHER = 10_000
"""Records that are written at once."""


@dataclass(frozen=True, slots=True)
class Shared:
    """What two pieces have in common: shares of the shorter and the longer piece, with and without standing text."""

    shorter: float
    longer: float
    own_shorter: float
    own_longer: float


def reuse(pile: Pile) -> Sequence[Reuse]:
    """All passages of `passages.SHORTEST` words or more that stand in two pieces of the pile, in order of the later.

    `a` is in the earlier piece of the pile's order, `b` in the later. `score` is the share of the shorter piece's words
    that the two pieces have in common over all their passages, 0 to 1. Records lie in the scratch of the pile.
    """
    corpus = Corpus.of(pile)
    leading = leads(corpus, pile.groups, pile.scratch)
    headlines = cuts(pile, corpus)
    pairs = frozenset(cut.pair for cut in headlines)
    judge = _Judge(pile, corpus)

    def work(number: int) -> _Made:
        return _made(pile, corpus, leading.of(number), judge, pairs)

    found = _Found(pile.scratch)
    for made in pile.scratch.spread(work, range(len(leading.stretches))):
        found.add(made)
    leading.drop()
    alone = [cut for cut in headlines if cut.pair not in found.joined]
    found.add(_made_of([_of_cut(pile, cut) for cut in alone], [_numbers_of_cut(cut) for cut in alone]))
    return found.records(pile.ids)


class _Made(NamedTuple):
    """Records in a form that takes little room."""

    pack: tuple[bytes, list[int]]
    """The records end to end, without their family, and the length of each."""
    places: NDArray[np.int64]
    """A row for each: the piece, the start and the end of `a` and of `b`."""
    joined: frozenset[frozenset[int]]
    """Those pairs of pieces that were asked for."""


def _made_of(
    records: Sequence[Reuse], pieces: Sequence[tuple[int, int]], joined: frozenset[frozenset[int]] = frozenset()
) -> _Made:
    rows = [
        (one, *msgspec.structs.astuple(record.a.span), other, *msgspec.structs.astuple(record.b.span))
        for record, (one, other) in zip(records, pieces, strict=True)
    ]
    return _Made(packed(records), np.array(rows, dtype=np.int64).reshape(-1, 6), joined)


def _made(
    pile: Pile,
    corpus: Corpus,
    leading: tuple[Anchors, tuple[Offsets, Offsets]],
    judge: _Judge,
    asked: frozenset[frozenset[int]],
) -> _Made:
    """The records of the passages to which leads of one stretch lead; and which of the pairs asked for they join."""
    anchors, hits = leading
    found = passages(corpus, runs(corpus, anchors), hits)
    undated = {passage.target for passage in found if pile.whens[passage.target] is None}
    chosen = nearest(corpus, found, undated)
    shared = _shared(corpus, found, chosen)
    records = [judge.record(passage, shared[passage.target, passage.source]) for passage in chosen]
    pieces = [(passage.source, passage.target) for passage in chosen]
    return _made_of(records, pieces, asked & frozenset(map(frozenset, pieces)) if asked else asked)


class _Found:
    """Records as they come, until their families are known."""

    def __init__(self, scratch: Scratch) -> None:
        self._scratch = scratch
        self._packed, self._lengths = scratch.column(np.uint8), scratch.column(np.int64)
        self._places = scratch.column(np.int64)
        self.joined: set[frozenset[int]] = set()

    def add(self, made: _Made) -> None:
        """Put some more records behind the others."""
        pack, lengths = made.pack
        self._packed.append(np.frombuffer(pack, dtype=np.uint8))
        self._lengths.append(np.array(lengths, dtype=np.int64))
        self._places.append(made.places.ravel())
        self.joined |= made.joined

    def records(self, ids: Sequence[str]) -> Sequence[Reuse]:
        """All of them, with their families, in order of the later piece, its words, and the earlier piece."""
        places = self._places.array().reshape(-1, 6)
        families = _families(places, ids)
        order = np.lexsort((places[:, 0], places[:, 5], places[:, 4], places[:, 3]))
        bare = Kept(self._packed.array(), firsts(self._lengths.array()), order, Reuse)
        whole = map(_with_family, bare, (families[number] for number in order.tolist()))
        kept = self._scratch.kept((packed(some) for some in _batches(whole)), Reuse)
        self._packed.drop()
        return kept


def _with_family(record: Reuse, family: str) -> Reuse:
    return msgspec.structs.replace(record, family=family)


def _batches(records: Iterator[Reuse]) -> Iterator[list[Reuse]]:
    while batch := list(islice(records, TOGETHER)):
        yield batch


def _numbers_of_cut(cut: Cut) -> tuple[int, int]:
    return min(cut.piece, cut.article), max(cut.piece, cut.article)


def _of_cut(pile: Pile, cut: Cut) -> Reuse:
    """The record of a headline or short excerpt; a list of headlines is no excerpt of any one of its articles."""
    share = cut.at[1] / len(pile.words[cut.piece])
    whole_article = cut.origin[1] == len(pile.words[cut.article])
    both = sorted([(cut.piece, cut.at), (cut.article, cut.origin)])
    one, other = (pile.place(number, *words) for number, words in both)
    return Reuse(
        family="",
        a=one,
        b=other,
        direction="a>b" if cut.article < cut.piece else "b>a",
        kind="excerpt" if share >= NEARLY_ALL else "passage",
        reasons=("title",) if cut.in_title else ("covers the shorter",),
        score=round(share, 4),
        likeness=1.0 if whole_article else round(2 * min(cut.at[1], cut.origin[1]) / (cut.at[1] + cut.origin[1]), 4),
    )


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


def _families(places: NDArray[np.int64], ids: Sequence[str]) -> list[str]:
    """A name for each pair of places, the same for all whose stretches overlap by more than half of the shorter.

    Args:
        places: as `_Made` has them.
        ids: the id of each piece.
    """
    sets = DisjointSets(len(places))
    piece, starts, end = (np.concatenate([places[:, at], places[:, at + 3]]) for at in range(3))
    number = np.tile(np.arange(len(places)), 2)
    order = np.lexsort((number, end, starts, piece))
    piece, starts, end, number = piece[order], starts[order], end[order], number[order]
    overlap = np.minimum(end[:-1], end[1:]) - starts[1:]
    shorter = np.minimum(end[:-1] - starts[:-1], end[1:] - starts[1:])
    met = np.flatnonzero((piece[1:] == piece[:-1]) & (2 * overlap > shorter))
    for one, other in zip(number[met].tolist(), number[met + 1].tolist(), strict=True):
        sets.join(one, other)
    least: dict[int, str] = {}
    for low in range(0, len(places), TOGETHER):
        for at, (one, start, _, other, begin, _) in enumerate(places[low : low + TOGETHER].tolist(), low):
            root = sets.least(at)
            name = min(f"{ids[one]}:{start}", f"{ids[other]}:{begin}")
            least[root] = min(least.get(root, name), name)
    names = {root: sha256(name.encode()).hexdigest()[:16] for root, name in least.items()}
    return [names[sets.least(number)] for number in range(len(places))]


class _Judge:
    """Says kind and direction of passages; what it finds out about a piece is kept for the next passage."""

    def __init__(self, pile: Pile, corpus: Corpus) -> None:
        self._pile = pile
        self._first = corpus.first
        self._marks = Marks()
        self._known: dict[int, crediting.Credits] = {}
        self._outlets = frozenset(map(crediting.plainly, pile.outlets))

    def _places(self, passage: Passage) -> tuple[Place, Place]:
        """Where the passage stands in the earlier piece and in the later one."""
        source, target = passage.source, passage.target
        (start, end), (first, last) = passage.earlier, passage.later
        return (
            self._pile.place(source, start - int(self._first[source]), end - start),
            self._pile.place(target, first - int(self._first[target]), last - first),
        )

    def record(self, passage: Passage, shared: Shared) -> Reuse:
        """The record of one passage, without its family; `a` is the place in the earlier piece."""
        places = source, target = self._places(passage)
        marked = (self._marked(passage.source, source), self._marked(passage.target, target))
        kind, kind_reason = self._kind(passage, shared, max(marked) >= INSIDE)
        direction, direction_reason = self._direction(passage, kind, places, marked)
        reasons = tuple(reason for reason in (kind_reason, direction_reason) if reason)
        return Reuse(
            family="",
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
            if len(self._known) >= KEPT:
                self._known.clear()
            self._known[number] = crediting.credited(self._pile.articles[number])
        return self._known[number]


def _same_title(one: Article, other: Article) -> bool:
    """Whether both have a title, and the same but for case and spaces."""
    if not one.title or not other.title:
        return False
    return one.title.value.casefold().split() == other.title.value.casefold().split()
