"""The picture of a story's spread: time across, outlets down, a mark a piece, and lines between those that share words.

Form tells the kind: thick for a reprint or another version, middling for an excerpt, thin for a passage, dotted for a
quotation. An arrow leads from the first to the later piece; without one and broken, which was first is not known.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from math import hypot

from markupsafe import Markup
from msgspec import Struct

from onrecord.brief import columns, spread
from onrecord.brief.drawing import WIDTH, clip, link, svg, text
from onrecord.brief.pictures import LABEL, OTHERS, name_lines
from onrecord.brief.spread import Kind, Order, Pair
from onrecord.brief.views import UNKNOWN_OUTLET, outlet, plural, where
from onrecord.model import Article

MOST_ROWS = 11
"""Outlets that have a row of their own; further ones share one."""

ROW = 30
ASIDE = 30
"""Width of the column for pieces that do not give their day."""
SPACING = 16
"""Units from mark to mark in one cell."""
ABREAST = 5
"""Marks that stand side by side in a cell; more become one with their number."""
DENSE = 24
"""Lines above which all are drawn thinner."""
SINGLE, SEVERAL = 4.5, 8.0
"""Radius of the mark of one piece, and of several."""

_FORMS: dict[Kind, str] = {
    "version": "joined",
    "reprint": "joined",
    "excerpt": "part",
    "passage": "thin",
    "quotation": "quoted",
}
_FORM_NAMES = {
    "joined": "reprint or other version",
    "part": "excerpt",
    "thin": "passage",
    "quoted": "quotation",
}


End = tuple[float, float, float]
"""Where a line ends: the middle and the radius of a mark."""

BENDS = (0.2, 0.1, 0.32, -0.2, 0.0, 0.45)
"""How far lines bend, as a part of their length; of those that meet the fewest marks the first is taken."""


class Mark(Struct, frozen=True, eq=False):
    """Where pieces stand in the picture: one, or several of one outlet and time."""

    x: float
    y: float
    pieces: tuple[Article, ...]
    joined: bool
    """Whether one of them shares words with another piece."""

    @property
    def radius(self) -> float:
        return SINGLE if len(self.pieces) == 1 else SEVERAL

    @property
    def end(self) -> End:
        return self.x, self.y, self.radius


class Across(Struct, frozen=True):
    """What the width of the picture holds behind the names: a column `aside` for pieces that do not give their day, and
    time."""

    time: columns.Columns | None
    aside: float

    def column(self, article: Article) -> int:
        """The column of a piece; -1 is the one aside."""
        found = self.time.of(article) if self.time is not None else None
        return -1 if found is None else found

    def reach(self, column: int) -> tuple[float, float]:
        """Left edge and width of a column."""
        if column < 0 or self.time is None:
            return float(LABEL), self.aside
        width = (WIDTH - LABEL - self.aside) / self.time.count
        return LABEL + self.aside + column * width, width


class Drawing(Struct, frozen=True):
    """The picture, the key to the forms that occur in it, and what it leaves out."""

    svg: Markup
    key: tuple[tuple[Markup, str], ...]
    notes: tuple[str, ...]


def draw(
    articles: Sequence[Article],
    pairs: Sequence[Pair],
    piece_href: Callable[[Article], str],
    pair_href: Callable[[Pair], str],
) -> Drawing:
    """The picture of one story.

    Args:
        articles: its pieces.
        pairs: all pairs of them that share words.
        piece_href: where the mark of a piece leads.
        pair_href: where the line of a pair leads.
    """
    kept = spread.drawn(pairs)
    sources = spread.outside(kept)
    top = ROW if sources else 4
    rows = _rows(articles, kept)
    time = columns.columns(articles)
    aside = sum(time is None or time.of(article) is None for article in articles)
    across = Across(time, float(ASIDE if aside else 0))
    marks = _marks(articles, pairs, rows, across, top)
    at = {piece.id: mark for mark in marks for piece in mark.pieces}
    body = _ground(rows, across, top)
    lines = [*_lines(kept, at, pair_href), *_sources(sources, at, pair_href)]
    body += [f'<g class="{"dense" if len(lines) > DENSE else "few"}">', *lines, "</g>"]
    body += [_dot(mark, piece_href) for mark in marks]
    height = top + len(set(rows.values())) * ROW + 18
    picture = svg(height, "How the words of this story spread", body)
    return Drawing(picture, _key(kept, marks), _notes(aside, pairs, kept, rows))


def _rows(articles: Sequence[Article], pairs: Sequence[Pair]) -> dict[str, int]:
    """The number of the row of each outlet, from the one that is first to the last; the most joined have their own."""
    touched = Counter(article for pair in pairs for article in (pair.first, pair.later))
    weight: Counter[str] = Counter()
    first: dict[str, str] = {}
    for article in articles:
        name = outlet(article) or UNKNOWN_OUTLET
        weight[name] += 1 + len(articles) * touched[article.id]
        stated = article.published.value if article.published is not None else "~"
        first[name] = min(stated, first.get(name, "~"))
    named = [name for name, _ in weight.most_common() if name != UNKNOWN_OUTLET]
    own = sorted(named[:MOST_ROWS], key=lambda name: (first[name], name))
    rows = {name: at for at, name in enumerate(own)}
    if len(named) > MOST_ROWS:
        rows |= dict.fromkeys(named[MOST_ROWS:], len(own))
    if UNKNOWN_OUTLET in weight:
        rows[UNKNOWN_OUTLET] = len(set(rows.values()))
    return rows


def _marks(
    articles: Sequence[Article],
    pairs: Sequence[Pair],
    rows: Mapping[str, int],
    across: Across,
    top: float,
) -> list[Mark]:
    """All marks; what stands in one cell stands side by side, or is one mark where there is no room."""
    joined = {article for pair in pairs for article in (pair.first, pair.later)}
    cells: defaultdict[tuple[int, int], list[Article]] = defaultdict(list)
    for article in articles:
        cells[rows[outlet(article) or UNKNOWN_OUTLET], across.column(article)].append(article)
    made: list[Mark] = []
    for (row, column), held in sorted(cells.items()):
        left, width = across.reach(column)
        room = min(ABREAST, int(width // SPACING))
        held.sort(key=lambda article: (article.published.value if article.published else "~", article.id))
        groups = [[article] for article in held] if len(held) <= room else [held]
        for number, group in enumerate(groups):
            x = left + width / 2 + SPACING * (number - (len(groups) - 1) / 2)
            made.append(Mark(x, top + row * ROW + ROW / 2, tuple(group), any(one.id in joined for one in group)))
    return made


def _ground(rows: Mapping[str, int], across: Across, top: float) -> list[str]:
    """Names of the rows, their rules, and the time below."""
    names: dict[int, list[str]] = defaultdict(list)
    for name, row in rows.items():
        names[row].append(name)
    foot = top + len(names) * ROW
    body: list[str] = []
    for row, held in names.items():
        y = top + row * ROW + ROW / 2
        body += name_lines(0, y, held[0] if len(held) == 1 else OTHERS)
        body.append(f'<path d="M{LABEL} {y:.1f}H{WIDTH}" class="rule"/>')
    begin, time = LABEL + across.aside, across.time
    if across.aside:
        body.append(f'<path d="M{begin} {top}V{foot + 4}" class="rule open"/>')
        body.append(text(LABEL + across.aside / 2, foot + 13, "no day", "figure middle"))
    if time is not None:
        body.append(text(begin + 4, foot + 13, time.label(0), "figure"))
        if time.count > 1:
            body.append(text(WIDTH, foot + 13, time.label(time.count - 1), "number"))
    return body


def _dot(mark: Mark, href: Callable[[Article], str]) -> str:
    names = list(dict.fromkeys(where(piece) for piece in mark.pieces))
    label = f"{'; '.join(names[:3])}{' and others' if len(names) > 3 else ''}"
    label += f": {plural(len(mark.pieces), 'piece')}" if len(mark.pieces) > 1 else ""
    label += "" if mark.joined else ", shares no words with another piece"
    place = f'<circle cx="{mark.x:.1f}" cy="{mark.y:.1f}"'
    body = f'{place} r="{SPACING / 2 + 3}" class="hit"/>'
    body += f'{place} r="{mark.radius}" class="{"dot" if mark.joined else "dot hollow"}"/>'
    if len(mark.pieces) > 1:
        number = clip(str(len(mark.pieces)), 3)
        body += text(mark.x, mark.y + 3.2, number, "count" if mark.joined else "count hollow")
    return link(href(mark.pieces[0]), label, body)


def _lines(pairs: Sequence[Pair], at: Mapping[str, Mark], href: Callable[[Pair], str]) -> list[str]:
    """A line for all pairs of one form and order between two marks."""
    groups: dict[tuple[Mark, Mark, str, Order], list[Pair]] = defaultdict(list)
    for pair in pairs:
        first, later = at[pair.first], at[pair.later]
        if pair.order != "outside" and first is not later:
            groups[first, later, _FORMS[pair.kind], pair.order].append(pair)
    marks = list(dict.fromkeys(at.values()))
    made: list[str] = []
    for (first, later, form, order), held in groups.items():
        one, other = (where(mark.pieces[0]) for mark in (first, later))
        between = f"{one}, then {other}" if order == "known" else f"{one} and {other}"
        label = f"{between}: {_told(held)}{'' if order == 'known' else '; which was first is not known'}"
        others = [mark for mark in marks if mark not in (first, later)]
        made.append(link(href(held[0]), label, _arc(first.end, later.end, form, order == "known", others)))
    return made


def _told(pairs: Sequence[Pair]) -> str:
    passages = plural(sum(len(pair.shared) for pair in pairs), "passage")
    several = f"{plural(len(pairs), 'pair')} of pieces, " if len(pairs) > 1 else ""
    return f"{several}{spread.KINDS[pairs[0].kind]}, {passages}"


def _sources(groups: Sequence[Sequence[Pair]], at: Mapping[str, Mark], href: Callable[[Pair], str]) -> list[str]:
    """A diamond for each text from outside the pile, above its pieces, with an arrow to each of them."""
    body = name_lines(0, ROW / 2, "from outside the pile") if groups else []
    middles: list[tuple[float, dict[Mark, list[Pair]]]] = []
    for group in groups:
        held: dict[Mark, list[Pair]] = defaultdict(list)
        for pair in group:
            for mark in dict.fromkeys((at[pair.first], at[pair.later])):
                held[mark].append(pair)
        middles.append((sum(mark.x for mark in held) / len(held), held))
    reach = float(LABEL)
    for x, held in sorted(middles, key=lambda item: item[0]):
        reach = min(max(x, reach + SPACING), WIDTH - SPACING / 2)
        y = ROW / 2 - 3
        for mark, pairs in held.items():
            label = f"From outside the pile, in {where(mark.pieces[0])}: {_told(pairs)}"
            arrow = _arc((reach, y, 5.0), mark.end, _FORMS[pairs[0].kind], True, ())
            body.append(link(href(pairs[0]), label, arrow))
        diamond = f'<path d="M{reach:.1f} {y - 6}l6 6l-6 6l-6 -6z" class="outside"/>'
        first = next(iter(held.values()))[0]
        body.append(
            link(
                href(first),
                f"A text from outside the pile, {plural(len(held), 'arrow leads', 'arrows lead')} from it",
                diamond,
            )
        )
    return body


def _arc(one: End, other: End, form: str, directed: bool, avoid: Iterable[Mark]) -> str:
    """A line between two ends, with room for a finger, bent so that it passes by the marks that lie between."""
    (x1, y1, r1), (x2, y2, r2) = one, other
    between = [(mark.x, mark.y, mark.radius + 3) for mark in avoid]
    cx, cy = min((_control(one, other, bend) for bend in BENDS), key=lambda at: _met(one, other, at, between))
    sx, sy = _toward(x1, y1, cx, cy, r1 + 1)
    tx, ty = _toward(x2, y2, cx, cy, r2 + 1)
    ex, ey = _toward(tx, ty, cx, cy, 5.0) if directed else (tx, ty)
    path = f"M{sx:.1f} {sy:.1f}Q{cx:.1f} {cy:.1f} {ex:.1f} {ey:.1f}"
    tip = _tip(tx, ty, cx, cy, 5.0 if form == "joined" else 3.6) if directed else ""
    return f'<path d="{path}" class="reach"/><path d="{path}" class="flow {form}{"" if directed else " open"}"/>{tip}'


def _control(one: End, other: End, bend: float) -> tuple[float, float]:
    """The point that a line bends toward, never over the names: to the right of a line that leads down, above one that
    leads right, where `bend` (a part of the length) is positive."""
    dx, dy = other[0] - one[0], other[1] - one[1]
    length = hypot(dx, dy) or 1.0
    far = bend * length if abs(dy) >= 1 else max(bend * length, 9.0)
    side = -1.0 if dy < 0 or (dy == 0 and dx < 0) else 1.0
    x = (one[0] + other[0]) / 2 + side * min(far, 40.0) * dy / length
    y = (one[1] + other[1]) / 2 - side * min(far, 40.0) * dx / length
    return min(max(x, LABEL + 2.0), WIDTH - 1.0), max(y, 2.0)


def _met(one: End, other: End, control: tuple[float, float], between: Sequence[End]) -> int:
    """How many of the circles a line meets."""
    met = 0
    for x, y, radius in between:
        for step in range(1, 16):
            part = step / 16
            weights = (1 - part) ** 2, 2 * part * (1 - part), part**2
            px = weights[0] * one[0] + weights[1] * control[0] + weights[2] * other[0]
            py = weights[0] * one[1] + weights[1] * control[1] + weights[2] * other[1]
            if hypot(px - x, py - y) < radius:
                met += 1
                break
    return met


def _toward(x: float, y: float, to_x: float, to_y: float, by: float) -> tuple[float, float]:
    """The point that lies `by` from one point in the direction of another."""
    length = hypot(to_x - x, to_y - y) or 1.0
    return x + (to_x - x) * by / length, y + (to_y - y) * by / length


def _tip(x: float, y: float, from_x: float, from_y: float, half: float) -> str:
    """The point of an arrow that comes from some direction."""
    length = hypot(x - from_x, y - from_y) or 1.0
    ux, uy = (x - from_x) / length, (y - from_y) / length
    bx, by = x - 7.5 * ux, y - 7.5 * uy
    corners = f"{bx - half * uy:.1f} {by + half * ux:.1f}L{bx + half * uy:.1f} {by - half * ux:.1f}"
    return f'<path d="M{x:.1f} {y:.1f}L{corners}z" class="tip"/>'


def _key(pairs: Sequence[Pair], marks: Sequence[Mark]) -> tuple[tuple[Markup, str], ...]:
    """A sample of each form that occurs, with what it means."""
    used = {_FORMS[pair.kind] for pair in pairs}
    line = '<path d="M1 6H{}" class="flow {}"/>'
    samples = [(line.format(27, form), name) for form, name in _FORM_NAMES.items() if form in used]
    orders = {pair.order for pair in pairs}
    if "known" in orders:
        samples.append((line.format(20, "thin") + '<path d="M27 6l-8 3.6v-7.2z" class="tip"/>', "from first to later"))
    if "unknown" in orders:
        samples.append((line.format(27, "thin open"), "no arrow: which was first is not known"))
    if "outside" in orders:
        samples.append(('<path d="M14 0l6 6l-6 6l-6 -6z" class="outside"/>', "a text from outside the pile"))
    if not all(mark.joined for mark in marks):
        samples.append(('<circle cx="14" cy="6" r="4.5" class="dot hollow"/>', "shares no words with another piece"))
    if any(len(mark.pieces) > 1 for mark in marks):
        number = text(14, 9.2, "3", "count")
        samples.append((f'<circle cx="14" cy="6" r="6" class="dot"/>{number}', "several pieces"))
    frame = '<svg viewBox="0 0 28 12" aria-hidden="true">{}</svg>'
    return tuple((Markup(frame.format(sample)), name) for sample, name in samples)


def _notes(aside: int, pairs: Sequence[Pair], kept: Sequence[Pair], rows: Mapping[str, int]) -> tuple[str, ...]:
    """What the picture leaves out or puts aside, a sentence each."""
    notes: list[str] = []
    if aside:
        notes.append(f"{plural(aside, 'piece gives no day and stands', 'pieces give no day and stand')} at the left.")
    shared = len(rows) - len(set(rows.values())) + 1
    if shared > 1:
        notes.append(f"{shared:,} further outlets share one row.")
    left = len(pairs) - len(kept)
    if left:
        quoted = all(pair.kind == "quotation" for pair in pairs if pair not in kept)
        reason = " share no more than a quotation and" if quoted else ""
        notes.append(f"{plural(left, 'pair')} of pieces{reason} {'is' if left == 1 else 'are'} not drawn.")
    return tuple(notes)
