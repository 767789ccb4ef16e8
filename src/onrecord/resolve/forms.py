"""One way of writing a name, taken apart: plain words, title, initials, and whether it is an acronym."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence

from msgspec import Struct

BROKEN = re.compile(r"(?<=-)\s*[\n\r]\s*|\u00ad\s*|[\u200b-\u200d\u2060\ufeff]")
POSSESSIVE = re.compile(r"(?:['’]s|(?<=s)['’])$", re.IGNORECASE)
_EDGES = " \t\"“”„«»'‘’`.,;:!?()[]{}…–—-*_/|"
_WORD = re.compile(r"[^\W_]+(?:['’.&][^\W_]+)*")
DOTS = re.compile(r"(?<=\w)\.(?=\w)")
_INNER_MARKS = re.compile(r"['’.&]")
ACRONYM = re.compile(r"(?:[^\W\d_a-z]\.?|\d|(?<=[A-Z])[a-z](?=[A-Z])){2,10}s?")


# Half a million of these live at once in a large pile. They hold no cycles, so the collector may pass them over.
class Form(Struct, eq=False, gc=False):
    """One way of writing a name, taken apart once."""

    shown: str
    words: tuple[str, ...]
    """The plain words without article and title."""
    has_title: bool
    key: str
    short: str
    """The key without the initials in a person's middle."""
    is_acronym: bool
    is_bare: bool

    @classmethod
    def of(cls, shown: str, words: tuple[str, ...], has_title: bool) -> Form:
        is_acronym = len(words) == 1 and ACRONYM.fullmatch(shown.removeprefix("the ")) is not None
        return cls(shown, words, has_title, " ".join(words), without_initials(words), is_acronym, is_bare(words))


def plain_words(form: str) -> tuple[str, ...]:
    """The words of a name without case, accents, marks, possessive and a leading article.

    "The People's Har-\\nbour Party's" and "Peoples Har-bour Party" give the same, "U.S." gives "us".
    """
    whole = POSSESSIVE.sub("", BROKEN.sub("", form).strip(_EDGES))
    if not whole.isascii():
        whole = "".join(part for part in unicodedata.normalize("NFKD", whole) if not unicodedata.combining(part))
    words = tuple(_INNER_MARKS.sub("", word).casefold() for word in _WORD.findall(whole))
    return words[1:] if len(words) > 1 and words[0] == "the" else words


def expands(words: Sequence[str], acronym: str) -> bool:
    """Whether the letters of `acronym` stand in this order in `words`, beginning with the first letter."""
    letters = iter("".join(words))
    return len(words) > 1 and words[0][0] == acronym[0] and all(letter in letters for letter in acronym)


def is_bare(words: Sequence[str]) -> bool:
    """Whether a person's name is no more than a surname or a given name, with an initial perhaps."""
    core = [word for word in words if len(word) > 1]
    return len(core) <= 1 and not any("\u3040" <= word[0] <= "\ud7ff" for word in core)


def without_initials(words: tuple[str, ...]) -> str:
    """The key of a person's name without the initials in its middle."""
    last = len(words) - 1
    return " ".join(word for place, word in enumerate(words) if len(word) > 1 or place in (0, last))
