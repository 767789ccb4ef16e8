"""`onrecord timeline` as a user meets it."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from icalendar import Calendar
from msgspec.structs import replace
from tests.brief.contested import contested
from tests.conftest import Command

from onrecord.records import lines


@pytest.fixture
def told(tmp_path: Path) -> Path:
    """An analysis with events."""
    path = tmp_path / "told.jsonl"
    path.write_bytes(b"".join(lines(contested())))
    return path


def test_every_form_is_written(onrecord: Command, told: Path, tmp_path: Path) -> None:
    text = onrecord("timeline", "told.jsonl")
    assert text.returncode == 0, text.stderr
    assert "The vote is set for 4 May" in text.stdout.decode()
    for name in ("t.txt", "t.json", "t.csv", "t.ics"):
        done = onrecord("timeline", "told.jsonl", "-o", name)
        assert (done.returncode, done.stdout) == (0, b""), done.stderr
        assert "3 events" in done.stderr.decode()
    assert (tmp_path / "t.txt").read_bytes() == text.stdout
    assert len(json.loads((tmp_path / "t.json").read_bytes())) == 3
    assert onrecord("timeline", "told.jsonl", "--json").stdout == (tmp_path / "t.json").read_bytes()
    assert (tmp_path / "t.csv").read_bytes().startswith(b"date,words,")
    assert len(Calendar.from_ical((tmp_path / "t.ics").read_bytes()).walk("VEVENT")) == 3


def test_a_wrong_call_says_what_is_wrong(onrecord: Command, told: Path, tmp_path: Path) -> None:
    refused = onrecord("timeline", "told.jsonl", "-o", "t.docx")
    assert refused.returncode == 2
    assert b".txt, .csv, .ics or .json" in refused.stderr
    assert onrecord("timeline", "gone.txt").returncode == 1
    assert onrecord("timeline", "told.jsonl", "-o", "gone/t.ics").returncode == 3


def test_a_calendar_of_nothing_is_not_written(onrecord: Command, tmp_path: Path) -> None:
    (tmp_path / "none.jsonl").write_bytes(b"".join(lines(replace(contested(), events=()))))
    (tmp_path / "t.ics").write_text("old")
    done = onrecord("timeline", "none.jsonl", "-o", "t.ics")
    assert done.returncode == 1
    assert b"none.jsonl" in done.stderr
    assert (tmp_path / "t.ics").read_text() == "old"
    assert onrecord("timeline", "none.jsonl", "--json").stdout == b"[]\n"
