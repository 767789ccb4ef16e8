"""Groups of keys: joins, what forbids them, and that the order of joins says nothing of the groups."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from onrecord.model import Place, Span
from onrecord.resolve.groups import SHOWN, Groups


def place(at: int) -> Place:
    return Place("a", Span(at, at + 1))


def test_joins_keep_their_reasons_through_later_joins() -> None:
    groups = Groups(["a", "b", "c", "d"])
    assert groups.join("c", "d", "list", [place(1)])
    assert groups.join("b", "a", "nickname", [place(2)])
    assert groups.join("d", "b", "list", [place(3), place(1)])
    assert groups.join("a", "d", "spelling")
    root = groups.root("c")
    assert sorted(groups.members("b")) == ["a", "b", "c", "d"]
    assert groups.reasons[root] == {"list": [place(1), place(3)], "nickname": [place(2)], "spelling": []}
    assert groups.apart == []


def test_a_reason_shows_no_more_places_than_fit() -> None:
    groups = Groups(["a", "b"])
    for at in range(0, 30, 3):
        groups.join("a", "b", "list", [place(at), place(at), place(at + 1), place(at + 2)])
    shown = groups.reasons[groups.root("a")]["list"]
    assert len(shown) == len(set(shown)) == SHOWN


def test_a_veto_keeps_two_apart_and_is_kept_beside_them() -> None:
    groups = Groups(["a", "b"])
    assert not groups.join("b", "a", "nickname", [place(1)], veto="told apart in one article")
    assert groups.root("a") != groups.root("b")
    (apart,) = groups.apart
    assert (apart.one, apart.other, apart.alike, apart.why) == ("a", "b", "nickname", "told apart in one article")
    assert groups.join("a", "b", "list")
    assert groups.join("a", "b", "nickname", veto="too late")


def test_what_is_different_is_so_through_any_chain_of_joins() -> None:
    groups = Groups(["a", "b", "c", "d"], [frozenset(("a", "d", "not in the pile"))])
    assert groups.join("a", "b", "list")
    assert groups.join("c", "d", "list")
    assert not groups.join("b", "c", "nickname")
    assert {groups.root("a"), groups.root("d")} == {groups.root("b"), groups.root("c")}
    assert groups.root("a") != groups.root("d")


KEYS = "abcdefgh"
PAIRS = st.tuples(st.sampled_from(KEYS), st.sampled_from(KEYS))


@given(st.lists(PAIRS, max_size=12), st.lists(PAIRS, max_size=4))
def test_groups_are_disjoint_and_hold_no_two_that_differ(
    joins: list[tuple[str, str]], different: list[tuple[str, str]]
) -> None:
    groups = Groups(KEYS, [frozenset(pair) for pair in different if pair[0] != pair[1]])
    joined = {pair: groups.join(*pair, "list") for pair in joins}
    members = [tuple(sorted(groups.members(key))) for key in KEYS]
    assert sorted(key for group in set(members) for key in group) == sorted(KEYS)
    for one, other in joins:
        assert not joined[one, other] or groups.root(one) == groups.root(other)
    for one, other in different:
        assert one == other or groups.root(one) != groups.root(other)
