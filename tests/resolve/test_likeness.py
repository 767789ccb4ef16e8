"""Which full names seem to be one bearer's."""

from __future__ import annotations

import time

import pytest

from onrecord.resolve.likeness import MISSPELT, NICKNAME, OFTEN, RARE, SPELLING, alike


def pairs(counts: dict[str, int], people: bool = True) -> list[tuple[str, str, str, bool]]:
    return sorted((*sorted((one.one, one.other)), one.rule, one.sure) for one in alike(counts, people))  # type: ignore[misc]


@pytest.mark.parametrize(
    ("one", "other", "rule"),
    [
        ("bill vang", "william vang", NICKNAME),
        ("kate orlo brandt", "katherine orlo brandt", NICKNAME),
        ("mohammad tolland", "muhammed tolland", SPELLING),
        ("massoud vey", "masoud vey", SPELLING),
        ("sorush al qanari", "soroosh ghanari", SPELLING),
    ],
)
def test_pairs_that_only_a_veto_keeps_apart(one: str, other: str, rule: str) -> None:
    assert (*sorted((one, other)), rule, True) in pairs({one: 1, other: 1})


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("bill vang", "bill tolland"),
        ("bill vang", "robert vang"),
        ("bill", "william"),
        ("ann orlo", "ann brandt"),
        ("ann vey", "ann voy"),
        ("peter tollander", "peter tolander brandt"),
        ("peter tollander", "peter tulandor"),
    ],
)
def test_pairs_that_are_not_alike(one: str, other: str) -> None:
    assert pairs({one: 1, other: 9}) == []


def test_bodies_have_no_nicknames() -> None:
    assert pairs({"bill vang": 1, "william vang": 1}, people=False) == []


def test_a_nickname_of_two_is_doubtful() -> None:
    found = pairs({"bert vang": 1, "albert vang": 1, "robert vang": 1})
    assert found == [
        ("albert vang", "bert vang", NICKNAME, False),
        ("bert vang", "robert vang", NICKNAME, False),
    ]


@pytest.mark.parametrize("other", ["tolander", "tollannder", "tollender", "tolalnder"])
def test_a_rare_spelling_beside_a_frequent_one_is_a_misspelling(other: str) -> None:
    names = ("peter tollander", f"peter {other}")
    for rare, often, sure in (
        (1, OFTEN, True),
        (1, OFTEN - 1, False),
        (RARE, OFTEN * RARE, True),
        (RARE + 1, 99, False),
    ):
        expected = (*sorted(names), MISSPELT, sure)
        assert expected in pairs(dict(zip(names, (often, rare), strict=True)))


def test_one_letter_of_a_short_given_name_is_never_sure() -> None:
    assert pairs({"anna vang": 50, "anne vang": 1}) == [("anna vang", "anne vang", MISSPELT, False)]


def test_time_grows_with_the_names_and_no_faster() -> None:
    counts = {f"peter{at} tollander{at * 7}": 1 + at % 9 for at in range(20_000)}
    begun = time.process_time()
    list(alike(counts, True))
    assert time.process_time() - begun < 20
