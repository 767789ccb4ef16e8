"""Rows: one row is one article, kept character for character; a bad one is an error of its own."""

from __future__ import annotations

import json
from hashlib import sha256

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.read.documents import document, error, from_bytes

from onrecord.errors import EmptyInput, InputError, MalformedInput, OversizedInput, UndecodableInput
from onrecord.model import Container, Document, Name, Span, Statement
from onrecord.read import ReadOptions


def test_columns_are_found_by_their_common_names() -> None:
    row = {"ID": 7, "Headline": "H", "Body": "T", "Authors": ["A", "B"], "Publisher": "P", "Date": "2019", "Link": "u"}
    found = document(json.dumps(row).encode())
    assert (found.text, found.external_id, found.row) == ("T", "7", True)
    assert found.title and found.outlet and found.published and found.url
    assert [found.title.value, found.outlet.value, found.published.value, found.url.value] == ["H", "P", "2019", "u"]
    assert [one.value for one in found.byline] == ["A", "B"]
    assert {one.origin for one in (found.title, found.outlet, found.published, *found.byline)} == {"column"}


def test_columns_can_be_named() -> None:
    rows = b'{"text": "not this", "words": "this", "Blatt": "Tide", "source": "not this"}'
    found = document(rows, ReadOptions(columns={"text": "words", "outlet": "Blatt"}))
    assert found.text == "this"
    assert found.outlet and found.outlet.value == "Tide"


def test_a_fact_in_the_shape_of_an_analysis_gives_its_value() -> None:
    found = document(b'{"text": "x y", "outlet": {"value": "Tide", "span": null, "from": "meta"}, "title": null}')
    assert found.outlet and found.outlet.value == "Tide"
    assert found.title is None


@given(st.text(st.characters(exclude_categories=["Cs"]), min_size=1).filter(lambda words: not words.isspace()))
def test_text_is_kept_character_for_character(words: str) -> None:
    for line in (json.dumps({"text": words}), json.dumps({"text": words}, ensure_ascii=False)):
        found = document(line.encode())
        assert found.text == words
        assert found.ref.sha256 == sha256(line.encode()).hexdigest()


def test_places_are_lines_and_the_bad_ones_are_named() -> None:
    good = b'{"text": "one"}'
    lines = [good, b"", b"[1]", b'{"text": 1}', b'{"text": " "}', b'{"text": "cut', b"\xff\xfe\x00", good]
    found = from_bytes(b"\n".join(lines))
    assert [one.place if isinstance(one, InputError) else one.ref.path for one in found] == [
        "-!1", "-!3", "-!4", "-!5", "-!6", "-!7", "-!8",
    ]  # fmt: skip
    assert [type(one) for one in found[1:6]][:4] == [MalformedInput, MalformedInput, EmptyInput, MalformedInput]
    first, last = found[0], found[-1]
    assert isinstance(first, Document) and isinstance(last, Document)
    assert first.ref.id == last.ref.id
    assert first.ref.container == Container("-", "1")


def test_lone_surrogates_are_marked_and_pairs_are_kept() -> None:
    found = document(rb'{"text": "\ud83d\ude00 and \ud83d", "title": "\udc00x"}')
    assert found.text == "\N{GRINNING FACE} and \N{REPLACEMENT CHARACTER}"
    assert found.title and found.title.value == "\N{REPLACEMENT CHARACTER}x"
    assert found.normalised == ("surrogates",)


def test_names_and_statements_are_kept_as_given() -> None:
    row = {
        "text": "The mayor spoke.",
        "names": [{"id": "n0", "span": [4, 9], "type": "person", "who": "w0"}],
        "statements": [{"id": "s0", "content": [[0, 9]], "cue": [[10, 15]]}],
    }
    found = document(json.dumps(row).encode())
    assert found.names == (Name("n0", Span(4, 9), "person", "w0"),)
    assert found.statements == (Statement(id="s0", content=(Span(0, 9),), cue=(Span(10, 15),)),)
    assert document(b'{"text": "x", "names": []}').names == ()
    assert document(b'{"text": "x"}').names is None


@pytest.mark.parametrize(
    "more",
    [
        {"names": [{"id": "n", "span": [0, 99], "type": "person", "who": "w"}]},
        {"names": [{"id": "n", "span": [2, 1], "type": "person", "who": "w"}]},
        {"names": [{"id": "n", "span": [0, 1], "type": "ship", "who": "w"}]},
        {"names": "n"},
        {"statements": [{"id": "s", "content": []}]},
        {"statements": [{"id": "s", "content": [[0, 50]]}]},
        {"statements": {"id": "s"}},
    ],
)
def test_names_and_statements_of_another_shape_are_refused(more: dict[str, object]) -> None:
    assert isinstance(error(json.dumps({"text": "Short.", **more}).encode()), MalformedInput)


NAME: dict[str, object] = {"id": "n1", "span": [0, 3], "type": "person", "who": "w1"}
SAID: dict[str, object] = {"id": "s1", "content": [[4, 9]]}


