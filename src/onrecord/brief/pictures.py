"""The pictures of what was published: when pieces appeared, and who repeats whom. The other ones: `voice_pictures`."""

from __future__ import annotations

import textwrap
from collections import Counter, defaultdict
from collections.abc import Sequence
from datetime import date

from markupsafe import Markup
from msgspec import Struct

from onrecord.brief import drawing
from onrecord.brief.drawing import WIDTH, clip, svg, text
from onrecord.brief.options import first_day
from onrecord.brief.views import UNKNOWN_OUTLET, Views, outlet, plural, spoken
from onrecord.model import Article, Place, Reuse

ROW = 34
MOST_OUTLETS = 14
"""Rows of the timeline; further outlets share one."""
MOST_LINKS = 12
LABEL = 112
"""Width that a name beside the lines of repeats has; no line runs through it."""
LABEL_LETTERS = 19
"""Letters that fit into it: at 11 units in height the sans faces of the page are 5.7 wide on average."""
BINS = 48
"""Columns that a long time is divided into: dots of neighbouring days do not overlap at a phone's width."""


class Cell(Struct, frozen=True):
    """Pieces of one outlet in one stretch of time."""

    row: str
    first: date
    last: date
    pieces: int
    href: str
    """Address of the first of them."""


class Timeline(Struct, frozen=True):
    """A picture of pieces by outlet and day, the same as cells, and how many pieces give no date."""

    svg: Markup
    cells: tuple[Cell, ...]
    undated: int


class Link(Struct, frozen=True):
    """Passages of `source` that stand in `copy` too."""

    source: str
    copy: str
    passages: int
    directed: bool
    place: Place
    """Where the first of them stands in the copy."""
    href: str


OTHERS = "further outlets"


