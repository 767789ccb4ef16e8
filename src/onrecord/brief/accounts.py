"""What the page shows of disagreements and of the timeline: a briefing's values with the addresses they lead to."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from itertools import groupby
from typing import Any

from markupsafe import Markup, escape

from onrecord.brief import event_pictures
from onrecord.brief.disputes import KINDS, VERDICTS, role
from onrecord.brief.texts import words_html
from onrecord.brief.views import Views, plural, spoken, unnamed
from onrecord.model import Account, Article, Brief, Dated, Dispute, Happening, Line, Place, Span

ALSO = 6
"""Other places of an account or an event that are listed; further ones are counted."""
DENSE = 24
"""Folded events of a year up to which they are folded together; those of a denser year are folded by month."""


def places(brief: Brief) -> Iterator[Place]:
    """All places that these sections lead to."""
    for dispute in brief.disputes:
        yield from () if dispute.about is None else (dispute.about,)
        for account in dispute.accounts:
            yield Place(account.line.article, account.line.spans[0])
            yield from (Place(account.line.article, span) for span in account.differs)
            yield from account.also[:ALSO]
    for happening in brief.happenings:
        for told in happening.told:
            yield Place(told.line.article, told.line.spans[0])
            yield from () if told.dated is None else (told.dated,)
        yield from happening.also[:ALSO]


def day(date: str) -> str:
    """A date without its year, as far as it has more: `4 March`, `March`, `2031`."""
    return spoken(date).removesuffix(f" {date[:4]}")


class Panel:
    """The two sections of one briefing.

    Args:
        views: the briefing and its pieces.
        href: where an address leads from the page.
        attribution: what is shown of where a piece was published.
    """

    def __init__(
        self, views: Views, href: Callable[[str], str], attribution: Callable[[Article], dict[str, Any]]
    ) -> None:
        self._views = views
        self._brief = views.brief
        self._href = href
        self._attribution = attribution
        self._numbers = {one.event: at + 1 for at, one in enumerate(self._brief.happenings)}

    def shown(self) -> dict[str, Any]:
        """Everything that the templates ask for."""
        return {"disputes": self._disputes(), "chronology": self._chronology()}

    def _at(self, place: Place) -> str:
        return self._href(self._views.place_anchor(place))

    def _line(self, line: Line, marked: Sequence[Span] = ()) -> dict[str, Any]:
        article = self._views.articles[line.article]
        place = Place(line.article, line.spans[0])
        return {
            "kind": line.kind,
            "lang": article.language,
            "title": None,
            "parts": [self._marked(article, place.span, marked)],
            "follows": line.follows,
            "goes_on": line.goes_on,
            "speaker": line.speaker,
            "candidates": line.candidates,
            "unnamed": unnamed(line, article),
            "anchor": self._views.place_anchor(place),
            "href": self._at(place),
            "from": self._attribution(article),
        }

    def _marked(self, article: Article, span: Span, marked: Sequence[Span]) -> Markup:
        """The words of a span, those of `marked` inside it marked and each leading to itself."""
        parts: list[Markup] = []
        at = span.start
        for one in sorted(marked):
            if one.start < at or one.start == one.end:
                continue
            parts.append(words_html(article, Span(at, one.start)))
            href = escape(self._at(Place(article.id, one)))
            words = words_html(article, one)
            parts.append(Markup(f'<mark class="differs"><a href="{href}">{words}</a></mark>'))
            at = one.end
        return Markup("").join([*parts, words_html(article, Span(at, span.end))])

    def _also(self, places: Sequence[Place]) -> dict[str, Any]:
        listed = [
            {"href": self._at(place), "from": self._attribution(self._views.articles[place.article])}
            for place in places[:ALSO]
        ]
        return {"listed": listed, "more": len(places) - len(listed)}

    def _disputes(self) -> dict[str, Any]:
        by_verdict = {
            verdict: [self._dispute(one) for one in self._brief.disputes if not one.shown and one.verdict == verdict]
            for verdict in VERDICTS
        }
        further = self._brief.disputes_further
        return {
            "shown": [self._dispute(one) for one in self._brief.disputes if one.shown],
            "folded": [
                {"label": label, "listed": by_verdict[verdict], "further": further.get(verdict, 0)}
                for verdict, (_, label) in VERDICTS.items()
                if by_verdict[verdict] or further.get(verdict)
            ],
        }

    def _dispute(self, one: Dispute) -> dict[str, Any]:
        sign, label = VERDICTS[one.verdict]
        facts = [KINDS[one.kind], plural(one.pieces, "piece")]
        facts += [plural(len(one.outlets), "outlet")] if len(one.outlets) > 1 else []
        about = one.about
        return {
            "verdict": one.verdict,
            "sign": sign,
            "label": label,
            "facts": facts,
            "about": None
            if about is None
            else {"words": about.span.of(self._views.articles[about.article].text), "href": self._at(about)},
            "accounts": [self._account(one, account, at) for at, account in enumerate(one.accounts)],
            "further": one.further,
        }

    def _account(self, dispute: Dispute, account: Account, at: int) -> dict[str, Any]:
        return {
            **self._line(account.line, account.differs),
            "role": role(dispute, at),
            "also": self._also(account.also),
        }

    def _chronology(self) -> dict[str, Any] | None:
        """The events by year; those of years of which none is shown together at the end."""
        happenings = self._brief.happenings
        if not happenings:
            return None
        first = [one for one in happenings if one.shown]
        years = {one.date[:4] for one in first}
        rest = [one for one in happenings if one.date[:4] not in years]
        return {
            "picture": event_pictures.strip(
                first, [f"#event-{self._numbers[one.event]}" for one in first], self._label
            ),
            "years": [
                self._year(year, list(held))
                for year, held in groupby(
                    (one for one in happenings if one.date[:4] in years), lambda one: one.date[:4]
                )
            ],
            "rest": self._events(rest, years=True),
            "further": self._brief.happenings_further,
            "differ": sum(not one.agree for one in happenings),
        }

    def _label(self, one: Happening) -> str:
        return f"{spoken(one.date)}: {self._words(one.told[0])}"

    def _words(self, told: Dated) -> str:
        return " ".join(told.line.spans[0].of(self._views.articles[told.line.article].text).split())

    def _year(self, year: str, held: Sequence[Happening]) -> dict[str, Any]:
        folded = [one for one in held if not one.shown]
        folds = [(year, folded)] if folded else []
        if len(folded) > DENSE:
            folds = [(spoken(month), list(some)) for month, some in groupby(folded, lambda one: one.date[:7])]
        return {
            "year": year,
            "events": self._events([one for one in held if one.shown]),
            "folds": [{"of": of, "events": self._events(some)} for of, some in folds],
        }

    def _events(self, held: Sequence[Happening], years: bool = False) -> list[dict[str, Any]]:
        """The events in order; each told whether its month is another one than that of the event before."""
        made: list[dict[str, Any]] = []
        month = ""
        for one in held:
            made.append(self._event(one) | {"day": spoken(one.date) if years else day(one.date)})
            made[-1]["opens"] = one.date[:7] != month
            month = one.date[:7]
        return made

    def _event(self, one: Happening) -> dict[str, Any]:
        facts = [f"told in {plural(one.pieces, 'piece')}"] if one.pieces > 1 else []
        facts += [f"{plural(one.origins, 'independent text')}"] if one.origins < one.pieces else []
        return {
            "number": self._numbers[one.event],
            "date": one.date,
            "line": self._dated(one.told[0]),
            "facts": facts,
            "others": [{"day": spoken(told.date), "line": self._dated(told)} for told in one.told[1:]],
            "also": self._also(one.also),
        }

    def _dated(self, told: Dated) -> dict[str, Any]:
        """The line of an event, with the words that date it where they do not stand in the line."""
        place = told.dated
        if place is None or told.line.spans[0].holds(place.span):
            return self._line(told.line) | {"dated": None}
        words = " ".join(place.span.of(self._views.articles[place.article].text).split())
        return self._line(told.line) | {"dated": {"words": words, "href": self._at(place)}}
