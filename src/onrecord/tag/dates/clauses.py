"""Small words around an expression of time: where its clause begins and ends, and whether a word is a noun."""

from __future__ import annotations

from functools import cache
from typing import NamedTuple

from onrecord import lexicon
from onrecord.tag.dates.tense import is_verb
from onrecord.tag.dates.words import BAR, Tokens

_HARD = frozenset(";:—")
_QUOTES = frozenset('“”"«»')
LONGEST = 60
"""Tokens of a clause on either side of its time at most."""
BRACKET = 20
"""Tokens that a bracket inside a clause holds at most."""


class ClauseWords(NamedTuple):
    """The lists of `[clauses]` in `lexicon/calendar.toml`."""

    subordinators: frozenset[str]
    relatives: frozenset[str]
    joining: frozenset[str]
    stops: frozenset[str]
    determiners: frozenset[str]
    prepositions: frozenset[str]


@cache
def clause_words() -> ClauseWords:
    table = lexicon.load("calendar")["clauses"]
    return ClauseWords(*(frozenset(table[name].split()) for name in ClauseWords._fields))


def is_noun(tokens: Tokens, at: int, inside: bool = False) -> bool:
    """Whether a token can be a noun or belong to one; behind the first word of a phrase (`inside`) a verb ends it."""
    low = tokens.low(at)
    return low.isalpha() and low not in clause_words().stops and not (inside and is_verb(low))


def parts(tokens: Tokens, at: int) -> bool:
    """Whether a token is a mark that no clause reaches over; a quotation mark is one behind another mark, so that a
    clause holds the words that it quotes: "called it “a rigged system” on Monday"."""
    word = tokens.words[at]
    if tokens.codes[at] == BAR or word in _HARD:
        return True
    return word in _QUOTES and (at == 0 or tokens.codes[at - 1] == BAR or tokens.words[at - 1] in ",.:?!…—")


def _opening(tokens: Tokens, at: int) -> int:
    """Where the bracket opens that closes at `at`; `at` itself where it is none."""
    if tokens.words[at] != ")":
        return at
    return next((begin for begin in range(at - 1, max(-1, at - BRACKET), -1) if tokens.words[begin] == "("), at)


def _closing(tokens: Tokens, at: int) -> int:
    if tokens.words[at] != "(":
        return at
    return next((end for end in range(at + 1, min(len(tokens.words), at + BRACKET)) if tokens.words[end] == ")"), at)


def start(tokens: Tokens, begin: int) -> int:
    """Where the clause around a time begins: behind a strong mark, or a comma that parts clauses.

    A comma with a verb right behind it closes an insertion, whose opening comma is passed over too: "Orlo, the mayor of
    Vey, resigned". Another one parts clauses if a verb stands between it and the time.
    """
    words, at = clause_words(), begin
    verb = closing = False
    first_comma = -1
    while at > max(0, begin - LONGEST) and not parts(tokens, at - 1):
        at = _opening(tokens, at - 1)
        if tokens.words[at] == "(" and _closing(tokens, at) >= begin:
            return at + 1
        low, following = tokens.low(at), tokens.low(at + 1)
        if low != ",":
            verb = verb or is_verb(low)
            continue
        first_comma = at
        if closing or is_verb(following):
            closing = not closing
        elif following in words.relatives:
            return _antecedent(tokens, at)
        elif verb or following in words.subordinators or following in words.joining:
            return at + 1
    opening = tokens.low(at) in words.subordinators and tokens.low(at) not in ("so", "as")
    return first_comma + 1 if opening and first_comma > at else at


def _antecedent(tokens: Tokens, comma: int) -> int:
    """Where the noun phrase before a relative clause begins: "Orlo, who resigned in March"."""
    at = comma
    while at > comma - 5 and is_noun(tokens, at - 1) and not is_verb(tokens.low(at - 1)):
        at -= 1
    if at < comma and tokens.low(at - 1) in clause_words().determiners:
        at -= 1
    return at if at < comma else comma + 1


def end(tokens: Tokens, begin: int, behind: int) -> int:
    """Where it ends: at a mark or a word that begins another clause, once a verb was met."""
    first = tokens.codes.rfind(BAR, 0, begin) + 1
    verb = any(is_verb(tokens.low(at)) for at in range(max(first, begin - LONGEST), begin))
    at = behind
    while at < min(len(tokens.words), behind + LONGEST) and not parts(tokens, at):
        low = tokens.low(at)
        if low == ")":
            break
        at = _closing(tokens, at)
        if verb and (low == "," or low in clause_words().subordinators or _joins_a_verb(tokens, at)):
            break
        verb = verb or is_verb(low)
        at += 1
    return at


def _joins_a_verb(tokens: Tokens, at: int) -> bool:
    """Whether "and" begins another thing that was done: "closed on Monday and will open"."""
    return tokens.low(at) in ("and", "but") and is_verb(tokens.low(at + 1))
