"""The words of `lexicon/citing.toml` as patterns, and names of outlets in plain form."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from functools import cache

from onrecord.lexicon import load

_WORD = re.compile(r"[^\W_]+")
_ARTICLES = frozenset({"the", "der", "die", "das", "des", "le", "la", "les", "el", "los", "il", "de", "den"})
_ENDINGS = frozenset({"online", "com", "org", "net", "www", "co", "uk", "de", "website"})


@cache
def table(part: str, name: str) -> frozenset[str]:
    """A list of words of the lexicon."""
    words: list[str] = load("citing")[part][name]
    return frozenset(words)


def any_of(words: Iterable[str]) -> str:
    """A pattern that matches the longest of several phrases, with any white space between their words."""
    ordered = sorted(set(words), key=lambda phrase: (-len(phrase), phrase))
    return "|".join(r"\s+".join(map(re.escape, phrase.split())) for phrase in ordered)


@cache
def phrases(part: str, *names: str) -> str:
    """A pattern of the phrases of one or several lists of the lexicon."""
    return any_of(phrase for name in names for phrase in load("citing")[part][name])


def plain_words(text: str) -> list[str]:
    """The words of a title or a name in small letters and without accents."""
    bare = "".join(c for c in unicodedata.normalize("NFKD", text.casefold()) if not unicodedata.combining(c))
    return _WORD.findall(bare.replace("’", "").replace("'", ""))


def outlet_key(name: str) -> str:
    """What two writings of an outlet's name have in common: "The Ostrel Tribune", "ostrel tribune online"."""
    words = plain_words(name)
    kept = [word for word in words if word not in _ENDINGS]
    while len(kept) > 1 and kept[0] in _ARTICLES:
        kept = kept[1:]
    return "".join(kept or words)


def has_outlet_word(name: str) -> bool:
    """Whether a name looks like one of an outlet: "Larnholm Post", "Radio Vey", "Marwire News Agency"."""
    words = plain_words(name)
    while len(words) > 1 and words[0] in _ARTICLES:
        words = words[1:]
    if len(words) == 1:
        return words[0] in table("outlets", "alone")
    if words and (words[-1] in table("outlets", "last") or " ".join(words[-2:]) in table("outlets", "agencies")):
        return True
    return bool(words) and words[0] in table("outlets", "first") and not is_body(name)


def is_body(name: str) -> bool:
    """Whether a name holds a word of a body that is no outlet: "Harbour Council"."""
    return not table("outlets", "bodies").isdisjoint(plain_words(name))
