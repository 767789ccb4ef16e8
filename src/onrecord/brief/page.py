"""A briefing as one HTML page that needs nothing else: no request, no font, no script but its own.

Above `views.TEXTS_APART` pieces the full texts lie in files beside the page; which file holds an address follows from
the address, so that the page needs no index of them.
"""

from __future__ import annotations

import base64
import hashlib
from collections import defaultdict
from collections.abc import Sequence
from functools import cache
from importlib.resources import files
from typing import Any
from urllib.parse import quote

from jinja2 import Environment, FunctionLoader, StrictUndefined
from markupsafe import Markup, escape
from msgspec.structs import replace

from onrecord.brief import accounts, chains, citing, panels, pictures, texts, words
from onrecord.brief.spread_panel import Spreads
from onrecord.brief.views import (
    GAP,
    UNKNOWN_OUTLET,
    Views,
    asked,
    byline,
    day,
    document_name,
    harmless,
    nothing,
    outlet,
    piece_name,
    plural,
    spoken,
    told,
    unnamed,
)
from onrecord.model import Analysis, Article, Brief, BriefStory, Line, Place, Rendition

CARRIED = 8
"""Other places of a line that are listed; more are counted."""

SCRIPTS = ("marks.js", "anchor.js", "sides.js")
"""The parts of the page's script, in order."""

FILE_TEXT = 400_000
"""Code points of full text for one file beside the page, on average: opened at once on a telephone."""


def _source(name: str) -> str:
    return files("onrecord.brief").joinpath("templates", name).read_text(encoding="utf-8")


@cache
def _environment() -> Environment:
    made = Environment(
        autoescape=True,
        undefined=StrictUndefined,
        loader=FunctionLoader(_source),
        trim_blocks=True,
        lstrip_blocks=True,
    )
    made.globals.update(GAP=GAP, plural=plural)
    return made


@cache
def _inlined() -> dict[str, Markup]:
    """Style and script, and the policy that allows these two and nothing else."""
    style, script = _source("style.css"), "".join(map(_source, SCRIPTS))

    def digest(text: str) -> str:
        return "sha256-" + base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()

    policy = (
        f"default-src 'none'; style-src '{digest(style)}'; script-src '{digest(script)}'; "
        "base-uri 'none'; form-action 'none'"
    )
    return {"style": Markup(style), "script": Markup(script), "policy": Markup(policy)}


def filled(template: str, **values: Any) -> str:
    """A page of its own, made of one of the templates, with its style, script and policy."""
    return _environment().get_template(template).render(**_inlined(), **values)


def render_html(brief: Brief, analysis: Analysis, name: str) -> Rendition:
    """The page, and above `views.TEXTS_APART` pieces the files for the folder `<name>-texts` beside it."""
    return _Page(brief, analysis, name).rendition()


