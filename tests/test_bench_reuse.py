"""The bench of reuse counts what programmes find of a pile in which it is known what there is to find."""

from __future__ import annotations

import pytest
from bench.reuse import made_up, ours, pairs_right, passages_right
from bench.reuse_peers import Answer
from eval.reuse.altered import Altered

from onrecord.model import Place


@pytest.fixture(scope="module")
def pile() -> Altered:
    return made_up(count=40, planted=12)


def perfect(pile: Altered) -> Answer:
    """What a programme without fault would say."""
    wholes = [one for one in pile.copies if one.manner == "reprint"]
    return Answer(
        wall=1.0,
        cpu=1.0,
        pairs=frozenset(frozenset((one.source.id, one.copy.id)) for one in wholes),
        passages=tuple(
            (Place(one.copy.id, copied.copy), Place(one.source.id, copied.source))
            for one in pile.copies
            for copied in one.copied
        ),
    )


def test_a_made_up_pile_has_its_copies_where_it_says(pile: Altered) -> None:
    ids = [piece.id for piece in pile.pieces]
    assert (len(ids), len(set(ids)), len(pile.copies)) == (40, 40, 12)
    for one in pile.copies:
        assert {one.source, one.copy} <= set(pile.pieces)
        for copied in one.copied:
            source, copy = copied.source.of(one.source.text).split(), copied.copy.of(one.copy.text).split()
            assert len(source) == len(copy)
            assert sum(mine != theirs for mine, theirs in zip(source, copy, strict=True)) <= (one.manner == "reprint")


def test_a_programme_without_fault_has_all_of_it(pile: Altered) -> None:
    wholes, (passages, precision) = pairs_right(pile, perfect(pile))[""], passages_right(pile, perfect(pile))
    assert (wholes.recall, wholes.precision, wholes.gold) == (1.0, 1.0, 6)
    assert (passages[""].recall, passages[""].gold, precision) == (1.0, 6, 1.0)


def test_what_was_not_planted_counts_against_precision(pile: Altered) -> None:
    right = perfect(pile)
    strangers = (pile.pieces[-1].id, pile.pieces[-2].id)
    wrong = (Place(strangers[0], pile.copies[0].copied[0].copy), Place(strangers[1], pile.copies[0].copied[0].source))
    answer = Answer(1.0, 1.0, right.pairs | {frozenset(strangers)}, (*right.passages, *[wrong] * 12))
    assert pairs_right(pile, answer)[""].precision == pytest.approx(6 / 7)
    assert passages_right(pile, answer)[1] == 0.5


def test_nothing_found_is_nothing_right(pile: Altered) -> None:
    nothing = Answer(1.0, 1.0)
    assert (pairs_right(pile, nothing)[""].recall, passages_right(pile, nothing)[1]) == (0.0, 0.0)


def test_our_own_answer_finds_what_was_planted(pile: Altered) -> None:
    answer = ours(pile.pieces)
    assert pairs_right(pile, answer)[""].recall == 1.0
    assert passages_right(pile, answer)[0][""].recall == 1.0
