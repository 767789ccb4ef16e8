"""Bad input, driven through the command line as a person meets it.

Whatever lies in a pile: every bad input is named with its reason on standard error, everything else is processed, the
exit status is 1, nothing ends in a traceback or hangs, and an output is whole or the old one.
"""

from __future__ import annotations

import gzip
import io
import json
import os
import shutil
import subprocess
import sys
import tempfile
import time
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
from tests.conftest import Command

SOUND = (
    "The council of Larnholm voted on Monday to close the old quay.\n\n"
    "“The quay is not safe,” said Ida Brandt, the harbour master.\n"
)
SAID = "The quay is not safe"


def zipped(*members: tuple[str, bytes]) -> bytes:
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in members:
            archive.writestr(name, data)
    return held.getvalue()


def nested(data: bytes, pack: Callable[[bytes], bytes], times: int) -> bytes:
    for _ in range(times):
        data = pack(data)
    return data


def mailbox(count: int) -> bytes:
    return b"".join(
        b"From ida@larnholm.example Mon Mar  3 10:00:0%d 2031\nFrom: Ida Brandt <ida@larnholm.example>\n"
        b"Subject: Letter %d\nMessage-ID: <%d@larnholm.example>\nContent-Type: text/plain\n\n"
        b"Letter number %d says that the quay is closed.\n\n" % (n, n, n, n)
        for n in range(count)
    )


def response(number: int, promised: int = 0) -> bytes:
    """A WARC record whose length says `promised` bytes more than there are."""
    body = (
        b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n<html><head><title>Quay %d</title></head><body>"
        b"<p>The quay number %d is closed for good, said Ida Brandt of the council.</p></body></html>"
        % (number, number)
    )
    return (
        (
            b"WARC/1.0\r\nWARC-Type: response\r\nWARC-Record-ID: <urn:uuid:%d>\r\nWARC-Date: 2031-03-01T00:00:00Z\r\n"
            b"WARC-Target-URI: http://larnholm.example/%d\r\nContent-Type: application/http; msgtype=response\r\n"
            b"Content-Length: %d\r\n\r\n" % (number, number, len(body) + promised)
        )
        + body
        + b"\r\n\r\n"
    )


def feed(rest: str) -> bytes:
    return f'<?xml version="1.0"?><rss version="2.0"><channel><title>Larnholm</title>{rest}'.encode()


NAMED: dict[str, tuple[str, bytes, str]] = {
    "empty": ("empty.txt", b"", "empty"),
    "blank": ("blank.txt", b" \n\t\n", "nothing but white space"),
    "binary": ("picture.txt", bytes(range(256)) * 100, "binary data"),
    "truncated gzip": ("cut.txt.gz", gzip.compress(os.urandom(3000))[:200], "end early"),
    "damaged gzip": ("bad.txt.gz", b"\x1f\x8b\x08\x00\x00\x00\x00\x00\x00\x03" + b"\xff" * 40, "gzip"),
    "gzip in gzip": ("deep.gz", nested(SOUND.encode(), gzip.compress, 12), "archives in archives"),
    "zip in zip": ("deep.zip", nested(SOUND.encode(), lambda data: zipped(("a", data)), 12), "archives in archives"),
    "zip bomb": ("bomb.zip", zipped(("zeros.txt", b"0" * 60_000_000)), "unpacks to far more"),
    "gzip bomb": ("bomb.gz", gzip.compress(b"a " * 40_000_000), "unpacks to far more"),
    "no zip": ("fake.zip", b"PK\x03\x04" + b"x" * 100, "cut or damaged"),
    "mailbox cut in the headers": ("cut.mbox", mailbox(3)[:-100], "ends within its headers"),
    "warc with a wrong length": ("long.warc", response(1, 77) + response(2), "shorter than its length says"),
    "page without text": ("bare.html", b"<html><body><script>var quay = 1</script></body></html>", "without text"),
    "feed that ends": ("cut.xml", feed("<item><title>Quay</title><description>Clo"), "ends before it is closed"),
    "JSON that nests": ("deep.jsonl", b'{"text":"x","a":' + b"[" * 5000 + b"]" * 5000 + b"}\n", "not JSON"),
    "text that is null": ("null.jsonl", b'{"text":null,"title":"x"}\n', "no column of text"),
    "span outside the text": (
        "far.jsonl",
        b'{"text":"Quay","statements":[{"id":"s","content":[[0,900]]}]}\n',
        "outside the text",
    ),
    "span that is no span": (
        "back.jsonl",
        b'{"text":"Quay","statements":[{"id":"s","content":[[3,1]]}]}\n',
        "not a span",
    ),
    "number that is none": (
        "huge.jsonl",
        b'{"text":"Quay","statements":[{"id":"s","content":[[0,%d]]}]}\n' % 10**40,
        "statements",
    ),
    "table of ragged rows": ("rows.csv", b"title,text\nA\n", "1 cells under 2 columns"),
    "packed analysis": ("old.jsonl.gz", gzip.compress(b'{"record":"run","schema":1}\n'), "an analysis by onrecord"),
}
"""What is wrong -> name of the file, its bytes, words of the reason."""

