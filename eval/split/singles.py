"""Single articles as plain text: each is one piece, and to cut it is an error."""

from __future__ import annotations

import random
from collections.abc import Iterator
from pathlib import Path

import msgspec

from eval.data import rows
from eval.documents import document_of
from eval.split.sample import Sample

FEWEST_WORDS = 80
SEED = 2012


class Text(msgspec.Struct, frozen=True):
    """An article of a data set: its id and its text."""

    id: str
    text: str


def samples(path: Path, count: int | None = None) -> Iterator[Sample]:
    """Articles of `path` with at least 80 words: all of them, or `count` drawn by chance that is always the same."""
    texts = [row for row in rows(path, Text) if len(row.text.split()) >= FEWEST_WORDS]
    if count is not None and count < len(texts):
        texts = random.Random(SEED).sample(texts, count)
    for row in texts:
        yield Sample(row.id, document_of(row.text, f"{row.id}.txt"), (0,))
