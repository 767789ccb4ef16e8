"""Digests whose mark-up says where items begin: headings set apart by rules, or titles that are links.

An article with sub-headings has headings too. So headings count only where something else repeats with them: a rule
drawn before each, or an address behind each.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from statistics import median

from onrecord.split.lines import Passage
from onrecord.split.pieces import Piece
from onrecord.split.signs import Role

REGULAR = 0.6
"""Share of the headings of a rank that must have a rule before them, or be links."""

LONGEST = 4000
"""Code points of a usual item of a digest whose titles are links; longer ones are articles that cite."""

SHORTEST = 60
"""Code points of the running text under a title that is a link; shorter lines are more links."""

_OUTSIDE = (Role.LEAVE, Role.RULE, Role.MORE)


def headed(found: Sequence[Passage], roles: Sequence[Role]) -> list[Piece] | None:
    """The items of a digest under headings, or None where the mark-up does not say."""
    best: list[int] = []
    ruled = False
    for level in range(1, 7):
        heads = [at for at, p in enumerate(found) if p.kind == "heading" and p.level == level and not p.joined]
        rules = _share(heads[1:], lambda at: found[at].ruled)
        links = _share(heads, lambda at: _linked(found[at]))
        if len(heads) >= 3 and max(rules, links) >= REGULAR and len(heads) > len(best):
            best, ruled = heads, rules >= REGULAR
    return _items(found, roles, best, ruled) if best else None


def linked(found: Sequence[Passage], roles: Sequence[Role]) -> list[Piece] | None:
    """The items of a digest whose titles are links, or None where the mark-up does not say."""
    heads = _link_titles(found, roles)
    return _items(found, roles, heads, ruled=False) if heads else None


def _share(heads: Sequence[int], test: Callable[[int], bool]) -> float:
    return sum(map(test, heads)) / len(heads) if heads else 0.0


def _linked(passage: Passage) -> bool:
    """Whether a title is as good as wholly a link."""
    covered = sum(min(link.span.end, passage.end) - max(link.span.start, passage.start) for link in passage.links)
    return covered >= 0.8 * (passage.end - passage.start)


def _link_titles(found: Sequence[Passage], roles: Sequence[Role]) -> list[int]:
    """Lines that are links and stand over running text each, if there are three or more and they fill the document."""
    shown = (Role.TITLE, Role.NAME, Role.EDITION)
    heads = [
        at
        for at, p in enumerate(found[:-1])
        if roles[at] in shown and _linked(p) and roles[at + 1] is Role.BODY and len(found[at + 1].text) >= SHORTEST
    ]
    if len(heads) < 3:
        return []
    sizes = [found[b - 1].end - found[a].start for a, b in zip(heads, [*heads[1:], len(found)], strict=True)]
    ours = sum(len(found[at].text) + len(found[at + 1].text) for at in heads)
    whole = sum(len(p.text) for p in found)
    return heads if median(sizes) <= LONGEST and ours >= 0.5 * whole else []


def _items(found: Sequence[Passage], roles: Sequence[Role], heads: Sequence[int], ruled: bool) -> list[Piece]:
    """Each item runs to the next, or to where a heading of higher rank or (`ruled`) a rule ends it."""
    level = found[heads[0]].level
    pieces = []
    for head, after in zip(heads, [*heads[1:], len(found)], strict=True):
        last = head + 1
        while last < after and not _ends(found[last], level, ruled):
            last += 1
        more = last < len(found) and roles[last] is Role.MORE
        while last > head + 1 and roles[last - 1] in _OUTSIDE:
            last -= 1
            more = more or roles[last] is Role.MORE
        link = next((link for link in found[head].links if link.href), None)
        pieces.append(Piece(head, last, kind="excerpt" if more else "article", more=more, link=link, titled=True))
    return pieces


def _ends(passage: Passage, level: int, ruled: bool) -> bool:
    higher = passage.kind == "heading" and 0 < passage.level < level
    return higher or (ruled and passage.ruled)
