"""Output is the old file or the complete new one, whatever goes wrong in between."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from onrecord.errors import OutputError
from onrecord.output import MARKER, write, write_with_folder


def leftovers(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir() if path.name.endswith(".part"))


def test_a_new_file_replaces_the_old_one(tmp_path: Path) -> None:
    target = tmp_path / "pile.jsonl"
    target.write_text("old")
    write(str(target), [b"new ", b"words"])
    assert target.read_text() == "new words"
    assert not leftovers(tmp_path)


def test_a_source_that_breaks_leaves_the_old_file(tmp_path: Path) -> None:
    target = tmp_path / "pile.jsonl"
    target.write_text("old")

    def broken() -> Iterator[bytes]:
        yield b"half"
        raise OSError(28, "No space left on device")

    with pytest.raises(OutputError, match=r"No space left on device; what was there before is untouched"):
        write(str(target), broken())
    assert target.read_text() == "old"
    assert not leftovers(tmp_path)


def test_a_disk_that_is_full_leaves_the_old_file(tmp_path: Path) -> None:
    """A limit on the size of files is what a full disk is to a program: the write fails half way."""
    target = tmp_path / "pile.jsonl"
    target.write_text("old")
    script = (
        "import resource, sys; resource.setrlimit(resource.RLIMIT_FSIZE, (1000, 1000))\n"
        "from onrecord.output import write\n"
        "from onrecord.errors import OutputError\n"
        "try: write(sys.argv[1], [b'x' * 3_000_000])\n"
        "except OutputError as wrong: print(wrong)\n"
    )
    done = subprocess.run([sys.executable, "-c", script, str(target)], capture_output=True, text=True, check=True)
    assert "what was there before is untouched" in done.stdout
    assert target.read_text() == "old"
    assert not leftovers(tmp_path)


def test_a_link_is_written_through(tmp_path: Path) -> None:
    real, link = tmp_path / "real.html", tmp_path / "link.html"
    real.write_text("old")
    link.symlink_to(real)
    write(str(link), [b"new"])
    assert link.is_symlink()
    assert real.read_text() == "new"


@pytest.mark.parametrize("name", ["missing/brief.html", "."])
def test_a_place_that_takes_no_file_is_named(tmp_path: Path, name: str) -> None:
    with pytest.raises(OutputError) as caught:
        write(str(tmp_path / name), [b"x"])
    assert str(tmp_path) in str(caught.value)


def test_a_device_that_is_full_is_an_output_error() -> None:
    with pytest.raises(OutputError, match="No space left"):
        write("/dev/full", [b"x"])


def test_page_and_folder_come_and_go_together(tmp_path: Path) -> None:
    page = tmp_path / "issue.html"
    write_with_folder(str(page), b"page 1", "issue-texts", {"a.html": b"A"})
    write_with_folder(str(page), b"page 2", "issue-texts", {"b.html": b"B"})
    assert page.read_text() == "page 2"
    assert sorted(path.name for path in (tmp_path / "issue-texts").iterdir()) == [MARKER, "b.html"]
    write_with_folder(str(page), b"page 3", "issue-texts", {})
    assert not (tmp_path / "issue-texts").exists()
    assert sorted(path.name for path in tmp_path.iterdir()) == ["issue.html"]


def test_a_folder_of_somebody_else_is_never_replaced(tmp_path: Path) -> None:
    (tmp_path / "issue-texts").mkdir()
    (tmp_path / "issue-texts" / "mine.txt").write_text("mine")
    with pytest.raises(OutputError, match="was not made by onrecord"):
        write_with_folder(str(tmp_path / "issue.html"), b"page", "issue-texts", {"a.html": b"A"})
    write_with_folder(str(tmp_path / "issue.html"), b"page", "issue-texts", {})
    assert (tmp_path / "issue-texts" / "mine.txt").read_text() == "mine"


def test_a_page_that_cannot_be_written_keeps_the_old_folder(tmp_path: Path) -> None:
    page = tmp_path / "issue.html"
    write_with_folder(str(page), b"page 1", "issue-texts", {"a.html": b"A"})
    page.unlink()
    page.mkdir()
    with pytest.raises(OutputError):
        write_with_folder(str(page), b"page 2", "issue-texts", {"b.html": b"B"})
    assert (tmp_path / "issue-texts" / "a.html").read_text() == "A"
    assert not leftovers(tmp_path)
