"""The articles whose figures and dates are marked, and their text with numbered paragraphs.

    python -m eval.quantities.sample > articles.txt

Thirty of polnear-dev and thirty of `coverage/baly-third`, drawn by chance from those of 1,200 to 6,000 code points that
hold a digit, none of which stands in another gold.
"""

from __future__ import annotations

import random
from collections.abc import Iterator

import msgspec

from eval.data import data, rows

CORPORA = ("statements/polnear-dev.jsonl.gz", "coverage/baly-third.jsonl.gz")
EACH = 30
SHORTEST, LONGEST = 1_200, 6_000
SEED = 61


class Row(msgspec.Struct, frozen=True):
    """An article as it lies in the data."""

    id: str
    text: str
    published: str | None = None


def drawn() -> Iterator[Row]:
    """The sixty articles, in a fixed order."""
    for corpus in CORPORA:
        fit = [
            row
            for row in rows(data(corpus), Row)
            if SHORTEST <= len(row.text) <= LONGEST and any(character.isdigit() for character in row.text)
        ]
        yield from random.Random(SEED).sample(sorted(fit, key=lambda row: row.id), EACH)


def paragraphs(text: str) -> list[tuple[int, int]]:
    """Start and end of each line that holds more than space."""
    found, at = [], 0
    for line in text.split("\n"):
        if line.strip():
            found.append((at, at + len(line)))
        at += len(line) + 1
    return found


def main() -> None:
    for row in drawn():
        print(f"=== {row.id} (published {row.published or 'not given'})")
        for number, (start, end) in enumerate(paragraphs(row.text), 1):
            print(f"[{number}] {row.text[start:end]}")
        print()


if __name__ == "__main__":
    main()
