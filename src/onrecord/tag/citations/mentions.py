"""Works and outlets that a text names: "told the Larnholm Post", "writes in the Courier", "a report titled “…”".

No outlet is known by its name. A name is taken for one where it looks like one ("Larnholm Post"), where the notes of
the piece have it as one, or where it stands as only outlets do ("writing in Lobe"). What only the pile can tell is
marked as doubtful. A body that speaks ("the Harbour Council said") is none. English only.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import cache

from msgspec import Struct

from onrecord.model import Article, Name, Span
from onrecord.tag.citations.dates import days
from onrecord.tag.citations.phrases import any_of, has_outlet_word, is_body, outlet_key, phrases, table
from onrecord.tag.citations.quoted import Quoted, quotations

BEFORE, BEHIND = 70, 90
"""Code points around a name that are looked at."""

_CAPITALS = r"[A-ZÀ-ÖØ-Þ][\w’'&-]*"


class Mention(Struct, frozen=True):
    """A work or an outlet that is named in the text."""

    span: Span
    outlet: Span | None = None
    author: tuple[Span, ...] = ()
    title: Span | None = None
    published: Span | None = None
    doubtful: bool = False


@cache
def _by_look() -> re.Pattern[str]:
    """Runs of capitals that end in a word of outlets: names that a tagger may have missed."""
    words = any_of(form for word in table("outlets", "last") for form in (word.title(), word.upper()))
    return re.compile(rf"(?:{_CAPITALS} (?:(?:of|and|&) )?){{1,3}}(?:{words})(?![\w’'])")


@cache
def _before(kind: str) -> re.Pattern[str]:
    ends = {
        "kind": rf"(?:{phrases('outlets', 'kinds')})s?,?\s+$",
        "people": rf"(?:{phrases('outlets', 'people')})\s+(?:for|of|with|from)\s+(?:the\s+|The\s+)?$",
        "writing": rf"(?:{phrases('mentions', 'writing')})\s+(?:the\s+|The\s+)?$",
        "telling": rf"(?:{phrases('mentions', 'telling')})\s+(?:the\s+|The\s+)?$",
        "known": rf"(?:{phrases('mentions', 'making_known')})\s+(?:the\s+|The\s+)?$",
    }
    return re.compile(rf"(?<![\w-]){ends[kind]}", re.I)


@cache
def _behind(kind: str) -> re.Pattern[str]:
    adverbs = r"(?:\s+(?:first|has|had|have|also|later|then|recently|once|itself|magazine|newspaper|that|day|week|on))*"
    starts = {
        "publishing": rf"(?:’s|'s)?{adverbs}\s+(?:{phrases('mentions', 'publishing')})\b",
        "saying": rf"{adverbs}\s+(?:{phrases('mentions', 'saying')})\b",
        "own": rf"(?:’s|'s)?\s+(?:{phrases('mentions', 'behind')})\b",
        "which": rf",\s+(?:{phrases('mentions', 'which')})\b",
    }
    return re.compile(starts[kind], re.I)


@cache
def _kind_behind() -> re.Pattern[str]:
    return re.compile(rf"(?<=\w)\s+(?:{phrases('mentions', 'behind')})$")


@cache
def _reporter() -> re.Pattern[str]:
    return re.compile(rf"(?:’s|'s)?\s+(?:{phrases('outlets', 'people')})\s+")


_OF = re.compile(rf"(?P<who>{_CAPITALS}(?: (?:[a-z]{{1,3}} )?{_CAPITALS}){{1,3}}),? (?:of|from|at|in) (?:[Tt]he )?$")
_WROTE = re.compile(r"\b(?:wrote|written|writes|writing|reporting)\b[^.,;:!?]{0,40}\b(?:in|for)\s+(?:the\s+)?$", re.I)
_IN = re.compile(r"(?:^|[.!?”\"\n]\s*)In (?:[Tt]he )?$")
_ACRONYM = re.compile(r"[A-Z]{2,6}s?")
_STOP = re.compile(r"[.!?…][”\"]?(?=\s|$)")


@cache
def _titled() -> re.Pattern[str]:
    """Words that lead to the title of a work in quotation marks."""
    works, named = phrases("mentions", "works"), phrases("mentions", "titled")
    return re.compile(rf"\b(?:{works})(?:,?\s+(?:{named}),?|\s*[:,])\s*(?=[“\"«„‘])|\b(?:{named})\s+(?=[“\"«„‘])", re.I)


def mentions(article: Article, outlets: Sequence[str], taken: Sequence[Span]) -> list[Mention]:
    """The mentions of an article, in order; none meets another.

    Args:
        article: tagged or not; where it has names, persons and places are no outlets.
        outlets: the outlets that its notes name.
        taken: stretches that are read otherwise, in order: entries of notes.
    """
    if article.language not in ("en", None):
        return []
    reader = _Reader(article, outlets)
    made = sorted((*reader.outlets(), *reader.works()), key=lambda one: (one.span.start, -one.span.end))
    apart: list[Mention] = []
    at = 0
    for one in made:
        while at < len(taken) and taken[at].end <= one.span.start:
            at += 1
        in_notes = at < len(taken) and taken[at].meets(one.span)
        if not in_notes and not (apart and apart[-1].span.meets(one.span)):
            apart.append(one)
    return apart


def _bare(match: re.Match[str]) -> Span:
    """A run of capitals without the "The" that it begins with."""
    lead = 4 if match[0].startswith("The ") and match[0].count(" ") > 1 else 0
    return Span(match.start() + lead, match.end())


class _Reader:
    """Looks at the names of one article and what stands around them."""

    def __init__(self, article: Article, outlets: Sequence[str]) -> None:
        self.text = article.text
        self.names = article.names or ()
        self.known = {outlet_key(name) for name in outlets} - {""}
        self.own = outlet_key(article.outlet.value) if article.outlet else ""
        self.persons = {name.span.start: name.span for name in self.names if name.type == "person"}
        self.bodies = {name.span.start for name in self.names if name.type == "organisation"}
        self.full = {name.who for name in self.names if name.type == "person" and " " in name.span.of(self.text)}
        self.outlet_types = {name.span.start for name in self.names if name.type in ("organisation", "other")}
        self.starts = {name.span.start: name.span for name in self.names}
        written = sorted({name.strip() for name in outlets if name.strip()}, key=len, reverse=True)
        noted = rf"(?<!\w)(?:{'|'.join(map(re.escape, written))})(?!\w)"
        self.pattern = re.compile(noted, re.I) if written else None

    def outlets(self) -> Iterator[Mention]:
        """Mentions of outlets, in no order."""
        for span, is_known in self._candidates():
            if not self._is_own(span):
                mention = self._mention(span, is_known)
                if mention is not None:
                    yield mention

    def _is_own(self, span: Span) -> bool:
        """Whether a name is that of the outlet of the piece itself, whole or in short ("told the Courier")."""
        key = outlet_key(span.of(self.text))
        return bool(self.own) and (key == self.own or (len(key) > 3 and self.own.endswith(key)))

    def _candidates(self) -> Iterator[tuple[Span, bool]]:
        """Names that may be an outlet's, each with whether the piece itself tells that."""
        seen: set[int] = set()
        for span in self._noted():
            seen.add(span.start)
            yield span, True
        for name in self.names:
            is_noted = outlet_key(name.span.of(self.text)) in self.known
            if (is_noted or not self._is_full_person(name)) and name.span.start not in seen:
                seen.add(name.span.start)
                span = self._without_kind(name.span)
                yield span, is_noted or self._is_outlet(span)
        inside = sorted(name.span for name in self.names)
        at = 0
        for match in _by_look().finditer(self.text):
            span = _bare(match)
            while at < len(inside) and inside[at].end <= span.start:
                at += 1
            met = at < len(inside) and inside[at].meets(span) and not (span.holds(inside[at]) and inside[at] != span)
            if not met and span.start not in seen and self._is_outlet(span):
                yield span, True

    def _without_kind(self, span: Span) -> Span:
        """A name without the word for what it is behind it: "Tramway World magazine"."""
        kind = _kind_behind().search(span.of(self.text))
        return Span(span.start, span.start + kind.start()) if kind is not None else span

    def _is_full_person(self, name: Name) -> bool:
        """Whether a name is a person's who has two words somewhere: an outlet of one word may be taken for a person."""
        return name.type == "person" and name.who in self.full

    def _noted(self) -> Iterator[Span]:
        """Where the text names an outlet of the notes."""
        if self.pattern is not None:
            for match in self.pattern.finditer(self.text):
                if match[0][0].isupper():
                    yield Span(*match.span())

    def _is_outlet(self, span: Span) -> bool:
        """Whether a name looks like an outlet's, with a capital on its last word ("another journal" is none)."""
        words = span.of(self.text).split()
        return bool(words) and words[-1][0].isupper() and has_outlet_word(" ".join(words))

    def _mention(self, span: Span, is_known: bool) -> Mention | None:
        """The mention that a name makes where it stands as an outlet does; None where it does not."""
        words = span.of(self.text)
        if not is_known and is_body(words):
            return None
        before = self.text[max(0, span.start - BEFORE) : span.start]
        behind = self.text[span.end : span.end + BEHIND]
        author = self._author(before, span)
        if self._stands_alone(before, behind, words, is_known or span.start in self.bodies):
            return self._made(span, author, not is_known and not self._may_be(span))
        told = _before("telling").search(before) or _before("known").search(before)
        published = _behind("publishing").match(behind)
        if is_known and (
            told or published or _behind("saying").match(behind) or author or self._is_led_to(span, before)
        ):
            return self._made(span, author, False)
        is_told = _before("telling").search(before) is not None and (not self.names or span.start in self.bodies)
        if is_told and self._is_told_words(span, words):
            return self._made(span, author, False)
        return self._made(span, author, True) if told or published or self._is_by_reporter(span) else None

    def _may_be(self, span: Span) -> bool:
        """Whether the tagger lets a name be an outlet's: it is no place and no person, or there was no tagger."""
        return not self.names or span.start in self.outlet_types

    def _is_led_to(self, span: Span, before: str) -> bool:
        """Whether something is written in an outlet, or its issue of a day is meant."""
        if _WROTE.search(before) is not None or self._dated(span) is not None:
            return True
        return _IN.search(before) is not None and self.text[span.end : span.end + 1] == ","

    def _stands_alone(self, before: str, behind: str, words: str, is_body: bool) -> bool:
        """Whether a name stands where only an outlet does; "an American magazine" names none."""
        if _before("kind").search(before) or _before("writing").search(before) or _behind("which").match(behind):
            return True
        if not is_body or _ACRONYM.fullmatch(words):
            return False
        return _before("people").search(before) is not None or _behind("own").match(behind) is not None

    def _is_told_words(self, span: Span, words: str) -> bool:
        """Whether what was told stands there in quotation marks, and the name ends there or its clause does."""
        if _ACRONYM.fullmatch(words) or not self.names:
            return False
        behind = self.text[span.end : span.end + BEHIND]
        ahead = self.text[max(0, span.start - 200) : span.start]
        closes = re.match(r"\s*(?:[.,:;–—]|$|\n|(?:in|on|last|this|that|earlier)\b)", behind)
        return closes is not None and bool(re.search(r"[”\"]", ahead) or re.search(r"^[^.\n]{0,60}[“\"]", behind))

    def _author(self, before: str, span: Span) -> tuple[Span, ...]:
        """Who writes there: "Ron Vey of the Courier", "Courier reporter Ron Vey"."""
        found = _OF.search(before)
        if found is not None:
            start = span.start - len(before) + found.start("who")
            who = Span(start, start + len(found["who"]))
            person = next((one for at, one in self.persons.items() if who.start <= at < who.end), None)
            if person is not None:
                return (person,)
            if not self.names and not is_body(who.of(self.text)):
                return (who,)
        people = _reporter().match(self.text[span.end : span.end + 40])
        if people is not None:
            person = self.persons.get(span.end + people.end())
            return (person,) if person is not None else ()
        by = re.match(r"\s+by\s+", self.text[span.end : span.end + 10])
        person = self.persons.get(span.end + by.end()) if by is not None else None
        return (person,) if person is not None else ()

    def _is_by_reporter(self, span: Span) -> bool:
        """Whether a reporter of the name is spoken of: "a Marwire reporter", or, of no outlet, "a Vey reporter"."""
        return _reporter().match(self.text[span.end : span.end + 40]) is not None

    def _made(self, span: Span, author: tuple[Span, ...], doubtful: bool) -> Mention:
        published = self._dated(span)
        held = [span, *author, *([published] if published else [])]
        whole = Span(min(one.start for one in held), max(one.end for one in held))
        return Mention(whole, span, author, None, published, doubtful)

    def _dated(self, span: Span) -> Span | None:
        """The date of an issue: "the Courier of 9 March 2023"."""
        lead = re.match(r"\s+(?:of|on|for|from|dated)\s+|,\s+|\s+\(", self.text[span.end : span.end + 12])
        if lead is None:
            return None
        start = span.end + lead.end()
        return next((day.span for day in days(self.text, start, start + 30) if day.span.start - start < 2), None)

    def works(self) -> Iterator[Mention]:
        """Titles of works in quotation marks."""
        for lead in _titled().finditer(self.text):
            title = next(iter(quotations(self.text, lead.end(), min(len(self.text), lead.end() + 300))), None)
            if title is None or title.whole.start != lead.end() or not self._is_title(title, lead[0]):
                continue
            yield self._work(lead.start(), title)

    def _is_title(self, title: Quoted, lead: str) -> bool:
        """Whether quoted words can be a title: several, with capitals, or called a title, and no words of somebody."""
        words = title.inner.of(self.text).split()
        large = sum(word[:1].isupper() for word in words)
        is_called = re.search(rf"(?:{phrases('mentions', 'titled')})\W*$", lead, re.I) is not None
        return 2 <= len(words) <= 25 and words[0][:1].isupper() and (large > 1 or is_called)

    def _work(self, start: int, title: Quoted) -> Mention:
        """The work with the outlet that stands beside its title."""
        end = _STOP.search(self.text, title.whole.end, min(len(self.text), title.whole.end + BEHIND))
        before = self.text[max(0, start - BEFORE) : start]
        begin = start - len(before) + max((stop.end() for stop in _STOP.finditer(before[:-1])), default=0)
        sentence = Span(begin, end.start() if end else title.whole.end)
        within = re.match(r",?\s+in\s+(?:the\s+)?", self.text[title.whole.end : title.whole.end + 12])
        behind = self.starts.get(title.whole.end + within.end()) if within else None
        if behind is not None and is_body(behind.of(self.text)):
            behind = None
        outlet = behind or next((one for one in self._near(sentence) if not one.meets(title.whole)), None)
        held = [Span(start, title.whole.end), *([outlet] if outlet else [])]
        whole = Span(min(one.start for one in held), max(one.end for one in held))
        return Mention(whole, outlet, (), title.inner, self._dated(outlet) if outlet else None)

    def _near(self, sentence: Span) -> Iterator[Span]:
        """Names in a sentence that look like an outlet's, or are one of the notes."""
        for match in _by_look().finditer(self.text, sentence.start, sentence.end):
            yield _bare(match)
        if self.pattern is not None:
            for match in self.pattern.finditer(self.text, sentence.start, sentence.end):
                yield Span(*match.span())
