from __future__ import annotations

import random
import time

from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace
from tests.link.pieces import piece

from onrecord.model import Article, Entity, Identity, Name, NameType, Span
from onrecord.resolve import Resolution, resolve
from onrecord.resolve.forms import plain_words

TYPES: dict[str, NameType] = {"p": "person", "o": "organisation", "l": "place", "x": "other"}


def tagged(text: str, names: dict[str, str], name: str = "", outlet: str | None = None) -> Article:
    """A piece with names at every place of the given words; each value is its type's letter and its chain, "p1"."""
    article = piece(text, name, outlet=outlet)
    found = []
    for words, chain in names.items():
        at = text.find(words)
        while at >= 0:
            found.append(Name("", Span(at, at + len(words)), TYPES[chain[0]], chain))
            at = text.find(words, at + 1)
    found.sort(key=lambda one: one.span)
    return replace(article, names=tuple(replace(one, id=f"n{number}") for number, one in enumerate(found)))


def identity(found: Resolution, article: Article, who: str) -> Identity:
    return next(one for one in found.identities if (one.article, one.who) == (article.id, who))


def entity(found: Resolution, article: Article, who: str) -> Entity:
    wanted = identity(found, article, who).entity
    return next(one for one in found.entities if one.id == wanted)


def test_spellings_of_a_full_name_are_one_entity_with_its_reasons() -> None:
    pile = [
        tagged("Ms. Ida Brandt’s letter came. Brandt was calm.", {"Ms. Ida Brandt’s": "p1", "Brandt was": "x9"}, "a"),
        tagged("IDA BRANDT spoke to Ida-\nBrandt.", {"IDA BRANDT": "p1", "Ida-\nBrandt": "p1"}, "b", "Quay Gazette"),
        tagged(
            "Ida\u00a0Brandt and I\u00adda Brandt.",
            {"Ida\u00a0Brandt": "p4", "I\u00adda Brandt": "p4"},
            "c",
            "Quay Gazette",
        ),
    ]
    found = resolve(pile)
    brandt = entity(found, pile[0], "p1")
    assert entity(found, pile[1], "p1") == entity(found, pile[2], "p4") == brandt
    assert (brandt.name, brandt.type) == ("Ida Brandt", "person")
    assert {alias.form: (alias.count, alias.outlets) for alias in brandt.aliases} == {
        "Ms. Ida Brandt": (1, {"": 1}),
        "IDA BRANDT": (1, {"Quay Gazette": 1}),
        "Ida-Brandt": (1, {"Quay Gazette": 1}),
        "Ida Brandt": (2, {"Quay Gazette": 1}),
    }
    (reason,) = brandt.reasons
    assert {place.article for place in reason.places} == {article.id for article in pile}
    texts = {article.id: article.text for article in pile}
    assert all("brandt" in place.span.of(texts[place.article]).casefold() for place in reason.places)


def test_two_people_of_one_surname_stay_two_and_the_surname_stays_open() -> None:
    pile = [
        tagged("Ida Brandt", {"Ida Brandt": "p1"}, "a"),
        tagged("Otto Brandt", {"Otto Brandt": "p1"}, "b"),
        tagged("Mr Brandt said no", {"Mr Brandt": "p1"}, "c"),
    ]
    found = resolve(pile)
    ida, otto = (entity(found, article, "p1").id for article in pile[:2])
    assert ida != otto
    bare = identity(found, pile[2], "p1")
    assert (bare.entity, bare.candidates) == (None, (otto,))


def test_a_given_name_and_an_initial_leave_fewer_candidates() -> None:
    pile = [
        tagged("Ida Brandt", {"Ida Brandt": "p1"}, "a"),
        tagged("Otto Brandt", {"Otto Brandt": "p1"}, "b"),
        tagged("Ida wept", {"Ida": "p1"}, "c"),
        tagged("O. Brandt laughed", {"O. Brandt": "p1"}, "d"),
    ]
    found = resolve(pile)
    ida, otto = (entity(found, article, "p1").id for article in pile[:2])
    assert identity(found, pile[2], "p1").candidates == (ida,)
    assert identity(found, pile[3], "p1").candidates == (otto,)