@pytest.mark.parametrize(
    ("names", "statements", "reason"),
    [
        ([NAME, NAME], [], "names: the id 'n1' is given twice"),
        ([NAME | {"span": [3, 3]}], [], "names: a span is empty"),
        (None, [SAID, SAID], "statements: the id 's1' is given twice"),
        (None, [SAID | {"content": [[4, 9], [9, 9]]}], "content of 's1' is empty"),
        (None, [SAID | {"within": "s2"}], "within of 's1' names no other statement: 's2'"),
        (None, [SAID | {"within": "s1"}], "within of 's1'"),
        ([NAME], [SAID | {"speaker": "w2"}], "speaker of 's1' is no name's who: 'w2'"),
        ([NAME], [SAID | {"candidates": ["w1", "w3"]}], "candidates of 's1' is no name's who: 'w3'"),
    ],
)
def test_what_names_nothing_that_is_there_is_refused(
    names: list[object] | None, statements: list[object], reason: str
) -> None:
    row = {"text": "Ida is late.", "statements": statements, **({"names": names} if names is not None else {})}
    failure = error(json.dumps(row).encode() + b"\n")
    assert isinstance(failure, MalformedInput)
    assert reason in failure.reason


@pytest.mark.parametrize(
    "more",
    [
        {"names": [NAME], "statements": [SAID | {"speaker": "w1"}, SAID | {"id": "s2", "within": "s1"}]},
        {"statements": [SAID | {"speaker": "w7"}]},
        {"names": [NAME], "mentions": [{"span": [4, 6], "kind": "description", "who": "w2"}],
         "statements": [SAID | {"speaker": "w2", "candidates": ["w1"]}]},
    ],
)  # fmt: skip
def test_speakers_that_the_row_explains_are_kept(more: dict[str, list[dict[str, object]]]) -> None:
    found = document(json.dumps({"text": "Ida is late.", **more}).encode() + b"\n")
    assert [one.id for one in found.statements or ()] == [one["id"] for one in more["statements"]]


@pytest.mark.parametrize("number", [b"NaN", b"Infinity", b"1e999", b"-1", b"true", b"[]", b"99999999999999999999"])
def test_odd_numbers_do_no_harm(number: bytes) -> None:
    assert document(b'{"text": "x", "date": %s, "id": %s, "author": %s}' % (number, number, number)).published is None


def test_an_array_and_one_object_are_rows_too() -> None:
    array = from_bytes(b' [ {"text": "one"},\n {"text": "two"}, 3]')
    assert [one.text for one in array if isinstance(one, Document)] == ["one", "two"]
    assert isinstance(array[2], MalformedInput) and array[2].place == "-!3"
    assert document(b'{\n  "text": "laid out",\n  "title": "T"\n}').text == "laid out"
    assert isinstance(error(b'[{"text": "cut'), MalformedInput)


def test_a_row_that_is_too_long_is_refused_and_the_next_is_read() -> None:
    data = b'{"text": "' + b"x" * 3000 + b'"}\n{"text": "short"}\n'
    found = from_bytes(data, ReadOptions(max_document=1000))
    assert isinstance(found[0], OversizedInput) and found[0].place == "-!1"
    assert isinstance(found[1], Document) and found[1].ref.path == "-!2"


def test_deeply_nested_rows_end() -> None:
    assert isinstance(error(b'{"text": "x", "y": ' + b"[" * 200_000 + b"\n"), MalformedInput)


def test_csv_and_tsv_are_rows_named_as_a_spreadsheet_counts() -> None:
    found = from_bytes(b'id,title,text\r\n1,T,"one\r\ntwo, ""three"""\r\n\r\n2,,four\r\n3,cells\r\n')
    assert [one.ref.path for one in found if isinstance(one, Document)] == ["-!2", "-!4"]
    assert [one.text for one in found if isinstance(one, Document)] == ['one\r\ntwo, "three"', "four"]
    assert isinstance(found[2], MalformedInput) and found[2].place == "-!5"
    assert [one.text for one in from_bytes(b"text\ttitle\nfog\tF\n") if isinstance(one, Document)] == ["fog"]


def test_the_id_of_a_csv_row_does_not_hang_on_quotes_or_order() -> None:
    one, two = document(b'text,title\n"x",y\n'), document(b"title,text\ny,x\n")
    assert one.ref.id == two.ref.id


def test_csv_in_another_encoding(tmp_path: object) -> None:
    assert document("text,title\ncaf\u00e9 \u2013 now,T\n".encode("cp1252")).text == "café – now"
    late = b"text,title\n" + b"x,y\n" * 20000 + "café,y\n".encode("cp1252")
    assert isinstance(from_bytes(late)[-1], UndecodableInput)


def test_an_open_quotation_mark_in_csv_is_named() -> None:
    found = from_bytes(b'text,title\nfine,T\n"never closed,T\nmore,T\n')
    assert isinstance(found[0], Document)
    assert isinstance(found[-1], MalformedInput)
