"""Pages of teasers: a headline, an excerpt, "Read more" (or a link on its own line), again and again.

Each piece ends at its "Read more". How many short lines stand before an excerpt is the same all through a page, so a
masthead or the heading of a section before a headline does not become part of the first piece beneath it.
"""

from __future__ import annotations

from collections.abc import Sequence
from statistics import median_low

from onrecord.split.lines import Passage
from onrecord.split.pieces import Piece
from onrecord.split.signs import Role

LONGEST = 1800
"""Code points of a teaser: the longest on the pages of teasers looked at has 600. A piece between two "Read more" that
is longer is an article with links in it."""

REGULAR = 0.7
"""Share of the stretches between two "Read more" that must look like teasers."""

_SHORT = (Role.TITLE, Role.NAME, Role.EDITION)
_AROUND = (Role.BYLINE, Role.DATE, Role.NAME)
_OUTSIDE = (Role.LEAVE, Role.RULE, Role.MORE)


def teasers(found: Sequence[Passage], roles: Sequence[Role]) -> list[Piece] | None:
    """The pieces of a page of teasers, or None where the document is none; a rest after the last is left out."""
    for end, least in ((Role.MORE, 2), (Role.URL, 3)):
        ends = [at for at, what in enumerate(roles) if what is end]
        if len(ends) >= least:
            pieces = _cut_at(ends, found, roles)
            if pieces is not None:
                return pieces
    return None


def _cut_at(ends: Sequence[int], found: Sequence[Passage], roles: Sequence[Role]) -> list[Piece] | None:
    stretches: list[tuple[int, int]] = []
    first = 0
    for end in ends:
        start = first
        while start < end and roles[start] in _OUTSIDE:
            start += 1
        if start < end:
            stretches.append((start, end))
        first = end + 1
    inner = stretches[1:]
    if not inner or _rest(found, roles, ends[-1] + 1) > 0.5 * (found[ends[-1]].end - found[0].start):
        return None
    regular = sum(_teaser(found, roles, start, end) for start, end in inner)
    if regular < max(1, REGULAR * len(inner)) or _breadth(found, *stretches[0]) > 3 * LONGEST:
        return None
    usual = median_low([_heads(found, roles, start, end) for start, end in inner])
    bodies = [_body(found, roles, start, end) for start, end in stretches]
    bodies[0] = _last_body(roles, *stretches[0])
    return [
        _piece(found, roles, (start, end), body, usual) for (start, end), body in zip(stretches, bodies, strict=True)
    ]


def _rest(found: Sequence[Passage], roles: Sequence[Role], start: int) -> int:
    """Code points of running text after the last teaser."""
    return sum(p.end - p.start for p, what in zip(found[start:], roles[start:], strict=True) if what is Role.BODY)


def _breadth(found: Sequence[Passage], start: int, end: int) -> int:
    return found[end - 1].end - found[start].start


def _teaser(found: Sequence[Passage], roles: Sequence[Role], start: int, end: int) -> bool:
    return roles[start] in _SHORT and end - start >= 2 and _breadth(found, start, end) <= LONGEST


def _body(found: Sequence[Passage], roles: Sequence[Role], start: int, end: int) -> int:
    """Index of the first passage of running text; the last passage where all are short."""
    for at in range(start, end):
        if roles[at] is Role.BODY or (roles[at] in _SHORT and len(found[at].text) > 160):
            return at
    return end - 1


def _last_body(roles: Sequence[Role], start: int, end: int) -> int:
    """The same for the first stretch, which a masthead and a word of welcome can open: the running text at its end."""
    at = end - 1
    while at > start and roles[at - 1] not in _SHORT and roles[at - 1] not in _AROUND:
        at -= 1
    return at


def _heads(found: Sequence[Passage], roles: Sequence[Role], start: int, end: int) -> int:
    """Short lines right before the running text, bylines and dates apart."""
    body = _body(found, roles, start, end)
    return sum(1 for at in range(start, body) if roles[at] in _SHORT)


def _piece(found: Sequence[Passage], roles: Sequence[Role], stretch: tuple[int, int], body: int, usual: int) -> Piece:
    start, end = stretch
    first = body
    heads = 0
    for at in range(body - 1, start - 1, -1):
        if roles[at] in _SHORT:
            if heads == max(usual, 1):
                break
            heads += 1
            first = at
        elif roles[at] not in _AROUND:
            break
    link = next((link for link in found[end].links if link.href), None)
    return Piece(first, end, kind="excerpt", more=True, link=link, titled=first < body)
