"""Where a figure stands: its sentence, what it counts there, whose it is, for when it holds, and who says so."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence
from functools import cache

from onrecord import lexicon
from onrecord.model import Article, Span
from onrecord.split.segments import sentences
from onrecord.tag.figures import counted as things
from onrecord.tag.figures.units import Quantity

Placed = tuple[int, int, Quantity]
"""Where a figure starts and ends, and its quantity."""

_BETWEEN = re.compile(r"(?:[^.,;:!?\n]|[.,](?=\d)){0,40}\b(?:and|or)\b(?:[^.;:!?\n]|\.(?=\d)){0,25}|,\s")
"""What stands between two figures that count the same: "20 and injured 5 soldiers"."""
_OF = re.compile(r"\s(?:of|for)\s(?:the\s)?")
_CLAUSE = re.compile(r";|—|\s-{1,2}\s|,\s(?:but|while|and)\s")
NEAR = 80
"""Code points that may lie between a figure and the time for which it holds."""


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
        self._dates = [date.span for date in article.dates if date.type != "DURATION"]
        self._contents = sorted(
            (
                (span, sum(part.end - part.start for part in one.content), one.id)
                for one in article.statements or ()
                for span in one.content
            ),
            key=lambda row: row[1],
        )

    def sentence(self, at: int) -> Span:
        """The sentence that a code point stands in."""
        place = bisect_right(self._starts, at) - 1
        return self._sentences[place] if place >= 0 else Span(0, len(self._text))

    def aged(self, start: int) -> Span | None:
        """Whose age a number that starts here would be: of the person right in front, before a comma or bracket."""
        place = bisect_right(self._people_starts, start)
        return things.aged(self._text, start, self._people[max(0, place - 3) : place])

    def follows_age(self, start: int) -> bool:
        """Whether a number that starts here stands behind "age"."""
        return _age_word().search(self._text, max(0, start - 12), start) is not None

    def counted(self, placed: Sequence[Placed]) -> list[Span | None]:
        """What each of the figures of the article counts."""
        found = [self._counted(one) for one in placed]
        for at in range(len(placed) - 2, -1, -1):
            if found[at] is None and found[at + 1] is not None and self._share_thing(placed[at], placed[at + 1]):
                found[at] = found[at + 1]
        for at, one in enumerate(placed):
            if found[at] is None:
                found[at] = self._left(one)
            if found[at] is None and at and self._goes_on(placed[at - 1], one):
                found[at] = found[at - 1]
        return found

    def _counted(self, placed: Placed) -> Span | None:
        """What stands behind."""
        text, (start, end, quantity) = self._text, placed
        if quantity.kind == "ordinal" or quantity.number.form == "multiple":
            return None
        if quantity.kind == "age":
            return self.aged(start) or things.behind(text, start, end, several=False, hyphen=False)
        thing = things.of_behind(text, end, share=quantity.kind != "money")
        if thing is not None or (quantity.number.form == "fraction" and quantity.unit is None):
            return thing or things.half_behind(text, end)
        several = quantity.kind == "count" and quantity.value != 1
        return things.behind(text, start, end, several, hyphen=quantity.unit is None)

    def _share_thing(self, one: Placed, following: Placed) -> bool:
        """Whether two figures count one thing, named behind the second."""
        if one[2].kind == "count" and self._text[one[1] : following[0]] == " ":
            # "Three $50,000 prizes".
            return True
        same = (
            one[2].kind == following[2].kind == "count"
            and one[2].number.form != "multiple"
            and following[0] - one[1] <= NEAR
        )
        return same and _BETWEEN.fullmatch(self._text, one[1], following[0]) is not None

    def _left(self, placed: Placed) -> Span | None:
        start, _, quantity = placed
        if quantity.kind in ("ordinal", "age"):
            return None
        return things.before(self._text, start, self.sentence(start).start)

    def _goes_on(self, before: Placed, one: Placed) -> bool:
        """Whether a figure without a noun counts what the one before it in the sentence does."""
        same = before[2].kind == one[2].kind and before[2].unit == one[2].unit and one[2].kind in ("count", "share")
        same = same and one[2].number.form != "vague" and before[2].value is not None
        return same and self.sentence(before[0]) == self.sentence(one[0])

    def about(self, span: Span, counted: Span | None) -> str | None:
        """The chain of whom a figure is: named by "of" behind it, right in front as an age has it, or alone as the
        subject of its sentence."""
        if counted is not None:
            place = bisect_right(self._marked_starts, counted.start) - 1
            if place >= 0 and self._marked[place][0] == counted:
                return self._marked[place][1]
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
        near = [date for date in self._dates if sentence.holds(date) and not date.meets(span)]
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
        return next((one for content, _, one in self._contents if content.holds(span)), None)
