"""What can go wrong, as a tree.

OnRecordError
├── InputError            one input cannot be read; the others go on (exit status 1)
│   ├── UnreachableInput  missing, no permission, a loop of links, a device that fails
│   ├── EmptyInput        no bytes, or only white space
│   ├── BinaryInput       bytes that are no text in a format that is read here
│   ├── UndecodableInput  text in an encoding that cannot be told or does not hold
│   ├── TruncatedInput    it ends before its own format says so
│   ├── MalformedInput    it breaks the rules of its format
│   ├── OversizedInput    more than is safe to unpack or to hold
│   ├── TextlessInput     well formed, and holds no text
│   └── UnsupportedInput  a format that needs an optional part which is not installed
├── UsageError            the call itself is wrong (exit status 2)
│   └── CuratedNamesError  the file of names contradicts itself, or breaks its own rules
├── OutputError           the result could not be written; what was there is untouched (exit status 3)
├── ScratchError          the temporary folder is full or cannot be written, so there is no result (exit status 3)
├── WorkerError           a process of several was ended from outside, so there is no result (exit status 3)
└── EngineError           a cluster did not do the work, so there is no result (exit status 3)
    ├── EngineMissing     what it needs is not installed
    ├── ClusterUnreachable  no cluster answers at the address
    └── ClusterLost       its head, or all its workers, were lost in the middle
"""

from __future__ import annotations

_CONTROLS = {code: f"\\x{code:02x}" for code in (*range(32), *range(127, 160))} | {9: "\\t", 10: "\\n", 13: "\\r"}


def printable(place: str) -> str:
    """A place as one line in UTF-8: the name of a file may hold newlines, commands to a terminal, bytes of no text."""
    return place.encode("utf-8", "backslashreplace").decode("utf-8").translate(_CONTROLS)


class OnRecordError(Exception):
    """Root of everything that On Record raises on purpose."""


class InputError(OnRecordError):
    """One input could not be read.

    Args:
        place: where it lies, as a person would look for it: a path, `archive.zip!member`, `rows.jsonl!17`.
        reason: what is wrong with it and, where there is one, what to do next. No full stop at the end.
    """

    def __init__(self, place: str, reason: str) -> None:
        super().__init__(place, reason)
        self.place = printable(place)
        self.reason = reason

    def __str__(self) -> str:
        return f"{self.place}: {self.reason}"


class UnreachableInput(InputError):
    """The input is missing, forbidden, a loop of links, or its device fails."""


class EmptyInput(InputError):
    """The input has no bytes, or nothing but white space."""


class BinaryInput(InputError):
    """The input is not text, nor any container that is read here."""


class UndecodableInput(InputError):
    """The encoding of the input cannot be told, or does not hold."""


class TruncatedInput(InputError):
    """The input ends before its own format says so."""


class MalformedInput(InputError):
    """The input breaks the rules of its format."""


class OversizedInput(InputError):
    """The input unpacks to more than is safe, or one line or record of it is too long."""


class TextlessInput(InputError):
    """The input is well formed and holds no text to read."""


class UnsupportedInput(InputError):
    """The format needs an optional part that is not installed; the reason says which."""


class UsageError(OnRecordError):
    """The call contradicts itself or names something that does not exist."""


class CuratedNamesError(UsageError):
    """The file of names (`--names`) cannot be read, breaks a rule, or contradicts itself.

    Args:
        path: the file.
        line: the line that is wrong, from 1; None where it is the whole file.
        reason: what is wrong, with the names that it is about. No full stop at the end.
    """

    def __init__(self, path: str, line: int | None, reason: str) -> None:
        super().__init__(path, line, reason)
        self.path = printable(path)
        self.line = line
        self.reason = printable(reason)

    def __str__(self) -> str:
        where = self.path if self.line is None else f"{self.path}, line {self.line}"
        return f"{where}: {self.reason}"


class OutputError(OnRecordError):
    """The result could not be written; what was there before is untouched.

    Args:
        path: the output that could not be written.
        reason: why.
    """

    def __init__(self, path: str, reason: str) -> None:
        super().__init__(path, reason)
        self.path = path
        self.reason = reason

    def __str__(self) -> str:
        return f"{self.path}: {self.reason}"


class ScratchError(OnRecordError):
    """What does not fit into memory could not be put into the temporary folder; nothing of it was kept.

    Args:
        folder: the temporary folder, or where it should have been made.
        reason: why. No full stop at the end.
    """

    def __init__(self, folder: str, reason: str) -> None:
        super().__init__(folder, reason)
        self.folder = printable(folder)
        self.reason = reason

    def __str__(self) -> str:
        return (
            f"{self.folder}: {self.reason}; a large pile needs room for temporary files: "
            "free some there, or let TMPDIR name a folder with more"
        )


class WorkerError(OnRecordError):
    """A process that splits, tags or links was ended from outside: mostly since memory ran out.

    Args:
        stage: what it was doing.
    """

    def __init__(self, stage: str) -> None:
        super().__init__(stage)
        self.stage = stage

    def __str__(self) -> str:
        return (
            f"a process was ended from outside while {self.stage}, most likely because memory ran out; "
            "try again with --jobs 1, or with a smaller pile"
        )


class EngineError(OnRecordError):
    """The work could not be done by the engine that was asked for."""


class EngineMissing(EngineError):
    """An engine is not installed.

    Args:
        engine: its name, as `--engine` has it.
        extra: what brings it.
    """

    def __init__(self, engine: str, extra: str) -> None:
        super().__init__(engine, extra)
        self.engine = engine
        self.extra = extra

    def __str__(self) -> str:
        return f"--engine {self.engine} needs: pip install 'onrecord[{self.extra}]'"


class ClusterUnreachable(EngineError):
    """No cluster answers where one should be.

    Args:
        address: where it was looked for.
        reason: what was said instead. No full stop at the end.
    """

    def __init__(self, address: str, reason: str) -> None:
        super().__init__(address, reason)
        self.address = printable(address)
        self.reason = printable(reason)

    def __str__(self) -> str:
        return f"no Ray cluster at {self.address} (RAY_ADDRESS): {self.reason}"


class ClusterLost(EngineError):
    """A cluster was there, and is not any more.

    Args:
        what: what of it was lost.
        reason: how that is known. No full stop at the end.
    """

    def __init__(self, what: str, reason: str) -> None:
        super().__init__(what, reason)
        self.what = what
        self.reason = printable(reason)

    def __str__(self) -> str:
        return f"the Ray cluster lost {self.what} before the work was done ({self.reason}); nothing was kept"
