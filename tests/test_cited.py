"""`onrecord references`: the forms that other programs read, from the command line."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

from tests.conftest import Command

from onrecord.link.bibliography import FORMS
from onrecord.records import load

CSL_FIELDS = {"id", "type", "author", "title", "container-title", "issued", "URL", "note"}

CITING = """The quay is shut [1], and nobody was asked. [2] Nobody was told. [9]

Sources:
[1] Brandt, Ida, Council votes to close the quay, Quay & Cargo, 9 March 2031.
[2] ibid.
[3] Tolland Institute, 50 % of {quays #and_\\ what they ~cost, 2030.
[4] Orlo, A., and Ron van Vey. “The Night.” Kelmark Courier, Mar. 2031. https://courier.example/a{b}?c=50%25&d=_e
"""


def ask(onrecord: Command, *options: str) -> bytes:
    done = onrecord("references", "pile/quay.txt", "pile/citing.txt", *options)
    assert done.returncode == 0, done.stderr
    return done.stdout


def balanced(text: str) -> bool:
    """Whether braces close as BibTeX counts them: all of them, with a backslash before or not."""
    depth = 0
    for mark in text:
        depth += {"{": 1, "}": -1}.get(mark, 0)
        if depth < 0:
            return False
    return depth == 0


def test_the_table_tells_who_cites_whom(onrecord: Command, pile: Path) -> None:
    (pile / "citing.txt").write_text(CITING)
    head, *rows = (line.split("\t") for line in ask(onrecord).decode().splitlines())
    cells = [dict(zip(head, row, strict=True)) for row in rows]
    assert [(row["marker"], row["reason"]) for row in cells] == [
        ("9", "no such note"),
        ("1", "title"),
        ("2", "ibid: title"),
        ("3", "not in the pile"),
        ("4", "not in the pile"),
    ]
    assert cells[1]["author"] == "Brandt, Ida"
    assert cells[1]["in the pile"] == "Council votes to close the quay"
    assert all(re.fullmatch(r"#[0-9a-f]{12}-\d+-\d+", row["anchor"]) for row in cells)


def test_csl_has_every_work_once_with_its_parts(onrecord: Command, pile: Path) -> None:
    (pile / "citing.txt").write_text(CITING)
    items: list[dict[str, Any]] = json.loads(ask(onrecord, "--form", "csl"))
    assert [set(item) <= CSL_FIELDS for item in items] == [True] * 3
    assert len({item["id"] for item in items}) == 3
    first, report, night = items
    assert first["author"] == [{"family": "Brandt", "given": "Ida"}]
    assert first["issued"] == {"date-parts": [[2031, 3, 9]]}
    assert (first["type"], first["title"]) == ("article-newspaper", "Council votes to close the quay")
    assert "in the pile: Council votes to close the quay" in first["note"]
    assert (report["author"], report["issued"]) == ([{"literal": "Tolland Institute"}], {"date-parts": [[2030]]})
    assert night["author"] == [{"family": "Orlo", "given": "A."}, {"family": "van Vey", "given": "Ron"}]
    assert (night["URL"], night["issued"]) == ("https://courier.example/a{b}?c=50%25&d=_e", {"date-parts": [[2031, 3]]})


def test_bibtex_is_escaped_and_its_keys_differ(onrecord: Command, pile: Path) -> None:
    (pile / "citing.txt").write_text(CITING.replace("A., and Ron van Vey. “The Night", "A. “50 {% of it"))
    written = ask(onrecord, "--form", "bibtex").decode()
    entries = re.findall(r"^@(\w+)\{([a-z0-9-]+),$", written, re.M)
    assert [kind for kind, _ in entries] == ["article", "misc", "article"]
    assert len({key for _, key in entries}) == 3
    assert balanced(written)
    assert r"journal = {Quay \& Cargo}" in written
    assert r"50 \% of {\textbraceleft}quays \#and\_{\textbackslash} what they {\textasciitilde}cost" in written
    assert "author = {{Tolland Institute}}" in written
    assert "url = {https://courier.example/a%7Bb%7D?c=50%25&d=_e}" in written


def test_json_holds_words_and_what_became_of_them(onrecord: Command, pile: Path) -> None:
    (pile / "citing.txt").write_text(CITING)
    rows = json.loads(ask(onrecord, "--form", "json"))
    by_marker = {row["marker"]: row for row in rows}
    assert by_marker["1"]["date"] == "2031-03-09"
    assert by_marker["2"]["resolved"] == by_marker["1"]["resolved"] != None  # noqa: E711
    assert by_marker["9"]["words"] == "[9]"
    refused = onrecord("references", "pile/quay.txt", "--form", "ris")
    assert refused.returncode == 2
    assert b"table, csl, bibtex, json" in refused.stderr


def test_what_is_published_shows_no_hidden_name(onrecord: Command, pile: Path, tmp_path: Path) -> None:
    text = CITING.replace("courier.example/a{b}", "courier.example/brandt")
    (pile / "citing.txt").write_text(text)
    (tmp_path / "names.toml").write_text('[[entity]]\nname = "Ida Brandt"\nkind = "person"\npseudonym = "Speaker A"\n')
    files = ("pile/quay.txt", "pile/citing.txt", "--names", "names.toml", "--publish")
    for form in FORMS:
        done = onrecord("references", *files, "--form", form)
        assert done.returncode == 0, done.stderr
        assert b"Brandt" not in done.stdout
        assert b"brandt" not in done.stdout
    assert onrecord("analyse", *files, "-o", "public.jsonl").returncode == 0
    written = (tmp_path / "public.jsonl").read_bytes()
    assert b"randt" not in written
    public = load(str(tmp_path / "public.jsonl"))
    first = next(one for article in public.articles for one in article.citations if one.marker == "1")
    citing = next(article for article in public.articles if article.citations)
    assert [span.of(citing.text) for span in first.author] == ["‹Speaker A›"]
    assert first.title is not None
    assert first.title.of(citing.text) == "Council votes to close the quay"
    assert {one.article for one in public.references} == {citing.id}
