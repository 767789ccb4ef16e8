"""ZIP, gzip, WARC, feeds and PDF: containers whose members are read one by one, and that cannot do harm."""

from __future__ import annotations

import builtins
import gzip
import io
import json
import time
import zipfile
from pathlib import Path

import pytest
from tests.read.documents import check, document, error, from_bytes, needed

from onrecord.errors import (
    BinaryInput,
    EmptyInput,
    InputError,
    MalformedInput,
    OversizedInput,
    TextlessInput,
    TruncatedInput,
    UnsupportedInput,
)
from onrecord.model import Container, Document
from onrecord.read import ReadOptions, read

ROWS = b'{"text": "one"}\n{"text": "two"}\n'


def zipped(members: dict[str, bytes]) -> bytes:
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in members.items():
            archive.writestr(name, data)
    return held.getvalue()


def places(found: list[Document | InputError]) -> list[str]:
    return [one.ref.path if isinstance(one, Document) else f"! {one.place}" for one in found]


def test_members_of_a_zip_have_places_of_their_own(tmp_path: Path) -> None:
    pile = zipped({"a/b.txt": b"Fog.", "rows.jsonl": ROWS, ".hidden": b"x", "__MACOSX/a": b"x", "empty.txt": b""})
    path = tmp_path / "pile.zip"
    path.write_bytes(pile)
    expected = [f"{path}!a/b.txt", f"{path}!rows.jsonl!1", f"{path}!rows.jsonl!2", f"! {path}!empty.txt"]
    assert places(list(read([str(path)]))) == expected
    assert places(from_bytes(pile)) == [place.replace(str(path), "-") for place in expected]
    first = next(iter(read([str(path)])))
    assert isinstance(first, Document)
    assert first.ref.container == Container(str(path), "a/b.txt")


def test_gzip_is_looked_through(tmp_path: Path) -> None:
    path = tmp_path / "rows.jsonl.gz"
    path.write_bytes(gzip.compress(ROWS[:16]) + gzip.compress(ROWS[16:]) + b"\0" * 10)
    assert places(list(read([str(path)]))) == [f"{path}!1", f"{path}!2"]
    assert document(gzip.compress(b"Fog.")).ref.id == document(b"Fog.").ref.id
    assert document(gzip.compress(zipped({"a.txt": b"Fog."}))).ref.path == "-!a.txt"


