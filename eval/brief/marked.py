"""Eighteen piles of ten articles, each with the twenty things that one reader found most worth knowing.

The articles are of `statements/polnear-train`, grouped by likeness, at most two an outlet in a pile. Readers worked by
`GUIDELINE.md`; every place where one of their quotes stands became a place of its thing. The gold keeps ids and
offsets into the articles' texts, no words. These piles served to choose the weights of the briefing, so what is
measured on them flatters.

    python -m eval.brief.marked

prints for each pile how many of its things stand in the briefing, and how many where only the openings of the pieces
are given, and then both means.
"""

from __future__ import annotations

import sys
import tempfile
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import msgspec

from eval.brief.leads import leads
from eval.brief.measure import PART, shown_in, stands
from eval.brief.things import GOLD, At, Thing
from eval.data import EvaluationError, MissingDataError, data, data_is_required, found, rows
from eval.figures import Figure, Skipped, cells, floors, plain_table
from eval.measures import Counts, bootstrap
from onrecord.brief import BriefOptions, compose
from onrecord.model import Span
from onrecord.pipeline import Briefed, Options, analyse

CORPUS = "18 marked piles, used for choosing"
SOURCE = "statements/polnear-train.jsonl.gz"
LENGTH = 1200
WANTED = 20
"""Things listed for each pile."""


class ChangedArticleError(EvaluationError):
    """An article of the gold is missing from the data set, or its text is another than the one that was marked.

    Args:
        pile: the pile.
        article: the article's id.
    """

    def __init__(self, pile: str, article: str) -> None:
        super().__init__(pile, article)
        self.pile = pile
        self.article = article

    def __str__(self) -> str:
        return f"{self.pile}: {self.article} is not as it was when its things were marked"


class Row(msgspec.Struct, frozen=True):
    """An article as the data set has it: the columns that On Record is given."""

    id: str
    outlet: str | None
    title: str | None
    published: str | None
    text: str


class InArticle(msgspec.Struct, frozen=True):
    """A stretch of an article's text, in code points; the article by its id in the data set."""

    article: str
    span: Span


class Listed(msgspec.Struct, frozen=True):
    """One thing worth knowing: its pile, its rank with the reader, and all places that say it."""

    pile: str
    rank: int
    places: tuple[InArticle, ...]


@dataclass(frozen=True)
class Held:
    """How many of a pile's things stand in its briefing, and in the openings of its pieces."""

    pile: str
    wanted: int
    briefing: int
    openings: int


def piles(folder: Path = GOLD) -> dict[str, tuple[str, ...]]:
    """The ids of each pile's articles, in the order in which they are read.

    Raises:
        MissingDataError: the list is not there.
    """
    return msgspec.json.decode(found(folder / "piles.json").read_bytes(), type=dict[str, tuple[str, ...]])


def listed(folder: Path = GOLD) -> list[Listed]:
    """What the readers listed, over all piles.

    Raises:
        MissingDataError: the list is not there.
    """
    return msgspec.json.Decoder(Listed).decode_lines(found(folder / "piles.jsonl").read_bytes())


def articles() -> dict[str, Row]:
    """The articles of the data set by their id.

    Raises:
        MissingDataError: the data set is not there.
    """
    return {row.id: row for row in rows(data(SOURCE), Row)}


def measured(folder: Path = GOLD) -> Iterator[Held]:
    """What stands in the briefing of each pile.

    Raises:
        MissingDataError: gold or data set are not there.
        ChangedArticleError: the data set is not the one that was marked.
    """
    texts = articles()
    things = listed(folder)
    for pile, ids in piles(folder).items():
        for article in ids:
            if article not in texts:
                raise ChangedArticleError(pile, article)
        yield held(pile, [texts[article] for article in ids], [thing for thing in things if thing.pile == pile])


def held(pile: str, pieces: Sequence[Row], wanted: Iterable[Listed]) -> Held:
    """What stands in the briefing of one pile, and in its openings.

    Raises:
        ChangedArticleError: a text is read otherwise than it was marked.
    """
    briefed = _briefed(pieces)
    things = _located(pile, pieces, wanted, briefed)
    shown, plain = shown_in(briefed), leads(briefed.analysis.articles, LENGTH)
    return Held(
        pile,
        len(things),
        sum(stands(thing, shown) for thing in things),
        sum(stands(thing, plain) for thing in things),
    )


def _briefed(pieces: Sequence[Row]) -> Briefed:
    """The briefing that a person gets who gives On Record the pieces as a file of rows."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "pile.jsonl"
        path.write_bytes(msgspec.json.Encoder().encode_lines(pieces))
        made = analyse([str(path)], Options(jobs=1))
    return Briefed(compose(made.analysis, BriefOptions(length=LENGTH)), made.analysis, made.failures)


def _located(pile: str, pieces: Sequence[Row], wanted: Iterable[Listed], briefed: Briefed) -> list[Thing]:
    """The things with their places in the documents that were read."""
    read = {article.external_id: article for article in briefed.analysis.articles}
    starts: dict[str, At] = {}
    for piece in pieces:
        article = read.get(piece.id)
        if article is None or article.text != piece.text:
            raise ChangedArticleError(pile, piece.id)
        starts[piece.id] = At(article.document.id, article.span)
    return [Thing(pile, thing.rank, tuple(_moved(thing, starts)), "") for thing in wanted]


def _moved(thing: Listed, starts: Mapping[str, At]) -> Iterator[At]:
    for place in thing.places:
        if place.article not in starts:
            raise ChangedArticleError(thing.pile, place.article)
        at = starts[place.article]
        yield At(at.document, place.span.moved(at.span.start))


def mean(counts: Counts) -> float:
    """Things of twenty that stand, on average over piles; to a hundredth."""
    return round(WANTED * counts.recall, 2)


def figures(folder: Path = GOLD) -> Iterator[Figure | Skipped]:
    """The mean number of things that stand, with its interval over piles, beside that of the openings only."""
    try:
        yield from means(list(measured(folder)))
    except MissingDataError as missing:
        yield Skipped(PART, CORPUS, str(missing))


def means(every: Sequence[Held]) -> list[Figure]:
    """Both means over the piles."""
    return [
        _figure("things of 20, mean", [Counts(one.briefing, 0, one.wanted) for one in every]),
        _figure("things of 20, mean, openings only", [Counts(one.openings, 0, one.wanted) for one in every]),
    ]


def _figure(measure: str, parts: list[Counts]) -> Figure:
    value = mean(sum(parts, Counts()))
    return Figure(PART, measure, CORPUS, f"{len(parts)} piles", value, bootstrap(parts, mean), share=False)


def main() -> int:
    """Print the table; 1 where data are missing that have to be there."""
    every: list[Held] = []
    try:
        for one in measured():
            print(f"{one.pile:<4} {one.briefing:>2} of {one.wanted}, openings only {one.openings:>2}", flush=True)
            every.append(one)
    except MissingDataError as missing:
        print(f"skipped: {missing}", file=sys.stderr)
        return 1 if data_is_required() else 0
    print(plain_table([cells(figure, floors()) for figure in means(every)]))
    return 0


if __name__ == "__main__":
    sys.exit(main())
