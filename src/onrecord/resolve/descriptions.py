"""Whether the words beside a name describe it: a noun phrase, told from a clause, a list, a place, an age, a date."""

from __future__ import annotations

from collections.abc import Sequence

from msgspec import Struct

from onrecord.model import NameType
from onrecord.resolve.phrases import CLOSING, OPENING, POSSESSIVE, Token, words

MAX_WORDS = 15
"""Words of a label; a longer description is cut at a relative clause, or is none."""

KEPT = frozenset(("no", "one", "another"))
"""Determiners that say something of what follows them."""

Side = Sequence[Token]
"""The words on one side of a name, in the order of the text."""


class Phrase(Struct, frozen=True):
    """A noun phrase: its first and its last token, and whether another name was cut off behind an "and"."""

    first: int
    last: int
    listed: bool = False


def phrase(side: Side, at: int, stop: int, kind: NameType | None) -> Phrase | None:
    """The description between tokens `at` and `stop` (exclusive); None where they hold none.

    Args:
        side: words behind a name.
        at: where the phrase would begin, its article included.
        stop: the mark that would end it.
        kind: what its noun must not contradict; None where anything may be said.
    """
    first = _content(side, at, stop)
    if first >= stop or not side[first].word or side[first].low[0].isdigit():
        return None
    determined = first > at and any(token.word for token in side[at:first])
    determined = determined or side[first].low in KEPT
    cut, listed = _cut(side, first, stop)
    if cut is None or not _is_description(side, first, cut, determined, kind):
        return None
    last = _trimmed(side, first, cut)
    if _size(side, first, last) > MAX_WORDS:
        relative = next((i for i in range(first, last) if side[i].low in words().relatives), first)
        last = _trimmed(side, first, relative)
    return Phrase(first, last, listed) if 0 < _size(side, first, last) <= MAX_WORDS else None


def _content(side: Side, at: int, stop: int) -> int:
    """The first word of content."""
    while at < stop and (side[at].low in words().left_off or side[at].written in OPENING):
        at += 1
    return at


def _size(side: Side, first: int, last: int) -> int:
    return sum(side[i].word for i in range(first, last + 1))


def _trimmed(side: Side, first: int, cut: int) -> int:
    """The last token before `cut` with which a noun phrase can end."""
    known = words()
    last = cut - 1
    while last > first and not (side[last].word or side[last].low in POSSESSIVE):
        last -= 1
    relative = next((i for i in range(first, cut) if side[i].low in known.relatives), None)
    if relative is not None:
        unfinished = last == relative or side[last].low in known.auxiliaries
        return _trimmed(side, first, relative) if unfinished and relative > first else last
    while last > first and (
        side[last].low in known.prepositions | known.left_off | known.coordinators | known.adverbs
        or not (side[last].word or side[last].low in POSSESSIVE)
    ):
        last -= 1
    return last


def _cut(side: Side, first: int, stop: int) -> tuple[int | None, bool]:
    """Where the phrase ends before `stop`: at a conjunction, or at an "and" that goes on with something else.

    None where the words turn out to be a clause; beside it, whether a further name follows an "and".
    """
    known = words()
    relative = False
    for i in range(first, stop):
        low = side[i].low
        if low in known.breaks and not relative and low not in known.relatives:
            return i, False
        if low in known.coordinators and i > first:
            after = _content(side, i + 1, stop)
            if after >= stop or side[after].named in ("person", "organisation") or _acts(side, after):
                named = after < stop and side[after].named is not None
                return i, named and not relative
        relative = relative or low in known.relatives
        if low in known.relatives and side[i - 1].low in known.prepositions:
            return None, False
        if not relative and (_is_clause(side, first, i, stop) or low in known.subjects):
            return None, False
    return stop, False


def _acts(side: Side, at: int) -> bool:
    known = words()
    low = side[at].low
    return (
        low in known.finite or low in known.verbs or low in known.subjects or low in known.stops or low in known.breaks
    )


