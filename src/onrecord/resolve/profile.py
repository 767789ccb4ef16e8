"""One entity as `onrecord who` shows it: its forms by outlet, why they are one, and what it was not joined with.

And the doubtful pairs of a pile, written for a person to decide.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence

import msgspec
from msgspec import Struct
from rapidfuzz import process

from onrecord.errors import UsageError
from onrecord.model import Alias, Analysis, Article, Entity, NameType, Place, Reason
from onrecord.resolve import UNSURE
from onrecord.resolve.forms import plain_words

AROUND = 40
"""Code points before and behind a place that are shown with it."""

CLOSE = 3
"""Names that are offered where the one asked for is not there."""


class Shown(Struct, frozen=True):
    """A place with the words around it, and the outlet and anchor that it is found under."""

    before: str
    words: str
    behind: str
    outlet: str | None
    anchor: str


class ShownReason(Struct, frozen=True):
    """A rule and the places that show it."""

    rule: str
    places: tuple[Shown, ...]


class ShownNeighbour(Struct, frozen=True):
    """Another entity, why it seemed the same, and why it is not."""

    name: str
    entity: str
    alike: ShownReason
    apart: str


class Profile(Struct, frozen=True, kw_only=True):
    """What a pile shows of one entity."""

    entity: str
    name: str
    type: NameType
    pieces: int
    """Articles that name it."""
    statements: int
    """Statements of which it is the speaker."""
    maybe: int
    """Chains of other articles that it may be, with others."""
    forms: tuple[Alias, ...]
    reasons: tuple[ShownReason, ...]
    near: tuple[ShownNeighbour, ...]


def profiles(analysis: Analysis, asked: str) -> tuple[Profile, ...]:
    """The entities that a name may mean: those with just this form; without any, those whose name holds its words.

    Args:
        analysis: a pile.
        asked: a name or part of one.

    Raises:
        UsageError: nothing in the pile is called so.
    """
    wanted = plain_words(asked)
    found = [one for one in analysis.entities if wanted in {plain_words(alias.form) for alias in one.aliases}]
    found = found or [one for one in analysis.entities if set(wanted) <= set(plain_words(one.name)) and wanted]
    if not found:
        names = [one.name for one in analysis.entities]
        close = [name for name, *_ in process.extract(asked, names, limit=CLOSE)]
        offered = f"; did you mean {', '.join(dict.fromkeys(close))}?" if close else ""
        raise UsageError(f"nobody is called {asked!r} in this pile{offered}")
    view = _View(analysis)
    return tuple(view.profile(one) for one in sorted(found, key=lambda one: (-view.pieces(one), one.name, one.id)))


class _View:
    """Looks up what profiles show."""

    def __init__(self, analysis: Analysis) -> None:
        self._articles = {article.id: article for article in analysis.articles}
        self._names = {entity.id: entity.name for entity in analysis.entities}
        self._chains: dict[str, list[tuple[str, str]]] = {}
        self._maybe: dict[str, int] = {}
        for identity in analysis.identities:
            if identity.entity is not None:
                self._chains.setdefault(identity.entity, []).append((identity.article, identity.who))
            for candidate in identity.candidates:
                self._maybe[candidate] = self._maybe.get(candidate, 0) + 1

    def pieces(self, entity: Entity) -> int:
        return len({article for article, _ in self._chains.get(entity.id, ())})

    def profile(self, entity: Entity) -> Profile:
        return Profile(
            entity=entity.id,
            name=entity.name,
            type=entity.type,
            pieces=self.pieces(entity),
            statements=sum(self._said(article, who) for article, who in self._chains.get(entity.id, ())),
            maybe=self._maybe.get(entity.id, 0),
            forms=entity.aliases,
            reasons=tuple(map(self._reason, entity.reasons)),
            near=tuple(
                ShownNeighbour(self._names.get(one.entity, one.entity), one.entity, self._reason(one.alike), one.apart)
                for one in entity.near
            ),
        )

    def _said(self, article: str, who: str) -> int:
        return sum(one.speaker == who for one in self._articles[article].statements or ())

    def _reason(self, reason: Reason) -> ShownReason:
        places = (self._shown(place, self._articles[place.article]) for place in reason.places)
        return ShownReason(reason.rule, tuple(places))

    def _shown(self, place: Place, article: Article) -> Shown:
        span, text = place.span, article.text
        return Shown(
            text[max(0, span.start - AROUND) : span.start],
            span.of(text),
            text[span.end : span.end + AROUND],
            article.outlet.value if article.outlet is not None else None,
            article.anchor(span),
        )


def lines(profile: Profile) -> Iterator[str]:
    """A profile as plain text."""
    said = f"{profile.pieces} pieces, {profile.statements} statements"
    yield f"{profile.name}  ({profile.type}; {said}; {profile.entity})"
    if profile.maybe:
        yield f"  may also be meant {profile.maybe} times, where the name is open"
    yield "  forms"
    for form in profile.forms:
        outlets = ", ".join(f"{outlet or 'outlet not given'} {count}" for outlet, count in form.outlets.items())
        yield f"    {form.form:<34} {form.count:>5}   {outlets}"
    if profile.reasons:
        yield "  why these are one"
        for reason in profile.reasons:
            yield from _reason_lines(reason)
    if profile.near:
        yield "  not the same"
        for one in profile.near:
            yield f"    {one.name}  ({one.entity}): {one.alike.rule}, but {one.apart}"


def json_lines(found: Sequence[Profile]) -> bytes:
    """Profiles as one JSON array and a newline."""
    return msgspec.json.encode(found) + b"\n"


def _reason_lines(reason: ShownReason) -> Iterator[str]:
    yield f"    {reason.rule}"
    for place in reason.places[:3]:
        words = " ".join(f"{place.before}[{place.words}]{place.behind}".split())
        yield f"      {place.outlet or 'outlet not given'}: …{words}…"


def suggested(analysis: Analysis) -> str:
    """The doubtful pairs of a pile as a `names.toml`: a person takes away the signs before one of two answers."""
    by_id = {entity.id: entity for entity in analysis.entities}
    pairs: dict[tuple[str, str], str] = {}
    for entity in analysis.entities:
        for one in entity.near:
            if one.apart == UNSURE and one.entity in by_id:
                first, second = sorted((entity.id, one.entity))
                pairs[first, second] = one.alike.rule
    head = "# Doubtful pairs. Take the # away from the answer that is right, and leave the rest.\n"
    return head + "".join(_answers(by_id[one], by_id[other], rule) for (one, other), rule in sorted(pairs.items()))


def _answers(one: Entity, other: Entity, rule: str) -> str:
    first, second = (json.dumps(entity.name, ensure_ascii=False) for entity in (one, other))
    counts: Sequence[int] = [sum(alias.count for alias in entity.aliases) for entity in (one, other)]
    return (
        f"\n# {rule}: {first} ({counts[0]} times), {second} ({counts[1]} times)\n"
        f"# [[entity]]\n# name = {first}\n# same = [{second}]\n"
        f"# [[different]]\n# names = [{first}, {second}]\n"
    )
