"""What each piece calls whom: the descriptions that stand beside a name, word for word.

    before       former minister Ann Orlo         the run of words straight before the name
    apposition   Ann Orlo, the mayor of Vey,      set off by commas, dashes or brackets, behind the name or before it
    after        Orlo is a fraud                  behind a form of "be", "described as", "known as", or a comma and "as"

A label begins with its first word of content: articles and possessives are left off, "no" is kept. Nothing is chosen
by what it means: a plain role is a label like an insult. What cannot be told from a clause, a place, an age, a date or
a further item of a list is left out. English only, in time that grows with the names.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence

from onrecord.model import Article, Entity, Identity, Label, LabelRelation, Name, NameType, Span
from onrecord.resolve.descriptions import Phrase, Side, balanced, phrase
from onrecord.resolve.phrases import (
    CLOSING,
    DASHES,
    OPENING,
    POSSESSIVE,
    Token,
    quoted_whole,
    sentence_end,
    sentence_start,
    tokens,
    words,
)
from onrecord.resolve.runs import run_before, set_off_before

BACK, AHEAD = 120, 200
"""Code points that are looked at before and behind a name: more than a label's words in nearly all texts."""

NEAR = 40
"""Code points in which the word next to a name stands."""

_MARKS = ".,;:\"“”‘’'«»()"
_BEGINS = frozenset(",(") | DASHES
_ENDS = frozenset(",;:()[]/|•·") | DASHES
"""Marks that end a description within a sentence."""

_BY = frozenset(("as", "by", "to", "in", "among"))
"""What stands behind "described" or "known" where the name is what is described."""

_LIST = 8
"""Words within which a list shows its "and"."""


def labels(
    articles: Sequence[Article], entities: Sequence[Entity], identities: Sequence[Identity]
) -> tuple[Label, ...]:
    """The labels that a pile gives to its entities, in the order of the articles and of their text.

    Args:
        articles: tagged pieces; those in another language than English give none.
        entities: who is known across the pile.
        identities: which chain of a piece is which entity; names of open chains give no label.
    """
    types = {entity.id: entity.type for entity in entities}
    known = {(one.article, one.who): one.entity for one in identities if one.entity in types}
    found: list[Label] = []
    for article in articles:
        if not article.names or article.language not in (None, "en"):
            continue
        piece = _Piece(article)
        for name in piece.names:
            entity = known.get((article.id, name.who))
            if entity is not None:
                found += (
                    Label(entity=entity, article=article.id, span=span, name=name.span, relation=relation)
                    for relation, span in piece.beside(name, types[entity])
                )
    return tuple(found)


