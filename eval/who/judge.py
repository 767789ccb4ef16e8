"""Whether a statement's speaker is right, wrong or left open, by what a reader says of it.

A chain is the speaker where one of its names stands at a place of the speaker's fullest name, and none at a place of
somebody else's. Where the tagger found no name at any of these places, the words decide: one of the chain's names is
the fullest name, a part of it, or holds it.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Literal

from eval.statements.texts import Range
from eval.who.gold import Told
from onrecord.model import Article, Name, Statement
from onrecord.tag.vocabulary import vocabulary

Verdict = Literal["right", "wrong", "open"]
Places = Sequence[Range]

_WORD = re.compile(r"[^\W_]+")
_POSSESSIVE = re.compile(r"['’]s?$")
COVERED = 0.5
"""Share of the stretch of both together that a name and a place must have in common: "Orlo" is not "Orlo campaign"."""


def words(form: str) -> tuple[str, ...]:
    """The words of a name in small letters, without possessive and titles."""
    found = [word.casefold() for word in _WORD.findall(_POSSESSIVE.sub("", form))]
    titles = vocabulary("en").titles
    while len(found) > 1 and found[0] in titles:
        found = found[1:]
    return tuple(found)


def fits(one: tuple[str, ...], other: tuple[str, ...]) -> bool:
    """Whether the words of one name stand in the other in a row."""
    short, long = sorted((one, other), key=len)
    return bool(short) and any(long[at : at + len(short)] == short for at in range(len(long) - len(short) + 1))


def stands(name: Name, place: Range) -> bool:
    """Whether a name found is the one that stands at a place.

    Half of both together is enough; of a person the last word is ("Orlo", of "Erik “Rik” Orlo").
    """
    start, end = place
    common = min(end, name.span.end) - max(start, name.span.start)
    if common <= 0:
        return False
    if name.type == "person" and name.span.end == end:
        return True
    return common >= COVERED * (max(end, name.span.end) - min(start, name.span.start))


def standing(article: Article, places: Places) -> set[str]:
    """The chains with a name at one of the places."""
    return {name.who for name in article.names or () if any(stands(name, place) for place in places)}


def means(article: Article, who: str, places: Places) -> bool:
    """Whether a chain is the bearer whose fullest name stands at these places."""
    found = standing(article, places)
    if found:
        return who in found
    full = {words(article.text[start:end]) for start, end in places}
    own = (words(name.span.of(article.text)) for name in article.names or () if name.who == who)
    return any(fits(form, other) for form in own for other in full)


def left_open(answer: Statement) -> bool:
    """Whether a statement says that somebody speaks, and not who."""
    return answer.speaker is None and (answer.speaker_kind == "named" or bool(answer.candidates))


def is_nobody(answer: Statement) -> bool:
    """Whether a statement says nothing of its speaker."""
    return answer.speaker is None and not answer.candidates and answer.speaker_kind == "unnamed"


def is_unnamed(answer: Statement) -> bool:
    """Whether a statement says that its speaker has no name here, of whatever type."""
    said = answer.speaker is not None or answer.speaker_type is not None
    return answer.speaker_kind == "unnamed" and said and not answer.candidates


def verdict(told: Told, answer: Statement, article: Article, rivals: Sequence[Places] = ()) -> Verdict:
    """What an answer is worth.

    Args:
        told: what the reader says; its offsets are those of the article's text.
        answer: the statement as the tagger gives it.
        article: the article with its names.
        rivals: for everybody else who speaks in this article, the places of the fullest name.
    """
    if _is_right(told, answer, article, rivals):
        return "right"
    return "open" if told.kind in ("named", "several") and left_open(answer) else "wrong"


def _is_right(told: Told, answer: Statement, article: Article, rivals: Sequence[Places]) -> bool:
    match told.kind:
        case "author":
            return answer.speaker_kind == "author"
        case "nobody":
            return is_nobody(answer)
        case "unnamed":
            return answer.speaker_kind == "unnamed" and answer.speaker_type == told.unnamed
        case "open":
            return left_open(answer)
    if answer.speaker is None:
        # Of several the candidates may be all; of one that is called alone they leave it open.
        of_all = all(any(means(article, who, one) for who in answer.candidates) for one in told.several)
        return told.kind == "several" and bool(answer.candidates) and of_all
    who = answer.speaker
    joined = any(who in standing(article, rival) for rival in rivals)
    return not joined and any(means(article, who, one) for one in told.meant())


def agree(told: Told, other: Told, text: str) -> bool:
    """Whether two readers say the same, by the rule that an answer is held to."""
    if told.kind != other.kind:
        return told.kind == "several" and other.kind == "named" and _shares(told, other, text)
    return _shares(told, other, text) if told.meant() else told.unnamed == other.unnamed


def _shares(told: Told, other: Told, text: str) -> bool:
    """Whether somebody whom the one names is named by the other."""

    def forms(one: Told) -> set[tuple[str, ...]]:
        return {words(text[start:end]) for places in one.meant() for start, end in places}

    return not forms(told).isdisjoint(forms(other))


def rivals(told: Told, others: Sequence[Told], text: str) -> list[Places]:
    """For everybody else whom `others` name, the places of the fullest name.

    A name that holds one of `told`, or is part of it, may be another form for the same.
    """
    own = {words(text[start:end]) for places in told.meant() for start, end in places}
    found: list[Places] = []
    for places in dict.fromkeys(places for other in others for places in other.meant()):
        start, end = places[0]
        if not any(fits(words(text[start:end]), form) for form in own):
            found.append(places)
    return found