def timeline(articles: Sequence[Article], href_of: dict[str, str]) -> Timeline | None:
    """Pieces by outlet and day; None where no piece gives a date.

    Args:
        articles: the pieces of the briefing.
        href_of: address of each piece by its id.
    """
    dated = [(day, article) for article in articles if (day := _day(article)) is not None]
    if not dated:
        return None
    first, last = min(day for day, _ in dated), max(day for day, _ in dated)
    step = max(1, -(-((last - first).days + 1) // BINS))
    sizes = Counter(outlet(article) or UNKNOWN_OUTLET for _, article in dated)
    named = [name for name, _ in sizes.most_common() if name != UNKNOWN_OUTLET][:MOST_OUTLETS]
    cells: dict[tuple[str, int], list[tuple[date, Article]]] = defaultdict(list)
    for day, article in sorted(dated, key=lambda item: item[0]):
        name = outlet(article) or UNKNOWN_OUTLET
        row = name if name in named or name == UNKNOWN_OUTLET else OTHERS
        cells[row, (day - first).days // step].append((day, article))
    used = {row for row, _ in cells}
    rows = [row for row in (*named, OTHERS, UNKNOWN_OUTLET) if row in used]
    drawn = tuple(
        Cell(row, held[0][0], held[-1][0], len(held), href_of[held[0][1].id])
        for (row, _), held in sorted(cells.items(), key=lambda item: (rows.index(item[0][0]), item[0][1]))
    )
    return Timeline(_draw_timeline(drawn, rows, first, last), drawn, len(articles) - len(dated))


def _day(article: Article) -> date | None:
    return first_day(article.published.value) if article.published is not None else None


def _draw_timeline(cells: Sequence[Cell], rows: Sequence[str], first: date, last: date) -> Markup:
    span = max(1, (last - first).days)
    most = max(cell.pieces for cell in cells)
    body: list[str] = []
    for at, row in enumerate(rows):
        total = sum(cell.pieces for cell in cells if cell.row == row)
        y = at * ROW + 12
        body += [text(0, y, clip(row, 40)), text(WIDTH, y, f"{total:,}", "number")]
        body.append(f'<line x1="0" x2="{WIDTH}" y1="{y + 12}" y2="{y + 12}" class="rule"/>')
    for cell in cells:
        middle = ((cell.first - first).days + (cell.last - first).days) / 2
        x = 7 + (WIDTH - 14) * (middle / span if last > first else 0.5)
        y = rows.index(cell.row) * ROW + 24
        radius = 3 + 4 * ((cell.pieces - 1) / max(1, most - 1)) ** 0.5 if most > 1 else 3.5
        label = f"{cell.row}, {_days(cell)}: {plural(cell.pieces, 'piece')}"
        body.append(drawing.link(cell.href, label, f'<circle cx="{x:.1f}" cy="{y}" r="{radius:.1f}" class="dot"/>'))
    foot = len(rows) * ROW + 14
    body.append(text(0, foot, spoken(first.isoformat())))
    if last > first:
        body.append(text(WIDTH, foot, spoken(last.isoformat()), "label end"))
    return svg(foot + 6, "Pieces by outlet and day", body)


def _days(cell: Cell) -> str:
    first = spoken(cell.first.isoformat())
    return first if cell.first == cell.last else f"{first} to {spoken(cell.last.isoformat())}"


def repeats(views: Views, kept: frozenset[str]) -> list[Link]:
    """Which outlet repeats which other, the most passages first; pieces without an outlet share one row.

    Args:
        views: what is shown of a piece.
        kept: the pieces of the briefing.
    """
    counts: Counter[tuple[str, str, bool]] = Counter()
    example: dict[tuple[str, str, bool], Place] = {}
    for one in views.analysis.reuse:
        if one.kind == "boilerplate" or not {one.a.article, one.b.article} <= kept:
            continue
        key, place = _copied(views, one)
        if key[0] == key[1] != UNKNOWN_OUTLET:
            continue
        counts[key] += 1
        example.setdefault(key, place)
    return [
        Link(*key[:2], passages, key[2], example[key], views.place_anchor(example[key]))
        for key, passages in counts.most_common(MOST_LINKS)
    ]


def _copied(views: Views, one: Reuse) -> tuple[tuple[str, str, bool], Place]:
    source, copy = (one.b, one.a) if one.direction == "b>a" else (one.a, one.b)
    names = [outlet(views.articles[place.article]) or UNKNOWN_OUTLET for place in (source, copy)]
    return (names[0], names[1], one.direction in ("a>b", "b>a")), copy


def name_lines(x: float, middle: float, name: str) -> list[str]:
    """A name on one or two lines around the height `middle`, within `LABEL`."""
    rows = textwrap.wrap(name, LABEL_LETTERS, max_lines=2, placeholder="…") or [""]
    return [text(x, middle + 4 + 13 * (at - (len(rows) - 1) / 2), row) for at, row in enumerate(rows)]


def draw_repeats(links: Sequence[Link]) -> Markup:
    """Sources on the left, copies on the right; a line is as thick as passages are many, broken where the
    direction is unknown."""
    left = list(dict.fromkeys(link.source for link in links))
    right = list(dict.fromkeys(link.copy for link in links))
    most = max(link.passages for link in links)
    body: list[str] = []
    gap = 34
    for x, names in ((0.0, left), (WIDTH - LABEL, right)):
        for at, name in enumerate(names):
            body += name_lines(x, at * gap + gap / 2, name)
    begin, end = LABEL + 6, WIDTH - LABEL - 6
    middle = WIDTH / 2
    for link in links:
        y1, y2 = left.index(link.source) * gap + gap // 2, right.index(link.copy) * gap + gap // 2
        thick = 1 + 4 * link.passages / most
        arrow = f'<path d="M{end - 7} {y2 - 4}l7 4l-7 4z" class="tip"/>' if link.directed else ""
        verb = "repeated by" if link.directed else "shares words with"
        label = f"{link.source}, {verb} {link.copy}: {plural(link.passages, 'passage')}"
        kind = "flow" if link.directed else "flow open"
        line = f"M{begin} {y1}C{middle:.0f} {y1} {middle:.0f} {y2} {end - 5} {y2}"
        mark = f'<path d="{line}" stroke-width="{thick:.1f}" class="{kind}"/>{arrow}'
        body.append(drawing.link(link.href, label, mark))
    return svg(max(len(left), len(right)) * gap + 6, "Who repeats whom", body)
