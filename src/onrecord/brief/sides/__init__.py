"""Two pieces side by side, with the passages that stand in both: a page, text for a terminal, or JSON.

chosen(articles, asked) -> Article          which piece of a pile is meant
compared(left, right, reuse) -> Comparison
as_html, as_text, as_json (Comparison)
"""

from __future__ import annotations

from onrecord.brief.sides.choice import chosen, only
from onrecord.brief.sides.data import as_json
from onrecord.brief.sides.page import as_html
from onrecord.brief.sides.passages import compared
from onrecord.brief.sides.plain import as_text

__all__ = ["as_html", "as_json", "as_text", "chosen", "compared", "only"]
