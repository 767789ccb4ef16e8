"""Names and statements by the model: golden pairs, the seam, and what must hold for any text."""

from __future__ import annotations

import json
import os
import tracemalloc
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.conftest import EXAMPLES, Command
from tests.tag.articles import article, check_spans, marked, shown

from onrecord.model import Name, Span, Statement
from onrecord.records import load
from onrecord.tag import Tagger, at_least, tag, tagged, tagger_for
from onrecord.tag.running import threads
from onrecord.tag.trained import MODEL, card

DATA = Path(__file__).parent / "trained"
PARAGRAPH = "“The quay is not safe,” said Ida Brandt, the harbour master of Larnholm, on Monday."


@pytest.mark.parametrize("name", sorted(path.stem for path in DATA.glob("*.txt")))
def test_golden_pairs(name: str) -> None:
    text = (DATA / f"{name}.txt").read_text(encoding="utf-8")
    assert shown(tag(article(text))) == json.loads((DATA / f"{name}.expected.json").read_text(encoding="utf-8"))


def test_the_language_decides_who_tags() -> None:
    english: Tagger = tagger_for("en")
    assert tagger_for(None) is english
    others = {tagger_for(language).name for language in ("de", "fr", "xx")}
    assert len(others) == 1
    assert english.name not in others
    for language in ("en", "de", "xx", None):
        piece = tag(article("Orlo said: “Yes, it is.”", language))
        assert piece.statements is not None
        assert piece.names is not None


def test_the_shipped_files_are_small_enough() -> None:
    sizes = [len(MODEL.joinpath(name).read_bytes()) for name in ("network.onnx", "tokenizer.json", "card.json")]
    assert sum(sizes) < 30_000_000
    assert 0 < card().least < 1


PIECES = st.sampled_from(
    [
        "“", "”", '"', "''", "‘", "’", "«", "»", " said ", " told ", "Ann Orlo", "he", ", ", ". ", "\n\n", "\n", ": ",
        "(", ")", "who ", "that ", "according to ", "believes ", "the mayor of Vey", "🚢", "\u00a0", "…", "x" * 130,
        "HOST: ", "\ud800", "埠頭は閉鎖された。", "\u200b", "\x00",
    ]
)  # fmt: skip


@settings(max_examples=60, deadline=None)
@given(st.one_of(st.text(max_size=120), st.lists(PIECES, max_size=40).map("".join)))
def test_any_text_gives_spans_inside_it(text: str) -> None:
    tagged = tag(article(text), least=0.0)
    check_spans(tagged)
    assert tagged.text == text
    assert tagged.names is not None
    assert tagged.statements is not None


def test_where_windows_and_stretches_end_does_not_show() -> None:
    text = "\n\n".join([PARAGRAPH] * 600)
    found = tag(article(text))
    said = [[span.of(text) for span in statement.content] for statement in found.statements or ()]
    assert said == [["“The quay is not safe,”"]] * 600
    assert {statement.source[0].of(text).rstrip(",") for statement in found.statements or ()} == {
        "Ida Brandt, the harbour master of Larnholm"
    }


def test_one_long_paragraph_is_read_to_its_end_in_bounded_memory() -> None:
    words = "the quay stood empty in the rain and "
    short, long = article(words * 3_000), article(words * 10_000)
    peaks = []
    for piece in (short, long):
        tracemalloc.start()
        assert not tag(piece).statements
        peaks.append(tracemalloc.get_traced_memory()[1])
        tracemalloc.stop()
    assert peaks[1] < peaks[0] + 12_000_000