READ: dict[str, tuple[str, bytes, str]] = {
    "wrong declared charset": (
        "bürger.html",
        b'<html><head><meta charset="shift_jis"></head><body><p>'
        + ("Der Bürgermeister sagte, der Hafen bleibe für alle geöffnet. " * 5).encode("cp1252")
        + b"</p></body></html>",
        "für alle geöffnet",
    ),
    "charset that is none": (
        "odd.eml",
        b"From: a@b.example\nSubject: x\nMIME-Version: 1.0\nContent-Type: text/plain; charset=nonsense-9\n\nNo quay.\n",
        "No quay",
    ),
    "NUL bytes": ("nul.txt", b"The qu\0ay is \0not safe.\n", "The quay is not safe."),
    "lone surrogates": ("half.jsonl", b'{"text":"Quay \\ud800 closed, title","title":"\\udfff"}\n', "Quay � closed"),
    "carriage returns": ("mac.txt", SOUND.replace("\n", "\r").encode(), SAID),
    "both line ends": ("dos.txt", SOUND.replace("\n", "\r\n").encode(), SAID),
    "UTF-16 with a mark": ("wide.txt", SOUND.encode("utf-16"), SAID),
    "UTF-16 without one": ("bare.txt", SOUND.replace("“", '"').replace("”", '"').encode("utf-16-be"), SAID),
    "UTF-32 with a mark": ("four.txt", SOUND.encode("utf-32"), SAID),
    "Shift-JIS": ("kana.txt", ("評議会は古い埠頭を閉鎖することを決議した。\n" * 8).encode("sjis"), "埠頭を閉鎖"),
    "KOI8-R": (
        "koi.txt",
        ("Совет порта проголосовал за закрытие старого причала. " * 6).encode("koi8-r"),
        "Совет порта",
    ),
    "right to left": ("rtl.txt", 'המועצה הצביעה.\n\n"הרציף אינו בטוח," אמרה עידה.\n'.encode(), "הרציף"),
    "emoji": ("sea.txt", "👩‍👩‍👧‍👦🇪🇺 🦭.\n\n“The quay 🛳️ is shut,” said Ida 😀 Brandt.\n".encode(), "quay 🛳️ is"),
    "a feed that is no XML": (
        "quay.rss",
        b"No mark-up at all, only words about the quay.",
        "only words about the quay",
    ),
    "a hundred thousand tags": (
        "tags.html",
        b"<html><body>" + b"<div>" * 100_000 + b"<p>The quay is closed.</p>",
        "The quay is closed.",
    ),
    "fifty thousand links": (
        "links.html",
        b"<html><body>" + b"".join(b'<p><a href="/%d">Story number %d</a></p>' % (n, n) for n in range(50_000)),
        "Story number 49999",
    ),
    "three thousand parts": (
        "parts.eml",
        b"From: a@b.example\nSubject: many\nMIME-Version: 1.0\nContent-Type: multipart/mixed; boundary=b\n\n"
        + b"".join(b"--b\nContent-Type: text/plain\n\nPart %d of the quay.\n" % n for n in range(3000))
        + b"--b--\n",
        "Part 1 of the quay",
    ),
    "a cell of five megabytes": (
        "cell.csv",
        b'title,text\nA,"' + b"The quay is closed. " * 250_000 + b'"\nB,The last row stays.\n',
        "The last row stays.",
    ),
    "capitals without an end": ("caps.txt", b"Ida Brandt " * 30_000, "Ida Brandt"),
    "a million laughs": (
        "lol.xml",
        b'<?xml version="1.0"?><!DOCTYPE rss [<!ENTITY l0 "lol">'
        + b"".join(b'<!ENTITY l%d "%s">' % (n, b"&l%d;" % (n - 1) * 10) for n in range(1, 10))
        + b']><rss version="2.0"><channel><title>T</title><item><title>&l9;</title>'
        b"<description>The quay &l9;</description></item></channel></rss>",
        "The quay",
    ),
}
"""What is odd -> name of the file, its bytes, words that are read all the same."""


