"""The answers of Clough and Stevenson (2011): 95 short texts, copied from five originals in three grades or not."""

from __future__ import annotations

import csv
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from eval.data import MissingDataError, data
from eval.figures import Figure, Skipped
from eval.measures import wilson
from eval.reuse.score import Linking
from eval.stories.measure import Row, article_of

FOLDER = "reuse/clough-stevenson"
CORPUS = "Clough and Stevenson"
GRADES = {"cut": "near copy", "light": "light revision", "heavy": "heavy revision", "non": "not copied"}
SHARE = 0.2
"""Part of an answer that has to be found in the original where it is told apart by how much it has in common."""


def figures(link: Linking) -> Iterator[Figure | Skipped]:
    """For each grade, the share of answers of which a passage is found in the original of their task."""
    try:
        folder = data(FOLDER)
    except MissingDataError as missing:
        yield Skipped("reuse", CORPUS, str(missing))
        return
    found, much, seen = Counter[str](), Counter[str](), Counter[str]()
    for grade, share in _shares(folder, link):
        seen[grade] += 1
        found[grade] += share > 0
        much[grade] += share >= SHARE
    for counts, measure in ((found, "any passage"), (much, "a fifth of the answer or more")):
        for grade, name in GRADES.items():
            wanted = "found" if grade != "non" else "found by mistake"
            between = wilson(counts[grade], seen[grade])
            share = counts[grade] / max(seen[grade], 1)
            yield Figure("reuse", f"{name}, {measure} {wanted}", CORPUS, f"{seen[grade]} answers", share, between)


def _shares(folder: Path, link: Linking) -> Iterator[tuple[str, float]]:
    """For each answer its grade and the share of its text that is found in the original, both linked as a pile."""
    with (folder / "file_information.csv").open(encoding="utf-8", newline="") as table:
        for line in csv.DictReader(table):
            answer = article_of(Row(id=line["File"], text=_text(folder / line["File"])))
            name = f"orig_task{line['Task']}.txt"
            original = article_of(Row(id=name, text=_text(folder / name)))
            places = [one.a if one.a.article == answer.id else one.b for one in link([original, answer]).reuse]
            length = sum(place.span.end - place.span.start for place in places)
            yield line["Category"], min(1.0, length / max(len(answer.text.strip()), 1))


def _text(path: Path) -> str:
    content = path.read_bytes()
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return content.decode("cp1252", "replace")
