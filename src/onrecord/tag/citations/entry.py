"""The parts of an entry: author, title, outlet, date and address, as spans.

Entries are written in many ways, so that the parts are told by what they look like and where they stand:

    Orlo, Ann, The long night, Kelmark Courier, 9 March 2023         a title without marks: what is left in the middle
    Ann Orlo, “The long night,” Kelmark Courier, March 9, 2023       a title in marks: author before, outlet behind
    Orlo, A. (2023, March 9). The long night. Kelmark Courier.       a date in brackets behind the author
    Kelmark Courier, 9 March 2023: The long night                    an outlet and a date, then the title

What looks like none of these has no parts: a remark among the notes is no work.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence

from msgspec import Struct

from onrecord.model import Span
from onrecord.tag.citations import people
from onrecord.tag.citations.dates import Day, days
from onrecord.tag.citations.outside import cut, trimmed
from onrecord.tag.citations.phrases import has_outlet_word, is_body, is_outlet_like, is_site
from onrecord.tag.citations.quoted import Quoted, quotations

_DELIMITER = re.compile(r"\s*(?:[,.;]?\s*\b[Ii]n:\s|,|;|\||\s[–—-]\s|:\s|[.?!]”?\s|[()\[\]])\s*")
_ISSUE = re.compile(r",?\s+(?:no|nr|vol|issue)\.?\s*\d+$", re.I)
_PREPOSITION = re.compile(r"\b(?:on|of|in|from|since|until|by|at|to|dated|vom|am|du|del)\s*$", re.I)
_IN = re.compile(r"(?:published in|in|on|for|via|from|at)\s+(?:the\s+)?(?=[A-Z\d])", re.I)
_BY = re.compile(r"(?:written |reported )?by\s+", re.I)


class Fields(Struct, frozen=True):
    """What an entry tells of a work; spans in the text of its piece."""

    author: tuple[Span, ...] = ()
    title: Span | None = None
    outlet: Span | None = None
    published: Span | None = None
    url: str | None = None


def fields(text: str, body: Span, persons: Sequence[Span] = ()) -> Fields:
    """The parts of one entry.

    Args:
        text: the text of the piece.
        body: the entry without its marker.
        persons: where names of persons stand in the piece, as far as that is known, in order and apart.
    """
    return _Reader(text, body, persons).fields()


def _strength(day: Day) -> int:
    return len(day.value)


class _Reader:
    """Reads one entry. `start` and `end` close in on what tells author, title, outlet and date."""

    def __init__(self, text: str, body: Span, persons: Sequence[Span]) -> None:
        self.text = text
        self.persons = persons
        self.start, self.end, self.url = cut(text, body)
        self.quoted = list(quotations(text, self.start, self.end))
        self.day = self._day()

    def fields(self) -> Fields:
        """The parts."""
        if self.end <= self.start:
            return Fields(url=self.url)
        title = self._quoted_title()
        found = self._author_date(title) or (self._around(title) if title else self._in_brackets() or self._by_commas())
        if not (found.title or found.outlet or found.author):
            return Fields(url=self.url)
        published = self.day.span if self.day else None
        return Fields(found.author, found.title, found.outlet, published, self.url)

    def _span(self, start: int, end: int) -> Span | None:
        start, end = trimmed(self.text, start, end)
        return Span(start, end) if end > start else None

    def _day(self) -> Day | None:
        """The date of the entry: the most exact one outside the quoted title, the last of these."""
        best: Day | None = None
        for day in days(self.text, self.start, self.end):
            if any(one.whole.holds(day.span) for one in self.quoted):
                continue
            if len(day.value) == 4 and not self._is_set_apart(day.span):
                continue
            if best is None or _strength(day) >= _strength(best):
                best = day
        return best

    def _is_set_apart(self, span: Span) -> bool:
        """Whether a year stands by itself, and not within a title: "Annual report 2022, …"."""
        before = self.text[self.start : span.start].rstrip(" ")
        behind = self.text[span.end : self.end].lstrip(" ")
        return not before or before[-1] in ",(.;:–—-" or (not behind and before[-1] in ')”"')

    def _quoted_title(self) -> Quoted | None:
        """The quotation that is the whole title: it begins behind a delimiter, and ends before one."""
        for one in self.quoted:
            before = self.text[self.start : one.whole.start].rstrip()
            behind = self.text[one.whole.end : self.end].lstrip()
            opens = not before or before[-1] in ",.;:)–—-|" or re.search(r"\b(?:in|titled|article|report)$", before)
            is_closed = self.text[one.whole.end - 2 : one.whole.end - 1] in ",.?!"
            closes = not behind or behind[0] in ",.;()–—-|[" or (is_closed and not behind[0].islower())
            closes = closes or bool(_IN.match(behind) or _BY.match(behind))
            if behind.startswith(":"):
                # The title goes on behind a quotation, unless outlet and date alone do.
                closes = is_outlet_like(_DELIMITER.split(behind[1:].strip())[0])
            if opens and closes:
                return one
        return None

    def _authors(self, start: int, end: int) -> tuple[tuple[Span, ...], int, bool]:
        """Authors from an offset on, where they end, and whether they are written "Last, First"."""
        found, at = people.inverted(self.text, start, end)
        if found:
            return found, at, True
        found, at = people.in_order(self.text, start, end)
        return found, at, False

    def _segments(self, start: int, end: int) -> list[Span]:
        """What stands between the delimiters of a stretch; the date is none of it."""
        day = self.day.span if self.day else Span(end, end)
        found: list[Span] = []
        for low, high in ((start, min(end, day.start)), (max(start, day.end), end)):
            at = low
            while at < high:
                stop = _DELIMITER.search(self.text, at, high)
                segment = self._span(at, stop.start() if stop else high)
                if segment is not None:
                    found.append(segment)
                at = stop.end() if stop else high
        return found

    def _outlet_of(self, segment: Span) -> Span | None:
        """The outlet that a segment is, without "in the" before it."""
        lead = _IN.match(self.text, segment.start, segment.end)
        span = Span(lead.end() if lead else segment.start, segment.end)
        issue = _ISSUE.search(self.text[span.start : span.end])
        if issue is not None and issue.start():
            span = Span(span.start, span.start + issue.start())
        behind = _PREPOSITION.search(self.text[span.start : span.end])
        if behind is not None and behind.start():
            span = self._span(span.start, span.start + behind.start()) or span
        words = span.of(self.text)
        return span if is_outlet_like(words) and (has_outlet_word(words) or not is_body(words)) else None

    def _first_outlet(self, segments: Sequence[Span]) -> Span | None:
        return next(filter(None, map(self._outlet_of, segments)), None)

    def _around(self, title: Quoted) -> Fields:
        """Author before and outlet behind a quoted title, or the outlet before it."""
        author, at, is_inverted = self._authors(self.start, title.whole.start)
        before = self._segments(at, title.whole.start)
        behind = self._segments(title.whole.end, self.end)
        if not author:
            author, behind = self._signed(behind)
        outlet = self._first_outlet(behind) or self._first_outlet(before)
        if outlet is None and len(author) == 1 and not is_inverted and not self._is_person(author[0]):
            return Fields((), title.inner, author[0])
        if not author and before and before[0] != outlet and is_body(before[0].of(self.text)):
            author = (before[0],)
        return Fields(author, title.inner, outlet)

    def _signed(self, segments: list[Span]) -> tuple[tuple[Span, ...], list[Span]]:
        """Authors that a segment "by …" names, and the other segments."""
        for at, segment in enumerate(segments):
            lead = _BY.match(self.text, segment.start, segment.end)
            if lead is not None:
                author, _ = people.in_order(self.text, lead.end(), segment.end)
                return author, [*segments[:at], *segments[at + 1 :]]
        return (), segments

    def _signed_within(self, rest: Span, tail: Span | None) -> tuple[tuple[Span, ...], Span, Span | None]:
        """Authors that are named behind the title ("…, by Ann Orlo, …"), the title, and what is behind them."""
        for segment in self._segments(rest.start, rest.end)[1:]:
            lead = _BY.match(self.text, segment.start, segment.end)
            author, at = people.in_order(self.text, lead.end(), rest.end) if lead else ((), 0)
            title = self._span(rest.start, segment.start)
            if author and title is not None:
                behind = self._span(at, rest.end)
                return author, title, behind or tail
        return (), rest, tail

    def _is_person(self, span: Span) -> bool:
        at = bisect_right(self.persons, span) - 1
        return any(person.meets(span) for person in self.persons[max(0, at) : at + 2])

    def _author_date(self, quoted: Quoted | None) -> Fields | None:
        """ "Author (date). Title. Outlet", or "Outlet (date): Title"; None where the date does not stand so."""
        if self.day is None:
            return None
        bracket = self.text.rfind("(", self.start, self.day.span.start)
        close = self.text.find(")", self.day.span.end, self.end)
        if bracket <= self.start or close < 0 or self.text[bracket + 1 : self.day.span.start].strip():
            return None
        who = self._span(self.start, bracket)
        rest = self._span(close + 1, self.end)
        if who is None or rest is None or (quoted is not None and quoted.whole.start < bracket):
            return None
        author, at, is_inverted = self._authors(who.start, bracket)
        whole = bool(author) and not self.text[at:bracket].strip(" .,")
        title, behind = self._title_first(rest, quoted)
        outlet = self._first_outlet(self._segments(behind, self.end))
        words = who.of(self.text)
        if whole and (is_inverted or outlet is not None):
            return Fields(author, title, outlet)
        if outlet is None and is_outlet_like(words) and not is_body(words):
            return Fields((), title, who)
        return Fields((who,), title, outlet) if len(words.split()) <= 8 else None

    def _in_brackets(self) -> Fields | None:
        """ "Title (author, outlet, date)"; None where the date is not within the brackets that the entry ends with."""
        bracket = self.text.rfind("(", self.start, self.day.span.start) if self.day else -1
        title = self._titled(self.start, bracket) if bracket > self.start else None
        if title is None or self.day is None or ")" in self.text[bracket : self.day.span.start]:
            return None
        author, at = people.in_order(self.text, bracket + 1, self.day.span.start)
        outlet = self._first_outlet(self._segments(at, self.end))
        if outlet is None:
            return None
        if not author:
            author, at, _ = self._authors(self.start, bracket)
            title = self._titled(at, bracket) or title
        return Fields(author, title, outlet)

    def _title_first(self, rest: Span, quoted: Quoted | None) -> tuple[Span, int]:
        """The title that a stretch begins with, and where what is behind it begins."""
        if quoted is not None and quoted.whole.start - rest.start < 2:
            return quoted.inner, quoted.whole.end
        stop = re.compile(r"[.](?=\s+[A-ZÀ-Þ\d“\"])|[?!](?=\s+[A-ZÀ-Þ])|\s[–—|]\s").search(
            self.text, rest.start, rest.end
        )
        if stop is None:
            comma = self.text.rfind(",", rest.start, rest.end)
            tail = self._span(comma + 1, rest.end) if comma > 0 else None
            if tail is not None and self._outlet_of(tail) is not None:
                return Span(rest.start, comma), comma
            return rest, rest.end
        end = stop.end() if stop[0] in "?!" else stop.start()
        return Span(rest.start, end), stop.end()

    def _by_commas(self) -> Fields:
        """Author, title, outlet and date with commas or full stops between them."""
        day = self.day.span if self.day else Span(self.end, self.end)
        head = self._span(self.start, day.start)
        tail = self._span(day.end, self.end)
        is_remark = self._is_remark(head, day)
        if head is None or is_remark:
            head, tail = (tail, None) if head is None else (None, None)
        if head is None:
            return Fields()
        author, at, is_inverted = self._authors(head.start, head.end)
        rest = self._span(at, head.end)
        if author and rest is None and tail is not None and is_inverted:
            rest, tail = tail, None
        if rest is None or (author and not is_inverted and not self._may_write(author, rest)):
            author, rest = (), head
        if not author:
            author, rest = self._body_first(rest)
        if not author:
            author, rest, tail = self._signed_within(rest, tail)
        title, outlet = self._title_and_outlet(rest, bool(author), tail)
        if not (self.day or self.url or author or (outlet and has_outlet_word(outlet.of(self.text)))):
            return Fields()
        return Fields(author, title, outlet)

    def _is_remark(self, head: Span | None, day: Span) -> bool:
        """Whether a date is told within a sentence ("denied this on 3 May") and not behind an outlet."""
        if head is None or not self.day:
            return False
        before = self.text[head.start : day.start]
        found = _PREPOSITION.search(before)
        if found is None:
            return False
        segments = self._segments(head.start, head.start + found.start())
        return not segments or not has_outlet_word(segments[-1].of(self.text))

    def _may_write(self, author: tuple[Span, ...], rest: Span) -> bool:
        """Whether what is written like a person's name is one: a title and an outlet are behind it, or it is known."""
        return any(map(self._is_person, author)) or len(self._segments(rest.start, rest.end)) > 1

    def _body_first(self, rest: Span) -> tuple[tuple[Span, ...], Span]:
        """A body that an entry begins with as its author, and what is behind it."""
        stop = _DELIMITER.search(self.text, rest.start, rest.end)
        if stop is None:
            return (), rest
        first, behind = Span(rest.start, stop.start()), self._span(stop.end(), rest.end)
        words = first.of(self.text)
        if behind is not None and is_body(words) and is_outlet_like(words) and not has_outlet_word(words):
            return (first,), behind
        return (), rest

    def _title_and_outlet(self, rest: Span, has_author: bool, tail: Span | None) -> tuple[Span | None, Span | None]:
        """What is title and what outlet of what stands before the date; a title may stand behind it instead."""
        segments = self._segments(rest.start, rest.end)
        last = segments[-1] if segments else rest
        outlet = self._outlet_of(last)
        first = self._outlet_of(segments[0]) if len(segments) > 1 and not has_author else None
        if first and has_outlet_word(first.of(self.text)) and not has_outlet_word(last.of(self.text)):
            return self._titled(segments[1].start, rest.end), first
        if len(segments) > 1 and outlet is not None:
            stops = [
                stop for stop in _DELIMITER.finditer(self.text, rest.start, last.start) if stop.end() <= last.start
            ]
            end = stops[-1].start() + (1 if stops[-1][0].strip()[:1] in "?!" else 0) if stops else last.start
            return self._titled(rest.start, end), outlet
        behind = self._segments(tail.start, tail.end) if tail is not None else []
        words = rest.of(self.text)
        is_outlet = outlet is not None and len(segments) == 1
        is_short = len(words.split()) < (4 if words.startswith("The ") else 3)
        if is_outlet and (has_outlet_word(words) or has_author or behind or is_short or is_site(words)):
            title = self._titled(tail.start, tail.end) if tail is not None else None
            return title, outlet
        return self._titled(rest.start, rest.end), self._first_outlet(behind)

    def _titled(self, start: int, end: int) -> Span | None:
        """A title without the marks around it."""
        span = self._span(start, end)
        if span is None:
            return None
        for one in self.quoted:
            if one.whole == span:
                return one.inner
        first = next((c for c in span.of(self.text) if c.isalnum()), "a")
        return None if first.islower() else span
