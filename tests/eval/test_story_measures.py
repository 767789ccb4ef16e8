"""Measures of stories: agreement beyond chance, and the piles that are made for them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from itertools import pairwise

import pytest
from eval.stories.chance import adjusted_information, adjusted_rand
from eval.stories.halves import SPLITS, crossed
from eval.stories.hard import APART, EXCERPT, arriving, excerpts, strangers
from eval.stories.measure import Row
from eval.stories.score import BCubed
from hypothesis import given
from hypothesis import strategies as st

GOLD = [0, 0, 0, 1, 1, 1, 2, 2, 2, 2]
GIVEN = [0, 0, 1, 1, 1, 2, 2, 2, 2, 0]


def test_adjusted_measures_have_the_values_of_another_implementation() -> None:
    """The values are those of scikit-learn 1.9 (adjusted_rand_score, adjusted_mutual_info_score)."""
    assert adjusted_rand(GIVEN, GOLD) == pytest.approx(0.20454545454545456)
    assert adjusted_information(GIVEN, GOLD) == pytest.approx(0.23728877770133558)
    assert adjusted_rand([0, 0, 1, 2], [0, 0, 1, 1]) == pytest.approx(0.5714285714285714)
    assert adjusted_information([0, 0, 1, 2], [0, 0, 1, 1]) == pytest.approx(0.5714285714285715)


def test_one_group_for_all_agrees_by_chance_alone() -> None:
    assert adjusted_rand([0] * 10, GOLD) == pytest.approx(0)
    assert adjusted_information([0] * 10, GOLD) == pytest.approx(0)


@pytest.mark.parametrize("measure", [adjusted_rand, adjusted_information])
def test_groupings_of_other_items_are_refused(measure: Callable[[Sequence[int], Sequence[int]], float]) -> None:
    with pytest.raises(ValueError, match="than argument"):
        measure([0, 1], [0, 1, 1])


@given(st.lists(st.tuples(st.integers(0, 4), st.integers(0, 4)), min_size=2, max_size=30), st.integers(1, 9))
def test_adjusted_measures_know_no_order_and_no_names(items: list[tuple[int, int]], shift: int) -> None:
    one, other = [item[0] for item in items], [item[1] for item in items]
    renamed = [f"group {(value + shift) % 5}" for value in one]
    for measure in (adjusted_rand, adjusted_information):
        value = measure(one, other)
        assert value <= 1 + 1e-9
        assert measure(other, one) == pytest.approx(value)
        assert measure(renamed[::-1], other[::-1]) == pytest.approx(value)
        assert measure(one, renamed) == pytest.approx(1)


def test_every_second_piece_of_an_event_is_cut_to_its_first_words() -> None:
    long = " ".join(f"w{number}" for number in range(100))
    rows = [Row(id=name, text=long, story=name[0]) for name in ("a1", "b1", "a2", "a3", "b2")]
    lengths = {row.id: len(row.text.split()) for row in excerpts(rows)}
    assert lengths == {"a1": 100, "b1": 100, "a2": EXCERPT, "a3": 100, "b2": EXCERPT}


def test_pieces_arrive_by_date() -> None:
    rows = [Row(id=day, text="x", published=day) for day in ("2031-03-05", "2031-03-01", "2031-03-03")]
    assert [row.id for row in arriving(rows)] == ["2031-03-01", "2031-03-03", "2031-03-05"]


def test_strangers_lie_apart_and_have_no_date_left() -> None:
    days = [f"2031-03-{day:02}" for day in range(1, 32)] + ["no day"]
    rows = [Row(id=day, text="word " * 200, published=day) for day in days]
    found = strangers([*rows, Row(id="short", text="word", published="2031-09-01")], seed=1)
    numbers = [int(row.id[-2:]) for row in found]
    assert len(found) == 3
    assert all(later - earlier > APART for earlier, later in pairwise(numbers))
    assert {row.published for row in found} == {None}
    assert len({row.story for row in found}) == 3


def test_the_threshold_of_one_half_is_tried_on_the_other() -> None:
    """Four units of which two are right at the first threshold only, and two at the second only."""
    right, wrong = [BCubed(1.0, 1.0)], [BCubed(0.0, 0.0)]
    scores = [[right, right, wrong, wrong], [wrong, wrong, right, right]]
    values = [value for (value,) in crossed([scores])]
    assert len(values) == 2 * SPLITS
    assert set(values) <= {0.0, 0.5, 1.0}
    assert 0.0 in values
    always = [[right] * 4, [wrong] * 4]
    assert {value for (value,) in crossed([always])} == {1.0}
