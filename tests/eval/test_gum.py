"""GUM's files, on a made-up document."""

from __future__ import annotations

import pytest
from eval.data import MissingDataError, data_is_required
from eval.statements.measure import article_of
from eval.who.coreference import given, wanted
from eval.who.gum import Read, parsed, read, split
from eval.who.nearest import simply_chained
from msgspec.structs import replace

from onrecord.model import Article, Mention, Name, Span

HEAD = ["#FORMAT=WebAnno TSV 3.2", "#Summary1=(human1) Nothing of it counts.", ""]


def _sentence(number: int, rows: list[str]) -> list[str]:
    """Rows are `token entity page relation target`, `_` where there is nothing."""
    lines = [f"#Text={' '.join(row.split()[0] for row in rows)}"]
    for at, row in enumerate(rows, 1):
        token, entity, page, relation, target = (row.split() + ["_"] * 4)[:5]
        lines.append("\t".join((f"{number}-{at}", "0-1", token, entity, "_", "_", page, "_", relation, target, "")))
    return [*lines, ""]


DOCUMENT = [
    *HEAD,
    *_sentence(1, ["Mayor person[1]", "Ida person[1]", "Vey person[1] Ida_Vey[1]", "resigns"]),
    *_sentence(
        2,
        [
            "Vey person[2] _ appos 2-3[3_2]",
            ",",
            "the person[3] _ ana 2-9[4_3]",
            "head person[3]",
            "of person[3]",
            "Tolland person[3]|place[9]",
            ",",
            "said",
            "she person[4]",
            "is",
            "n't",
            "sorry",
            ".",
        ],
    ),
    *_sentence(
        3,
        [
            "Anyone person[5]",
            "in",
            "the organization[6] _ bridge:def 2-1[2_6]",
            "Harbour organization[6]",
            "Council organization[6]",
            "knew",
            "her person[7] _ coref 3-9[8_7]",
            ":",
            "Ida person[8] Ida_Vey[8]",
            "!",
        ],
    ),
]


def _document() -> Read:
    return parsed("quay", DOCUMENT)


def _mentions(document: Read) -> list[list[str]]:
    return [[mention.span.of(document.text) for mention in chain] for chain in document.chains]


def test_tokens_are_set_as_they_would_be_printed_and_headlines_stand_alone() -> None:
    assert _document().text == (
        "Mayor Ida Vey resigns\n\nVey, the head of Tolland, said she isn't sorry. "
        "Anyone in the Harbour Council knew her: Ida!"
    )


def test_quotation_marks_hyphens_and_brackets_keep_to_their_words() -> None:
    lines = [*HEAD, *_sentence(1, ['"', "Well", "-", "known", "(", "so", ")", ",", '"', "he", "said", "."])]
    assert parsed("quay", lines).text == '"Well-known (so)," he said.'


def test_links_and_pages_join_and_bridges_do_not() -> None:
    assert _mentions(_document()) == [["Mayor Ida Vey", "her", "Ida"], ["Vey", "she"], ["the Harbour Council"]]


def test_the_head_is_the_last_word_before_what_belongs_to_it() -> None:
    document = _document()
    heads = [mention.head.of(document.text) for chain in document.chains for mention in chain]
    assert heads == ["Vey", "her", "Ida", "Vey", "she", "Council"]


def _article(document: Read, names: list[tuple[str, str]], mentions: list[tuple[str, str]]) -> Article:
    """An article with names and pronouns, each with its chain; the same words in the order of the text."""
    found, last = [], 0
    for words, who in names:
        last = document.text.index(words, last)
        found.append(Name(f"n{last}", Span(last, last + len(words)), "person", who))
        last += len(words)
    pronouns = []
    for words, who in mentions:
        at = document.text.index(f" {words}") + 1
        pronouns.append(Mention(Span(at, at + len(words)), "pronoun", who))
    return replace(article_of(document.text, "quay"), names=tuple(found), mentions=tuple(pronouns))


def test_a_name_is_the_mention_whose_head_it_holds() -> None:
    document = _document()
    article = _article(document, [("Ida Vey", "w1"), ("Vey", "w1"), ("Harbour Council", "w2")], [("her", "w1")])
    whole, short = document.chains[0][0], document.chains[1][0]
    assert given(document, article) == [frozenset((whole, document.chains[0][1], short))]


def test_what_is_no_mention_counts_as_a_mention_of_the_taggers_own() -> None:
    document = _document()
    (chain,) = given(document, _article(document, [("Ida Vey", "w1"), ("Tolland", "w1")], []))
    at = document.text.index("Tolland")
    assert chain == {document.chains[0][0], Span(at, at + 7)}


def test_chains_of_one_mention_are_no_chains() -> None:
    document = _document()
    assert [len(chain) for chain in wanted(document)] == [3, 2]
    assert given(document, _article(document, [("Ida Vey", "w1"), ("Harbour Council", "w2")], [])) == []


def test_the_simple_rule_takes_the_nearest_who_may_be_meant() -> None:
    text = "Mr. Orlo met Mrs. Vey. He thanked her, and Vey left him."
    article = article_of(text, "quay")
    spans = [("Orlo", "w1"), ("Vey", "w2"), ("Vey", "w3")]
    names, last = [], 0
    for words, who in spans:
        last = text.index(words, last) + 1
        names.append(Name(f"n{last}", Span(last - 1, last - 1 + len(words)), "person", who))
    found = simply_chained(replace(article, names=tuple(names)))
    assert [name.who for name in found.names or ()] == ["orlo", "vey", "vey"]
    assert [(one.span.of(text), one.who) for one in found.mentions] == [("He", "orlo"), ("her", "vey"), ("him", "orlo")]


def test_no_document_is_both_trained_on_and_measured() -> None:
    try:
        training, held_out = split()
    except MissingDataError as missing:
        if data_is_required():
            raise
        pytest.skip(str(missing))
    assert len(training) == len(held_out) == 14
    assert not set(training) & set(held_out)
    for path in held_out:
        document = read(path)
        assert document.chains
        for chain in document.chains:
            assert all(mention.span.holds(mention.head) and mention.head.of(document.text) for mention in chain)
