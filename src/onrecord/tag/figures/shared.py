"""What the figures of an article count: each for itself, and those that share what another one names.

20 and injured 5 soldiers           soldiers, twice         18 of 25 seats                seats, twice
9 clerks from Vey, 4 from Orlo      clerks, twice           38 percent back her. ... 21   the same people
                                                            percent do not
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Callable, Iterator, Sequence
from fractions import Fraction
from functools import cache

from onrecord import lexicon
from onrecord.model import Span
from onrecord.tag.figures import counted as things
from onrecord.tag.figures import subjects
from onrecord.tag.figures.phrases import is_plural
from onrecord.tag.figures.units import Quantity

Placed = tuple[int, int, Quantity]
"""Where a figure starts and ends, and its quantity."""

_BETWEEN = re.compile(r"(?:[^.,;:!?\n]|[.,](?=\d)){0,40}\b(?:and|or)\b(?:[^.;:!?\n]|\.(?=\d)){0,25}|,\s")
"""What stands between two figures that count the same: "20 and injured 5 soldiers"."""
_OUT_OF = re.compile(
    r"\s(?:out\s)?of\s(?:(?:the|its|his|her|their|our|those|these|all)\s)?(?:(?:[A-Z][\w.]*\s){0,3}[A-Z]\w*['’]s?\s)?"
)
_OR = re.compile(r",?\sor\s|[,;]?\s(?:up|down|compared)\s(?:from|with|to|by)?\s?|[,;]?\s(?:up|down|to|from)\s|\s\(")
_LESS = re.compile(r"\s(?:less|more|fewer|lower|higher|below|above)\b")
_HELD = re.compile(
    r"\b(?:to|from|than|above|below|versus|with|against)\s(?:(?:the|a|just|only)\s){0,2}$", re.IGNORECASE
)
_PLACE = re.compile(r"\s(?:from|in|at)\s")
_OF_NOUN = re.compile(r"\sof\s")
"""Between a noun and its number: "a population of 5" says of the next number nothing."""
_AT_AGE = re.compile(r"\b(?:at|age|aged|of)\s(?:the\sage\sof\s)?$", re.IGNORECASE)
PERCENT = "percent"
_DEFINITE = re.compile(
    r"\b(?:the|those|these|all|its|his|her|their|now|is|reach|hit|to|that)\s(?:first\s)?$", re.IGNORECASE
)
NEAR = 80
"""Code points that may lie between two figures that share a thing named behind the second."""
LARGE = 12
"""A larger number that comes again is of the same as before ("the 49"); a smaller one may be of anything."""
FIGURES = 12
"""Figures in front of one that are looked at."""
BACK = 1
"""Sentences by which one share of the same people may follow the other."""


class Things:
    """Finds what each figure counts.

    Args:
        text: of the article.
        sentences: of the text, in order.
        people: the names of people, in order.
        bearer: the name of whom the pronoun at a span speaks, or None.
    """

    def __init__(
        self,
        text: str,
        sentences: Sequence[Span],
        people: Sequence[Span],
        bearer: Callable[[Span], Span | None],
    ) -> None:
        self._text, self._sentences, self._people, self._bearer = text, sentences, people, bearer
        self._sentence_starts = [span.start for span in sentences]
        self._people_starts = [span.start for span in people]
        self._placed: Sequence[Placed] = ()
        self._found: list[Span | None] = []
        self._valued: dict[tuple[Fraction, str | None], Span] = {}

    def of(self, placed: Sequence[Placed]) -> list[Span | None]:
        """What each of the figures of the article counts; they are given in order."""
        self._placed = placed
        self._found = [self._behind(one) if _counts(one[2]) else None for one in placed]
        for at in range(len(placed) - 2, -1, -1):
            if self._found[at] is None and self._found[at + 1] is not None and self._named_by_next(at):
                self._found[at] = self._found[at + 1]
        for at, one in enumerate(placed):
            if self._found[at] is None and _counts(one[2]):
                self._found[at] = self._bearer_of(one) if one[2].kind == "age" else self._in_front(at)
            found, value = self._found[at], one[2].value
            if found is not None and value is not None:
                self._valued[value, one[2].unit] = found
        return self._found

    def _number(self, at: int) -> int:
        """The number of the sentence that a code point stands in."""
        return max(0, bisect_right(self._sentence_starts, at) - 1)

    def _sentence(self, at: int) -> int:
        """Where that sentence starts."""
        return self._sentence_starts[self._number(at)] if self._sentences else 0

    def _behind(self, placed: Placed) -> Span | None:
        """What stands behind; of an age, who is named right in front."""
        text, (start, end, quantity) = self._text, placed
        if quantity.kind == "age":
            named = subjects.aged(text, start, self._people_near(start))
            named = named or subjects.of_age(text, start, self._sentence(start))
            if named is None and text.endswith("s", start, end):
                # "18-to-34-year-olds" are named by their age.
                return None
            return named or things.behind(text, start, end, quantity)
        if things.of_those(text, end) or things.of_whom(text, end):
            return None
        bounded = self._of_age(placed)
        if bounded is not None:
            return bounded
        thing = things.of_behind(text, end, quantity)
        if thing is not None or (quantity.number.form == "fraction" and quantity.unit is None):
            return thing or things.opened(text, end)
        return things.behind(text, start, end, quantity)

    def _people_near(self, start: int) -> Sequence[Span]:
        place = bisect_right(self._people_starts, start)
        return self._people[max(0, place - 3) : place]

    def _named_by_next(self, at: int) -> bool:
        """Whether two figures count one thing, named behind the second."""
        text, one, following = self._text, self._placed[at], self._placed[at + 1]
        if one[2].kind == "share":
            return _OUT_OF.fullmatch(text, one[1], following[0]) is not None
        if one[2].kind != "count" or one[2].number.form == "multiple":
            return False
        if text[one[1] : following[0]] == " " or (
            following[2].kind == "count" and _OUT_OF.fullmatch(text, one[1], following[0])
        ):
            # "Three $50,000 prizes", "18 of 25 seats".
            return True
        if following[2].kind != "count" or following[0] - one[1] > NEAR:
            return False
        if _PLACE.match(text, one[1]) and any(self._found[place] is not None for place in self._same_sentence(at)):
            # "Nine clerks from Vey, four from Orlo and three ferries": the clerks go on.
            return False
        return _BETWEEN.fullmatch(text, one[1], following[0]) is not None

    def _same_sentence(self, at: int) -> Iterator[int]:
        """The figures of a figure's kind in front of it in its sentence, the nearest first."""
        start, _, quantity = self._placed[at]
        sentence = self._sentence(start)
        for place in range(at - 1, max(-1, at - 1 - FIGURES), -1):
            if self._placed[place][0] < sentence:
                return
            if self._placed[place][2].kind == quantity.kind:
                yield place

    def _of_age(self, placed: Placed) -> Span | None:
        """Whom an age bounds: "voters 45 and older"."""
        start, end, _ = placed
        if not self._text.endswith(("older", "younger"), start, end):
            return None
        return subjects.joined(self._text, self._sentence(start), start)

    def _bearer_of(self, placed: Placed) -> Span | None:
        """Whose age a figure is: of whom the pronoun in front speaks, of the subject, or of who is named before."""
        start = placed[0]
        sentence = self._sentence(start)
        pronoun = subjects.pronoun(self._text, start, sentence)
        if pronoun is not None:
            return self._bearer(pronoun)
        near = [name for name in self._people_near(start) if name.start >= sentence and name.end < start]
        if near and _AT_AGE.search(self._text, max(sentence, start - 16), start):
            return near[-1]
        return subjects.before(self._text, start, sentence)

    def _in_front(self, at: int) -> Span | None:
        text, (start, end, quantity) = self._text, self._placed[at]
        sentence = self._sentence(start)
        if things.of_those(text, end) or subjects.opens_with_those(text, sentence):
            return self._antecedent(at)
        if things.of_whom(text, end):
            return subjects.whole(text, sentence, start)
        opening = subjects.among(text, sentence, start) if quantity.kind == "share" else None
        thing = things.opened(text, opening) if opening is not None else None
        if thing is None and not (
            subjects.bracketed(text, start)
            and (quantity.kind == "money" or not text.startswith(")", end))
            and quantity.kind != "share"
        ):
            thing = subjects.before(text, start, sentence)
        if thing is not None and not self._is_taken(thing, at):
            return self._limited(at) if thing.of(text).lower() in _limits() and quantity.kind == "count" else thing
        return self._same_value(at) or self._goes_on(at) or (self._of_people(at) if _of_some(quantity) else None)

    def _is_taken(self, thing: Span, at: int) -> bool:
        """Whether a stretch is the name of somebody, or belongs to another figure."""
        place = bisect_right(self._people_starts, thing.start)
        near = self._people[max(0, place - 1) : place + 1]
        figures = self._placed[max(0, at - FIGURES) : at]
        return any(thing.meets(name) for name in near) or any(
            start < thing.end and thing.start < end for start, end, _ in figures
        )

    def _limited(self, at: int) -> Span | None:
        """What a limit is set to: of what the sentence counted before it, else the limit."""
        before = next((self._found[place] for place in self._same_sentence(at) if self._found[place]), None)
        start = self._placed[at][0]
        return before or subjects.before(self._text, start, self._sentence(start))

    def _antecedent(self, at: int) -> Span | None:
        """What the nearest figure before counts, at most a sentence back: "a third of those"."""
        number = self._number(self._placed[at][0])
        for place in range(at - 1, max(-1, at - 1 - FIGURES), -1):
            if number - self._number(self._placed[place][0]) > 1:
                return None
            if self._found[place] is not None:
                return self._found[place]
        return None

    def _same_value(self, at: int) -> Span | None:
        """What a number that comes again counted before: "the 49"."""
        start, _, quantity = self._placed[at]
        if quantity.value is None or quantity.value <= LARGE:
            return None
        if _DEFINITE.search(self._text, max(0, start - 16), start) is None:
            return None
        return self._valued.get((quantity.value, quantity.unit))

    def _goes_on(self, at: int) -> Span | None:
        """What the figure before it in the sentence counts, where nothing else is named."""
        text, (start, end, quantity) = self._text, self._placed[at]
        if not at or quantity.number.form == "vague" or self._placed[at - 1][0] < self._sentence(start):
            return None
        last = self._placed[at - 1]
        less = last[2].kind == quantity.kind and text[last[1] : start] == ", " and _LESS.match(text, end) is not None
        if less or (last[2].kind not in ("age", "ordinal") and _OR.fullmatch(text, last[1], start)):
            return self._found[at - 1]
        held = quantity.kind == "money" and _HELD.search(text, max(0, start - 24), start) is not None
        for place in self._same_sentence(at):
            other, found = self._placed[place][2], self._found[place]
            alike = held or (quantity.kind in ("share", "count") and other.unit == quantity.unit)
            if not alike or other.value is None:
                return None
            if found is not None and not _OF_NOUN.fullmatch(text, found.end, self._placed[place][0]):
                return found
        return None

    def _of_people(self, at: int) -> Span | None:
        """Of whom a share is, where the words do not say: those of whom the sentence names a part, or of whom the last
        share was."""
        text, (start, _, _) = self._text, self._placed[at]
        named = subjects.portion(text, self._sentence(start), start)
        thing = things.opened(text, named) if named is not None else None
        if thing is not None:
            return thing
        number = self._number(start)
        for place in range(at - 1, max(-1, at - 1 - FIGURES), -1):
            if number - self._number(self._placed[place][0]) > BACK:
                return None
            found = self._found[place]
            if _of_some(self._placed[place][2]) and found is not None:
                return found if is_plural(found.of(text).split()[-1]) else None
        return None


def _counts(quantity: Quantity) -> bool:
    return quantity.kind != "ordinal" and quantity.number.form != "multiple"


def _of_some(quantity: Quantity) -> bool:
    """Whether a quantity is a share of something, and no change of a share."""
    return quantity.kind == "share" and quantity.unit in (PERCENT, None)


@cache
def _limits() -> frozenset[str]:
    return frozenset(lexicon.load("quantities")["nouns"]["limits"])
