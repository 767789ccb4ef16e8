"""Which inputs a path means: files, folders, globs and standard input, in an order that never changes."""

from __future__ import annotations

import errno
import glob
import os
import stat
from collections.abc import Iterable, Iterator

from onrecord.errors import InputError, UnreachableInput

STDIN = "-"


def walk(paths: Iterable[str]) -> Iterator[str | InputError]:
    """The files that `paths` mean, each as its path starts; what cannot be reached comes as an error in its place.

    A folder is entered with its names sorted; hidden files and folders in it are left out, a link back into a folder
    that it lies in is an error. A path with `*`, `?` or `[` that is no file is a glob (`**` goes into folders).
    """
    for path in paths:
        if path == STDIN:
            yield path
        elif glob.has_magic(path) and not os.path.lexists(path):
            hits = sorted(glob.iglob(path, recursive=True))
            if not hits:
                yield UnreachableInput(path, "nothing matches")
            for hit in hits:
                if "**" not in path or not os.path.isdir(hit):
                    yield from _entered(_posix(hit), ())
        else:
            yield from _entered(path, ())


def _posix(path: str) -> str:
    return path.replace(os.sep, "/") if os.sep != "/" else path


def _entered(path: str, above: tuple[tuple[int, int], ...]) -> Iterator[str | InputError]:
    """`above` are the folders that this path lies in, by device and number: a loop of links comes back to one."""
    try:
        found = os.stat(path)
        if not stat.S_ISDIR(found.st_mode):
            if stat.S_ISREG(found.st_mode) or stat.S_ISFIFO(found.st_mode) or stat.S_ISCHR(found.st_mode):
                yield path
            else:
                yield UnreachableInput(path, "neither a file nor a folder")
            return
        own = (found.st_dev, found.st_ino)
        if own in above:
            yield UnreachableInput(path, "a link back into a folder that it lies in")
            return
        names = sorted(name for name in os.listdir(path) if not name.startswith("."))
    except OSError as error:
        yield unreachable(path, error)
        return
    except ValueError:
        yield UnreachableInput(path, "not a path")
        return
    for name in names:
        yield from _entered(f"{path.rstrip('/')}/{name}", (*above, own))


def unreachable(place: str, error: OSError) -> UnreachableInput:
    """The error that names what the system said."""
    known = {
        errno.ENOENT: "no such file or folder",
        errno.EACCES: "no permission to read it",
        errno.EPERM: "no permission to read it",
        errno.ELOOP: "a loop of links",
        errno.ENAMETOOLONG: "its name is too long",
    }
    reason = known.get(error.errno or 0) or error.strerror or str(error) or "it cannot be read"
    return UnreachableInput(place, reason[:1].lower() + reason[1:])
