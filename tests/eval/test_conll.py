"""MUC, B-cubed and CEAF against examples worked by hand."""

from __future__ import annotations

import pytest
from eval.who.conll import Chains, Conll, conll
from hypothesis import given
from hypothesis import strategies as st

A, B, C = (frozenset(letters) for letters in ("abc", "de", "fg"))


def _chains(*words: str) -> Chains:
    return [frozenset(word) for word in words]


def test_chains_that_agree_are_perfect() -> None:
    score = conll([A, B], [B, A])
    assert (score.muc.f1, score.b_cubed.f1, score.ceaf.f1, score.f1) == (1.0, 1.0, 1.0, 1.0)


def test_a_chain_in_two_parts_loses_recall() -> None:
    # abcd | efg  against  ab | cd | efg
    score = conll(_chains("abcd", "efg"), _chains("ab", "cd", "efg"))
    assert (score.muc.found, score.muc.gold) == (4, 5)
    assert score.muc.precision == 1.0
    assert score.b_cubed.recall == pytest.approx((4 * 0.5 + 3) / 7)
    assert score.b_cubed.precision == 1.0
    # The likenesses are 2*2/6 for one of the halves and 1 for the rest; the other half stays alone.
    assert score.ceaf.recall == pytest.approx((2 / 3 + 1) / 2)
    assert score.ceaf.precision == pytest.approx((2 / 3 + 1) / 3)


def test_two_chains_in_one_lose_precision() -> None:
    score = conll([A, B], [A | B])
    assert score.muc.recall == 1.0
    assert score.muc.precision == pytest.approx(3 / 4)
    assert score.b_cubed.recall == 1.0
    assert score.b_cubed.precision == pytest.approx((3 * 3 + 2 * 2) / 5 / 5)
    assert score.ceaf.found == pytest.approx(2 * 3 / 8)


def test_a_mention_that_the_gold_has_not_costs_precision_only() -> None:
    score = conll([A], [A | {"x"}])
    assert (score.muc.recall, score.b_cubed.recall) == (1.0, 1.0)
    assert score.muc.precision == pytest.approx(2 / 3)
    assert score.b_cubed.precision == pytest.approx(9 / 4 / 4)


def test_nothing_found_is_nothing_and_no_error() -> None:
    score = conll([A, B], [])
    assert (score.f1, score.muc.gold, score.b_cubed.gold, score.ceaf.gold) == (0.0, 3, 5, 2)
    assert conll([], []).f1 == 0.0


def test_documents_add_up_by_sums() -> None:
    total = conll([A], [A]) + conll([B], []) + Conll()
    assert total.muc.recall == pytest.approx(2 / 3)
    assert total.b_cubed.recall == pytest.approx(3 / 5)
    assert total.ceaf.recall == pytest.approx(1 / 2)


@st.composite
def _partitions(draw: st.DrawFn) -> Chains:
    groups: dict[int, set[int]] = {}
    for item in range(draw(st.integers(2, 8))):
        groups.setdefault(draw(st.integers(0, 3)), set()).add(item)
    return [frozenset(group) for group in groups.values() if len(group) > 1]


@given(_partitions(), _partitions())
def test_recall_is_the_precision_of_the_other_side(one: Chains, other: Chains) -> None:
    there, back = conll(one, other), conll(other, one)
    for ours, theirs in ((there.muc, back.muc), (there.b_cubed, back.b_cubed), (there.ceaf, back.ceaf)):
        assert ours.recall == pytest.approx(theirs.precision)
        assert 0.0 <= ours.f1 <= 1.0 + 1e-9
