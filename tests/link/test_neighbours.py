"""Likeness among the texts around: what company adds, and what it does not."""

from __future__ import annotations

import random

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from onrecord.link.neighbours import COMPANY, USUAL, Pairs, in_company


def pairs(count: int, found: dict[tuple[int, int], float]) -> Pairs:
    one, other = (np.array([pair[side] for pair in found], dtype=np.int64) for side in (0, 1))
    return Pairs(count, one, other, np.array(list(found.values()), dtype=np.float64))


def likeness(count: int, found: dict[tuple[int, int], float]) -> dict[tuple[int, int], float]:
    return dict(zip(found, in_company(pairs(count, found)).value.tolist(), strict=True))


@st.composite
def piles(draw: st.DrawFn) -> tuple[int, dict[tuple[int, int], float]]:
    count = draw(st.integers(2, 14))
    every = [(one, other) for one in range(count) for other in range(one + 1, count)]
    kept = draw(st.lists(st.sampled_from(every), unique=True))
    values = draw(st.lists(st.integers(1, 100), min_size=len(kept), max_size=len(kept)))
    return count, {pair: value / 100 for pair, value in zip(kept, values, strict=True)}


def test_two_texts_alone_are_no_more_alike_than_their_words() -> None:
    assert likeness(2, {(0, 1): 0.24}) == {(0, 1): 0.24}


def test_company_brings_two_texts_together() -> None:
    shared = {(0, 1): 0.2, (0, 2): 0.3, (1, 2): 0.3, (0, 3): 0.3, (1, 3): 0.3}
    apart = {(0, 1): 0.2, (0, 2): 0.3, (1, 4): 0.3, (0, 3): 0.3, (1, 5): 0.3}
    assert likeness(6, apart)[0, 1] == 0.2
    assert likeness(6, shared)[0, 1] > 0.4


def test_faint_company_does_not_count() -> None:
    found = {(0, 1): 0.2, **{(one, other): 0.13 for one in (0, 1) for other in (2, 3, 4)}}
    assert likeness(5, found)[0, 1] == 0.2


def test_a_text_with_a_near_twin_asks_more_of_others() -> None:
    found = {(0, 1): 0.9, (1, 2): 0.25}
    assert likeness(3, found)[1, 2] < 0.25
    assert likeness(3, {(0, 1): USUAL, (1, 2): 0.25})[1, 2] == 0.25


@given(piles())
def test_likeness_lies_between_bounds(pile: tuple[int, dict[tuple[int, int], float]]) -> None:
    count, found = pile
    for pair, value in likeness(count, found).items():
        assert 0 < value <= found[pair] + COMPANY + 1e-9


@given(piles(), st.randoms(use_true_random=False))
def test_the_order_of_the_pairs_does_not_matter(
    pile: tuple[int, dict[tuple[int, int], float]], chance: random.Random
) -> None:
    count, found = pile
    shuffled = list(found.items())
    chance.shuffle(shuffled)
    again = likeness(count, dict(shuffled))
    assert all(abs(again[pair] - value) < 1e-9 for pair, value in likeness(count, found).items())
