"""What a figure counts, in the words of the article: the shortest noun phrase that says so.

    some 17,000 Tollanders                Tollanders        a budget of $3m              budget
    40 percent of likely voters           likely voters     the death toll rose to 12    death toll
    struck 20 and injured 5 soldiers      soldiers, twice   Ann Orlo, 43,                Ann Orlo

There is no parser here: a phrase ends at small words, verbs and punctuation, and at its first plural where several are
counted.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache

from msgspec import Struct

from onrecord import lexicon
from onrecord.model import Span
from onrecord.tag.vocabulary import Cue, vocabulary

LONGEST = 5
"""Words of a thing counted at most."""

_WORD = re.compile(r"[^\W\d_]\w*(?:(?:\.[^\W\d_])+\.|(?:[-&/'’][^\W\d_]\w*)*)")
_WORD_BEFORE = re.compile(r"(?<!\w)(?P<word>[^\W\d_]+)\s$")
_SPACE = re.compile(r"[ \t\xa0]*\n?[ \t\xa0]*")
_OF = re.compile(r",?\s(?:worth\s)?(?P<of>of|in|among)\s", re.IGNORECASE)
_CLAUSE = re.compile(r"[,;:()—–“”\"]|\s-{1,3}\s")
_AGED = re.compile(r"\s?[,(]\s?$")
_LEFT = 90
"""Code points in front of a figure in which its subject stands."""


class _Words(Struct, frozen=True):
    stops: frozenset[str]
    determiners: frozenset[str]
    inside: frozenset[str]
    """Small words that may stand inside a subject: "the death toll in Vey"."""
    breaks: frozenset[str]
    measured: frozenset[str]
    """Adjectives that end a phrase where nothing follows them: "2 miles long", but "2 long poles"."""
    either: frozenset[str]
    """Verbs that are nouns where a phrase ends behind them."""
    plurals: frozenset[str]
    singulars: frozenset[str]
    reaching: frozenset[str]
    directions: frozenset[str]
    skipped: frozenset[str]
    opening: frozenset[str]
    closing: frozenset[str]


@cache
def _words() -> _Words:
    nouns, english = lexicon.load("quantities")["nouns"], vocabulary("en")
    plain = {word for word, flags in english.cues.items() if not flags & Cue.AMBIGUOUS}
    pronouns = english.subject_pronouns | english.other_pronouns
    stops = english.function_words | english.auxiliaries | english.finite | english.relatives | english.coordinators
    return _Words(
        stops=stops | english.adverbs | pronouns | plain | frozenset(nouns["verbs"]) | frozenset(nouns["measured"]),
        determiners=frozenset(nouns["articles"]),
        inside=english.prepositions | english.determiners,
        breaks=english.breaks,
        measured=frozenset(nouns["measured"]),
        either=frozenset(nouns["either"]),
        plurals=frozenset(nouns["plurals"]),
        singulars=frozenset(nouns["singulars"]),
        reaching=frozenset(nouns["reaching"]) | frozenset(nouns["directions"]),
        directions=frozenset(nouns["directions"]),
        skipped=frozenset(nouns["skipped"]),
        closing=english.prepositions | english.relatives | english.coordinators | english.auxiliaries,
        opening=english.determiners | frozenset(nouns["skipped"]),
    )


def is_plural(word: str) -> bool:
    """Whether a word looks like a plural."""
    words, low = _words(), word.lower().rpartition("-")[2]
    return low in words.plurals or (
        low[-1:] == "s" and low[-2:] not in ("ss", "us", "is") and low not in words.singulars
    )


def behind(text: str, start: int, end: int, several: bool, hyphen: bool) -> Span | None:
    """The noun phrase right behind a figure.

    Args:
        text: where it stands.
        start: of the figure.
        end: of the figure.
        several: more than one is counted, so that the phrase ends in a plural.
        hyphen: a hyphen may join figure and noun ("a 15-member board"), and the noun is then one word.
    """
    if hyphen and text[end : end + 1] in ("-", "‐", "‑"):
        word = _WORD.match(text, end + 1)
        return None if word is None else Span(word.start(), word.start() + len(re.split("[-‐‑]", word.group())[0]))
    noun = _WORD_BEFORE.search(text, max(0, start - 8), start)
    phrase = _phrase(text, end, _words().skipped, noun is not None and noun["word"].lower() in _words().determiners)
    while phrase and phrase[0].of(text).lower() in _words().skipped:
        phrase = phrase[1:]
    return _cut(text, phrase, several)


def of_behind(text: str, end: int, share: bool) -> Span | None:
    """The noun phrase behind "of", "among" or "in": "40 percent of likely voters", "$3m in revenue".

    Args:
        text: where it stands.
        end: of the figure.
        share: of a share, "among" tells what is counted and "in" a place; of a sum it is the other way round.
    """
    match = _OF.match(text, end)
    said = "" if match is None else match["of"].lower()
    if match is None or said == ("in" if share else "among"):
        return None
    if said != "in":
        return _opened(text, match.end() - 1)
    phrase = _phrase(text, match.end() - 1, _words().skipped)
    if phrase and text.startswith(" of ", phrase[-1].end):
        return None
    return _cut(text, phrase, several=any(is_plural(word.of(text)) for word in phrase))


def _opened(text: str, at: int) -> Span | None:
    """The noun phrase behind articles and the like."""
    phrase = _phrase(text, at, _words().opening, noun=True)
    while phrase and phrase[0].of(text).lower() in _words().opening:
        phrase = phrase[1:]
    return _cut(text, phrase, several=any(is_plural(word.of(text)) for word in phrase))


def half_behind(text: str, end: int) -> Span | None:
    """The noun phrase behind a share without "of": "half the boats"."""
    return _opened(text, end)


def _phrase(text: str, at: int, passed: frozenset[str], noun: bool = False) -> list[Span]:
    """The words from a place on, up to a small word, a verb or a sign.

    Args:
        text: where they stand.
        at: where they begin.
        passed: small words that are let through in front.
        noun: the first word behind those is a noun, whatever it looks like.
    """
    words, found, opened = _words(), list[Span](), False
    while len(found) < LONGEST + 2:
        space = _SPACE.match(text, at)
        word = _WORD.match(text, space.end()) if space is not None else None
        if space is None or word is None or (space.end() == at and found):
            break
        low = word.group().lower().replace("’", "'")
        if not opened and low in passed:
            pass
        elif low.endswith(("'s", "s'")) and low[:-2] not in words.stops:
            # Whose it is does not say what it is: "22 of Orlo's boats".
            found, opened, at = [], False, word.end()
            continue
        elif low in words.measured and not _ends(text, word.end()):
            opened = True
        elif low.endswith("n't") or (low in words.stops and not _is_noun(text, word, noun and not opened)):
            break
        else:
            opened = True
        found.append(Span(*word.span()))
        at = word.end()
    return found


def _is_noun(text: str, word: re.Match[str], expected: bool) -> bool:
    """Whether a word that is mostly a verb is a noun here."""
    return word.group().lower() in _words().either and (expected or _ends(text, word.end()))


def _ends(text: str, at: int) -> bool:
    """Whether a phrase ends here: at a sign, or before a small word that no object begins with."""
    word = _WORD.match(text, at + 1)
    return text[at : at + 1] != " " or word is None or word.group().lower() in _words().closing


def _cut(text: str, phrase: Sequence[Span], several: bool) -> Span | None:
    """A phrase up to its head."""
    if not phrase:
        return None
    end = len(phrase)
    if several:
        plural = next((at for at, word in enumerate(phrase) if is_plural(word.of(text))), None)
        if plural is not None:
            end = plural + 1
            while end < len(phrase) and is_plural(phrase[end].of(text)) and phrase[end].of(text)[0].islower():
                end += 1
            return Span(phrase[0].start, phrase[end - 1].end)
        end = min(end, 2)
    first = phrase[0].of(text)
    if first.islower() and (first.endswith("ly") or (_is_verb(first) and end == 1)):
        return None
    # "A $2m funding bill": what a noun follows is no verb.
    stop = next((at for at in range(1, end) if at == len(phrase) - 1 and _is_verb(phrase[at].of(text))), end)
    stop = min(stop, LONGEST)
    return Span(phrase[0].start, phrase[stop - 1].end)


def _is_verb(word: str) -> bool:
    """Whether a word has the form of a verb: "escaped", "running", or of an adverb: "nearly"."""
    return word.islower() and len(word) > 4 and word.endswith(("ed", "ing", "ly"))


def before(text: str, start: int, sentence: int) -> Span | None:
    """The noun phrase in front that a figure is said of: "a budget of", "the death toll rose to".

    Args:
        text: where it stands.
        start: of the figure.
        sentence: where its sentence begins.
    """
    low = max(sentence, start - _LEFT)
    while low > sentence and not text[low - 1].isspace():
        low += 1
        if low >= start:
            return None
    clause = low
    for match in _CLAUSE.finditer(text, low, start):
        clause = match.end()
    words = [Span(*match.span()) for match in _WORD.finditer(text, clause, start)]
    if not words or text[words[-1].end : start].strip():
        return None
    last = words[-1].of(text).lower()
    if last == "of":
        return _noun_before(text, words[:-1])
    reached = len(words)
    while reached and words[reached - 1].of(text).lower() in _words().reaching:
        reached -= 1
    if all(word.of(text).lower() in _words().directions for word in words[reached:]):
        return None
    return _subject(text, words[:reached])


def _noun_before(text: str, words: Sequence[Span]) -> Span | None:
    """The noun phrase that ends here, "margin of error" included."""
    at = len(words)
    while at and len(words) - at < 3:
        word = words[at - 1].of(text)
        if word.lower() in _words().stops or _is_verb(word) or "'" in word or "’" in word:
            break
        if at < len(words) and text[words[at - 1].end : words[at].start].strip():
            break
        at -= 1
    if (
        1 < at < len(words)
        and words[at - 1].of(text).lower() == "of"
        and words[at - 2].of(text).lower() not in _words().stops
    ):
        at -= 2
    return None if at == len(words) else Span(words[at].start, words[-1].end)


def _subject(text: str, words: Sequence[Span]) -> Span | None:
    """The head of the noun phrase that ends before a verb: "the death toll in Vey" gives "death toll"."""
    known, start = _words(), len(words)
    while start:
        low = words[start - 1].of(text).lower()
        if (low in known.stops and low not in known.inside) or low in known.breaks:
            break
        start -= 1
    words = list(words[start:])
    while words and words[0].of(text).lower() in known.stops:
        words = words[1:]
    begin = end = 0
    while end < len(words) and words[end].of(text).lower() not in known.stops:
        end += 1
        if words[end - 1].of(text).endswith(("'s", "’s")) and end < len(words):
            begin = end
    return Span(words[begin].start, words[min(end, begin + LONGEST) - 1].end) if end > begin else None


def aged(text: str, start: int, names: Sequence[Span]) -> Span | None:
    """The name whose age stands behind it in commas or brackets: "Ann Orlo, 43," gives "Ann Orlo"."""
    mark = _AGED.search(text, max(0, start - 3), start)
    if mark is None:
        return None
    return next((name for name in names if name.end == mark.start()), None)
