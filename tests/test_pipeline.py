"""The stages in order: what is tagged anew, what is taken from before, and that processes change nothing."""

from __future__ import annotations

import json
import os
import signal
import tracemalloc
from pathlib import Path

import pytest
from tests.conftest import EXAMPLES

from onrecord import pipeline
from onrecord.cli import main
from onrecord.errors import EmptyInput, UsageError, WorkerError
from onrecord.model import Analysis, Article, Document
from onrecord.pipeline import Options, analyse, brief, render
from onrecord.read import read
from onrecord.records import lines, load
from onrecord.split import split
from onrecord.tag import tag


def written(analysis: Analysis, path: Path) -> str:
    path.write_bytes(b"".join(lines(analysis)))
    return str(path)


def spans_shown(articles: tuple[Article, ...]) -> list[str]:
    return [
        span.of(article.text)
        for article in articles
        for statement in article.statements or ()
        for span in statement.source + statement.cue + statement.content
    ]


@pytest.fixture(scope="module")
def harbour() -> Analysis:
    return analyse([str(EXAMPLES)]).analysis


def test_the_examples_hold_what_was_put_into_them(harbour: Analysis) -> None:
    assert len(harbour.articles) >= 25
    assert len({article.outlet.value for article in harbour.articles if article.outlet}) >= 6
    assert {article.kind for article in harbour.articles} == {"article", "excerpt", "note"}
    assert any(link.kind == "reprint" for link in harbour.reuse)
    assert any(len(story.articles) >= 4 for story in harbour.stories)
    assert all(span.strip() for span in spans_shown(harbour.articles))


def test_the_examples_call_one_man_by_what_he_is(harbour: Analysis) -> None:
    texts = {article.id: article.text for article in harbour.articles}
    found = {(label.name.of(texts[label.article]), label.span.of(texts[label.article])) for label in harbour.labels}
    assert ("Henrik Sallow", "dockers’ leader") in found
    assert ("Conrad Marrow", "managing director of Corvane Ports") in found
    assert {label.relation for label in harbour.labels} == {"before", "apposition", "after"}


def test_every_anchor_gives_back_the_words_of_its_document(harbour: Analysis) -> None:
    documents = {article.document.id: article for article in harbour.articles}
    for article in harbour.articles:
        for statement in article.statements or ():
            for span in statement.content:
                short, start, end = article.anchor(span).split("-")
                assert article.document.id.startswith(short)
                assert article.text[int(start) - article.span.start : int(end) - article.span.start] == span.of(
                    article.text
                )
    assert len({identity[:12] for identity in documents}) == len(documents)


