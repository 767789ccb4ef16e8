"""The plainest briefing there is, to compare with: the first words of every piece, as many from each as fit."""

from __future__ import annotations

import re
from collections.abc import Sequence

from onrecord.model import Article, Span

WORD = re.compile(r"\S+")


def leads(articles: Sequence[Article], length: int) -> dict[str, list[Span]]:
    """The opening of each piece, as spans in its document's text, by the document's id.

    Args:
        length: words in all. Every piece gives the same number of words, shorter ones all they have.
    """
    words = {article.id: [match.end() for match in WORD.finditer(article.text)] for article in articles}
    share = _share([len(ends) for ends in words.values()], length)
    shown: dict[str, list[Span]] = {}
    for article in articles:
        ends = words[article.id][:share]
        if ends:
            span = Span(article.span.start, article.span.start + ends[-1])
            shown.setdefault(article.document.id, []).append(span)
    return shown


def _share(counts: Sequence[int], length: int) -> int:
    """The largest number of words from each piece that keeps the sum within `length`."""
    least, most = 0, max(counts, default=0)
    while least < most:
        middle = (least + most + 1) // 2
        if sum(min(count, middle) for count in counts) <= length:
            least = middle
        else:
            most = middle - 1
    return least
