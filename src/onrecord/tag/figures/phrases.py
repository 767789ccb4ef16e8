"""Noun phrases around figures, found without a parser: words up to a small word, a verb or a sign."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache
from typing import Literal

from msgspec import Struct

from onrecord import lexicon
from onrecord.model import Span
from onrecord.tag.vocabulary import Cue, vocabulary

LONGEST = 5
"""Words of a thing counted at most."""

WORD = re.compile(r"[^\W\d_]\w*(?:(?:\.[^\W\d_])+\.|(?:[-&/'’][^\W\d_]\w*)*)")
_SPACE = re.compile(r"-?[ \t\xa0]*\n?[ \t\xa0]*")
_QUOTED = re.compile(r"[ \xa0](?:“(?=[^“”\n]{2,24}”[ \xa0])|\"(?=[^\"\n]{2,24}\"[ \xa0]))[a-z]")
"""An adjective in quotation marks in front of a noun."""
_OBJECT = re.compile(r"\s(?:\d|[$£€]|(?:the|an?|his|her|its|their|just|only|no|more|to)\b)")
_UNQUOTE = re.compile(r"[”\"]?[ \t\xa0]*")


class Words(Struct, frozen=True):
    """The words by which phrases are told; all in small letters."""

    stops: frozenset[str]
    grammar: frozenset[str]
    """Those of the stops that are never nouns."""
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
    not_adverbs: frozenset[str]
    compounds: frozenset[str]
    """Nouns of which a number makes an adjective, with a hyphen or without: "a 300 page report"."""
    weekdays: frozenset[str]
    vague: frozenset[str]
    participles: frozenset[str]
    """Irregular ones, which may be adjectives: "216 paid clerks"."""
    skipped: frozenset[str]
    opening: frozenset[str]
    closing: frozenset[str]


@cache
def small() -> Words:
    """The words of `lexicon/quantities.toml` and of the English vocabulary."""
    nouns, english = lexicon.load("quantities")["nouns"], vocabulary("en")
    plain = {word for word, flags in english.cues.items() if not flags & Cue.AMBIGUOUS}
    pronouns = english.subject_pronouns | english.other_pronouns
    stops = english.function_words | english.auxiliaries | english.finite | english.relatives | english.coordinators
    return Words(
        stops=stops | english.adverbs | pronouns | plain | frozenset(nouns["verbs"]) | frozenset(nouns["measured"]),
        grammar=english.function_words | english.auxiliaries | english.relatives | english.coordinators | pronouns,
        determiners=frozenset(nouns["articles"]),
        inside=(english.prepositions | english.determiners | frozenset(nouns["inside"])),
        breaks=english.breaks,
        measured=frozenset(nouns["measured"]),
        either=frozenset(nouns["either"]),
        plurals=frozenset(nouns["plurals"]),
        singulars=frozenset(nouns["singulars"]),
        not_adverbs=frozenset(nouns["not_adverbs"]),
        compounds=frozenset(nouns["compounds"]),
        weekdays=english.weekdays,
        vague=frozenset(lexicon.load("quantities")["numbers"]["vague"]),
        participles=frozenset(nouns["participles"]),
        skipped=frozenset(nouns["skipped"]),
        closing=english.prepositions | english.relatives | english.coordinators | english.auxiliaries,
        opening=english.determiners | frozenset(nouns["skipped"]),
    )


def is_plural(word: str) -> bool:
    """Whether a word looks like a plural."""
    words, low = small(), word.lower().rpartition("-")[2]
    if low in words.plurals:
        return True
    if low in words.singulars:
        return False
    return (low.endswith("men") and len(low) > len("men") + 1) or (
        low[-1:] == "s" and low[-2:] not in ("ss", "us", "is")
    )


def is_verb(word: str) -> bool:
    """Whether a word has the form of a verb: "escaped", "running", or of an adverb: "nearly"."""
    return word.islower() and len(word) > 4 and (word.endswith(("ed", "ing")) or is_adverb(word))


def is_adverb(word: str) -> bool:
    """Whether a word has the form of an adverb: "nearly", but not "assembly"."""
    return word.endswith("ly") and word not in small().not_adverbs


def ends(text: str, at: int) -> bool:
    """Whether a phrase ends here: at a sign, or before a small word that no object begins with."""
    word = WORD.match(text, at + 1)
    return text[at : at + 1] != " " or word is None or word.group().lower() in small().closing


def phrase(
    text: str,
    at: int,
    passed: frozenset[str],
    noun: bool = False,
    number: Literal["one", "several", ""] = "",
) -> list[Span]:
    """The words from a place on, up to a small word, a verb or a sign.

    Args:
        text: where they stand.
        at: where they begin.
        passed: small words that are let through in front.
        noun: the first word behind those is a noun, whatever it looks like.
        number: what stands in front: behind several a plural is a noun, whatever it looks like, and behind both a
            participle is an adjective.
    """
    words, found, opened = small(), list[Span](), False
    quoted = _QUOTED.match(text, at)
    if quoted is not None:
        at = quoted.end() - 1
    while len(found) < LONGEST + 2:
        space = (_UNQUOTE if quoted is not None else _SPACE).match(text, at)
        word = WORD.match(text, space.end()) if space is not None else None
        if space is None or word is None or (space.end() == at and found and quoted is None):
            break
        low = word.group().lower().replace("’", "'")
        if word.group() == "US" or (low in words.weekdays and found and found[-1].of(text)[0].isupper()):
            # "The US population", "Super Tuesday states".
            low = "name"
        if low.endswith(("'s", "s'")) and low[:-2] not in words.stops:
            # Whose it is does not say what it is: "22 of Orlo's boats".
            found, opened, at = [], False, word.end()
            continue
        if opened or low not in passed:
            counted = number == "several" and _is_thing(text, word, found)
            counted = counted or (number == "one" and not found and _is_adjective(text, word, 0))
            if not counted and not _is_open(text, word, low, noun and not opened):
                break
            opened = True
        found.append(Span(*word.span()))
        at = word.end()
    return found


def _is_open(text: str, word: re.Match[str], low: str, expected: bool) -> bool:
    """Whether a word does not end a phrase."""
    words = small()
    if low in words.measured and not ends(text, word.end()):
        return True
    if low.endswith("n't") or ("'" in low and low.partition("'")[0] in words.grammar):
        return False
    return low not in words.stops or _is_noun(text, word, expected)


def _is_noun(text: str, word: re.Match[str], expected: bool) -> bool:
    """Whether a word that is mostly a verb is a noun here."""
    return word.group().lower() in small().either and (expected or ends(text, word.end()))


def _is_thing(text: str, word: re.Match[str], found: Sequence[Span]) -> bool:
    """Whether a small word or a verb belongs to what several of are counted: "two terms", "12 pledged delegates",
    "the five most recent polls", "three uniformed and plainclothes officers"."""
    low, words = word.group().lower(), small()
    if low not in words.stops:
        return False
    if any(is_plural(one.of(text)) for one in found):
        return False
    if low == "and":
        return bool(found) and _plural_near(text, word.end(), 3) and found[-1].of(text)[0].islower()
    if low == "others" and not found:
        return True
    if low == "most" and not found:
        return _plural_near(text, word.end(), 3)
    return low not in words.grammar and (is_plural(low) or _is_adjective(text, word, 2))


def _is_adjective(text: str, word: re.Match[str], plural: int) -> bool:
    """Whether a participle stands in front of a noun, in the plural within some words where that is asked."""
    low, words = word.group().lower(), small()
    if low not in words.participles and not (low in words.stops and low.endswith("ed")):
        return False
    following = WORD.match(text, word.end() + 1)
    if following is None or following.group().lower() in words.stops or not following.group().islower():
        return False
    return not plural or _plural_near(text, word.end(), plural)


def _plural_near(text: str, at: int, most: int) -> bool:
    """Whether a plural in small letters stands among the next words, with nothing between that ends a phrase."""
    for _ in range(most):
        word = WORD.match(text, at + 1)
        if word is None or text[at : at + 1] != " " or word.group().lower() in small().grammar:
            return False
        if is_plural(word.group()):
            return True
        at = word.end()
    return False


def cut(text: str, words: Sequence[Span], several: bool, noun: bool = False) -> Span | None:
    """A phrase up to its head.

    Args:
        text: where it stands.
        words: its words.
        several: more than one is counted, so that it ends in a plural.
        noun: a preposition stands in front, so that its last word is no verb.
    """
    if not words:
        return None
    end = len(words)
    if several:
        plural = next((at for at, word in enumerate(words) if is_plural(word.of(text))), None)
        if plural is not None:
            return _plural(text, words, plural)
        if end > 1 and words[0].of(text).lower() in small().compounds:
            return words[0]
        end = min(end, 2)
    first = words[0].of(text)
    if several and is_verb(first):
        return None
    if first.islower() and (is_adverb(first) or (is_verb(first) and end == 1)):
        return None
    # "A $2m funding bill": what a noun follows is no verb.
    stop = next((at for at in range(1, end) if at == len(words) - 1 and is_verb(words[at].of(text))), end)
    if noun and stop < end and words[stop].of(text).endswith("ing"):
        stop = end
    return Span(words[0].start, words[min(stop, LONGEST) - 1].end)


def _plural(text: str, words: Sequence[Span], at: int) -> Span:
    """A phrase up to its plural, and to what this is joined with: "sales jobs", "members and supporters"."""
    end = at + 1
    while end < len(words) and is_plural(words[end].of(text)):
        if words[end].of(text)[0].isupper() and words[end - 1].of(text)[0].islower():
            break
        end += 1
    last = words[end - 1]
    other = WORD.match(text, last.end + 5) if text.startswith(" and ", last.end) else None
    if other is not None and _OBJECT.match(text, other.end()):
        # "Eleven wars and spends $5m".
        other = None
    if other is None or not last.of(text).islower() or end < len(words):
        return Span(words[0].start, last.end)
    joined = other.group().islower() and is_plural(other.group()) and other.group() not in small().stops | small().vague
    return Span(words[0].start, other.end() if joined else last.end)
