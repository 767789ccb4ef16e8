"""Who is who by likeness, by what texts show, by the lexicon and by hand, and what forbids a join."""

from __future__ import annotations

import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.resolve.test_resolve import entity, identity, tagged

from onrecord.model import Article
from onrecord.resolve import BY_HAND, OTHER_PERSON, PROMINENT, TOLD_APART, UNSURE, Resolution, resolve
from onrecord.resolve.curated import NOTHING, Curated, CuratedEntity
from onrecord.resolve.likeness import MISSPELT, NICKNAME, SPELLING


def person(form: str, name: str) -> Article:
    return tagged(f"Then {form} spoke.", {form: "p1"}, name)


def body(form: str, name: str) -> Article:
    return tagged(f"Then {form} met.", {form: "o1"}, name)


def together(*forms: str) -> Article:
    """One article that names several people apart."""
    return tagged(". ".join(forms), {form: f"p{at}" for at, form in enumerate(forms)}, "together")


def names(found: Resolution) -> list[str]:
    return sorted(one.name for one in found.entities)


def rules(found: Resolution) -> set[str]:
    return {reason.rule for one in found.entities for reason in one.reasons}


def kept_apart(found: Resolution) -> set[tuple[str, str]]:
    return {(near.alike.rule, near.apart) for one in found.entities for near in one.near}


@pytest.mark.parametrize(
    ("one", "other", "rule"),
    [("Bill Vang", "William Vang", NICKNAME), ("Massoud Tolland", "Masoud Tolland", SPELLING)],
)
def test_alike_names_are_one_unless_an_article_tells_them_apart(one: str, other: str, rule: str) -> None:
    pile = [person(one, "a"), person(other, "b")]
    assert (len(resolve(pile).entities), rule in rules(resolve(pile))) == (1, True)
    apart = resolve([*pile, together(one, other)])
    assert len(apart.entities) == 2
    assert kept_apart(apart) >= {(rule, TOLD_APART)}


def test_a_misspelling_joins_the_frequent_form_unless_an_article_tells_them_apart() -> None:
    pile = [person("Ann Tollander", f"{at}") for at in range(5)]
    joined = resolve([*pile, person("Ann Tolander", "x")])
    assert (names(joined), MISSPELT in rules(joined)) == (["Ann Tollander"], True)
    doubtful = resolve([*pile[:4], person("Ann Tolander", "x")])
    assert names(doubtful) == ["Ann Tolander", "Ann Tollander"]
    assert kept_apart(doubtful) == {(MISSPELT, UNSURE)}
    assert len(resolve([*pile, together("Ann Tollander", "Ann Tolander")]).entities) == 2


def test_a_nickname_of_two_stays_open_to_a_person() -> None:
    found = resolve([person(form, form) for form in ("Bert Vang", "Albert Vang", "Robert Vang")])
    assert len(found.entities) == 3
    assert (NICKNAME, UNSURE) in kept_apart(found)


def test_people_of_one_surname_are_near_and_another_person() -> None:
    found = resolve([person("Ann Orlo", "a"), person("Peter Orlo", "b"), person("Ida Vey", "c")])
    near = {one.name: [(other.entity, other.apart) for other in one.near] for one in found.entities}
    ids = {one.name: one.id for one in found.entities}
    assert near == {
        "Ann Orlo": [(ids["Peter Orlo"], OTHER_PERSON)],
        "Peter Orlo": [(ids["Ann Orlo"], OTHER_PERSON)],
        "Ida Vey": [],
    }


