"""Descriptions before a name: "former minister Ann Orlo", "the union's lawyer, Erik Vang,"."""

from __future__ import annotations

from onrecord.model import NameType
from onrecord.resolve.descriptions import MAX_WORDS, Phrase, Side
from onrecord.resolve.phrases import CLOSING, DASHES, OPENING, POSSESSIVE, words

QUOTED = 4
"""Words between quotation marks inside a description at most; more are somebody's speech."""

_LINKS = frozenset(("of", "for", "at", "in", "from", "to"))
"""Prepositions that go on with a noun: "secretary of the union", "ambassador to Norland"."""

_BEHIND = frozenset(",.;:!?)]") | DASHES
"""Marks that may close what is set off before a name."""


def run_before(before: Side, after: Side, kind: NameType) -> Phrase | None:
    """The run of words that stands straight before a name and describes it."""
    last = _last_word(before)
    if last is None:
        return None
    first = run_start(before, last)
    named = before[last].low in words().noun_titles or words().noun(before[last].low, kind)
    if not named and not (kind == "person" and _introduced(before, after, first, last)):
        return None
    if not _is_head(before, first, last):
        return None
    stopped = last + 1 < len(before) and before[last + 1].low == "."
    return Phrase(first, last + stopped)


def _last_word(side: Side) -> int | None:
    """The word before the name, past a closing quotation mark or the full stop of a title."""
    at = len(side) - 1
    quoted = at > 0 and side[at].written in CLOSING and opening(side, at) is not None
    if quoted or (at > 0 and side[at].low == "." and side[at - 1].low in words().titles):
        at -= 1
    return at if at >= 0 and side[at].word else None


def opening(side: Side, at: int) -> int | None:
    """The mark that opens the few quoted words which token `at` closes."""
    for i in range(at - 1, max(-1, at - QUOTED - 2), -1):
        if side[i].written in OPENING:
            return i if i < at - 1 else None
        if not (side[i].word and words().open_class(side[i].low)):
            return None
    return None


def _is_head(side: Side, first: int, last: int) -> bool:
    """Whether the word straight before the name can be its description, and no verb or part of another name."""
    known = words()
    head = side[last]
    if head.low in known.courtesy or head.low in known.stops:
        return False
    if head.capital:
        return head.low in known.noun_titles or known.noun(head.low, "person")
    if head.low in known.doubtful and last > 0 and (side[last - 1].named or side[last - 1].low.endswith("s")):
        return False
    if first == last and first > 0:
        previous = side[first - 1]
        plural = previous.word and previous.low.endswith("s") and previous.low not in known.stops
        return not (plural or previous.low == "to" or previous.low in known.subjects | known.auxiliaries)
    return True


def _introduced(before: Side, after: Side, first: int, last: int) -> bool:
    """Whether an article and a mark behind the name show a description by a noun of no list: "the butcher Orlo,"."""
    known = words()
    head = before[last].low
    article = first > 0 and before[first - 1].low in known.left_off and before[first - 1].low not in known.relatives
    closed = not after or after[0].low in _BEHIND
    noun = known.open_class(head) and head not in known.occasions and not head.endswith(("ed", "est"))
    return article and closed and noun and not before[last].capital


def run_start(side: Side, last: int) -> int:
    """Where the run of words that ends with token `last` begins."""
    first, at = last, last - 1
    while at >= 0 and last - first < MAX_WORDS - 1:
        token = side[at]
        if token.low in POSSESSIVE or (token.written in "'’" and at and side[at - 1].low.endswith("s")):
            if at == 0 or not side[at - 1].word or side[at - 1].low in words().stops:
                break
            at, first = at - 2, at - 1
        elif token.low == "." and at and side[at - 1].low in words().abbreviations:
            at -= 1
        elif token.word:
            if not _joins(side, at):
                break
            first, at = at, at - 1
        elif not _passes(side, at, last):
            break
        else:
            at -= 1
    return first


def _passes(side: Side, at: int, last: int) -> bool:
    """Whether a quotation mark lies inside the description: its other half does, too."""
    if side[at].written in OPENING and any(token.written in CLOSING for token in side[at + 1 : last + 2]):
        return True
    return side[at].written in CLOSING and opening(side, at) is not None


def _sentence_initial(side: Side, at: int) -> bool:
    return at == 0 or (not side[at - 1].word and side[at - 1].low not in POSSESSIVE)


def _joins(side: Side, at: int) -> bool:
    """Whether a word belongs to the description that follows it."""
    known = words()
    token = side[at]
    low = token.low
    previous = side[at - 1].low if at else ""
    if low in known.courtesy:
        return False
    if token.named is not None:
        return True
    if token.capital and not _sentence_initial(side, at):
        return low not in known.stops and low not in known.verbs
    if low in known.modifiers or low in known.titles or known.noun(low, None):
        return True
    article = previous in known.left_off or previous in POSSESSIVE
    if low.endswith(("ed", "ing", "ly")) or (low.endswith("s") and not low.endswith(("ss", "us", "is"))):
        before_adjective = low.endswith("ed") and (not previous or previous in known.prepositions)
        return (article or before_adjective) and low not in known.stops and low not in known.finite
    return known.open_class(low) and previous != "to" and previous not in known.subjects | known.auxiliaries


def set_off_before(before: Side, after: Side, kind: NameType) -> Phrase | None:
    """A description that a comma ends before the name, where a mark behind the name closes it."""
    known = words()
    comma = len(before) - 1
    if comma > 0 and before[comma].low == "the":
        comma -= 1
    if comma < 1 or before[comma].low != "," or not _closes(after):
        return None
    found: Phrase | None = None
    at = comma - 1
    while at >= 0 and before[at].word and comma - at <= MAX_WORDS + 2:
        if before[at].low in known.stops or before[at].low in known.verbs:
            break
        first = run_start(before, at)
        if _is_role(before, at, kind):
            found = Phrase(first, comma - 1)
        link = first - 1
        while link >= 0 and before[link].low in known.left_off:
            link -= 1
        if link < 1 or before[link].low not in _LINKS:
            break
        at = link - 1
    if found is None or sum(token.word for token in before[found.first : comma]) > MAX_WORDS:
        return None
    return found


def _is_role(side: Side, at: int, kind: NameType) -> bool:
    """Whether a word is what somebody of this type is called, and no part of a name: it has a small letter, begins the
    sentence, or is a title."""
    known, token = words(), side[at]
    # One person is no organisation: "he founded it with an old friend, Harbour Fuels".
    several = token.low.endswith("s") or not known.noun(token.low, "person") or known.noun(token.low, "place")
    if not known.noun(token.low, kind) or (kind != "person" and not several):
        return False
    if token.low in known.noun_titles:
        return True
    return token.named is None and (not token.capital or _sentence_initial(side, at))


def _closes(after: Side) -> bool:
    """Whether a mark follows the name, and no further name or "and" behind it."""
    if not after:
        return True
    if after[0].low not in _BEHIND and after[0].written not in CLOSING:
        return False
    following = after[1] if len(after) > 1 else None
    return after[0].low != "," or following is None or not (following.named or following.low in words().coordinators)
