"""Passages are read only where outward signs leave a document undecided, and then tell where the subject changes."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

from onrecord.model import Document
from onrecord.read import read
from onrecord.split import split
from onrecord.split.issues import agreed
from onrecord.split.subjects import BORDER, MOST_READ, STRETCHES, Subjects, undecided
from onrecord.tag import meanings

EXAMPLES = Path(__file__).parents[2] / "examples" / "harbour"
WIDTH = 8


def subject(text: str) -> NDArray[np.float32]:
    """Texts of one first word have one direction."""
    made = np.zeros(WIDTH, np.float32)
    if text:
        made[ord(text[0]) % WIDTH] = 1.0
    return made


@pytest.mark.parametrize(
    ("opinion", "open_"),
    [
        ([0.9, 0.0, 0.0, 0.0], False),
        ([0.5, 0.0, 0.0, 0.0], False),
        ([0.9, 0.95, 0.0, 0.95], False),
        ([0.9, 0.95, 0.0, 0.5], True),
        ([0.9, 0.3, 0.0, 0.4], True),
        ([0.9] + [0.5] * MOST_READ, False),
    ],
)
def test_undecided(opinion: list[float], open_: bool) -> None:
    assert undecided(np.array(opinion)) is open_


def test_a_border_between_two_subjects_stands_out() -> None:
    texts = ["a passage " * 10] * 6 + ["b passage " * 10] * 6
    opinion = np.array([0.9, *[0.0] * 5, 0.5, *[0.0] * 5])
    at = np.array([3, 6, 9])
    rows = Subjects(texts, subject).clues(at, opinion)
    assert rows.shape == (3, 2 * (BORDER + STRETCHES))
    whole = rows[:, 2 * BORDER]
    assert whole[1] == pytest.approx(0.0)
    for first in (0, 1, 3, BORDER):
        assert rows[1, first] < min(rows[0, first], rows[2, first])


def test_no_passage_worth_a_look_gives_no_row() -> None:
    rows = Subjects(["a", "b"], subject).clues(np.array([], dtype=np.int64), np.array([0.0, 0.0]))
    assert rows.shape == (0, 2 * (BORDER + STRETCHES))


def test_texts_without_words_have_finite_clues() -> None:
    rows = Subjects(["", "* * *", ""], lambda _: np.zeros(WIDTH, np.float32)).clues(
        np.array([0, 1, 2]), np.array([0.9, 0.5, 0.5])
    )
    assert np.isfinite(rows).all()


@pytest.mark.parametrize(
    ("name", "is_read"),
    [
        ("estuary-review-212.txt", True),
        ("harbour-watch-weekly.txt", False),
        ("kelmark-courier-2023-03-09.html", False),
    ],
)
def test_only_what_signs_leave_undecided_is_read(name: str, is_read: bool) -> None:
    (document,) = read([str(EXAMPLES / name)])
    assert isinstance(document, Document)
    asked: list[str] = []

    def meaning(text: str) -> NDArray[np.float32]:
        asked.append(text)
        return subject(text)

    split(document, meaning)
    assert bool(asked) is is_read
    assert len(asked) < len(document.text.splitlines())


def test_what_signs_took_for_a_start_falls_only_where_reading_is_clearly_against_it() -> None:
    signs, read_ = np.array([0.9, 0.7, 0.7, 0.2, 0.2]), np.array([0.9, 0.2, 0.05, 0.8, 0.1])
    assert agreed(signs, read_).tolist() == [0.9, 0.7, 0.05, 0.8, 0.1]


def test_the_network_reads_an_example_to_the_same_pieces() -> None:
    (document,) = read([str(EXAMPLES / "estuary-review-212.txt")])
    assert isinstance(document, Document)
    assert [piece.span for piece in split(document, meanings().of)] == [piece.span for piece in split(document)]
