"""Who speaks: the local chain behind the source of each statement.

A source that names somebody leads to the name's chain; a pronoun leads to one only where nobody else fits, and
otherwise keeps its candidates; a description ("a spokesman for the port") is a chain of its own, of a type that its
words give. A source that is not there is an open question, never a guess.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from functools import cache
from typing import Literal

from msgspec import Struct

from onrecord.lexicon import load
from onrecord.model import Mention, Name, Span
from onrecord.tag.vocabulary import Vocabulary

_WORD = re.compile(r"[^\W_]\w*(?:['’-]\w+)*")
_SINGULAR = {"he": "m", "she": "f"}
_UNITS = frozenset(("percent", "per", "cent"))
_FIRST_PERSON = frozenset(("i", "we", "i've", "i’ve"))
_BEHIND_NAME = frozenset(("of", "from", "at", "for", "with", "in"))
REACH = 2
"""Paragraphs that a pronoun looks back, its own included."""

NEAR = 60
"""Names that a pronoun looks back at most: two paragraphs of ordinary length have fewer."""

PLURALS = 600
"""Code points before a "they" in which another group of people is looked for: four sentences."""

LONGEST_HEADLINE = 160
"""Code points of a headline at most; in the coverage corpus 3 of 5,000 titles are longer."""

MAX_CANDIDATES = 6
"""Candidates that an open pronoun keeps, the nearest first."""


@cache
def _months() -> frozenset[str]:
    """Names of months and their short forms, apart from those that are people's names as well."""
    names = {name for row in load("layout")["months"].values() for name in row}
    return frozenset(names | {name[:3] for name in names} | {"sept"}) - {"april", "may", "june", "august", "mar"}


Kind = Literal["named", "unnamed", "author"]


class Speaker(Struct, frozen=True, gc=False):
    """Who makes a statement: a chain or candidates, and what the source says of the speaker."""

    who: str | None
    candidates: tuple[str, ...]
    kind: Kind
    type: str | None