def test_a_bare_name_joins_the_one_bearer_only_within_one_document() -> None:
    full = tagged("Ida Brandt spoke", {"Ida Brandt": "p1"}, "a")
    bare = tagged("Brandt waited", {"Brandt": "p1"}, "b")
    apart = resolve([full, bare])
    assert identity(apart, bare, "p1").entity is None
    assert identity(apart, bare, "p1").candidates == (entity(apart, full, "p1").id,)
    inside = replace(bare, id="z-900", document=full.document)
    together = resolve([full, inside])
    assert entity(together, inside, "p1") == entity(together, full, "p1")
    third = tagged("Otto Brandt", {"Otto Brandt": "p1"}, "c")
    assert identity(resolve([full, inside, third]), inside, "p1").entity is None


def test_a_bare_name_that_nobody_bears_in_full_is_open() -> None:
    pile = [tagged("Weil spoke", {"Weil": "p1"}, name) for name in ("a", "b")]
    found = resolve(pile)
    assert found.entities == ()
    assert [one.candidates for one in found.identities] == [(), ()]


def test_initials_in_the_middle_join_unless_two_differ() -> None:
    plainly, with_initial, other = (
        tagged(form, {form: "p1"}, form) for form in ("Ida Brandt", "Ida M. Brandt", "Ida T. Brandt")
    )
    assert len(resolve([plainly, with_initial]).entities) == 1
    assert len(resolve([plainly, with_initial, other]).entities) == 3


def test_an_acronym_joins_its_expansion_where_a_text_shows_it() -> None:
    shows = tagged("The United Harbour League (UHL) met.", {"United Harbour League": "o1", "UHL": "o2"}, "a")
    uses = tagged("The UHL left, and the U.H.L. returned.", {"UHL": "o1", "U.H.L.": "o1"}, "b")
    found = resolve([shows, uses])
    league = entity(found, shows, "o1")
    assert league.name == "United Harbour League"
    assert entity(found, shows, "o2") == entity(found, uses, "o1") == league
    shown = [place.span.of(shows.text) for why in league.reasons for place in why.places if place.article == shows.id]
    assert "United Harbour League (UHL)" in shown


def test_an_expansion_in_parentheses_counts_too() -> None:
    shows = tagged("The UHL (United Harbour League) met.", {"United Harbour League": "o1", "UHL": "o2"}, "a")
    found = resolve([shows])
    assert entity(found, shows, "o2") == entity(found, shows, "o1")


def test_an_acronym_without_a_shown_expansion_is_its_own_entity() -> None:
    full = tagged("The United Harbour League met.", {"United Harbour League": "o1"}, "a")
    short = tagged("The UHL met.", {"UHL": "o1"}, "b")
    found = resolve([full, short])
    assert entity(found, full, "o1") != entity(found, short, "o1")


def test_parentheses_that_do_not_spell_the_name_join_nothing() -> None:
    text = "The Quay Union (EU) met."
    article = tagged(text, {"Quay Union": "o1", "EU": "o2"})
    found = resolve([article])
    assert entity(found, article, "o1") != entity(found, article, "o2")


def test_an_acronym_with_two_expansions_is_open_but_where_its_own_article_says_which() -> None:
    league = tagged("The United Harbour League (UHL) met.", {"United Harbour League": "o1"}, "a")
    lab = tagged("The Urban Heat Laboratory (UHL), the UHL", {"Urban Heat Laboratory": "o1", "UHL": "o2"}, "b")
    uses = tagged("The UHL left.", {"UHL": "o1"}, "c")
    found = resolve([league, lab, uses])
    open_one = identity(found, uses, "o1")
    assert open_one.entity is None
    assert set(open_one.candidates) == {entity(found, league, "o1").id, entity(found, lab, "o1").id}
    assert entity(found, lab, "o2") == entity(found, lab, "o1")


def test_type_is_that_of_most_chains_and_part_of_the_id() -> None:
    pile = [tagged("Larnholm Point", {"Larnholm Point": kind}, name) for name, kind in (("a", "l1"), ("b", "o1"))]
    pile.append(tagged("Larnholm Point", {"Larnholm Point": "l7"}, "c"))
    (point,) = resolve(pile).entities
    (other,) = resolve(pile[1:2]).entities
    assert (point.type, other.type) == ("place", "organisation")
    assert point.id != other.id


