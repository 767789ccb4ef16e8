"""The gold: things most worth knowing, as places in the documents of a pile."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

import msgspec

from eval import data
from onrecord.model import Document, Span

GOLD = Path(__file__).parent / "gold"
READERS = ("A", "B")
OWN_PILE = "examples"
PILES = ("seed-0", "seed-1", "seed-2", OWN_PILE)


class At(msgspec.Struct, frozen=True):
    """A stretch of a document's text; the document by its id, the span in code points."""

    document: str
    span: Span


class Thing(msgspec.Struct, frozen=True):
    """One thing worth knowing: its pile, its rank with the reader, all places that say it, and how it begins.

    `begins` is empty where the text is not ours to repeat.
    """

    pile: str
    rank: int
    places: tuple[At, ...]
    begins: str


def things(reader: str) -> list[Thing]:
    """What one reader listed, over all piles.

    Raises:
        MissingDataError: the list has not been marked.
    """
    path = data.found(GOLD / f"{reader}.jsonl")
    return msgspec.json.Decoder(Thing).decode_lines(path.read_bytes())


def paths_of(pile: str) -> list[Path]:
    """The inputs of a pile, as a person would give them on the command line.

    Raises:
        MissingDataError: they are not there.
    """
    if pile == OWN_PILE:
        return [data.found(data.CHECKOUT / "examples" / "harbour")]
    return [data.seeds()[int(pile.removeprefix("seed-"))]]


def half_covered(place: Span, shown: Iterable[Span]) -> bool:
    """Whether `shown` spans of the same text cover at least half of the code points of `place`."""
    covered, reached = 0, place.start
    for span in sorted(shown):
        start, end = max(span.start, reached), min(span.end, place.end)
        if start < end:
            covered += end - start
            reached = end
    return 2 * covered >= place.end - place.start > 0


def agreed(ours: Iterable[Thing], theirs: Iterable[Thing]) -> int:
    """How many of our things have a place that meets a place of theirs."""
    others = [place for thing in theirs for place in thing.places]
    return sum(any(_meet(place, other) for place in thing.places for other in others) for thing in ours)


def _meet(place: At, other: At) -> bool:
    return place.document == other.document and place.span.meets(other.span)


def by_id(documents: Iterable[Document]) -> dict[str, Document]:
    """Documents by their id."""
    return {document.ref.id: document for document in documents}
