"""Speed and memory of reading, against peers in the same run.

    python bench/read.py                  all figures; mail and pages of the shared data if they are there, else made up
    python bench/read.py --stream-mb 64   a smaller mailbox and web archive for the memory figures

Floors: text 20 MB/s, mail 0.4 of the standard library's bare parse, pages 0.9 of trafilatura's own rate, rows 5,000/s,
memory 400 MB while a mailbox and a web archive of 2 GB stream. Ratios are medians of rounds in which both sides take
turns, in processor time, so a busy machine does not tilt them.
"""

from __future__ import annotations

import argparse
import json
import mailbox
import os
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from email.parser import BytesParser
from email.policy import compat32
from pathlib import Path

from onrecord.model import Document
from onrecord.read import read

ROOT = Path(__file__).parent.parent
DATA = Path(os.environ.get("ONRECORD_DATA", ROOT.parent / "shared" / "data"))
ROUNDS = 5
FLOORS = {"text": 20.0, "mail": 0.4, "pages": 0.9, "rows": 5000.0, "memory": 400.0}
PARAGRAPH = (
    "The port authority and the company failed again to agree on a lease for the eastern quay, both sides said on "
    "Friday. “We were told by a text message, at six in the evening,” said a docker who has worked there for years. "
)


def spent(work: Callable[[], object]) -> float:
    """Seconds of processor time that `work` takes."""
    started = time.process_time()
    work()
    return time.process_time() - started


def drained(*paths: Path) -> int:
    """Documents in these paths, each let go before the next is read."""
    return sum(isinstance(one, Document) for one in read([str(path) for path in paths]))


def made_up_page(number: int) -> bytes:
    paragraphs = "".join(f"<p>{number + row}. {PARAGRAPH}</p>" for row in range(12))
    links = "".join(f'<li><a href="/{row}">Section {row}</a></li>' for row in range(20))
    head = f"<title>Cranes idle, day {number}</title><meta name='date' content='2031-03-08'>"
    return (
        f"<html><head>{head}</head><body><nav><ul>{links}</ul></nav><h1>Cranes</h1>{paragraphs}</body></html>".encode()
    )


def pages() -> list[Path] | None:
    folder = DATA / "newsletters" / "berlin-daily"
    return sorted(folder.glob("*.html")) if folder.is_dir() else None


def mails() -> list[bytes]:
    folder = DATA / "newsletters" / "mail-2002"
    if folder.is_dir():
        return [path.read_bytes() for path in sorted(folder.iterdir())]
    head = b"From: The Quay Letter <letter@quay.example>\nSubject: Cranes\nMIME-Version: 1.0\n"
    html = b"Content-Type: text/html; charset=utf-8\n\n"
    plain = [head + b"\n" + PARAGRAPH.encode() * 20] * 25
    return [head + html + made_up_page(number) for number in range(100)] + plain


def text_rate(folder: Path) -> float:
    """MB/s of plain text in files of 100 kB."""
    for number in range(200):
        (folder / f"{number}.txt").write_text(f"{number}\n" + PARAGRAPH * 300, encoding="utf-8")
    size = sum(path.stat().st_size for path in folder.iterdir())
    return size / 1e6 / min(spent(lambda: drained(folder)) for _ in range(ROUNDS))


def mail_ratio(folder: Path) -> float:
    """Rate of reading a mailbox, as a share of iterating over it with the standard library's bare parser."""
    box = folder / "box.mbox"
    with box.open("wb") as out:
        for mail in mails() * 4:
            start = b"" if mail.startswith(b"From ") else b"From a@b.example Mon Jan  1 10:00:00 2001\n"
            out.write(start + mail.rstrip(b"\n") + b"\n\n")
    parser = BytesParser(policy=compat32)

    def bare() -> None:
        for _ in mailbox.mbox(box, factory=parser.parse):  # type: ignore[arg-type]
            pass

    return statistics.median(spent(bare) / spent(lambda: drained(box)) for _ in range(ROUNDS))


def page_ratio(folder: Path) -> float:
    """Rate of reading pages, as a share of trafilatura's own with its defaults and metadata."""
    from trafilatura import bare_extraction

    found = pages()
    if found is None:
        found = [folder / f"{number}.html" for number in range(80)]
        for number, path in enumerate(found):
            path.write_bytes(made_up_page(number))
    held = [path.read_bytes() for path in found]

    def theirs() -> None:
        for data in held:
            bare_extraction(data, with_metadata=True)

    theirs()
    return statistics.median(spent(theirs) / spent(lambda: drained(*found)) for _ in range(ROUNDS))


