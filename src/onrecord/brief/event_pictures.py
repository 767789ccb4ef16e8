"""The picture of the timeline: a strip with a mark for each event, in the order of time.

Years without an event take no room, nor do months of a year with many, and where some are left out the line is broken;
the more events, the more room. A full dot is a day, a ring a month or a year, a lozenge an event on
whose day accounts differ.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from datetime import date
from itertools import pairwise

from markupsafe import Markup

from onrecord.brief import drawing
from onrecord.brief.drawing import WIDTH, svg, text
from onrecord.brief.views import MONTHS
from onrecord.model import Happening

STEP = 9
"""Width of a mark with the room around it, and the height of one above another."""
DENSE = 8
"""Events of a year above which its months are drawn each by itself."""
GAP = 8
"""Width of a break in the line."""


def strip(happenings: Sequence[Happening], hrefs: Sequence[str], label: Callable[[Happening], str]) -> Markup:
    """The strip.

    Args:
        happenings: events by date.
        hrefs: where the mark of each leads.
        label: what is said of an event to those who point at its mark, or do not see it.
    """
    years = Counter(one.date[:4] for one in happenings)
    units = [one.date[:7] if years[one.date[:4]] > DENSE else one.date[:4] for one in happenings]
    lefts, sizes = _laid_out(Counter(units))
    heights: Counter[int] = Counter()
    marks: list[tuple[int, int]] = []
    for one, unit in zip(happenings, units, strict=True):
        x = lefts[unit] + STEP / 2 + max(0.0, sizes[unit] - STEP) * _part(one.date, len(unit))
        column = min(max(1, round(x / STEP)), WIDTH // STEP)
        marks.append((column * STEP, heights[column]))
        heights[column] += 1
    base = STEP * max(heights.values(), default=0) + 4
    body = [_line(unit, lefts, sizes, base) for unit in sorted(lefts)]
    body += _names(sorted(lefts), lefts, base)
    for one, href, (x, level) in zip(happenings, hrefs, marks, strict=True):
        body.append(drawing.link(href, label(one), _mark(one, x, base - STEP * (level + 0.5) - 1)))
    return svg(base + 20, "Events in the order of time", body)


def _laid_out(counts: Counter[str]) -> tuple[dict[str, float], dict[str, float]]:
    """Where each year or month begins, and how wide it is."""
    units = sorted(counts)
    shares = {unit: 1 + counts[unit] ** 0.7 for unit in units}
    breaks = sum(not _follows(one, other) for one, other in pairwise(units))
    room = (WIDTH - GAP * breaks) / sum(shares.values())
    lefts: dict[str, float] = {}
    x, before = 0.0, None
    for unit in units:
        if before is not None and not _follows(before, unit):
            x += GAP
        lefts[unit] = x
        x += room * shares[unit]
        before = unit
    return lefts, {unit: room * share for unit, share in shares.items()}


def _follows(one: str, other: str) -> bool:
    """Whether a year or month is the next after another, or the other begins with it."""
    if other.startswith(one):
        return True
    months = [12 * int(unit[:4]) + int(unit[5:] or default) for unit, default in ((one, 12), (other, 1))]
    return months[1] == months[0] + 1


def _part(day: str, width: int) -> float:
    """How far into its year or month a date lies, 0 to 1; the middle, where it does not say."""
    if len(day) <= width:
        return 0.5
    if width == 7:
        return (int(day[8:]) - 1) / 30
    return (date.fromisoformat(f"{day}-15"[:10]).timetuple().tm_yday - 1) / 366


def _line(unit: str, lefts: dict[str, float], sizes: dict[str, float], base: int) -> str:
    x = lefts[unit]
    return f'<path d="M{x:.1f} {base + 4}v-4H{x + sizes[unit]:.1f}" class="axis"/>'


def _names(units: Sequence[str], lefts: dict[str, float], base: int) -> list[str]:
    """Years and months under the line, as many as do not run into each other."""
    body: list[str] = []
    free, year = 0.0, ""
    for unit in units:
        name = unit if len(unit) == 4 else MONTHS[int(unit[5:]) - 1][:3]
        if len(unit) == 7 and unit[:4] != year:
            name = f"{name} {unit[:4]}"
        x = min(lefts[unit], WIDTH - 6.0 * len(name))
        if x >= free:
            body.append(text(x, base + 15, name))
            free, year = x + 6.5 * len(name) + 4, unit[:4]
    return body


def _mark(one: Happening, x: float, y: float) -> str:
    if not one.agree:
        return f'<path d="M{x:.1f} {y - 4.5:.1f}l4.5 4.5l-4.5 4.5l-4.5 -4.5z" class="lozenge"/>'
    kind = "dot" if len(one.date) == 10 else "ring"
    return f'<circle cx="{x:.1f}" cy="{y:.1f}" r="{3.5 if kind == "dot" else 3}" class="{kind}"/>'
