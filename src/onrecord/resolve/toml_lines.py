"""On which lines of a TOML file its tables and strings stand: the parser of the standard library does not say."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator

_PART = re.compile(
    r'(?P<string>"""(?:\\.|[^\\])*?"{3,5}|\'\'\'.*?\'{3,5}|"(?:\\.|[^"\\\n])*"|\'[^\'\n]*\')'
    r"|(?P<comment>#[^\n]*)"
    r"|(?P<header>(?:^|(?<=\n))[ \t]*\[\[[ \t]*[\"']?(?P<table>[\w-]+)[\"']?[ \t]*\]\])",
    re.DOTALL,
)


class TomlLines:
    """The lines of a TOML file that was read without an error.

    Args:
        text: the whole file.
    """

    def __init__(self, text: str) -> None:
        self._text = text
        self._tables: dict[str, list[int]] = {}
        self._strings: list[tuple[int, str]] = []
        """Where strings begin, and what they hold, in order."""
        for part in _PART.finditer(text):
            if part["table"] is not None:
                self._tables.setdefault(part["table"], []).append(part.start())
            elif part["string"] is not None:
                self._strings.append((part.start(), tomllib.loads(f"held = {part['string']}")["held"]))

    def table(self, name: str, number: int) -> int:
        """The line (from 1) of table `number` (from 0) of the array `name`; of the array where it is written inline."""
        return self._line(self._start(name, number))

    def string(self, name: str, number: int, value: str) -> int:
        """The line of the first string in a table that holds `value`; the table's own where none does."""
        start = self._start(name, number)
        end = min(self._later_headers(start), default=len(self._text))
        return self._line(next((at for at, held in self._strings if start <= at < end and held == value), start))

    def _start(self, name: str, number: int) -> int:
        headers = self._tables.get(name, [])
        if number < len(headers):
            return headers[number]
        inline = re.search(rf"^[ \t]*[\"']?{re.escape(name)}\b", self._text, re.MULTILINE)
        return inline.start() if inline else 0

    def _later_headers(self, start: int) -> Iterator[int]:
        return (at for headers in self._tables.values() for at in headers if at > start)

    def _line(self, at: int) -> int:
        return self._text.count("\n", 0, at) + 1
