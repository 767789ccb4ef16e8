"""What crosses the articles of a pile: which tell one story, which share their words, and which cite which.

    articles -> Pile       one order (oldest first), words as numbers
    Pile     -> Reuse      passages that stand in two pieces, each joined to its one nearest source
    both     -> Story      pieces of one event; a reprint is of its source's story
             -> Reference  the piece that a citation means, or that it is not in the pile

and, once it is known who speaks:

    statements -> Claim      one content, who said it first, who repeated it
               -> Conflict   what one denies of what another says
    dates      -> Event      what the pieces say happened, and when
    figures, dates -> Conflict   what pieces give of one thing, side by side

The result depends on the articles alone, not on their order. All steps grow in proportion to the text, but for the
sorting of shingles and terms (n log n).
"""

from __future__ import annotations

from collections.abc import Sequence

from msgspec import Struct

from onrecord.link.claims import claims
from onrecord.link.commonness import rarity
from onrecord.link.conflicts import conflicts
from onrecord.link.contents import contents
from onrecord.link.denials import denials
from onrecord.link.pile import Pile, pile_of
from onrecord.link.references import references
from onrecord.link.reuse import reuse
from onrecord.link.scratch import Scratch
from onrecord.link.side_by_side import side_by_side
from onrecord.link.stories import stories
from onrecord.link.timeline import timeline
from onrecord.model import Article, Claim, Conflict, Event, Identity, Reference, Reuse, Story
from onrecord.tag import meanings

SPREAD_FROM = 20_000
"""Articles from which on several processes work on a pile; below, starting them costs more than they save."""
JOBS = 2
"""How many these are."""


class Links(Struct, frozen=True):
    """What `link` found: stories in order of their id, reuse in order of the later piece, references piece by piece."""

    stories: Sequence[Story] = ()
    reuse: Sequence[Reuse] = ()
    references: Sequence[Reference] = ()


def link(articles: Sequence[Article], scratch: Scratch | None = None) -> Links:
    """Stories, reuse and references among `articles`, which may be tagged or not.

    Every article is in exactly one story. Of articles that share an id one is kept. What does not fit into memory goes
    to a temporary folder; a large pile is worked on by two processes.

    Args:
        articles: any sequence; each is asked for several times, so one that reads from disk need not hold them.
        scratch: where to put what does not fit into memory. With it stories and reuse stay there, and each record is
            read when it is asked for, until the scratch is closed; without it they are tuples.

    Raises:
        ScratchError: the temporary folder is full, or cannot be written.
        WorkerError: one of several processes was ended from outside.
    """
    if scratch is None:
        with Scratch(jobs=JOBS if len(articles) >= SPREAD_FROM else 1) as own:
            found = link(articles, own)
            return Links(tuple(found.stories), tuple(found.reuse), found.references)
    pile = pile_of(articles, scratch)
    passages = reuse(pile)
    cited = references(pile.articles, passages) if pile.cites else ()
    return Links(stories(pile, passages), passages, cited)


class Accounts(Struct, frozen=True):
    """What the pieces tell of the same things: claims and conflicts in order of their id, events of their date."""

    claims: tuple[Claim, ...] = ()
    conflicts: tuple[Conflict, ...] = ()
    events: tuple[Event, ...] = ()


def accounts(articles: Sequence[Article], links: Links, identities: Sequence[Identity]) -> Accounts:
    """Claims, conflicts and events among tagged articles.

    Args:
        articles: the pile.
        links: what `link` found in it.
        identities: which entity each chain is.
    """
    with Scratch() as scratch:
        return _accounts(pile_of(articles, scratch), links, identities)


def _accounts(pile: Pile, links: Links, identities: Sequence[Identity]) -> Accounts:
    said = contents(pile, identities, links.stories)
    meaning, model = meanings(), side_by_side()
    told = (*conflicts(pile, links.stories, links.reuse, rarity(pile), model), *denials(said, meaning))
    return Accounts(
        claims(said, links.reuse, meaning),
        tuple(sorted(told, key=lambda conflict: conflict.id)),
        timeline(pile, links.reuse, model),
    )
