"""The marked pieces of the evaluation of references: marks become spans, and wrong marks are refused."""

from __future__ import annotations

from pathlib import Path

import pytest
from eval.data import EvaluationError
from eval.references.marked import pieces


def test_marks_become_spans_in_the_text_without_them(tmp_path: Path) -> None:
    (tmp_path / "1.txt").write_text(
        "title: Night\noutlet: Vey Post\n\nTold <m>the <o>Lamp</o></m>. <lost>[7]</lost>\n"
        "[1] <e to=2 same=3><a>A. Orlo</a>, <t>Day</t></e>\n"
    )
    (piece,) = pieces(tmp_path)
    assert piece.article.text == "Told the Lamp. [7]\n[1] A. Orlo, Day"
    assert piece.article.outlet is not None
    assert piece.article.outlet.value == "Vey Post"
    shown = [(one.kind, one.span.of(piece.article.text), one.to, one.same) for one in piece.marked]
    assert shown == [("m", "the Lamp", None, None), ("lost", "[7]", None, None), ("e", "A. Orlo, Day", "2", "3")]
    entry = {part: [span.of(piece.article.text) for span in spans] for part, spans in piece.marked[2].parts.items()}
    assert entry == {"author": ["A. Orlo"], "title": ["Day"]}


@pytest.mark.parametrize("body", ["<e>open", "shut</e>", "<e><a>crossed</e></a>", "<a>alone</a>"])
def test_wrong_marks_are_refused(tmp_path: Path, body: str) -> None:
    (tmp_path / "1.txt").write_text(f"title: Night\n\n{body}\n")
    with pytest.raises(EvaluationError, match=r"1\.txt"):
        pieces(tmp_path)


def test_every_piece_that_an_entry_means_is_there() -> None:
    found = pieces()
    names = {piece.name for piece in found}
    assert {one.to for piece in found for one in piece.marked if one.to} <= names
