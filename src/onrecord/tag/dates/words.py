"""A text as tokens, each with the class of what it may be in an expression of time.

A class is one character, so that the classes of a text are a string and the grammar is a set of regular expressions
over that string: an article of 750 words is looked through in a few milliseconds.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

from onrecord import lexicon
from onrecord.model import Span

_TOKEN = re.compile(
    r"\d{4}-\d{1,2}-\d{1,2}(?:T\d{1,2}:\d{2}(?::\d{2})?)?(?![\w-])"
    r"|\d{1,4}([/.-])(?:\d{1,2}|[^\W\d_]{3,9})\1\d{1,4}(?![\w/])"
    r"|\d{1,2}[:.]\d{2}(?::\d{2})?(?=\s?[aApP]\.?\s?[mM]\b)"
    r"|\d{1,2}:\d{2}(?::\d{2})?(?![:\d]|\.\d)"
    r"|\d{1,4}/\d{1,4}(?![\w/])"
    r"|[aApP]\.\s?[mM]\.?(?!\w)"
    r"|['’]?\d{2,4}['’]?s\b"
    r"|\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+\.\d+|\d+(?:st|nd|rd|th)\b|\d+"
    r"|[oO]['’]?[cC]lock\b"
    r"|['’]s?\b"
    r"|[QqHh][1-4]\b"
    r"|[^\W\d_]+"
    r"|[^\w\s]"
)
_NUMERIC = (
    ("iso", re.compile(r"\d{4}-\d{1,2}-\d{1,2}(?:t.*)?")),
    ("full", re.compile(r"\d{1,4}([/.-])(?:\d{1,2}|[^\W\d_]+)\1\d{1,4}")),
    ("clock", re.compile(r"\d{1,2}:\d{2}(?::\d{2})?")),
    ("partial", re.compile(r"\d{1,4}/\d{1,4}")),
    ("decade", re.compile(r"['’]?(?:\d0|[12]\d\d0)['’]?s")),
    ("ordinaldigits", re.compile(r"\d{1,2}(?:st|nd|rd|th)")),
    ("year", re.compile(r"[12]\d{3}")),
    ("digits", re.compile(r"\d{1,2}")),
    ("bignum", re.compile(r"\d.*")),
    ("meridiem", re.compile(r"[ap]\.\s?m\.?")),
    ("quarterword", re.compile(r"q[1-4]")),
    ("halfword", re.compile(r"h[12]")),
)
_BY_SHAPE = (*(name for name, _ in _NUMERIC), "feast", "dotted")

NONE = " "
"""The class of what no expression of time holds."""
BAR = "|"
"""The class of the end of a sentence, which no expression reaches over."""
MOST = 100_000
"""Words whose class is kept; a pile's vocabulary is smaller, and a text of noise must not fill the memory."""


@dataclass(frozen=True)
class CalendarWords:
    """What `lexicon/calendar.toml` says, and `lexicon/quantities.toml` of number words: the character of each class,
    the class of each word, what a word is worth."""

    classes: dict[str, str]
    by_word: dict[str, str]
    worth: dict[str, int | str]
    feasts: dict[str, list[tuple[tuple[str, ...], str]]]
    """By the first token of its name: the other tokens and the rule of its day; the longest first."""


@cache
def calendar_words() -> CalendarWords:
    """The lexicon, read once."""
    table = lexicon.load("calendar")
    values = table["values"] | _number_words()
    names = dict.fromkeys([*values, *table["classes"], *_BY_SHAPE])
    classes = {name: chr(0xC0 + index) for index, name in enumerate(names)}
    by_word = {word: classes[name] for name, words in table["classes"].items() for word in words.split()}
    by_word |= {word: classes[name] for name, words in values.items() for word in words}
    worth = {word: value for words in values.values() for word, value in words.items()}
    feasts: dict[str, list[tuple[tuple[str, ...], str]]] = {}
    for name, rule in sorted(table["feasts"].items(), key=lambda item: -len(item[0])):
        first, *rest = (token[0].replace("’", "'") for token in _TOKEN.finditer(name))
        feasts.setdefault(first, []).append((tuple(rest), rule))
    return CalendarWords(classes, by_word, worth, feasts)


