"""An analysis as Parquet: the same records, with columns to ask for, and an input like the lines of JSON."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

import pytest
from tests.conftest import Command
from tests.test_records import sample

from onrecord.cli import main
from onrecord.errors import MalformedInput, OutputError
from onrecord.read import is_analysis
from onrecord.records import lines, load, writer

pq: Any = pytest.importorskip("pyarrow.parquet", reason="needs: pip install 'onrecord[parquet]'")


def test_an_analysis_comes_back_as_it_went(tmp_path: Path) -> None:
    analysis = sample()
    path = tmp_path / "pile.parquet"
    path.write_bytes(b"".join(writer(str(path))(analysis)))
    assert is_analysis(str(path))
    assert load(str(path)) == analysis
    rows = pq.read_table(path).to_pylist()
    assert [f"{row['line']}\n".encode() for row in rows] == list(lines(analysis))
    assert [row["record"] for row in rows[:3]] == ["run", "article", "entity"]
    (article,) = analysis.articles
    assert (rows[1]["id"], rows[1]["path"], rows[1]["text"]) == (article.id, article.document.path, article.text)
    assert (rows[1]["start"], rows[1]["end"], rows[1]["title"], rows[1]["outlet"]) == (
        0,
        len(article.text),
        "Quay",
        None,
    )
    assert rows[2]["id"] is None


def test_it_is_written_and_read_by_the_commands(onrecord: Command, pile: Path, tmp_path: Path) -> None:
    inputs = ("pile/quay.txt", "pile/strike.html")
    plain = onrecord("analyse", *inputs)
    assert onrecord("analyse", *inputs, "-o", "all.parquet").returncode == 0
    assert onrecord("analyse", "all.parquet").stdout == plain.stdout
    again = onrecord("analyse", *inputs, "-o", "new.parquet", "--reuse", "all.parquet", "--json")
    assert json.loads(again.stdout)["tagged"] == 0
    assert (tmp_path / "new.parquet").read_bytes() == (tmp_path / "all.parquet").read_bytes()
    assert b"The quay is not safe" in onrecord("brief", "all.parquet").stdout
    (pile / "all.parquet").write_bytes((tmp_path / "all.parquet").read_bytes())
    refused = onrecord("analyse", *inputs, "pile")
    assert b"not read: pile/all.parquet: an analysis by onrecord, no coverage" in refused.stderr


def test_a_damaged_one_is_named(tmp_path: Path) -> None:
    path = tmp_path / "pile.parquet"
    data = b"".join(writer(str(path))(sample()))
    footer = len(data) - 8 - int.from_bytes(data[-8:-4], "little")
    path.write_bytes(data[:4] + bytes(footer - 4) + data[footer:])
    with pytest.raises(MalformedInput, match="run analyse again"):
        load(str(path))


def test_without_the_extra_nothing_is_begun(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    path = str(tmp_path / "pile.parquet")
    monkeypatch.setitem(sys.modules, "pyarrow", None)
    with pytest.raises(OutputError, match=r"onrecord\[parquet\]"):
        writer(path)
    with pytest.raises(SystemExit) as left:
        main(lambda: writer(path))
    assert left.value.code == 3
    assert "not written" in capsys.readouterr().err
