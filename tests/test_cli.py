"""The command line as a user meets it: exit status, standard output for data only, names of what could not be read."""

from __future__ import annotations

import json
import os
import pty
import subprocess
import sys
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from tests.conftest import EXAMPLES, Command

from onrecord.records import schema

UNREADABLE = ("empty.txt", "picture.txt", "cut.txt.gz")


def records(data: bytes) -> list[dict[str, Any]]:
    return [json.loads(line) for line in data.splitlines()]


def test_an_analysis_names_what_it_could_not_read_and_goes_on(onrecord: Command, pile: Path) -> None:
    done = onrecord("analyse", "pile")
    assert done.returncode == 1
    for name in UNREADABLE:
        assert f"not read: pile/{name}: " in done.stderr.decode()
    found = records(done.stdout)
    assert found[0]["record"] == "run"
    validator = jsonschema.Draft202012Validator(schema())
    for record in found:
        validator.validate(record)
    articles = [record for record in found if record["record"] == "article"]
    assert {article["document"]["path"] for article in articles} == {"pile/quay.txt", "pile/strike.html"}
    spoken = [
        "".join(article["text"][s:e] for s, e in statement["content"])
        for article in articles
        for statement in article["statements"]
    ]
    assert any("The quay is not safe" in words for words in spoken)


def test_a_briefing_in_every_form(onrecord: Command, pile: Path, tmp_path: Path) -> None:
    for name, sign in (("b.html", b"<!doctype html>"), ("b.txt", b"quay"), ("b.json", b"{")):
        done = onrecord("brief", "pile", "-o", name)
        assert done.returncode == 1, done.stderr
        assert done.stdout == b""
        assert sign in (tmp_path / name).read_bytes()[:4000].lower()
    text = onrecord("brief", "pile", "--quiet")
    assert b"The quay is not safe" in text.stdout
    as_json = onrecord("brief", "pile", "--json")
    assert json.loads(as_json.stdout)["pieces"] == 2
    refused = onrecord("brief", "pile", "-o", "b.docx")
    assert refused.returncode == 2
    assert b".html, .txt or .json" in refused.stderr


def test_the_analysis_is_an_input_and_old_ones_are_told_apart(onrecord: Command, pile: Path, tmp_path: Path) -> None:
    assert onrecord("analyse", "pile/quay.txt", "-o", "old.jsonl").returncode == 0
    again = onrecord(
        "analyse", "pile/quay.txt", "pile/strike.html", "-o", "new.jsonl", "--reuse", "old.jsonl", "--json"
    )
    assert again.returncode == 0
    assert json.loads(again.stdout)["tagged"] == 1
    plain = onrecord("analyse", "pile/quay.txt", "pile/strike.html")
    assert records(plain.stdout) == records((tmp_path / "new.jsonl").read_bytes())
    from_analysis = onrecord("brief", "new.jsonl", "--json")
    from_files = onrecord("brief", "pile/quay.txt", "pile/strike.html", "--json")
    assert json.loads(from_analysis.stdout) == json.loads(from_files.stdout)
    news = onrecord("brief", "new.jsonl", "--against", "old.jsonl").stdout.decode()
    assert "400 dockers" in news
    assert "The quay is not safe" not in news


def test_the_same_bytes_met_twice_count_once_and_keep_both_places(onrecord: Command, pile: Path) -> None:
    (pile / "copy.txt").write_bytes((pile / "quay.txt").read_bytes())
    articles = [r for r in records(onrecord("analyse", "pile").stdout) if r["record"] == "article"]
    both = [a["document"]["met_at"] for a in articles if a["document"]["path"] == "pile/copy.txt"]
    assert both
    assert all(places == ["pile/copy.txt", "pile/quay.txt"] for places in both)
    assert not [a for a in articles if a["document"]["path"] == "pile/quay.txt"]


def test_standard_input_is_a_document(onrecord: Command) -> None:
    done = onrecord("analyse", "-", stdin=b"The quay stays open, says Ida Brandt.\n")
    assert done.returncode == 0
    assert records(done.stdout)[1]["text"] == "The quay stays open, says Ida Brandt."


def test_what_the_inputs_hold(onrecord: Command, pile: Path) -> None:
    listing = onrecord("read", "pile")
    assert listing.returncode == 1
    rows = [line.split("\t") for line in listing.stdout.decode().splitlines()]
    assert sorted(row[-1] for row in rows) == ["pile/quay.txt", "pile/strike.html"]
    whole = records(onrecord("read", "pile/strike.html", "--json").stdout)[0]
    assert whole["title"] == {"value": "Dockers strike", "from": "meta", "span": whole["title"]["span"]}
    assert {"heading", "paragraph"} <= {block["kind"] for block in whole["blocks"]}