class _Piece:
    """The text of an article and its names in order."""

    def __init__(self, article: Article) -> None:
        self.text = article.text
        self.names = sorted(article.names or (), key=lambda name: name.span)
        self._starts = [name.span.start for name in self.names]

    def beside(self, name: Name, kind: NameType) -> list[tuple[LabelRelation, Span]]:
        """The labels of one name: before it, then behind it."""
        # Most names have none, and the words next to them show it: only the others are taken apart.
        described, told = self._may_be_described(name, kind), self._may_be_told_of(name)
        if not (described or told):
            return []
        before, after = self._before(name), self._after(name)
        found: list[tuple[LabelRelation, Span]] = []
        run = run_before(before, after, kind) if described else None
        if run is not None:
            found.append(("before", _span(before, run)))
        elif described and (set_off := set_off_before(before, after, kind)) is not None:
            found.append(("apposition", _span(before, set_off)))
        behind = set_off_behind(before, after, kind) if told else None
        if behind is not None:
            found.append(("apposition", _span(after, behind)))
        said = said_to_be(before[: run.first] if run is not None else before, after, kind) if told else None
        if said is not None:
            found.append(("after", _span(after, said)))
        return found

    def _may_be_described(self, name: Name, kind: NameType) -> bool:
        """Whether the word before a name can end a description."""
        known = words()
        last = self.text[max(0, name.span.start - NEAR) : name.span.start].split()[-2:]
        if not last:
            return False
        low = last[-1].strip(_MARKS).lower()
        if last[-1].endswith(",") or (low == "the" and last[0].endswith(",")):
            return self._is_closed(name)
        return known.noun(low, kind) or low in known.noun_titles or (kind == "person" and self._is_closed(name))

    def _is_closed(self, name: Name) -> bool:
        following = self.text[name.span.end : name.span.end + NEAR].lstrip()
        return not following or not following[0].isalnum()

    def _may_be_told_of(self, name: Name) -> bool:
        """Whether the words behind a name can begin a description."""
        known = words()
        following = self.text[name.span.end : name.span.end + NEAR].split(None, 1)
        if not following:
            return False
        low = following[0].lower()
        if low[0] in _BEGINS or low in known.being or low == "as":
            return True
        if low not in known.left_off and low[0] not in OPENING:
            return False
        last = self.text[max(0, name.span.start - NEAR) : name.span.start].split()[-1:]
        return bool(last) and last[0].lower() in known.calling

    def _before(self, name: Name) -> list[Token]:
        start = name.span.start
        low = max(0, start - BACK)
        begin = sentence_start(self.text, low, start)
        found = self._named(tokens(self.text, begin, start))
        # The window may begin within a word.
        return found[1:] if begin == low > 0 else found

    def _after(self, name: Name) -> list[Token]:
        end, high = name.span.end, name.span.end + AHEAD
        stop = sentence_end(self.text, end, high)
        found = self._named(tokens(self.text, end, stop))
        return found[:-1] if stop == high < len(self.text) else found

    def _named(self, found: list[Token]) -> list[Token]:
        """The words, told which of them belong to names."""
        if not found:
            return found
        at = max(0, bisect_right(self._starts, found[0].start) - 1)
        for token in found:
            while at < len(self.names) and self.names[at].span.end <= token.start:
                at += 1
            if at == len(self.names):
                break
            if self.names[at].span.start <= token.start:
                token.named = self.names[at].type
        return found


def _span(side: Side, found: Phrase) -> Span:
    """Where a label stands, with the quotation marks that belong to it."""
    first, last = quoted_whole(side, found.first, found.last)
    return Span(side[first].start, side[last].end)


def set_off_behind(before: Side, after: Side, kind: NameType) -> Phrase | None:
    """A description between a comma, a dash or a bracket behind the name and the mark that closes it."""
    if len(after) < 2 or after[0].low not in _BEGINS:
        return None
    if after[0].low in DASHES and (
        (after[1].start == after[0].end and after[0].low == "-") or _is_dateline(before, kind)
    ):
        return None
    at = 1
    if len(after) > 2 and after[1].low.isdigit() and after[2].low == ",":
        at = 3
    stop = _stop(after, at)
    if after[0].low == "(" and not any(token.low == ")" for token in after[stop : stop + 2 * _LIST]):
        return None
    found = phrase(after, at, stop, kind)
    if found is None or after[0].low != ",":
        return found
    if found.listed or _is_list(after, stop) or (_opens(before) and not _resumes(after, stop)):
        return None
    return found


def _is_dateline(before: Side, kind: NameType) -> bool:
    """Whether a dash behind a place divides it from the news: "VEY - The council …"."""
    return kind == "place" and not before


def _stop(side: Side, at: int) -> int:
    """The mark that ends a description; a quotation inside it is passed over, and the comma between two adjectives."""
    at = _past_adjective(side, at)
    while at < len(side):
        token = side[at]
        if token.written in OPENING and (closing := balanced(side, at)) > at:
            at = closing + 1
        elif (token.low in _ENDS or token.written in CLOSING or token.written in OPENING) and not of_several(side, at):
            return at
        else:
            at += 1
    return at


def _past_adjective(side: Side, at: int) -> int:
    """Behind "a tired," in "a tired, angry man"; where no such thing stands, `at`."""
    known = words()
    if at + 3 >= len(side) or side[at].low not in known.left_off or side[at + 2].low != ",":
        return at
    adjective, following = side[at + 1].low, side[at + 3]
    second = known.open_class(following.low) and not following.capital and not following.low.endswith("ed")
    return at + 3 if second and known.open_class(adjective) and not known.noun(adjective, None) else at


