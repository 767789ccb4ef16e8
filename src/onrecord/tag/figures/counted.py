"""What a figure counts, where the words behind it say so: the shortest noun phrase.

some 17,000 Tollanders           Tollanders         40 percent of likely voters       likely voters
a 15-member board                member             30 percent support among clerks   clerks
$30 billion in revenue           revenue            half the boats                    boats
"""

from __future__ import annotations

import re
from functools import cache

from onrecord import lexicon
from onrecord.model import Span
from onrecord.tag.figures.phrases import WORD, cut, ends, is_plural, is_verb, phrase, small
from onrecord.tag.figures.units import Quantity

_WORD_BEFORE = re.compile(r"(?<!\w)(?P<word>[^\W\d_]+)\s$|(?P<whose>['’]s?)\s$")
_OF = re.compile(r",?[”\"’']?,?\s(?:worth\s)?(?P<of>of|in|among)\s", re.IGNORECASE)
_THOSE = re.compile(
    r"\s(?:of|among)\s(?P<whom>those|these|them)\b(?!\s(?:surveyed|polled|asked|questioned))", re.IGNORECASE
)
_WHOM = re.compile(r"\sof\s(?:whom|which)\b")
_TIMES = re.compile(r"\s(?:more\s)?times\b", re.IGNORECASE)


def behind(text: str, start: int, end: int, quantity: Quantity) -> Span | None:
    """The noun phrase right behind a figure; a hyphen may join the two ("a 15-member board"), and it is then one word.

    Args:
        text: where it stands.
        start: of the figure.
        end: of the figure.
        quantity: what the figure says.
    """
    if text[end : end + 1] in ("-", "‐", "‑") and quantity.unit is None:
        return _joined(text, end + 1)
    if _TIMES.match(text, end):
        return None
    several = quantity.kind == "count" and quantity.value not in (0, 1)
    before = _WORD_BEFORE.search(text, max(0, start - 8), start)
    definite = before is not None and (before["whose"] is not None or before["word"].lower() in small().determiners)
    words = phrase(text, end, small().skipped, definite, "several" if several else "one")
    while words and words[0].of(text).lower() in small().skipped:
        words = words[1:]
    if words and quantity.kind != "age" and (definite or not several) and _is_relative(text, words):
        return None
    found = cut(text, words, several)
    if found is None:
        return None
    alone, plural = found.of(text).islower() and len(words) == 1, is_plural(found.of(text))
    if quantity.kind == "age" and alone and plural:
        # "The 62-year-old weighs".
        return None
    if definite:
        return found
    if several and alone and not plural:
        # "Fourteen more ready to leave".
        return None
    return None if quantity.unit == "percent" and _is_predicate(text, found) else found


def _joined(text: str, at: int) -> Span | None:
    """The word behind a hyphen; of "a 100-strong crew" what is so strong."""
    word = WORD.match(text, at)
    if word is None:
        return None
    if word.group() == "strong":
        return cut(text, phrase(text, word.end(), frozenset()), several=False)
    return Span(word.start(), word.start() + len(re.split("[-‐‑]", word.group())[0]))


def _is_predicate(text: str, thing: Span) -> bool:
    """Whether a word behind a share says what they are, and not who: "15 percent enthusiastic"."""
    word = thing.of(text)
    if " " in word or not word.islower() or is_plural(word) or not ends(text, thing.end):
        return False
    nouns = lexicon.load("quantities")["nouns"]
    return word not in nouns["support"] + nouns["rates"] and not word.endswith(tuple(nouns["noun_endings"]))


def _is_relative(text: str, words: list[Span]) -> bool:
    """Whether a name and its verb stand behind a figure: "the $3m Ann Orlo raised"."""
    names = next((at for at, word in enumerate(words) if not word.of(text)[0].isupper()), len(words))
    if not names or names < len(words):
        return bool(names) and is_verb(words[names].of(text))
    word = WORD.match(text, words[-1].end + 1)
    if word is None or text[words[-1].end] != " ":
        return False
    low = word.group().lower()
    return (low in small().stops and low not in small().grammar) or low in ("has", "had", "have")


def of_behind(text: str, end: int, quantity: Quantity) -> Span | None:
    """The noun phrase behind "of", "among" or "in": "40 percent of likely voters", "$3m in revenue".

    Of a sum, "in" tells what is counted and "among" to whom it goes; of all else it is the other way round. Of a share,
    a noun may stand between: "30 percent support among clerks".

    Args:
        text: where it stands.
        end: of the figure.
        quantity: what the figure says.
    """
    support = _support().match(text, end) if quantity.kind == "share" else None
    match = support or _OF.match(text, end)
    if match is None:
        return None
    said = match["of"].lower()
    if said == ("among" if quantity.kind == "money" else "in"):
        return None
    if said != "in":
        return opened(text, match.end() - 1)
    words = phrase(text, match.end() - 1, small().skipped)
    if not words or text.startswith(" of ", words[-1].end) or all(word.of(text)[0].isupper() for word in words):
        return None
    if words[0].of(text).lower() in lexicon.load("quantities")["nouns"]["not_spent"]:
        return None
    return cut(text, words, several=any(is_plural(word.of(text)) for word in words), noun=True)


@cache
def _support() -> re.Pattern[str]:
    nouns = "|".join(lexicon.load("quantities")["nouns"]["support"])
    return re.compile(rf"\s(?:{nouns})\s(?P<of>of|among|from)\s", re.IGNORECASE)


def opened(text: str, at: int) -> Span | None:
    """The noun phrase behind articles and the like; without "of" that of a share: "half the boats"."""
    words = phrase(text, at, small().opening, noun=True, number="several")
    while words and words[0].of(text).lower() in small().opening:
        words = words[1:]
    return cut(text, words, several=any(is_plural(word.of(text)) for word in words), noun=True)


def of_whom(text: str, end: int) -> bool:
    """Whether a figure is a part of what stands right before: "the clerks, half of whom"."""
    return _WHOM.match(text, end) is not None


def of_those(text: str, end: int) -> bool:
    """Whether a figure is one of what was spoken of before: "a third of those with jobs"."""
    match = _THOSE.match(text, end)
    return match is not None and (match["whom"].lower() == "them" or opened(text, match.end()) is None)