def test_several_processes_give_what_one_gives(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    rows = tmp_path / "rows.jsonl"
    said = ("“The quay is shut,” said Ida Brandt.", "Some 400 dockers stopped work.", "“No,” said Jonas Weil.")
    texts = [" ".join([*said[number % 3 :], f"It was day {number}."]) for number in range(300)]
    rows.write_text("".join(json.dumps({"id": number, "text": text}) + "\n" for number, text in enumerate(texts)))
    alone = analyse([str(rows)], Options(jobs=1))
    monkeypatch.setattr(pipeline, "CHUNK_CHARS", 2_000)
    monkeypatch.setattr(pipeline, "PARALLEL_FROM", 4_000)
    together = analyse([str(rows)], Options(jobs=2))
    assert together == alone
    assert len(alone.analysis.articles) == 300


def ended(_work: bytes) -> bytes:
    """What the system does to a process when memory runs out."""
    os.kill(os.getpid(), signal.SIGKILL)
    return b""


@pytest.mark.parametrize(("work", "stage"), [("_worked", "splitting and tagging"), ("_linked", "linking")])
def test_a_process_that_is_ended_is_an_error_that_says_what_to_do(
    work: str, stage: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    rows = tmp_path / "rows.jsonl"
    rows.write_text("".join(json.dumps({"text": f"It was day {number} at the quay."}) + "\n" for number in range(400)))
    monkeypatch.setattr(pipeline, "CHUNK_CHARS", 2_000)
    monkeypatch.setattr(pipeline, "PARALLEL_FROM", 4_000)
    monkeypatch.setattr(pipeline, "LINK_BESIDE_FROM", 4_000)
    monkeypatch.setattr(pipeline, work, ended)
    with pytest.raises(WorkerError, match=f"{stage}.*--jobs 1"):
        analyse([str(rows)], Options(jobs=2))
    with pytest.raises(SystemExit) as left:
        main(lambda: analyse([str(rows)], Options(jobs=2)))
    assert left.value.code == 3
    (line,) = capsys.readouterr().err.splitlines()
    assert line.startswith("not written: a process was ended")


def test_memory_that_runs_out_here_is_one_line(capsys: pytest.CaptureFixture[str]) -> None:
    def full() -> None:
        raise MemoryError

    with pytest.raises(SystemExit) as left:
        main(full)
    assert left.value.code == 3
    assert "memory ran out" in capsys.readouterr().err


def test_a_file_that_is_one_line_is_tagged_to_its_end_in_little_memory(tmp_path: Path) -> None:
    sentence = "The council voted to close it. “The quay is not safe,” said Ida Brandt, the harbour master. "
    path = tmp_path / "line.txt"
    path.write_text(sentence * 2_000)
    (article,) = analyse([str(path)]).analysis.articles
    direct = [statement for statement in article.statements or () if statement.form == "direct"]
    assert [statement.content[0].of(article.text) for statement in direct] == ["“The quay is not safe,”"] * 2_000
    path.write_text("the quay said council " * 100_000)
    (whole,) = split(next(document for document in read([str(path)]) if isinstance(document, Document)))
    tracemalloc.start()
    tagged = tag(whole)
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert tagged.statements == ()
    assert peak < 20_000_000


@pytest.mark.parametrize("unspaced", ["a" * 300_000, "埠頭は閉鎖された。" * 30_000])
def test_a_line_without_a_space_is_tagged(unspaced: str, tmp_path: Path) -> None:
    (tmp_path / "line.txt").write_text(unspaced)
    (article,) = analyse([str(tmp_path / "line.txt")]).analysis.articles
    assert article.text == unspaced


def test_only_what_is_new_is_tagged(tmp_path: Path, pile: Path) -> None:
    first = analyse([str(pile / "quay.txt")])
    old = written(first.analysis, tmp_path / "old.jsonl")
    both = [str(pile / "quay.txt"), str(pile / "strike.html")]
    again = analyse(both, Options(reuse=old))
    assert (first.tagged, again.tagged) == (1, 1)
    assert again.analysis == analyse(both).analysis
    corrected = old.replace("old", "corrected")
    Path(corrected).write_text(Path(old).read_text().replace('"version":"', '"version":"other-'))
    assert analyse(both, Options(reuse=corrected)).tagged == 2


def test_a_row_keeps_the_statements_that_it_carries(tmp_path: Path) -> None:
    text = "The quay stays open. So much for that."
    statement = {"id": "mine", "content": [[0, 19]], "speaker": None, "confidence": 1.0}
    rows = tmp_path / "rows.jsonl"
    rows.write_text(json.dumps({"id": "r1", "text": text, "statements": [statement]}) + "\n")
    (article,) = analyse([str(rows)]).analysis.articles
    assert [kept.id for kept in article.statements or ()] == ["mine"]
    assert article.names is not None
    assert article.external_id == "r1"
    assert article.text == text


def test_an_analysis_alone_is_taken_as_it_stands_and_merges_with_others(tmp_path: Path, pile: Path) -> None:
    one = analyse([str(pile / "quay.txt")]).analysis
    two = analyse([str(pile / "strike.html")]).analysis
    paths = [written(one, tmp_path / "one.jsonl"), written(two, tmp_path / "two.jsonl")]
    assert analyse(paths[:1]).analysis == one
    merged = analyse(paths).analysis
    assert merged == analyse([str(pile / "quay.txt"), str(pile / "strike.html")]).analysis
    assert len(analyse([*paths, str(pile / "quay.txt")]).analysis.articles) == len(merged.articles)


def test_an_analysis_held_to_more_confidence_tells_of_no_statement_that_is_left_out(
    harbour: Analysis, tmp_path: Path
) -> None:
    path = written(harbour, tmp_path / "all.jsonl")
    sure = analyse([path], Options(min_confidence=0.9)).analysis
    kept = {(article.id, one.id) for article in sure.articles for one in article.statements or ()}
    assert 0 < len(kept) < sum(len(article.statements or ()) for article in harbour.articles)
    assert 0 < len(sure.claims) < len(harbour.claims)
    assert {(said.article, said.statement) for claim in sure.claims for said in claim.statements} <= kept
    assert load(written(sure, tmp_path / "sure.jsonl")) == sure
    # Who asks for all statements later does not get the sure ones alone.
    assert sure.run.options == {"min_confidence": "0.9"}
    assert analyse([path], Options(min_confidence=0.0)).analysis == harbour


def test_progress_is_told_by_stage(pile: Path) -> None:
    told: list[tuple[str, int, int | None]] = []
    brief([str(pile)], observer=lambda *what: told.append(what))
    stages = list(dict.fromkeys(stage for stage, _, _ in told))
    assert stages == ["reading", "resolving", "linking", "comparing", "composing"]
    assert max(done for stage, done, _ in told if stage == "reading") == 2


def test_failures_travel_with_the_result(pile: Path) -> None:
    made = brief([str(pile)])
    assert any(isinstance(failure, EmptyInput) for failure in made.failures)
    assert sorted(made.brief.unread) == sorted(str(failure) for failure in made.failures)
    assert len(made.failures) == 3


def test_a_call_that_makes_no_sense_is_refused(pile: Path) -> None:
    with pytest.raises(UsageError, match="no input"):
        analyse([])
    with pytest.raises(UsageError, match="html"):
        render(brief([str(pile)]), "docx", "x")
