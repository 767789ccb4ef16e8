"""Output that is either the old one or the complete new one: written aside, then renamed."""

from __future__ import annotations

import os
import secrets
import shutil
import sys
from collections.abc import Iterable
from pathlib import Path

from onrecord.errors import OutputError

STANDARD = "-"
MARKER = ".onrecord"
"""File by which a folder beside a page is known as ours, so that nobody's own folder is ever replaced."""


def _aside(path: Path) -> Path:
    return path.with_name(f".{path.name}.{secrets.token_hex(4)}.part")


def _reason(wrong: OSError) -> str:
    return f"{wrong.strerror or wrong}; what was there before is untouched"


def write(path: str, chunks: Iterable[bytes]) -> None:
    """Write a file whole, or standard output for `-`.

    Raises:
        OutputError: it could not be written; an older file of that name is as it was.
    """
    if path == STANDARD:
        _write_standard(chunks)
        return
    target = Path(os.path.realpath(path))
    if target.exists() and not target.is_file():
        _write_through(path, target, chunks)
        return
    aside = _aside(target)
    try:
        _write_synced(aside, chunks)
        if target.exists():
            shutil.copymode(target, aside)
        aside.replace(target)
    except OSError as wrong:
        raise OutputError(path, _reason(wrong)) from wrong
    finally:
        aside.unlink(missing_ok=True)


def write_with_folder(path: str, page: bytes, folder: str, files: dict[str, bytes]) -> None:
    """Write a page and the folder of files beside it; both are swapped in only once both are complete.

    Args:
        path: the page.
        page: its bytes.
        folder: name of the folder, in the page's own directory.
        files: the folder's files by name; where there are none, a folder that an earlier run made goes.

    Raises:
        OutputError: something could not be written; page and folder are as they were.
    """
    target = Path(os.path.realpath(path))
    beside = target.parent / folder
    new, old = _aside(beside), _aside(beside)
    ours = (beside / MARKER).exists()
    if files and beside.exists() and not ours:
        raise OutputError(str(beside), "exists and was not made by onrecord; move it or choose another name")
    try:
        if files:
            new.mkdir()
            (new / MARKER).touch()
            for name, data in files.items():
                (new / name).write_bytes(data)
        if ours:
            beside.rename(old)
        try:
            if files:
                new.rename(beside)
            write(path, [page])
        except (OSError, OutputError):
            if files and beside.exists():
                beside.rename(new)
            if old.exists():
                old.rename(beside)
            raise
    except OSError as wrong:
        raise OutputError(path, _reason(wrong)) from wrong
    finally:
        shutil.rmtree(new, ignore_errors=True)
        shutil.rmtree(old, ignore_errors=True)


def _write_synced(aside: Path, chunks: Iterable[bytes]) -> None:
    with aside.open("wb", buffering=1 << 20) as file:
        file.writelines(chunks)
        file.flush()
        os.fsync(file.fileno())


def _write_through(path: str, device: Path, chunks: Iterable[bytes]) -> None:
    """A device or a pipe cannot be renamed onto."""
    if device.is_dir():
        raise OutputError(path, "is a folder; give the name of a file")
    try:
        with device.open("wb") as file:
            file.writelines(chunks)
    except OSError as wrong:
        raise OutputError(path, wrong.strerror or str(wrong)) from wrong


def _write_standard(chunks: Iterable[bytes]) -> None:
    try:
        for chunk in chunks:
            sys.stdout.buffer.write(chunk)
        sys.stdout.buffer.flush()
    except BrokenPipeError:
        # Whoever read us has seen enough (`| head`); the interpreter's own last flush must not complain either.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    except OSError as wrong:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        raise OutputError("standard output", wrong.strerror or str(wrong)) from wrong
