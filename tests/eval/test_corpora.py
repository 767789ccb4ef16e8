"""Corpora for splitting, on made-up text, and the gold of our own."""

from __future__ import annotations

import gzip
import json
import random
from pathlib import Path

import msgspec
import pytest
from eval.data import MissingDataError, data_is_required, seeds
from eval.split import daily, joined, plural, singles
from eval.split import seeds as marked
from eval.split.joined import STYLES, Piece, Style


def _piece(number: int) -> Piece:
    paragraphs = tuple(f"Words {number}.{letter} end." for letter in "abcd")
    title = f"Dredger {number} Leaves The Bay"
    return Piece(title, "Odile Farrant", "2023-03-08", paragraphs, "\n\n".join(paragraphs))


PIECES = [_piece(number) for number in range(8)]


@pytest.mark.parametrize("style", STYLES, ids=lambda style: style.name)
def test_every_start_of_a_joined_issue_is_where_a_piece_begins(style: Style) -> None:
    text, starts = joined.compose(style, PIECES, random.Random(3))
    openings = [text[start:].split("\n", 1)[0] for start in starts]
    if style.note:
        assert starts[0] == 0
        openings = openings[1:]
    assert len(openings) == len(PIECES)
    for opening, piece in zip(openings, PIECES, strict=True):
        bare = opening.split(" [")[0]
        assert bare in (piece.title, piece.paragraphs[0], f"By {piece.author}")
    assert all(text[start - 1] == "\n" for start in starts if start)


@pytest.mark.parametrize("style", STYLES, ids=lambda style: style.name)
def test_a_joined_issue_is_the_same_each_time(style: Style) -> None:
    assert joined.compose(style, PIECES, random.Random(7)) == joined.compose(style, PIECES, random.Random(7))


def test_the_hardest_style_gives_no_outward_sign() -> None:
    style = next(style for style in STYLES if style.name == "no sign, tight")
    text, _ = joined.compose(style, PIECES, random.Random(3))
    assert text.splitlines() == [paragraph for piece in PIECES for paragraph in piece.paragraphs]


def _gzipped(path: Path, rows: list[dict[str, str]]) -> Path:
    path.write_bytes(gzip.compress("".join(json.dumps(row) + "\n" for row in rows).encode()))
    return path


def test_a_headline_is_taken_out_of_an_articles_own_text(tmp_path: Path) -> None:
    body = "The ferry sailed at noon, and nobody on the quay had a word to say about it. " * 6
    text = f"Ferry Sails\u00a0At Noon.\n\n{body}\n{body}\n\nABSTRACT.\n\n{body}"
    path = _gzipped(
        tmp_path / "a.gz", [{"title": "Ferry sails at noon", "author": "BY NORA FELDT,Staff", "text": text}]
    )
    (piece,) = joined.pieces(path)
    assert piece.author == "Nora Feldt"
    assert piece.paragraphs == (f"{body}{body}".strip(), body.strip())


def test_short_articles_are_left_out_and_the_draw_is_fixed(tmp_path: Path) -> None:
    rows = [{"id": f"long{n}", "text": "word " * 80} for n in range(9)] + [{"id": "short", "text": "word " * 79}]
    path = _gzipped(tmp_path / "b.gz", rows)
    drawn = [sample.id for sample in singles.samples(path, 4)]
    assert len(drawn) == 4
    assert drawn == [sample.id for sample in singles.samples(path, 4)]
    assert {sample.id for sample in singles.samples(path)} == {f"long{n}" for n in range(9)}


def test_markdown_is_stripped_to_text_and_its_titles_are_the_starts() -> None:
    text, starts = plural.plain(
        "Tides and Tables\n================\n\n*Two items.*\n\n\n__Tide tables.__ See [the *full* set](http://x.test/a_b).\n\n"
        "__How deep?__ As `12` m. __Related:__ More.\n\n---\n- __Correction__: none <a@b.test>\n"
    )
    assert text == (
        "Tides and Tables\n\nTwo items.\n\nTide tables. See the full set.\n\n"
        "How deep? As 12 m. Related: More.\n\nCorrection: none a@b.test\n"
    )
    assert [text[start : start + 5] for start in starts] == ["Tide ", "How d"]


PAGE = """<body><h1>Good morning</h1><p>Ferry news</p>
<h2>Crane  <em>burns</em></h2><p>It burned.</p><h2>Ferry</h2><p>Ferry news. Crane burns</p><h3>Bye</h3></body>"""


def test_headings_of_second_rank_are_the_gold_of_a_page() -> None:
    wanted = daily.headings(PAGE)
    assert wanted == ["Crane burns", "Ferry"]
    text = "Ferry news\nCrane burns\nIt burned.\n## Ferry\nFerry news. Crane burns\n"
    assert [text[start:].split("\n", maxsplit=1)[0] for start in daily.located(wanted, text)] == wanted


def test_a_heading_that_was_not_read_is_not_located() -> None:
    assert daily.located(["Crane burns", "Ferry"], "It burned.\nFerry\n") == (11,)


def test_the_seeds_are_marked_as_26_pieces() -> None:
    gold = msgspec.json.decode(marked.GOLD.read_bytes(), type=list[marked.Marked])
    assert [len(row.starts) for row in gold] == [8, 8, 10]
    assert all(list(row.starts) == sorted(set(row.starts)) for row in gold)


def test_every_marked_seed_is_found_and_its_starts_begin_lines() -> None:
    try:
        paths = seeds()
    except MissingDataError as missing:
        if data_is_required():
            raise
        pytest.skip(str(missing))
    samples = list(marked.samples(paths))
    assert len(samples) == 3
    for sample in samples:
        text = sample.document.text
        assert all(start == 0 or text[start - 1] == "\n" for start in sample.starts)
        assert all(not text[start].isspace() for start in sample.starts)
