"""`onrecord who`: an entity with its forms, reasons and nearest others, and the pairs for a person to decide."""

from __future__ import annotations

import json
import tomllib
from pathlib import Path

import pytest
from msgspec.structs import replace
from tests.conftest import Command
from tests.resolve.test_resolve import tagged

from onrecord.errors import UsageError
from onrecord.model import Analysis, Article, Run, Span, Statement
from onrecord.resolve import UNSURE, resolve
from onrecord.resolve.curated import NOTHING, Curated, load
from onrecord.resolve.profile import json_lines, lines, profiles, suggested


def analysed(pile: list[Article], curated: Curated = NOTHING) -> Analysis:
    found = resolve(pile, curated)
    return Analysis(
        run=Run(version="0", model="none"),
        articles=tuple(pile),
        entities=found.entities,
        identities=found.identities,
    )


SPEECH = Statement(id="s1", content=(Span(0, 3),), speaker="p1", speaker_kind="named")
PILE = [
    tagged("Ms. Ann Orlo came. It was Orlo’s quay.", {"Ms. Ann Orlo": "p1", "Orlo’s": "p1"}, "a", "Quay Echo"),
    replace(tagged("We met Ann Orlo at the quay.", {"Ann Orlo": "p1"}, "b"), statements=(SPEECH,)),
    tagged("Peter Orlo left.", {"Peter Orlo": "p1"}, "c"),
    tagged("Otto Orlo left.", {"Otto Orlo": "p1"}, "d"),
    tagged("Then Orlo wept.", {"Orlo": "p1"}, "e"),
    tagged("The Harbour Council (HC) met.", {"Harbour Council": "o1", "HC": "o1"}, "f"),
]  # fmt: skip


def test_a_profile_by_form_has_forms_reasons_with_words_and_neighbours() -> None:
    (ann,) = profiles(analysed(PILE), "ann ORLO’s")
    assert (ann.name, ann.type, ann.pieces, ann.statements, ann.maybe) == ("Ann Orlo", "person", 2, 1, 1)
    assert {form.form: form.outlets for form in ann.forms} == {
        "Ms. Ann Orlo": {"Quay Echo": 1},
        "Ann Orlo": {"": 1},
        "Orlo": {"Quay Echo": 1},
    }
    (reason,) = ann.reasons
    shown = {(place.words, place.before, place.behind, place.outlet) for place in reason.places}
    assert ("Ann Orlo", "We met ", " at the quay.", None) in shown
    assert {words for words, *_ in shown} == {"Ms. Ann Orlo", "Ann Orlo"}
    assert sorted(one.name for one in ann.near) == ["Otto Orlo", "Peter Orlo"]
    (about,) = {place.anchor for place in reason.places if place.words == "Ann Orlo"}
    assert about == PILE[1].anchor(Span(7, 15))


def test_a_part_of_a_name_shows_all_whose_name_holds_it() -> None:
    analysis = analysed([*PILE[1:4], PILE[5]])
    assert [one.name for one in profiles(analysis, "orlo")] == ["Ann Orlo", "Otto Orlo", "Peter Orlo"]
    assert [one.name for one in profiles(analysis, "Council")] == ["Harbour Council"]
    assert [one.name for one in profiles(analysis, "HC")] == ["Harbour Council"]


@pytest.mark.parametrize(("asked", "offered"), [("Ann Orla", "did you mean Ann Orlo"), ("", "nobody"), ("—", "nobody")])
def test_a_name_that_nobody_has_is_wrong_usage_with_offers(asked: str, offered: str) -> None:
    with pytest.raises(UsageError, match=offered):
        profiles(analysed(PILE), asked)
    with pytest.raises(UsageError, match="nobody is called"):
        profiles(analysed([]), asked)


def test_profiles_as_lines_and_as_json() -> None:
    found = profiles(analysed(PILE), "Ann Orlo")
    text = "\n".join(lines(found[0]))
    for words in (
        "Ann Orlo  (person; 2 pieces, 1 statements;",
        "may also be meant 1 times",
        "Quay Echo 1",
        "[Ann Orlo]",
    ):
        assert words in text
    (row,) = json.loads(json_lines(found))
    assert (row["name"], row["pieces"], len(row["near"])) == ("Ann Orlo", 2, 2)


ODD = 'Katherine "K\\" Tollander'
DOUBTFUL = [
    tagged("Katherina Tollander came.", {"Katherina Tollander": "p1"}, "a"),
    tagged("Katherine Tollander came.", {"Katherine Tollander": "p1"}, "b"),
    tagged("Bert Vang came.", {"Bert Vang": "p1"}, "c"),
    tagged("Robert Vang came.", {"Robert Vang": "p1"}, "d"),
    tagged("Albert Vang came.", {"Albert Vang": "p1"}, "e"),
]


