"""Which inputs a path means, and that one that cannot be reached does not stop the others."""

from __future__ import annotations

import os
from io import BytesIO
from pathlib import Path

import pytest

from onrecord.errors import EmptyInput, InputError, UnreachableInput
from onrecord.model import Document
from onrecord.read import is_analysis, read


def places(*paths: str) -> list[str]:
    return [one.ref.path if isinstance(one, Document) else f"! {one}" for one in read(paths)]


def write(path: Path, text: str = "Cranes idle.") -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    return path


def test_a_folder_is_read_through_in_order_without_hidden_files(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    for name in ("pile/b.txt", "pile/a/z.txt", "pile/a.txt", "pile/.hidden.txt", "pile/.git/config.txt"):
        write(tmp_path / name)
    assert places("pile") == ["pile/a/z.txt", "pile/a.txt", "pile/b.txt"]
    assert places("./pile/") == ["./pile/a/z.txt", "./pile/a.txt", "./pile/b.txt"]


def test_globs_are_sorted_and_go_into_folders_when_asked(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    for name in ("b.txt", "a.txt", "deep/er/c.txt", "d.md"):
        write(tmp_path / name)
    assert places("*.txt") == ["a.txt", "b.txt"]
    assert places("**/*.txt") == ["a.txt", "b.txt", "deep/er/c.txt"]
    assert places("x*.txt") == ["! x*.txt: nothing matches"]


def test_a_file_whose_name_looks_like_a_glob_is_a_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    write(tmp_path / "week [10].txt")
    assert places("week [10].txt") == ["week [10].txt"]


def test_a_loop_of_links_ends(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    write(tmp_path / "pile/a.txt")
    (tmp_path / "pile/round").symlink_to(tmp_path / "pile", target_is_directory=True)
    (tmp_path / "pile/self").symlink_to("self")
    found = list(read(["pile"]))
    assert [type(one) for one in found] == [Document, UnreachableInput, UnreachableInput]
    assert [one.place for one in found if isinstance(one, InputError)] == ["pile/round", "pile/self"]


def test_a_link_to_a_folder_outside_is_followed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    write(tmp_path / "elsewhere/a.txt")
    (tmp_path / "pile").mkdir()
    (tmp_path / "pile/link").symlink_to(tmp_path / "elsewhere", target_is_directory=True)
    assert places("pile") == ["pile/link/a.txt"]


@pytest.mark.skipif(os.geteuid() == 0, reason="the superuser may read everything")
def test_a_folder_without_permission_is_named_and_the_rest_is_read(tmp_path: Path) -> None:
    closed = tmp_path / "a"
    write(closed / "x.txt")
    write(tmp_path / "b.txt")
    closed.chmod(0)
    try:
        found = list(read([str(tmp_path)]))
    finally:
        closed.chmod(0o700)
    assert [type(one) for one in found] == [UnreachableInput, Document]
    assert str(found[0]) == f"{closed}: no permission to read it"


def test_a_folder_that_the_system_refuses_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(path: Path) -> object:
        raise PermissionError(13, "Permission denied", str(path))

    write(tmp_path / "pile/x.txt")
    monkeypatch.setattr(Path, "iterdir", refuse)
    (found,) = read([str(tmp_path / "pile")])
    assert isinstance(found, UnreachableInput)
    assert found.reason == "no permission to read it"


def test_what_is_missing_is_named_and_the_rest_is_read(tmp_path: Path) -> None:
    there = write(tmp_path / "there.txt")
    found = list(read([str(tmp_path / "gone.txt"), str(there), "bad\0name", str(there)]))
    assert [type(one) for one in found] == [UnreachableInput, Document, UnreachableInput, Document]
    assert str(found[0]).endswith("gone.txt: no such file or folder")


def test_a_device_that_fails_is_named() -> None:
    class Failing(BytesIO):
        def read(self, _size: int | None = -1, /) -> bytes:
            raise OSError(5, "Input/output error")

    (found,) = read(["-"], stdin=Failing())
    assert isinstance(found, UnreachableInput)
    assert str(found) == "-: input/output error"


def test_standard_input_is_read_where_it_is_asked_for(tmp_path: Path) -> None:
    there = write(tmp_path / "there.txt", "from a file")
    found = list(read([str(there), "-"], stdin=BytesIO(b"from a pipe")))
    assert [one.text for one in found if isinstance(one, Document)] == ["from a file", "from a pipe"]
    assert [one.ref.path for one in found if isinstance(one, Document)] == [str(there), "-"]


def test_the_same_bytes_have_the_same_id_at_both_places(tmp_path: Path) -> None:
    one, two = write(tmp_path / "a.txt"), write(tmp_path / "b.txt")
    found = [doc for doc in read([str(one), str(two)]) if isinstance(doc, Document)]
    assert found[0].ref.id == found[1].ref.id
    assert [doc.ref.met_at for doc in found] == [(str(one),), (str(two),)]


def test_reading_is_lazy(tmp_path: Path) -> None:
    one, two = write(tmp_path / "a.txt"), write(tmp_path / "b.txt")
    stream = read([str(one), str(two)])
    next(stream)
    two.write_text("", encoding="utf-8")
    assert isinstance(next(stream), EmptyInput)


def test_an_analysis_is_told_from_rows(tmp_path: Path) -> None:
    analysis = write(tmp_path / "a.jsonl", '{"record":"run","schema":1}\n')
    spaced = write(tmp_path / "b.jsonl", '{"record": "run", "schema": 1}\n')
    rows = write(tmp_path / "c.jsonl", '{"text": "x"}\n')
    assert is_analysis(str(analysis))
    assert is_analysis(str(spaced))
    assert not is_analysis(str(rows))
    assert not is_analysis(str(tmp_path / "gone"))
    assert not is_analysis(str(tmp_path))
