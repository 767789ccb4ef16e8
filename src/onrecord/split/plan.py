"""Which passages make which piece: the ways of splitting, tried from the plainest signs to the faintest."""

from __future__ import annotations

from collections.abc import Sequence

from onrecord.split.lines import Passage
from onrecord.split.pieces import Piece
from onrecord.split.signs import Role
from onrecord.split.teasers import teasers

_FURNITURE = (Role.LEAVE, Role.RULE, Role.MORE)


def plan(found: Sequence[Passage], roles: Sequence[Role]) -> list[Piece]:
    """The pieces of a document, in order and apart from each other."""
    pieces = teasers(found, roles)
    if pieces is None:
        pieces = [Piece(0, len(found))]
    return [piece for piece in (_trimmed(piece, roles) for piece in pieces) if piece.first < piece.last]


def _trimmed(piece: Piece, roles: Sequence[Role]) -> Piece:
    while piece.last > piece.first and roles[piece.last - 1] in _FURNITURE:
        piece.last -= 1
    return piece
