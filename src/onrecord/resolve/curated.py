"""What people decided about names: `names.toml`.

    [[entity]]
    name = "Harbour Council"          # the form that is preferred
    same = ["HC", "Council of Vey"]   # further forms
    kind = "organisation"             # person, organisation, place or other
    pseudonym = "Speaker A"           # what it is called in everything that is published

    [[different]]
    names = ["Ann Orlo", "Anna Orlo"] # no two of them are the same

Forms are compared without case, accents and marks (`forms.plain_words`). A file that contradicts itself is refused
whole: half of what was decided would be worse than nothing.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Sequence
from itertools import combinations
from pathlib import Path
from typing import Any, get_args

from msgspec import Struct
from msgspec.structs import replace

from onrecord.errors import CuratedNamesError, printable
from onrecord.model import Entity, NameType
from onrecord.resolve.forms import plain_words
from onrecord.resolve.toml_lines import TomlLines

LONGEST_FORM = 300
"""Code points of the longest form: more is a text, and not a name."""

_KINDS: tuple[str, ...] = get_args(NameType)
_KEYS = {"entity": ("name", "same", "kind", "pseudonym"), "different": ("names",)}
_LINE = re.compile(r"at line (\d+)")
_UNFIT = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029‹›]")
"""What a pseudonym may not hold: ends of lines, controls, and the marks that it is shown in."""

NAMES_OPTION = "names"
"""The option of a run record that tells which file of names was used; no piece is tagged otherwise for it, and nothing
that is published has it."""


class CuratedEntity(Struct, frozen=True):
    """One `[[entity]]` of the file: forms that all mean one bearer."""

    name: str
    """The form that is preferred."""
    same: tuple[str, ...] = ()
    """Further forms."""
    kind: NameType | None = None
    pseudonym: str | None = None

    @property
    def forms(self) -> tuple[str, ...]:
        """All forms, the preferred one first."""
        return (self.name, *self.same)


class Curated(Struct, frozen=True):
    """The whole file."""

    entities: tuple[CuratedEntity, ...] = ()
    different: tuple[tuple[str, ...], ...] = ()
    """Forms of which no two mean the same bearer."""


NOTHING = Curated()


def load(path: str) -> Curated:
    """The names of a file.

    Raises:
        CuratedNamesError: it cannot be read, is not TOML in UTF-8, or breaks a rule of `names.toml`.
    """
    return parse(read(path), path)


def read(path: str) -> bytes:
    """The bytes of a file.

    Raises:
        CuratedNamesError: it cannot be read.
    """
    try:
        return Path(path).read_bytes()
    except (OSError, ValueError) as wrong:
        reason = wrong.strerror if isinstance(wrong, OSError) else None
        raise CuratedNamesError(path, None, f"cannot be read: {reason or wrong}") from wrong


def parse(data: bytes, path: str) -> Curated:
    """The names that the bytes of a file hold; `path` is what errors call it.

    Raises:
        CuratedNamesError: they are not TOML in UTF-8, or break a rule of `names.toml`.
    """
    try:
        text = data.decode("utf-8-sig").replace("\r\n", "\n")
    except UnicodeDecodeError as wrong:
        line = data.count(b"\n", 0, wrong.start) + 1
        raise CuratedNamesError(path, line, "not in UTF-8; save it in this encoding") from wrong
    try:
        tables = tomllib.loads(text)
    except (tomllib.TOMLDecodeError, RecursionError) as wrong:
        at = _LINE.search(str(wrong))
        line = int(at[1]) if at else text.count("\n") + 1
        raise CuratedNamesError(path, line, f"not TOML: {str(wrong).partition(' (at ')[0]}") from wrong
    return _Reader(path, TomlLines(text)).curated(tables)


class _Reader:
    """Checks the tables of one file, and makes values of them."""

    def __init__(self, path: str, lines: TomlLines) -> None:
        self._path = path
        self._lines = lines

    def curated(self, tables: dict[str, Any]) -> Curated:
        """Everything that the file says."""
        for key in tables:
            if key not in _KEYS:
                known = "only [[entity]] and [[different]] stand here"
                raise self._wrong(key, 0, f"unknown key {printable(key)!r}: {known}")
        entities = tuple(self._entity(table, number) for number, table in self._tables(tables, "entity"))
        different = tuple(self._different(table, number) for number, table in self._tables(tables, "different"))
        self._check_forms(entities)
        self._check_different(entities, different)
        self._check_pseudonyms(entities)
        return Curated(entities, different)

    def _wrong(self, table: str, number: int, reason: str, value: str | None = None) -> CuratedNamesError:
        """The error, at the line of a string of a table, or of the table."""
        if value is None:
            return CuratedNamesError(self._path, self._lines.table(table, number), reason)
        return CuratedNamesError(self._path, self._lines.string(table, number, value), reason)

    def _tables(self, tables: dict[str, Any], name: str) -> Iterable[tuple[int, dict[str, Any]]]:
        found = tables.get(name, [])
        if not isinstance(found, list) or not all(isinstance(one, dict) for one in found):
            raise self._wrong(name, 0, f"{name} is a list of tables: write [[{name}]]")
        for number, table in enumerate(found):
            for key in table:
                if key not in _KEYS[name]:
                    known = ", ".join(_KEYS[name])
                    raise self._wrong(name, number, f"unknown key {printable(key)!r} in [[{name}]]: it has {known}")
            yield number, table

    def _entity(self, table: dict[str, Any], number: int) -> CuratedEntity:
        if "name" not in table:
            raise self._wrong("entity", number, "[[entity]] has no name")
        name = self._form("entity", number, table["name"], "name")
        same = self._forms("entity", number, table.get("same", []), "same")
        kind = table.get("kind")
        if kind is not None and kind not in _KINDS:
            value = kind if isinstance(kind, str) else None
            raise self._wrong("entity", number, f"kind of {name!r} is one of {', '.join(_KINDS)}", value)
        pseudonym = None
        if "pseudonym" in table:
            pseudonym = self._form("entity", number, table["pseudonym"], "pseudonym")
            if _UNFIT.search(pseudonym):
                reason = f"pseudonym {printable(pseudonym)!r}: one line without ‹ and ›"
                raise self._wrong("entity", number, reason, table["pseudonym"])
        return CuratedEntity(name, same, kind, pseudonym)

    def _different(self, table: dict[str, Any], number: int) -> tuple[str, ...]:
        names = self._forms("different", number, table.get("names", []), "names")
        if len(names) < 2:
            raise self._wrong("different", number, "names of [[different]]: give two or more")
        return names

    def _forms(self, table: str, number: int, value: object, key: str) -> tuple[str, ...]:
        if not isinstance(value, list):
            raise self._wrong(table, number, f"{key} of [[{table}]] is a list of strings")
        return tuple(self._form(table, number, one, key) for one in value)

    def _form(self, table: str, number: int, value: object, key: str) -> str:
        if not isinstance(value, str):
            what = "a string" if key in ("name", "pseudonym") else "a list of strings"
            raise self._wrong(table, number, f"{key} of [[{table}]] is {what}")
        if len(value) > LONGEST_FORM:
            reason = f"{key} of [[{table}]] has {len(value)} code points, more than {LONGEST_FORM}: {value[:40]!r} …"
            raise self._wrong(table, number, reason, value)
        if not plain_words(value):
            raise self._wrong(table, number, f"{key} of [[{table}]] holds no letter or digit: {value!r}", value)
        return value.strip()

    def _check_forms(self, entities: Sequence[CuratedEntity]) -> None:
        """No form stands in two entities."""
        owner: dict[tuple[str, ...], int] = {}
        for number, entity in enumerate(entities):
            for form in entity.forms:
                first = owner.setdefault(plain_words(form), number)
                if first != number:
                    reason = (
                        f"{form!r} stands in two [[entity]] tables, {entities[first].name!r} and {entity.name!r}: "
                        "put what is the same into one"
                    )
                    raise self._wrong("entity", number, reason, form)

    def _check_different(self, entities: Sequence[CuratedEntity], different: Sequence[Sequence[str]]) -> None:
        """No two forms are both the same and different."""
        owner = {plain_words(form): entity for entity in entities for form in entity.forms}
        for number, names in enumerate(different):
            for one, other in combinations(names, 2):
                first, second = plain_words(one), plain_words(other)
                if first == second:
                    reason = f"{one!r} and {other!r} are one form, and cannot be different"
                    raise self._wrong("different", number, reason, other)
                same = owner.get(first)
                if same is not None and same is owner.get(second):
                    reason = f"{one!r} and {other!r} are different here, and the same in [[entity]] {same.name!r}"
                    raise self._wrong("different", number, reason, other)

    def _check_pseudonyms(self, entities: Sequence[CuratedEntity]) -> None:
        """Every pseudonym is one entity's, and gives no name away."""
        forms = [(form, plain_words(form)) for entity in entities for form in entity.forms]
        hidden = {
            word: entity.name
            for entity in entities
            if entity.pseudonym is not None and entity.kind in ("person", None)
            for form in entity.forms
            for word in plain_words(form)
            if len(word) > 3
        }
        owner: dict[tuple[str, ...], str] = {}
        for number, entity in enumerate(entities):
            if entity.pseudonym is None:
                continue
            words = plain_words(entity.pseudonym)
            before = owner.setdefault(words, entity.name)
            given_away = next((form for form, plain in forms if _holds(words, plain)), None)
            if given_away is None:
                given_away = next((hidden[word] for word in words if word in hidden), None)
            if given_away is not None:
                reason = f"the pseudonym {entity.pseudonym!r} holds words of the name {given_away!r}"
            elif before != entity.name:
                reason = f"{before!r} and {entity.name!r} have one pseudonym, {entity.pseudonym!r}"
            else:
                continue
            raise self._wrong("entity", number, reason, entity.pseudonym)


def _holds(words: Sequence[str], inner: Sequence[str]) -> bool:
    """Whether `inner` stands in `words`, in its order and without a gap."""
    return any(tuple(words[at : at + len(inner)]) == tuple(inner) for at in range(len(words) - len(inner) + 1))


def named(entities: Sequence[Entity], curated: Curated) -> tuple[Entity, ...]:
    """The entities, each with the name, kind and pseudonym that the file gives it.

    A form of the file means an entity that is called just so; else the one of which it is a further form. An entity
    that two tables could mean is left as it is.
    """
    if not curated.entities:
        return tuple(entities)
    by_form = {plain_words(form): one for one in curated.entities for form in one.forms}
    return tuple(_with_decision(entity, by_form) for entity in entities)


def _with_decision(entity: Entity, by_form: dict[tuple[str, ...], CuratedEntity]) -> Entity:
    found = by_form.get(plain_words(entity.name))
    if found is None:
        meant = {one.name: one for alias in entity.aliases if (one := by_form.get(plain_words(alias.form)))}
        found = next(iter(meant.values())) if len(meant) == 1 else None
    if found is None:
        return entity
    return replace(entity, name=found.name, type=found.kind or entity.type, pseudonym=found.pseudonym)
