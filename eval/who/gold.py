"""What two readers marked by GUIDELINE.md: ids and offsets (code points), no words.

    speakers-A.jsonl  the speaker of each statement of a text, in the order of `sample.campaign` and `newsletters`
    aliases-A.jsonl   the bearers that an article names, each with its forms

Offsets are in the text of the row, or of the seed's document. Bearers have numbers instead of names; a number means
the same bearer in all articles of one reader, and nothing in the other reader's file.
"""

from __future__ import annotations

from typing import Literal, TypeVar

import msgspec

from eval.data import CHECKOUT
from eval.statements.texts import Range

GOLD = CHECKOUT / "eval" / "who" / "gold"

Kind = Literal["named", "unnamed", "author", "nobody", "several", "open"]
Line = TypeVar("Line", bound=msgspec.Struct)


class Told(msgspec.Struct, frozen=True):
    """Who makes one statement, by a reader; one of the fields behind `at` is filled."""

    at: Range
    """The cue, or the first stretch of the content where there is no cue."""
    named: tuple[Range, ...] = ()
    """Every place of the fullest name that the article gives the speaker."""
    unnamed: str = ""
    """The type of a speaker without a name."""
    author: bool = False
    nobody: bool = False
    several: tuple[tuple[Range, ...], ...] = ()
    """The places of the fullest name of each of several who speak together."""
    open: tuple[tuple[Range, ...], ...] = ()
    """The same of those between whom a careful reader cannot decide."""

    @property
    def kind(self) -> Kind:
        """What the reader found: the name of the field that is filled."""
        kinds: tuple[Kind, ...] = ("named", "unnamed", "author", "nobody", "several", "open")
        return next(kind for kind in kinds if getattr(self, kind))

    def meant(self) -> tuple[tuple[Range, ...], ...]:
        """Everybody whom it names, each by the places of the fullest name."""
        return (self.named,) if self.named else self.several or self.open


class Text(msgspec.Struct, frozen=True):
    """The statements that were asked for in one text."""

    id: str
    statements: tuple[Told, ...]


class Bearer(msgspec.Struct, frozen=True):
    """A person or organisation that an article names, and where each form of its name stands first."""

    entity: int
    kind: Literal["person", "organisation"]
    forms: tuple[Range, ...]


class Named(msgspec.Struct, frozen=True):
    """The bearers of one article."""

    id: str
    entities: tuple[Bearer, ...]


def speakers(reader: str) -> dict[str, tuple[Told, ...]]:
    """What a reader says of the statements of each text, by its id."""
    return {one.id: one.statements for one in _lines(f"speakers-{reader}", Text)}


def aliases(reader: str) -> dict[str, tuple[Bearer, ...]]:
    """The bearers that a reader found in each article, by its id."""
    return {one.id: one.entities for one in _lines(f"aliases-{reader}", Named)}


def _lines(name: str, kind: type[Line]) -> list[Line]:
    lines = (GOLD / f"{name}.jsonl").read_bytes().splitlines()
    return [msgspec.json.decode(line, type=kind) for line in lines]