def _is_clause(side: Side, first: int, i: int, stop: int) -> bool:
    """Whether token `i` is a verb that makes the phrase before it a subject."""
    known = words()
    low = side[i].low
    before = side[i - 1].low if i else ""
    if low in known.finite or (low in known.verbs and not low.endswith("ed")):
        return before not in known.left_off and before not in POSSESSIVE
    if i == first or not low.endswith("ed") or len(low) < 4 or low in known.modifiers or known.noun(low, None):
        return False
    if before in known.stops or before in known.left_off or before in POSSESSIVE or before.endswith("ly"):
        return False
    following = side[i + 1] if i + 1 < stop else None
    # "a party founded in 1990" is a description, "the union walked out" and "the council voted" are clauses.
    return following is None or not (
        following.low in known.prepositions or following.low == "to" or following.written in OPENING
    )


def _is_description(side: Side, first: int, cut: int, determined: bool, kind: NameType | None) -> bool:
    known = words()
    begin = first
    if side[first].low == "one" and first + 1 < cut and side[first + 1].low == "of":
        begin = _content(side, first + 2, cut)
    head, end = _head(side, begin, cut)
    if head is None or {head.low, head.low.removesuffix("s")} & known.occasions:
        return False
    core = [token for token in side[begin:end] if token.word]
    opening = core[0]
    if any(token.low in known.courtesy for token in core):
        return False
    nouns = any(known.noun(token.low, None) for token in core)
    if all(token.named or (token.capital and not known.noun(token.low, None)) for token in core):
        return any(token.low in POSSESSIVE for token in side[begin:end]) and not core[-1].named
    if head.named == "person" or (kind is not None and _contradicts(head.low, kind)):
        return False
    if not determined or opening.low in known.stops - KEPT:
        # Without an article, only a word for what somebody is tells a description from an adverb or a participle.
        return nouns and (determined or not _verbal(side, begin, cut))
    return True


def _contradicts(noun: str, kind: NameType) -> bool:
    """Whether a noun is known to mean something else than what a name of this type bears: "Orlo, the port"."""
    known = words()
    person = known.noun(noun, "person")
    if kind == "person":
        return not person and known.noun(noun, "organisation")
    return kind == "place" and person and not known.noun(noun, "place")


def _head(side: Side, begin: int, cut: int) -> tuple[Token | None, int]:
    """The noun that the phrase is about, and where what follows it begins: at a preposition, or a relative clause."""
    known = words()
    end = next(
        (
            i
            for i in range(begin, cut)
            if side[i].low in known.prepositions
            or side[i].low in known.relatives
            or (i > begin and side[i].low.endswith("ed") and i + 1 < cut and side[i + 1].low in known.prepositions)
        ),
        cut,
    )
    nouns = [side[i] for i in range(begin, end) if side[i].word and side[i].low not in known.adverbs]
    return (nouns[-1] if nouns else None), end


def _verbal(side: Side, first: int, cut: int) -> bool:
    """Whether a phrase without an article begins with a verb or a small word: "speaking to", "asked about", "then"."""
    known = words()
    low = side[first].low
    if low in known.modifiers or low in KEPT or known.noun(low, None):
        return False
    following = side[first + 1].low if first + 1 < cut else ""
    if not known.open_class(low) and following not in POSSESSIVE:
        return True
    return low.endswith("ed") and (not following or following in known.stops or following in known.prepositions)


def balanced(side: Side, at: int) -> int:
    """The token of the mark that closes the quotation which token `at` opens, within a label's length; else `at`."""
    for i in range(at + 1, min(len(side), at + MAX_WORDS + 1)):
        if side[i].written in CLOSING and (side[i].written != side[at].written or side[at].written in "\"'"):
            return i
        if not side[i].word and side[i].low not in POSSESSIVE:
            return at
    return at
