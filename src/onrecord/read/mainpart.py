"""Which leaves of a page are its text: the main part of an article page, nearly everything of a digest."""

from __future__ import annotations

import re
from collections import Counter

from onrecord.read.leaf import Leaf

SHORT = 25
"""Characters up to which a leaf must be one of the extracted lines as a whole, since short words stand anywhere."""

LINKED = 0.8
"""Share of linked characters from which a leaf is nothing but links."""

DIGEST_SECTIONS = 3
"""Headings of one level from which a page may be a digest."""

DIGEST_LEFT = 0.5
"""Text under such headings that the extraction left out, for each character that it kept, from which the page is a
digest. On the 80 pages of `berlin-daily` and the made-up pages of `tests/read/data`, 0.2 to 0.8 choose alike."""

POOR = 0.35
"""Share of a page's own text below which the extraction is taken to have failed."""

LEAD = 700
"""Characters that may stand between a page's title and its main text: a standfirst, a byline, a date."""

SEARCHES = 4000
"""Leaves that are looked for within the extracted text; beyond that only whole lines are compared."""

_SPACE = re.compile(r"\s+")


def main_leaves(found: list[Leaf], title: str | None, extracted: str) -> list[Leaf]:
    """The leaves to keep, in order.

    Args:
        found: all leaves of the page.
        title: the page's title, if it states one.
        extracted: the main text as trafilatura sees it, a line for each piece of mark-up.
    """
    kept = _matches(found, extracted)
    page = [not leaf.aside for leaf in found]
    if not any(kept):
        return _trimmed([leaf for leaf, here in zip(found, page, strict=True) if here]) or found
    if _is_digest(found, kept):
        return _trimmed([leaf for leaf, here, hit in zip(found, page, kept, strict=True) if here or hit])
    first = _start(found, kept, title)
    last = max(index for index, hit in enumerate(kept) if hit)
    homes = {leaf.home for leaf, hit in zip(found, kept, strict=True) if hit}
    chosen = [
        leaf
        for index, leaf in enumerate(found[first : last + 1], first)
        if kept[index] or (page[index] and (leaf.kind in {"heading", "rule"} or _belongs(leaf, homes)))
    ]
    return _without_idle_headings(chosen)


def _belongs(leaf: Leaf, homes: set[int]) -> bool:
    return leaf.home in homes or not _only_links(leaf)


def _squeezed(text: str) -> str:
    return _SPACE.sub("", text)


def _matches(found: list[Leaf], extracted: str) -> list[bool]:
    """For each leaf whether its words stand in the extracted text."""
    lines = {_squeezed(line) for line in extracted.split("\n")}
    whole = _squeezed(extracted)
    searches = SEARCHES
    at = 0
    hits = []
    for leaf in found:
        words = _squeezed(leaf.text)
        hit = bool(words) and words in lines
        if not hit and len(words) > SHORT and searches:
            searches -= 1
            place = whole.find(words, at)
            if place < 0:
                place = whole.find(words)
            hit = place >= 0
            at = place + len(words) if hit else at
        hits.append(hit)
    return hits


def _linked(leaf: Leaf) -> int:
    return sum(end - start for start, end, _ in leaf.links)


def _only_links(leaf: Leaf) -> bool:
    return _linked(leaf) >= LINKED * len(leaf.text)


def _is_digest(found: list[Leaf], kept: list[bool]) -> bool:
    """Several sections of one rank, of which the extraction left out much; or it kept next to nothing at all."""
    own = sum(len(leaf.text) for leaf in found if not leaf.aside and not _only_links(leaf))
    taken = sum(len(leaf.text) for leaf, hit in zip(found, kept, strict=True) if hit)
    if taken < POOR * own:
        return True
    levels = Counter(leaf.level for leaf in found if leaf.kind == "heading" and not leaf.aside)
    left: Counter[int | None] = Counter()
    level: int | None = None
    for leaf, hit in zip(found, kept, strict=True):
        if leaf.aside:
            continue
        if leaf.kind == "heading":
            level = leaf.level
        elif level is not None and not hit and not _only_links(leaf):
            left[level] += len(leaf.text)
    return any(levels[rank] >= DIGEST_SECTIONS and left[rank] > DIGEST_LEFT * taken for rank in levels)


def _start(found: list[Leaf], kept: list[bool], title: str | None) -> int:
    """The title's heading if it stands shortly before the first leaf that was kept, else the headings right before."""
    first = kept.index(True)
    wanted = _squeezed(title or "").lower()
    size = 0
    for index in range(first - 1, -1, -1):
        leaf = found[index]
        if leaf.kind == "heading" and not leaf.aside:
            words = _squeezed(leaf.text).lower()
            if leaf.level == 1 or (wanted and (words in wanted or wanted in words)):
                return index
        size += len(leaf.text)
        if size > LEAD:
            break
    while first and found[first - 1].kind in {"heading", "rule"} and not found[first - 1].aside:
        first -= 1
    return first


def _trimmed(found: list[Leaf]) -> list[Leaf]:
    """Without the menus at both ends: leaves of nothing but links before the first and after the last other one."""
    solid = [i for i, leaf in enumerate(found) if leaf.kind == "heading" or (leaf.text and not _only_links(leaf))]
    return found[solid[0] : solid[-1] + 1] if solid else found


def _without_idle_headings(found: list[Leaf]) -> list[Leaf]:
    """Without headings at the end, under which nothing is left."""
    while found and found[-1].kind in {"heading", "rule"} and len(found) > 1:
        found.pop()
    return found
