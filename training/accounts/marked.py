"""Pairs of figures, or dates, that readers judged, as the program sees them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

import msgspec
from eval.accounts.gold import Half, Stretch, Verdict, half, judged, piles

from onrecord.link.commonness import rarity
from onrecord.link.conflicts import relation
from onrecord.link.pile import pile_of
from onrecord.link.quantities import Quantity, quantities
from onrecord.link.same_thing import Likeness
from onrecord.link.side_by_side import SideBySide
from onrecord.model import Article
from onrecord.tag import tag

MARKED = Path(__file__).with_name("marked.jsonl")
"""1,500 pairs of coverage that stands in no gold, the likeliest of one thing by a network that only values had taught,
most of them with values that cannot both be right. One reader judged each, by eval/accounts/GUIDELINE.md: sessions of
a language model. Ids and code points only."""
CHOOSING: Half = "choosing"


class Marked(NamedTuple):
    """A judged pair."""

    event: str
    one: Quantity
    other: Quantity
    verdicts: tuple[Verdict, ...]
    """One for each reader."""
    signs: tuple[float, ...]
    """`onrecord.link.same_thing.SIGNS` but the last."""
    differing: tuple[float, ...] | None
    """`DIFFERING` but the first, where both values cannot be right."""

    @property
    def same(self) -> float:
        """How many of the readers said that they are of one thing, 0 to 1."""
        return sum(verdict != "not_comparable" for verdict in self.verdicts) / len(self.verdicts)

    @property
    def differ(self) -> bool:
        """Whether a reader said that they differ, or that the later account overtakes the earlier."""
        return not {"differ", "changed"}.isdisjoint(self.verdicts)


class _Row(msgspec.Struct):
    event: int
    a: Stretch
    b: Stretch
    verdict: Verdict


Asked = tuple[str, Stretch, Stretch, tuple[Verdict, ...]]


def marked(articles: Sequence[Article]) -> Iterator[Marked]:
    """The pairs of `marked.jsonl`, among articles whose figures and dates are marked."""
    rows = [msgspec.json.decode(line, type=_Row) for line in MARKED.read_bytes().splitlines()]
    yield from _seen(articles, [(f"coverage {row.event}", row.a, row.b, (row.verdict,)) for row in rows])


def choosing(folder: Path) -> Iterator[Marked]:
    """The pairs of the choosing half, whose articles are tagged once and kept in a folder."""
    wanted = [(pair.event, pair.a, pair.b, both) for pair, *both in judged() if half(pair.event) == CHOOSING]
    for corpus, articles in piles(CHOOSING):
        kept = folder / f"choosing-{corpus}.msgpack".replace(" ", "-")
        if not kept.exists():
            kept.write_bytes(msgspec.msgpack.encode([tag(article) for article in articles]))
        tagged = msgspec.msgpack.decode(kept.read_bytes(), type=list[Article])
        yield from _seen(tagged, [(event, a, b, tuple(both)) for event, a, b, both in wanted])


def _seen(articles: Sequence[Article], asked: Sequence[Asked]) -> Iterator[Marked]:
    """Pairs of which the program finds both sides, and both of one kind."""
    pile = pile_of(articles)
    likeness = Likeness(rarity(pile), SideBySide())
    by_article: dict[str, list[Quantity]] = {}
    for quantity in quantities(pile):
        by_article.setdefault(pile.articles[quantity.number].external_id or "", []).append(quantity)
    for event, a, b, verdicts in asked:
        one, other = _at(by_article, a), _at(by_article, b)
        if one is not None and other is not None and one.kind == other.kind:
            apart = relation(one, other)[0] == "apart"
            beside = likeness.beside(one, other)
            yield Marked(event, one, other, verdicts, beside.signs, beside.differing if apart else None)


def _at(by_article: Mapping[str, Sequence[Quantity]], stretch: Stretch) -> Quantity | None:
    """What stands at a marked stretch."""
    article, start, end = stretch
    return next((one for one in by_article.get(article, ()) if one.span.start < end and start < one.span.end), None)
