"""What a figure counts, where the words in front of it say so: the shortest noun phrase.

    a budget of $3m                  budget             the death toll in Vey rose to 12     death toll
    clerks (54 percent)              clerks             it raised its forecast by 2 percent  forecast
    clerks aged 20 to 30             clerks             the fee, they say, would be $3       fee

A clause is read backwards from the figure: over small words and verbs of change up to what changed.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache

from msgspec import Struct

from onrecord import lexicon
from onrecord.model import Span
from onrecord.tag.figures.phrases import LONGEST, WORD, is_adverb, is_plural, is_verb, small

_CLAUSE = re.compile(r"[,;:()—–“”\"]|\s-{1,3}\s")
_BRACKET = re.compile(r"[(\[]\s?$")
_AGED = re.compile(r"\s?[,(]\s?$")
_MARGIN = re.compile(r"(?:\bplus or minus|[+±][/-]?\s?[-–−]?)\s?$", re.IGNORECASE)
_ERROR = re.compile(r"\bmargins? of (?:\w+ )?error\b", re.IGNORECASE)
_THOSE = re.compile(r"[“\"]?(?:Of|Among)\s(?:those|these|them)\b")
_OF_AGE = re.compile(
    r"(?P<who>,?\s(?:who\s(?:is|are|was|were)\s)?)(?:(?:between\s(?:the\s)?|under\s|over\s)?(?:ages?|aged)(?:\s(?:of|between))?|as\s(?:young|old)\sas)\s?$",
    re.IGNORECASE,
)
_OPENING = re.compile(r"[“\"]?(?:Among|Of|Out of)\s(?!those|these|them|course)")
_LEFT = 200
"""Code points in front of a figure in which its subject stands."""


class _Verbs(Struct, frozen=True):
    reaching: frozenset[str]
    """What may stand between a subject and its number: verbs, "by", "about"."""
    directions: frozenset[str]
    """Those of them that are no verbs."""
    raising: frozenset[str]
    """Verbs that change their object: "raised its forecast by 2 percent"."""
    taking: frozenset[str]
    """Verbs whose object is the figure itself: "raised $3m"."""
    parts: frozenset[str]
    """Nouns behind which "of" names the thing: "the number of boats"."""
    portion: re.Pattern[str]
    kin: frozenset[str]
    """Of whom a number is the children: "a mother of three"."""


@cache
def _verbs() -> _Verbs:
    nouns = lexicon.load("quantities")["nouns"]
    directions = frozenset(nouns["directions"])
    return _Verbs(
        reaching=frozenset(nouns["reaching"]) | directions | frozenset(nouns["helping"]),
        directions=directions,
        raising=frozenset(nouns["raising"]),
        taking=frozenset(nouns["taking"]),
        kin=frozenset(nouns["kin"]),
        parts=frozenset(nouns["parts"]),
        portion=re.compile(rf"\b(?:{'|'.join(nouns['portions'])})\sof(?=\s)", re.IGNORECASE),
    )


class Clause(Struct, frozen=True):
    """A stretch of a sentence between signs."""

    sign: str
    """The sign in front of it."""
    words: list[Span]


def _clauses(text: str, sentence: int, start: int) -> list[Clause]:
    """The words of a sentence in front of a figure, clause by clause; the last one ends at the figure."""
    low = max(sentence, start - _LEFT)
    while low > sentence and not text[low - 1].isspace():
        low += 1
        if low >= start:
            return [Clause("", [])]
    found, at, sign = list[Clause](), low, ""
    for match in [*_CLAUSE.finditer(text, low, start), None]:
        end = start if match is None else match.start()
        found.append(Clause(sign, [Span(*word.span()) for word in WORD.finditer(text, at, end)]))
        if match is not None:
            at, sign = match.end(), match.group().strip()
    return found


def before(text: str, start: int, sentence: int) -> Span | None:
    """The noun phrase in front that a figure is said of: "a budget of", "the death toll rose to".

    Args:
        text: where it stands.
        start: of the figure.
        sentence: where its sentence begins.
    """
    margin = _MARGIN.search(text, max(sentence, start - 16), start)
    if margin is not None:
        start = margin.start()
        error = _ERROR.search(text, max(sentence, start - _LEFT), start)
        if error is not None:
            return Span(*error.span())
    clauses = _clauses(text, sentence, start)
    if _BRACKET.search(text, max(sentence, start - 2), start):
        return noun_before(text, clauses[-2].words) if len(clauses) > 1 else None
    words = clauses[-1].words
    if not words:
        return None
    if text[words[-1].end : start].strip():
        return None
    words = _without_adjective(text, words)
    if words[-1].of(text).lower() == "of":
        thing = noun_before(text, words[:-1])
        return None if thing is None or thing.of(text).split()[-1].lower() in _verbs().kin else thing
    reached = len(words)
    while reached and _is_passed(words[reached - 1].of(text)):
        reached -= 1
    run = [word.of(text).lower() for word in words[reached:]]
    if not run:
        return None
    verb = next((low for low in reversed(run) if low not in _verbs().directions and not is_adverb(low)), None)
    if verb is None:
        changed = _object(text, words[:reached])
        return changed or (noun_before(text, words[:reached]) if run[0] in ("up", "down", "off") else None)
    if margin is None and verb in _verbs().taking and run[-1] not in ("to", "by", "at", "from"):
        return None
    if not reached:
        return _around(text, clauses)
    if words[reached - 1].of(text).lower() in ("after", "before", "while", "since") and is_verb(run[0]):
        return None
    return _subject(text, words[:reached]) or _topic(text, words[:reached], clauses)


def _is_passed(word: str) -> bool:
    return word.lower() in _verbs().reaching or is_adverb(word)


def _without_adjective(text: str, words: list[Span]) -> list[Span]:
    """The words without an article and an adjective at their end ("by a tepid"), or "in the"."""
    if len(words) > 2 and words[-2].of(text).lower() == "in" and words[-1].of(text).lower() == "the":
        return words[:-2]
    for length in (2, 1):
        if len(words) > length and words[-length].of(text).lower() in ("a", "an", "another"):
            return words[:-length]
    return words


def _object(text: str, words: list[Span]) -> Span | None:
    """What was changed, behind the verb: "raised its forecast for Vey by", "put the price of boats at"."""
    verbs = _verbs()
    at = next((at for at in range(len(words) - 1, -1, -1) if _raises(text, words, at)), None)
    if at is None:
        return None
    words = words[at + 1 :]
    while words and (words[0].of(text).lower() in verbs.directions or words[0].of(text).lower() in small().opening):
        words = words[1:]
    return _head(text, words)


def _raises(text: str, words: list[Span], at: int) -> bool:
    """Whether a word is a verb that changes its object, and no noun ("its estimate of")."""
    if words[at].of(text).lower() not in _verbs().raising:
        return False
    before = words[at - 1].of(text).lower() if at else ""
    behind = words[at + 1].of(text).lower() if at + 1 < len(words) else ""
    return before not in small().determiners and not before.endswith(("'s", "’s")) and behind != "of"


def _around(text: str, clauses: list[Clause]) -> Span | None:
    """What a parenthesis parts from its verb: "the fee, they say, would be"."""
    whole, sign = clauses[:-1], clauses[-1].sign
    if sign[:1] in "-–—":
        # "The boats - which carry fish, salt and wood - will cost": the aside began at the dash before.
        dash = next((at for at in range(len(whole) - 1, 0, -1) if whole[at].sign == sign), len(whole))
        whole = whole[:dash]
    elif len(whole) > 1 and _is_aside(text, whole[-1].words):
        whole = whole[:-1]
    if not whole:
        return None
    return _subject(text, whole[-1].words)


def _is_aside(text: str, words: list[Span]) -> bool:
    """Whether a clause tells more of the thing in the one before."""
    first = words[0].of(text).lower() if words else ""
    return first in small().stops or is_verb(first)


def _trimmed(text: str, words: Sequence[Span]) -> list[Span]:
    words = list(words)
    while words and words[0].of(text).lower() in small().stops:
        words = words[1:]
    return words


def _topic(text: str, words: list[Span], clauses: list[Clause]) -> Span | None:
    """What "it" or "they" in front of a verb stands for: the subject of the sentence."""
    if words[-1].of(text).lower() not in ("it", "they"):
        return None
    for clause in clauses[:-1]:
        lows = [word.of(text).lower() for word in clause.words]
        verb = next((at for at, low in enumerate(lows) if at and low in small().stops - small().inside), None)
        if verb is not None:
            subject = _subject(text, clause.words[:verb])
            if subject is not None:
                return None if all(word[0].isupper() for word in subject.of(text).split()) else subject
    return None


def noun_before(text: str, words: Sequence[Span]) -> Span | None:
    """The noun phrase that ends here, "margin of error" included."""
    at = len(words)
    while at and len(words) - at < 3:
        word = words[at - 1].of(text)
        if word.lower() in small().stops or is_verb(word) or "'" in word or "’" in word:
            break
        if at < len(words) and text[words[at - 1].end : words[at].start].strip():
            break
        at -= 1
    if at == len(words):
        return None
    if at > 1 and words[at - 1].of(text).lower() == "of":
        low = words[at - 2].of(text).lower()
        if low not in small().stops and low not in _verbs().parts and not is_plural(words[-1].of(text)):
            at -= 2
    return Span(words[at].start, words[-1].end)


def _subject(text: str, words: Sequence[Span]) -> Span | None:
    """The head of the noun phrase that ends before a verb: "the death toll in Vey" gives "death toll"."""
    known, start = small(), len(words)
    while start:
        low = words[start - 1].of(text).lower()
        if (low in known.stops and low not in known.inside) or low in known.breaks:
            break
        start -= 1
    return _head(text, _trimmed(text, words[start:]))


def _head(text: str, words: Sequence[Span]) -> Span | None:
    """The noun phrase with which some words begin, without whose it is and without a word for a part."""
    known = small()
    begin = end = 0
    while end < len(words) and words[end].of(text).lower() not in known.stops:
        if end > begin and is_verb(words[end].of(text)) and is_plural(words[end - 1].of(text)):
            # "People collecting pay".
            break
        end += 1
        if words[end - 1].of(text).endswith(("'s", "’s")) and end < len(words):
            begin = end
    if end == begin:
        return None
    if words[end - 1].of(text).lower() in _verbs().parts and end < len(words) and words[end].of(text).lower() == "of":
        inner = _head(text, _trimmed(text, words[end + 1 :]))
        if inner is not None:
            return inner
    if words[end - 1].of(text).lower() in ("margin", "margins") and text.startswith(" of error", words[end - 1].end):
        return Span(words[begin].start, words[end - 1].end + len(" of error"))
    if end - begin == 1 and is_verb(words[begin].of(text)):
        return None
    while end - begin > 1 and words[end - 1].of(text).lower() in lexicon.load("quantities")["nouns"]["steady"]:
        end -= 1
    return Span(words[begin].start, words[min(end, begin + LONGEST) - 1].end)


def joined(text: str, sentence: int, start: int) -> Span | None:
    """The noun phrase right in front of a figure: "voters 45 and older"."""
    return noun_before(text, _clauses(text, sentence, start)[-1].words)


def bracketed(text: str, start: int) -> bool:
    """Whether a bracket opens right in front of a place."""
    return _BRACKET.search(text, max(0, start - 2), start) is not None


def whole(text: str, sentence: int, start: int) -> Span | None:
    """The noun phrase of which a figure tells a part: "the clerks, half of whom"."""
    clauses = _clauses(text, sentence, start)
    return noun_before(text, clauses[-2].words) if len(clauses) > 1 and not clauses[-1].words else None


def among(text: str, sentence: int, start: int) -> int | None:
    """Where the noun phrase begins with which a sentence about shares opens: "Among clerks in Vey, 40 percent"."""
    match = _OPENING.match(text, sentence, start)
    return None if match is None else match.end() - 1


def opens_with_those(text: str, sentence: int) -> bool:
    """Whether a sentence opens with what was spoken of before: "Of those, 12 left"."""
    return _THOSE.match(text, sentence) is not None


def portion(text: str, sentence: int, start: int) -> int | None:
    """Where the noun phrase begins of which a sentence has named a part in front of a figure: "a majority of"."""
    ends = [match.end() for match in _verbs().portion.finditer(text, max(sentence, start - _LEFT), start)]
    return ends[-1] if ends else None


def aged(text: str, start: int, names: Sequence[Span]) -> Span | None:
    """The name whose age stands behind it in commas or brackets: "Ann Orlo, 43," gives "Ann Orlo"."""
    mark = _AGED.search(text, max(0, start - 3), start)
    if mark is None:
        return None
    return next((name for name in names if name.end == mark.start()), None)


def of_age(text: str, start: int, sentence: int) -> Span | None:
    """The noun phrase in front of words for an age: "clerks aged", "clerks who are between the ages of"."""
    mark = _OF_AGE.search(text, max(sentence, start - 40), start)
    if mark is None:
        return None
    *front, clause = _clauses(text, sentence, mark.start())
    return noun_before(text, front[-1].words if front and not clause.words else clause.words)


def pronoun(text: str, start: int, sentence: int) -> Span | None:
    """The pronoun of which an age is said: "when she was 15"."""
    words = _clauses(text, sentence, start)[-1].words
    while words and _is_passed(words[-1].of(text)):
        words = words[:-1]
    return words[-1] if words and words[-1].of(text).lower() in ("he", "she") else None
