"""What people decided about names: `names.toml`."""

from __future__ import annotations

from msgspec import Struct

from onrecord.model import NameType


class CuratedEntity(Struct, frozen=True):
    """One `[[entity]]` of the file: forms that all mean one bearer."""

    name: str
    """The form that is preferred."""
    same: tuple[str, ...] = ()
    """Further forms."""
    kind: NameType | None = None
    pseudonym: str | None = None


class Curated(Struct, frozen=True):
    """The whole file."""

    entities: tuple[CuratedEntity, ...] = ()
    different: tuple[tuple[str, ...], ...] = ()
    """Forms of which no two mean the same bearer."""


NOTHING = Curated()
