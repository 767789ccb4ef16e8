"""What happened at a time, in the words of the piece.

In a noun phrase it is the phrase: "the 2016 election". Elsewhere it is the clause around the time, as far as the marks and
small words show its ends, without the time itself where that stands first or last: "The union called off the strike" of
"The union called off the strike in March 2021 after talks".
"""

from __future__ import annotations

from functools import cache
from typing import NamedTuple

from onrecord import lexicon
from onrecord.model import Span
from onrecord.tag.dates.tense import is_verb
from onrecord.tag.dates.words import BAR, Tokens

_HARD = frozenset(";:—()“”\"«»")
_PHRASE = 4
"""Words behind a time that a noun phrase has at most: "the 2016 general election campaign"."""
LONGEST = 60
"""Tokens of a clause on either side of its time at most."""


class _Words(NamedTuple):
    subordinators: frozenset[str]
    joining: frozenset[str]
    stops: frozenset[str]
    determiners: frozenset[str]


@cache
def _words() -> _Words:
    table = lexicon.load("calendar")["clauses"]
    return _Words(*(frozenset(table[name].split()) for name in _Words._fields))


def event(tokens: Tokens, begin: int, end: int) -> Span | None:
    """What happened at the time in tokens `begin` to `end`; None where the words around it say nothing."""
    return _noun_phrase(tokens, begin, end) or _clause(tokens, begin, end)


def _noun_phrase(tokens: Tokens, begin: int, end: int) -> Span | None:
    """The noun phrase that a time stands in as an adjective: behind a determiner or with an 's, before a noun."""
    words = _words()
    owned = tokens.low(end) in ("'s", "’s")
    first = begin - 1 if tokens.low(begin - 1) in words.determiners else begin
    inside = tokens.low(first) in words.determiners and end - begin == 1
    if not (owned or inside):
        return None
    at = last = end + owned
    while at < min(len(tokens.words), end + _PHRASE + owned) and _is_noun(tokens, at, last > end + owned):
        at = last = at + 1
    return tokens.span(first, last) if last > end + owned else None


def _is_noun(tokens: Tokens, at: int, follows: bool) -> bool:
    """Whether a token may go on a noun phrase; behind its first word a verb ends it."""
    low = tokens.low(at)
    return low.isalpha() and low not in _words().stops and not (follows and is_verb(low))


def _clause(tokens: Tokens, begin: int, end: int) -> Span | None:
    first, last = _start(tokens, begin), _end(tokens, begin, end)
    first, last = _without_time(tokens, first, last, begin, end)
    while first < last and (tokens.low(first) in _words().joining or not tokens.words[first][:1].isalnum()):
        first += 1
    while last > first and not tokens.words[last - 1][-1:].isalnum():
        last -= 1
    said = [tokens.low(at) for at in range(first, last) if not begin <= at < end]
    content = [low for low in said if low.isalpha() and low not in _words().stops]
    return tokens.span(first, last) if len(said) > 1 and content else None


def _start(tokens: Tokens, begin: int) -> int:
    """Where the clause around a time begins: behind a strong mark, or a comma that parts clauses.

    A comma with a verb right behind it closes an insertion, whose opening comma is passed over too: "Orlo, the mayor of
    Vey, resigned". Another one parts clauses if a verb stands between it and the time.
    """
    words, at = _words(), begin
    verb = closing = False
    first_comma = -1
    while at > max(0, begin - LONGEST) and tokens.codes[at - 1] != BAR and tokens.words[at - 1] not in _HARD:
        at -= 1
        low, following = tokens.low(at), tokens.low(at + 1)
        if low != ",":
            verb = verb or is_verb(low)
            continue
        first_comma = at
        if is_verb(following) and not closing:
            closing = True
        elif closing:
            closing = False
        elif verb or following in words.subordinators or following in words.joining:
            return at + 1
    opening = tokens.low(at) in words.subordinators and tokens.low(at) not in ("so", "as")
    return first_comma + 1 if opening and first_comma > at else at


def _end(tokens: Tokens, begin: int, end: int) -> int:
    """Where it ends: at a mark or a word that begins another clause, once a verb was met."""
    verb = any(is_verb(tokens.low(at)) for at in range(max(0, begin - LONGEST), begin) if _same(tokens, at, begin))
    at = end
    while at < min(len(tokens.words), end + LONGEST) and tokens.codes[at] != BAR and tokens.words[at] not in _HARD:
        low = tokens.low(at)
        if verb and (low == "," or low in _words().subordinators or _joins_a_verb(tokens, at)):
            break
        verb = verb or is_verb(low)
        at += 1
    return at


def _joins_a_verb(tokens: Tokens, at: int) -> bool:
    """Whether "and" begins another thing that was done: "closed on Monday and will open"."""
    return tokens.low(at) in ("and", "but") and is_verb(tokens.low(at + 1))


def _same(tokens: Tokens, at: int, begin: int) -> bool:
    """Whether no sentence ends between two tokens."""
    return BAR not in tokens.codes[at:begin]


_PREPOSITIONS = frozenset("in on at by from since until till through during over for of around about within before after the".split())


def _without_time(tokens: Tokens, first: int, last: int, begin: int, end: int) -> tuple[int, int]:
    """The clause without the time and its preposition, where it stands at an end."""
    start = begin
    while start > first and tokens.low(start - 1) in _PREPOSITIONS:
        start -= 1
    if start <= first:
        return max(end, first), last
    if end >= last:
        return first, start
    return first, last
