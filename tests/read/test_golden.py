"""Golden pairs: `name.ext` is read as `name.ext.expected.json` says. To write them anew after a wanted change, run
`python tests/read/test_golden.py` and look at what git shows."""

from __future__ import annotations

from pathlib import Path

import msgspec
import pytest
from tests.read.documents import check

from onrecord.errors import InputError
from onrecord.model import Document
from onrecord.read import read

FOLDER = Path(__file__).parent / "data"
INPUTS = sorted(path for path in FOLDER.iterdir() if not path.name.endswith(".expected.json"))


def as_read(path: Path) -> list[object]:
    found: list[object] = []
    for one in read([str(path)]):
        if isinstance(one, InputError):
            found.append({"error": type(one).__name__, "place": one.place, "reason": one.reason})
            continue
        blocks = [[b.kind, b.span.start, b.span.end, b.level, b.href] for b in one.blocks]
        found.append({**msgspec.to_builtins(one), "blocks": blocks})
    text = msgspec.json.encode(found).decode("utf-8").replace(f"{FOLDER}/", "")
    return list(msgspec.json.decode(text, type=list[object]))


def expected_of(path: Path) -> Path:
    return path.with_name(f"{path.name}.expected.json")


@pytest.mark.parametrize("path", INPUTS, ids=lambda path: path.name)
def test_reads_as_written_down(path: Path) -> None:
    assert as_read(path) == msgspec.json.decode(expected_of(path).read_bytes())


def test_spans_of_the_golden_documents_hold() -> None:
    documents = [one for one in read([str(path) for path in INPUTS]) if isinstance(one, Document)]
    assert len(documents) >= 20
    for one in documents:
        check(one)


if __name__ == "__main__":
    for path in INPUTS:
        expected_of(path).write_bytes(msgspec.json.format(msgspec.json.encode(as_read(path)), indent=1) + b"\n")
