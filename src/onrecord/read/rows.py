"""Rows of articles made elsewhere: JSON lines, one JSON array or object, CSV and TSV (Parquet: `parquet`).

A row is one article: never split, its text kept character for character. Names and statements that a row carries, in
the shape of `onrecord analyse`, are kept as given.
"""

from __future__ import annotations

import codecs
import csv
import json
import re
from collections import Counter
from collections.abc import Iterator

import msgspec

from onrecord.errors import EmptyInput, InputError, MalformedInput, OversizedInput, UndecodableInput
from onrecord.model import Container, Document, Name, Stated, Statement
from onrecord.read.dates import epoch_date, iso_date
from onrecord.read.decode import check_text, codec_name, decode, without_surrogates
from onrecord.read.draft import Draft, finish
from onrecord.read.source import Read, ReadOptions, Source, lines

COLUMNS: dict[str, tuple[str, ...]] = {
    "external_id": ("external_id", "id", "article_id", "doc_id", "uid", "guid"),
    "text": ("text", "body", "content", "article", "full_text", "fulltext", "article_text", "maintext"),
    "title": ("title", "headline", "head"),
    "byline": ("byline", "author", "authors", "by", "writer"),
    "outlet": ("outlet", "source", "publisher", "site", "sitename", "site_name", "publication", "newspaper"),
    "published": ("published", "date", "published_at", "date_published", "pubdate", "publish_date", "datetime"),
    "url": ("url", "link", "href", "permalink", "source_url"),
    "language": ("language", "lang"),
    "names": ("names",),
    "statements": ("statements",),
}
"""Our field -> the names of columns that are taken for it, the surest first; compared without regard to case."""

ROW_JSON = "application/json"
ROW_CSV = "text/csv"

_EPOCH = re.compile(r"1\d{9}|1\d{12}")
_row = msgspec.json.Decoder(object)
_NOTHING: frozenset[str] = frozenset({"", "null", "none", "nan", "n/a"})


class Mapping:
    """Which column holds which field, worked out once for each set of columns that is met."""

    def __init__(self, columns: dict[str, str]) -> None:
        self._given = {"external_id" if ours == "id" else ours: name for ours, name in columns.items()}
        self._known: dict[tuple[str, ...], dict[str, str]] = {}

    def of(self, names: tuple[str, ...]) -> dict[str, str]:
        """Our field -> name of the column, of those that are there."""
        found = self._known.get(names)
        if found is None:
            found = self._worked_out(names)
            if len(self._known) < 1024:
                self._known[names] = found
        return found

    def _worked_out(self, names: tuple[str, ...]) -> dict[str, str]:
        plain = {re.sub(r"[\s-]+", "_", name.strip().lower()): name for name in reversed(names)}
        found = {}
        for ours, synonyms in COLUMNS.items():
            if ours in self._given:
                if self._given[ours] in names:
                    found[ours] = self._given[ours]
                continue
            hit = next((plain[synonym] for synonym in synonyms if synonym in plain), None)
            if hit is not None:
                found[ours] = hit
        return found


def read_rows_json(source: Source, options: ReadOptions) -> Read:
    """Documents of JSON lines, or of one JSON array of objects, or one object that fills the file.

    A row that cannot be read is an error of its own, named by its line (in an array: by its number).
    """
    head = source.head.removeprefix(codecs.BOM_UTF8).lstrip()
    if head.startswith(b"[") or not _is_lines(head):
        yield from _json_whole(source, options)
        return
    mapping = Mapping(options.columns)
    empty = True
    for number, line in enumerate(lines(source.chunks(), options.max_document), 1):
        place, container = _row_place(source, number)
        if line is None:
            yield OversizedInput(place, f"a row longer than {options.max_document >> 20} MiB")
            empty = False
            continue
        line = line.rstrip(b"\r").removeprefix(codecs.BOM_UTF8 if number == 1 else b"")
        if line.strip():
            empty = False
            yield _json_row(line, place, container, mapping, options)
    if empty:
        yield EmptyInput(source.place, "empty")


