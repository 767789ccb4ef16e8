from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from onrecord.link.side_by_side import LONGEST, Around, shown, side_by_side
from onrecord.tag.encoding import pieces_of

words = st.text(max_size=300)
arounds = st.builds(Around, words, words)


@given(arounds, arounds)
def test_both_masks_stand_where_the_values_stood(one: Around, other: Around) -> None:
    pieces = pieces_of()
    made = shown(one, other, pieces)
    assert len(made.pieces) == len(made.features) == len(made.second) <= 4 * LONGEST + 5
    assert [made.pieces[at] for at in made.at] == [pieces.mask, pieces.mask]
    assert [made.second[at] for at in made.at] == [0, 1]
    assert (made.pieces == pieces.end).sum() >= 2
    assert (made.second[1:] >= made.second[:-1]).all()


@settings(max_examples=25, deadline=None)
@given(arounds, arounds)
def test_it_is_the_same_both_ways_round(one: Around, other: Around) -> None:
    one_way, other_way = side_by_side().read([(one, other), (other, one)])
    assert one_way == other_way


@pytest.mark.parametrize(
    ("one", "alike", "unlike"),
    [
        (
            Around("The fire in the net loft at Larnholm killed ", " people on Monday night, the harbour master said."),
            Around("According to the harbour master, ", " people died when the net loft at Larnholm burned."),
            Around("The harbour master has worked in Larnholm for ", " years, and her office has a leaking roof."),
        ),
        (
            Around("The council voted to spend ", " crowns on the new pier at Tolvess."),
            Around("Tolvess is to have a new pier: the council set aside ", " crowns for it."),
            Around("Tickets for the ferry to Tolvess cost ", " crowns since the spring, its skipper said."),
        ),
    ],
)
def test_what_is_of_one_thing_is_likelier_than_what_is_not(one: Around, alike: Around, unlike: Around) -> None:
    said, unsaid = side_by_side().read([(one, alike), (one, unlike)])
    assert said.one_thing > unsaid.one_thing + 1
    assert said.one_quantity > unsaid.one_quantity + 1