def _number_words() -> dict[str, dict[str, int]]:
    """The number words of `lexicon/quantities.toml` that days, hours and years are said with, by class."""
    table = lexicon.load("quantities")["numbers"]
    return {
        "number": {word: value for value, word in enumerate(table["units"])},
        "tens": {word: 20 + 10 * at for at, word in enumerate(table["tens"])},
        "ordinal": {word: value for word, value in table["ordinals"].items() if value <= 30 and word != "second"},
    }


class _Classes(dict[str, str]):
    """The class of each token as it is written."""

    def __init__(self) -> None:
        super().__init__()
        self.known = calendar_words()

    def __missing__(self, token: str) -> str:
        low = token.lower()
        found = self.known.by_word.get(low)
        if found is None:
            found = NONE
            if token[0].isdigit() or low[0] in "apqh'’":
                found = self._shaped(low)
        if len(self) < MOST:
            self[token] = found
        return found

    def _shaped(self, low: str) -> str:
        low = ascii_digits(low)
        return next((self.known.classes[name] for name, shape in _NUMERIC if shape.fullmatch(low)), NONE)


def ascii_digits(token: str) -> str:
    """The same with the digits 0 to 9 for those of Arabic, Persian and other scripts."""
    return token if token.isascii() else "".join(str(int(sign)) if sign.isdecimal() else sign for sign in token)


@cache
def _classes() -> _Classes:
    return _Classes()


class Tokens:
    """The tokens of a text, sentence by sentence.

    Args:
        text: the text; `starts` and `ends` of tokens are code points in it.
        sentences: where its sentences stand, in order.
    """

    __slots__ = ("codes", "ends", "feasts", "starts", "text", "words")

    def __init__(self, text: str, sentences: Sequence[Span]) -> None:
        self.text = text
        self.words: list[str] = []
        """As written; an empty one behind each sentence."""
        self.starts: list[int] = []
        self.ends: list[int] = []
        self.feasts: dict[int, tuple[int, str]] = {}
        """By token: the token behind the name of a feast that begins there, and the rule of its day."""
        codes: list[str] = []
        classes = _classes()
        for sentence in sentences:
            for match in _TOKEN.finditer(text, sentence.start, sentence.end):
                word = match[0]
                self.words.append(word)
                codes.append(classes[word])
                self.starts.append(match.start())
                self.ends.append(match.end())
            self.words.append("")
            codes.append(BAR)
            self.starts.append(sentence.end)
            self.ends.append(sentence.end)
        self._find_feasts(codes)
        self.codes = "".join(codes)

    def _find_feasts(self, codes: list[str]) -> None:
        known = calendar_words()
        for at, word in enumerate(self.words):
            for rest, rule in known.feasts.get(word.lower(), ()):
                behind = at + 1 + len(rest)
                if tuple(low.lower().replace("’", "'") for low in self.words[at + 1 : behind]) == rest:
                    self.feasts[at] = (behind, rule)
                    codes[at] = known.classes["feast"]
                    codes[at + 1 : behind] = [known.classes["dotted"]] * len(rest)
                    break

    def bounds(self) -> list[int]:
        """The tokens that end a sentence, in order."""
        return [at for at, code in enumerate(self.codes) if code == BAR]

    def low(self, at: int) -> str:
        """A token in small letters; empty outside the text."""
        return self.words[at].lower() if 0 <= at < len(self.words) else ""

    def span(self, begin: int, end: int) -> Span:
        """The stretch of text from token `begin` to the one before `end`."""
        return Span(self.starts[begin], self.ends[end - 1])
