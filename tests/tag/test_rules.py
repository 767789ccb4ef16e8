"""Names and statements by rule: golden pairs, traps, and what must hold for any text."""

from __future__ import annotations

import json
import time
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.tag.articles import article, check_spans
from tests.tag.articles import shown as in_words

from onrecord.model import Article, Name, Span, Statement
from onrecord.tag.rules import RuleTagger

DATA = Path(__file__).parent / "rules"


def tag(piece: Article) -> Article:
    """What the rules make of an article."""
    return RuleTagger().tag(piece).article


def statements(text: str, language: str | None = "en") -> tuple[Statement, ...]:
    found = tag(article(text, language)).statements
    assert found is not None
    return found


def shown(text: str) -> list[dict[str, Any]]:
    return in_words(tag(article(text)))


@pytest.mark.parametrize("name", sorted(path.stem for path in DATA.glob("*.txt")))
def test_golden_pairs(name: str) -> None:
    text = (DATA / f"{name}.txt").read_text(encoding="utf-8")
    assert shown(text) == json.loads((DATA / f"{name}.expected.json").read_text(encoding="utf-8"))


@pytest.mark.parametrize(
    "text",
    [
        "The so-called “second pier” was never built.",
        "The word “pier” comes from the south.",
        "She sang “The Lighthouse Song” in the yard.",
        "A film called “A Harbour in Winter” opens on Friday.",
        "The boats’ owners’ association met in the ’90s.",
        'He is 6\'2" tall and 5" wide.',
        "The Old Harbour Post of the United Harbour States wrote to him that day.",
        "Orlo did not say that the pier was safe.",
        "The mayor was told that the pier was safe.",
        "She has nothing to say that matters.",
        "The new reports that come in are thin.",
    ],
)
def test_what_nobody_says_is_no_statement(text: str) -> None:
    assert shown(text) == []


def test_a_description_is_typed_by_its_words_and_a_pronoun_keeps_its_candidates() -> None:
    text = "Ann Orlo met Clara Dunn. “It is over,” she said.\n\n“It is not,” a port official said."
    first, second = shown(text)
    assert (first["speaker"], first["candidates"]) == (None, ["Ann Orlo", "Clara Dunn"])
    assert (second["kind"], second["type"]) == ("unnamed", "official")


def test_two_statements_of_one_description_are_one_speaker_whom_a_mention_holds() -> None:
    text = "Another clerk of the port said that the quay was shut, adding that the pier was gone for good."
    tagged = tag(article(text))
    first, second = tagged.statements or ()
    assert first.speaker == second.speaker
    assert [(mention.who, mention.kind) for mention in tagged.mentions] == [(first.speaker, "description")]


@pytest.mark.parametrize(("source", "speaks"), [("62 percent", False), ("Sept", False), ("62 clerks", True)])
def test_a_share_or_a_date_is_nobody(source: str, speaks: bool) -> None:
    (statement,) = statements(f"In the long poll, {source} said that the quay should stay open for everybody.")
    assert (statement.speaker is not None) is speaks


def test_a_pronoun_that_fits_one_person_is_resolved() -> None:
    text = "Mr. Peter Vance runs the ferry. Ms. Clara Dunn owns it.\n\n“It is old,” he said."
    assert shown(text)[0]["speaker"] == "Peter Vance"


@pytest.mark.parametrize(
    ("text", "speaker"),
    [
        # What only the headline names is nobody's antecedent; least of all the title of a publication.
        ("Harbour Watch Weekly Digest- 6\n\nThe boats were met at the pier. They said that the sea was calm.", None),
        ("Ann Orlo at the pier\n\nThe boats were late. She said that the sea was calm.", None),
        ("Ann Orlo at the pier\n\nOrlo was late. She said that the sea was calm.", "Ann Orlo"),
        # "They" is an organisation only where nobody else can be meant.
        ("The Harbour Union met on Monday. They said that the pier was safe.", "Harbour Union"),
        ("Former members left the Harbour Union. They said that the pier was safe.", "They"),
        ("The Harbour Union met the Ferry Board. They said that the pier was safe.", None),
        ("The Harbour Union met on Monday.\n\nThe boats were late. They said that the sea was calm.", None),
        ("Ann Orlo met nobody. They said that the pier was safe.", None),
    ],
)
def test_an_unclear_pronoun_stays_open(text: str, speaker: str | None) -> None:
    assert [one["speaker"] for one in shown(text)] == [speaker]


def test_a_bare_surname_goes_to_the_one_person_who_fits() -> None:
    one = tag(article("Ann Orlo came. Later Orlo left.")).names or ()
    two = tag(article("Ann Orlo and Peter Orlo came. Later Orlo left.")).names or ()
    assert len({name.who for name in one}) == 1
    assert len({name.who for name in two}) == 3


def test_an_acronym_in_brackets_is_the_name_before_it() -> None:
    text = "The United Harbour League (UHL) met. The UHL and the mayor of Vey spoke."
    names = tag(article(text)).names or ()
    chains = {name.span.of(text): (name.who, name.type) for name in names}
    assert chains["UHL"] == chains["United Harbour League"] == (chains["UHL"][0], "organisation")