class _Page:
    """One page while it is made. It chooses nothing: what is shown was chosen by `compose`."""

    def __init__(self, brief: Brief, analysis: Analysis, name: str) -> None:
        self.brief = brief
        self.views = Views(brief, analysis)
        self.folder = f"{name}-texts"
        kept = frozenset(article for story in brief.stories for article in story.articles)
        self.pieces = [article for article in analysis.articles if article.id in kept or brief.further]
        self.repeats = pictures.repeats(self.views, frozenset(article.id for article in self.pieces))
        self.spreads = Spreads(self.views, self.href, self._link)
        led_to = [*panels.places(brief), *accounts.places(brief), *(link.place for link in self.repeats)]
        led_to += [one.place for one in brief.cites]
        led_to += [*chains.places(brief), *self.spreads.places()]
        self.pins, self.tops = texts.pins(self.views, led_to)
        total = sum(len(article.text) for article in analysis.articles)
        self.digits = 2 if total <= 256 * FILE_TEXT else 3
        self.title = f"On Record: {name}"
        self.panels = panels.Panels(self.views, self.href, self._attribution)
        self.accounts = accounts.Panel(self.views, self.href, self._attribution)
        self.leads = citing.leads(self.views, lambda anchor: self.href(anchor).removeprefix(f"{quote(self.folder)}/"))

    def href(self, anchor: str) -> str:
        """Where an address leads from the page."""
        if not self.views.apart:
            return f"#{anchor}"
        return f"{quote(self.folder)}/{texts.file_of(anchor, self.digits)}#{anchor}"

    def rendition(self) -> Rendition:
        """The page and the files beside it."""
        brief = self.brief
        shown = [story for story in brief.stories if story.shown]
        hidden = [story for story in brief.stories if not story.shown]
        left = [article for article in self.views.analysis.articles if not self.views.apart]
        told_of = {article for story in brief.stories for article in story.articles}
        page = (
            _environment()
            .get_template("page.html")
            .render(
                **_inlined(),
                title=self.title,
                brief=brief,
                facts=self._facts(),
                asked=asked(brief),
                nothing=nothing(brief),
                stories=[self._story(story, at) for at, story in enumerate(shown)],
                hidden=[self._story(story, len(shown) + at) for at, story in enumerate(hidden)],
                texts_folder=quote(self.folder) if self.views.apart else "",
                digits=self.digits,
                undated=[self._line(line) for line in brief.undated],
                others=[self._piece(article) for article in left if article.id not in told_of],
                **self._pictures(),
            )
        )
        beside = self._beside() if self.views.apart else {}
        return Rendition(harmless(page), {name: harmless(text) for name, text in beside.items()})

    def _facts(self) -> list[tuple[str, str]]:
        brief = self.brief
        days = "not given"
        if brief.first is not None:
            days = spoken(brief.first)
            if brief.last is not None and brief.last[:10] != brief.first[:10]:
                days += f" to {spoken(brief.last)}"
        facts = [("Pieces", f"{brief.pieces:,}"), ("Documents", f"{brief.documents:,}")]
        facts += [("Outlets named", f"{len(brief.outlets):,}"), ("Statements", f"{brief.statements:,}")]
        return [*facts, ("Dates", days)]

    def _attribution(self, article: Article) -> dict[str, Any]:
        return {
            "outlet": outlet(article),
            "date": spoken(day(article)),
            "dated": day(article),
            "byline": byline(article),
            "excerpt": article.kind == "excerpt",
            "note": article.kind == "note",
            "cut": article.cut,
            "document": document_name(article),
            "nameless": article.title is None and article.outlet is None and article.published is None,
            "path": article.document.path,
            "url": texts.safe_url(article),
        }

    def _line(self, line: Line) -> dict[str, Any]:
        article = self.views.articles[line.article]
        anchor = self.views.anchor(line)
        return {
            "kind": line.kind,
            "lang": article.language,
            "parts": [texts.words_html(article, span) for span in line.spans],
            "title": line.title,
            "follows": line.follows,
            "goes_on": line.goes_on,
            "speaker": line.speaker,
            "candidates": line.candidates,
            "unnamed": unnamed(line, article),
            "anchor": anchor,
            "href": self.href(anchor or self.views.piece_anchor(article)),
            "from": self._attribution(article),
            "article": line.article,
            "why": told(line),
            "carried": [self._carried(line, place) for place in line.carried[:CARRIED]],
            "carried_more": max(0, len(line.carried) - CARRIED),
            "chain": chains.shown(self.views, line, self.href),
        }

    def _carried(self, line: Line, place: Place) -> dict[str, Any]:
        article = self.views.articles[place.article]
        same = words.key(" ".join(self.views.words(line))) in words.key(place.span.of(article.text))
        return {
            "how": "the same words" if same else "nearly the same words",
            "href": self.href(article.anchor(place.span)),
            "from": self._attribution(article),
        }

    def _story(self, story: BriefStory, number: int) -> dict[str, Any]:
        facts: list[str] = []
        if len(story.articles) > 1:
            facts = [plural(len(story.articles), "piece"), plural(len(story.outlets), "outlet") + " named"]
            facts.append(plural(story.origins, "independent origin"))
            if story.first is not None and story.last is not None and story.first[:10] != story.last[:10]:
                facts.append(f"{spoken(story.first)} to {spoken(story.last)}")
        articles = [self.views.articles[article] for article in story.articles]
        shown = [line for line in story.lines if line.shown]
        return {
            "number": number + 1,
            "headline": self._line(story.headline),
            "facts": facts,
            "lines": self._marked([self._line(line) for line in shown]),
            "folded": self._marked([self._line(line) for line in story.lines if not line.shown]),
            "pieces": [] if self.views.apart else [self._piece(article) for article in articles],
            "links": [self._link(article) for article in articles[:CARRIED]] if self.views.apart else [],
            "links_more": max(0, len(articles) - CARRIED) if self.views.apart else 0,
            **self.panels.story(story),
            **self.spreads.shown(story, number + 1),
        }

    @staticmethod
    def _marked(lines: list[dict[str, Any]]) -> list[dict[str, Any]]:
        """The lines, each told whether it stands in the same piece as the line before it.

        The first always says where it stands: under a headline of the same piece, too, it must not look like ours.
        """
        before = None
        for line in lines:
            line["again"] = line["article"] == before
            before = line["article"]
        return lines

    def _link(self, article: Article) -> dict[str, Any]:
        return {
            "href": self.href(self.views.piece_anchor(article)),
            "title": piece_name(article),
            "from": self._attribution(article),
        }

    def _piece(self, article: Article) -> dict[str, Any]:
        return {
            "id": texts.short_id(article),
            "lang": article.language,
            "top": self.tops.get(article.id),
            "start": article.span.start,
            "end": article.span.end,
            "title": piece_name(article),
            "from": self._attribution(article),
            "outside": article.title.value if article.title and article.title.span is None else None,
            "text": texts.text_html(article, self.pins.get(article.id, {}), self.leads.get(article.id, ())),
        }

    def _pictures(self) -> dict[str, Any]:
        hrefs = {article.id: self.href(self.views.piece_anchor(article)) for article in self.pieces}
        drawn_links = [replace(link, href=self.href(link.href)) for link in self.repeats]
        return {
            "timeline": pictures.timeline(self.pieces, hrefs),
            "repeats": drawn_links,
            "repeats_picture": pictures.draw_repeats(drawn_links) if drawn_links else None,
            **self.panels.shown(),
            **self.accounts.shown(),
            **citing.Panel(self.views, self.href).shown(),
        }

    def _beside(self) -> dict[str, str]:
        """The files with the full texts, and a list of all pieces."""
        groups: defaultdict[str, list[Article]] = defaultdict(list)
        for article in self.views.analysis.articles:
            groups[texts.file_of(article.document.id, self.digits)].append(article)
        shell = _environment().get_template("texts.html")
        made = {
            file: shell.render(**_inlined(), title=self.title, pieces=self._bare_pieces(group))
            for file, group in groups.items()
        }
        rows = [
            f"<tr><td>{escape(day(a) or 'not given')}</td><td>{escape(outlet(a) or 'not given')}</td>"
            f'<td><a href="{texts.file_of(a.document.id, self.digits)}#{self.views.piece_anchor(a)}">'
            f"{escape(piece_name(a))}</a></td></tr>"
            for a in sorted(self.views.analysis.articles, key=lambda a: day(a) or "~")
        ]
        index = _environment().get_template("index.html")
        made["index.html"] = index.render(**_inlined(), title=self.title, rows=Markup("\n".join(rows)))
        return made

    def _bare_pieces(self, articles: Sequence[Article]) -> Markup:
        """The pieces of one file, written without a template: there may be ten thousand of them."""
        parts: list[str] = []
        for article in sorted(articles, key=lambda a: (a.document.id, a.span)):
            heading = escape(article.title.value) if article.title else Markup("Headline not given")
            url = texts.safe_url(article)
            link = f' · <a href="{escape(url)}" rel="noreferrer">as published</a>' if url else ""
            by = f" · by {escape(byline(article))}" if article.byline else ""
            cut = " · excerpt, cut" if article.cut else ""
            lang = f' lang="{escape(article.language)}"' if article.language else ""
            top = f' data-top="{self.tops[article.id]}"' if article.id in self.tops else ""
            parts.append(
                f'<article class="text" dir="auto"{lang}{top} data-doc="{texts.short_id(article)}" '
                f'data-start="{article.span.start}" data-end="{article.span.end}"><h2>{heading}</h2>'
                f'<p class="from">{escape(outlet(article) or UNKNOWN_OUTLET)} · {escape(spoken(day(article)))}{by}{cut}'
                f" · {escape(document_name(article))}{link}</p>"
                f"{texts.text_html(article, self.pins.get(article.id, {}), self.leads.get(article.id, ()))}</article>"
            )
        return Markup("\n".join(parts))
