"""What happened at a time, in the words of the piece.

In a noun phrase it is the phrase: "the 2016 election". Elsewhere it is the clause around the time, as far as marks and
small words show its ends, without the time itself where that stands first or last: "The union called off the strike" of
"The union called off the strike in March 2021 after talks". Where the clause only says who spoke, it is the whole
sentence.
"""

from __future__ import annotations

from onrecord.model import Span
from onrecord.tag.dates.clauses import LONGEST, clause_words, end, is_noun, start
from onrecord.tag.dates.words import BAR, Tokens

PHRASE = 4
"""Words before or behind a time that a noun phrase has at most: "the 2016 general election campaign"."""

Range = tuple[int, int]


def event(tokens: Tokens, begin: int, behind: int) -> Span | None:
    """What happened at the time in tokens `begin` up to `behind`; None where the words around it say nothing."""
    phrase = _noun_phrase(tokens, begin, behind)
    if phrase is not None:
        return tokens.span(*phrase)
    clause = _trimmed(tokens, (start(tokens, begin), end(tokens, begin, behind)), (begin, behind))
    if not _says_something(tokens, clause, (begin, behind)):
        first = max(tokens.codes.rfind(BAR, 0, begin) + 1, begin - LONGEST)
        whole = first, min(tokens.codes.find(BAR, behind), behind + LONGEST)
        clause = _trimmed(tokens, whole, (begin, behind))
    return tokens.span(*clause) if _says_something(tokens, clause, (begin, behind)) else None


def _noun_phrase(tokens: Tokens, begin: int, behind: int) -> Range | None:
    """The noun phrase that a time stands in as an adjective: with a determiner or an owner, and a noun behind."""
    owned = tokens.low(behind) in ("'s", "’s")
    first: int | None = begin - 1 if tokens.low(begin - 1) == "the" else begin
    if not owned:
        first = _determined(tokens, begin) if behind - begin == 1 else None
    if first is None:
        return None
    last = behind + owned
    while last < min(len(tokens.words), behind + owned + PHRASE) and is_noun(tokens, last, last > behind + owned):
        last += 1
    return (first, last) if last > behind + owned else None


def _determined(tokens: Tokens, begin: int) -> int | None:
    """Where the phrase begins: at "the" or "his", or at the owner in "Orlo's 2005 speech"; None without either."""
    for at in range(begin - 1, max(-1, begin - 1 - PHRASE), -1):
        low = tokens.low(at)
        if low in clause_words().determiners:
            return at
        if low in ("'s", "’s"):
            owner = at
            while (
                owner > at - PHRASE
                and owner > 0
                and (tokens.words[owner - 1][:1].isupper() or tokens.low(owner - 1) == ".")
            ):
                owner -= 1
            return owner if owner < at else None
        if not is_noun(tokens, at):
            return None
    return None


def _trimmed(tokens: Tokens, clause: Range, time: Range) -> Range:
    """A stretch without marks, joining words and the time at its ends."""
    first, last = clause
    first = _past_joining(tokens, first, last)
    while last > first and not tokens.words[last - 1][-1:].isalnum():
        last -= 1
    beginning = time[0]
    while beginning > first and tokens.low(beginning - 1) in clause_words().prepositions:
        beginning -= 1
    if beginning <= first:
        first = _past_joining(tokens, max(first, time[1]), last)
    elif time[1] >= last:
        last = beginning
        while last > first and tokens.low(last - 1) in clause_words().joining | clause_words().prepositions:
            last -= 1
    while last > first and not tokens.words[last - 1][-1:].isalnum() and tokens.words[last - 1] not in '”"’%)':
        last -= 1
    return first, last


def _past_joining(tokens: Tokens, first: int, last: int) -> int:
    """Past "and", "but", "while" and marks."""
    skipped = clause_words().joining | (clause_words().subordinators - clause_words().relatives)
    while first < last and (tokens.low(first) in skipped or tokens.words[first][:1] in ",.;:)—–-…!?”"):
        first += 1
    return first


def _says_something(tokens: Tokens, clause: Range, time: Range) -> bool:
    """Whether two words are left, one of which is not a small one."""
    said = [tokens.low(at) for at in range(*clause) if not time[0] <= at < time[1]]
    return len(said) > 1 and any(low.isalpha() and len(low) > 2 and low not in clause_words().stops for low in said)
