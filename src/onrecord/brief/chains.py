"""How statements travelled: each line whose statement several pieces make, with all places where it is made."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import Any

from msgspec.structs import replace

from onrecord.brief.people import People, hull
from onrecord.brief.views import Views, where
from onrecord.model import Analysis, Brief, Chain, Claim, Line, Place, Said, Statement, Telling

LISTED = 50
"""Places of one claim that a briefing lists: nobody reads on after so many."""

OPEN = 4
"""Places that the page shows without unfolding."""


class Chains:
    """The claims of an analysis by their statements.

    Args:
        analysis: a pile, analysed.
        people: who speaks in it.
    """

    def __init__(self, analysis: Analysis, people: People) -> None:
        self._people = people
        self._articles = {article.id: article for article in analysis.articles}
        self._statements: dict[Said, Statement] = {
            Said(article.id, statement.id): statement
            for article in analysis.articles
            for statement in article.statements or ()
        }
        self._claims = {said: claim for claim in analysis.claims for said in claim.statements}

    def line(self, line: Line) -> Line:
        """The line with the chain of its statement; what is a place of the chain is not listed as carried again."""
        claim = self._claims.get(Said(line.article, line.statement)) if line.statement is not None else None
        # Statements that are less sure than what is asked for are not there any more.
        said = [one for one in claim.statements if one in self._statements] if claim is not None else []
        pieces = {one.article for one in said}
        if claim is None or len(pieces) < 2:
            return line
        carried = tuple(place for place in line.carried if place.article not in pieces)
        return replace(line, chain=self._chain(claim, said, len(pieces)), carried=carried)

    def _chain(self, claim: Claim, said: Sequence[Said], pieces: int) -> Chain:
        return Chain(
            claim=claim.id,
            told=tuple(self._telling(one) for one in said[:LISTED]),
            first=claim.first == said[0],
            pieces=pieces,
            origins=min(claim.origins, pieces),
            further=max(0, len(said) - LISTED),
        )

    def _telling(self, said: Said) -> Telling:
        article, statement = self._articles[said.article], self._statements[said]
        speaker = self._people.speaker(article, statement)
        return Telling(
            statement=said.statement, place=Place(said.article, hull(statement.content)), speaker=speaker.name
        )


def places(brief: Brief) -> Iterator[Place]:
    """All places that the chains of a briefing lead to."""
    for story in brief.stories:
        for line in story.lines:
            yield from (telling.place for telling in tellings(line))


def tellings(line: Line) -> list[Telling]:
    """The places of a line's chain, one a piece; of its own piece the line's own statement."""
    if line.chain is None:
        return []
    found: dict[str, Telling] = {}
    for telling in line.chain.told:
        own = telling.place.article == line.article and telling.statement == line.statement
        if own or telling.place.article not in found:
            found[telling.place.article] = telling
    return list(found.values())


def whose(told: Sequence[Telling], at: int) -> str | None:
    """Whose words the place `at` gives: told of the first one, and where somebody else says it than there."""
    speaker = told[at].speaker
    return (speaker or "speaker open") if at == 0 or speaker != told[0].speaker else None


def origin(chain: Chain) -> str | None:
    """How many independent texts the pieces are, where that is fewer than there are pieces."""
    if chain.origins >= chain.pieces:
        return None
    return "one origin" if chain.origins == 1 else f"{chain.origins:,} independent origins"


def shown(views: Views, line: Line, href: Callable[[str], str]) -> dict[str, Any] | None:
    """Everything that the template asks for; None for a line without a chain.

    Args:
        views: the briefing and its pieces.
        line: a line of the briefing.
        href: where an address leads from the page.
    """
    if line.chain is None:
        return None
    told = tellings(line)
    links = [
        {
            "href": href(views.place_anchor(telling.place)),
            "where": where(views.articles[telling.place.article]),
            "whose": whose(told, at),
            "here": telling.place.article == line.article,
        }
        for at, telling in enumerate(told)
    ]
    return {
        "first": line.chain.first,
        "links": links[:OPEN],
        "more": links[OPEN:],
        "further": line.chain.further,
        "origin": origin(line.chain),
    }
