"""The articles that splitting is learned from, and the plain text that words are counted in."""

from __future__ import annotations

import gzip
import hashlib
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from training.split.issues import Source

FOLDS = 5
FEWEST_WORDS = 80


def rows(path: Path) -> Iterator[dict[str, Any]]:
    """The records of gzip'd JSON lines."""
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        for line in lines:
            yield json.loads(line)


def campaign(data: Path) -> list[Source]:
    """The articles of polnear-train: all that splitting is trained on."""
    made = []
    for row in rows(data / "statements" / "polnear-train.jsonl.gz"):
        if len(row["text"].split()) >= FEWEST_WORDS:
            made.append(
                Source(
                    row["id"],
                    " ".join((row["title"] or "").split()),
                    row["outlet"],
                    row["text"],
                    row["published"] or "",
                )
            )
    return made


def fold_of(source: Source) -> int:
    """The part that an article belongs to in cross-validation: the same on every machine."""
    return hashlib.sha256(source.id.encode()).digest()[0] % FOLDS


def plain_texts(data: Path, without: frozenset[str]) -> Iterator[str]:
    """The plain text of coverage, for counting words in; pieces that stand in a gold are left out."""
    for row in rows(data / "coverage" / "baly-third.jsonl.gz"):
        if row["id"] not in without:
            yield row["text"]
