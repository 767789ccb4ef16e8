"""A briefing as JSON: what `Brief` holds, and beside each line its words, its place and its address."""

from __future__ import annotations

from typing import Any

import msgspec

from onrecord.brief.views import Views, outlet
from onrecord.model import Analysis, Article, Brief, BriefStory, Dispute, Happening, Line, Place, Rendition


def render_json(brief: Brief, analysis: Analysis, _name: str) -> Rendition:
    """One JSON object; `words` of a line are the stretches that are shown, one for each of its `spans`."""
    views = Views(brief, analysis)
    body: dict[str, Any] = {"record": "brief", **msgspec.to_builtins(brief)}
    body["stories"] = [_story(views, story) for story in brief.stories]
    body["undated"] = [_line(views, line) for line in brief.undated]
    for part in ("voices", "sources", "outlet_sources", "labels", "cites"):
        body[part] = _with_words(views, body[part])
    body["disputes"] = [_dispute(views, dispute) for dispute in brief.disputes]
    body["happenings"] = [_happening(views, happening) for happening in brief.happenings]
    return Rendition(msgspec.json.format(msgspec.json.encode(body), indent=1).decode() + "\n")


def _story(views: Views, story: BriefStory) -> dict[str, Any]:
    body: dict[str, Any] = msgspec.to_builtins(story)
    body["headline"] = _line(views, story.headline)
    body["lines"] = [_line(views, line) for line in story.lines]
    body["voices"] = _with_words(views, body["voices"])
    return body


def _dispute(views: Views, dispute: Dispute) -> dict[str, Any]:
    body: dict[str, Any] = _with_words(views, msgspec.to_builtins(dispute))
    for account, shown in zip(dispute.accounts, body["accounts"], strict=True):
        text = views.articles[account.line.article].text
        shown["line"] = _line(views, account.line)
        shown["differing"] = [span.of(text) for span in account.differs]
    return body


def _happening(views: Views, happening: Happening) -> dict[str, Any]:
    body: dict[str, Any] = _with_words(views, msgspec.to_builtins(happening))
    for told, shown in zip(happening.told, body["told"], strict=True):
        shown["line"] = _line(views, told.line)
    return body


def _with_words(views: Views, value: Any) -> Any:
    """The same in which every place shows its words and its address."""
    if isinstance(value, list | tuple):
        return [_with_words(views, one) for one in value]
    if not isinstance(value, dict):
        return value
    if value.keys() == {"article", "span"}:
        return _place(views, msgspec.convert(value, Place))
    return {name: _with_words(views, one) for name, one in value.items()}


def _line(views: Views, line: Line) -> dict[str, Any]:
    article = views.articles[line.article]
    body: dict[str, Any] = msgspec.to_builtins(line)
    body |= {
        "words": views.words(line),
        "anchor": views.anchor(line),
        "anchors": [article.anchor(span) for span in line.spans],
        "carried": [_place(views, place) for place in line.carried],
        "chain": _with_words(views, body["chain"]),
        **source(article),
    }
    return body


def _place(views: Views, place: Place) -> dict[str, Any]:
    article = views.articles[place.article]
    return {
        "article": article.id,
        "span": [place.span.start, place.span.end],
        "words": place.span.of(article.text),
        "anchor": article.anchor(place.span),
        "outlet": outlet(article),
        "published": article.published.value if article.published else None,
    }


def source(article: Article) -> dict[str, Any]:
    """Where a piece comes from."""
    return {
        "outlet": outlet(article),
        "published": article.published.value if article.published else None,
        "byline": [one.value for one in article.byline],
        "url": article.url.value if article.url else None,
        "cut": article.cut,
        "piece_kind": article.kind,
        "document": {
            "id": article.document.id,
            "path": article.document.path,
            "met_at": list(article.document.met_at),
            "container": msgspec.to_builtins(article.document.container),
            "span": [article.span.start, article.span.end],
        },
    }
