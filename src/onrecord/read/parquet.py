"""Parquet, with the extra `onrecord[parquet]`: a row is one article, as in JSON lines; and how an analysis is told.

A file is read batch by batch, so that one larger than memory streams.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from datetime import date, time
from math import isnan
from pathlib import Path
from typing import TYPE_CHECKING

from onrecord.errors import EmptyInput, MalformedInput, OversizedInput, UnsupportedInput
from onrecord.model import Container
from onrecord.read.archive import RATIO_FROM, seekable
from onrecord.read.rows import Mapping, row_document
from onrecord.read.source import OWN_ANALYSIS, Read, ReadOptions, Source

if TYPE_CHECKING:
    import pyarrow as pa
    import pyarrow.parquet as pq

MAGIC = b"PAR1"
MARK = b"onrecord.analysis"
"""Key in a file's own metadata by which an analysis is told from anybody's rows."""

BATCH = 32
"""Rows that are unpacked at once: each may be a long article."""

MEDIA_TYPE = "application/vnd.apache.parquet"


def read_parquet(source: Source, options: ReadOptions) -> Read:
    """The documents of the rows, each named by its number from 1.

    Raises:
        UnsupportedInput: pyarrow is not installed.
        MalformedInput, OversizedInput, EmptyInput: damaged or locked, unpacking to too much, without rows.
    """
    try:
        import pyarrow as pa
        import pyarrow.parquet as pq
    except ImportError:
        raise UnsupportedInput(source.place, "reading Parquet needs: pip install 'onrecord[parquet]'") from None
    mapping = Mapping(options.columns)
    number = 0
    with seekable(source, options) as stream:
        try:
            table = pq.ParquetFile(stream)
            _check(source.place, table, stream.seek(0, os.SEEK_END), options)
            for row in _rows(source.place, table, options):
                number += 1
                place = source.member(str(number))
                container = Container(source.place, str(number))
                yield row_document(row, place, container, mapping, MEDIA_TYPE, "parquet")
        except (pa.ArrowException, OSError, UnicodeDecodeError) as error:
            if isinstance(error, OSError) and error.errno is not None:
                raise
            raise MalformedInput(source.place, "a damaged Parquet file, or one of a kind that is not known") from None
    if not number:
        raise EmptyInput(source.place, "a table without rows")


def _check(place: str, table: pq.ParquetFile, packed: int, options: ReadOptions) -> None:
    if MARK in (table.schema_arrow.metadata or {}):
        raise MalformedInput(place, OWN_ANALYSIS)
    groups = (table.metadata.row_group(number) for number in range(table.num_row_groups))
    unpacked = sum(group.total_byte_size for group in groups)
    if unpacked > min(options.max_unpacked, max(RATIO_FROM, options.max_ratio * packed)):
        raise OversizedInput(place, "it unpacks to far more than text would: refused")


def _rows(place: str, table: pq.ParquetFile, options: ReadOptions) -> Iterator[dict[str, object]]:
    """Rows as JSON could hold them.

    What they unpack to is counted: a value that stands once in the file may stand in every row.
    """
    given = 0
    for batch in table.iter_batches(batch_size=BATCH):
        given += batch.nbytes
        if given > options.max_unpacked:
            raise OversizedInput(place, "it unpacks to far more than text would: refused")
        names = batch.schema.names
        columns = [_cells(place, name, column) for name, column in zip(names, batch.columns, strict=True)]
        for cells in zip(*columns, strict=True):
            yield dict(zip(names, cells, strict=True))


def _cells(place: str, name: str, column: pa.Array) -> list[object]:
    """The cells of a column, those that Python has no value for (nanoseconds, the year 30,000) as their words.

    Raises:
        UnicodeDecodeError: it is said to be text, and is not.
        MalformedInput: its type can be told in no way.
    """
    import pyarrow as pa

    if pa.types.is_timestamp(column.type) and column.type.unit == "ns":
        column = column.cast(pa.timestamp("us", column.type.tz), safe=False)
    try:
        return [_plain(value) for value in column.to_pylist()]
    except UnicodeDecodeError:
        raise
    except (ValueError, OverflowError, LookupError):
        pass
    try:
        return list(column.cast(pa.string()).to_pylist())
    except pa.ArrowException:
        raise MalformedInput(place, f"its column {name!r} is of a type that is not read: {column.type}") from None


def _plain(value: object) -> object:
    """A cell as JSON could hold it; bytes that are no text as null."""
    if isinstance(value, dict):
        return {str(name): _plain(part) for name, part in value.items()}
    if isinstance(value, (list, tuple)):
        return [_plain(part) for part in value]
    if isinstance(value, (date, time)):
        return value.isoformat()
    if isinstance(value, bytes):
        try:
            return value.decode("utf-8")
        except UnicodeDecodeError:
            return None
    if isinstance(value, float) and isnan(value):
        return None
    return value if value is None or isinstance(value, (str, int, float)) else str(value)


def holds_analysis(path: str) -> bool:
    """Whether a Parquet file says in its footer that `onrecord analyse` wrote it; pyarrow is not needed for this.

    Raises:
        OSError: it cannot be read.
    """
    with Path(path).open("rb") as file:
        end = file.seek(0, os.SEEK_END)
        file.seek(max(end - 8, 0))
        tail = file.read(8)
        if end < 12 or not tail.endswith(MAGIC):
            return False
        file.seek(max(end - 8 - int.from_bytes(tail[:4], "little"), 0))
        return MARK in file.read()