def test_untagged_pieces_and_names_without_letters_add_nothing() -> None:
    assert resolve([]) == Resolution()
    assert resolve([piece("Ida Brandt"), tagged("— —", {"—": "p1"})]) == Resolution()


def test_plain_words() -> None:
    assert plain_words("The People’s Har\u00adbour Party's") == ("peoples", "harbour", "party")
    assert plain_words("“U.S.”") == ("us",)
    assert plain_words("José Al-Kānanī") == ("jose", "al", "kanani")
    assert plain_words("the") == ("the",)


def test_odd_names_and_ten_thousand_of_them_in_one_article() -> None:
    odd = ["X", "Z" * 300, "محمد رضا", "Иван Петров", "習近平", "İ", "ſ", "(UHL)", "A (B (C"]
    text = " | ".join([*odd, *(f"Person N{number} Surname{number} (PN{number})" for number in range(10_000))])
    names, at = list[Name](), 0
    for number, part in enumerate(text.split(" | ")):
        names.append(
            Name(f"n{number}", Span(at, at + len(part)), "person" if number % 2 else "organisation", f"c{number}")
        )
        at += len(part) + 3
    article = replace(piece(text), names=tuple(names))
    started = time.process_time()
    found = resolve([article])
    assert time.process_time() - started < 10
    assert {one.who for one in found.identities} == {name.who for name in names}


PEOPLE = ["Ida Brandt", "Brandt", "Ida M. Brandt", "Ida T. Brandt", "Otto Brandt", "Mr Brandt", "Weil", "Dr Weil"]
BODIES = ["United Harbour League", "United Harbour League (UHL)", "Urban Heat Laboratory (UHL)", "UHL", "the UHL"]
OTHERS = ["IDA BRANDT", "UHL (United Harbour League)", "Ida", "محمد", "習近平", "O’Hara", "Ohara", "A. B.", "Larnholm"]
FORMS = st.sampled_from([*PEOPLE, *BODIES, *OTHERS])


@st.composite
def piles(draw: st.DrawFn) -> list[Article]:
    pile: list[Article] = []
    for number in range(draw(st.integers(1, 5))):
        text, names = f"{number}: ", []
        for index, form in enumerate(draw(st.lists(FORMS, max_size=6))):
            length = form.find(" (") if " (" in form else len(form)
            span = Span(len(text), len(text) + length)
            who = draw(st.sampled_from(["c1", "c2", f"c{index + 3}"]))
            names.append(Name(f"n{index}", span, draw(st.sampled_from(list(TYPES.values()))), who))
            text += form + ". "
        article = replace(piece(text, f"{number}", outlet=draw(st.sampled_from([None, "Echo"]))), names=tuple(names))
        same_document = draw(st.booleans())
        if pile and same_document:
            article = replace(article, document=pile[-1].document)
        pile.append(article)
    return pile


@settings(max_examples=300, deadline=None)
@given(piles(), st.randoms(use_true_random=False))
def test_every_chain_has_one_identity_and_the_order_of_the_pile_does_not_matter(
    pile: list[Article], chance: random.Random
) -> None:
    found = resolve(pile)
    ids = {one.id for one in found.entities}
    assert len(ids) == len(found.entities)
    assert [(one.article, one.who) for one in found.identities] == sorted(
        {(article.id, name.who) for article in pile for name in article.names or ()}
    )
    texts = {article.id: article.text for article in pile}
    for one in found.identities:
        assert one.entity is None or one.entity in ids
        assert set(one.candidates) <= ids
        assert one.entity is None or not one.candidates
    for entity_found in found.entities:
        chains = [one for one in found.identities if one.entity == entity_found.id]
        assert chains
        assert (len(chains) > 1) == bool(entity_found.reasons)
        assert entity_found.name in {alias.form for alias in entity_found.aliases}
        assert all(place.span.of(texts[place.article]) for why in entity_found.reasons for place in why.places)
    counted = sum(alias.count for one in found.entities for alias in one.aliases)
    known = {(one.article, one.who) for one in found.identities if one.entity}
    assert counted == sum((article.id, name.who) in known for article in pile for name in article.names or ())
    shuffled = list(pile)
    chance.shuffle(shuffled)
    assert resolve(shuffled) == found
