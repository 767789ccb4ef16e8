"""Disagreements and the timeline as rows of plain text: how far each is indented, and its words."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from onrecord.brief.disputes import KINDS, VERDICTS, role
from onrecord.brief.views import Views, gapped, plural, speaker, spoken, where
from onrecord.model import Dispute, Happening, Line, Place

RULE = "=" * 80
ALSO = 3
"""Other places of an account or an event that are named; further ones are counted."""

Row = tuple[int, str]


def disputes(views: Views) -> Iterator[Row]:
    """The shown conflicts; of those that are folded, how many there are by verdict."""
    brief = views.brief
    if not brief.disputes:
        return
    yield from ((0, RULE), (0, "WHAT THEY DISAGREE ON"))
    for dispute in brief.disputes:
        if dispute.shown:
            yield from _dispute(views, dispute)
    folded: Counter[str] = Counter(one.verdict for one in brief.disputes if not one.shown)
    for verdict, count in brief.disputes_further.items():
        folded[verdict] += count
    told = [f"{label}: {folded[verdict]:,}" for verdict, (_, label) in VERDICTS.items() if folded[verdict]]
    if told:
        yield from ((0, ""), (2, f"(folded: {'; '.join(told)})"))


def _dispute(views: Views, one: Dispute) -> Iterator[Row]:
    sign, label = VERDICTS[one.verdict]
    yield from ((0, ""), (2, " · ".join([f"{sign} {label.upper()}", KINDS[one.kind], plural(one.pieces, "piece")])))
    for at, account in enumerate(one.accounts):
        called = role(one, at)
        yield from _line(views, account.line, f" ({called})" if called else "")
        if account.also:
            yield 4, f"also in: {_places(views, account.also)}"
    if one.further:
        yield 4, f"and {plural(one.further, 'further account')}"


def _line(views: Views, line: Line, behind: str = "") -> Iterator[Row]:
    """Who speaks, where and when; the words; their address."""
    article = views.articles[line.article]
    source = f"{where(article)}{behind}"
    if line.kind == "statement":
        source = f"{speaker(line, article).upper()} · {source}"
    yield from ((0, ""), (4, source), (4, gapped(views.words(line), line)), (4, f"#{views.anchor(line)}"))


def _places(views: Views, places: tuple[Place, ...]) -> str:
    told = [where(views.articles[place.article]) for place in places[:ALSO]]
    more = len(places) - len(told)
    return "; ".join([*told, *([f"and {plural(more, 'further place')}"] if more else [])])


def chronology(views: Views) -> Iterator[Row]:
    """The shown events by date, and how many more there are."""
    brief = views.brief
    shown = [one for one in brief.happenings if one.shown]
    if not shown:
        return
    yield from ((0, RULE), (0, "TIMELINE OF WHAT THEY TELL"))
    for one in shown:
        yield from _happening(views, one)
    left = len(brief.happenings) - len(shown) + brief.happenings_further
    if left:
        yield from ((0, ""), (2, f"(and {plural(left, 'further event')}; onrecord timeline lists all)"))


def _happening(views: Views, one: Happening) -> Iterator[Row]:
    told = f" · told in {plural(one.pieces, 'piece')}" if one.pieces > 1 else ""
    yield from ((0, ""), (2, f"{spoken(one.date).upper()}{told}"))
    yield from list(_line(views, one.told[0].line))[1:]
    for other in one.told[1:]:
        yield 2, f"≠ they differ on the day: {spoken(other.date)}"
        yield from list(_line(views, other.line))[1:]
