"""Which passages make which piece: the ways of splitting, tried from the plainest signs to the faintest."""

from __future__ import annotations

from collections.abc import Sequence

from onrecord.split.digests import digest
from onrecord.split.issues import starts
from onrecord.split.lines import Passage
from onrecord.split.pieces import Piece
from onrecord.split.sections import sections
from onrecord.split.signs import Role
from onrecord.split.teasers import teasers

LEAST = 400
"""Code points of running text ahead of the first start that make a piece by themselves, and no masthead."""

_FURNITURE = (Role.LEAVE, Role.RULE, Role.MORE)
_SIGNATURES = (Role.NAME, Role.BYLINE)
_MASTHEADS = (Role.EDITION, Role.TITLE, Role.NAME)


def plan(found: Sequence[Passage], roles: Sequence[Role]) -> list[Piece]:
    """The pieces of a document, in order and apart from each other."""
    pieces = teasers(found, roles) or sections(found, roles) or digest(found, roles) or _end_to_end(found, roles)
    return [piece for piece in (_trimmed(piece, roles) for piece in pieces) if piece.first < piece.last]


def _end_to_end(found: Sequence[Passage], roles: Sequence[Role]) -> list[Piece]:
    begins = starts(found, roles)
    if len(begins) < 2:
        return [Piece(0, len(found))]
    ahead = sum(p.end - p.start for p, what in zip(found[: begins[0]], roles, strict=False) if what is Role.BODY)
    if ahead >= LEAST:
        begins.insert(0, next(at for at, what in enumerate(roles) if what not in _FURNITURE))
    pieces = [Piece(a, b) for a, b in zip(begins, [*begins[1:], len(found)], strict=True)]
    for piece in pieces[:-1]:
        _without_masthead(piece, roles)
    return pieces


def _without_masthead(piece: Piece, roles: Sequence[Role]) -> None:
    """Takes off the name of the issue, which can stand between the note that opens it and its first article."""
    if piece.last - piece.first < 3 or roles[piece.last - 1] not in _MASTHEADS:
        return
    if roles[piece.last - 2] in _SIGNATURES:
        piece.last -= 1
        piece.kind = "note" if piece.first == 0 else piece.kind


def _trimmed(piece: Piece, roles: Sequence[Role]) -> Piece:
    while piece.last > piece.first and roles[piece.last - 1] in _FURNITURE:
        piece.last -= 1
    return piece