def texts(output: bytes) -> str:
    return "\n".join(r["text"] for line in output.splitlines() if (r := json.loads(line))["record"] == "article")


def clean(done: subprocess.CompletedProcess[bytes]) -> str:
    """What was said on standard error, which is never a traceback."""
    said = done.stderr.decode()
    assert "Traceback" not in said, said
    return said


@pytest.mark.parametrize("case", NAMED)
def test_a_bad_input_is_named_with_its_reason_and_the_others_are_briefed(
    onrecord: Command, tmp_path: Path, case: str
) -> None:
    name, data, reason = NAMED[case]
    (tmp_path / "pile").mkdir()
    (tmp_path / "pile" / name).write_bytes(data)
    (tmp_path / "pile" / "zz-sound.txt").write_text(SOUND)
    done = onrecord("brief", "pile", "--json", timeout=60)
    failures = [line for line in clean(done).splitlines() if line.startswith("not read: ")]
    assert any(name in line and reason in line for line in failures), failures
    assert done.returncode == 1
    assert SAID.encode() in done.stdout


@pytest.mark.parametrize("case", READ)
def test_an_odd_input_is_read_all_the_same(onrecord: Command, tmp_path: Path, case: str) -> None:
    name, data, words = READ[case]
    (tmp_path / name).write_bytes(data)
    done = onrecord("analyse", name, timeout=60)
    assert clean(done) == ""
    assert done.returncode == 0
    assert words in texts(done.stdout)
    briefed = onrecord("brief", name, "-o", "page.html", timeout=60)
    clean(briefed)
    assert briefed.returncode == 0
    assert (tmp_path / "page.html").read_bytes().rstrip().endswith(b"</html>")


def test_an_endless_line_takes_a_moment_or_is_refused(onrecord: Command, tmp_path: Path) -> None:
    """Ten megabytes are read in linear time; a hundred are more than one document may be, and are told so at once."""
    (tmp_path / "line.txt").write_bytes(b"The quay is closed and nobody knows why. " * 250_000)
    (tmp_path / "hundred.txt").write_bytes(b"The quay is closed and nobody knows why. " * 2_500_000)
    begun = time.monotonic()
    done = onrecord("analyse", "hundred.txt", "line.txt", "-o", "line.jsonl")
    assert time.monotonic() - begun < 60
    assert done.returncode == 1
    assert "hundred.txt: longer than 64 MiB" in clean(done)
    assert (tmp_path / "line.jsonl").stat().st_size > 10_000_000


