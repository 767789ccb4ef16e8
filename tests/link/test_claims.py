from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.link.pieces import piece

from onrecord.link import Accounts, Links, accounts, link
from onrecord.model import Article, Conflict, Identity, Name, Said, Span, Statement

LONG = "The crane at berth nine was sold for sixty thousand crowns before the vote was held"


def told(*said: tuple[str, str, str], day: int | None = None, outlet: str = "", opening: str = "") -> Article:
    """A piece in which people speak, each as (name, cue, content); the content stands where the triple says it does."""
    text = opening
    names: list[Name] = []
    statements: list[Statement] = []
    for number, (name, cue, content) in enumerate(said):
        text += f"{name} "
        who = Span(len(text) - len(name) - 1, len(text) - 1)
        text += f"{cue} "
        by = Span(len(text) - len(cue) - 1, len(text) - 1)
        text += f"{content}. "
        what = Span(len(text) - len(content) - 2, len(text) - 2)
        names.append(Name(f"n{number}", who, "person", name))
        statements.append(
            Statement(id=f"s{number}", source=(who,), cue=(by,), content=(what,), speaker=name, speaker_kind="named")
        )
    published = None if day is None else (date(2031, 3, 1) + timedelta(days=day)).isoformat()
    made = piece(text, name=f"{outlet} {day}", published=published, outlet=outlet or None, statements=tuple(statements))
    return Article(**{name: getattr(made, name) for name in made.__struct_fields__} | {"names": tuple(names)})


def compared(*articles: Article, links: Links | None = None) -> Accounts:
    """What the pieces tell of the same things, every name being an entity of its own."""
    chains = {(article.id, name.who) for article in articles for name in article.names or ()}
    identities = [Identity(article=article, who=who, entity=f"e {who}", reason="") for article, who in sorted(chains)]
    return accounts(articles, links if links is not None else link(articles), identities)


def denied(*articles: Article) -> list[tuple[str, ...]]:
    """The words of both sides of each denial."""
    by_id = {article.id: article.text for article in articles}

    def words(one: Conflict) -> tuple[str, ...]:
        return tuple(side.span.of(by_id[side.article]) for side in one.sides)

    return [words(one) for one in compared(*articles).conflicts]


def test_the_same_words_in_three_pieces_are_one_claim_that_the_earliest_makes() -> None:
    first = told(("Orlo", "said", LONG), day=1, outlet="Lamp")
    cut = told(("Orlo", "said", LONG.removesuffix(" before the vote was held")), day=3, outlet="Courier")
    again = told(("Orlo", "repeated", LONG), day=2, outlet="Tribune")
    (claim,) = compared(cut, again, first).claims
    assert [said.article for said in claim.statements] == [first.id, again.id, cut.id]
    assert claim.first == Said(first.id, "s0")
    assert claim.speakers == ("e Orlo",)


def test_where_dates_do_not_say_nobody_is_first() -> None:
    same_day = [told(("Orlo", "said", LONG), day=1, outlet=outlet) for outlet in ("Lamp", "Courier")]
    undated = [told(("Orlo", "said", LONG), day=day, outlet="Lamp") for day in (None, 1)]
    assert [compared(*pieces).claims[0].first for pieces in (same_day, undated)] == [None, None]


def test_other_words_for_the_same_are_one_claim_of_two_mouths() -> None:
    one = told(("Orlo", "said", "that the council will close the old quay in autumn"), day=1)
    other = told(("Vey", "said", "that the old quay will be closed by the council in autumn"), day=2)
    (claim,) = compared(one, other).claims
    assert claim.speakers == ("e Orlo", "e Vey")
    assert claim.origins == 2


def test_another_number_or_the_opposite_is_another_claim() -> None:
    one = told(("Orlo", "said", "that the council will close the old quay for 40 days in autumn"), day=1)
    number = told(("Vey", "said", "that the council will close the old quay for 90 days in autumn"), day=2)
    negated = told(("Vey", "said", "that the council will not close the old quay for 40 days in autumn"), day=3)
    assert compared(one, number).claims == ()
    assert compared(one, negated).claims == ()


def test_a_stock_phrase_of_two_people_is_no_claim() -> None:
    phrase = "we will not comment on this matter"
    assert compared(told(("Orlo", "said", phrase), day=1), told(("Vey", "said", phrase), day=2)).claims == ()
    same = [told(("Orlo", "said", phrase), day=day, outlet=f"{day}") for day in (1, 2)]
    assert len(compared(*same).claims) == 1


