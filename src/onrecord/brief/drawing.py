"""The hand that draws the pictures of a briefing, as inline SVG.

Every mark leads to its words, no meaning hangs on colour alone, and beside each picture the page has a table of the
same. Colours are classes of the style sheet, so that light, dark and print each have their own. Widths are in the
units of the drawing: a picture is as wide as a phone's column and is scaled from there.
"""

from __future__ import annotations

from collections.abc import Sequence

from markupsafe import Markup, escape

WIDTH = 340


def svg(height: int, label: str, body: Sequence[str]) -> Markup:
    """A picture of `WIDTH` by `height`, named for those who do not see it."""
    return Markup(
        f'<svg viewBox="0 0 {WIDTH} {height}" role="group" aria-label="{escape(label)}">{"".join(body)}</svg>'
    )


def text(x: float, y: float, words: str, cls: str = "label") -> str:
    """Words on the base line `y`, from `x` on; or up to it, where the class says so."""
    return f'<text x="{x:.1f}" y="{y:.1f}" class="{cls}">{escape(words)}</text>'


def clip(words: str, letters: int) -> str:
    """Words that fit into so many letters."""
    return words if len(words) <= letters else words[: letters - 1].rstrip() + "…"


def link(href: str, label: str, body: str) -> str:
    """A mark that leads somewhere, and says where."""
    return f'<a href="{escape(href)}" aria-label="{escape(label)}"><title>{escape(label)}</title>{body}</a>'
