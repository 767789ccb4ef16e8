"""Noun phrases beside a name, found without a parser: words, where their sentence ends, and what may describe whom.

Only a bounded stretch on either side of a name is looked at, so that the work grows with the names of a text.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache

from msgspec import Struct

from onrecord import lexicon
from onrecord.model import NameType
from onrecord.tag.vocabulary import Cue, vocabulary

_TOKEN = re.compile(r"[^\W_]+(?:(?:[-&/]|['’](?![sS]\b)|\.(?=[^\W_]))[^\W_]+)*|['’][sS]\b|--|[^\w\s]|_")
_MAY_END = re.compile(r"(?P<mark>[.!?…])[\"”’'»)\]]*(?=\s|\Z)|\n")
_WORD_BEFORE = re.compile(r"[^\W_]+(?:\.[^\W_]+)*\Z")
_NEXT = re.compile(r"\s*[\"“‘'«(\[]*([^\s])")

FILLED = range(60, 101)
"""Lengths of a line that a program may have broken in the middle of a sentence, as in mail; a small letter follows."""

OPENING = frozenset("\"“‘«„'")
CLOSING = frozenset("\"”’»'")
DASHES = frozenset(("–", "—", "--", "-"))
POSSESSIVE = frozenset(("'s", "’s"))
_NO_PERSONS = frozenset(("affairs", "general", "vice"))
"""Parts of titles that are no title by themselves."""

_AS_THEY_ARE = (
    "inanimate", "modifiers", "verbs", "describing", "calling", "being", "occasions", "courtesy", "doubtful",
    "left_off",
)  # fmt: skip
"""Lists of [labels] that nothing is added to."""

_PAIRS = {"“": "”", "‘": "’", "«": "»", '"': '"', "'": "'", "„": "“"}


class Token(Struct, gc=False):
    """A word or a mark of the text, by code points."""

    start: int
    end: int
    written: str
    low: str
    word: bool
    named: NameType | None = None
    """The type of the name that it belongs to."""

    @property
    def capital(self) -> bool:
        return self.written[0].isupper()


class Words(Struct, frozen=True):
    """The lists of `lexicon/en.toml` that descriptions are found with; all words in lower case."""

    persons: frozenset[str]
    groups: frozenset[str]
    places: frozenset[str]
    endings: tuple[str, ...]
    inanimate: frozenset[str]
    modifiers: frozenset[str]
    verbs: frozenset[str]
    describing: frozenset[str]
    calling: frozenset[str]
    being: frozenset[str]
    occasions: frozenset[str]
    courtesy: frozenset[str]
    doubtful: frozenset[str]
    left_off: frozenset[str]
    titles: frozenset[str]
    relatives: frozenset[str]
    coordinators: frozenset[str]
    prepositions: frozenset[str]
    breaks: frozenset[str]
    adverbs: frozenset[str]
    negations: frozenset[str]
    auxiliaries: frozenset[str]
    subjects: frozenset[str]
    """Pronouns that begin a clause."""
    noun_titles: frozenset[str]
    """Titles and roles, which are written with a capital before a name, too."""
    stops: frozenset[str]
    """Words that no description begins with or reaches back over."""
    finite: frozenset[str]
    """Verb forms that make a clause."""
    abbreviations: frozenset[str]
    """What a full stop may stand behind within a sentence."""

    def noun(self, low: str, kind: NameType | None) -> bool:
        """Whether a word says what somebody or something of this type is; of any type where None."""
        if kind == "person":
            return self._person(low)
        if low in self.groups or low in self.places:
            return True
        return kind != "place" and self._person(low)

    def _person(self, low: str) -> bool:
        last = low.rpartition("-")[2]
        return (
            bool({low, last, last.removesuffix("s")} & self.persons)
            or (last.endswith("men") and f"{last[:-2]}an" in self.persons)
            or (len(last) > 4 and last.endswith(self.endings) and last not in self.inanimate)
        )

    def open_class(self, low: str) -> bool:
        """Whether a word may stand inside a description: no function word, no verb as far as its form tells."""
        if low in self.modifiers or self.noun(low, None):
            return True
        return not (
            low in self.stops
            or low in self.verbs
            or low in self.finite
            or low.endswith(("ing", "ly"))
            or (low.endswith("s") and not low.endswith(("ss", "us", "is")))
            or low[0].isdigit()
        )


@cache
def words() -> Words:
    """The English lists."""
    table = lexicon.load("en")
    own, names = table["labels"], table["names"]
    grammar = vocabulary("en")
    persons = {*own["persons"], *names["titles"], *names["roles"], *table["descriptions"]["persons"]} - _NO_PERSONS
    groups = {*own["groups"], *names["organisation_words"]}
    places = {*own["places"], *names["place_words"]}
    nouns = persons | groups | places
    cues = {form for form, flags in grammar.cues.items() if not flags & (Cue.AMBIGUOUS | Cue.GERUND)}
    finite = (cues | grammar.finite | grammar.auxiliaries) - nouns - {"'s"}
    small = grammar.function_words | grammar.adverbs | grammar.auxiliaries | grammar.negations | grammar.coordinators
    lists = {name: frozenset(own[name]) for name in _AS_THEY_ARE}
    return Words(
        persons=frozenset(persons),
        groups=frozenset(groups),
        places=frozenset(places),
        endings=tuple(own["endings"]),
        titles=grammar.titles,
        relatives=grammar.relatives,
        coordinators=grammar.coordinators | {"&"},
        prepositions=grammar.prepositions | {"as"},
        breaks=grammar.breaks - {"as", "than"},
        adverbs=grammar.adverbs,
        negations=grammar.negations,
        auxiliaries=grammar.auxiliaries,
        subjects=grammar.subject_pronouns,
        noun_titles=grammar.titles | grammar.roles,
        stops=(small | grammar.calendar | grammar.relatives | grammar.hearers) - lists["modifiers"],
        finite=frozenset(finite),
        abbreviations=frozenset(table["sentences"]["before_name"]),
        **lists,
    )


def tokens(text: str, start: int, end: int) -> list[Token]:
    """The words and marks of a stretch."""
    return [
        Token(at.start(), at.end(), at[0], at[0].lower(), at[0][0].isalnum())
        for at in _TOKEN.finditer(text, start, end)
    ]


def sentence_start(text: str, low: int, at: int) -> int:
    """Where the sentence that holds `at` begins, no further back than `low`."""
    begin = low
    for mark in _MAY_END.finditer(text, low, at):
        if _ends(text, mark):
            begin = mark.end()
    return begin


def sentence_end(text: str, at: int, high: int) -> int:
    """Where the sentence that holds `at` ends, no further than `high`."""
    for mark in _MAY_END.finditer(text, at, high):
        if _ends(text, mark):
            return mark.start()
    return min(high, len(text))


def _ends(text: str, mark: re.Match[str]) -> bool:
    at = mark.start()
    following = _NEXT.match(text, mark.end(), mark.end() + 40)
    if mark["mark"] is None:
        line = at - text.rfind("\n", max(0, at - FILLED.stop), at) - 1
        return line not in FILLED or not text[at + 1 : at + 2].islower()
    if following is None:
        return True
    if mark["mark"] != ".":
        return following[1].isupper() or following[1].isdigit()
    word = _WORD_BEFORE.search(text, max(0, at - 20), at)
    if word is not None and (word[0].lower() in words().abbreviations or (len(word[0]) == 1 and word[0].isupper())):
        return False
    return not following[1].islower()


def quoted_whole(found: Sequence[Token], first: int, last: int) -> tuple[int, int]:
    """Tokens `first` to `last` (inclusive) with the quotation marks around them that lack their other half inside."""
    before = found[first - 1].written if first else ""
    behind = found[last + 1].written if last + 1 < len(found) else ""
    within = [token.written for token in found[first : last + 1]]
    closing = _PAIRS.get(before)
    if closing is not None and closing in (*within, behind):
        outer = closing not in within
        return first - 1, last + 1 if outer else last
    opening = next((mark for mark in within if mark in _PAIRS), None)
    if opening is not None and _PAIRS[opening] == behind and within.count(_PAIRS[opening]) < 1 + (opening == behind):
        return first, last + 1
    return first, last
