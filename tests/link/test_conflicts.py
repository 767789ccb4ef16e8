from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.link.pieces import piece

from onrecord.link import accounts, link
from onrecord.model import Article, Conflict
from onrecord.tag import tag

FIRE = (
    "A fire in the net loft at Larnholm killed {dead} people on Monday night, the harbour master Ida Brandt said. "
    "The loft held nets worth {money} crowns. {rest}"
)
OTHER = (
    "Ida Brandt, the harbour master, said that the fire in the net loft at Larnholm killed {dead} people. "
    "Nets worth {money} crowns were lost in the loft, she said. {rest}"
)


def told(form: str, dead: str, money: str = "40,000", day: int = 3, rest: str = "", outlet: str = "Lamp") -> Article:
    text = form.format(dead=dead, money=money, rest=rest)
    return tag(piece(text, name=outlet, published=f"2031-03-0{day}", outlet=outlet))


def found(*articles: Article) -> list[Conflict]:
    return [one for one in accounts(articles, link(articles), []).conflicts if one.kind != "denial"]


def verdicts(*articles: Article) -> dict[frozenset[str | None], str]:
    """The verdict on each group, by the values that stand in it."""
    return {frozenset(side.value for side in one.sides): one.verdict for one in found(*articles)}


@pytest.mark.parametrize(
    ("one", "other", "day", "verdict"),
    [
        ("twelve", "12", 3, "agree"),
        ("12", "13", 3, "differ"),
        ("at least 12", "14", 3, "compatible"),
        ("about 12", "13", 3, "compatible"),
        ("12", "13", 6, "changed"),
    ],
)
def test_two_accounts_of_one_number(one: str, other: str, day: int, verdict: str) -> None:
    both = verdicts(told(FIRE, one), told(OTHER, other, day=day, outlet="Courier"))
    assert [which for values, which in both.items() if "40000" not in values] == [verdict]


def test_what_they_agree_on_stands_beside_it() -> None:
    both = verdicts(told(FIRE, "12"), told(OTHER, "13", outlet="Courier"))
    assert both[frozenset({"40000"})] == "agree"


def test_a_rare_sum_is_of_one_thing_whatever_words_stand_around_it() -> None:
    one = tag(piece("Ida Brandt was paid 43,885 crowns for a speech at the regatta ball.", name="a", outlet="Lamp"))
    other = tag(piece("They only managed 43,885 crowns for one of Brandt's talks.", name="b", outlet="Eye"))
    assert [(conflict.verdict, len(conflict.sides)) for conflict in found(one, other)] == [("agree", 2)]


def test_thousands_are_no_rare_sum() -> None:
    one = tag(piece("Ida Brandt lost thousands of crowns in the flood of the old mill.", name="a", outlet="Lamp"))
    other = tag(piece("For thousands of gulls on the mole Brandt has no kind word.", name="b", outlet="Eye"))
    assert found(one, other) == []


def test_a_number_that_the_other_piece_gives_as_well_is_no_difference() -> None:
    more = "The fire in the net loft at Larnholm killed 13 people of one family, Ida Brandt said."
    both = verdicts(told(FIRE, "12", rest=more), told(OTHER, "13", outlet="Courier"))
    assert "differ" not in both.values()


def test_numbers_of_two_things_are_not_set_beside_each_other() -> None:
    one = tag(piece("The ferry line sold 120 tickets to Osk on Monday, its skipper said.", name="a", outlet="Lamp"))
    other = tag(piece("The council bought 121 mooring posts for the pier at Tolvess.", name="b", outlet="Courier"))
    assert found(one, other) == []


def test_a_copy_is_no_second_account() -> None:
    rest = "The pilots met on the mole at dawn, counted the buoys and found that three of eleven had gone adrift."
    original = told(FIRE, "12", rest=rest)
    copy = told(FIRE, "12", day=4, rest=rest, outlet="Courier")
    assert found(original, copy) == []


def test_dates_that_differ() -> None:
    one = tag(piece("The Harbour League was founded in May 1931 by net makers of Larnholm.", name="a", outlet="Lamp"))
    other = tag(
        piece("The net makers of Larnholm founded the Harbour League in June 1931.", name="b", outlet="Courier")
    )
    assert [(conflict.kind, conflict.verdict) for conflict in found(one, other)] == [("date", "differ")]


