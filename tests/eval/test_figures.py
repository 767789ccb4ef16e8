"""Floors, tables, and what the command says where data are missing."""

from __future__ import annotations

import re
from pathlib import Path

import msgspec
import pytest
from eval.accuracy import ABOUT, page
from eval.figures import Figure, Floor, Skipped, cells, fallen, floors, markdown_table, plain_table

from eval import __main__ as command

FIGURE = Figure("split", "F1 of starts", "made up", "9 pieces", 0.9, (0.8, 0.95))
LEAST = Floor(on="2026-11-22", measured="0.9", least=0.85)
MOST = Floor(on="2026-11-22", measured="0.9", most=0.85)


def test_a_floor_holds_on_its_own_side() -> None:
    assert fallen([FIGURE], {FIGURE.key: LEAST}) == []
    assert fallen([FIGURE], {FIGURE.key: MOST}) == [FIGURE]
    assert fallen([FIGURE], {}) == []


def test_a_row_shows_value_interval_floor_and_verdict() -> None:
    row = cells(FIGURE, {FIGURE.key: LEAST})
    assert row == ("F1 of starts", "made up", "9 pieces", "90.0 %", "80.0 % – 95.0 %", "≥ 85.0 %", "holds")
    assert cells(FIGURE, {FIGURE.key: MOST})[-1] == "FALLEN"
    aimed = msgspec.structs.replace(LEAST, aim="all nine")
    assert cells(FIGURE, {FIGURE.key: aimed})[5] == "≥ 85.0 % (aim: all nine)"


def test_tables_hold_every_cell() -> None:
    row = cells(FIGURE, {})
    for table in (plain_table([row]), markdown_table([row]), page([FIGURE], {})):
        assert all(cell in table for cell in row)


def test_every_floor_has_a_day_a_value_and_a_bound() -> None:
    for key, floor in floors().items():
        assert re.fullmatch(r"\d{4}-\d\d-\d\d", floor.on), key
        assert floor.measured, key
        assert (floor.least is None) != (floor.most is None), key
        assert key.split(" | ")[0] in command.PARTS, key


def test_every_part_has_its_section_on_the_page() -> None:
    assert ABOUT.keys() == command.PARTS.keys()


def _only_skips(monkeypatch: pytest.MonkeyPatch, *arguments: str) -> int:
    monkeypatch.setattr(command, "PARTS", {"split": lambda: iter([Skipped("split", "seeds", "no data at x")])})
    monkeypatch.setattr("sys.argv", ["eval", *arguments])
    return command.main()


def test_missing_data_are_said_and_are_no_failure(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.delenv("ONRECORD_REQUIRE_DATA", raising=False)
    assert _only_skips(monkeypatch) == 0
    assert "skipped: split, seeds: no data at x" in capsys.readouterr().err


def test_missing_data_are_a_failure_where_they_are_required(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ONRECORD_REQUIRE_DATA", "1")
    assert _only_skips(monkeypatch) == 1


def test_the_page_is_not_written_from_half_a_run(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(command, "ACCURACY", tmp_path / "accuracy.md")
    assert _only_skips(monkeypatch, "--write") == 2
    assert not (tmp_path / "accuracy.md").exists()


def test_a_figure_under_its_floor_fails_the_run(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(command, "PARTS", {"split": lambda: iter([FIGURE])})
    monkeypatch.setattr("sys.argv", ["eval"])
    monkeypatch.setattr(command, "floors", lambda: {FIGURE.key: MOST})
    assert command.main() == 1
    monkeypatch.setattr(command, "floors", lambda: {FIGURE.key: LEAST})
    assert command.main() == 0


def test_a_floor_that_nothing_answers_to_fails_a_whole_run(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(command, "PARTS", {"split": lambda: iter([FIGURE])})
    monkeypatch.setattr(command, "floors", lambda: {FIGURE.key: LEAST, "split | F1 of starts | gone": LEAST})
    monkeypatch.setattr("sys.argv", ["eval"])
    assert command.main() == 1
    assert "a floor without a figure: split | F1 of starts | gone" in capsys.readouterr().err
    monkeypatch.setattr("sys.argv", ["eval", "--only", "split"])
    assert command.main() == 0