def test_jr_is_another_person_where_an_article_has_both() -> None:
    both = together("Peter Orlo", "Peter Orlo Jr.")
    assert len(resolve([both]).entities) == 2
    assert len(resolve([person("Peter Orlo", "a"), person("Peter Orlo Jr.", "b")]).entities) == 2
    formal = [person("Peter Orlo", "a"), person("Peter R. Orlo Jr.", "b")]
    assert len(resolve(formal).entities) == 1


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Food and Drug Administration", "FDA"),
        ("Department of Labor", "Labor Department"),
        ("United Nations", "UN"),
        ("Tolland Lines", "Tolland Lines Inc."),
        ("Quay & Pier Watch", "Quay and Pier Watch"),
        ("the Harbour Council", "HARBOUR COUNCIL"),
    ],
)  # fmt: skip
def test_bodies_by_the_lexicon_and_by_how_they_are_written(one: str, other: str) -> None:
    assert len(resolve([body(one, "a"), body(other, "b")]).entities) == 1


@pytest.mark.parametrize(
    ("one", "other"),
    [("Harbour Council", "Harbour Court"), ("Vey", "Vey Group"), ("Council", "Harbour Council")],
)  # fmt: skip
def test_bodies_that_are_two(one: str, other: str) -> None:
    assert len(resolve([body(one, "a"), body(other, "b")]).entities) == 2


def test_acronyms_of_a_list_in_brackets_are_the_body_before_it() -> None:
    shows = tagged("The Harbour Council (HC, also known as VHC or CV) met.", {"Harbour Council": "o1"}, "a")
    pile = [shows, *(body(form, form) for form in ("HC", "VHC", "CV"))]
    assert names(resolve(pile)) == ["Harbour Council"]
    assert len(resolve(pile[1:]).entities) == 3
    no_list = tagged("The Quay Union (HC, also known as VHC or CV) met.", {"Quay Union": "o1"}, "a")
    assert len(resolve([no_list, *pile[1:]]).entities) == 4


def test_a_bare_surname_goes_to_the_prominent_bearer_and_a_bare_given_name_does_not() -> None:
    pile = [person("Ann Orlo", "a"), person("Ann Orlo", "b"), person("Ann Orlo", "c"), person("Peter Orlo", "d")]
    surname, given_name = person("Orlo", "x"), person("Ann", "y")
    found = resolve([*pile, surname, given_name])
    ann = entity(found, pile[0], "p1")
    assert (identity(found, surname, "p1").entity, identity(found, surname, "p1").reason) == (ann.id, PROMINENT)
    assert identity(found, given_name, "p1").entity is None
    rivals = resolve([*pile, person("Peter Orlo", "e"), surname])
    assert identity(rivals, surname, "p1").entity is None
    assert len(identity(rivals, surname, "p1").candidates) == 2
    once = resolve([pile[0], surname])
    assert identity(once, surname, "p1").entity is None


def test_a_title_of_the_other_sex_is_not_the_prominent_bearer() -> None:
    pile = [person("Karen Orlo", f"{at}") for at in range(4)]
    mr, mrs = person("Mr. Orlo", "x"), person("Mrs. Orlo", "y")
    found = resolve([*pile, mr, mrs])
    assert identity(found, mr, "p1").entity is None
    assert identity(found, mrs, "p1").entity == entity(found, pile[0], "p1").id


def test_what_a_person_decided_comes_first() -> None:
    pile = [person("Ann Orlo", "a"), person("Ida Vey", "b"), together("Ann Orlo", "Ida Vey"), person("Gull", "c")]
    same = resolve(pile, Curated((CuratedEntity("Ida Vey", ("Ann Orlo", "Gull")),)))
    assert (names(same), BY_HAND in rules(same)) == (["Ida Vey"], True)
    nicknamed = [person("Bill Vang", "a"), person("William Vang", "b")]
    different = resolve(nicknamed, Curated((), (("Bill Vang", "William Vang"),)))
    assert (len(different.entities), kept_apart(different)) == (2, {(NICKNAME, "told apart by hand")})


