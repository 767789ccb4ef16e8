"""A comparison as JSON: both texts, and each passage with its words and its address on either side."""

from __future__ import annotations

from typing import Any

import msgspec

from onrecord.brief.data import source
from onrecord.model import Article, Comparison, Place


def as_json(comparison: Comparison) -> str:
    """One JSON object. Of each passage, `a` is in the left piece and `b` in the right one, and so is `direction`."""
    sides = {"left": comparison.left, "right": comparison.right}
    passages = []
    for one in comparison.passages:
        body: dict[str, Any] = msgspec.to_builtins(one)
        body.pop("record")
        passages.append(body | {"a": _place(comparison.left, one.a), "b": _place(comparison.right, one.b)})
    whole: dict[str, Any] = {"record": "comparison"}
    whole |= {name: _piece(article) for name, article in sides.items()}
    return msgspec.json.format(msgspec.json.encode(whole | {"passages": passages}), indent=1).decode() + "\n"


def _piece(article: Article) -> dict[str, Any]:
    title = msgspec.to_builtins(article.title)
    return {"id": article.id, "title": title, "text": article.text, **source(article)}


def _place(article: Article, place: Place) -> dict[str, Any]:
    return {
        "article": article.id,
        "span": [place.span.start, place.span.end],
        "words": place.span.of(article.text),
        "anchor": article.anchor(place.span),
    }
