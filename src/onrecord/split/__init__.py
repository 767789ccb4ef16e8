"""A document's articles: full pieces, excerpts and notes, each a span of its document.

    passages    lines, paragraphs and what the mark-up says of them          (lines)
    role        what each looks like from outside                            (signs)
    pieces      pages of teasers, digests, issues set end to end             (plan and what it calls)
    facts       title, byline, outlet, date, address of each piece           (facts)

One set of parameters serves all kinds of document; nothing looks at the name of a source.
"""

from __future__ import annotations

from msgspec import structs

from onrecord.model import Article, Document
from onrecord.split.facts import article_of, issue_date, row_of
from onrecord.split.lines import passages
from onrecord.split.plan import plan
from onrecord.split.signs import role
from onrecord.split.subjects import Meaning

__all__ = ["Meaning", "split"]


def split(document: Document, meaning: Meaning | None = None) -> list[Article]:
    """The pieces of a document, in order; their spans do not overlap and hold no outer white space.

    A row made elsewhere is one piece with its whole text, character for character. Text that is no piece (masthead,
    adverts, how to unsubscribe) belongs to none, so a document may have text and no article.

    Args:
        document: any document.
        meaning: gives the embedding of a text. It is asked only where outward signs leave it open where the pieces of
            an issue begin; without it, these decide alone.
    """
    if document.row:
        return [row_of(document)]
    found = passages(document)
    if not found:
        return []
    roles = [role(passage.text) for passage in found]
    pieces = plan(found, roles, meaning)
    if len(pieces) == 1:
        return [article_of(document, found, roles, pieces[0], True)]
    day = issue_date(found[: pieces[0].first], roles) if pieces else None
    articles = [article_of(document, found, roles, piece, False) for piece in pieces]
    return [structs.replace(each, published=each.published or day) for each in articles]