@pytest.mark.parametrize(
    ("arguments", "status", "words"),
    [
        (["brief"], 2, "Missing argument"),
        (["brief", "gone.txt", "-o", "x.html"], 1, "gone.txt"),
        (["analyse", "pile/quay.txt", "--column", "text"], 2, "FIELD=NAME"),
        (["brief", "pile/quay.txt", "--since", "yesterday"], 2, "yesterday"),
        (["brief", "pile/quay.txt", "--encoding", "klingon"], 2, "--encoding klingon"),
        (["brief", "pile/quay.txt", "--against", "pile/quay.txt"], 1, "quay.txt"),
        (["analyse", "pile/quay.txt", "-o", "gone/x.jsonl"], 3, "gone/x.jsonl"),
        (["analyse", "pile/quay.txt", "-o", "/dev/full"], 3, "No space left"),
        (["brief", "pile/empty.txt"], 1, "empty.txt"),
        (["sing"], 2, "No such command"),
    ],
)
def test_a_wrong_call_says_what_is_wrong(
    onrecord: Command, pile: Path, arguments: list[str], status: int, words: str
) -> None:
    done = onrecord(*arguments)
    assert done.returncode == status, done.stderr
    assert words in done.stderr.decode()
    assert b"Traceback" not in done.stderr


def test_an_old_output_survives_a_failure(onrecord: Command, pile: Path, tmp_path: Path) -> None:
    target = tmp_path / "kept.html"
    target.write_text("old")
    assert onrecord("brief", "pile/empty.txt", "-o", "kept.html").returncode == 1
    assert target.read_text() == "old"


def test_a_closed_pipe_is_no_error(pile: Path, tmp_path: Path) -> None:
    reading = f"{sys.executable} -m onrecord read pile/quay.txt pile/strike.html --json"
    shell = f"{reading} | head -c 1 >/dev/null; echo ${{PIPESTATUS[0]}}"
    done = subprocess.run(["bash", "-c", shell], cwd=tmp_path, capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "0"
    assert done.stderr == ""


def drain(terminal: int) -> bytes:
    """Everything written to a terminal until its other side is closed (which Linux reports as an error)."""
    drawn = b""
    while True:
        try:
            drawn += os.read(terminal, 65536)
        except OSError:
            return drawn


def test_progress_is_drawn_on_a_terminal_only(onrecord: Command, pile: Path, tmp_path: Path) -> None:
    assert b"\x1b" not in onrecord("analyse", "pile").stderr
    main, other = pty.openpty()
    command = [sys.executable, "-m", "onrecord", "analyse", "pile/quay.txt", "-o", "x.jsonl"]
    with subprocess.Popen(command, cwd=tmp_path, stderr=other, stdout=subprocess.PIPE) as running:
        os.close(other)
        drawn = drain(main)
        output = running.communicate(timeout=60)[0]
    os.close(main)
    assert output == b""
    assert b"reading" in drawn


def test_the_doctor_tells_versions_and_what_is_missing(onrecord: Command) -> None:
    text = onrecord("doctor").stdout.decode()
    assert "trafilatura" in text
    findings = json.loads(onrecord("doctor", "--json").stdout)
    assert {"part": "onrecord", "present": True, "state": onrecord("--version").stdout.decode().strip()} in findings


def test_the_shell_can_complete(onrecord: Command) -> None:
    done = onrecord("--show-completion", "bash")
    assert b"complete" in done.stdout + done.stderr


@pytest.mark.parametrize("jobs", ["1", "2"])
def test_the_examples_are_briefed_the_same_on_any_number_of_processes(
    onrecord: Command, jobs: str, tmp_path: Path
) -> None:
    assert onrecord("analyse", str(EXAMPLES), "-o", "pile.jsonl", "--jobs", jobs).returncode == 0
    found = records((tmp_path / "pile.jsonl").read_bytes())
    articles = [record for record in found if record["record"] == "article"]
    assert len(articles) >= 25
    for article in articles:
        for role in ("source", "cue", "content"):
            for statement in article["statements"]:
                assert all(0 <= s < e <= len(article["text"]) for s, e in statement[role])