def test_links_that_loop_pipes_and_odd_folders_are_named(onrecord: Command, tmp_path: Path) -> None:
    pile = tmp_path / "pile"
    (pile / "folder.txt").mkdir(parents=True)
    (pile / "folder.txt" / "sound.txt").write_text(SOUND)
    (pile / "itself").symlink_to("itself")
    (pile / "up").symlink_to("..")
    os.mkfifo(pile / "pipe.txt")
    done = onrecord("brief", "pile", "--json", timeout=30)
    said = clean(done)
    assert done.returncode == 1
    for place, reason in (("pile/itself", "loop"), ("pile/up", "link back"), ("pile/pipe.txt", "neither a file")):
        assert any(place in line and reason in line for line in said.splitlines()), said
    assert SAID.encode() in done.stdout


def test_a_pipe_that_is_named_loses_no_byte(tmp_path: Path) -> None:
    """`<(command)` in a shell: looking what it is must not swallow its beginning."""
    (tmp_path / "sound.txt").write_text(SOUND)
    shell = f"{sys.executable} -m onrecord analyse <(cat sound.txt)"
    done = subprocess.run(["bash", "-c", shell], cwd=tmp_path, capture_output=True, timeout=60, check=True)
    assert texts(done.stdout) == SOUND.strip()


def test_a_folder_without_permission_is_named(tmp_path: Path) -> None:
    """Root may read anything, so where these tests run as root the command runs as nobody, within an open folder."""
    program = [sys.executable, "-m", "onrecord"]
    with tempfile.TemporaryDirectory() as held:
        if os.getuid() == 0:
            nobody = ["setpriv", "--reuid=65534", "--regid=65534", "--clear-groups"]
            if not shutil.which("setpriv") or subprocess.run([*nobody, *program, "--version"], check=False).returncode:
                pytest.skip("these tests run as root, and nobody else can run this Python here")
            program = [*nobody, *program]
            Path(held).chmod(0o755)
        pile = Path(held) / "pile"
        (pile / "closed").mkdir(parents=True)
        (pile / "sound.txt").write_text(SOUND)
        (pile / "shut.txt").write_text(SOUND + "shut")
        (pile / "closed").chmod(0)
        (pile / "shut.txt").chmod(0)
        done = subprocess.run([*program, "brief", ".", "--json"], cwd=pile, capture_output=True, check=False)
        (pile / "closed").chmod(0o755)
    said = clean(done)
    assert done.returncode == 1, said
    assert "closed: no permission to read it" in said
    assert "shut.txt: no permission to read it" in said
    assert SAID.encode() in done.stdout


@pytest.mark.parametrize(
    "name", [b"two\nlines.txt", b"no \xff\xfe utf-8.txt", b"-dash.txt", b"<b>&quot;.txt", b"\x1b[2J.txt", b"[a-z]*.txt"]
)
def test_any_file_name_can_be_read_named_and_written(onrecord: Command, tmp_path: Path, name: bytes) -> None:
    (tmp_path / "pile").mkdir()
    path = tmp_path / "pile" / os.fsdecode(name)
    path.write_text(SOUND)
    for form in ("b.html", "b.txt", "b.json"):
        done = onrecord("brief", "pile", "-o", form)
        assert clean(done).startswith(f"{form}: 1 pieces")
        assert done.returncode == 0
        assert SAID.encode() in (tmp_path / form).read_bytes()
    assert len(onrecord("read", "pile").stdout.decode().splitlines()) == 1
    path.write_bytes(b"")
    done = onrecord("read", "pile")
    assert done.returncode == 1
    assert len(clean(done).splitlines()) == 1
    assert b"\x1b" not in done.stderr


def test_a_device_without_end_is_refused(onrecord: Command) -> None:
    done = onrecord("analyse", "/dev/zero", timeout=30)
    assert done.returncode == 1
    assert "not read: /dev/zero: " in clean(done)


def test_the_same_file_twice_is_one_piece(onrecord: Command, tmp_path: Path) -> None:
    (tmp_path / "sound.txt").write_text(SOUND)
    done = onrecord("brief", "sound.txt", "./sound.txt", str(tmp_path), "--json")
    assert json.loads(done.stdout)["pieces"] == 1


