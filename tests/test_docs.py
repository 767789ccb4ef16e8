"""The documentation is true: what is generated is fresh, what exists has a word in it, what it links is there."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import typer

from onrecord.cli import app
from onrecord.read import FORMATS

ROOT = Path(__file__).parent.parent
PAGES = sorted([*ROOT.glob("*.md"), *(ROOT / "docs").glob("*.md"), ROOT / "examples" / "README.md"])
GROUP: Any = typer.main.get_command(app)


def test_what_is_generated_is_fresh() -> None:
    done = subprocess.run(
        [sys.executable, "docs/generate.py", "--check"], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stdout + done.stderr + "run: python docs/generate.py"


@pytest.mark.parametrize("command", sorted(GROUP.commands))
def test_every_command_and_option_has_a_word_for_the_user(command: str) -> None:
    how_to = (ROOT / "docs" / "how-to.md").read_text("utf-8")
    assert f"onrecord {command}" in how_to
    for parameter in GROUP.commands[command].params:
        if parameter.param_type_name == "option":
            assert parameter.opts[0] in how_to, f"{parameter.opts[0]} of {command} is not in docs/how-to.md"
            assert parameter.help, f"{parameter.opts[0]} of {command} has no help"


def test_every_format_has_a_word_for_the_user() -> None:
    how_to = (ROOT / "docs" / "how-to.md").read_text("utf-8").lower()
    assert [form.name for form in FORMATS if form.name.lower() not in how_to] == []


def test_every_dependency_earns_its_line() -> None:
    design = (ROOT / "docs" / "design.md").read_text("utf-8")
    project = (ROOT / "pyproject.toml").read_text("utf-8")
    names = re.findall(r'^    "([A-Za-z0-9-]+)(?:>=|==)', project, re.MULTILINE)
    names += re.findall(r'\["([A-Za-z0-9-]+)>=', project) + re.findall(r', "([A-Za-z0-9-]+)>=', project)
    assert len(names) > 12
    assert [name for name in names if name not in design and not name.startswith("types-")] == []


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_every_link_of_the_documentation_leads_somewhere(page: Path) -> None:
    text = re.sub(r"```.*?```", "", page.read_text("utf-8"), flags=re.DOTALL)
    targets = [target for target in re.findall(r"\]\(([^)\s]+)\)", text) if not re.match(r"https?:|#|mailto:", target)]
    assert [target for target in targets if not (page.parent / target.partition("#")[0]).exists()] == []


def test_the_readme_has_its_two_commands() -> None:
    readme = (ROOT / "README.md").read_text("utf-8")
    for mark in ("<!-- main job -->", "<!-- tests -->"):
        block = re.search(re.escape(mark) + r"\s*```sh\n(.*?)```", readme, re.DOTALL)
        assert block, f"README.md has no command under {mark}"
        assert block[1].count("\n") == 1, "each is a single line"
    assert re.search(r"!\[[^\]]{20,}\]\(docs/[^)]+\.png\)", readme), (
        "one picture of a briefing, with words for those who cannot see it"
    )
