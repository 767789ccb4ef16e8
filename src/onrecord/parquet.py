"""An analysis as Parquet (extra `onrecord[parquet]`): one row a record, and back.

`record` is the kind of the record and `line` the record itself, as its line of JSON. The other columns say of articles
what people ask for most, so that it can be asked for without reading JSON; in rows of other records they are null.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from importlib.util import find_spec
from io import BytesIO
from typing import Any

from onrecord.errors import MalformedInput, OutputError, UnsupportedInput
from onrecord.model import SCHEMA, Article
from onrecord.read.parquet import MAGIC, MARK

__all__ = ["MAGIC", "check_installed", "lines", "packed"]

HOW = "needs: pip install 'onrecord[parquet]'"
COLUMNS = (
    "record", "id", "external_id", "document", "path", "start", "end", "kind", "cut", "language", "title", "outlet",
    "published", "url", "text", "line",
)  # fmt: skip


def check_installed(path: str) -> None:
    """Say that Parquet cannot be written before hours of work, rather than after.

    Raises:
        OutputError: pyarrow is not installed.
    """
    if find_spec("pyarrow") is None:
        raise OutputError(path, f"writing Parquet {HOW}")


def packed(records: Iterable[tuple[Any, bytes]]) -> bytes:
    """The bytes of a Parquet file of records, each given with its line of JSON."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    rows = [_row(record, line) for record, line in records]
    kinds = {"start": pa.int64(), "end": pa.int64(), "cut": pa.bool_()}
    schema = pa.schema([(name, kinds.get(name, pa.string())) for name in COLUMNS], {MARK: str(SCHEMA).encode()})
    held = BytesIO()
    pq.write_table(pa.Table.from_pylist(rows, schema), held, compression="zstd", row_group_size=10_000)
    return held.getvalue()


def _row(record: Any, line: bytes) -> dict[str, object]:
    row: dict[str, object] = {"record": record.__struct_config__.tag, "line": line.decode("utf-8").rstrip("\n")}
    if isinstance(record, Article):
        facts = {name: getattr(record, name) for name in ("title", "outlet", "published", "url")}
        row |= {name: fact.value if fact else None for name, fact in facts.items()}
        row |= {name: getattr(record, name) for name in ("id", "external_id", "kind", "cut", "language", "text")}
        row |= {"document": record.document.id, "path": record.document.path}
        row |= {"start": record.span.start, "end": record.span.end}
    return row


def lines(path: str) -> Iterator[bytes]:
    """The lines of JSON in the Parquet of an analysis, each with its newline.

    Raises:
        UnsupportedInput: pyarrow is not installed.
        MalformedInput: the file is damaged, or has no column of lines.
        OSError: it cannot be read.
    """
    try:
        import pyarrow as pa
        import pyarrow.parquet as pq
    except ImportError:
        raise UnsupportedInput(path, f"reading Parquet {HOW}") from None
    try:
        for batch in pq.ParquetFile(path).iter_batches(columns=["line"]):
            for line in batch.column("line").to_pylist():
                yield f"{line}\n".encode()
    except (pa.ArrowException, KeyError, UnicodeDecodeError):
        raise MalformedInput(path, "a damaged Parquet file, or no analysis; run analyse again") from None
    except OSError as wrong:
        if wrong.errno is not None:
            raise
        raise MalformedInput(path, "a damaged Parquet file; run analyse again") from None
