"""What crosses the articles of a pile: which tell one story, which share their words, and which cite which.

    articles -> Pile       one order (oldest first), words as numbers
    Pile     -> Reuse      passages that stand in two pieces, each joined to its one nearest source
    both     -> Story      pieces of one event; a reprint is of its source's story
             -> Reference  the piece that a citation means, or that it is not in the pile

The result depends on the articles alone, not on their order. All steps grow in proportion to the text, but for the
sorting of shingles and terms (n log n).
"""

from __future__ import annotations

from collections.abc import Sequence

from msgspec import Struct

from onrecord.link.pile import pile_of
from onrecord.link.references import references
from onrecord.link.reuse import reuse
from onrecord.link.stories import stories
from onrecord.model import Article, Reference, Reuse, Story


class Links(Struct, frozen=True):
    """What `link` found: stories in order of their id, reuse in order of the later piece, references piece by piece."""

    stories: tuple[Story, ...] = ()
    reuse: tuple[Reuse, ...] = ()
    references: tuple[Reference, ...] = ()


def link(articles: Sequence[Article]) -> Links:
    """Stories, reuse and references among `articles`, which may be tagged or not.

    Every article is in exactly one story. Of articles that share an id one is kept.
    """
    pile = pile_of(articles)
    passages = reuse(pile)
    return Links(stories(pile, passages), passages, references(pile.articles, passages))