def uncommented(text: str, keys: tuple[str, ...]) -> str:
    """The suggestions with the signs taken away before the lines of one answer."""
    return "\n".join(
        line.removeprefix("# ") if line.removeprefix("# ").startswith(keys) else line for line in text.split("\n")
    )


def test_doubtful_pairs_are_a_file_of_names_when_a_person_takes_the_signs_away(tmp_path: Path) -> None:
    analysis = analysed(DOUBTFUL[:2])
    text = suggested(analysis)
    assert tomllib.loads(text) == {}
    path = tmp_path / "names.toml"
    path.write_text(uncommented(text, ("[[entity]]", "name =", "same =")), encoding="utf-8")
    (entity,) = analysed(DOUBTFUL[:2], load(str(path))).entities
    assert {alias.form for alias in entity.aliases} == {"Katherina Tollander", "Katherine Tollander"}
    path.write_text(uncommented(text, ("[[different]]", "names =")), encoding="utf-8")
    apart = analysed(DOUBTFUL[:2], load(str(path)))
    assert len(apart.entities) == 2
    assert "[[" not in suggested(apart)


def test_every_doubtful_pair_is_asked_for_once_and_sure_ones_are_not() -> None:
    text = suggested(analysed(DOUBTFUL))
    asked = sorted(line for line in text.split("\n") if "names = " in line)
    assert len(asked) == 3
    assert sum("Katherina" in line for line in asked) == 1
    assert sum('"Bert Vang"' in line for line in asked) == 2
    assert "[[" not in suggested(analysed(PILE))


def test_a_form_with_signs_and_breaks_in_it_stays_on_its_line() -> None:
    one, other = (tagged(form, {form: "p1"}, form) for form in (f"{ODD}", ODD.replace("rine", "rina")))
    analysis = analysed([one, other])
    assert [near.apart for entity in analysis.entities for near in entity.near] == [UNSURE, UNSURE]
    found = tomllib.loads(uncommented(suggested(analysis), ("[[different]]", "names =")))
    assert sorted(found["different"][0]["names"]) == sorted(entity.name for entity in analysis.entities)


def test_who_on_the_command_line(onrecord: Command, pile: Path) -> None:
    done = onrecord("who", "Ida Brandt", "pile/quay.txt", "--json")
    assert done.returncode == 0, done.stderr
    (row,) = json.loads(done.stdout)
    assert (row["name"], row["type"], row["statements"]) == ("Ida Brandt", "person", 1)
    text = onrecord("who", "Brandt", "pile/quay.txt")
    assert text.stdout.decode().startswith("Ida Brandt  (person; 1 pieces, 1 statements; ")
    part = onrecord("who", "Ida Brandt", "pile")
    assert part.returncode == 1
    assert b"not read: pile/empty.txt" in part.stderr
    assert b"Ida Brandt" in part.stdout


def test_who_suggests_into_a_file(onrecord: Command, pile: Path, tmp_path: Path) -> None:
    for name, text in (("a", "Bert Vang"), ("b", "Robert Vang"), ("c", "Albert Vang")):
        (pile / f"{name}.txt").write_text(
            f"Quay shut\n\n“The quay is shut,” said {text}, a skipper of Larnholm, on Monday.\n"
        )
    done = onrecord("who", "--suggest", "doubt.toml", "pile/a.txt", "pile/b.txt", "pile/c.txt")
    assert (done.returncode, done.stdout) == (0, b""), done.stderr
    asked = (tmp_path / "doubt.toml").read_text(encoding="utf-8")
    assert load(str(tmp_path / "doubt.toml")) == NOTHING
    assert asked.count("[[different]]") == 2


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["who"], "Missing argument"),
        (["who", "Ida Brandt"], "give a NAME"),
        (["who", "Ida Brant", "pile/quay.txt"], "did you mean Ida Brandt"),
        (["who", "--suggest", "doubt.toml"], "Missing argument"),
        (["who", "--suggest", "doubt.toml", "pile/quay.txt", "--names", "names.toml"], "names.toml, line 2"),
        (["who", "Ida Brandt", "pile/quay.txt", "--names", "names.toml"], "names.toml, line 2"),
    ],
)
def test_a_wrong_call_of_who_writes_nothing(
    onrecord: Command, pile: Path, tmp_path: Path, arguments: list[str], words: str
) -> None:
    (tmp_path / "names.toml").write_text('[[entity]]\nname = ""\n')
    done = onrecord(*arguments)
    assert (done.returncode, done.stdout) == (2, b"")
    assert words in done.stderr.decode()
    assert not (tmp_path / "doubt.toml").exists()
