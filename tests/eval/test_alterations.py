"""The seeded editor of `eval.accounts`."""

from __future__ import annotations

from decimal import Decimal

import pytest
from eval.accounts.editor import LEAST, altered, read, same
from hypothesis import given
from hypothesis import strategies as st


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("The fire in Tolland killed 12 people.", "12"),
        ("The fire in Tolland killed seven people.", "seven"),
        ("Orlo paid $1.2 million for the quay.", "$1.2"),
        ("The Harbour Council has 2,507 members.", "2,507"),
        ("Vey, 33, was born in Tolland.", "33"),
        ("The quay was closed on December 9.", "December 9"),
        ("The quay was closed on Tuesday.", "Tuesday"),
        ("The quay was built in 1931.", "1931"),
    ],
)
@given(seed=st.text(max_size=8))
def test_another_value_has_the_same_form(text: str, words: str, seed: str) -> None:
    start = text.index(words)
    edit = altered(text, start, start + len(words), seed)
    assert edit is not None
    new = edit.text[edit.start : edit.end]
    assert read(new) == edit.new
    assert edit.new.form == edit.old.form
    assert not same(edit.old, edit.new)
    assert edit.text[: edit.start] + words + edit.text[edit.end :] == text


@given(st.integers(2, 99), st.text(max_size=8))
def test_a_whole_figure_changes_clearly(value: int, seed: str) -> None:
    edit = altered(f"There were {value} boats in the harbour.", 11, 11 + len(str(value)), seed)
    assert edit is not None
    assert abs(edit.new.value - value) >= LEAST


@pytest.mark.parametrize(
    "text",
    [
        "about 12 boats",
        "more than 12 boats",
        "12 or so boats",
        "12-15 boats",
        "12 to 15 boats",
        "at 12:30 in the harbour",
        "a 12-10 win",
        "some $12 million",
        "up to $ 12 million",
    ],
)
def test_what_leaves_room_is_left_alone(text: str) -> None:
    start = text.index("12")
    assert altered(text, start, start + 2, "seed") is None


def test_what_is_no_number_is_left_alone() -> None:
    assert altered("dozens of boats", 0, 6, "seed") is None


def test_a_figure_changes_wherever_it_counts_the_same() -> None:
    text = "12 boats sank. The 12 boats were new, and 12 men drowned."
    edit = altered(text, 19, 21, "seed")
    assert edit is not None
    new = edit.text[edit.start : edit.end]
    assert edit.text == f"{new} boats sank. The {new} boats were new, and 12 men drowned."
    assert edit.text[: edit.start].endswith("The ")


def test_one_seed_makes_one_edit() -> None:
    text = "There were 40 boats."
    assert altered(text, 11, 13, "a") == altered(text, 11, 13, "a")
    assert len({altered(text, 11, 13, str(seed)) for seed in range(20)}) > 5


def test_a_number_in_words_and_in_digits_is_the_same() -> None:
    one, other = read("seven"), read("7")
    assert one is not None
    assert other is not None
    assert same(one, other)
    assert one.value == Decimal(7)
