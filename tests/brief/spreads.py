"""Piles of made-up pieces whose words and statements travel."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from msgspec.structs import replace
from tests.brief.piles import Said, analysis, piece

from onrecord.model import Analysis, Article, Claim, Place, Reuse, Span
from onrecord.model import Said as Told

SHARED = "The ferry to Norreby was stopped on Friday after its pilot had counted forty cracks in the hull."
SAID = "“The hull will not last until May,”"


def at(article: Article, words: str) -> Place:
    """Where words stand in a piece."""
    start = article.text.index(words)
    return Place(article.id, Span(start, start + len(words)))


def shares(one: Article, other: Article, *, words: str = SHARED, **fields: Any) -> Reuse:
    """The record of a passage that stands in two pieces; without a direction nobody knows it."""
    made = Reuse(family="f0", a=at(one, words), b=at(other, words), direction="unknown", kind="passage", score=0.5)
    return replace(made, **fields)


def ferry(number: int, outlet: str | None, published: str | None, who: str = "Olga Marn") -> Article:
    """A piece on the ferry: shared words, a statement, and a sentence of its own."""
    return piece(
        f"ferry-{number}.txt",
        f"Ferry stopped, {number}\n\n{SHARED}\n\n{SAID} said {who}. Quay {number} was empty on Saturday.",
        title=f"Ferry stopped, {number}",
        outlet=outlet,
        published=published,
        said=[Said(SAID, who, "said", who)],
    )


def story(articles: Sequence[Article], reuse: Sequence[Reuse]) -> Analysis:
    """A pile of one story."""
    return analysis(articles, [articles], reuse=reuse)


def travelled(first: bool = True, origins: int = 1) -> Analysis:
    """Three pieces of three outlets that tell one statement, and a fourth that has its words but no statement."""
    pieces = [
        ferry(0, "Osk Post", "2031-03-04"),
        ferry(1, "Quay Watch", "2031-03-05", "Jonas Weil"),
        ferry(2, None, "2031-03-06"),
    ]
    bare = piece("bare.txt", f"Hull cracked\n\n{SAID} said Olga Marn.", title="Hull cracked", published="2031-03-07")
    told = tuple(Told(one.id, "s0") for one in pieces)
    claim = Claim(id="c0", statements=told, first=told[0] if first else None, origins=origins)
    return replace(story([*pieces, bare], []), claims=(claim,))