def test_what_was_decided_of_names_that_the_pile_has_not_changes_nothing() -> None:
    pile = [person("Bill Vang", "a"), person("William Vang", "b"), person("Ann Orlo", "c")]
    absent = Curated((CuratedEntity("Ida Vey", ("The Gull",)),), (("Ann Orlo", "Anna Orlo"), ("Bill Vang", "Bo Vang")))
    assert resolve(pile, absent) == resolve(pile)


def test_reasons_give_back_the_words() -> None:
    pile = [
        tagged("The Harbour Council (HC) met; the HC left.", {"Harbour Council": "o1", "HC": "o1"}, "a"),
        body("HC", "b"),
        tagged("Bill Vang, that is William Vang, spoke.", {"Bill Vang": "p1", "William Vang": "p1"}, "c"),
        person("William Vang", "d"),
    ]
    texts = {article.id: article.text for article in pile}
    words = {
        one.name: {place.span.of(texts[place.article]) for reason in one.reasons for place in reason.places}
        for one in resolve(pile).entities
    }
    assert words["Harbour Council"] <= {"Harbour Council", "Harbour Council (HC)", "HC"}
    assert "HC" in words["Harbour Council"]
    assert {"Bill Vang", "William Vang"} & words["William Vang"]
    assert all(word for found in words.values() for word in found)


FORMS = [
    "Bill Vang", "William Vang", "Billy Vang", "Bert Vang", "Robert Vang", "Albert Vang", "Vang", "Mr. Vang",
    "Ann M. Orlo", "Ann T. Orlo", "Orlo", "Ann Tollander", "Ann Tolander", "Massoud Vey", "Masoud Vey",
    "Peter R. Orlo Jr.", "Peter Orlo", "Gull", "Ann Orlo", "Peter Orlo Jr.",
]  # fmt: skip
BODIES = [
    "Harbour Council",
    "HC",
    "VHC",
    "Tolland Lines",
    "Tolland Lines Inc.",
    "Department of Labor",
    "Labor Department",
]
CURATED = st.sampled_from(
    [
        NOTHING,
        Curated((CuratedEntity("Ann Orlo", ("Gull", "VHC")),), (("Bill Vang", "William Vang", "Bo Vang"),)),
        Curated((), (("Ann Tollander", "Ann Tolander"), ("Orlo", "Ann Orlo"))),
    ]
)


@st.composite
def piles(draw: st.DrawFn) -> list[Article]:
    pile = []
    for at in range(draw(st.integers(1, 8))):
        forms = draw(st.lists(st.sampled_from([*FORMS, *BODIES]), min_size=1, max_size=3, unique=True))
        kinds = {form: f"{'o' if form in BODIES else 'p'}{draw(st.integers(1, 3))}" for form in forms}
        pile.append(tagged("; ".join(forms), kinds, f"{at}"))
    return pile


@settings(max_examples=200, deadline=None)
@given(piles(), CURATED, st.randoms(use_true_random=False))
def test_nothing_depends_on_the_order_of_the_pile(pile: list[Article], curated: Curated, chance: random.Random) -> None:
    shuffled = list(pile)
    chance.shuffle(shuffled)
    assert resolve(shuffled, curated) == resolve(pile, curated)


def test_a_plain_form_beside_two_initials_does_not_make_them_one() -> None:
    pile = [
        tagged("Ann M. Orlo spoke, and Ann Orlo left.", {"Ann M. Orlo": "p1", "Ann Orlo": "p1"}, "a"),
        tagged("Ann B. Orlo spoke, and Ann Orlo left.", {"Ann B. Orlo": "p1", "Ann Orlo": "p1"}, "b"),
    ]
    found = resolve(pile)
    assert entity(found, pile[0], "p1").id != entity(found, pile[1], "p1").id


def test_one_slip_of_a_type_does_not_part_known_forms() -> None:
    pile = [body("European Union", "a"), body("EU", "b"), person("EU", "c")]
    found = resolve(pile)
    assert len({entity(found, one, who).id for one, who in zip(pile, ("o1", "o1", "p1"), strict=True)}) == 1
