"""The full text of a piece as HTML: its words unchanged, its statements lightly marked, every stretch addressable.

Each paragraph carries in `data-at` where it begins in its document, and its text content is exactly the document's
from there on; `anchor.js` finds any `#<document>-<start>-<end>` by these. Empty `a` elements mark the addresses that
lines of the briefing use, so that these work without a script too.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from itertools import pairwise
from urllib.parse import urlsplit

from markupsafe import Markup, escape

from onrecord.brief.views import Views
from onrecord.model import SHORT_ID, Article, Span

_LINE = re.compile(r"[^\n]+")

ROLES = {"s": "source", "u": "cue", "c": "content"}
"""Classes of the marks; where they overlap (a statement within a statement), each class stands once."""


def safe_url(article: Article) -> str | None:
    """The address of a piece if it is one of the web; anything else is not made a link."""
    if article.url is None:
        return None
    address = article.url.value.strip()
    try:
        parts = urlsplit(address)
    except ValueError:
        return None
    return address if parts.scheme.lower() in ("http", "https") and parts.netloc else None


def pins(views: Views) -> dict[str, dict[int, list[str]]]:
    """Addresses that the briefing's lines use, by piece and by where they begin in its text."""
    found: defaultdict[str, defaultdict[int, dict[str, None]]] = defaultdict(lambda: defaultdict(dict))
    for line in views.lines():
        anchor = views.anchor(line)
        if anchor is not None:
            found[line.article][line.spans[0].start][anchor] = None
        for place in line.carried:
            found[place.article][place.span.start][views.place_anchor(place)] = None
    for voice in views.brief.voices:
        for place in voice.places:
            found[place.article][place.span.start][views.place_anchor(place)] = None
    return {article: {at: list(anchors) for at, anchors in starts.items()} for article, starts in found.items()}


def marks(article: Article) -> list[tuple[int, int, str]]:
    """Stretches of a text with the roles that they play in its statements, disjoint and in order."""
    edges: defaultdict[int, list[tuple[str, int]]] = defaultdict(list)
    for statement in article.statements or ():
        for role, spans in (("s", statement.source), ("u", statement.cue), ("c", statement.content)):
            for span in spans:
                edges[span.start].append((role, 1))
                edges[span.end].append((role, -1))
    found: list[tuple[int, int, str]] = []
    depth = dict.fromkeys(ROLES, 0)
    before, roles = 0, ""
    for at in sorted(edges):
        if roles and at > before:
            found.append((before, at, roles))
        for role, step in edges[at]:
            depth[role] += step
        before, roles = at, " ".join(role for role in ROLES if depth[role])
    return found


def _literal(text: str) -> str:
    """Escaped so that a browser's text is ours to the letter: it would turn a carriage return into a newline."""
    return str(escape(text)).replace("\r", "&#13;")


def _stretch(
    article: Article, span: Span, roles: Iterable[tuple[int, int, str]], starts: Mapping[int, Sequence[str]]
) -> str:
    """The HTML of one stretch of a text."""
    text = article.text
    borders = {span.start: "", span.end: ""}
    for start, end, role in roles:
        borders.setdefault(end, "")
        borders[max(start, span.start)] = role
    for at in starts:
        if span.start <= at < span.end and at not in borders:
            borders[at] = next((role for start, end, role in roles if start <= at < end), "")
    cuts = sorted(at for at in borders if span.start <= at <= span.end)
    parts: list[str] = []
    for at, following in pairwise(cuts):
        parts += [f'<a id="{anchor}"></a>' for anchor in starts.get(at, ())]
        words = _literal(text[at:following])
        parts.append(f'<span class="{borders[at]}">{words}</span>' if borders[at] else words)
    return "".join(parts)


def words_html(article: Article, span: Span) -> Markup:
    """The words of a span with the roles that they play, for a line of a briefing."""
    inside = [
        (max(start, span.start), min(end, span.end), role)
        for start, end, role in marks(article)
        if start < span.end and end > span.start
    ]
    return Markup(_stretch(article, span, inside, {}))


def text_html(article: Article, starts: Mapping[int, Sequence[str]]) -> Markup:
    """All paragraphs of a piece; blank lines are left out, everything else stands as it is."""
    text = article.text
    roles = marks(article)
    waiting = sorted(starts, reverse=True)
    parts: list[str] = []
    first = 0
    for match in _LINE.finditer(text):
        span = Span(*match.span())
        if not match.group().strip():
            continue
        while first < len(roles) and roles[first][1] <= span.start:
            first += 1
        inside = []
        for at in range(first, len(roles)):
            if roles[at][0] >= span.end:
                break
            inside.append(roles[at])
        here: defaultdict[int, list[str]] = defaultdict(list)
        while waiting and waiting[-1] < span.end:
            at = waiting.pop()
            here[max(at, span.start)] += starts[at]
        words = _stretch(article, span, inside, here)
        parts.append(f'<p{_class(article, span)} data-at="{article.span.start + span.start}">{words}</p>')
    return Markup("\n".join(parts))


def _class(article: Article, span: Span) -> str:
    title = article.title.span if article.title else None
    return ' class="title"' if title is not None and span.meets(title) else ""


def short_id(article: Article) -> str:
    """The part of an anchor that stands for the document."""
    return article.document.id[:SHORT_ID]


def file_of(document: str, digits: int) -> str:
    """The file beside the page that holds the texts of a document: it follows from the address alone."""
    return f"{document[:digits]}.html"
