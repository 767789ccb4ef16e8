"""Which passages make which piece: the ways of splitting, tried from the plainest signs to the faintest."""

from __future__ import annotations

from collections.abc import Sequence
from statistics import median

from onrecord.split.digests import digest
from onrecord.split.issues import starts
from onrecord.split.lines import Passage
from onrecord.split.pieces import Piece
from onrecord.split.sections import headed, linked
from onrecord.split.signs import Role
from onrecord.split.subjects import Meaning
from onrecord.split.teasers import teasers

NOTE_SHARE = 0.6
"""Length, beside that of a usual piece, below which a signed piece at the top is a note."""

LEAST = 400
"""Code points of running text ahead of the first start that make a piece by themselves, and no masthead."""

_FURNITURE = (Role.LEAVE, Role.RULE, Role.MORE)
_SIGNATURES = (Role.NAME, Role.BYLINE)
_MASTHEADS = (Role.EDITION, Role.TITLE, Role.NAME)


def plan(found: Sequence[Passage], roles: Sequence[Role], meaning: Meaning | None = None) -> list[Piece]:
    """The pieces of a document, in order and apart from each other; `meaning` may help where signs do not decide."""
    pieces = (
        headed(found, roles)
        or teasers(found, roles)
        or linked(found, roles)
        or digest(found, roles)
        or _end_to_end(found, roles, meaning)
    )
    return [piece for piece in (_trimmed(piece, roles) for piece in pieces) if piece.first < piece.last]


def _end_to_end(found: Sequence[Passage], roles: Sequence[Role], meaning: Meaning | None) -> list[Piece]:
    begins = sorted({_past_furniture(roles, start) for start in starts(found, roles, meaning)} - {len(roles)})
    if len(begins) < 2:
        return [Piece(0, len(found))]
    ahead = sum(p.end - p.start for p, what in zip(found[: begins[0]], roles, strict=False) if what is Role.BODY)
    if ahead >= LEAST:
        begins.insert(0, _first_start(roles, begins))
    pieces = [Piece(a, b) for a, b in zip(begins, [*begins[1:], len(found)], strict=True)]
    _without_masthead(pieces[0], roles)
    if _is_note(pieces, found, roles):
        pieces[0].kind = "note"
    return pieces


def _first_start(roles: Sequence[Role], begins: Sequence[int]) -> int:
    """Where the piece ahead of the first start begins: at its running text, or its headline where pieces have one."""
    first = next(at for at, what in enumerate(roles) if what in (Role.BODY, Role.GREETING))
    titled = 2 * sum(roles[start] in _MASTHEADS for start in begins) > len(begins)
    return first - 1 if titled and first and roles[first - 1] in _MASTHEADS else first


def _past_furniture(roles: Sequence[Role], start: int) -> int:
    """The passage that a piece begins with, when it was said to begin with a masthead or a rule."""
    while start < len(roles) and roles[start] in (*_FURNITURE, Role.EDITION):
        start += 1
    return start


def _without_masthead(piece: Piece, roles: Sequence[Role]) -> None:
    """Takes off the name of the issue, which can stand between the note that opens it and its first article."""
    if piece.last - piece.first > 2 and roles[piece.last - 1] in _MASTHEADS and roles[piece.last - 2] in _SIGNATURES:
        piece.last -= 1


def _is_note(pieces: Sequence[Piece], found: Sequence[Passage], roles: Sequence[Role]) -> bool:
    """Whether the first piece is a note of the makers: it greets, or it is signed, has no headline and is short."""
    first = pieces[0]
    if roles[first.first] is Role.GREETING:
        return True
    signed = roles[first.last - 1] in _SIGNATURES and roles[first.first] is Role.BODY
    usual = median([found[piece.last - 1].end - found[piece.first].start for piece in pieces])
    return signed and found[first.last - 1].end - found[first.first].start < NOTE_SHARE * usual


def _trimmed(piece: Piece, roles: Sequence[Role]) -> Piece:
    while piece.last > piece.first and roles[piece.last - 1] in _FURNITURE:
        piece.last -= 1
    return piece
