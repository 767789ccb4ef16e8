"""Words, windows and labels: what lies between a text and what the model says of it."""

from __future__ import annotations

import itertools

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from onrecord.model import Span
from onrecord.tag.decoding import Calibration, names, statements, stretches, viterbi
from onrecord.tag.encoding import encode, pieces_of, spans_of, windows
from onrecord.tag.labels import NAME_LABELS, ROLE_LABELS
from onrecord.tag.reading import Input, Scores, read

TEXT = st.one_of(
    st.text(max_size=200),
    st.lists(
        st.sampled_from(["Orlo ", "said ", "“", "”", "x" * 120, "\n", "\n\n", ". ", "🚢", "é", "埠頭"]), max_size=80
    ).map("".join),
)


@settings(max_examples=200, deadline=None)
@given(TEXT)
def test_words_are_the_text_without_white_space(text: str) -> None:
    encoded = encode(text, pieces_of())
    words = [text[start:end] for start, end in zip(encoded.starts, encoded.ends, strict=True)]
    assert "".join(words) == "".join(text.split())
    assert encoded.first[-1] == len(encoded.pieces)
    assert (np.diff(encoded.first) > 0).all()
    assert len(encoded.case) == len(encoded.gap) == len(encoded.mark) == len(encoded)


@settings(max_examples=200, deadline=None)
@given(TEXT, st.integers(100, 200), st.integers(0, 60))
def test_windows_cover_every_word_and_are_no_longer_than_asked(text: str, size: int, overlap: int) -> None:
    encoded = encode(text, pieces_of())
    found = list(windows(encoded, size, overlap))
    assert {at for window in found for at in range(window.start, window.end)} == set(range(len(encoded)))
    assert all(encoded.first[window.end] - encoded.first[window.start] <= size for window in found)
    assert [window.start for window in found] == sorted({window.start for window in found})


def test_what_the_lower_cased_pieces_do_not_show_is_told_beside_them() -> None:
    text = "NATO met.\n\nIt left: “No 7.” Ann\nwept"
    encoded = encode(text, pieces_of())
    words = [text[start:end] for start, end in zip(encoded.starts, encoded.ends, strict=True)]
    found = dict(zip(words, zip(encoded.case, encoded.gap, encoded.mark, strict=True), strict=True))
    assert found["NATO"] == (2, 4, 0)
    assert found["met"] == (0, 1, 0)
    assert found["It"] == (1, 3, 0)
    assert found["“"][2] == 2
    assert found["No"] == (1, 0, 1)
    assert found["7"] == (4, 1, 1)
    assert found["”"][2] == 3
    assert found["Ann"][1] == 5
    assert found["wept"][1] == 2


def test_a_span_is_the_words_that_it_touches() -> None:
    encoded = encode("Ann Orlo, mayor", pieces_of())
    assert spans_of(encoded, [Span(2, 6), Span(3, 4), Span(8, 9)]) == [(0, 2), (2, 3)]


ANCHOR = "said"


class _Echo:
    """A model that knows words only: `said` is an anchor, capitals are names, what follows an anchor is its content."""

    def __init__(self) -> None:
        self.said = pieces_of().of([ANCHOR])[0][0]
        self.widest = 0

    def __call__(self, window: Input) -> Scores:
        self.widest = max(self.widest, len(window.pieces))
        ids = window.pieces[window.first]
        anchors = np.where(ids == self.said, 5.0, -5.0).astype(np.float32)
        labels = np.zeros((len(ids), len(NAME_LABELS)), np.float32)
        labels[:, 1] = np.where(window.features[window.first, 0] == 1, 9.0, -9.0)
        at = np.flatnonzero(anchors > 0)
        links = np.zeros((len(at), len(ids), len(ROLE_LABELS)), np.float32)
        links[..., 0] = 5
        for row, word in enumerate(at):
            links[row, word, 3] = 9
            links[row, word + 1 : word + 2, 5] = 9
            links[row, word + 2 : word + 3, 6] = 9
        return Scores(labels, anchors, at, links, ids[:, None].astype(np.float32))


@pytest.mark.parametrize("size", [40, 64, 318])
def test_where_windows_end_does_not_show(size: int) -> None:
    text = "\n\n".join(f"Ann Orlo came and said nothing new. It was day {day}." for day in range(60))
    encoded = encode(text, pieces_of())
    model = _Echo()
    reading = read(encoded, pieces_of(), model, vectors=True, size=size, overlap=20)
    assert model.widest <= size + 2
    found = statements(reading, Calibration(), 0.0)
    said = [text[encoded.starts[low] : encoded.ends[high - 1]] for one in found for low, high in one.content]
    assert said == ["nothing new"] * 60
    assert len(names(reading)) == 60 * 3
    assert reading.passages is not None
    assert reading.passages[:, 0].tolist() == encoded.pieces[encoded.first[:-1]].tolist()


def _allowed(path: tuple[int, ...]) -> bool:
    return all(
        label % 2 or not label or before in (label, label - 1) for before, label in itertools.pairwise((0, *path))
    )


@settings(max_examples=100, deadline=None)
@given(st.integers(1, 5), st.integers(0, 2**32 - 1))
def test_the_likeliest_labels_are_the_likeliest_that_may_follow_each_other(length: int, seed: int) -> None:
    scores = np.random.default_rng(seed).normal(size=(2, length, 5)).astype(np.float32)
    paths = [path for path in itertools.product(range(5), repeat=length) if _allowed(path)]
    for row, found in enumerate(viterbi(scores)):
        best = max(paths, key=lambda path: sum(scores[row, at, label] for at, label in enumerate(path)))
        assert tuple(found) == best


def test_stretches_end_where_another_begins() -> None:
    assert stretches(np.array([1, 2, 1, 0, 5, 6, 6])) == [(0, (0, 2)), (0, (2, 3)), (2, (4, 7))]