@pytest.mark.parametrize(
    ("turned", "verdict"),
    [
        ("took 80,000 crowns, not 250,000, from the lamp fund", {("250000", "80000"): "differ"}),
        ("took 80,000 crowns, not the lamps, and 250,000 from the lamp fund", {("250000",): "agree"}),
    ],
)
def test_a_value_that_is_said_in_place_of_another_differs_from_it(
    turned: str, verdict: dict[tuple[str, ...], str]
) -> None:
    made = [
        tag(
            piece("Anselm Reuk wrote that the League took 250,000 crowns from the lamp fund.", name="a", outlet="Lamp")
        ),
        tag(piece(f"The League said on the radio that it {turned}.", name="b", outlet="Courier")),
    ]
    said = {tuple(sorted({side.value or "" for side in one.sides})): one.verdict for one in found(*made)}
    assert said == verdict


def test_a_value_that_both_turn_down_is_nobodys_account() -> None:
    made = [
        tag(piece("The League took 80,000 crowns, not 250,000, from the lamp fund, it said.", name="a", outlet="Lamp")),
        tag(piece("From the lamp fund the League took 80,000 crowns, not 250,000.", name="b", outlet="Courier")),
    ]
    assert "differ" not in [one.verdict for one in found(*made)]


@pytest.mark.parametrize(
    ("ended", "verdict"),
    [
        ("was removed from the register of armed guilds in May 2028", ["differ"]),
        ("was removed from the register of armed guilds in 2027", ["agree"]),
        ("was removed from the register of armed guilds in May 2041", []),
        ("was entered in the register of armed guilds in May 2028", []),
        ("was removed from the mooring in May 2028", []),
    ],
)
def test_until_when_it_lasted_beside_when_it_ended(ended: str, verdict: list[str]) -> None:
    one = "The lamplighters of Osk, whom nobody likes, stood in the register of armed guilds from 2019 until 2027."
    made = [
        tag(piece(one, name="a", outlet="Lamp")),
        tag(
            piece(f"By order of Ida Brandt the old guild {ended}, a week after her letter.", name="b", outlet="Courier")
        ),
    ]
    assert [conflict.verdict for conflict in found(*made)] == verdict


def test_a_part_does_not_contradict_its_whole() -> None:
    one = told(FIRE, "four")
    other = told(
        "Ida Brandt, the harbour master, said that the fire in the net loft at Larnholm killed the watchman and "
        "{dead} other people. Nets worth {money} crowns were lost in the loft, she said. {rest}",
        "three",
        outlet="Courier",
    )
    assert "differ" not in verdicts(one, other).values()


@pytest.mark.parametrize(
    ("weekday", "published", "verdict"),
    [("Monday", "2031-03-05", "differ"), ("Tuesday", "2031-03-13", None), ("Wednesday", "2031-03-06", None)],
    ids=["another day of the week", "the same weekday a week on", "what each piece tells as new"],
)
def test_weekdays_that_may_be_of_two_weeks_or_events_do_not_differ(
    weekday: str, published: str, verdict: str | None
) -> None:
    one = "The net makers of Larnholm elected Ida Brandt as head of the Harbour League on {day}, Orlo Vey said."
    other = "On {day} Ida Brandt was elected head of the Harbour League by the net makers of Larnholm, said Orlo Vey."
    made = [
        tag(piece(one.format(day="Tuesday"), name="a", published="2031-03-05", outlet="Lamp")),
        tag(piece(other.format(day=weekday), name="b", published=published, outlet="Courier")),
    ]
    told_apart = [conflict.verdict for conflict in found(*made) if conflict.verdict in ("differ", "changed")]
    assert told_apart == ([verdict] if verdict else [])


def test_what_could_not_be_read_makes_no_conflict() -> None:
    one = told(FIRE, "10^400")
    other = told(OTHER, "12", outlet="Courier")
    assert all("10^400" not in (side.value or "") for conflict in found(one, other) for side in conflict.sides)


@settings(max_examples=15, deadline=None)
@given(st.permutations(range(3)), st.integers(2, 40), st.integers(2, 40))
def test_spans_give_back_their_words_and_the_order_of_the_input_does_not_matter(
    order: list[int], one: int, other: int
) -> None:
    pieces = [
        told(FIRE, str(one)),
        told(OTHER, str(other), outlet="Courier"),
        told(OTHER, str(one), day=5, outlet="Tribune"),
    ]
    conflicts = found(*pieces)
    assert conflicts == found(*(pieces[at] for at in order))
    by_id = {article.id: article for article in pieces}
    for conflict in conflicts:
        assert len({side.article for side in conflict.sides}) > 1
        for side in conflict.sides:
            assert side.sentence.holds(side.span)
            assert side.span in {figure.span for figure in by_id[side.article].figures} | {
                time.span for time in by_id[side.article].dates
            }
