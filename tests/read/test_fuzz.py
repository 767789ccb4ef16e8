"""Whatever the bytes are, reading gives documents and named errors, and ends in time."""

from __future__ import annotations

import gzip
import io
import random
import time
import zipfile
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.read.documents import check, needed

from onrecord.errors import InputError
from onrecord.model import Document
from onrecord.read import ReadOptions, read

GOLDEN = sorted(path for path in (Path(__file__).parent / "data").iterdir() if ".expected" not in path.name)
SEEDS = {path.name: path.read_bytes() for path in GOLDEN}
STARTS = [
    b"",
    b"<html>",
    b"<!DOCTYPE html><p>",
    b"From a@b Mon Jan 1 10:00:00 2001\nSubject: x\n\n",
    b"MIME-Version: 1.0\nSubject: x\n",
    b"WARC/1.0\r\n",
    b"filedesc://x 0.0.0.0 20310309000000 text/plain 5\n",
    b"%PDF-1.4\n",
    b"\x1f\x8b\x08\x00",
    b"PK\x03\x04",
    b"<rss version='2.0'>",
    b"<feed xmlns='http://www.w3.org/2005/Atom'>",
    b'{"version": "https://jsonfeed.org/version/1", "items": [',
    b'{"text": "',
    b'[{"text": "x"},',
    b"text,title\n",
    b"\xff\xfe",
    b"\xef\xbb\xbf",
]
ODD = (b"\0", b"\r", b"\n\n", b"\xff", b"<", b">", b'"', b"--", b"\n.", b"=\n")
NAMES = [None, "x.md", "x.csv", "x.tsv", "x.json", "x.eml", "x.mbox", "x.html", "x.xml"]


def outcome(data: bytes, folder: Path | None = None, name: str | None = None) -> list[Document | InputError]:
    """Everything that is read from these bytes, checked; by a file with this name, or through a pipe."""
    started = time.process_time()
    options = ReadOptions(max_unpacked=1 << 24)
    if name is None or folder is None:
        found = list(read(["-"], options, io.BytesIO(data)))
    else:
        path = folder / name
        path.write_bytes(data)
        found = list(read([str(path)], options))
    assert time.process_time() - started < 5
    for one in found:
        assert isinstance(one, Document | InputError)
        if isinstance(one, Document):
            check(one)
        else:
            assert one.place
            assert one.reason
            assert not one.reason.endswith(".")
    return found


@settings(max_examples=300, deadline=None)
@given(st.sampled_from(STARTS), st.binary(max_size=400))
def test_bytes_of_every_kind(start: bytes, rest: bytes) -> None:
    assert outcome(start + rest)


@settings(max_examples=200, deadline=None)
@given(st.sampled_from(STARTS), st.text(max_size=200), st.sampled_from(NAMES))
def test_texts_of_every_kind_under_every_name(
    tmp_path_factory: pytest.TempPathFactory, start: bytes, words: str, name: str | None
) -> None:
    assert outcome(start + words.encode("utf-8", "surrogatepass"), tmp_path_factory.getbasetemp(), name)


def mutated(data: bytes, chance: random.Random) -> bytes:
    """The same bytes with a few faults: bits, cuts, doubled and swapped stretches, odd bytes put in."""
    held = bytearray(data)
    for _ in range(chance.randint(1, 8)):
        at, size = chance.randrange(len(held) + 1), chance.choice((1, 2, 7, 60, 900))
        match chance.randrange(6):
            case 0:
                del held[at : at + size]
            case 1:
                held[at:at] = bytes(chance.randrange(256) for _ in range(min(size, 60)))
            case 2:
                held[at:at] = held[at : at + size] * chance.choice((1, 3, 40))
            case 3:
                held[at : at + 1] = chance.choice(ODD)
            case 4:
                other = chance.randrange(len(held) + 1)
                held[at:at] = held[other : other + size]
            case _:
                del held[at + size * 20 :]
    return bytes(held)


@settings(max_examples=250, deadline=None)
@given(st.sampled_from(sorted(SEEDS)), st.integers(0, 1 << 30))
def test_mutated_files_of_every_format(tmp_path_factory: pytest.TempPathFactory, name: str, seed: int) -> None:
    assert outcome(mutated(SEEDS[name], random.Random(seed)), tmp_path_factory.getbasetemp(), name)


@settings(max_examples=100, deadline=None)
@given(st.sampled_from(sorted(SEEDS)), st.integers(0, 1 << 30), st.booleans())
def test_mutated_archives(tmp_path_factory: pytest.TempPathFactory, name: str, seed: int, zips: bool) -> None:
    chance = random.Random(seed)
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(name, SEEDS[name])
        archive.writestr("b.txt", b"Fog.")
    packed = held.getvalue() if zips else gzip.compress(SEEDS[name])
    assert outcome(mutated(packed, chance), tmp_path_factory.getbasetemp(), chance.choice((None, "x.zip", "x.gz")))


@pytest.mark.parametrize("folder", ["newsletters/mail-2002", "warc"])
def test_mutated_real_files(folder: str) -> None:
    chance = random.Random(2031)
    for path in needed(folder):
        for _ in range(3):
            assert outcome(mutated(path.read_bytes(), chance))


def test_a_mailbox_of_mutated_mails_keeps_the_sound_ones() -> None:
    chance = random.Random(2031)
    sound = b"From a@b Mon Jan  1 10:00:00 2001\nSubject: sound\n\nThe cranes stood still.\n\n"
    box = b""
    mails = needed("newsletters/mail-2002")[:40]
    for path in mails:
        box += sound + b"From a@b Mon Jan  1 10:00:00 2001\n" + mutated(path.read_bytes(), chance) + b"\n\n"
    found = outcome(box + sound)
    kept = [one for one in found if isinstance(one, Document) and one.text == "The cranes stood still."]
    assert len(kept) == len(mails) + 1