def test_our_own_outputs_are_no_coverage(onrecord: Command, tmp_path: Path) -> None:
    """The second run in the same folder meets what the first one wrote there."""
    (tmp_path / "sound.txt").write_text(SOUND)
    assert onrecord("analyse", ".", "-o", "pile.jsonl").returncode == 0
    first = onrecord("brief", "sound.txt", "-o", "issue.html")
    assert first.returncode == 0
    done = onrecord("brief", ".", "--json")
    said = clean(done)
    assert json.loads(done.stdout)["pieces"] == 1
    assert "pile.jsonl: an analysis by onrecord" in said
    assert "issue.html: a briefing by onrecord" in said
    assert len(said.splitlines()) == 2


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        (lambda data: data[:-20], "cut"),
        (lambda data: data.replace(b'"schema":1', b'"schema":2', 1), "schema 2"),
        (lambda data: data.replace(b'"content":[[', b'"content":[[9', 1), "span"),
        (
            lambda data: b"".join(line for line in data.splitlines(True) if b'"record":"article"' not in line),
            "not there",
        ),
        (lambda data: data.splitlines(True)[0] + b"\xff\xfe\n", "not a record"),
        (lambda data: data.splitlines(True)[0] + b'{"record":"article"}\n', "schema"),
    ],
    ids=["cut", "another version", "span outside", "articles gone", "bytes", "fields gone"],
)
def test_an_analysis_that_does_not_hold_is_named(
    onrecord: Command, tmp_path: Path, change: Callable[[bytes], bytes], reason: str
) -> None:
    (tmp_path / "sound.txt").write_text(SOUND)
    (tmp_path / "other.txt").write_text("The ferry sails on Sunday, said Jonas Weil.\n")
    assert onrecord("analyse", "sound.txt", "-o", "pile.jsonl").returncode == 0
    data = (tmp_path / "pile.jsonl").read_bytes()
    changed = change(data)
    assert changed != data
    (tmp_path / "pile.jsonl").write_bytes(changed)
    done = onrecord("brief", "pile.jsonl", "other.txt", "--json")
    assert done.returncode == 1
    assert reason in clean(done)
    assert b"The ferry sails on Sunday" in done.stdout
    for option in ("--against", "--reuse"):
        refused = onrecord("brief", "other.txt", option, "pile.jsonl")
        assert refused.returncode == 1
        assert "pile.jsonl" in clean(refused)


def test_a_disk_that_fills_up_leaves_the_old_page(tmp_path: Path) -> None:
    """A limit on the size of files is what a full disk is to a program: the write fails half way."""
    (tmp_path / "sound.txt").write_text(SOUND)
    (tmp_path / "issue.html").write_text("old")
    script = (
        "import resource, sys; resource.setrlimit(resource.RLIMIT_FSIZE, (1000, 1000))\n"
        "from onrecord.cli import main\n"
        "sys.argv = ['onrecord', 'brief', 'sound.txt', '-o', 'issue.html']\nmain()\n"
    )
    done = subprocess.run([sys.executable, "-c", script], cwd=tmp_path, capture_output=True, timeout=60, check=False)
    assert done.returncode == 3
    assert clean(done).startswith("not written: ")
    assert (tmp_path / "issue.html").read_text() == "old"
    assert sorted(path.name for path in tmp_path.iterdir()) == ["issue.html", "sound.txt"]


def test_mark_up_and_scripts_of_a_piece_stay_words(onrecord: Command, tmp_path: Path) -> None:
    row = {
        "text": "“The quay <script>alert(1)</script> is not safe at all,” said Ida Brandt, the harbour master.",
        "title": "</title></script><script>alert(2)</script>",
        "url": "javascript:alert(3)",
        "outlet": '"><img src=x onerror=alert(4)>',
    }
    (tmp_path / "rows.jsonl").write_text(json.dumps(row) + "\n")
    assert onrecord("brief", "rows.jsonl", "-o", "page.html").returncode == 0
    page = (tmp_path / "page.html").read_text()
    assert "alert(1)" in page
    for bad in ("<script>alert", "<img", 'href="javascript:'):
        assert bad not in page
