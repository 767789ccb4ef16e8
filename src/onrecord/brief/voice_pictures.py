"""The pictures of voices: who is heard and in what form, in which outlet, and how many speakers have no name."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from math import sqrt

from markupsafe import Markup

from onrecord.brief.drawing import WIDTH, clip, link, svg, text
from onrecord.brief.views import UNKNOWN_OUTLET, plural
from onrecord.model import Place, Sources, Voice

MOST_VOICES = 12
"""Voices that have bars."""

MOST_ROWS, MOST_COLUMNS = 10, 8
"""Voices and outlets of the matrix; what else there is stands in the table beside it."""

MOST_SOURCES = 8
"""Outlets whose sources have a bar."""

NAMES = 116
"""Width that a name beside the matrix has."""

SLANT = 60
"""Degrees by which the names of outlets rise over their columns, so that neighbours keep apart."""

HEAD = 92
"""Height of these names."""

_PATTERNS = (
    '<defs><pattern id="hatch" width="5" height="5" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">'
    '<rect width="1.6" height="5" class="hatch"/></pattern>'
    '<pattern id="stripe" width="4" height="4" patternUnits="userSpaceOnUse">'
    '<rect width="2" height="4" class="stripe"/></pattern>'
    '<pattern id="points" width="4" height="4" patternUnits="userSpaceOnUse">'
    '<circle cx="2" cy="2" r="1" class="hatch"/></pattern></defs>'
)
"""Hatched: named; striped: heard in the outlet's words; dotted: open. The first picture defines them for the page."""


def forms(voice: Voice) -> str:
    """`4 direct, 2 indirect, 1 mixed`; forms that do not occur are left out."""
    counts = (("direct", voice.direct), ("indirect", voice.indirect), ("mixed", voice.mixed))
    return ", ".join(f"{count:,} {form}" for form, count in counts if count)


def bars(heard: Sequence[Voice], href_of: Sequence[str]) -> Markup:
    """Two bars a voice, on one scale each: statements (solid where direct, striped where indirect or mixed) and times
    named (hatched).

    Args:
        heard: the voices, in the order of the picture.
        href_of: where each bar leads.
    """
    most_heard = max((voice.statements for voice in heard), default=0) or 1
    most_named = max((voice.named for voice in heard), default=0) or 1
    body = [_PATTERNS]
    reach = WIDTH - 44
    for at, voice in enumerate(heard):
        y = at * 42
        said = reach * voice.statements / most_heard
        direct = reach * voice.direct / most_heard
        named = reach * voice.named / most_named
        told = f" ({forms(voice)})" if voice.statements else ""
        label = f"{voice.name}: {plural(voice.statements, 'statement')}{told}, named {plural(voice.named, 'time')}"
        mark = (
            f'<rect x="0" y="{y}" width="{WIDTH}" height="38" class="hit"/>{text(0, y + 11, clip(voice.name, 46))}'
            f'<rect x="0" y="{y + 16}" width="{direct:.1f}" height="8" class="heard"/>'
            f'<rect x="{direct:.1f}" y="{y + 16}" width="{said - direct:.1f}" height="8" class="retold"/>'
            f"{text(said + 4, y + 24, f'{voice.statements:,}', 'figure')}"
            f'<rect x="0" y="{y + 27}" width="{named:.1f}" height="7" class="named"/>'
            f"{text(named + 4, y + 34.5, f'{voice.named:,}', 'figure')}"
        )
        body.append(link(href_of[at], label, mark))
    return svg(len(heard) * 42, "Statements heard, direct and indirect, and times named", body)


def rows(heard: Sequence[Voice]) -> list[Voice]:
    """The voices of the matrix."""
    return [voice for voice in heard if voice.statements][:MOST_ROWS]


def columns(heard: Sequence[Voice]) -> list[str | None]:
    """The outlets of the matrix, those that quote most first; pieces without an outlet last."""
    counts: dict[str | None, int] = {}
    for voice in heard:
        for one in voice.heard:
            counts[one.outlet] = counts.get(one.outlet, 0) + one.statements
    named = sorted((outlet for outlet in counts if outlet is not None), key=lambda outlet: -counts[outlet])
    return [*named[: MOST_COLUMNS - (None in counts)], *([None] if None in counts else [])]


def matrix(heard: Sequence[Voice], href: Callable[[Place], str]) -> Markup | None:
    """A dot for every voice in every outlet that lets it be heard, its area the number of statements.

    None where fewer than two outlets quote anybody: there is nothing to compare.
    """
    drawn = rows(heard)
    outlets = columns(drawn)
    if len(outlets) < 2:
        return None
    most = max(one.statements for voice in drawn for one in voice.heard)
    # The last name leans over the right edge of its column.
    step = (WIDTH - NAMES - 50) / (len(outlets) - 0.5)
    largest = min(11.0, step / 2)
    x = [NAMES + largest + at * step for at in range(len(outlets))]
    body = [_column(at, outlet) for at, outlet in zip(x, outlets, strict=True)]
    for number, voice in enumerate(drawn):
        y = HEAD + 14 + number * 26
        body += [text(0, y + 4, clip(voice.name, 20)), f'<path d="M{NAMES} {y}H{x[-1] + largest:.1f}" class="rule"/>']
        for one in voice.heard:
            if one.outlet in outlets:
                at = x[outlets.index(one.outlet)]
                label = f"{voice.name} in {one.outlet or UNKNOWN_OUTLET}: {plural(one.statements, 'statement')}"
                radius = max(2.5, largest * sqrt(one.statements / most))
                place = f'<circle cx="{at:.1f}" cy="{y}"'
                # A finger needs more room than a small dot gives it.
                mark = f'{place} r="12" class="hit"/>{place} r="{radius:.1f}" class="dot"/>'
                body.append(link(href(one.place), label, mark))
    return svg(HEAD + 6 + len(drawn) * 26, "Voices by outlet; the larger the dot, the more statements", body)


def _column(x: float, outlet: str | None) -> str:
    name = clip(outlet or UNKNOWN_OUTLET, 17)
    return f'<g transform="translate({x:.1f} {HEAD}) rotate(-{SLANT})">{text(0, 4, name, "figure")}</g>'


def unnamed(sources: Sequence[Sources], href: Callable[[Place], str]) -> Markup:
    """A bar an outlet, as long as all its statements are: hatched where the speaker is not named, dotted where open.

    Args:
        sources: the whole pile first, then the outlets.
        href: address of a place.
    """
    body: list[str] = []
    for at, one in enumerate(sources):
        y = at * 34
        name = "All pieces" if at == 0 else one.outlet or UNKNOWN_OUTLET
        nameless = one.unnamed + one.open
        figure = f"{nameless:,} of {one.statements:,}"
        label = f"{name}: of {plural(one.statements, 'statement')}, {one.unnamed:,} unnamed and {one.open:,} open"
        size, rest = WIDTH * one.unnamed / one.statements, WIDTH * one.open / one.statements
        mark = (
            f'<rect x="0" y="{y}" width="{WIDTH}" height="30" class="hit"/>'
            f"{text(0, y + 11, clip(name, 40))}{text(WIDTH, y + 11, figure, 'number')}"
            f'<rect x="0" y="{y + 16}" width="{WIDTH}" height="8" class="track"/>'
            f'<rect x="0" y="{y + 16}" width="{size:.1f}" height="8" class="named"/>'
            f'<rect x="{size:.1f}" y="{y + 16}" width="{rest:.1f}" height="8" class="open"/>'
        )
        body.append(link(href(one.places[0]), label, mark) if one.places else mark)
    return svg(len(sources) * 34, "Statements without a named speaker, by outlet", body)
