"""brief: an analysis becomes a briefing, and the briefing a page, a text or JSON.

compose(analysis, options) -> Brief
RENDERERS[form](brief, analysis, name) -> Rendition
"""

from __future__ import annotations

from onrecord.brief.compose import compose
from onrecord.brief.options import BriefOptions
from onrecord.brief.render import RENDERERS, Renderer

__all__ = ["BriefOptions", "RENDERERS", "Renderer", "compose"]
