"""Seams of an issue that the trees can miss: signatures that close pieces, and names introduced a second time.

What follows a signature begins another piece, where the issue itself shows the custom: some piece that was found
otherwise begins right after a signature, and none is signed at its head. A bare name without more is not enough, since
sub-headings look like names. And an organisation whose acronyms stand in brackets after its name is introduced there;
no piece does that twice.
"""

from __future__ import annotations

from collections.abc import Sequence

from onrecord.split.chains import ACRONYM, DEFINED
from onrecord.split.lines import Passage
from onrecord.split.signs import Role

LEAST = 500
"""Code points that a piece has at least on either side of a seam."""

LEAD = 250
"""Code points of a paragraph within which an introduction counts: about a first sentence."""

QUOTES = ("“", '"', "‘", "'", "«", "„")

HEAD = 3
"""Passages at the top of a piece among which its own signature can stand."""

_SHORT = (Role.NAME, Role.TITLE, Role.EDITION)


def with_seams(found: Sequence[Passage], roles: Sequence[Role], begins: Sequence[int]) -> list[int]:
    """The starts of an issue and those that its seams add."""
    return _reintroduced(found, roles, _signed(found, roles, begins))


def _signed(found: Sequence[Passage], roles: Sequence[Role], begins: Sequence[int]) -> list[int]:
    """The starts and those that signatures add."""
    seams = [(at, after) for at in range(len(found)) if (after := _after(found, roles, at)) is not None]
    known = set(begins)
    closing = sum(after in known for _, after in seams)
    heading = sum(Role.BYLINE in roles[start : start + HEAD] for start in begins)
    if not closing or heading:
        return list(begins)
    titled = sum(roles[start] in _SHORT for start in begins) >= 0.5 * len(begins)
    for at, after in seams:
        before = max((start for start in known if start <= at), default=0)
        first = before == min(known) and not titled
        start = _past_masthead(roles, after) if first else after
        until = min((other for other in known if other > at), default=len(found))
        if not {after, start} & known and _fits(found, roles, before, at) and _fits(found, roles, start, until):
            known.add(start)
    return sorted(known)


def _reintroduced(found: Sequence[Passage], roles: Sequence[Role], begins: Sequence[int]) -> list[int]:
    """The starts and those passages that introduce two acronyms or more which their piece had introduced already."""
    made: list[int] = []
    for start, until in zip(begins, [*begins[1:], len(found)], strict=True):
        made.append(start)
        known: set[str] = set()
        for at in range(start, until):
            new = introduced(found[at].text) if roles[at] is Role.BODY else frozenset()
            if len(new & known) > 1 and _fits(found, roles, made[-1], at) and _fits(found, roles, at, until):
                made.append(at)
                known = set()
            known |= new
    return made


def introduced(text: str) -> frozenset[str]:
    """The acronyms in brackets in the first sentence of a paragraph that is no quotation."""
    if "(" not in text[:LEAD] or text.startswith(QUOTES):
        return frozenset()
    return frozenset(key for inside in DEFINED.findall(text[:LEAD]) for key in ACRONYM.findall(inside))


def _after(found: Sequence[Passage], roles: Sequence[Role], at: int) -> int | None:
    """The passage after a signature and what goes with it: the author described, sources. None where it is none."""
    last = len(found) - 1
    if roles[at] is Role.NAME:
        if not found[at].text.endswith(",") and (at == last or roles[at + 1] not in (Role.SOURCES, Role.NOTE)):
            return None
    elif roles[at] is not Role.BYLINE:
        return None
    who = " ".join(found[at].text.split(",")[0].split()[-2:])
    after = at + 1
    while after <= last and (
        roles[after] in (Role.SOURCES, Role.NOTE, Role.CREDIT) or who in found[after].text[: len(who) + 30]
    ):
        after += 1
    return after if after <= last else None


def _past_masthead(roles: Sequence[Role], at: int) -> int:
    """The passage after the name of the issue, which can stand between the note that opens it and its first article."""
    return at + 1 if roles[at] in _SHORT and at + 1 < len(roles) and roles[at + 1] is Role.BODY else at


def _fits(found: Sequence[Passage], roles: Sequence[Role], start: int, until: int) -> bool:
    """Whether the passages could be a piece: running text, and enough of it."""
    if until <= start or found[until - 1].end - found[start].start < LEAST:
        return False
    return sum(what is Role.BODY for what in roles[start:until]) >= 2