def _row_place(source: Source, number: int) -> tuple[str, Container]:
    return f"{source.place}!{number}", Container(source.place, str(number))


def _is_lines(head: bytes) -> bool:
    """Whether each line is a value of its own: the first one is, or is too long to be seen to its end."""
    first, newline, _ = head.partition(b"\n")
    if not newline:
        return True
    try:
        json.loads(first)
    except ValueError:
        # A broken first row among sound ones is still a file of rows; an object laid out over lines is not.
        return first.rstrip() not in {b"{", b"["} and not first.rstrip().endswith((b",", b"{", b"["))
    except RecursionError:
        return True
    return True


def _json_whole(source: Source, options: ReadOptions) -> Read:
    data = source.whole(options.max_document)
    try:
        raw = msgspec.json.decode(data.removeprefix(codecs.BOM_UTF8), type=msgspec.Raw)
        body = bytes(raw).strip()
        rows = msgspec.json.decode(body, type=list[msgspec.Raw]) if body.startswith(b"[") else [raw]
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        raise MalformedInput(source.place, f"not JSON: {_tidy(error)}") from None
    if not rows:
        raise EmptyInput(source.place, "an empty list")
    mapping = Mapping(options.columns)
    for number, row in enumerate(rows, 1):
        place, container = _row_place(source, number)
        yield _json_row(bytes(row).strip(), place, container, mapping, options)


def _tidy(error: Exception) -> str:
    return re.sub(r"\s+", " ", str(error)).rstrip(".")[:200] or "nested too deep"


def _json_row(
    line: bytes, place: str, container: Container, mapping: Mapping, options: ReadOptions
) -> Document | InputError:
    try:
        row, notes = _parsed(line, place, options)
        draft = _draft(row, place, mapping)
    except InputError as error:
        return error
    draft.normalised += notes
    return finish(draft, line, place=place, container=container, media_type=ROW_JSON, reader="rows")


def _parsed(line: bytes, place: str, options: ReadOptions) -> tuple[dict[str, object], list[str]]:
    notes: list[str] = []
    try:
        row = _row.decode(line)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        # Lone surrogates, NaN and other encodings than UTF-8: the standard library's reader knows them.
        row, notes = _parsed_slowly(line, place, options)
    if not isinstance(row, dict):
        raise MalformedInput(place, "a row is to be a JSON object")
    return row, notes


def _parsed_slowly(line: bytes, place: str, options: ReadOptions) -> tuple[object, list[str]]:
    text, notes = decode(place, line, options.encoding)
    try:
        row = json.loads(text)
        json.dumps(row, ensure_ascii=False).encode("utf-8")
    except UnicodeEncodeError:
        return _mended(row), [*notes, "surrogates"]
    except (ValueError, RecursionError) as error:
        raise MalformedInput(place, f"not JSON: {_tidy(error)}") from None
    return row, notes


def _mended(value: object) -> object:
    """The same JSON value with U+FFFD for lone surrogates."""
    if isinstance(value, str):
        return without_surrogates(value)[0]
    if isinstance(value, list):
        return [_mended(part) for part in value]
    if isinstance(value, dict):
        return {without_surrogates(str(key))[0]: _mended(part) for key, part in value.items()}
    return value


def _draft(row: dict[str, object], place: str, mapping: Mapping) -> Draft:
    found = mapping.of(tuple(row))
    text = row.get(found.get("text", ""))
    if not isinstance(text, str):
        known = ", ".join(COLUMNS["text"][:3])
        columns = ", ".join(list(row)[:8]) or "none"
        raise MalformedInput(place, f"no column of text ({known}, …) among: {columns}; name it with --column")
    if not text or text.isspace():
        raise EmptyInput(place, "a row whose text is empty")

    def stated(field: str) -> Stated | None:
        value = _plain(row[found[field]]) if field in found else None
        return Stated(value, "column") if value else None

    published = _published(row[found["published"]]) if "published" in found else None
    language = stated("language")
    external = stated("external_id")
    draft = Draft(
        text,
        title=stated("title"),
        byline=tuple(Stated(name, "column") for name in _bylines(row.get(found.get("byline", "")))),
        outlet=stated("outlet"),
        published=Stated(published, "column") if published else None,
        url=stated("url"),
        language=language.value if language else None,
        row=True,
        external_id=external.value if external else None,
    )
    if "names" in found:
        draft.names = _names_of(row[found["names"]], text, place)
    if "statements" in found:
        draft.statements = _statements_of(row[found["statements"]], text, place)
    if draft.names is not None and draft.statements is not None:
        _check_chains(draft.names, draft.statements, row.get("mentions"), place)
    return draft


