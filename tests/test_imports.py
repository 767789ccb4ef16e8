"""Imports run one way: model, errors <- stages, store <- pipeline <- cli, web; a stage never looks at a later one."""

from __future__ import annotations

import ast
from pathlib import Path

import onrecord

ROOT = Path(onrecord.__file__).parent
ORDER = [
    "errors",
    "model",
    "lexicon",
    "read",
    "split",
    "tag",
    "resolve",
    "link",
    "brief",
    "publish",
    "store",
    "parquet",
    "records",
    "output",
    "cluster",
    "pipeline",
    "doctor",
    "cli",
    "web",
]
STAGES = {"read", "split", "tag", "resolve", "link", "brief"}


def layer(module: str) -> str | None:
    parts = module.split(".")
    return parts[1] if parts[0] == "onrecord" and len(parts) > 1 else None


def imported(path: Path) -> list[str]:
    names: list[str] = []
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            names += [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path}: relative import"
            names += [node.module or ""] + [f"{node.module}.{alias.name}" for alias in node.names]
    return names


def test_imports_run_one_way() -> None:
    wrong = []
    seen = set()
    for path in sorted(ROOT.rglob("*.py")):
        own = path.relative_to(ROOT).with_suffix("").parts[0]
        if own in {"__init__", "__main__"}:
            continue
        seen.add(own)
        assert own in ORDER, f"{path}: where does it stand in the order of the stages?"
        for name in imported(path):
            other = layer(name)
            if other in ORDER and ORDER.index(other) > ORDER.index(own):
                wrong.append(f"{path.relative_to(ROOT)} imports {name}")
            if own in STAGES and other == "store":
                wrong.append(f"{path.relative_to(ROOT)} imports the store")
    assert not wrong
    assert {"errors", "model"} <= seen
