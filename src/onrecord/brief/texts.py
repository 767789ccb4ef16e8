"""The full text of a piece as HTML: its words unchanged, its statements lightly marked, every stretch addressable.

Each paragraph carries in `data-at` where it begins in its document, and its text content is exactly the document's
from there on; `anchor.js` finds any `#<document>-<start>-<end>` by these. Empty `a` elements mark the addresses that
lines of the briefing use, so that these work without a script too.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from urllib.parse import urlsplit

from markupsafe import Markup, escape
from msgspec import Struct

from onrecord.brief.views import Views
from onrecord.model import SHORT_ID, Article, Place, Span

_CLASSES = {
    (source, cue, content): " ".join(["s"] * source + ["u"] * cue + ["c"] * content)
    for source in (False, True)
    for cue in (False, True)
    for content in (False, True)
}
"""Classes of the marks: source, cue and content; where statements lie within each other each stands once."""


def safe_url(article: Article) -> str | None:
    """The address of a piece if it is one of the web; anything else is not made a link."""
    return safe_address(article.url.value) if article.url is not None else None


def safe_address(stated: str) -> str | None:
    """An address if it is one of the web."""
    address = stated.strip()
    try:
        parts = urlsplit(address)
    except ValueError:
        return None
    return address if parts.scheme.lower() in ("http", "https") and parts.netloc else None


def pins(views: Views, places: Iterable[Place]) -> tuple[dict[str, dict[int, list[str]]], dict[str, str]]:
    """Addresses that the briefing uses, by piece and by where they begin in its text; and those of whole pieces.

    A piece's own address, of the words that it begins with, means the piece from its top, and not these words, unless
    a line has the same one.

    Args:
        views: the briefing's lines.
        places: what else the page leads to.
    """
    found: defaultdict[str, defaultdict[int, dict[str, None]]] = defaultdict(lambda: defaultdict(dict))
    for line in views.lines():
        anchor = views.anchor(line)
        if anchor is not None:
            found[line.article][line.spans[0].start][anchor] = None
        for place in line.carried:
            found[place.article][place.span.start][views.place_anchor(place)] = None
    for place in places:
        found[place.article][place.span.start][views.place_anchor(place)] = None
    tops: dict[str, str] = {}
    for article in views.analysis.articles:
        anchor, at = views.piece_anchor(article), views.beginning(article).start
        if anchor not in found[article.id][at]:
            tops[article.id] = anchor
            found[article.id][at][anchor] = None
    return {article: {at: list(ids) for at, ids in starts.items()} for article, starts in found.items()}, tops


def marks(article: Article) -> list[tuple[int, int, str]]:
    """Stretches of a text with the roles that they play in its statements, disjoint and in order."""
    edges: list[tuple[int, int, int]] = []
    for statement in article.statements or ():
        for role, spans in enumerate((statement.source, statement.cue, statement.content)):
            for span in spans:
                if span.end > span.start:
                    edges += ((span.start, role, 1), (span.end, role, -1))
    edges.sort()
    found: list[tuple[int, int, str]] = []
    depth = [0, 0, 0]
    before, roles = 0, ""
    for at, role, step in edges:
        if at > before and roles:
            found.append((before, at, roles))
        depth[role] += step
        before, roles = at, _CLASSES[depth[0] > 0, depth[1] > 0, depth[2] > 0]
    return found


def _literal(text: str) -> str:
    """Escaped so that a browser's text is ours to the letter: it would turn a carriage return into a newline."""
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;").replace("\r", "&#13;")


def _pinned(text: str, start: int, end: int, starts: Mapping[int, Sequence[str]]) -> str:
    """A stretch with its marks of address."""
    parts: list[str] = []
    at = start
    for place in sorted(place for place in starts if start <= place < end):
        parts.append(_literal(text[at:place]))
        parts += [f'<a id="{anchor}"></a>' for anchor in starts[place]]
        at = place
    return "".join([*parts, _literal(text[at:end])])


def _stretch(text: str, span: Span, roles: Iterable[tuple[int, int, str]], starts: Mapping[int, Sequence[str]]) -> str:
    """The HTML of one stretch of a text; `roles` are disjoint and in order, and meet the stretch."""
    parts: list[str] = []
    at = span.start
    for start, end, role in roles:
        start, end = max(start, at), min(end, span.end)
        if start > at:
            parts.append(_pinned(text, at, start, starts) if starts else _literal(text[at:start]))
        words = _pinned(text, start, end, starts) if starts else _literal(text[start:end])
        parts.append(f'<span class="{role}">{words}</span>')
        at = end
    if at < span.end:
        parts.append(_pinned(text, at, span.end, starts) if starts else _literal(text[at : span.end]))
    return "".join(parts)


def words_html(article: Article, span: Span) -> Markup:
    """The words of a span with the roles that they play, for a line of a briefing."""
    inside = [role for role in marks(article) if role[0] < span.end and role[1] > span.start]
    return Markup(_stretch(article.text, span, inside, {}))


class Lead(Struct, frozen=True, order=True):
    """Words of a text that lead to another piece."""

    span: Span
    href: str
    title: str


def _led(
    text: str,
    span: Span,
    roles: Sequence[tuple[int, int, str]],
    starts: Mapping[int, Sequence[str]],
    leads: Sequence[Lead],
) -> str:
    """The HTML of a paragraph; `leads` are apart and in order, and those that go beyond the paragraph are cut to it."""

    def stretch(start: int, end: int, pinned: Mapping[int, Sequence[str]]) -> str:
        inside = [role for role in roles if role[0] < end and role[1] > start]
        return _stretch(text, Span(start, end), inside, {at: ids for at, ids in pinned.items() if start <= at < end})

    parts: list[str] = []
    at = span.start
    for lead in leads:
        start, end = max(lead.span.start, at), min(lead.span.end, span.end)
        if start >= end:
            continue
        parts.append(stretch(at, start, starts))
        # A link may hold no other: what marks an address inside of it stands before it.
        parts += [
            f'<a id="{anchor}"></a>' for place in sorted(starts) if start <= place < end for anchor in starts[place]
        ]
        parts.append(f'<a href="{escape(lead.href)}" title="{escape(lead.title)}">{stretch(start, end, {})}</a>')
        at = end
    return "".join([*parts, stretch(at, span.end, starts)])


def text_html(article: Article, starts: Mapping[int, Sequence[str]], leads: Sequence[Lead] = ()) -> Markup:
    """All paragraphs of a piece; blank lines are left out, everything else stands as it is.

    Args:
        article: the piece.
        starts: marks of address by where they stand.
        leads: words that lead to other pieces, apart and in order.
    """
    text, base = article.text, article.span.start
    roles = marks(article)
    waiting = sorted(starts, reverse=True)
    parts: list[str] = []
    first = end = 0
    for line in text.split("\n"):
        start, end = end, end + len(line) + 1
        if not line or line.isspace():
            continue
        while first < len(roles) and roles[first][1] <= start:
            first += 1
        last = first
        while last < len(roles) and roles[last][0] < end - 1:
            last += 1
        here: dict[int, list[str]] = {}
        while waiting and waiting[-1] < end - 1:
            at = waiting.pop()
            here.setdefault(max(at, start), []).extend(starts[at])
        span = Span(start, end - 1)
        led = [lead for lead in leads if lead.span.meets(span)] if leads else []
        words = _led(text, span, roles[first:last], here, led) if led else _stretch(text, span, roles[first:last], here)
        parts.append(f'<p{_class(article, span)} data-at="{base + start}">{words}</p>')
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
