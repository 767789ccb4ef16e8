"""Where the data of an evaluation lie. Nothing of them is part of the project.

The folder is named by the environment variable ONRECORD_DATA; without it, `../shared/data` beside the checkout is
tried. `seeds` and `tools` are the folders of these names beside the data folder.
"""

from __future__ import annotations

import gzip
import os
from collections.abc import Iterator
from pathlib import Path
from typing import TypeVar

import msgspec

CHECKOUT = Path(__file__).resolve().parent.parent

Row = TypeVar("Row", bound=msgspec.Struct)


class EvaluationError(Exception):
    """Root of what can go wrong with an evaluation itself."""


class MissingDataError(EvaluationError):
    """A file or folder that an evaluation reads is not there.

    Args:
        path: what was looked for.
    """

    def __init__(self, path: Path) -> None:
        super().__init__(path)
        self.path = path

    def __str__(self) -> str:
        return f"no data at {self.path}"


def data_root() -> Path:
    """The folder of data sets, whether it exists or not."""
    return Path(os.environ.get("ONRECORD_DATA") or CHECKOUT.parent / "shared" / "data")


def data_is_required() -> bool:
    """Whether missing data are a failure (ONRECORD_REQUIRE_DATA=1) instead of something to skip."""
    return os.environ.get("ONRECORD_REQUIRE_DATA") == "1"


def found(path: Path) -> Path:
    """The same path.

    Raises:
        MissingDataError: nothing lies there.
    """
    if not path.exists():
        raise MissingDataError(path)
    return path


def data(name: str) -> Path:
    """Path of the data set `name`, as `statements/polnear-dev.jsonl.gz`.

    Raises:
        MissingDataError: it is not there.
    """
    return found(data_root() / name)


def seeds() -> list[Path]:
    """The seed issues, in the order of their names.

    Raises:
        MissingDataError: the folder is not there.
    """
    return sorted(found(data_root().parent / "seeds").glob("*.txt"))


def tool(name: str) -> Path:
    """Path of a scoring tool that is shared by several projects.

    Raises:
        MissingDataError: it is not there.
    """
    return found(data_root().parent / "tools" / name)


def rows(path: Path, kind: type[Row]) -> Iterator[Row]:
    """The lines of a gzipped file of JSON lines, each as a `kind`; fields that `kind` lacks are passed over."""
    decoder = msgspec.json.Decoder(kind)
    with gzip.open(path, "rb") as lines:
        for line in lines:
            if line.strip():
                yield decoder.decode(line)
