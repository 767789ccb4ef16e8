"""Which stretches of a text stand as somebody's words: its statements, and what quotation marks enclose.

Marks are paired within a paragraph here; one that is open at its end goes on when the next paragraph opens with a
mark. Single marks are left out, since they are apostrophes more often.
"""

from __future__ import annotations

import re

from onrecord.model import Article

_QUOTED = re.compile(
    r"“[^“”\n]*(?:”|(?=\n\s*“))|„[^„“”\n]*[“”]|«[^«»\n]*»|"
    r"(?<![^\s(\[—–-])\"[^\"\n]+(?:\"|(?=\n\s*\"))|``[^`\n]*?''"
)


def quoted(article: Article) -> list[tuple[int, int]]:
    """Stretches of the article's text that are somebody's words, in order of their start; they may overlap."""
    found = [match.span() for match in _QUOTED.finditer(article.text)]
    for statement in article.statements or ():
        if statement.form != "indirect":
            found += [(span.start, span.end) for span in statement.content]
    return sorted(found)


def share_inside(start: int, end: int, stretches: list[tuple[int, int]]) -> float:
    """The part of `start` to `end` that lies inside the stretches, 0 to 1."""
    covered, at = 0, start
    for first, last in stretches:
        if first >= end:
            break
        low, high = max(first, at), min(last, end)
        if high > low:
            covered += high - low
            at = high
    return covered / max(end - start, 1)
