"""Figures that an evaluation gives, the floors they may not fall under, and the tables they are shown in."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

import msgspec

FLOORS = Path(__file__).parent / "floors.toml"


@dataclass(frozen=True)
class Figure:
    """One measured value.

    `key` names it in the floors (`split.f1.seeds`), `n` says what it was measured on, `interval` is the 95 % interval.
    A share is shown in per cent, anything else as it is.
    """

    part: str
    measure: str
    corpus: str
    n: str
    value: float
    interval: tuple[float, float] | None = None
    share: bool = True

    @property
    def key(self) -> str:
        return f"{self.part} | {self.measure} | {self.corpus}"


@dataclass(frozen=True)
class Skipped:
    """Something that was not measured, and why."""

    part: str
    corpus: str
    reason: str


class Floor(msgspec.Struct, frozen=True, kw_only=True):
    """The worst value that a figure may have: `least` where more is better, `most` where less is.

    `on` is the day it was set, `measured` the value of that day, `aim` what is wanted in the end where that is more.
    """

    on: str
    measured: str
    least: float | None = None
    most: float | None = None
    aim: str = ""

    def holds(self, value: float) -> bool:
        """Whether `value` is no worse than the floor."""
        low_enough = self.most is None or value <= self.most
        return low_enough and (self.least is None or value >= self.least)


def floors(path: Path = FLOORS) -> dict[str, Floor]:
    """The floors by the key of their figure."""
    content = tomllib.loads(path.read_text(encoding="utf-8"))
    return msgspec.convert(content, dict[str, Floor])


def fallen(figures: Iterable[Figure], limits: dict[str, Floor]) -> list[Figure]:
    """The figures that are worse than their floor."""
    return [f for f in figures if f.key in limits and not limits[f.key].holds(f.value)]


def unmeasured(figures: Iterable[Figure], limits: dict[str, Floor]) -> list[str]:
    """The keys of floors that no figure answers to: a floor that nothing is held to guards nothing."""
    measured = {figure.key for figure in figures}
    return [key for key in limits if key not in measured]


def shown(value: float, share: bool) -> str:
    """A value as it stands in a table."""
    return f"{100 * value:.1f} %" if share else f"{value:g}"


HEAD = ("measure", "corpus", "n", "value", "95 % interval", "floor", "")


def cells(figure: Figure, limits: dict[str, Floor]) -> tuple[str, ...]:
    """A figure as a row under `HEAD`."""
    between = ""
    if figure.interval is not None:
        between = " – ".join(shown(end, figure.share) for end in figure.interval)
    floor = limits.get(figure.key)
    limit, verdict = "", ""
    if floor is not None:
        sign, bound = ("≥", floor.least) if floor.least is not None else ("≤", floor.most)
        limit = f"{sign} {shown(bound or 0.0, figure.share)}" + (f" (aim: {floor.aim})" if floor.aim else "")
        verdict = "holds" if floor.holds(figure.value) else "FALLEN"
    return (figure.measure, figure.corpus, figure.n, shown(figure.value, figure.share), between, limit, verdict)


def plain_table(rows: Sequence[Sequence[str]]) -> str:
    """Rows under `HEAD`, set in columns."""
    widths = [max(len(row[i]) for row in (HEAD, *rows)) for i in range(len(HEAD))]
    lines = ["  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)) for row in (HEAD, *rows)]
    return "\n".join(line.rstrip() for line in lines)


def markdown_table(rows: Sequence[Sequence[str]]) -> str:
    """Rows under `HEAD` as a table in Markdown."""
    ruled = [HEAD, ("---",) * len(HEAD), *rows]
    return "\n".join("| " + " | ".join(cell.replace("|", "\\|") for cell in row) + " |" for row in ruled)
