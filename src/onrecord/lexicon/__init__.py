"""Words that the stages look for: data, one TOML file a language or a purpose."""

from __future__ import annotations

import tomllib
from functools import cache
from importlib.resources import files
from typing import Any


@cache
def load(name: str) -> dict[str, Any]:
    """The tables of `lexicon/<name>.toml`.

    Raises:
        FileNotFoundError: there is no such file in the package.
    """
    return tomllib.loads(files(__name__).joinpath(f"{name}.toml").read_text(encoding="utf-8"))
