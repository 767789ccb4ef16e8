"""Figures and their intervals."""

from __future__ import annotations

import pytest
from eval.measures import Counts, Windows, bootstrap, kappa, wilson, window_diff
from hypothesis import given
from hypothesis import strategies as st

borders = st.sets(st.integers(0, 40))


def test_counts_add_up_to_micro_averages() -> None:
    total = Counts(right=3, given=4, gold=5) + Counts(right=0, given=2, gold=1)
    assert total == Counts(3, 6, 6)
    assert (total.precision, total.recall, total.f1) == (0.5, 0.5, 0.5)


def test_nothing_given_is_no_division_by_zero() -> None:
    assert (Counts().precision, Counts().recall, Counts().f1, Windows().share) == (0.0, 0.0, 0.0, 0.0)


def test_a_near_miss_costs_few_windows_and_a_missed_border_more() -> None:
    near = window_diff({6}, {7}, 12)
    missed = window_diff({6}, set(), 12)
    assert near == Windows(wrong=2, seen=9)
    assert missed == Windows(wrong=3, seen=9)


def test_two_borders_are_not_one() -> None:
    assert window_diff({6}, {6, 7}, 12).wrong > 0


@given(borders, st.integers(2, 40))
def test_the_gold_itself_has_no_wrong_window(gold: set[int], units: int) -> None:
    assert window_diff(gold, set(gold), units).wrong == 0


@given(borders, borders, st.integers(0, 40))
def test_wrong_windows_are_among_those_seen(gold: set[int], found: set[int], units: int) -> None:
    windows = window_diff(gold, found, units)
    assert 0 <= windows.wrong <= windows.seen < max(units, 1)


def test_wilson_agrees_with_the_published_interval() -> None:
    low, high = wilson(10, 2000)
    assert (round(low, 5), round(high, 5)) == (0.00272, 0.00918)


@given(st.integers(0, 50), st.integers(0, 50))
def test_wilson_holds_the_share(hits: int, misses: int) -> None:
    low, high = wilson(hits, hits + misses)
    assert 0 <= low <= high <= 1
    if hits + misses:
        assert low <= hits / (hits + misses) <= high + 1e-12


def test_bootstrap_holds_the_figure_and_is_the_same_each_time() -> None:
    parts = [Counts(i % 4, 4, 5) for i in range(30)]
    total = sum(parts, Counts())
    low, high = bootstrap(parts, lambda counts: counts.recall)
    assert low < total.recall < high
    assert (low, high) == bootstrap(parts, lambda counts: counts.recall)


def test_bootstrap_of_one_document_has_no_width() -> None:
    assert bootstrap([Counts(1, 2, 2)], lambda counts: counts.f1) == pytest.approx((0.5, 0.5))


def test_kappa_is_agreement_beyond_chance() -> None:
    # Agreed 3 of 4; by chance (2 * 3 + 2 * 1) / 16.
    assert kappa([("a", "a"), ("a", "a"), ("b", "b"), ("b", "a")]) == pytest.approx((0.75 - 0.5) / 0.5)
    assert kappa([("a", "a"), ("a", "a")]) == 1.0


@given(st.lists(st.tuples(st.sampled_from("ab"), st.sampled_from("ab")), min_size=1))
def test_kappa_is_the_same_for_either_reader_first(verdicts: list[tuple[str, str]]) -> None:
    assert kappa(verdicts) == pytest.approx(kappa([(other, one) for one, other in verdicts]))
