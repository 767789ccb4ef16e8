"""The file of names: what it may say, and that every mistake in it is named with its line."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.conftest import Command

from onrecord.errors import CuratedNamesError, UsageError
from onrecord.model import Alias, Entity
from onrecord.resolve.curated import LONGEST_FORM, NOTHING, Curated, CuratedEntity, load, named


def written(tmp_path: Path, text: str | bytes) -> str:
    path = tmp_path / "names.toml"
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return str(path)


def test_a_file_says_what_is_the_same_and_what_is_different(tmp_path: Path) -> None:
    path = written(
        tmp_path,
        """
        # Decided in March.
        [[entity]]
        name = "Harbour Council"
        same = ["HC", 'Council of Vey']
        kind = "organisation"
        pseudonym = "Speaker A"

        [[different]]
        names = ["Ann Orlo", "Anna Orlo", "Annie Orlo"]

        [[entity]]
        name = "Ann Orlo"
        """,
    )
    council = CuratedEntity("Harbour Council", ("HC", "Council of Vey"), "organisation", "Speaker A")
    orlo = CuratedEntity("Ann Orlo")
    assert load(path) == Curated((council, orlo), (("Ann Orlo", "Anna Orlo", "Annie Orlo"),))


@pytest.mark.parametrize("start", [b"", b"\xef\xbb\xbf"], ids=["plain", "byte order mark"])
def test_an_empty_file_decides_nothing(tmp_path: Path, start: bytes) -> None:
    assert load(written(tmp_path, start + b"# nothing yet\r\n")) == NOTHING


@pytest.mark.parametrize(
    ("text", "line", "words"),
    [
        (b'[[entity]]\nname = "Ann"\nsame = ["\xff"]\n', 3, ["UTF-8"]),
        ('[[entity]]\nname = "Ann\n', 2, ["not TOML"]),
        ('[[entity]]\nname = ["Ann"', 2, ["not TOML"]),
        ('[[person]]\nname = "Ann Orlo"\n', 1, ["unknown key 'person'"]),
        (
            '[[entity]]\nname = "Ann Orlo"\n\n[[entity]]\nname = "Bo Vey"\nalso = []\n',
            4,
            ["unknown key 'also'", "same"],
        ),
        ('[[different]]\nnames = ["A B", "C D"]\nname = "A"\n', 1, ["unknown key 'name'"]),
        ('entity = "Ann Orlo"\n', 1, ["[[entity]]"]),
        ("\n[[entity]]\nname = 7\n", 2, ["name", "a string"]),
        ('[[entity]]\nname = "Ann Orlo"\nsame = "A. Orlo"\n', 1, ["same", "list"]),
        ('[[entity]]\nname = "Ann Orlo"\nsame = [1]\n', 1, ["same", "list of strings"]),
        ('[[entity]]\nname = "Ann Orlo"\nkind = "company"\n', 3, ["Ann Orlo", "organisation"]),
        ('[[entity]]\nname = "Ann Orlo"\nkind = ["person"]\n', 1, ["kind of 'Ann Orlo'"]),
        ('[[entity]]\nname = "Ann Orlo"\npseudonym = 1\n', 1, ["pseudonym", "a string"]),
        ('[[entity]]\nname = "Ann Orlo"\npseudonym = "‹X›"\n', 3, ["pseudonym"]),
        ('[[entity]]\nsame = ["Ann Orlo"]\n', 1, ["no name"]),
        ('[[entity]]\nname = "Ann Orlo"\nsame = [\n  "A. Orlo",\n  " – ",\n]\n', 5, ["no letter"]),
        (f'[[entity]]\nname = "{"n" * (LONGEST_FORM + 1)}"\n', 2, ["301", "300"]),
        ('[[different]]\nnames = ["Ann Orlo"]\n', 1, ["two or more"]),
        ('[[different]]\nnames = ["Ann Orlo", "ANN ORLO’s"]\n', 2, ["Ann Orlo", "one form"]),
        (
            '[[entity]]\nname = "Ann Orlo"\nsame = ["The HC"]\n[[entity]]\nname = "Bo Vey"\nsame = ["H.C."]\n',
            6,
            ["'H.C.'", "'Ann Orlo'", "'Bo Vey'"],
        ),
        (
            '[[entity]]\nname = "Aël"\nsame = ["Bo", "Co"]\n\n[[different]]\nnames = ["Do", "ael",\n "CO"]\n',
            7,
            ["'ael'", "'CO'", "'Aël'"],
        ),
        (
            '[[entity]]\nname = "Ann Orlo"\npseudonym = "X"\n[[entity]]\nname = "Bo Vey"\npseudonym = "x"\n',
            6,
            ["'Ann Orlo'", "'Bo Vey'"],
        ),
        (
            '[[entity]]\nname = "Ann Orlo"\n[[entity]]\nname = "Bo Vey"\npseudonym = "not Ann Orlo"\n',
            5,
            ["'not Ann Orlo'", "'Ann Orlo'"],
        ),
        ('[[entity]]\nname = "Ann Orlo"\npseudonym = "Orlo A"\n', 3, ["'Orlo A'", "'Ann Orlo'"]),
    ],
)
def test_a_mistake_is_named_with_its_line(tmp_path: Path, text: str | bytes, line: int, words: list[str]) -> None:
    path = written(tmp_path, text)
    with pytest.raises(CuratedNamesError) as wrong:
        load(path)
    assert wrong.value.line == line
    assert str(wrong.value).startswith(f"{path}, line {line}: ")
    assert [word for word in words if word not in str(wrong.value)] == []


def test_strings_in_which_tables_seem_to_begin_do_not_mislead_the_line(tmp_path: Path) -> None:
    quoted = "[[entity]]\nname = \"\"\"\nAnn Orlo\"\"\"\nsame = [\n# [[entity]]\n'''x\n[[entity]]\n''']\n"
    text = quoted + '[[entity]]\nkind = "person"\n'
    with pytest.raises(CuratedNamesError) as wrong:
        load(written(tmp_path, text))
    assert wrong.value.line == 9


def test_a_file_that_is_not_there_is_wrong_usage(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match=r"gone\.toml: cannot be read"):
        load(str(tmp_path / "gone.toml"))


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Анна Орлова", "АННА ОРЛОВА"),
        ("سارا اورلو", "سارا\u200c اورلو"),
        ("آن أورلو", "آن اورلو"),
        ("船橋花子", "船橋花子"),
    ],
)
def test_names_of_every_script_are_compared(tmp_path: Path, one: str, other: str) -> None:
    path = written(tmp_path, f'[[entity]]\nname = "{one}"\n[[entity]]\nname = "{other}"\n')
    with pytest.raises(CuratedNamesError, match="stands in two"):
        load(path)
    alone = written(tmp_path, f'[[entity]]\nname = "{one}"\n')
    assert load(alone).entities[0].name == one


def entity(number: int, name: str, *forms: str) -> Entity:
    return Entity(id=f"e{number}", name=name, type="other", aliases=tuple(Alias(form, 1, {}) for form in forms))


def test_entities_get_what_was_decided_for_their_name_or_else_for_an_alias() -> None:
    curated = Curated(
        (
            CuratedEntity("Harbour Council", ("HC",), "organisation", "Body B"),
            CuratedEntity("Ann Orlo", ("Orlo",), "person"),
        )
    )
    by_name, by_alias, own, open_ = named(
        [
            entity(1, "THE HARBOUR COUNCIL", "THE HARBOUR COUNCIL"),
            entity(2, "Council of Vey", "HC", "Council of Vey"),
            entity(3, "Bea Weil", "Bea Weil"),
            entity(4, "Quay", "HC", "Orlo"),
        ],
        curated,
    )
    assert [(one.id, one.name, one.type, one.pseudonym) for one in (by_name, by_alias)] == [
        ("e1", "Harbour Council", "organisation", "Body B"),
        ("e2", "Harbour Council", "organisation", "Body B"),
    ]
    assert (own.name, open_.name) == ("Bea Weil", "Quay")


@pytest.mark.parametrize("command", ["analyse", "brief"])
def test_a_wrong_file_ends_the_command_before_anything_is_read_or_written(
    onrecord: Command, tmp_path: Path, command: str
) -> None:
    written(tmp_path, '[[entity]]\nname = ""\n')
    output = "out.jsonl" if command == "analyse" else "out.html"
    done = onrecord(command, "gone", "--names", "names.toml", "-o", output)
    assert done.returncode == 2
    assert done.stderr.decode().startswith("onrecord: names.toml, line 2: ")
    assert not (tmp_path / output).exists()
