"""Encodings: what holds decides, not what is declared; every change to the text has a name."""

from __future__ import annotations

import os
import time
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.read.documents import document, error

from onrecord.errors import BinaryInput, EmptyInput, OversizedInput
from onrecord.model import Document
from onrecord.read import ReadOptions, read

WORDS = "Der Kran am Kai steht still: „Niemand sagt uns, warum“, erklärt Øyvind Åse – zum dritten Mal."
HEBREW = "העגורנים ברציף תשע עמדו דוממים ביום השלישי, והנמל לא אמר מדוע. איש לא נשאל."
RUSSIAN = "Краны у девятого причала стоят третий день, и порт не говорит почему. Никого не спросили."


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "utf-32"])
def test_a_byte_order_mark_decides(encoding: str) -> None:
    found = document(WORDS.encode(encoding))
    assert found.text == WORDS
    assert found.normalised == ("bom",)


@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be"])
def test_utf_16_without_a_mark_is_seen(encoding: str) -> None:
    found = document(WORDS.encode(encoding))
    assert found.text == WORDS
    assert found.normalised == (f"charset:{encoding}",)


@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be", "utf-32-le", "utf-32-be"])
@pytest.mark.parametrize("words", [HEBREW, RUSSIAN])
def test_wide_characters_of_other_scripts_are_read_when_they_are_named(words: str, encoding: str) -> None:
    data = (words + "\n").encode(encoding) * 5
    failure = error(data)
    assert isinstance(failure, BinaryInput)
    assert "name that with --encoding, such as utf-16-le" in failure.reason
    assert document(data, ReadOptions(encoding=encoding)).text == (words + "\n") * 5


def test_a_table_in_a_named_wide_encoding_is_read(tmp_path: Path) -> None:
    table = tmp_path / "rows.csv"
    table.write_bytes(f'title,text\nA,"{RUSSIAN}"\n'.encode("utf-16-le"))
    (found,) = read([str(table)], ReadOptions(encoding="utf-16-le"))
    assert isinstance(found, Document)
    assert found.text == RUSSIAN


def test_utf_8_that_is_said_to_be_wide_stays_utf_8() -> None:
    assert document(WORDS.encode() * 2, ReadOptions(encoding="utf-16-le")).text == WORDS * 2
    assert "--encoding" not in error(bytes(range(256)) * 40).reason


@pytest.mark.parametrize(
    ("words", "encoding"), [(HEBREW, "cp1255"), (RUSSIAN, "cp1251"), (RUSSIAN, "koi8-r"), (WORDS, "cp1252")]
)
def test_an_undeclared_encoding_is_guessed_from_the_words(words: str, encoding: str) -> None:
    found = document((words + "\n").encode(encoding) * 5)
    assert found.text == (words + "\n") * 5
    assert [note.partition(":")[0] for note in found.normalised] == ["charset"]


def test_utf_8_that_holds_beats_a_wrong_declaration() -> None:
    page = f'<html><head><meta charset="iso-8859-1"></head><body><p>{WORDS}</p></body></html>'
    found = document(page.encode())
    assert found.text == WORDS
    assert "charset:utf-8 instead of iso-8859-1" in found.normalised
    mail = f"MIME-Version: 1.0\nSubject: x\nContent-Type: text/plain; charset=windows-1252\n\n{WORDS}\n"
    assert document(mail.encode()).text == WORDS


def test_a_declaration_that_holds_is_believed() -> None:
    page = f'<html><head><meta charset="windows-1251"></head><body><p>{RUSSIAN}</p></body></html>'
    assert document(page.encode("cp1251")).text == RUSSIAN
    assert document(RUSSIAN.encode("koi8-r"), ReadOptions(encoding="koi8-r")).text == RUSSIAN


def test_what_is_called_latin_1_is_windows_1252() -> None:
    page = '<html><head><meta charset="latin-1"></head><body><p>\x93No\x94 \x96 caf\xe9</p></body></html>'
    assert document(page.encode("latin-1")).text == "“No” – café"


def test_seven_bit_encodings_are_believed() -> None:
    words = "港のクレーンは三日間止まったままだ。"
    mail = b"MIME-Version: 1.0\nSubject: x\nContent-Type: text/plain; charset=ISO-2022-JP\n\n" + words.encode(
        "iso2022_jp"
    )
    assert document(mail).text == words


def test_a_few_damaged_bytes_do_not_spoil_the_rest() -> None:
    data = (WORDS * 20).encode()
    found = document(data[:300] + b"\xff" + data[300:])
    assert found.text.replace("\N{REPLACEMENT CHARACTER}", "") == WORDS * 20
    assert found.normalised == ("replaced",)


def test_only_newlines_and_nul_are_touched_and_that_is_recorded() -> None:
    found = document(b"  one\r\ntwo\rthree\n\n\tfo\0ur \xe2\x80\xa8 e\xcc\x81  \n")
    assert found.text == "  one\ntwo\nthree\n\n\tfour \u2028 e\u0301  \n"
    assert found.normalised == ("newlines", "nul")
    untouched = "  one\n\n\ttwo\x0c e\u0301 \u2028 \n"
    assert document(untouched.encode()).text == untouched
    assert document(untouched.encode()).normalised == ()


@given(st.text(st.characters(exclude_categories=["Cs", "Cc"], include_characters="\n\t", exclude_characters="\ufeff")))
def test_text_is_kept_character_for_character(words: str) -> None:
    text = "Cranes idle: " + words
    assert document(text.encode()).text == text


@pytest.mark.parametrize("data", [b"", b"  \n\t \r\n", b"\0\0\0", "\ufeff".encode(), " \u2003\n".encode()])
def test_nothing_is_empty(data: bytes) -> None:
    assert isinstance(error(data), EmptyInput | BinaryInput)


@pytest.mark.parametrize(
    "data",
    [
        b"\x89PNG\r\n\x1a\n" + bytes(range(256)),
        bytes(range(256)) * 40,
        b"\x7fELF\x02\x01\x01" + bytes(60),
        b"BZh91AY\xff\x01",
    ],
)
def test_binary_is_refused_with_a_reason(data: bytes) -> None:
    assert isinstance(error(data), BinaryInput)


def test_random_bytes_are_not_read_as_text() -> None:
    assert isinstance(error(b"x" + os.urandom(4096)), BinaryInput)


def test_a_line_of_a_hundred_megabytes_is_refused_at_once_and_one_below_the_limit_is_read() -> None:
    started = time.monotonic()
    found = error(b"harbour " * (100 << 17))
    assert isinstance(found, OversizedInput)
    assert "64 MiB" in found.reason
    assert len(document(b"harbour " * (16 << 17)).text) == 16 << 20
    assert time.monotonic() - started < 10
