"""On which side of the piece a time lies, by the verbs of its sentence.

There is no parser here: the nearest verb before the time decides, else the first behind it.
"""

from __future__ import annotations

from functools import cache
from typing import NamedTuple

from onrecord import lexicon
from onrecord.tag.dates.places import Tense
from onrecord.tag.dates.words import BAR, Tokens

REACH = 40
"""Tokens that are looked at on either side: longer than nine in ten sentences."""
AHEAD = 12
"""The same for those behind it, where the clause that they belong to is seldom another one."""
_HARD = frozenset(';:—“”"()')


class _Verbs(NamedTuple):
    future: frozenset[str]
    modal: frozenset[str]
    forward: frozenset[str]
    past: frozenset[str]
    present: frozenset[str]
    not_past: frozenset[str]


@cache
def _verbs() -> _Verbs:
    table = lexicon.load("calendar")["tense"]
    return _Verbs(*(frozenset(table[name].split()) for name in _Verbs._fields))


def tense_at(tokens: Tokens, begin: int, end: int) -> Tense:
    """What the words beside the tokens `begin` to `end` say."""
    before = tokens.low(begin - 1)
    if before == "since":
        return Tense.SINCE
    for at in range(begin - 1, max(-1, begin - REACH), -1):
        if tokens.codes[at] == BAR or tokens.words[at] in _HARD or _parts_clauses(tokens, at):
            break
        if found := _side(tokens, at):
            return found
    owned = 2 if tokens.low(end) in ("'s", "’s") else 0
    for at in range(end + owned, min(len(tokens.words), end + owned + AHEAD)):
        if tokens.codes[at] == BAR or tokens.words[at] in _HARD:
            break
        if found := _side(tokens, at):
            return found
    return Tense.FUTURE if before in ("by", "until", "till") else Tense.UNSAID


def _parts_clauses(tokens: Tokens, at: int) -> bool:
    """Whether what stands before is another clause: ", and on Monday it will"."""
    low = tokens.low(at)
    return low == "but" or (low == "," and tokens.low(at + 1) in ("and", "but", "while", "who", "which", "so"))


def _side(tokens: Tokens, at: int) -> Tense:
    """What one token says."""
    low, verbs = tokens.low(at), _verbs()
    if low in verbs.future:
        return Tense.WILL
    if low in verbs.modal:
        return Tense.FUTURE
    if low == "have" and (tokens.low(at - 1) in verbs.modal or tokens.low(at - 1) in verbs.future):
        return Tense.UNSAID
    if low in verbs.forward and tokens.low(at + 1) in ("to", "for", "on", "by", "in") and low != "going":
        return Tense.FUTURE
    if low == "going" and tokens.low(at + 1) == "to":
        return Tense.FUTURE
    if is_past(low):
        return Tense.PAST
    return Tense.FUTURE if low in verbs.present and tokens.low(at - 1) != "to" else Tense.UNSAID


def is_past(low: str) -> bool:
    """Whether a word may be a verb of the past."""
    verbs = _verbs()
    return low in verbs.past or (low.endswith("ed") and len(low) > 4 and low not in verbs.not_past)


def is_verb(low: str) -> bool:
    """Whether a word may be a finite verb."""
    verbs = _verbs()
    return is_past(low) or low in verbs.present or low in verbs.future or low in verbs.modal or low in verbs.forward
