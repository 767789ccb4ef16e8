"""Seeded alterations: one figure or date changed between independent texts of one event, and the same texts unaltered.

Altered are pairs that both readers called an agreement and that are written plainly on both sides (`editor`). The two
articles are no copies of each other, not even through others, and neither expression stands in a passage that another
article has too. One of the two is changed, tagged anew and put back into its pile. Of one event each value is altered
once; many pairs are altered in one pile, which is linked again as a whole, but none changes a piece of another's. The
unaltered pile, in which the same pairs are the negatives, differs in nothing else.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import NamedTuple

from msgspec.structs import replace

from eval.accounts.analyses import analyses, holds
from eval.accounts.editor import Edit, altered, plain, read, same
from eval.accounts.gold import Half, Stretch, half, judged
from eval.figures import Figure
from eval.measures import wilson
from onrecord.link import link
from onrecord.link.commonness import rarity
from onrecord.link.conflicts import conflicts
from onrecord.link.pile import pile_of
from onrecord.link.sets import DisjointSets
from onrecord.link.side_by_side import side_by_side
from onrecord.model import Analysis, Article, Conflict, Reuse, Span
from onrecord.tag import tag

DIFFER = ("differ", "changed")
COPIES = {"reprint", "version", "excerpt"}
"""Kinds of reuse by which one article is a copy of another."""


class Alteration(NamedTuple):
    """One change: the pair as it stood, the article that is changed, and the pair as it stands then."""

    event: str
    before: tuple[Stretch, Stretch]
    article: str
    edit: Edit
    after: tuple[Stretch, Stretch]


class Outcome(NamedTuple):
    """What the program says of a pair altered, and of its unaltered twin."""

    alteration: Alteration
    found: bool
    alarm: bool


def alterations(analysis: Analysis, which: Half) -> list[Alteration]:
    """The alterations of the events of an analysed pile, in a fixed order."""
    articles = {article.external_id or "": article for article in analysis.articles}
    family = _families(analysis.articles, analysis.reuse)
    copied = _copied(analysis)
    made: list[Alteration] = []
    for pair, *verdicts in judged():
        agreed = verdicts == ["agree", "agree"] and half(pair.event) == which
        if not agreed or pair.a[0] not in articles or pair.b[0] not in articles:
            continue
        a, b = articles[pair.a[0]], articles[pair.b[0]]
        if family[a.id] == family[b.id] or copied(pair.a) or copied(pair.b):
            continue
        alteration = _altered(pair.event, (pair.a, pair.b), a.text, b.text)
        known = (one.edit.old for one in made if one.event == pair.event)
        if alteration is not None and not any(same(alteration.edit.old, value) for value in known):
            made.append(alteration)
    return made


def _families(articles: Sequence[Article], reuse: Iterable[Reuse]) -> dict[str, int]:
    """For each article the number of its family: those that are copies of each other, directly or through others."""
    numbers = {article.id: number for number, article in enumerate(articles)}
    sets = DisjointSets(len(articles))
    for record in reuse:
        if record.kind in COPIES:
            sets.join(numbers[record.a.article], numbers[record.b.article])
    return {article: sets.least(number) for article, number in numbers.items()}


def _copied(analysis: Analysis) -> Callable[[Stretch], bool]:
    """Whether a place stands in a passage that two articles have."""
    names = {article.id: article.external_id for article in analysis.articles}
    passages: dict[str | None, list[Span]] = defaultdict(list)
    for record in analysis.reuse:
        for place in (record.a, record.b):
            passages[names[place.article]].append(place.span)
    return lambda place: any(span.start < place[2] and place[1] < span.end for span in passages.get(place[0], ()))


def _altered(event: str, pair: tuple[Stretch, Stretch], text: str, other_text: str) -> Alteration | None:
    """The pair with its second side changed; None where the two are not written plainly and alike."""
    (a, start, end), (b, low, high) = pair
    one, other = read(text[start:end]), read(other_text[low:high])
    if one is None or other is None or not same(one, other) or not plain(text, start, end):
        return None
    edit = altered(other_text, low, high, f"{event} {pair}")
    if edit is None:
        return None
    return Alteration(event, pair, b, edit, ((a, start, end), (b, edit.start, edit.end)))


def outcomes(analysis: Analysis, which: Half) -> Iterator[Outcome]:
    """What the program says of each alteration of a pile, and of its twin."""
    names = {article.id: article.external_id or "" for article in analysis.articles}
    rest = alterations(analysis, which)
    while rest:
        turn = _apart(rest)
        rest = [alteration for alteration in rest if alteration not in turn]
        reported = _reported(analysis.articles, turn)
        for alteration in turn:
            yield Outcome(
                alteration,
                any(one.verdict in DIFFER and holds(one, names, alteration.after) for one in reported),
                any(one.verdict in DIFFER and holds(one, names, alteration.before) for one in analysis.conflicts),
            )


def _apart(wanted: Iterable[Alteration]) -> list[Alteration]:
    """The first of some alterations and those after it that change no piece of another's pair."""
    turn: list[Alteration] = []
    for one in wanted:
        pieces = {piece for piece, *_ in one.before}
        if not any(one.article in {piece for piece, *_ in other.before} or other.article in pieces for other in turn):
            turn.append(one)
    return turn


def _reported(articles: Sequence[Article], turn: Sequence[Alteration]) -> tuple[Conflict, ...]:
    """The conflicts of figures and dates in a pile of which some articles are changed, in the stories of these."""
    changed = {alteration.article: alteration.edit.text for alteration in turn}
    pieces = [
        _with_text(one, changed[one.external_id or ""]) if one.external_id in changed else one for one in articles
    ]
    links, pile = link(pieces), pile_of(pieces)
    ids = {one.id for one in pieces if one.external_id in changed}
    near = [story for story in links.stories if not ids.isdisjoint(story.articles)]
    return conflicts(pile, near, links.reuse, rarity(pile), side_by_side())


def _with_text(article: Article, text: str) -> Article:
    """An article with another text, tagged anew."""
    bare = replace(
        article,
        text=text,
        span=Span(article.span.start, article.span.start + len(text)),
        names=None,
        mentions=(),
        statements=None,
        figures=(),
        dates=(),
        citations=(),
    )
    return tag(bare)


def figures(which: Half) -> Iterator[Figure]:
    """How many alterations of one half are found, of figures and of dates, and how many twins give an alarm."""
    found = [outcome for analysis in analyses(which) for outcome in outcomes(analysis, which)]
    corpus = f"altered pairs, {which}"
    dated = {"day", "weekday", "year"}
    of_figures = [one for one in found if one.alteration.edit.old.form not in dated]
    of_dates = [one for one in found if one.alteration.edit.old.form in dated]
    for measure, group in (("alterations", found), ("altered figures", of_figures), ("altered dates", of_dates)):
        yield _share(f"{measure} found", corpus, sum(one.found for one in group), len(group))
    yield _share("unaltered twins said to differ", corpus, sum(one.alarm for one in found), len(found))


def _share(measure: str, corpus: str, hits: int, trials: int) -> Figure:
    return Figure("accounts", measure, corpus, f"{trials}", hits / max(trials, 1), wilson(hits, trials))
