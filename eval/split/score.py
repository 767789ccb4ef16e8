"""Measures on starts: exact precision, recall and F1, and WindowDiff over the lines of a document."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable
from dataclasses import dataclass, field

from eval.measures import Counts, Windows, bootstrap, wilson, window_diff
from eval.split.sample import Sample

BLACK = re.compile(r"\S")


@dataclass
class Score:
    """Starts found in one corpus, summed over its documents."""

    parts: list[Counts] = field(default_factory=list)
    windows: Windows = field(default_factory=Windows)
    whole: int = 0
    """Documents whose starts are all right and none too many."""

    def add(self, sample: Sample, starts: Iterable[int]) -> None:
        """Counts one document whose pieces were said to begin at `starts`."""
        text = sample.document.text
        gold, given = on_black(sample.starts, text), on_black(starts, text)
        counts = Counts(len(gold & given), len(given), len(gold) + sample.lost)
        self.parts.append(counts)
        self.whole += counts.right == counts.given == counts.gold
        lines = [match.start() for match in re.finditer(r"^.*\S", text, re.MULTILINE)]
        self.windows += window_diff(_in_units(gold, lines), _in_units(given, lines), len(lines))

    @property
    def total(self) -> Counts:
        return sum(self.parts, Counts())

    def f1_interval(self) -> tuple[float, float]:
        """Bootstrap over documents."""
        return bootstrap(self.parts, lambda counts: counts.f1)


@dataclass
class Cuts:
    """Single articles, and how many of them were cut."""

    articles: int = 0
    cut: int = 0

    def add(self, pieces: int) -> None:
        """Counts an article that came back as `pieces` pieces; none at all is as wrong as two."""
        self.articles += 1
        self.cut += pieces != 1

    def interval(self) -> tuple[float, float]:
        """Wilson's interval of the share that was cut."""
        return wilson(self.cut, self.articles)


def on_black(starts: Iterable[int], text: str) -> set[int]:
    """Starts moved over white space, so that a blank line before a piece is nobody's mistake."""
    return {match.start() for start in starts if (match := BLACK.search(text, start))}


def _in_units(starts: set[int], lines: list[int]) -> set[int]:
    return {max(0, bisect_right(lines, start) - 1) for start in starts}
