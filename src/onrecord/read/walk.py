"""Which inputs a path means: files, folders, globs and standard input, in an order that never changes."""

from __future__ import annotations

import errno
import os
import stat
from collections.abc import Iterable, Iterator
from glob import glob, has_magic
from pathlib import Path

from onrecord.errors import InputError, UnreachableInput

STDIN = "-"

_KNOWN = {
    errno.ENOENT: "no such file or folder",
    errno.EACCES: "no permission to read it",
    errno.EPERM: "no permission to read it",
    errno.ELOOP: "a loop of links",
    errno.ENAMETOOLONG: "its name is too long",
}

_Above = tuple[tuple[int, int], ...]


def walk(paths: Iterable[str]) -> Iterator[str | InputError]:
    """The files that `paths` mean, each as its path starts; what cannot be reached comes as an error in its place.

    A folder is entered with its names sorted; hidden files and folders in it are left out, a link back into a folder
    that it lies in is an error. A path with `*`, `?` or `[` that is no file is a glob (`**` goes into folders).
    """
    for path in paths:
        if path == STDIN:
            yield path
        elif has_magic(path) and not os.path.lexists(path):
            yield from _globbed(path)
        else:
            yield from _entered(path)


def _globbed(pattern: str) -> Iterator[str | InputError]:
    hits = sorted(glob(pattern, recursive=True))  # noqa: PTH207 - a pattern as the user gave it, relative or not
    if not hits:
        yield UnreachableInput(pattern, "nothing matches")
    for hit in hits:
        if "**" not in pattern or not Path(hit).is_dir():
            yield from _entered(hit.replace(os.sep, "/"))


def _entered(top: str) -> Iterator[str | InputError]:
    """The files below one path; with each folder goes which folders, by device and number, it lies in."""
    waiting: list[tuple[str, _Above]] = [(top, ())]
    while waiting:
        path, above = waiting.pop()
        try:
            found = Path(path).stat()
            if not stat.S_ISDIR(found.st_mode):
                yield _file(path, found.st_mode, named=not above)
                continue
            own = (found.st_dev, found.st_ino)
            if own in above:
                yield UnreachableInput(path, "a link back into a folder that it lies in")
                continue
            names = [one.name for one in Path(path).iterdir() if not one.name.startswith(".")]
        except OSError as error:
            yield unreachable(path, error)
            continue
        except ValueError:
            yield UnreachableInput(path, "not a path")
            continue
        start = path if path.endswith("/") else f"{path}/"
        waiting += [(start + name, (*above, own)) for name in sorted(names, reverse=True)]


def _file(path: str, mode: int, *, named: bool) -> str | InputError:
    """A pipe or a device is read where it is named itself; one that lies in a folder could wait for ever."""
    if stat.S_ISREG(mode) or (named and (stat.S_ISFIFO(mode) or stat.S_ISCHR(mode))):
        return path
    return UnreachableInput(path, "neither a file nor a folder")


def unreachable(place: str, error: OSError) -> UnreachableInput:
    """The error that names what the system said."""
    reason = _KNOWN.get(error.errno or 0) or error.strerror or str(error) or "it cannot be read"
    return UnreachableInput(place, reason[:1].lower() + reason[1:])
