"""Forms of names across a made-up pile."""

from __future__ import annotations

import pytest
from eval.stories.measure import Row, article_of
from eval.stories.score import BCubed, by_item, mean
from eval.who.aliases import Item, Wanted, counted, given, groups, merged
from eval.who.alike import confusable
from eval.who.gold import Bearer
from msgspec.structs import replace

from onrecord.model import Article, Identity, Name, Span
from onrecord.resolve import Resolution

TEXTS = {
    "a": "Hanna Orlo spoke. Orlo left the Port Safety Authority (PSA).",
    "b": "Ida Orlo spoke to Erik Vang. The Orlo campaign and Orlo wept.",
}
ARTICLES = {one: article_of(Row(id=one, text=text)) for one, text in TEXTS.items()}


def _at(one: str, words: str, number: int = 0) -> tuple[int, int]:
    at = -1
    for _ in range(number + 1):
        at = TEXTS[one].index(words, at + 1)
    return at, at + len(words)


def _item(one: str, words: str, number: int = 0) -> Item:
    return one, _at(one, words, number)


HANNA = Bearer(1, "person", (_at("a", "Hanna Orlo"), _at("a", "Orlo", 1)))
PORT = Bearer(2, "organisation", (_at("a", "Port Safety Authority"), _at("a", "PSA")))
IDA = Bearer(3, "person", (_at("b", "Ida Orlo"),))
ERIK = Bearer(4, "person", (_at("b", "Erik Vang"),))
CAMPAIGN = Bearer(5, "organisation", (_at("b", "Orlo campaign"),))
MARKED = {"a": (HANNA, PORT), "b": (IDA, ERIK, CAMPAIGN)}


def test_a_shared_word_or_acronym_makes_two_alike() -> None:
    forms = {
        1: ["Hanna Orlo"],
        2: ["Orlo campaign"],
        3: ["P.S.A."],
        4: ["Port Safety Authority"],
        5: ["New Port Office"],
        6: ["Ida Vey", "The House"],
        7: ["White House"],
        8: ["Pia Sommer"],
    }
    assert confusable(forms) == {frozenset((1, 2)), frozenset((3, 4)), frozenset((4, 5))}


def test_counted_are_bearers_with_several_forms_and_who_is_taken_for_them() -> None:
    wanted = counted(ARTICLES, MARKED)
    assert set(wanted.items.values()) == {1, 2, 3, 5}
    assert wanted.items[_item("a", "PSA")] == 2
    assert wanted.pairs == {frozenset((1, 3)), frozenset((1, 5)), frozenset((3, 5))}


def test_a_form_of_two_bearers_is_left_out() -> None:
    both = {"a": (HANNA, Bearer(6, "person", (_at("a", "Orlo", 1),)))}
    assert counted(ARTICLES, both).items == {_item("a", "Hanna Orlo"): 1}


def test_every_whole_word_place_is_given_and_the_longer_form_first() -> None:
    bearer = Bearer(3, "person", (_at("b", "Ida Orlo"), _at("b", "Orlo", 2)))
    names = given(ARTICLES["b"], (bearer, CAMPAIGN)).names or ()
    found = [(name.span.of(TEXTS["b"]), name.type) for name in names]
    assert found == [("Ida Orlo", "person"), ("Orlo campaign", "organisation"), ("Orlo", "person")]
    assert len({name.who for name in names}) == 2


def _tagged(one: str, *names: tuple[str, int, str]) -> Article:
    found = tuple(Name(f"n{at}", Span(*_at(one, words, at)), "person", who) for words, at, who in names)
    return replace(ARTICLES[one], names=found)


def test_the_group_of_a_form_is_the_entity_of_the_name_that_has_most_of_it() -> None:
    articles = [_tagged("a", ("Hanna Orlo", 0, "w1"), ("Orlo", 1, "w1")), _tagged("b", ("Orlo", 0, "w1"))]
    identities = (
        Identity(article=articles[0].id, who="w1", entity="e", reason=""),
        Identity(article=articles[1].id, who="w1", entity=None, reason=""),
    )
    items = [_item("a", "Hanna Orlo"), _item("a", "Orlo", 1), _item("b", "Ida Orlo"), _item("b", "Orlo campaign")]
    found = groups(Resolution((), identities), articles, dict.fromkeys(items))
    assert [found[one] for one in items] == [
        "e",
        "e",
        # "Orlo" is half of "Ida Orlo": no more than that, so that it is no name of this bearer.
        ("none", items[2]),
        ("none", items[3]),
    ]


def test_an_open_chain_is_a_group_of_its_own() -> None:
    articles = [_tagged("a", ("Hanna Orlo", 0, "w1")), _tagged("b", ("Ida Orlo", 0, "w1"), ("Erik Vang", 0, "w2"))]
    items = [_item("a", "Hanna Orlo"), _item("b", "Ida Orlo"), _item("b", "Erik Vang")]
    found = groups(Resolution(), articles, dict.fromkeys(items))
    assert len(set(found.values())) == 3


def test_b_cubed_by_hand() -> None:
    gold = {"a": 1, "b": 1, "c": 1, "d": 2}
    each = by_item({"a": "x", "b": "x", "c": "y", "d": "y"}, gold)
    assert each["a"] == BCubed(1.0, 2 / 3)
    assert each["c"] == BCubed(1 / 2, 1 / 3)
    assert each["d"] == BCubed(1 / 2, 1.0)
    total = mean(list(each.values()))
    assert total.precision == pytest.approx(3 / 4)
    assert total.recall == pytest.approx((2 / 3 + 2 / 3 + 1 / 3 + 1) / 4)


def test_wrong_merges_are_pairs_of_forms_in_one_group() -> None:
    items: dict[Item, int] = {("a", (at, at + 1)): bearer for at, bearer in enumerate((1, 1, 2, 2, 3))}
    wanted = Wanted(items, {frozenset((1, 2)), frozenset((1, 3))})
    system = dict(zip(items, ("x", "y", "x", "x", "z"), strict=True))
    # Of 2 * 2 + 2 * 1 pairs the first form stands with both of the second bearer's.
    assert merged(system, wanted) == (2, 6, 1)
    assert merged(dict.fromkeys(items, "x"), wanted) == (6, 6, 2)
    assert merged({item: item for item in items}, wanted) == (0, 6, 0)
