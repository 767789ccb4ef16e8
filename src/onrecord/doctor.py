"""What is installed: versions, the tagger, optional parts and how to get them."""

from __future__ import annotations

import platform
import re
import sys
from dataclasses import dataclass
from importlib import metadata

from onrecord import __version__
from onrecord.tag import tagger_for

_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]*")

EXTRAS = {
    "pyarrow": ("parquet", "Parquet, in and out"),
    "pypdf": ("pdf", "text of PDF files"),
    "daft": ("scale", "more than one machine"),
    "ray": ("scale", "more than one machine"),
}
"""Distribution -> the extra of ours that brings it, and what it is for."""


@dataclass(frozen=True)
class Finding:
    """One part: its name, whether it is there, and its version or what to do."""

    part: str
    present: bool
    state: str


def _installed(distribution: str) -> str | None:
    try:
        return metadata.version(distribution)
    except metadata.PackageNotFoundError:
        return None


def _required() -> list[str]:
    wanted = metadata.requires("onrecord") or []
    return sorted(match[0] for line in wanted if "extra ==" not in line and (match := _NAME.match(line)))


def examine() -> list[Finding]:
    """Every part that On Record uses, in the order in which a person would look."""
    findings = [
        Finding("onrecord", True, __version__),
        Finding("python", sys.version_info >= (3, 11), platform.python_version()),
        Finding("tagger", True, f"{tagger_for('en').name} (English), {tagger_for('xx').name} (every other language)"),
    ]
    for distribution in _required():
        version = _installed(distribution)
        state = version or "missing: pip install --force-reinstall onrecord"
        findings.append(Finding(distribution, version is not None, state))
    for distribution, (extra, purpose) in EXTRAS.items():
        version = _installed(distribution)
        state = version or f"not installed ({purpose}): pip install 'onrecord[{extra}]'"
        findings.append(Finding(f"{distribution} [{extra}]", version is not None, state))
    return findings
