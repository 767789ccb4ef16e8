"""Records: the values of `model` as JSON lines, out and in, and the JSON Schema that is published with the package."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from io import BytesIO
from pathlib import Path
from typing import Any, get_args

import msgspec
import numpy as np

from onrecord import parquet
from onrecord.errors import EmptyInput, MalformedInput, TruncatedInput, UnreachableInput
from onrecord.model import (
    SCHEMA,
    Analysis,
    Article,
    Claim,
    Conflict,
    Document,
    Entity,
    Event,
    Identity,
    Label,
    Record,
    Reference,
    Reuse,
    Run,
    Said,
    Story,
    Vectors,
)

_ENCODER = msgspec.json.Encoder()
_DECODER: msgspec.json.Decoder[Record] = msgspec.json.Decoder(Record)
_KINDS: tuple[type[msgspec.Struct], ...] = get_args(Record)
_KNOWN = {kind.__struct_config__.tag for kind in _KINDS}


class _Tag(msgspec.Struct):
    record: str


def encode(record: Record | Document) -> bytes:
    """One record as one line of JSON in UTF-8, with its newline."""
    return _ENCODER.encode(record) + b"\n"


def lines(analysis: Analysis) -> Iterator[bytes]:
    """An analysis as its lines: the run, the articles, then what crosses them."""
    return map(encode, _records(analysis))


def writer(path: str) -> Callable[[Analysis], Iterable[bytes]]:
    """How an analysis is written to `path`: as Parquet where that is its suffix, else as JSON lines.

    Raises:
        OutputError: Parquet is wanted, and what it needs is not installed.
    """
    if Path(path).suffix.lower() != ".parquet":
        return lines
    parquet.check_installed(path)
    return lambda analysis: [parquet.packed((record, encode(record)) for record in _records(analysis))]


def _records(analysis: Analysis) -> Iterator[Record]:
    across: tuple[Iterable[Record], ...] = (
        (analysis.run,),
        analysis.articles,
        analysis.entities,
        analysis.identities,
        analysis.labels,
        analysis.stories,
        analysis.reuse,
        analysis.references,
        analysis.claims,
        analysis.conflicts,
        analysis.events,
    )
    for records in across:
        yield from records


def packed(vectors: Vectors) -> bytes:
    """Embeddings of passages as the bytes of an `.npz` file (numpy's format of several arrays, compressed).

    `article` (n) holds ids, `span` (n, 2) offsets in the article's text, `vector` (n, width) numbers in half precision.
    """
    held = BytesIO()
    rows = np.frombuffer(b"".join(vectors.vectors), "<f2")
    np.savez_compressed(
        held,
        article=np.array(vectors.articles, np.str_),
        span=np.array([(span.start, span.end) for span in vectors.spans], np.int64).reshape(-1, 2),
        vector=rows.reshape(len(vectors.spans), -1) if len(rows) else rows.reshape(0, 0),
    )
    return held.getvalue()


def _decode(line: bytes, place: str) -> Record | None:
    """The record of a line; None for a kind that a later version added."""
    try:
        return _DECODER.decode(line)
    except (msgspec.DecodeError, UnicodeDecodeError) as wrong:
        try:
            kind = msgspec.json.decode(line, type=_Tag).record
        except (msgspec.DecodeError, UnicodeDecodeError):
            raise MalformedInput(place, f"not a record of an analysis ({wrong})") from wrong
        if kind in _KNOWN:
            raise MalformedInput(place, f"{kind} record does not hold to the schema ({wrong})") from wrong
        return None


def _kept_lines(path: str) -> Iterator[bytes]:
    """The lines of an analysis in either form.

    Raises:
        OSError: the file cannot be read.
        UnsupportedInput, MalformedInput: it is Parquet, and pyarrow is not installed, or it is damaged.
    """
    with Path(path).open("rb") as file:
        if file.read(len(parquet.MAGIC)) != parquet.MAGIC:
            file.seek(0)
            yield from file
            return
    yield from parquet.lines(path)


def load(path: str) -> Analysis:
    """The analysis that `onrecord analyse` wrote to `path`.

    Raises:
        UnreachableInput: the file cannot be opened.
        UnsupportedInput: it is Parquet, and pyarrow is not installed.
        EmptyInput: it has no lines.
        TruncatedInput: its last line has no end.
        MalformedInput: a line is no record, the first is not a run or one of another schema, a span lies outside the
            text of its article, or a record speaks of an article that is not there.
    """
    kept: dict[type, list[Any]] = {kind: [] for kind in _KINDS}
    line = b"\n"
    number = 0
    try:
        for number, line in enumerate(_kept_lines(path), 1):
            if not line.endswith(b"\n"):
                raise TruncatedInput(f"{path}!{number}", "the last line of the analysis is cut; run analyse again")
            record = _decode(line, f"{path}!{number}")
            if record is not None:
                kept[type(record)].append(record)
            if number == 1 and not kept[Run]:
                raise MalformedInput(path, "not an analysis: its first line is no run record")
            if isinstance(record, Run):
                _check_schema(record, path)
            elif isinstance(record, Article):
                _check_spans(record, f"{path}!{number}")
    except OSError as wrong:
        raise UnreachableInput(path, wrong.strerror or str(wrong)) from wrong
    if not number:
        raise EmptyInput(path, "empty file")
    _check_references(kept, path)
    return Analysis(
        run=kept[Run][0],
        articles=tuple(kept[Article]),
        entities=tuple(kept[Entity]),
        identities=tuple(kept[Identity]),
        labels=tuple(kept[Label]),
        stories=tuple(kept[Story]),
        reuse=tuple(kept[Reuse]),
        references=tuple(kept[Reference]),
        claims=tuple(kept[Claim]),
        conflicts=tuple(kept[Conflict]),
        events=tuple(kept[Event]),
    )


def _check_schema(run: Run, path: str) -> None:
    if run.schema != SCHEMA:
        reason = f"an analysis of schema {run.schema} (onrecord {run.version}), not {SCHEMA}: run analyse again"
        raise MalformedInput(path, reason)


def _check_spans(article: Article, place: str) -> None:
    end = len(article.text)
    spans = [name.span for name in article.names or ()] + [mention.span for mention in article.mentions]
    for statement in article.statements or ():
        spans += (*statement.source, *statement.cue, *statement.content)
    spans += [span for one in article.figures for span in (one.span, one.counted, one.time) if span]
    spans += [span for one in article.dates for span in (one.span, one.event) if span]
    spans += [link.span for link in article.links]
    for cited in article.citations:
        spans += (cited.span, *cited.marked, *cited.author)
        spans += [span for span in (cited.title, cited.outlet, cited.published) if span]
    if any(span.end > end for span in spans) or article.span.end - article.span.start != end:
        raise MalformedInput(place, f"article {article.id} has a span outside its text; run analyse again")


def _check_references(kept: dict[type, list[Any]], path: str) -> None:
    ends = {article.id: len(article.text) for article in kept[Article]}
    entities = {entity.id for entity in kept[Entity]}
    for identity in kept[Identity]:
        if identity.article not in ends or not {identity.entity, *identity.candidates} - {None} <= entities:
            raise MalformedInput(path, "an identity speaks of what is not there; run analyse again")
    for entity in kept[Entity]:
        reasons = (*entity.reasons, *(one.alike for one in entity.near))
        if any(place.span.end > ends.get(place.article, -1) for reason in reasons for place in reason.places):
            raise MalformedInput(path, "an entity speaks of words that are not there; run analyse again")
    for label in kept[Label]:
        if max(label.span.end, label.name.end) > ends.get(label.article, -1):
            raise MalformedInput(path, "a label speaks of words that are not there; run analyse again")
    for record in (*kept[Story], *kept[Reuse]):
        places = (record.headline,) if isinstance(record, Story) else (record.a, record.b)
        named = record.articles if isinstance(record, Story) else ()
        if not (all(one in ends for one in named) and all(one.span.end <= ends.get(one.article, -1) for one in places)):
            raise MalformedInput(path, "a story or reuse record speaks of words that are not there; run analyse again")
    _check_accounts(kept, ends, path)


def _check_accounts(kept: dict[type, list[Any]], ends: dict[str, int], path: str) -> None:
    """What tells of words, statements and events of several pieces, held to these pieces.

    Raises:
        MalformedInput: it speaks of what is not there.
    """
    places: list[tuple[str, int]] = [(one.article, one.span.end) for one in kept[Reference]]
    places += [(piece, 0) for one in kept[Reference] for piece in (one.resolved, *one.candidates) if piece is not None]
    for conflict in kept[Conflict]:
        places += [(side.article, max(side.span.end, side.sentence.end)) for side in conflict.sides]
        places += [(place.article, place.span.end) for place in conflict.shown]
    places += [(place.article, place.span.end) for event in kept[Event] for place in event.sides]
    said = {said for claim in kept[Claim] for said in (*claim.statements, claim.first) if said is not None}
    said |= {Said(side.article, side.statement) for one in kept[Conflict] for side in one.sides if side.statement}
    known = {Said(article.id, one.id) for article in kept[Article] for one in article.statements or ()}
    dated = all(one.sides and len(one.sides) == len(one.dates) for one in kept[Event])
    sided = all(one.sides for one in kept[Conflict])
    if not (dated and sided and said <= known) or any(end > ends.get(article, -1) for article, end in places):
        reason = "a reference, claim, conflict or event speaks of what is not there; run analyse again"
        raise MalformedInput(path, reason)


def schema() -> dict[str, Any]:
    """JSON Schema (2020-12) of every line that `onrecord read --json` and `onrecord analyse` write."""
    body = msgspec.json.schema(Record | Document)
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "Records of On Record",
        **body,
    }