class Speakers:
    """The speakers of one article, asked for in the order of the text.

    Args:
        text: the article's text.
        names: its names, in order.
        paragraphs: its paragraphs.
        words: the vocabulary of its language.
        headline: where its headline stands, if that is known.
    """

    def __init__(
        self,
        text: str,
        names: Sequence[Name],
        paragraphs: Sequence[Span],
        words: Vocabulary,
        headline: Span | None = None,
    ) -> None:
        self.text, self.words = text, words
        self.names = sorted(names, key=lambda name: name.span)
        self.starts = [name.span.start for name in self.names]
        self.paragraph_starts = [paragraph.start for paragraph in paragraphs]
        self.headline = headline or _headline(text, paragraphs)
        self.mentions: dict[Span, Mention] = {}
        self._taken = {name.who for name in names}
        self._never = _UNITS | words.weekdays | _months()
        self._described: dict[str, str] = {}
        self._gender: dict[str, str] | None = None
        self._only_headline: frozenset[str] | None = None
        self._last: tuple[int, str, str | None] | None = None
        """Paragraph, chain and pronoun class of the last speaker that was resolved."""

    @property
    def genders(self) -> dict[str, str]:
        """What titles and given names say of each chain; worked out when the first pronoun asks."""
        if self._gender is None:
            self._gender = {}
            for name in self.names:
                gender = self._gender_of(name)
                if gender:
                    self._gender.setdefault(name.who, gender)
        return self._gender

    @property
    def only_headline(self) -> frozenset[str]:
        """Chains that nothing but the headline names: often the title of a publication, and nobody's antecedent."""
        if self._only_headline is None:
            end = self.headline.end
            inside = {name.who for name in self.names[: bisect_left(self.starts, end)]}
            self._only_headline = frozenset(inside - {name.who for name in self.names[bisect_left(self.starts, end) :]})
        return self._only_headline

    def of(self, source: Span | None, paragraph: int) -> Speaker:
        """The speaker that a source stands for; `paragraph` is where its statement stands."""
        if source is None:
            return Speaker(None, (), "unnamed", None)
        low = source.of(self.text).lower().replace("’", "'")
        if low in _FIRST_PERSON:
            return Speaker(None, (), "author", "author")
        if low in self.words.subject_pronouns or low in self.words.relatives:
            return self._pronoun(source, low, paragraph)
        name = self._named(source)
        if (name is None or name.type != "person") and self._is_no_speaker(low):
            return Speaker(None, (), "unnamed", None)
        if name is not None:
            self._last = (paragraph, name.who, None)
            return Speaker(name.who, (), "named", None)
        return self._description(source, low)

    def _is_no_speaker(self, low: str) -> bool:
        """Whether a source is only a number, a share or a date: "62 percent", "Sept. 4"."""
        return all(word[0].isdigit() or word in self._never for word in _WORD.findall(low))

    def _within(self, span: Span) -> list[Name]:
        low, high = bisect_left(self.starts, span.start), bisect_right(self.starts, span.end)
        return [name for name in self.names[low:high] if name.span.end <= span.end]

    def _named(self, source: Span) -> Name | None:
        """The name that heads a source: the last of its first part, if nothing but a place or an age follows it."""
        inside = self._within(source)
        if not inside:
            return None
        text = self.text
        end = text.find(",", source.start, source.end)
        first_part = [name for name in inside if end < 0 or name.span.end <= end]
        for part, stop in ((first_part, end if end > 0 else source.end), (inside, source.end)):
            for name in reversed(part):
                if self._heads(name, source.start, stop if stop > name.span.end else source.end):
                    return name
        return None

    def _heads(self, name: Name, start: int, stop: int) -> bool:
        """Whether a name is what a phrase is about: nothing hangs it on another noun, and no noun follows it."""
        before = _WORD.findall(self.text, start, name.span.start)
        if before and before[-1].lower() in _BEHIND_NAME | {"to", "by", "the"} and name.type == "person":
            return False
        if any(word.lower() in _BEHIND_NAME for word in before) and name.type != "person":
            return False
        if any(word.lower() == "for" for word in before):
            return False
        if name.type != "person" and any(word.islower() and word.lower() not in ("the", "a") for word in before):
            return False
        behind = self.text[name.span.end : stop].lstrip()
        if not behind or behind[0] in ",(—–-;:":
            return True
        word = _WORD.match(behind)
        follows = word.group().lower() if word else ""
        return follows in _BEHIND_NAME or follows in self.words.relatives or follows == "and" or follows.isdigit()

    def _gender_of(self, name: Name) -> str:
        if name.type != "person":
            return ""
        first = name.span.of(self.text).split(" ", 1)[0].lower()
        words = self.words
        title = self.text[max(0, name.span.start - 16) : name.span.start].rstrip().rpartition(" ")[2].lower()
        if title in words.masculine or title in words.feminine:
            return "m" if title in words.masculine else "f"
        if first in words.masculine or first in words.masculine_given:
            return "m"
        return "f" if first in words.feminine or first in words.feminine_given else ""

    def _pronoun(self, source: Span, low: str, paragraph: int) -> Speaker:
        gender = _SINGULAR.get(low, "")
        if low in self.words.relatives:
            return self._relative(source, paragraph)
        candidates = self._candidates(source.start, paragraph, gender, low)
        who = candidates[0] if len(candidates) == 1 else None
        if who is not None and not gender and low != "it" and not self._plural_is(who, source.start, paragraph):
            who = None
        last = self._last
        if who is None and gender and last is not None and paragraph - last[0] <= 1 and last[1] in candidates:
            same = [chain for chain in candidates if self.genders.get(chain) in (gender, None)]
            who = (
                last[1]
                if (self.genders.get(last[1], "") if last[2] is None else last[2]) == gender or len(same) == 1
                else None
            )
        if who is None:
            return Speaker(None, tuple(candidates), "unnamed" if not candidates else "named", None)
        if gender:
            self.genders.setdefault(who, gender)
            self._last = (paragraph, who, gender)
        self.mentions[source] = Mention(source, "pronoun", who)
        return Speaker(who, (), "named", None)

    def _candidates(self, before: int, paragraph: int, gender: str, low: str) -> list[str]:
        """Chains near by that a pronoun may mean, the nearest last mentioned first."""
        start = self.paragraph_starts[max(0, paragraph - REACH + 1)]
        last = bisect_left(self.starts, before)
        near = self.names[max(bisect_left(self.starts, start), last - NEAR) : last]
        found: dict[str, None] = {}
        for name in reversed(near):
            fits = name.type == "person" if gender else name.type in ("organisation", "person")
            if low == "it":
                fits = name.type == "organisation"
            if gender and self.genders.get(name.who, gender) != gender:
                fits = False
            if fits and name.who not in self.only_headline:
                found.setdefault(name.who)
        return list(found)[:MAX_CANDIDATES]

    def _plural_is(self, who: str, before: int, paragraph: int) -> bool:
        """Whether "they" can only be an organisation: this paragraph names it, and no other group of people."""
        start = self.paragraph_starts[paragraph]
        near = self.names[bisect_left(self.starts, start) : bisect_left(self.starts, before)][-NEAR:]
        if not any(name.who == who and name.type == "organisation" for name in near):
            return False
        words = _WORD.findall(self.text, max(start, before - PLURALS), before)
        return not any(word in self.words.people and word.endswith(("s", "men", "people")) for word in words)

    def _relative(self, source: Span, paragraph: int) -> Speaker:
        """ "Orlo, who said": the name right before."""
        at = bisect_left(self.starts, source.start) - 1
        if at >= 0 and not self.text[self.names[at].span.end : source.start].strip(" ,\u00a0()"):
            who = self.names[at].who
            self.mentions[source] = Mention(source, "pronoun", who)
            self._last = (paragraph, who, None)
            return Speaker(who, (), "named", None)
        return Speaker(None, (), "unnamed", None)

    def _description(self, source: Span, low: str) -> Speaker:
        kind = next(
            (self.words.speaker_types[word] for word in _WORD.findall(low) if word in self.words.speaker_types), None
        )
        key = re.sub(r"^(?:the|a|an|another|some) ", "", low)
        before = self.mentions.get(source)
        who = self._described.get(key) if low.startswith("the ") else None if before is None else before.who
        if who is None:
            who = self._fresh()
            self._described[key] = who
        self.mentions[source] = Mention(source, "description", who)
        return Speaker(who, (), "unnamed", kind or "unknown")

    def _fresh(self) -> str:
        number = len(self._taken) + 1
        while f"w{number}" in self._taken:
            number += 1
        self._taken.add(f"w{number}")
        return f"w{number}"


def _headline(text: str, paragraphs: Sequence[Span]) -> Span:
    """The first of several paragraphs, if it is short and no sentence; else nothing."""
    if len(paragraphs) < 2:
        return Span(0, 0)
    first = paragraphs[0]
    line = first.of(text)
    sentence = len(line) > LONGEST_HEADLINE or line.rstrip("\"'”’»)")[-1:] in (".", "!", "?", "…", ":")
    return Span(0, 0) if sentence else first