def test_copied_passages_are_one_origin() -> None:
    opening = "At dawn the pilots met on the mole, counted the buoys and found that three of eleven had gone adrift. "
    first = told(("Orlo", "said", LONG), day=1, outlet="Lamp", opening=opening)
    copy = told(("Orlo", "said", LONG), day=2, outlet="Courier", opening=opening)
    (claim,) = compared(first, copy).claims
    assert (len(claim.statements), claim.origins) == (2, 1)


def test_what_is_denied_stands_beside_the_denial() -> None:
    claim = ("Vey", "said", "that the council had received money from the dredging firm")
    denial = ("Orlo", "denied", "that the council had received any money from the dredging firm")
    assert denied(told(denial, claim)) == [(denial[2], claim[2])]
    assert denied(told(claim, day=1), told(denial, day=2)) == [(denial[2], claim[2])]


def test_a_denial_that_is_denied_and_a_suit_that_is_dismissed_deny_nothing() -> None:
    claim = ("Vey", "said", "that the council had received money from the dredging firm")
    asked = ("Vey", "asked", "if the council had received money from the dredging firm")
    other = ("Orlo", "did not deny", "that the council had received money from the dredging firm")
    suit = ("Orlo", "dismissed", "the suit over money that the council had received from the dredging firm")
    denial = ("Orlo", "denied", "that the council had received any money from the dredging firm")
    assert denied(told(other, claim)) == denied(told(suit, claim)) == denied(told(denial, asked)) == []


@pytest.mark.parametrize(
    ("cue", "content"),
    [
        ("would deny", "that the council had received any money from the dredging firm"),
        ("rejected", "a secret session on the report that the council had received money from the dredging firm"),
        ("dismissed", "that as money that the council had received from the dredging firm"),
        ("denied", "the report on the dredging firm and its secret fund for yachts, villas and horses"),
        ("denied", "that the council had not received any money from the dredging firm"),
    ],
)
def test_what_is_not_denied_yet_or_is_another_thing_is_no_denial(cue: str, content: str) -> None:
    claim = ("Vey", "said", "that the council had received money from the dredging firm")
    assert denied(told(("Orlo", cue, content), claim)) == []


@pytest.mark.parametrize("cue", ["disputed", "went on without confirming"])
def test_a_statement_that_asserts_nothing_is_not_what_is_denied(cue: str) -> None:
    denial = ("Orlo", "denied", "that the council had received any money from the dredging firm")
    other = ("Vey", cue, "the money that the council had received from the dredging firm")
    assert denied(told(denial, other)) == []
    assert denied(told(denial, ("Vey", "described", other[2]))) == [(denial[2], other[2])]


def test_the_denial_of_a_negation_denies_a_negation() -> None:
    negated = ("Vey", "said", "that the council had not received money from the dredging firm")
    denial = ("Orlo", "disputed", "the claim that the council had not received money from the dredging firm")
    assert denied(told(denial, negated)) == [(denial[2], negated[2])]


def test_a_negation_of_what_only_one_says_is_no_denial() -> None:
    claim = ("Vey", "said", "that the harbour commission approved the plan for the deep basin")
    other = ("Orlo", "said", "that the harbour commission approved the plan for the deep basin, not the budget")
    assert denied(told(claim, other)) == []


def test_a_negation_and_an_opposite_are_denials() -> None:
    claim = ("Vey", "said", "that the harbour commission approved the plan for the deep basin")
    negated = ("Orlo", "said", "that the harbour commission never approved the plan for the deep basin")
    opposite = ("Orlo", "said", "that the harbour commission rejected the plan for the deep basin")
    found = compared(told(claim, negated)).conflicts
    assert [(one.verdict, one.reason) for one in found] == [("denied", "a negation")]
    assert [one.reason for one in compared(told(claim, opposite)).conflicts] == ["opposite words"]


def test_nobody_denies_what_he_says_himself() -> None:
    claim = ("Orlo", "said", "that the harbour commission approved the plan for the deep basin")
    negated = ("Orlo", "said", "that the harbour commission never approved the plan for the deep basin")
    assert denied(told(claim, negated)) == []


@given(st.permutations(range(4)))
def test_the_order_of_the_input_does_not_matter(order: list[int]) -> None:
    pieces = [
        told(("Orlo", "said", LONG), day=1, outlet="Lamp"),
        told(("Orlo", "said", LONG), day=2, outlet="Courier"),
        told(("Vey", "said", "that the council had received money from the dredging firm"), day=2, outlet="Lamp"),
        told(("Orlo", "denied", "that the council had received any money from the dredging firm"), day=3),
    ]
    found = compared(*(pieces[at] for at in order))
    assert found == compared(*pieces)
    assert (len(found.claims), len(found.conflicts)) == (1, 1)
