"""The words of `lexicon/citing.toml` as patterns, and names of outlets in plain form."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from functools import cache

from onrecord.lexicon import load

_WORD = re.compile(r"[^\W_]+")
_SITE = re.compile(r"(?:[\w-]+\.)+(?:com|org|net|info|news|tv|eu|uk|de|fr|es|it|nl|example|[a-z]{2})", re.I)
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
    if len(words) < 2:
        return bool(words) and words[0] in table("outlets", "alone")
    if words[-1] in table("outlets", "last") or " ".join(words[-2:]) in table("outlets", "agencies"):
        return True
    before_place = words[words.index("of") - 1] if "of" in words[1:] else ""
    begins = words[0] in table("outlets", "first") or before_place in table("outlets", "alone")
    return begins and not is_body(name)


def is_outlet_like(name: str) -> bool:
    """Whether words could be the name of an outlet: few, with capitals, or the name of a site."""
    words = name.split()
    if not 1 <= len(words) <= 7 or len(name) > 60:
        return False
    if is_site(name):
        return True
    small = table("outlets", "small")
    bare = [word.strip("'’‘“”\".,()") for word in words]
    if not all(not word or word[0].isupper() or word[0].isdigit() or word.lower() in small for word in bare):
        return False
    return (bare[0][:1].isupper() or bare[0][:1].isdigit()) and any(word[:1].isupper() for word in bare)


def is_site(name: str) -> bool:
    """Whether a name is that of a site: "northquay.example"."""
    return _SITE.fullmatch(name) is not None


def is_body(name: str) -> bool:
    """Whether a name holds a word of a body that is no outlet: "Harbour Council"."""
    words = plain_words(name)
    is_place = words[1:2] == ["of"] and words[0] in ("city", "town", "county", "state", "port", "municipality")
    return is_place or not table("outlets", "bodies").isdisjoint(words)