def of_several(side: Side, at: int) -> bool:
    """Whether an apostrophe is the possessive of a plural: "the Dockers’ Union"."""
    if side[at].written not in "'’" or not 0 < at < len(side) - 1:
        return False
    adjacent = side[at - 1].end == side[at].start < side[at + 1].start - 1
    return adjacent and side[at - 1].low.endswith("s") and side[at + 1].word


def _is_list(side: Side, stop: int) -> bool:
    """Whether what was set off goes on as a list: ", the port, the union and the police"."""
    known = words()
    if stop + 1 >= len(side) or side[stop].low != ",":
        return False
    following = side[stop + 1]
    if following.low in known.coordinators:
        return stop + 2 < len(side) and side[stop + 2].low in known.left_off
    if following.low not in known.left_off and following.named is None:
        return False
    for token in side[stop + 1 : stop + 1 + _LIST]:
        if token.low in known.coordinators:
            return True
        if token.low in known.finite or token.low in known.verbs or token.low.endswith("ed"):
            return False
    return False


def _opens(before: Side) -> bool:
    """Whether the name ends an opening that a comma sets off anyway: "After meeting Orlo," "According to Orlo,"."""
    known = words()
    begin = max((i + 1 for i, token in enumerate(before) if not token.word and token.low not in POSSESSIVE), default=0)
    if begin >= len(before):
        return False
    low = before[begin].low
    return low in known.prepositions or low in known.breaks or low == "according"


def _resumes(after: Side, stop: int) -> bool:
    """Whether a new subject follows the closing comma."""
    known = words()
    if stop + 1 >= len(after) or after[stop].low != ",":
        return False
    following = after[stop + 1]
    return following.named is not None or following.low in known.left_off or following.low in known.subjects


def said_to_be(before: Side, after: Side, kind: NameType) -> Phrase | None:
    """What the name is said to be: "is a fraud", ", known as the butcher", "called … a liar"."""
    known = words()
    if not after:
        return None
    previous = before[-1].low if before else ""
    low = after[0].low
    if low in known.being:
        if previous in known.prepositions | known.coordinators | known.breaks or previous in POSSESSIVE:
            return None
        if any(token.low in known.negations for token in before[-_LIST:]):
            return None
        return _complement(after, _past_adverbs(after, 1), None)
    if low == "as" and previous in known.describing:
        return _complement(after, 1, None)
    if low == ",":
        return _as(after, kind)
    if previous in known.calling and (low in known.left_off or after[0].written in OPENING):
        return _complement(after, 0, None)
    return None


def _past_adverbs(side: Side, at: int) -> int:
    known = words()
    while at < len(side) and (side[at].low in known.adverbs or side[at].low.endswith("ly")):
        if side[at].low in known.negations:
            return len(side)
        at += 1
    return at


def _as(after: Side, kind: NameType) -> Phrase | None:
    """Behind a comma: "as", or a word of describing and then "as"."""
    known = words()
    at = _past_adverbs(after, 1)
    if at >= len(after):
        return None
    if after[at].low == "as":
        found = _complement(after, at + 1, kind)
        closed = found is not None and after[min(_stop(after, at + 1), len(after) - 1)].low == ","
        nouns = found is not None and any(known.noun(token.low, kind) for token in after[found.first : found.last + 1])
        return found if closed and nouns else None
    if after[at].low not in known.describing:
        return None
    stop = min(_stop(after, at), at + _LIST)
    passive = at + 1 < stop and (after[at + 1].low in _BY or after[at + 1].low in known.adverbs)
    bridge = next((i for i in range(at + 1, stop) if after[i].low == "as"), None) if passive else None
    return _complement(after, bridge + 1, None) if bridge is not None else None


def _complement(side: Side, at: int, kind: NameType | None) -> Phrase | None:
    return phrase(side, at, _stop(side, at), kind) if at < len(side) else None
