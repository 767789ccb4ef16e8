"""Composes the briefing of each pile and counts the things that stand in it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Container, Iterable, Iterator, Mapping
from itertools import chain

from eval.brief.leads import leads
from eval.brief.things import PILES, READERS, At, Thing, agreed, half_covered, paths_of, things
from eval.data import EvaluationError, MissingDataError
from eval.figures import Figure, Skipped
from onrecord.model import Line, Place, Span
from onrecord.pipeline import Briefed, brief

PART = "brief"


class StaleGoldError(EvaluationError):
    """The gold points into a document that is not in its pile, since the pile was changed after it was marked.

    Args:
        pile: the pile.
        document: id of the document that is missing.
    """

    def __init__(self, pile: str, document: str) -> None:
        super().__init__(pile, document)
        self.pile = pile
        self.document = document

    def __str__(self) -> str:
        return f"{self.pile}: no document {self.document}; mark its things again (python -m eval.brief.mark)"


Shown = dict[str, list[Span]]
"""What is shown of each document: spans in its text, by the document's id."""


def figures() -> Iterator[Figure | Skipped]:
    """For each pile and reader, how many of the things stand in the briefing, and how far the readers agree."""
    listed = {}
    for reader in READERS:
        try:
            listed[reader] = things(reader)
        except MissingDataError as missing:
            yield Skipped(PART, f"reader {reader}", str(missing))
    for pile in PILES:
        try:
            yield from _of_pile(pile, _on(pile, listed))
        except MissingDataError as missing:
            yield Skipped(PART, pile, str(missing))


def _on(pile: str, listed: Mapping[str, Iterable[Thing]]) -> dict[str, list[Thing]]:
    """What the readers listed for one pile; a reader who listed nothing is left out."""
    here = {reader: [thing for thing in listed[reader] if thing.pile == pile] for reader in listed}
    return {reader: wanted for reader, wanted in here.items() if wanted}


def _of_pile(pile: str, listed: dict[str, list[Thing]]) -> Iterator[Figure]:
    if not listed:
        return
    briefed = brief([str(path) for path in paths_of(pile)])
    check(pile, listed, {article.document.id for article in briefed.analysis.articles})
    shown = shown_in(briefed)
    plain = leads(briefed.analysis.articles, briefed.brief.length)
    for reader, wanted in listed.items():
        yield _held(f"things of reader {reader}", pile, wanted, shown)
        yield _held(f"things of reader {reader}, openings only", pile, wanted, plain)
    if len(listed) == len(READERS):
        ours, theirs = (listed[reader] for reader in READERS)
        both = agreed(ours, theirs)
        yield Figure(PART, "things of A that B lists too", pile, f"of {len(ours)}", both, share=False)


def _held(measure: str, pile: str, wanted: list[Thing], shown: Shown) -> Figure:
    held = sum(stands(thing, shown) for thing in wanted)
    return Figure(PART, measure, pile, f"of {len(wanted)}", held, share=False)


def check(pile: str, listed: Mapping[str, Iterable[Thing]], documents: Container[str]) -> None:
    """Nothing, where every place of the gold is in one of the documents.

    Raises:
        StaleGoldError: one is not.
    """
    for thing in chain.from_iterable(listed.values()):
        for place in thing.places:
            if place.document not in documents:
                raise StaleGoldError(pile, place.document)


def shown_in(briefed: Briefed) -> Shown:
    """The stretches of each document whose words are shown, and those that carry the same words elsewhere."""
    articles = {article.id: article for article in briefed.analysis.articles}
    shown: Shown = defaultdict(list)
    for story in briefed.brief.stories:
        if not story.shown:
            continue
        for line in (story.headline, *story.lines):
            for place in _places(line) if line.shown else ():
                article = articles[place.article]
                shown[article.document.id].append(place.span.moved(article.span.start))
    return dict(shown)


def _places(line: Line) -> list[Place]:
    return [*(Place(line.article, span) for span in line.spans), *line.carried]


def stands(thing: Thing, shown: Shown) -> bool:
    """Whether at least half of one of the thing's places is shown."""

    def at(place: At) -> bool:
        return half_covered(place.span, shown.get(place.document, ()))

    return any(at(place) for place in thing.places)
