"""A comparison as one HTML page that needs nothing else: two columns, each passage with a link to the other side."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from markupsafe import Markup

from onrecord.brief import texts
from onrecord.brief.page import filled
from onrecord.brief.sides.passages import paragraphs, stretches, summary, told
from onrecord.brief.views import byline, day, document_name, harmless, outlet, piece_name, spoken
from onrecord.model import Article, Comparison, Span


def as_html(comparison: Comparison) -> str:
    """The page; the words of each paragraph are the document's, to the letter."""
    left, right = comparison.left, comparison.right
    spans = [one.a.span for one in comparison.passages], [one.b.span for one in comparison.passages]
    page = filled(
        "compare.html",
        title="On Record: side by side",
        summary=summary(comparison),
        passages=[told(comparison, number) for number in range(len(comparison.passages))],
        sides=[_side("left", "right", left, spans[0]), _side("right", "left", right, spans[1])],
    )
    return harmless(page)


def _side(side: str, other: str, article: Article, passages: Sequence[Span]) -> dict[str, Any]:
    return {
        "side": side,
        "id": texts.short_id(article),
        "start": article.span.start,
        "end": article.span.end,
        "lang": article.language,
        "title": piece_name(article),
        "outlet": outlet(article),
        "date": spoken(day(article)),
        "byline": byline(article),
        "document": document_name(article),
        "url": texts.safe_url(article),
        "cut": article.cut,
        "paragraphs": [
            {"at": article.span.start + span.start, "words": _marked(side, other, article, span, passages)}
            for span in paragraphs(article.text)
        ],
    }


def _marked(side: str, other: str, article: Article, paragraph: Span, passages: Sequence[Span]) -> Markup:
    """A paragraph with its passages marked; where one begins, a link leads to it in the other piece."""
    parts: list[str] = []
    for span, over in stretches(paragraph, passages):
        tags = "".join(_tag(side, other, number) for number in over if passages[number].start == span.start)
        words = texts.words_html(article, span)
        parts.append(f'<mark class="shared">{tags}{words}</mark>' if over else words)
    return Markup("".join(parts))


def _tag(side: str, other: str, number: int) -> str:
    name = number + 1
    label = f"Passage {name}: show it in the other piece"
    return f'<a class="tag" id="{side}-{name}" href="#{other}-{name}" data-n="{name}" aria-label="{label}"></a>'