def _plain(value: object) -> str | None:
    """A cell as one line of text: a string, a number, or the `value` of a fact in the shape of `analyse`."""
    if isinstance(value, dict):
        value = value.get("value")
    if isinstance(value, bool) or value is None:
        return None
    if isinstance(value, (int, float)):
        return str(value)
    if not isinstance(value, str):
        return None
    value = " ".join(value.split())
    return None if value.lower() in _NOTHING else value


def _bylines(value: object) -> list[str]:
    parts = value if isinstance(value, list) else value.split(";") if isinstance(value, str) else [value]
    return [name for part in parts if (name := _plain(part))]


def _published(value: object) -> str | None:
    if isinstance(value, dict):
        value = value.get("value")
    if isinstance(value, (int, float)) and not isinstance(value, bool):
        return epoch_date(value) if value >= 2101 else iso_date(str(value))
    if not isinstance(value, str):
        return None
    return epoch_date(int(value)) if _EPOCH.fullmatch(value.strip()) else iso_date(value)


def _names_of(value: object, text: str, place: str) -> tuple[Name, ...] | None:
    if isinstance(value, str):
        value = _embedded(value, place)
    if value is None:
        return None
    try:
        names = msgspec.convert(value, tuple[Name, ...])
    except (msgspec.ValidationError, ValueError) as error:
        raise MalformedInput(place, f"names: {_tidy(error)}") from None
    if any(name.span.end > len(text) for name in names):
        raise MalformedInput(place, "names: a span lies outside the text")
    if any(name.span.start == name.span.end for name in names):
        raise MalformedInput(place, "names: a span is empty")
    _check_ids("names", [name.id for name in names], place)
    return names


def _statements_of(value: object, text: str, place: str) -> tuple[Statement, ...] | None:
    if isinstance(value, str):
        value = _embedded(value, place)
    if value is None:
        return None
    try:
        statements = msgspec.convert(value, tuple[Statement, ...])
    except (msgspec.ValidationError, ValueError) as error:
        raise MalformedInput(place, f"statements: {_tidy(error)}") from None
    for one in statements:
        if any(span.end > len(text) for role in (one.source, one.cue, one.content) for span in role):
            raise MalformedInput(place, "statements: a span lies outside the text")
        if any(span.start == span.end for span in one.content):
            raise MalformedInput(place, f"statements: a span in the content of {one.id!r} is empty")
    _check_ids("statements", [one.id for one in statements], place)
    ids = {one.id for one in statements}
    for one in statements:
        if one.within is not None and (one.within not in ids or one.within == one.id):
            raise MalformedInput(place, f"statements: within of {one.id!r} names no other statement: {one.within!r}")
    return statements


def _check_ids(field: str, ids: list[str], place: str) -> None:
    often = Counter(ids)
    if len(often) < len(ids):
        raise MalformedInput(place, f"{field}: the id {often.most_common(1)[0][0]!r} is given twice")


def _check_chains(names: tuple[Name, ...], statements: tuple[Statement, ...], mentions: object, place: str) -> None:
    """Where a row says who is named, its speakers are among these, or among the mentions that an analysis adds."""
    known = {name.who for name in names}
    if isinstance(mentions, list):
        known |= {str(mention.get("who")) for mention in mentions if isinstance(mention, dict)}
    for one in statements:
        for field, chain in (("speaker", one.speaker), *(("candidates", chain) for chain in one.candidates)):
            if chain is not None and chain not in known:
                raise MalformedInput(place, f"statements: {field} of {one.id!r} is no name's who: {chain!r}")


