"""What several test folders share: a pile of made-up pieces, the command run as a process, and the data beside us."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import settings

# How long one example takes is no test: on a busy machine any of them may take long.
settings.register_profile("patient", deadline=None)
settings.load_profile("patient")

ROOT = Path(__file__).parent.parent
EXAMPLES = ROOT / "examples" / "harbour"

Command = Callable[..., subprocess.CompletedProcess[bytes]]


def data_beside(relative: str) -> Path:
    """A path in the shared data; skips the test where it is absent, fails it where it must be there."""
    path = Path(os.environ.get("ONRECORD_DATA", ROOT.parent / "shared" / "data")) / relative
    if not path.exists():
        if os.environ.get("ONRECORD_REQUIRE_DATA") == "1":
            pytest.fail(f"{path} is required and absent")
        pytest.skip(f"{path} is absent: this test needs the shared data")
    return path


@pytest.fixture
def onrecord(tmp_path: Path) -> Command:
    """Run the command line in a process of its own, in `tmp_path`."""

    def run(*arguments: str, stdin: bytes = b"", timeout: float = 120) -> subprocess.CompletedProcess[bytes]:
        command = [sys.executable, "-m", "onrecord", *arguments]
        return subprocess.run(command, cwd=tmp_path, input=stdin, capture_output=True, timeout=timeout, check=False)

    return run


@pytest.fixture
def pile(tmp_path: Path) -> Path:
    """A folder of two readable pieces and three that are not."""
    folder = tmp_path / "pile"
    folder.mkdir()
    (folder / "quay.txt").write_text(
        "Council votes to close the quay\n\n"
        "The council of Larnholm voted on Monday to close the old quay.\n\n"
        "“The quay is not safe,” said Ida Brandt, the harbour master of Larnholm.\n\n"
        "“We were never asked,” said Jonas Weil of the Quay Union. “We will go to court.”\n"
    )
    (folder / "strike.html").write_text(
        "<html><head><title>Dockers strike</title></head><body><article><h1>Dockers strike</h1>"
        "<p>Some 400 dockers of Larnholm stopped work on Tuesday over the closing of the old quay, and the port stood"
        " still until the evening.</p><p>“We will go to court,” said Jonas Weil.</p></article></body></html>"
    )
    (folder / "empty.txt").write_bytes(b"")
    (folder / "picture.txt").write_bytes(bytes(range(256)) * 40)
    (folder / "cut.txt.gz").write_bytes(b"\x1f\x8b\x08\x00\x00\x00\x00\x00\x00\x03\xcbH\xcd")
    return folder
