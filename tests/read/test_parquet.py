"""Parquet: a row is one article, as in JSON lines; a damaged file is one error; nothing is held whole."""

from __future__ import annotations

import sys
from datetime import UTC, date, datetime
from decimal import Decimal
from io import BytesIO
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.read.documents import document, error, from_bytes

from onrecord.errors import EmptyInput, InputError, MalformedInput, OversizedInput, UnsupportedInput
from onrecord.model import Container, Document, Name, Span
from onrecord.read import ReadOptions, read

pa: Any = pytest.importorskip("pyarrow", reason="needs: pip install 'onrecord[parquet]'")
pq: Any = pytest.importorskip("pyarrow.parquet")


def parquet(rows: list[dict[str, object]], schema: Any = None, **options: Any) -> bytes:
    held = BytesIO()
    pq.write_table(pa.Table.from_pylist(rows, schema), held, **options)
    return held.getvalue()


def test_a_row_is_an_article_with_its_columns() -> None:
    row: dict[str, object] = {
        "id": 7,
        "headline": "Quay shut",
        "body": "The quay of Vey is shut.",
        "authors": ["Ann Orlo", "Ida Brandt"],
        "publisher": "Tide",
        "date": date(2031, 3, 8),
        "link": "https://tide.example/1",
        "names": [{"id": "n0", "span": [12, 15], "type": "place", "who": "w0"}],
    }
    found = document(parquet([row]))
    assert (found.text, found.external_id, found.row, found.ref.reader) == (row["body"], "7", True, "parquet")
    assert found.title and found.outlet and found.published and found.url
    assert [one.value for one in (found.title, found.outlet, found.published, found.url)] == [
        "Quay shut", "Tide", "2031-03-08", "https://tide.example/1",
    ]  # fmt: skip
    assert [one.value for one in found.byline] == ["Ann Orlo", "Ida Brandt"]
    assert found.names == (Name("n0", Span(12, 15), "place", "w0"),)
    assert found.ref.container == Container("-", "1")


@pytest.mark.parametrize("unit", ["s", "ms", "us", "ns"])
def test_a_time_of_any_precision_is_a_date(unit: str) -> None:
    schema = pa.schema([("text", pa.string()), ("published", pa.timestamp(unit, "UTC"))])
    found = document(parquet([{"text": "x y", "published": datetime(2031, 3, 8, 10, tzinfo=UTC)}], schema))
    assert found.published and found.published.value == "2031-03-08T10:00:00+00:00"


@pytest.mark.parametrize(
    ("kind", "cell"),
    [
        (pa.list_(pa.date32()), [date(2031, 3, 8)]),
        (pa.list_(pa.decimal128(5, 2)), [Decimal("4.25")]),
        (pa.map_(pa.string(), pa.binary()), [("thumbnail", b"\xff\xd8")]),
        (pa.binary(), b"\xff\xd8"),
        (pa.duration("ns"), 1),
        (pa.time64("ns"), 1),
        (pa.timestamp("s"), 10**15),
        (pa.date32(), 10**8),
    ],
    ids=str,
)
def test_a_column_of_any_type_beside_the_text_does_no_harm(kind: Any, cell: object) -> None:
    held = BytesIO()
    pq.write_table(pa.table({"text": ["The quay of Vey is shut."], "beside": pa.array([cell], kind)}), held)
    assert document(held.getvalue()).text == "The quay of Vey is shut."


def test_a_column_that_can_be_told_in_no_way_is_named() -> None:
    held = BytesIO()
    pq.write_table(pa.table({"text": ["x y"], "times": pa.array([[1]], pa.list_(pa.timestamp("ns")))}), held)
    wrong = error(held.getvalue())
    assert isinstance(wrong, MalformedInput) and "'times'" in str(wrong)


@given(st.lists(st.text(st.characters(exclude_categories=["Cs"])), min_size=1, max_size=100))
def test_texts_are_kept_and_bad_rows_are_named(texts: list[str]) -> None:
    found = from_bytes(parquet([{"text": text} for text in texts], row_group_size=7))
    assert [one.place if isinstance(one, InputError) else one.ref.path for one in found] == [
        f"-!{number}" for number in range(1, len(texts) + 1)
    ]
    for text, one in zip(texts, found, strict=True):
        if text and not text.isspace():
            assert isinstance(one, Document) and one.text == text
        else:
            assert isinstance(one, EmptyInput)


def test_the_same_row_has_one_identity_whatever_its_place(tmp_path: Path) -> None:
    row: dict[str, object] = {"text": "The quay is shut.", "title": None, "words": 4.5}
    path = tmp_path / "rows.parquet"
    path.write_bytes(parquet([{"text": "Another.", "title": "A", "words": 1.0}, row]))
    held = BytesIO()
    with ZipFile(held, "w") as archive:
        archive.writestr("part.parquet", parquet([row], compression="gzip"))
    alone, packed = document(parquet([row])), document(held.getvalue())
    last = list(read([str(path)]))[-1]
    assert isinstance(last, Document)
    assert last.ref.path == f"{path}!2"
    assert packed.ref.path == "-!part.parquet!1"
    assert last.ref.id == alone.ref.id == packed.ref.id


def test_what_cannot_be_read_is_one_error() -> None:
    whole = parquet([{"text": f"It was day {number} at the quay."} for number in range(200)])
    for cut in (b"PAR1", whole[:-1], whole[: len(whole) // 2], b"PAR1" + b"\0" * 5000 + b"PAR1"):
        assert isinstance(error(cut), MalformedInput)
    assert isinstance(error(parquet([], pa.schema([("text", pa.string())]))), EmptyInput)
    assert "no column of text" in error(parquet([{"words": 1}])).reason
    damaged = bytearray(whole)
    damaged[40:400] = bytes(360)
    assert any(isinstance(one, MalformedInput) for one in from_bytes(bytes(damaged)))


def test_a_bomb_is_refused() -> None:
    bomb = parquet([{"text": " x" * 15_000_000}], use_dictionary=False, compression="zstd")
    assert [type(one) for one in from_bytes(bomb)] == [OversizedInput]
    often = parquet([{"text": "quay " * 1_000}] * 500)
    found = from_bytes(often, ReadOptions(max_unpacked=1 << 20))
    assert isinstance(found[-1], OversizedInput)
    assert len(found) < 400


def test_without_the_extra_it_names_it(monkeypatch: pytest.MonkeyPatch) -> None:
    data = parquet([{"text": "x"}])
    monkeypatch.setitem(sys.modules, "pyarrow", None)
    found = error(data)
    assert isinstance(found, UnsupportedInput)
    assert "onrecord[parquet]" in found.reason
