"""Measures reuse on the pairs that two readers marked by GUIDELINE.md, each pair linked as a pile of its own."""

from __future__ import annotations

from collections.abc import Iterator

import msgspec

from eval.data import MissingDataError, data, rows
from eval.figures import Figure, Skipped
from eval.measures import Counts, bootstrap, wilson
from eval.reuse.mark import Judged, gold
from eval.reuse.sample import CORPUS, Piece
from eval.reuse.score import Both, Linking, covered, is_covered, len_of, sides
from eval.stories.measure import Row, article_of
from onrecord.model import Article, Reuse, Span, Stated


class Compared(msgspec.Struct, frozen=True):
    """A pair as a reader judged it, and the records that `link` made of it, `one` first."""

    judged: Judged
    found: tuple[Both, ...]
    records: tuple[Reuse, ...]
    one: str

    @property
    def wanted(self) -> tuple[Both, ...]:
        """The passages that the reader marked."""
        return tuple(Both(Span(*passage.one), Span(*passage.other)) for passage in self.judged.passages)

    @property
    def directions(self) -> set[str]:
        """Where the records say that the words come from, seen from `one`."""
        turned = {"a>b": "b>a", "b>a": "a>b"}
        return {
            record.direction if record.a.article == self.one else turned.get(record.direction, record.direction)
            for record in self.records
            if record.kind != "boilerplate"
        }


def figures(link: Linking) -> Iterator[Figure | Skipped]:
    """For each reader: pairs, passages and their text found and rightly given; kinds and directions that agree."""
    for reader in ("A", "B"):
        corpus = f"pairs that credit an agency, reader {reader}"
        judged = gold(reader)
        if not judged:
            yield Skipped("reuse", corpus, "no gold is there yet")
            continue
        try:
            pieces = {piece.id: piece for piece in rows(data(CORPUS), Piece)}
        except MissingDataError as missing:
            yield Skipped("reuse", corpus, str(missing))
            continue
        compared = [_compared(link, one, pieces) for one in judged]
        yield from _found(compared, corpus)
        yield from _agreeing(compared, corpus)


def _compared(link: Linking, judged: Judged, pieces: dict[str, Piece]) -> Compared:
    one, other = (_article(pieces[name]) for name in (judged.one, judged.other))
    records = tuple(link([one, other]).reuse)
    return Compared(judged, tuple(sides(record, one.id) for record in records), records, one.id)


def _article(piece: Piece) -> Article:
    article = article_of(msgspec.convert(piece, Row, from_attributes=True))
    byline = (Stated(piece.authors, "column"),) if piece.authors else ()
    return msgspec.structs.replace(article, byline=byline)


def _found(compared: list[Compared], corpus: str) -> Iterator[Figure]:
    for measure, counts in (
        ("pairs", [_of_pair(one) for one in compared]),
        ("passages", [_of_passages(one) for one in compared]),
        ("text of passages", [_of_text(one) for one in compared]),
    ):
        total = sum(counts, Counts())
        size = f"{len(compared)} pairs"
        precision = bootstrap(counts, lambda one: one.precision)
        yield Figure("reuse", f"{measure}, precision", corpus, size, total.precision, precision)
        yield Figure(
            "reuse", f"{measure}, recall", corpus, size, total.recall, bootstrap(counts, lambda one: one.recall)
        )


def _of_pair(one: Compared) -> Counts:
    return Counts(int(bool(one.found) and one.judged.copies), int(bool(one.found)), int(one.judged.copies))


def _of_passages(one: Compared) -> Counts:
    """Passages covered by half on both sides; for precision records so covered, scaled to the number of passages."""
    right = sum(is_covered(passage, one.found) for passage in one.wanted)
    given = sum(is_covered(passage, one.wanted) for passage in one.found)
    return Counts(right, right + len(one.found) - given, len(one.wanted))


def _of_text(one: Compared) -> Counts:
    """Code points of both sides."""
    right = sum(_covered_text(passage, one.wanted) for passage in one.found)
    missed = sum(_text(passage) - _covered_text(passage, one.found) for passage in one.wanted)
    return Counts(right, sum(map(_text, one.found)), right + missed)


def _text(passage: Both) -> int:
    return len_of(passage.one) + len_of(passage.other)


def _covered_text(passage: Both, by: tuple[Both, ...]) -> int:
    shares = covered(passage, by)
    return round(shares[0] * len_of(passage.one) + shares[1] * len_of(passage.other))


def _agreeing(compared: list[Compared], corpus: str) -> Iterator[Figure]:
    kinds = [agrees for one in compared for agrees in _kinds(one)]
    yield _share("kind of passage agrees", kinds, corpus)
    decided = [one for one in compared if one.found and one.judged.direction != "unknown" and one.judged.copies]
    yield _share("direction told rightly", [one.judged.direction in one.directions for one in decided], corpus)
    wrong = [bool(one.directions - {"unknown", one.judged.direction}) for one in decided]
    yield _share("direction told wrongly", wrong, corpus)


def _kinds(one: Compared) -> Iterator[bool]:
    """For each passage that is found, whether a record that meets it is of its kind; boilerplate needs a pile."""
    same = {"version": "reprint", "excerpt": "reprint"}
    for passage, wanted in zip(one.judged.passages, one.wanted, strict=True):
        if passage.kind == "boilerplate":
            continue
        meeting = [
            same.get(record.kind, record.kind)
            for both, record in zip(one.found, one.records, strict=True)
            if both.one.meets(wanted.one) and both.other.meets(wanted.other)
        ]
        if meeting:
            yield passage.kind in meeting


def _share(measure: str, right: list[bool], corpus: str) -> Figure:
    share = sum(right) / max(len(right), 1)
    return Figure("reuse", measure, corpus, f"{len(right)}", share, wilson(sum(right), len(right)))
