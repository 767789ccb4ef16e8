"""Which piece of a pile somebody means by an id, an address, a number, a place or words of its title."""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import PurePath

from onrecord.brief.views import piece_name
from onrecord.errors import InputError, UsageError, printable
from onrecord.model import SHORT_ID, Article

LISTED = 8
"""Pieces that a message lists where several may be meant."""

_ADDRESS = re.compile(rf"#?([0-9a-f]{{{SHORT_ID}}})-(\d+)-(\d+)")


def chosen(articles: Sequence[Article], asked: str) -> Article:
    """The piece that is meant: by its id or the id of its row; an address in it; its number in the pile, from 1; the
    file or place where it was met, or that file's name; or words of its title.

    Args:
        articles: the pieces of the pile, in order.
        asked: what was asked for; the first of these ways that fits any piece decides.

    Raises:
        UsageError: no piece fits, or several do.
    """
    for found in _ways(articles, asked.strip()):
        if len(found) == 1:
            return found[0]
        if found:
            raise UsageError(
                f"{printable(asked)} may mean several pieces; give the id of one:\n{_list(articles, found)}"
            )
    raise UsageError(f"{printable(asked)}: no piece has this id, number, place or title")


def _ways(articles: Sequence[Article], asked: str) -> list[list[Article]]:
    address = _ADDRESS.fullmatch(asked)
    words = " ".join(asked.casefold().split())
    return [
        [one for one in articles if asked in (one.id, one.external_id)],
        [one for one in articles if address is not None and _holds(one, address)],
        [articles[int(asked) - 1]] if asked.isdecimal() and 0 < int(asked) <= len(articles) else [],
        [one for one in articles if asked in (one.document.path, *one.document.met_at)],
        [one for one in articles if asked == PurePath(one.document.path).name],
        [one for one in articles if words and words in piece_name(one).casefold()],
    ]


def _holds(article: Article, address: re.Match[str]) -> bool:
    start, end = int(address[2]), int(address[3])
    inside = article.span.start <= start < end <= article.span.end
    return inside and article.document.id.startswith(address[1])


def only(articles: Sequence[Article], place: str) -> Article:
    """The one piece that a file holds.

    Raises:
        InputError: it holds none.
        UsageError: it holds several.
    """
    if not articles:
        raise InputError(place, "holds no piece")
    if len(articles) > 1:
        name = printable(place)
        raise UsageError(
            f"{name} holds {len(articles):,} pieces; choose by id, number or title, and give the file behind them "
            f"(onrecord compare 1 2 {name}):\n{_list(articles, articles)}"
        )
    return articles[0]


def _list(articles: Sequence[Article], some: Sequence[Article]) -> str:
    """Some pieces, a line each, with their number among all."""
    numbers = {one.id: at + 1 for at, one in enumerate(articles)}
    rows = [f"{numbers[one.id]:>6}  {one.id}  {printable(piece_name(one))[:70]}" for one in some[:LISTED]]
    return "\n".join([*rows, *([f"        and {len(some) - LISTED:,} more"] if len(some) > LISTED else [])])
