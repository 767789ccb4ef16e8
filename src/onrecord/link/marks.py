"""Which stretches of a text stand as somebody's words: its statements, and what quotation marks enclose.

Marks are paired within a paragraph here; one that is open at its end goes on when the next paragraph opens with a
mark. A curly mark may be closed by a straight one and the other way round, as editors who paste leave them. Single
marks are left out, since they are apostrophes more often. A post of a social network is known by its signature.
"""

from __future__ import annotations

import re

from onrecord.model import Article, Span

KEPT = 50_000
"""Articles of which it is kept what was found in them."""
INSIDE = 0.8
"""Share of a passage that lies inside quotation marks or a statement where it is somebody's words."""

_QUOTED = re.compile(
    r"“[^“”\n]*(?:”|(?=\n\s*“))|“[^“”\"\n]+\"(?!\w)|„[^„“”\n]*[“”]|«[^«»\n]*»|"
    r"(?<![^\s(\[—–-])\"(?:[^\"“”\n]+”|[^\"\n]+(?:\"|(?=\n\s*\")))|``[^`\n]*?''"
)
# "… — Ann Orlo (@annorlo) March 9, 2023": a line up to the signature, which may stand on the next.
_POSTED = re.compile(r"^[^\n]*?\S\s*(?=[—–-]\s?[^\n(—–]{1,60}\s\(@\w{1,20}\)\s[^\W\d_]+\s\d{1,2},\s\d{4})", re.M)

_OPENED_BY = ((_QUOTED, ("“", "„", "«", '"', "``")), (_POSTED, ("(@",)))
"""What stands in every text in which a pattern finds something: to look for that first is quicker."""


def quoted(article: Article) -> list[tuple[int, int]]:
    """Stretches of the article's text that are somebody's words, in order of their start; they may overlap."""
    text = article.text
    patterns = [pattern for pattern, opens in _OPENED_BY if any(one in text for one in opens)]
    found = [match.span() for pattern in patterns for match in pattern.finditer(text)]
    for statement in article.statements or ():
        if statement.form != "indirect":
            found += [(span.start, span.end) for span in statement.content]
    return sorted(found)


class Marks:
    """How much of a passage stands as somebody's words; what was found in an article is kept for its next passage."""

    def __init__(self) -> None:
        self._found: dict[str, list[tuple[int, int]]] = {}

    def share(self, article: Article, span: Span) -> float:
        """The part of a stretch of the article's text that is somebody's words, 0 to 1."""
        if article.id not in self._found:
            if len(self._found) >= KEPT:
                self._found.clear()
            self._found[article.id] = quoted(article)
        return share_inside(span.start, span.end, self._found[article.id])


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
