"""What pieces call whom: golden pairs for each relation and for what is no label, and what holds of any text."""

from __future__ import annotations

import json
import time
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace
from tests.link.pieces import piece

from onrecord.model import Article, Entity, Identity, Label, Name, NameType, Span
from onrecord.resolve.descriptions import MAX_WORDS
from onrecord.resolve.labels import labels

DATA = Path(__file__).parent / "labels"
PEOPLE: dict[str, NameType] = {"Ann Orlo": "person", "Harbour Union": "organisation", "Vey": "place"}


def named(text: str, names: dict[str, NameType], language: str | None = "en") -> Article:
    """A piece in which every place of the given words is a name, and a chain of its own for each."""
    found: list[Name] = []
    for words, kind in names.items():
        at = text.find(words)
        while at >= 0:
            found.append(Name(f"n{len(found)}", Span(at, at + len(words)), kind, words))
            at = text.find(words, at + len(words))
    return replace(piece(text), names=tuple(found), language=language)


def labelled(article: Article) -> tuple[Label, ...]:
    """The labels of a piece whose every chain is an entity."""
    types = {name.who: name.type for name in article.names or ()}
    return labels(
        [article],
        [Entity(id=who, name=who, type=kind) for who, kind in types.items()],
        [Identity(article=article.id, who=who, entity=who, reason="") for who in types],
    )


def shown(article: Article) -> list[list[str]]:
    return [[one.relation, one.span.of(article.text), one.name.of(article.text)] for one in labelled(article)]


@pytest.mark.parametrize("name", sorted(path.stem for path in DATA.glob("*.txt")))
def test_golden_pairs(name: str) -> None:
    text = (DATA / f"{name}.txt").read_text(encoding="utf-8")
    wanted: dict[str, Any] = json.loads((DATA / f"{name}.expected.json").read_text(encoding="utf-8"))
    assert shown(named(text, wanted["names"])) == wanted["labels"]


@pytest.mark.parametrize(("language", "found"), [("en", 1), (None, 1), ("de", 0), ("fr", 0)])
def test_only_english_is_read(language: str | None, found: int) -> None:
    assert len(labelled(named("Ann Orlo, the mayor of Vey, spoke.", PEOPLE, language))) == found


def test_a_name_without_an_entity_has_no_label() -> None:
    article = named("Ann Orlo, the mayor of Vey, spoke.", PEOPLE)
    entity = Entity(id="e", name="Ann Orlo", type="person")
    open_chain = Identity(article=article.id, who="Ann Orlo", entity=None, candidates=("e",), reason="")
    assert labels([article], [entity], [open_chain]) == ()
    assert labels([replace(article, names=None)], [entity], []) == ()


def test_a_long_description_is_cut_at_its_clause_or_is_none() -> None:
    tail = "who had sailed around the far cape in a very small boat without any map at all"
    assert shown(named(f"Ann Orlo, the pilot {tail}, spoke.", PEOPLE)) == [["apposition", "pilot", "Ann Orlo"]]
    chain = " of the first clerk" * 6
    assert shown(named(f"Ann Orlo, the friend{chain}, spoke.", PEOPLE)) == []


WORDS = [
    "the", "a", "his", "no", "former", "so-called", "minister", "mayor", "liar", "union", "port", "who", "which", "and",
    "is", "was", "as", "described", "known", "called", "of", "to", "in", "said", "walked", "54", "Monday", "President",
    "Dr", ",", ",", ",", ".", "—", "(", ")", "“", "”", "\"", "'", "’s", "\n", "\n\n", "-", "🌊", "é", "…", ";",
    *PEOPLE, *PEOPLE,
]  # fmt: skip


@settings(max_examples=400, deadline=None)
@given(st.lists(st.sampled_from(WORDS), max_size=60), st.sampled_from([" ", " ", ""]))
def test_labels_lie_in_the_text_beside_their_names(parts: list[str], between: str) -> None:
    article = named(between.join(parts), PEOPLE)
    found = labelled(article)
    assert found == labelled(article)
    names = {name.span for name in article.names or ()}
    for label in found:
        words = label.span.of(article.text)
        assert label.name in names
        assert not label.span.meets(label.name)
        assert label.span.end <= len(article.text)
        assert words == words.strip()
        assert any(letter.isalnum() for letter in words)
        assert len(words.split()) <= MAX_WORDS + 2


def test_the_time_grows_with_the_text() -> None:
    once = "Former minister Ann Orlo, the mayor of Vey, is a friend of Harbour Union, a party founded in 1990, "
    article = named(once * 4_000, PEOPLE)
    started = time.process_time()
    assert len(labelled(article)) >= 8_000
    assert time.process_time() - started < 10
    article = named("Ann Orlo, the " + "very long " * 100_000, PEOPLE)
    started = time.process_time()
    labelled(article)
    assert time.process_time() - started < 1
