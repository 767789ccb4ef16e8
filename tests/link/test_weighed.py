from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from onrecord.link.weighed import Weighed

stems = st.frozensets(st.integers(0, 12), min_size=1)


@given(st.lists(stems, min_size=1), st.data())
def test_a_set_and_what_is_left_out_of_it_make_a_whole(sets: list[frozenset[int]], data: st.DataObject) -> None:
    weighed = Weighed.among(sets)
    one = data.draw(st.sampled_from(sets))
    told = data.draw(stems)
    assert abs(weighed.part(one, told) + weighed.part(one, one - told) - 1) < 1e-9


def test_a_rare_stem_is_a_greater_part_than_a_common_one() -> None:
    weighed = Weighed.among([frozenset({1, 2}), frozenset({1}), frozenset({1})])
    assert 0 < weighed.part({1, 2}, {1}) < weighed.part({1, 2}, {2}) < 1


def test_nothing_is_told_by_what_shares_no_stem() -> None:
    assert Weighed.among([frozenset({1}), frozenset({2})]).part({1}, {2}) == 0