@pytest.mark.parametrize(
    ("text", "form", "kind"),
    [
        ("Yesterday in Lisbon it rained.", "Lisbon", "place"),
        ("They met President Ann Orlo there.", "Ann Orlo", "person"),
        ("They joined the Harbour Workers Union then.", "Harbour Workers Union", "organisation"),
        ("They wrote to Vey University often.", "Vey University", "organisation"),
        ("He lives near Lake Street now.", "Lake Street", "place"),
        ("He met Omar bin Talib there.", "Omar bin Talib", "person"),
        ("She passed the Clean Harbour Act then.", "Clean Harbour Act", "other"),
        ("A ship left Port Orlo today.", "Port Orlo", "place"),
        ("They dug up Low Basin then.", "Low Basin", "place"),
        ("He sued Corvo Ports then.", "Corvo Ports", "organisation"),
        ("He sued Marsh & Dunn then.", "Marsh & Dunn", "organisation"),
        ("They wrote to the League for a Clean Harbour often.", "League for a Clean Harbour", "organisation"),
        ("They waited until the Wide Silt was crossed.", "Wide Silt", "other"),
        ("They were born in Vey Tarn then.", "Vey Tarn", "place"),
        ("They met Foreign Minister Ann Orlo there.", "Ann Orlo", "person"),
        ("They met Orrin Vask there.", "Orrin Vask", "person"),
    ],
)
def test_kinds_of_names(text: str, form: str, kind: str) -> None:
    assert [(name.span.of(text), name.type) for name in tag(article(text)).names or ()] == [(form, kind)]


def test_what_a_row_carries_is_kept_as_given() -> None:
    text = "“It is over,” Orlo said. Tolland left."
    given_names = (Name("x", Span(30, 37), "person", "w9"),)
    given_statements = (Statement(id="mine", content=(Span(0, 13),)),)
    base = article(text)
    kept = tag(
        Article(
            id=base.id,
            document=base.document,
            span=base.span,
            text=text,
            names=given_names,
            statements=given_statements,
        )
    )
    assert (kept.names, kept.statements) == (given_names, given_statements)
    half = tag(Article(id=base.id, document=base.document, span=base.span, text=text, names=given_names))
    assert half.names == given_names
    assert [statement.source[0].of(text) for statement in half.statements or ()] == ["Orlo"]
    whos = {name.who for name in given_names}
    assert all(mention.who not in whos for mention in half.mentions if mention.kind == "description")


def test_a_statement_inside_another_says_so() -> None:
    outer, inner = sorted(
        statements("Tolland had said that the pier was safe, Orlo said."), key=lambda one: one.source[0].start > 0
    )[::-1]
    assert (inner.within, outer.within) == (outer.id, None)


def test_offsets_are_code_points() -> None:
    text = "🚢🚢 “Über die Brücke 🌉,” said Ann Orlo."
    (statement,) = statements(text)
    assert statement.content[0].of(text) == "“Über die Brücke 🌉,”"
    assert statement.source[0].of(text) == "Ann Orlo"


@pytest.mark.parametrize(
    ("language", "text", "source", "cue"),
    [
        ("de", "„Der Hafen bleibt zu“, sagte Otto Lund am Montag.", "Otto Lund", "sagte"),
        ("de", "Die Stadt erklärte: „Niemand wurde verletzt.“", "Die Stadt", "erklärte"),
        ("fr", "« Le port reste fermé », a déclaré Claire Monet, lundi.", "Claire Monet", "a déclaré"),
        ("es", "«El puerto sigue cerrado», dijo Ana Ruiz, el lunes.", "Ana Ruiz", "dijo"),
    ],
)
def test_quotations_in_other_languages(language: str, text: str, source: str, cue: str) -> None:
    (statement,) = statements(text, language)
    assert [span.of(text) for span in statement.source] == [source]
    assert [span.of(text) for span in statement.cue] == [cue]


PIECES = st.sampled_from(
    [
        "“", "”", '"', "''", "``", "‘", "’", "'", "«", "»", "„", " said ", " told ", "Ann Orlo", "he", "she", ", ",
        ". ", "\n\n", "\n", ": ", " — ", "(", ")", "who ", "that ", "according to ", "adding ", " and ", "but ",
        "called ", "the mayor of Vey", "vowed to ", "🚢", "\u00a0", "?", "!", "…", "Mr. ", "x", "HOST: ", "\ud800",
    ]
)  # fmt: skip


@settings(max_examples=300, deadline=None)
@given(st.one_of(st.text(max_size=120), st.lists(PIECES, max_size=40).map("".join)))
def test_any_text_gives_spans_inside_it(text: str) -> None:
    tagged = tag(article(text))
    check_spans(tagged)
    assert tagged.text == text
    assert tagged.names is not None
    assert tagged.statements is not None


def test_less_sure_statements_are_left_out_when_asked() -> None:
    text = "“It is over,” Orlo said. The mayor of Vey vowed to close the pier."
    tagger = RuleTagger()
    assert len(tagger.tag(article(text)).article.statements or ()) == 2
    (sure,) = tagger.tag(article(text), least=0.9).article.statements or ()
    assert sure.cue[0].of(text) == "said"


@pytest.mark.parametrize(
    "unit",
    [
        '"',
        "“",
        "”",
        "'a ",
        "said ",
        "he said ",
        "Orlo said that ",
        "Orlo, ",
        "“A,” he said. ",
        "AB: x\n",
        "who ",
        "Ann Orlo met Ida Marsh. She said no. ",
        "a, ",
    ],
)
def test_time_grows_with_the_length_and_no_faster(unit: str) -> None:
    text = unit * (200_000 // len(unit))
    begin = time.perf_counter()
    tag(article(text))
    assert time.perf_counter() - begin < 10