def test_a_gzip_that_is_cut_gives_its_rows_so_far() -> None:
    words = (f"Crane {number} idles, {number * 7919 % 104729}." for number in range(9999))
    rows = b"".join(json.dumps({"text": text}).encode() + b"\n" for text in words)
    packed = gzip.compress(rows)
    found = from_bytes(packed[: len(packed) // 2])
    assert len(found) > 1000
    assert all(isinstance(one, Document) for one in found[:-1])
    assert isinstance(found[-1], TruncatedInput)
    assert isinstance(error(gzip.compress(b"Fog until noon." * 9)[:-12]), TruncatedInput)
    assert isinstance(error(packed[:5]), TruncatedInput | BinaryInput)


def test_a_damaged_gzip_is_named() -> None:
    packed = bytearray(gzip.compress(b"Fog until noon. " * 999))
    packed[14] ^= 0xFF
    assert isinstance(error(bytes(packed)), MalformedInput)


def test_bombs_are_refused() -> None:
    blank = b" " * (1 << 20)
    started = time.monotonic()
    bomb = gzip.compress(b"x" + blank * 40)
    assert isinstance(error(bomb), OversizedInput)
    assert isinstance(from_bytes(zipped({"a.txt": b"x" + blank * 40}))[-1], OversizedInput)
    nested = b"Fog."
    for _ in range(9):
        nested = zipped({"inner.zip": nested})
    assert isinstance(from_bytes(nested)[-1], OversizedInput)
    many = zipped({f"{number}.txt": b"x" for number in range(50)})
    assert isinstance(error(many, ReadOptions(max_members=49)), OversizedInput)
    assert time.monotonic() - started < 20


def test_what_is_no_zip_to_read_is_named() -> None:
    whole = zipped({"a.txt": b"Fog until noon."})
    assert isinstance(error(whole[:-30]), TruncatedInput)
    assert isinstance(error(zipped({})), EmptyInput)
    assert isinstance(error(zipped({"[Content_Types].xml": b"x", "word/document.xml": b"x"})), BinaryInput)
    damaged = bytearray(zipped({"a.txt": b"Fog until noon. " * 99, "b.txt": b"Clear."}))
    damaged[40] ^= 0xFF
    found = from_bytes(bytes(damaged))
    assert isinstance(found[0], InputError) and found[0].place == "-!a.txt"
    assert isinstance(found[1], Document) and found[1].text == "Clear."
    locked = bytearray(whole)
    locked[6] |= 1
    locked[whole.index(b"PK\x01\x02") + 8] |= 1
    assert "password" in error(bytes(locked)).reason


def test_a_member_that_has_lost_its_name_ends_nothing() -> None:
    pile = zipped({"a.txt": b"Fog until noon.", "b.txt": b"Clear."}).replace(b"a.txt", b"\0.txt")
    assert [one.text for one in from_bytes(pile) if isinstance(one, Document)][-1] == "Clear."


def record(kind: str, address: str, block: bytes, length: int | None = None, more: str = "") -> bytes:
    head = f"WARC/1.0\r\nWARC-Type: {kind}\r\nWARC-Target-URI: {address}\r\nWARC-Date: 2031-03-09T00:00:00Z\r\n"
    head += f"WARC-Record-ID: <urn:uuid:{abs(hash(address)):032x}>\r\n{more}"
    return f"{head}Content-Length: {len(block) if length is None else length}\r\n\r\n".encode() + block + b"\r\n\r\n"


def response(words: str, kind: str = "text/html", status: str = "200 OK") -> bytes:
    body = f"<html><body><p>{words}</p></body></html>".encode() if "html" in kind else words.encode()
    return f"HTTP/1.1 {status}\r\nContent-Type: {kind}\r\nContent-Length: {len(body)}\r\n\r\n".encode() + body


def texts(found: list[Document | InputError]) -> list[str]:
    return [one.text for one in found if isinstance(one, Document)]


def test_pages_and_texts_of_a_warc_are_read_and_nothing_else() -> None:
    archive = (
        record("request", "https://x.example/", b"GET / HTTP/1.1\r\n\r\n")
        + record("response", "https://x.example/1", response("Fog."))
        + record("response", "https://x.example/2", response("gone", status="404 Not Found"))
        + record("response", "https://x.example/3", response("\x89PNG", "image/png"))
        + record("response", "https://x.example/4", response("Clear.", "text/plain"))
    )
    for data in (archive, gzip.compress(archive)):
        found = from_bytes(data)
        assert texts(found) == ["Fog.", "Clear."]
        assert places(found) == ["-!2", "-!5"]
    assert isinstance(error(record("request", "https://x.example/", b"GET / HTTP/1.1\r\n\r\n")), TextlessInput)


def test_a_record_that_says_it_is_longer_does_not_swallow_the_next() -> None:
    found = from_bytes(
        record("response", "https://x.example/1", response("Fog."), 9_999_999)
        + record("response", "https://x.example/2", response("Clear."))
        + record("response", "https://x.example/3", response("Rain."))
    )
    assert texts(found) == ["Fog.", "Clear.", "Rain."]
    assert any(isinstance(one, TruncatedInput) and one.place == "-!1" for one in found)


@pytest.mark.parametrize("length", [-5, 20])
def test_a_record_that_says_it_is_shorter_does_not_stop_the_next(length: int) -> None:
    found = from_bytes(
        record("response", "https://x.example/1", response("Fog."))
        + record("response", "https://x.example/2", response("Clear."), length)
        + record("response", "https://x.example/3", response("Rain."))
    )
    assert texts(found)[0] == "Fog."
    assert texts(found)[-1] == "Rain."


def test_a_warc_that_is_cut_gives_what_is_there_and_says_so() -> None:
    archive = record("response", "https://x.example/1", response("Fog.")) + record(
        "response", "https://x.example/2", response("Clear until the evening, then fog.")
    )
    found = from_bytes(archive[:-40])
    assert texts(found)[0] == "Fog."
    assert isinstance(found[-1], TruncatedInput) and found[-1].place == "-!2"
    packed = gzip.compress(archive)
    assert isinstance(from_bytes(packed[:-20])[-1], TruncatedInput)


def test_real_archives_are_read_or_named() -> None:
    for path in needed("warc"):
        found = list(read([str(path)]))
        assert found, path
        for one in found:
            if isinstance(one, Document):
                check(one)
    good = [path for path in needed("warc") if path.name in {"example.warc", "example.warc.gz", "example.arc"}]
    assert len(good) == 3
    for path in good:
        (one,) = read([str(path)])
        assert isinstance(one, Document)
        assert one.title and one.title.value == "Example Domain"


def test_a_feed_that_is_cut_or_none_is_named() -> None:
    feed = b"<rss version='2.0'><channel><title>T</title><item><title>One</title></item><item><title>Two</title></item>"
    found = from_bytes(feed)
    assert texts(found) == ["One", "Two"]
    assert isinstance(found[-1], TruncatedInput)
    assert isinstance(error(b"<rss version='2.0'><channel></channel></rss>"), EmptyInput)
    assert isinstance(error(b'{"version": "https://jsonfeed.org/version/1", "items": ['), MalformedInput)


def test_entities_of_a_feed_do_not_explode() -> None:
    entities = "".join(f"<!ENTITY a{n} '{f'&a{n - 1};' * 10}'>" for n in range(1, 12))
    bomb = f"<?xml version='1.0'?><!DOCTYPE rss [<!ENTITY a0 'fog'>{entities}]><rss><channel><item><title>&a11;</title>"
    started = time.monotonic()
    from_bytes(bomb.encode())
    assert time.monotonic() - started < 5


def pdf(words: str) -> bytes:
    stream = f"BT /F1 12 Tf 72 720 Td ({words}) Tj ET".encode()
    parts = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] /Contents 4 0 R"
        b" /Resources << /Font << /F1 << /Type /Font /Subtype /Type1 /BaseFont /Helvetica >> >> >> >>",
        b"<< /Length %d >>\nstream\n" % len(stream) + stream + b"\nendstream",
    ]
    out, offsets = b"%PDF-1.4\n", []
    for number, part in enumerate(parts, 1):
        offsets.append(len(out))
        out += b"%d 0 obj\n" % number + part + b"\nendobj\n"
    table = b"".join(b"%010d 00000 n \n" % offset for offset in offsets)
    trailer = b"trailer << /Root 1 0 R /Size 5 >>\nstartxref\n%d\n%%%%EOF" % len(out)
    return out + b"xref\n0 5\n0000000000 65535 f \n" + table + trailer


def test_a_pdf_is_one_document() -> None:
    pytest.importorskip("pypdf")
    found = document(pdf("Cranes idle at pier nine."))
    assert (found.text, found.ref.reader) == ("Cranes idle at pier nine.", "pdf")
    assert isinstance(error(pdf("")), TextlessInput)
    assert isinstance(error(b"%PDF-1.4\nnothing"), MalformedInput)


def test_without_the_extra_a_pdf_names_it(monkeypatch: pytest.MonkeyPatch) -> None:
    real = builtins.__import__

    def without(name: str, *rest: object, **more: object) -> object:
        if name.startswith("pypdf"):
            raise ImportError(name)
        return real(name, *rest, **more)  # type: ignore[arg-type]

    monkeypatch.setattr(builtins, "__import__", without)
    found = error(b"%PDF-1.4\n")
    assert isinstance(found, UnsupportedInput)
    assert "onrecord[pdf]" in found.reason
