"""Where a figure stands: its sentence, what it counts there, whose it is, for when it holds, and who says so."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from functools import cache

from onrecord import lexicon
from onrecord.model import Article, Span
from onrecord.split.segments import sentences
from onrecord.tag.figures import subjects
from onrecord.tag.figures.shared import Placed, Things
from onrecord.tag.said import Said

_OF = re.compile(r"\s(?:of|for)\s(?:the\s)?")
_CLAUSE = re.compile(r";|—|\s-{1,2}\s|,\s(?:but|while|and)\s")
NEAR = 80
"""Code points that may lie between a figure and the time for which it holds."""
LOOK = 2 * NEAR
"""Code points in front of a figure in which that time begins: expressions of time are shorter than `NEAR`."""


@cache
def _age_word() -> re.Pattern[str]:
    return re.compile(rf"\b(?:{'|'.join(lexicon.load('quantities')['apart']['ages'])})\s(?:of\s)?$", re.IGNORECASE)


class Setting:
    """The marks of an article, laid out for the figures in it.

    Args:
        article: tagged or not.
    """

    def __init__(self, article: Article) -> None:
        self._text = article.text
        self._sentences = sentences(article.text, "en")
        self._starts = [sentence.start for sentence in self._sentences]
        people = [name for name in article.names or () if name.type == "person"]
        self._people = sorted(name.span for name in people)
        self._people_starts = [span.start for span in self._people]
        marked = [(name.span, name.who) for name in article.names or ()]
        marked += [(mention.span, mention.who) for mention in article.mentions]
        self._marked = sorted(marked)
        self._marked_starts = [span.start for span, _ in self._marked]
        self._dates = sorted(date.span for date in article.dates if date.type != "DURATION")
        self._date_starts = [span.start for span in self._dates]
        self._said = Said(article.statements or ())

    def sentence(self, at: int) -> Span:
        """The sentence that a code point stands in."""
        place = bisect_right(self._starts, at) - 1
        return self._sentences[place] if place >= 0 else Span(0, len(self._text))

    def aged(self, start: int) -> Span | None:
        """Whose age a number that starts here would be: of the person right in front, before a comma or bracket."""
        place = bisect_right(self._people_starts, start)
        return subjects.aged(self._text, start, self._people[max(0, place - 3) : place])

    def follows_age(self, start: int) -> bool:
        """Whether a number that starts here stands behind "age"."""
        return _age_word().search(self._text, max(0, start - 12), start) is not None

    def counted(self, placed: Sequence[Placed]) -> list[Span | None]:
        """What each of the figures of the article counts."""
        return Things(self._text, self._sentences, self._people, self._bearer).of(placed)

    def _bearer(self, pronoun: Span) -> Span | None:
        """The last name in front of a pronoun of whom it speaks."""
        who = self._who(pronoun)
        if who is None:
            return None
        place = bisect_right(self._people_starts, pronoun.start)
        return next((span for span in reversed(self._people[:place]) if self._who(span) == who), None)

    def _who(self, span: Span) -> str | None:
        place = bisect_right(self._marked_starts, span.start) - 1
        return self._marked[place][1] if place >= 0 and self._marked[place][0] == span else None

    def about(self, span: Span, counted: Span | None) -> str | None:
        """The chain of whom a figure is: named by "of" behind it, right in front as an age has it, or alone as the
        subject of its sentence."""
        bearer = None if counted is None else self._who(counted)
        if bearer is not None:
            return bearer
        end = span.end if counted is None or counted.start < span.end else counted.end
        of = _OF.match(self._text, end)
        if of is not None:
            place = bisect_right(self._marked_starts, of.end()) - 1
            if place >= 0 and self._marked[place][0].start == of.end():
                return self._marked[place][1]
        return self._subject(span)

    def _subject(self, span: Span) -> str | None:
        sentence = self.sentence(span.start)
        first, last = (
            bisect_right(self._marked_starts, sentence.start - 1),
            bisect_right(self._marked_starts, span.start),
        )
        chains = {who for _, who in self._marked[first:last]}
        if len(chains) != 1:
            return None
        begin = self._text[sentence.start : self._marked[first][0].start]
        return chains.pop() if len(begin.split()) <= 1 else None

    def time(self, span: Span) -> Span | None:
        """The nearest expression of time in the same clause."""
        sentence = self.sentence(span.start)
        low = bisect_left(self._date_starts, max(sentence.start, span.start - LOOK))
        high = bisect_right(self._date_starts, span.end + NEAR)
        near = [date for date in self._dates[low:high] if sentence.holds(date) and not date.meets(span)]
        near = [date for date in near if self._distance(span, date) <= NEAR and not self._parted(span, date)]
        return min(near, key=lambda date: (self._distance(span, date), date.start), default=None)

    @staticmethod
    def _distance(span: Span, date: Span) -> int:
        return max(date.start - span.end, span.start - date.end)

    def _parted(self, span: Span, date: Span) -> bool:
        low, high = (span.end, date.start) if span.end <= date.start else (date.end, span.start)
        return _CLAUSE.search(self._text, low, high) is not None

    def statement(self, span: Span) -> str | None:
        """The innermost statement in whose content a stretch stands."""
        return self._said.innermost(span)
