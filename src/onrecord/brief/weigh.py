"""The pool that a briefing chooses from: which pieces are looked into, each text once, each line with its worth."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence

from msgspec import Struct

from onrecord.brief import score, words
from onrecord.brief.candidates import Candidate, candidates, title_candidate
from onrecord.brief.people import People, chain_key, hull
from onrecord.brief.voices import Tally
from onrecord.model import Article, Line, Place, Reuse, Stated

SMALL_PILE = 4_000_000
"""Code points of text up to which the lines of all pieces are weighed: 600 news articles, two seconds of work."""

WEIGHED_TEXT = 1_500_000
"""Code points of text whose lines are weighed in a larger pile, those of its weightiest stories: forty times what a
briefing of 1,200 words can show of them."""

STORY_PIECES = 12
"""Pieces of one story whose lines are weighed, where the pile is too large to weigh all: one an outlet first."""

CARRIED = 50
"""Other places of a line that are kept: nobody reads on after so many."""

COVERED = 0.8
"""Share of a line that a copied passage must cover for the line to count as carried."""


class Told(Struct):
    """A story while the briefing is composed; `pool` are the numbers of its lines."""

    id: str
    articles: list[Article]
    origins: int
    first: str | None
    last: str | None
    headline: Line
    weight: float = 1.0
    pool: list[int] = []


def _looked_into(story: Told, every: bool) -> list[Article]:
    """The pieces of a story whose lines are weighed: one an outlet before a second of any."""
    if every or len(story.articles) <= STORY_PIECES:
        return story.articles
    seen: defaultdict[str, int] = defaultdict(int)
    ranked: list[tuple[int, int]] = []
    for at, article in enumerate(story.articles):
        outlet = article.outlet.value if article.outlet else article.id
        ranked.append((seen[outlet], at))
        seen[outlet] += 1
    return [story.articles[at] for _, at in sorted(ranked)[:STORY_PIECES]]


def draw(stories: Sequence[Told], people: People) -> list[list[Candidate]]:
    """The lines of the weightiest stories, a list a piece, as far as `WEIGHED_TEXT` reaches."""
    every = sum(len(article.text) for story in stories for article in story.articles) <= SMALL_PILE
    room = SMALL_PILE if every else WEIGHED_TEXT
    drawn: list[list[Candidate]] = []
    for number, story in enumerate(stories):
        if room <= 0:
            break
        for article in _looked_into(story, every):
            room -= len(article.text)
            skip = story.headline.spans if article.id == story.headline.article else ()
            lines = candidates(article, number, people, skip)
            title = title_candidate(article, number) if article.id != story.headline.article else None
            drawn.append([title, *lines] if title is not None else lines)
    return drawn


def _date(article: Article) -> str:
    return article.published.value if article.published else "~"


def fold(lines: Sequence[Candidate]) -> list[Candidate]:
    """Each text once, in the order of the pile: the earliest dated place of it; the others are where it is carried."""
    groups: dict[str, list[Candidate]] = {}
    for at, one in enumerate(lines):
        alone = f"alone {at}" if one.is_title or not one.tokens else ""
        groups.setdefault(alone or words.key(one.text), []).append(one)
    kept: list[Candidate] = []
    for group in groups.values():
        first = min(group, key=lambda one: _date(one.article))
        first.carried = [one.place for one in group if one is not first][:CARRIED]
        kept.append(first)
    return kept


def carry(lines: Sequence[Candidate], reuse: Sequence[Reuse]) -> set[int]:
    """Add to each line the places that it was copied to or from; the `id`s of lines that are boilerplate."""
    wanted = {one.article.id for one in lines}
    passages: defaultdict[str, list[tuple[Place, Place | None]]] = defaultdict(list)
    for one in reuse:
        for here, there in ((one.a, one.b), (one.b, one.a)):
            if here.article in wanted:
                passages[here.article].append((here, None if one.kind == "boilerplate" else there))
    standing: set[int] = set()
    for line in lines:
        if line.is_title:
            continue
        span = hull(line.spans)
        known = {place.article for place in line.carried} | {line.article.id}
        for here, source in passages.get(line.article.id, ()):
            shared = min(span.end, here.span.end) - max(span.start, here.span.start)
            if shared < COVERED * (span.end - span.start):
                continue
            if source is None:
                standing.add(id(line))
            elif source.article not in known and len(line.carried) < CARRIED:
                known.add(source.article)
                line.carried.append(source)
    return standing


def weigh(pieces: Sequence[Sequence[Candidate]], tallies: Mapping[str, Tally]) -> None:
    """Give each line its worth and the reasons for it."""
    for piece in pieces:
        if not piece:
            continue
        title: Stated | None = piece[0].article.title
        heading = words.content(words.tokens(title.value)) if title is not None else frozenset()
        central = score.central_words(piece)
        for one in piece:
            counted = score.signs(one, heading, central)
            one.worth = score.worth(counted)
            one.why = score.reasons(one, counted, _times_named(one, tallies))


def _times_named(one: Candidate, tallies: Mapping[str, Tally]) -> int:
    if one.statement is None or one.statement.speaker is None:
        return 0
    entity = one.speaker.entity if one.speaker is not None else None
    known = tallies.get(entity or chain_key(one.article, one.statement.speaker))
    return known.named if known is not None else 0
