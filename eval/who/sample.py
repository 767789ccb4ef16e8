"""Draws the pieces whose speakers and aliases readers mark, and prints what the readers are given.

    python -m eval.who.sample speakers FOLDER
    python -m eval.who.sample aliases FOLDER

The draw is seeded: the same pieces come out of the same data.
"""

from __future__ import annotations

import random
import sys
from collections.abc import Iterator
from pathlib import Path

import msgspec

from eval.data import data, rows, seeds
from eval.documents import documents_in
from eval.statements.mark import paragraphs
from eval.statements.measure import Gold, reader

SEED = 4
PIECES, IN_A_ROW = 30, 10
"""PolNeAR articles, and statements in a row of each."""
ARTICLES = 200
SHORTEST, LONGEST = 1500, 3500
"""Code points of an article whose aliases are marked: long enough to hold shorter forms, short enough to be read."""
SEEN = frozenset(
    {
        "hvLSPJJMGdYkR930",
        "WO73rpZZTJWJUCfE",
        "VsqajI5mlysEiAj8",
        "MGToL5DIGNZFFkTU",
        "39pPbWbaXO8tgAqr",
        "psgekRMxsIPD4tJY",
        "frJEyIMd6qYyZm6e",
        "fknvp3qu3R21To8c",
        "5nEU80yqw5p4FJfD",
        "GEGQavJ5D8lHNgRk",
        "F7Pe13WDWyRQ9TfH",
        "u6jjZrXB0kDLS4CV",
    }
)
"""Drawn, but put back: the tagger had been trained on their text, though without marks. As many more were drawn."""
SHEET = 25
"""Articles on one sheet."""
SHOWN = 90
"""Code points of a content that a sheet shows."""


class Piece(msgspec.Struct, frozen=True):
    """An article of the coverage corpus."""

    id: str
    text: str
    topic: str


def campaign() -> list[Gold]:
    """The PolNeAR articles that are marked, each with the statements that are asked for."""
    drawn = random.Random(SEED)
    long = [one for one in rows(data("statements/polnear-dev.jsonl.gz"), Gold) if len(one.statements) >= IN_A_ROW]
    chosen = []
    for one in drawn.sample(sorted(long, key=lambda one: one.id), PIECES):
        told = sorted(one.statements, key=lambda roles: roles["content"][0])
        begin = drawn.randrange(len(told) - IN_A_ROW + 1)
        chosen.append(Gold(one.id, one.text, told[begin : begin + IN_A_ROW]))
    return chosen


def newsletters() -> list[Gold]:
    """The seeds with every third statement that reader A marked."""
    marked, chosen = reader("A"), []
    for path in seeds():
        (document,) = documents_in([path])
        told = sorted(marked[path.stem], key=lambda roles: roles["content"][0])
        chosen.append(Gold(path.stem, document.text, told[::3]))
    return chosen


def coverage() -> list[Piece]:
    """The articles of the coverage whose aliases are marked, in the order of their topics."""
    pile = [one for one in rows(data("coverage/baly-third.jsonl.gz"), Piece) if SHORTEST <= len(one.text) <= LONGEST]
    pile.sort(key=lambda one: one.id)
    first = random.Random(SEED).sample(pile, ARTICLES)
    ids = {one.id for one in first}
    more = random.Random(SEED + 1).sample([one for one in pile if one.id not in ids], len(SEEN))
    kept = [one for one in first if one.id not in SEEN]
    return sorted(kept, key=lambda one: (one.topic, one.id)) + more


def _shown(text: str, spans: list[tuple[int, int]]) -> str:
    words = " … ".join(" ".join(text[start:end].split()) for start, end in spans)
    return words if len(words) <= SHOWN else f"{words[:SHOWN]} [...]"


def speaker_sheets() -> Iterator[tuple[str, str]]:
    """For each piece its text, paragraphs numbered, and the statements that are asked for."""
    for one in campaign() + newsletters():
        parts = paragraphs(one.text)
        lines = [f"[{number}] {part.of(one.text)}" for number, part in enumerate(parts, 1)]
        lines.append("\nSTATEMENTS")
        for number, roles in enumerate(one.statements, 1):
            start = (roles["cue"] or roles["content"])[0][0]
            at = sum(part.start <= start for part in parts)
            lines.append(
                f"n={number} paragraph [{at}] SOURCE <{_shown(one.text, roles['source'])}> "
                f"CUE <{_shown(one.text, roles['cue'])}> CONTENT <{_shown(one.text, roles['content'])}>"
            )
        yield one.id, "\n".join(lines)


def alias_sheets() -> Iterator[tuple[str, str]]:
    """The articles, so many on a sheet, each under its number."""
    articles = coverage()
    for begin in range(0, len(articles), SHEET):
        numbered = enumerate(articles[begin : begin + SHEET], begin + 1)
        yield f"{begin + 1:03}", "\n\n".join(f"===== ARTICLE {number} =====\n{one.text}" for number, one in numbered)


def main() -> int:
    kind, folder = sys.argv[1], Path(sys.argv[2])
    folder.mkdir(parents=True, exist_ok=True)
    for name, sheet in {"speakers": speaker_sheets, "aliases": alias_sheets}[kind]():
        (folder / f"{name}.txt").write_text(sheet, encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
