"""Texts with marked statements and names: what the model is trained on.

PolNeAR's training part (statements, and CoreNLP's names as silver), pieces written for this project (`pieces/`, made-up
subjects, statements marked inline), and two sets of names. What is chosen on (`polnear-dev`, every fifth part of
wikigold, `wnut17-dev`) is read by `eval` alone.
"""

from __future__ import annotations

import gzip
import re
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

import msgspec
from eval.statements.texts import FOLDS, SILVER, WIKIGOLD, WNUT, Kind, Roles, Text, sentence

PIECES = Path(__file__).parent / "pieces"
_TAG = re.compile(r"<(?P<close>/?)(?P<role>[sqc])(?P<number>\d+)>")
_BREAK = re.compile(r"^=====\n", re.MULTILINE)


def lines(path: Path) -> Iterator[dict[str, Any]]:
    """The rows of a gzipped file of JSON lines."""
    with gzip.open(path, "rb") as rows:
        for row in rows:
            if row.strip():
                yield msgspec.json.decode(row)


def polnear(data: Path) -> list[Text]:
    """The training part of PolNeAR with its silver names."""
    found = []
    for row in lines(data / "statements/polnear-train.jsonl.gz"):
        statements: list[Roles] = [
            tuple([(start, end) for start, end in one[role]] for role in ("source", "cue", "content"))  # type: ignore[misc]
            for one in row["statements"]
            if one["cue"] and one["content"]
        ]
        silver = row["silver_names"]
        names = None
        if silver is not None:
            names = [(start, end, SILVER[kind]) for start, end, kind in silver if kind in SILVER]
        found.append(Text(row["text"], statements, names))
    return found


def pieces() -> list[Text]:
    """The pieces that were written for this project."""
    return [
        inline(piece)
        for path in sorted(PIECES.glob("*.txt"))
        for piece in _BREAK.split(path.read_text(encoding="utf-8"))
        if piece.strip()
    ]


def inline(marked: str) -> Text:
    """A text whose statements are marked in it: `<s1>She</s1> <q1>said</q1> <c1>no</c1>`."""
    text, last = "", 0
    opened: dict[tuple[str, str], int] = {}
    roles: dict[int, Roles] = {}
    for tag in _TAG.finditer(marked):
        text += marked[last : tag.start()]
        last = tag.end()
        key = (tag["role"], tag["number"])
        if not tag["close"]:
            opened[key] = len(text)
        else:
            one = roles.setdefault(int(tag["number"]), ([], [], []))
            one["sqc".index(tag["role"])].append((opened.pop(key), len(text)))
    return Text(text + marked[last:], [one for one in roles.values() if one[1] and one[2]])


def names(data: Path) -> list[Text]:
    """Wikigold without its last fold, and WNUT 2017's training part, some sentences to a text."""
    wikigold = list(lines(data / "names/wikigold.jsonl.gz"))
    kept = wikigold[: len(wikigold) * (FOLDS - 1) // FOLDS]
    wnut = lines(data / "names/wnut17-train.jsonl.gz")
    return [*_joined(kept, WIKIGOLD, 8), *_joined(wnut, WNUT, 12)]


def _joined(rows: Iterable[dict[str, Any]], kinds: dict[str, int], together: int) -> Iterator[Text]:
    text, count = "", 0
    found: list[Kind] = []
    for row in rows:
        here, spans = sentence(row["tokens"], row["tags"], kinds)
        found += [(start + len(text), end + len(text), kind) for start, end, kind in spans]
        text += here + "\n\n"
        count += 1
        if count == together:
            yield Text(text, None, found)
            text, found, count = "", [], 0
    if text:
        yield Text(text, None, found)