def test_what_a_row_carries_is_kept_as_given() -> None:
    text = "“It is over,” Orlo said. Tolland left."
    names = (Name("x", Span(25, 32), "person", "w9"),)
    statements = (Statement(id="mine", content=(Span(0, 13),)),)
    base = article(text)
    both = tag(
        type(base)(id=base.id, document=base.document, span=base.span, text=text, names=names, statements=statements)
    )
    assert (both.names, both.statements) == (names, statements)
    half = tag(type(base)(id=base.id, document=base.document, span=base.span, text=text, names=names))
    assert half.names == names
    assert [statement.source[0].of(text) for statement in half.statements or ()] == ["Orlo"]
    assert "w9" not in {one.who for one in marked(half) if one not in names}
    other = tag(type(base)(id=base.id, document=base.document, span=base.span, text=text, statements=statements))
    assert other.statements == statements
    assert other.names


def test_less_sure_statements_are_left_out_when_asked() -> None:
    text = (EXAMPLES / "estuary-review-212.txt").read_text(encoding="utf-8")
    all_of_them = tag(article(text), least=0.0).statements or ()
    usual = tag(article(text)).statements or ()
    sure = tag(article(text), least=0.8).statements or ()
    assert len(all_of_them) > len(usual) > len(sure) > 0
    assert min(statement.confidence for statement in sure) >= 0.8
    assert min(statement.confidence for statement in usual) >= card().least


def test_an_article_held_to_a_confidence_refers_to_nothing_that_went() -> None:
    base = article("Tolland had said that the pier was safe, Orlo said.")
    outer = Statement(id="s1", content=(Span(0, 39),), confidence=0.4)
    inner = Statement(id="s2", content=(Span(17, 39),), confidence=0.9, within="s1")
    piece = type(base)(
        id=base.id, document=base.document, span=base.span, text=base.text, names=(), statements=(outer, inner)
    )
    (kept,) = at_least(piece, 0.5).statements or ()
    assert (kept.id, kept.within) == ("s2", None)
    assert at_least(piece, 0.1) is piece


def test_passages_that_say_the_same_are_nearer_than_others() -> None:
    text = (
        "The council voted on Monday to close the old quay.\n\n"
        "On Monday, councillors decided that the old pier would be shut.\n\n"
        "Three new species of moth were found on the island last summer."
    )
    first, second, third = (
        np.frombuffer(passage.vector, "<f2").astype(float) for passage in tagged(article(text), vectors=True).passages
    )
    assert np.linalg.norm(first) == pytest.approx(1, abs=0.01)
    assert first @ second > first @ third


def test_statements_of_any_confidence_and_vectors_from_the_command_line(onrecord: Command, tmp_path: Path) -> None:
    source = str(EXAMPLES / "estuary-review-212.txt")
    counts = {}
    for name, options in {"usual": (), "all": ("--min-confidence", "0"), "sure": ("--min-confidence", "0.8")}.items():
        out = str(tmp_path / f"{name}.jsonl")
        assert onrecord("analyse", source, "-o", out, "--vectors", "v.npz", *options).returncode == 0
        counts[name] = sum(len(piece.statements or ()) for piece in load(out).articles)
    assert counts["all"] > counts["usual"] > counts["sure"]
    again = str(tmp_path / "again.jsonl")
    assert onrecord("analyse", str(tmp_path / "all.jsonl"), "-o", again, "--min-confidence", "0.8").returncode == 0
    assert sum(len(piece.statements or ()) for piece in load(again).articles) == counts["sure"]
    assert onrecord("analyse", source, "--min-confidence", "7").returncode == 2
    held = np.load(tmp_path / "v.npz")
    texts = {piece.id: piece.text for piece in load(again).articles}
    assert held["vector"].dtype == np.float16
    assert held["vector"].shape == (len(held["article"]), 384)
    for name, (start, end) in zip(held["article"], held["span"], strict=True):
        assert texts[str(name)][start:end].strip()


def test_a_process_takes_as_many_processors_as_it_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    for said, held in (("3", 3), ("", os.cpu_count()), ("0", os.cpu_count()), ("many", os.cpu_count())):
        monkeypatch.setenv("OMP_NUM_THREADS", said)
        assert threads() == held
