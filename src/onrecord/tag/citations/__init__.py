"""Article -> what it refers to: entries of its notes and sources, works and outlets in its text, links.

    notes      where the entries stand                 markers    where the text refers to them
    entry      the parts of one entry                  mentions   works and outlets that the text names
    repeats    "ibid", "op. cit."                      links      addresses that it leads to

Whether a cited work is in the pile is told by `link.references`.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from functools import cache

from msgspec.structs import replace

from onrecord.model import Article, Citation, Link, Span
from onrecord.split.signs import LINE_LIMIT, Role, role
from onrecord.tag.citations import markers
from onrecord.tag.citations.entry import Fields, fields
from onrecord.tag.citations.mentions import Mention, mentions
from onrecord.tag.citations.notes import Entry, entries
from onrecord.tag.citations.outside import ADDRESS, address_of
from onrecord.tag.citations.phrases import phrases
from onrecord.tag.citations.repeats import is_repeat, repeats

__all__ = ["citations"]

ONWARD = 6
"""Words of a link that leads on, at most: "Read the whole story in the Lamp"."""


def citations(article: Article) -> tuple[Citation, ...]:
    """All that an article refers to, in the order of the text.

    Args:
        article: any article; where it has names, these tell persons from outlets.
    """
    text = article.text
    found = entries(text)
    persons = [name.span for name in article.names or () if name.type == "person"]
    parts = [Fields() if is_repeat(one.body.of(text)) else fields(text, one.body, persons) for one in found]
    places, lost = markers.marked(text, found)
    noted = _noted(article, found, parts, places)
    outlets = list(dict.fromkeys(own.outlet.of(text) for own in parts if own.outlet is not None))
    named = [_named(one) for one in mentions(article, outlets, [one.span for one in found])]
    made = [*noted, *(Citation(id="", span=span, kind="note", marker=mark, marked=(span,)) for mark, span in lost)]
    made += _with_links(article, noted, named)
    order = sorted(range(len(made)), key=lambda at: (made[at].span, made[at].kind))
    numbers = {old: f"r{new}" for new, old in enumerate(order)}
    same = {f"#{at}": numbers[at] for at in range(len(noted))}
    return tuple(replace(made[at], id=numbers[at], same_as=same.get(made[at].same_as or "")) for at in order)


def _noted(
    article: Article, found: Sequence[Entry], parts: Sequence[Fields], places: Sequence[tuple[Span, ...]]
) -> list[Citation]:
    """The entries of notes and lists; `same_as` is for now the number of the entry behind a #."""
    text = article.text
    meant = repeats(text, found, parts)
    by_year = markers.by_author_and_year(text, found, parts)
    made: list[Citation] = []
    for at, (entry, own) in enumerate(zip(found, parts, strict=True)):
        link = next((one.href for one in _inside(article.links, entry.span)), None) if own.url is None else None
        made.append(
            Citation(
                id="",
                span=entry.span,
                kind="note" if entry.marker is not None else "list",
                marker=entry.marker,
                marked=places[at] or tuple(by_year.get(at, ())),
                author=own.author,
                title=own.title,
                outlet=own.outlet,
                published=own.published,
                url=own.url or link,
                same_as=None if meant[at] is None else f"#{meant[at]}",
            )
        )
    return made


def _named(one: Mention) -> Citation:
    return Citation(
        id="",
        span=one.span,
        kind="mention",
        author=one.author,
        title=one.title,
        outlet=one.outlet,
        published=one.published,
        doubtful=one.doubtful,
    )


def _is_web(link: Link) -> bool:
    return link.href[:8].lower().startswith(("http://", "https://"))


def _inside(links: Iterable[Link], span: Span) -> Iterator[Link]:
    return (link for link in links if _is_web(link) and span.holds(link.span))


def _with_links(article: Article, noted: Sequence[Citation], named: Sequence[Citation]) -> list[Citation]:
    """Mentions, those within a link with its address, and all other links; the piece's own address is none."""
    own = article.url.value if article.url else None
    writers = {one.value for one in article.byline}
    taken = [one.span for one in noted]
    left = [link for link in _addresses(article) if link.href != own and not _met(taken, link.span)]
    made: list[Citation] = []
    at = 0
    left.sort(key=lambda link: link.span)
    used: set[int] = set()
    for one in named:
        while at < len(left) and left[at].span.end <= one.span.start:
            at += 1
        meets = at < len(left) and left[at].span.meets(one.span)
        made.append(replace(one, url=left[at].href, doubtful=False) if meets else one)
        used |= {at} if meets else set()
    made += [
        Citation(id="", span=link.span, kind="link", url=link.href)
        for number, link in enumerate(left)
        if number not in used
        and link.span.of(article.text).strip() not in writers
        and not _is_furniture(article.text, link)
    ]
    return made


def _addresses(article: Article) -> Iterator[Link]:
    """The links of a piece, and the addresses that its text spells out."""
    linked = [link for link in article.links if _is_web(link) and link.span.end > link.span.start]
    yield from linked
    covered = sorted(link.span for link in linked)
    for match in ADDRESS.finditer(article.text):
        address = address_of(match)
        span = Span(match.start(), match.start() + len(address))
        if not _met(covered, span):
            yield Link(span, address)


def _met(spans: Sequence[Span], wanted: Span) -> bool:
    """Whether one of the spans, in order and apart, meets the wanted one."""
    low, high = 0, len(spans)
    while low < high:
        middle = (low + high) // 2
        if spans[middle].end <= wanted.start:
            low = middle + 1
        else:
            high = middle
    return low < len(spans) and spans[low].meets(wanted)


@cache
def _onward() -> re.Pattern[str]:
    return re.compile(rf"(?:{phrases('links', 'onward')})\b")


def _is_furniture(text: str, link: Link) -> bool:
    """Whether a link leads on, or away, and to no source: "Read more", "To unsubscribe: …"."""
    words = " ".join(link.span.of(text).split()).lower().strip("[](){}<>«»…→.: ")
    if words.count(" ") < ONWARD and _onward().match(words):
        return True
    start = text.rfind("\n", max(0, link.span.start - LINE_LIMIT), link.span.start) + 1
    line = text[max(start, link.span.start - LINE_LIMIT) : link.span.end].strip().rpartition(". ")[2]
    return role(line or "-") is Role.LEAVE or role(link.span.of(text).strip() or "-") in (
        Role.MORE,
        Role.LEAVE,
        Role.RULE,
    )
