"""Paragraphs and sentences: where they end, and that nothing is lost or counted twice."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from onrecord.model import Span
from onrecord.split.segments import paragraphs, sentences


def words(text: str, spans: list[Span]) -> list[str]:
    return [span.of(text) for span in spans]


@pytest.mark.parametrize(
    "expected",
    [
        ["The harbour closed.", "It reopened on Monday."],
        ["Mr. Orlo met Dr. Bane in the U.S. Capitol.", "They spoke at length."],
        ["The price rose to 3.5 percent.", "Nobody knows why."],
        ["“The pier is gone.”", "She said it twice."],
        ['"Where is it?" he asked.', "No answer came."],
        ["The port of Lumen, D.C. was shut.", "The mayor left."],
        ["He lives in the U.S.", "The family stayed behind."],
        ["J. R. Marlow wrote it.", "A. Tolland did not."],
        ["So do I.", "But not today."],
        ["It ended ... badly.", "It ended…", "Then it rained."],
        ["The report stands.[12]", "The note does not."],
        ["The report stands.²", "The note does not."],
        ["The report stands.14", "The note does not."],
        ["(They had left.)", "Nobody saw it."],
        ["Was it No. 5 or No. 6?", "He could not say!", "Perhaps both."],
        ["The firm, Harl Inc. of Vey, paid.", "It owed more to Harl Inc.", "The rest was lost."],
        ["Il dit : « Oui. »", "Puis il part."],
        ["Er sagte: „Nein.“", "Dann ging er."],
        ["他走了。", "她来了。"],
        ["The vote is on Jan. 5.", "It was moved from Dec.", "Nobody minds."],
    ],
)
def test_sentences_end_where_a_reader_would_end_them(expected: list[str]) -> None:
    glue = "" if expected[0].endswith("。") else " "
    text = glue.join(expected)
    assert words(text, sentences(text)) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("He thanked the patriots.The results came late.", ["He thanked the patriots.", "The results came late."]),
        ('He said "we won."The crowd left.', ['He said "we won."', "The crowd left."]),
        ('The crowd left."We won," he said.', ["The crowd left.", '"We won," he said.']),
        ("See www.harbour.Example or a.b/c.Html for it.", ["See www.harbour.Example or a.b/c.Html for it."]),
        ("He wrote to ann@quay.Example today.", ["He wrote to ann@quay.Example today."]),
    ],
)
def test_a_missing_space_may_end_a_sentence(text: str, expected: list[str]) -> None:
    assert words(text, sentences(text)) == expected


def test_a_sentence_stays_in_its_paragraph() -> None:
    text = "A headline without a stop\n\nThe first paragraph\n\n“An open quotation. It goes on.\n\nAnother."
    assert words(text, sentences(text)) == [
        "A headline without a stop",
        "The first paragraph",
        "“An open quotation.",
        "It goes on.",
        "Another.",
    ]


def test_each_line_is_a_paragraph_where_lines_are_not_filled() -> None:
    lines = ["Harbour closed", "By Ann Quay", "The harbour was closed on Monday after a long and windy night at sea."]
    text = "\n".join(lines)
    assert words(text, paragraphs(text)) == lines


def test_filled_lines_are_one_paragraph() -> None:
    first = (
        "The harbour was closed on Monday after a night of storms that\n"
        "tore two cranes from the eastern pier and left the ferry without\n"
        "a berth. Nobody was hurt, but the owner of the larger crane told\n"
        "us that it would take a year to replace."
    )
    second = "The council meets on Friday, when the mayor is going to ask for\nmoney to build another one."
    text = f"{first}\n\n{second}"
    assert words(text, paragraphs(text)) == [first, second]
    assert len(sentences(text)) == 3


def test_items_of_a_list_are_paragraphs() -> None:
    text = "1. The old pier, which the council wants to keep\n2. The new pier, which it does not\n- and a third"
    assert len(paragraphs(text)) == 3


texts = st.text(
    alphabet=st.one_of(st.sampled_from(" \n\n.\"“”’'?!…()AbcThe1\t\r\x1c\u2028\u00a0🚢"), st.characters()), max_size=300
)


@given(texts)
def test_spans_are_ordered_disjoint_and_cover_all_but_white_space(text: str) -> None:
    for spans in (paragraphs(text), sentences(text)):
        last = 0
        for span in spans:
            assert last <= span.start < span.end <= len(text)
            assert not text[last : span.start].strip()
            assert span.of(text) == span.of(text).strip()
            last = span.end
        assert not text[last:].strip()


@given(texts)
def test_no_sentence_crosses_a_paragraph(text: str) -> None:
    homes = paragraphs(text)
    for sentence in sentences(text):
        assert sum(home.holds(sentence) for home in homes) == 1


@pytest.mark.parametrize("unit", ["a", ".", '."', '"', ". ", "A.", "\n", "x\n", "… ", "1. ", "He said. "])
def test_time_grows_with_the_length_and_no_faster(unit: str) -> None:
    text = unit * (2_000_000 // len(unit))
    begin = time.perf_counter()
    sentences(text)
    assert time.perf_counter() - begin < 20
