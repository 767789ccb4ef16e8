"""What a piece cites as it is published: spans moved along, addresses that give a name away dropped."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping

from msgspec.structs import replace

from onrecord.model import Citation, Link, Reference
from onrecord.publish.finder import Finder
from onrecord.publish.shift import Shift


def links(found: Iterable[Link], shift: Shift, finder: Finder) -> tuple[Link, ...]:
    """The links of a piece, without those whose address holds a hidden name."""
    return tuple(Link(shift.span(one.span), one.href) for one in found if not finder.gives_away(one.href))


def citation(one: Citation, shift: Shift, finder: Finder, local: Callable[[str], str]) -> Citation:
    """A citation in the published text.

    Args:
        local: makes a local id that gives nothing away.
    """
    return replace(
        one,
        id=local(one.id),
        span=shift.span(one.span),
        marker=None if one.marker is None else finder.shown(one.marker),
        marked=tuple(map(shift.span, one.marked)),
        author=tuple(map(shift.span, one.author)),
        title=None if one.title is None else shift.span(one.title),
        outlet=None if one.outlet is None else shift.span(one.outlet),
        published=None if one.published is None else shift.span(one.published),
        url=None if one.url is None or finder.gives_away(one.url) else one.url,
        same_as=None if one.same_as is None else local(one.same_as),
    )


def reference(
    one: Reference,
    shifts: Mapping[str, Shift],
    articles: Mapping[str, str],
    finder: Finder,
    local: Callable[[str], str],
) -> Reference:
    """A reference between the published pieces.

    Args:
        shifts: where the words of each piece are moved to, by its id before.
        articles: the new id of each piece, by the one before.
    """
    return replace(
        one,
        article=articles[one.article],
        citation=local(one.citation),
        span=shifts[one.article].span(one.span),
        marker=None if one.marker is None else finder.shown(one.marker),
        resolved=None if one.resolved is None else articles[one.resolved],
        candidates=tuple(articles[candidate] for candidate in one.candidates if candidate in articles),
        reason=finder.shown(one.reason),
    )
