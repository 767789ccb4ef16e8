"""Renderers: a new form is one function and one line in `RENDERERS`."""

from __future__ import annotations

from collections.abc import Callable

from onrecord.brief.data import render_json
from onrecord.brief.page import render_html
from onrecord.brief.plain import render_text
from onrecord.model import Analysis, Brief, Rendition

Renderer = Callable[[Brief, Analysis, str], Rendition]
"""A briefing, the analysis it was chosen from, and the page's file name without its suffix."""

RENDERERS: dict[str, Renderer] = {"html": render_html, "text": render_text, "json": render_json}