def row_rate(folder: Path) -> float:
    """Rows a second, 6 kB each."""
    path = folder / "rows.jsonl"
    with path.open("w", encoding="utf-8") as out:
        for number in range(10_000):
            row = {"id": number, "title": f"Cranes, day {number}", "text": PARAGRAPH * 28, "date": "2031-03-08"}
            out.write(json.dumps(row) + "\n")
    return 10_000 / min(spent(lambda: drained(path)) for _ in range(3))


def write_mailbox(path: Path, megabytes: int) -> None:
    body = PARAGRAPH * 30
    with path.open("wb") as out:
        for number in range(megabytes * 1_000_000 // (len(body.encode()) + 150)):
            head = f"From a@b.example Mon Jan  1 10:00:00 2001\nFrom: a@b.example\nSubject: Day {number}\n"
            out.write(f"{head}Content-Type: text/plain; charset=utf-8\n\n{body}\n\n".encode())


def write_archive(path: Path, megabytes: int) -> None:
    body = (PARAGRAPH * 30).encode()
    http = (
        b"HTTP/1.1 200 OK\r\nContent-Type: text/plain; charset=utf-8\r\nContent-Length: %d\r\n\r\n" % len(body) + body
    )
    with path.open("wb") as out:
        for number in range(megabytes * 1_000_000 // (len(http) + 250)):
            head = f"WARC/1.0\r\nWARC-Type: response\r\nWARC-Record-ID: <urn:uuid:{number:032x}>\r\n"
            head += f"WARC-Target-URI: https://quay.example/{number}\r\nWARC-Date: 2031-03-08T00:00:00Z\r\n"
            out.write(f"{head}Content-Length: {len(http)}\r\n\r\n".encode() + http + b"\r\n\r\n")


def peak_memory(path: Path) -> tuple[float, float]:
    """Peak memory in MB, and MB/s, of a process of its own that streams one file."""
    command = [sys.executable, __file__, "--only", str(path)]
    done = subprocess.run(command, check=True, capture_output=True, text=True)
    peak, seconds = (float(word) for word in done.stdout.split())
    return peak, path.stat().st_size / 1e6 / seconds


def only(path: Path) -> None:
    seconds = spent(lambda: drained(path))
    print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024, seconds)


def report(name: str, value: float, unit: str, floor: float, *, most: bool = False) -> bool:
    held = value <= floor if most else value >= floor
    bound = f"{'at most' if most else 'at least'} {floor:,g}"
    print(f"{name:<28}{value:>12,.2f} {unit:<18}{bound:<18}{'ok' if held else 'MISSED'}")
    return held


def main() -> int:
    parser = argparse.ArgumentParser(description="Speed and memory of reading, against peers in the same run.")
    parser.add_argument("--stream-mb", type=int, default=2048, help="size of the streamed mailbox and archive")
    parser.add_argument("--only", type=Path, help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.only:
        only(options.only)
        return 0
    held = []
    with tempfile.TemporaryDirectory() as name:
        folders = {part: Path(name) / part for part in ("text", "mail", "pages", "rows", "stream")}
        for folder in folders.values():
            folder.mkdir()
        held.append(report("plain text", text_rate(folders["text"]), "MB/s", FLOORS["text"]))
        held.append(report("mail", mail_ratio(folders["mail"]), "of a bare parse", FLOORS["mail"]))
        held.append(report("pages", page_ratio(folders["pages"]), "of trafilatura", FLOORS["pages"]))
        held.append(report("rows of 6 kB", row_rate(folders["rows"]), "rows/s", FLOORS["rows"]))
        for kind, write in (("mailbox", write_mailbox), ("web archive", write_archive)):
            path = folders["stream"] / ("box.mbox" if kind == "mailbox" else "pages.warc")
            write(path, options.stream_mb)
            peak, rate = peak_memory(path)
            held.append(report(f"{kind}, {options.stream_mb} MB", peak, "MB at the peak", FLOORS["memory"], most=True))
            print(f"{'':<28}{rate:>12,.2f} MB/s")
            path.unlink()
    return 0 if all(held) else 1


if __name__ == "__main__":
    sys.exit(main())
