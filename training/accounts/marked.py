"""Pairs of figures, or dates, that readers judged, as the program sees them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

import msgspec
from eval.accounts.gold import Half, Stretch, Verdict, half, judged, piles

from onrecord.link.commonness import rarity
from onrecord.link.conflicts import may_contradict
from onrecord.link.pile import Pile
from onrecord.link.quantities import Quantity, quantities
from onrecord.link.same_thing import Likeness
from onrecord.link.side_by_side import SideBySide
from onrecord.model import Article
from onrecord.tag import tag

MARKED = Path(__file__).with_name("marked.jsonl")
"""Pairs of coverage that stands in no gold, and of the choosing half. One reader judged each, by
eval/accounts/GUIDELINE.md: sessions of a language model. Ids and code points only."""
CHOOSING: Half = "choosing"


class Marked(NamedTuple):
    """A judged pair."""

    event: str | None
    """Of the pairs of the choosing half."""
    pieces: tuple[str, str]
    """The ids of both articles."""
    one: Quantity
    other: Quantity
    verdicts: tuple[Verdict, ...]
    """One for each reader."""
    differing: tuple[float, ...] | None
    """`onrecord.link.same_thing.DIFFERING` but the first, where both values cannot be right."""

    @property
    def of_one_thing(self) -> float:
        """How many of the readers said that they are of one thing, 0 to 1."""
        return sum(verdict != "not_comparable" for verdict in self.verdicts) / len(self.verdicts)

    @property
    def one_quantity(self) -> float:
        """How many said that they are one quantity of it, so that two values cannot both be right: 0 to 1."""
        return sum(verdict not in ("not_comparable", "compatible") for verdict in self.verdicts) / len(self.verdicts)

    @property
    def differ(self) -> bool:
        """Whether a reader said that they differ, or that the later account overtakes the earlier."""
        return not {"differ", "changed"}.isdisjoint(self.verdicts)


class Asked(NamedTuple):
    """What readers were asked, and said."""

    event: str | None
    a: Stretch
    b: Stretch
    verdicts: tuple[Verdict, ...]


class _Row(msgspec.Struct):
    a: Stretch
    b: Stretch
    verdict: Verdict


def asked() -> list[Asked]:
    """The pairs of `marked.jsonl` and those of the choosing half."""
    rows = [msgspec.json.decode(line, type=_Row) for line in MARKED.read_bytes().splitlines()]
    found = [Asked(None, row.a, row.b, (row.verdict,)) for row in rows]
    return found + [
        Asked(pair.event, pair.a, pair.b, tuple(both)) for pair, *both in judged() if half(pair.event) == CHOOSING
    ]


def choosing(folder: Path) -> Iterator[list[Article]]:
    """The articles of the choosing half, a corpus at a time, tagged once and kept in a folder."""
    for corpus, articles in piles(CHOOSING):
        kept = folder / f"choosing-{corpus}.msgpack".replace(" ", "-")
        if not kept.exists():
            kept.write_bytes(msgspec.msgpack.encode([tag(article) for article in articles]))
        yield msgspec.msgpack.decode(kept.read_bytes(), type=list[Article])


def marked(pile: Pile, pairs: Sequence[Asked]) -> Iterator[Marked]:
    """The judged pairs of a pile of which the program finds both sides, and both of one kind."""
    likeness = Likeness(rarity(pile), SideBySide())
    by_article: dict[str, list[Quantity]] = {}
    for quantity in quantities(pile):
        by_article.setdefault(pile.articles[quantity.number].external_id or "", []).append(quantity)
    for event, a, b, verdicts in pairs:
        one, other = _at(by_article, a), _at(by_article, b)
        if one is not None and other is not None and one.kind == other.kind:
            apart = may_contradict(one, other)
            beside = likeness.beside(one, other)
            pieces = (pile.articles[one.number].id, pile.articles[other.number].id)
            yield Marked(event, pieces, one, other, verdicts, beside.differing if apart else None)


def _at(by_article: Mapping[str, Sequence[Quantity]], stretch: Stretch) -> Quantity | None:
    """What stands at a marked stretch."""
    article, start, end = stretch
    return next((one for one in by_article.get(article, ()) if one.span.start < end and start < one.span.end), None)