def _embedded(value: str, place: str) -> object:
    """JSON within a cell of CSV."""
    if not value.strip():
        return None
    try:
        return json.loads(value)
    except (ValueError, RecursionError) as error:
        raise MalformedInput(place, f"names and statements are JSON: {_tidy(error)}") from None


def read_rows_csv(source: Source, options: ReadOptions) -> Read:
    """Documents of a table with a header line; a row is named by its number, as a spreadsheet counts it.

    Raises:
        EmptyInput, MalformedInput, UndecodableInput: the table as a whole cannot be read.
    """
    csv.field_size_limit(options.max_document)
    text_lines = _decoded_lines(source, options)
    first = next(text_lines, "")
    if not first.strip():
        raise EmptyInput(source.place, "empty")
    delimiter = max("\t,;|", key=first.count)
    table = csv.reader(_chained(first, text_lines), delimiter=delimiter, strict=True)
    mapping = Mapping(options.columns)
    names: tuple[str, ...] = ()
    number = rows = 0
    while True:
        number += 1
        place, container = _row_place(source, number)
        try:
            cells = next(table)
        except StopIteration:
            break
        except csv.Error as error:
            yield MalformedInput(place, f"not CSV: {_tidy(error)}")
            continue
        if not names:
            names = tuple(cells)
        elif any(cells):
            rows += 1
            yield _csv_row(names, cells, place, container, mapping)
    if not rows:
        yield EmptyInput(source.place, "a table without rows")


def _chained(first: str, others: Iterator[str]) -> Iterator[str]:
    yield first
    yield from others


def _csv_row(
    names: tuple[str, ...], cells: list[str], place: str, container: Container, mapping: Mapping
) -> Document | InputError:
    if len(cells) != len(names):
        return MalformedInput(place, f"{len(cells)} cells under {len(names)} columns")
    row: dict[str, object] = dict(zip(names, cells, strict=True))
    return row_document(row, place, container, mapping, ROW_CSV, "table")


def row_document(
    row: dict[str, object], place: str, container: Container, mapping: Mapping, media_type: str, reader: str
) -> Document | InputError:
    """The document of a row that has no bytes of its own: its identity is made of its cells, by name."""
    try:
        draft = _draft(row, place, mapping)
    except InputError as error:
        return error
    data = json.dumps(row, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode("utf-8")
    return finish(draft, data, place=place, container=container, media_type=media_type, reader=reader)


def _decoded_lines(source: Source, options: ReadOptions) -> Iterator[str]:
    """Lines with their newline, decoded one chunk after another: a table may be larger than memory."""
    encoding = _table_encoding(source, options)
    if not encoding.startswith(("utf-16", "utf-32")):
        check_text(source.place, source.head)
    decoder = codecs.getincrementaldecoder(encoding)()
    held: list[str] = []
    size = 0
    try:
        for chunk in source.chunks():
            first, *others = decoder.decode(chunk).split("\n")
            held.append(first)
            size += len(first)
            if size > options.max_document:
                raise OversizedInput(source.place, f"a line longer than {options.max_document >> 20} MiB")
            if others:
                yield "".join(held) + "\n"
                yield from (line + "\n" for line in others[:-1])
                held, size = [others[-1]], len(others[-1])
        rest = "".join(held) + decoder.decode(b"", True)
    except UnicodeDecodeError:
        raise UndecodableInput(
            source.place, f"it is not {encoding} throughout; name its encoding with --encoding"
        ) from None
    if rest:
        yield rest


def _table_encoding(source: Source, options: ReadOptions) -> str:
    if wanted := codec_name(options.encoding or source.charset):
        return wanted
    if source.head.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return "utf-16"
    try:
        source.head[: len(source.head) - 4].decode("utf-8")
    except UnicodeDecodeError as error:
        if error.end < len(source.head) - 8:
            return "cp1252"
    return "utf-8-sig"
