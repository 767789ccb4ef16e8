"""What may be meant by what is no name: "who", "they", "it", and descriptions such as "the lawmaker" or "the group".

Everything is looked for in the text before a place and in what the article calls its names. Nothing here is sure: each
answer says how likely it is, and two that fit are candidates.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from functools import cached_property
from typing import Literal

from msgspec import Struct

from onrecord.model import Name, Span
from onrecord.tag.chains import plain
from onrecord.tag.discourse import Discourse
from onrecord.tag.sources import WORD

REACH = 2
"""Paragraphs in which what "they", "it" and "the group" mean is looked for, their own included."""

FAR = 5
"""Paragraphs back in which the people are looked for that "the two senators" means."""

MAX_CANDIDATES = 6
"""Candidates that an open speaker keeps, the likeliest first."""

IN_A_ROW = 80
"""Code points between two people who are named in a row: "Orlo, the mayor, and Vang"."""

BEFORE, BEHIND = 4, 12
"""Words before a name, and behind the comma after it, among which the nouns are that it is called by."""

_CALLED = re.compile(r"[,(—–]\s*([^,.;:()—–\n]{3,90})")
_TIES = frozenset(("of", "for", "the"))
_PHRASE_END = re.compile(r"[,;:!?\n“”\"()]|(?<=[a-z]{4})\.\s")
"""Where the words begin that stand right before a name; "Rep." ends nothing."""

Kind = Literal["named", "unnamed", "author"]


class Speaker(Struct, frozen=True, gc=False):
    """Who makes a statement: a chain, or candidates; what the source says of the speaker; how sure that is.

    Where several are named as speaking together, `who` is the first of them and `candidates` are all.
    """

    who: str | None
    candidates: tuple[str, ...] = ()
    kind: Kind = "unnamed"
    type: str | None = None
    confidence: float = 1.0


NOBODY = Speaker(None)
AUTHOR = Speaker(None, kind="author", type="author")

OWN = ""
"""The chain of who has no name, and is a bearer of its own."""


class Antecedents:
    """What the words of one article may mean.

    Args:
        discourse: the article.
    """

    def __init__(self, discourse: Discourse) -> None:
        self.discourse = discourse

    def relative(self, place: int) -> Speaker:
        """ "Orlo, who said", "Orlo, the mayor of Vey, who said"; else what the noun before says."""
        discourse = self.discourse
        sentence = discourse.sentence_span(place)
        before = [name for name in discourse.within(Span(sentence.start, place)) if name.type != "place"]
        words = [word.lower() for word in WORD.findall(discourse.text[sentence.start : place])]
        who = self._before_relative(before, place)
        if who is not None:
            return Speaker(who, kind="named")
        types = discourse.words.speaker_types
        kind = next((types[word] for word in reversed(words[-6:]) if word in types), "unknown")
        return Speaker(OWN, type=kind)

    def _before_relative(self, before: Sequence[Name], place: int) -> str | None:
        """The chain of the name right before a relative, or of a person with no more than an apposition between."""
        words = self.discourse.words
        for name in reversed(before[-3:]):
            gap = self.discourse.text[name.span.end : place]
            own = WORD.findall(gap.lower())
            if name.type == "person" and gap.startswith(",") and gap.rstrip().endswith(",") and len(own) <= BEHIND:
                return name.who
        if not before or before[-1].type == "other":
            return None
        own = WORD.findall(self.discourse.text[before[-1].span.end : place].lower())
        nouns = [word for word in own if word in words.people or word in words.speaker_types]
        return before[-1].who if not own or (len(own) < 3 and not nouns) else None

    def they(self, place: int) -> Speaker:
        """The group without a name or the organisation named last before, or several people who are named together."""
        discourse = self.discourse
        quotation = discourse.quotation(place)
        near = discourse.before(place, REACH)
        groups = [
            (match.start(), match.group().lower())
            for match in WORD.finditer(discourse.text, near.start, place)
            if self._plural(match.group()) and (quotation is not None or discourse.quotation(match.start()) is None)
        ]
        bodies = discourse.organisations(near)
        together = self._together(near)
        last = max(groups[-1][0] if groups else -1, bodies[-1].span.start if bodies else -1)
        if together and together[-1].span.start > last:
            return self._several(together)
        if groups and (not bodies or groups[-1][0] >= discourse.sentence_span(bodies[-1].span.start).start):
            kind = discourse.words.speaker_types.get(groups[-1][1], "unknown")
            return Speaker(OWN, type=kind)
        if bodies:
            chains = _chains(reversed(bodies))
            if len(chains) == 1 and discourse.paragraph(bodies[-1].span.start) == discourse.paragraph(place):
                return Speaker(chains[0], kind="named", confidence=0.7)
            return _open(chains, 0.5)
        people = _chains(name for name in reversed(discourse.within(near)) if name.type == "person")
        if len(people) > 1:
            return _open(people, 0.5)
        return Speaker(None, type="unknown")

    def _together(self, stretch: Span) -> list[Name]:
        """The last people of a stretch who are named in a row: "Orlo and Vang"."""
        people = [name for name in self.discourse.within(stretch) if name.type == "person"]
        for at in range(len(people) - 1, 0, -1):
            gap = self.discourse.text[people[at - 1].span.end : people[at].span.start]
            if len(gap) < IN_A_ROW and re.search(r"\band\b", gap) and not re.search(r"(?<!\w[a-z])[.!?;]\s", gap):
                return people[at - 1 : at + 1]
        return []

    def _several(self, people: Sequence[Name]) -> Speaker:
        chains = _chains(people)
        return Speaker(chains[0], chains, "named", confidence=0.7)

    def _plural(self, word: str) -> bool:
        low, words = word.lower(), self.discourse.words
        if not low.endswith(("s", "men", "people")) or len(low) < 4:
            return False
        return low in words.people or low in words.speaker_types or low.removesuffix("s") in words.demonyms

    def it(self, place: int) -> Speaker:
        """The organisation that alone was named near by, or a document."""
        discourse = self.discourse
        stretch = discourse.before(place, REACH)
        types = discourse.words.speaker_types
        papers = [
            match.start()
            for match in WORD.finditer(discourse.text, stretch.start, place)
            if types.get(match.group().lower()) == "document" and not match.group().lower().endswith("s")
        ]
        places = (name for name in discourse.within(stretch) if name.type == "place")
        bodies = discourse.organisations(stretch) or [one for one in places if one.who not in discourse.only_headline]
        if papers and (not bodies or papers[-1] > bodies[-1].span.end):
            return Speaker(OWN, type="document")
        chains = _chains(reversed(bodies))
        if len(chains) == 1:
            return Speaker(chains[0], kind="named", confidence=0.7)
        if chains:
            return _open(chains, 0.5)
        return Speaker(None, type="unknown")

    def put_to(self, head: str, alone: bool, place: int, bodies: Collection[str]) -> Speaker | None:
        """Whom a definite description of one person or body, or of several people, means; None where it may be anybody.

        Args:
            head: its noun, in small letters.
            alone: whether the noun has nothing but "the" before it.
            place: where it stands.
            bodies: chains of bodies that hang on another name with this noun ("the Orlo campaign").
        """
        words = self.discourse.words
        exact = self._roles.get(head, set())
        if head in words.persons or (head in words.alike and head not in words.organised):
            called = {chain for noun in words.alike.get(head, ()) for chain in self._roles.get(noun, ())}
            return self._nearest(exact or called, place, "person")
        if head.endswith("s") and head[:-1] in words.alike:
            together = self._together(self.discourse.before(place, FAR + 1))
            return self._several(together) if together else None
        if head in words.organised:
            own = {name.who for name in self.discourse.names if name.type == "organisation" and self._holds(name, head)}
            found = self._nearest(own.union(bodies) or exact, place, "organisation")
            if found is None and alone and head in words.any_organisation:
                return self._lone_body(place)
            return found
        return None

    def _holds(self, name: Name, word: str) -> bool:
        return word in map(plain, WORD.findall(name.span.of(self.discourse.text)))

    def _lone_body(self, place: int) -> Speaker | None:
        """The organisation that alone was named near by; those named before, where there is none or more."""
        for reach in (REACH, FAR):
            chains = _chains(reversed(self.discourse.organisations(self.discourse.before(place, reach))))
            if len(chains) == 1 and reach == REACH:
                return Speaker(chains[0], kind="named", confidence=0.7)
            if chains:
                return _open(chains, 0.4)
        return None

    def _nearest(self, chains: set[str], place: int, kind: str) -> Speaker | None:
        """The one of some chains that was mentioned last before a place, or the only one."""
        known = {who for who in chains if self.discourse.types.get(who, kind) == kind}
        if not known:
            return None
        if len(known) == 1:
            return Speaker(next(iter(known)), kind="named", confidence=0.9)
        before = [name for name in self.discourse.names if name.who in known and name.span.start < place]
        if not before:
            return _open(tuple(sorted(known)), 0.4)
        near = self.discourse.before(place, REACH)
        if len({name.who for name in before if name.span.start >= near.start}) > 1:
            return _open(_chains(reversed(before)), 0.5)
        return Speaker(before[-1].who, kind="named", confidence=0.75)

    @cached_property
    def _roles(self) -> dict[str, set[str]]:
        """By noun: the chains that it is put to, right before a name or behind the comma after it."""
        found: dict[str, set[str]] = defaultdict(set)
        text, words = self.discourse.text, self.discourse.words
        for name in self.discourse.names:
            if name.type not in ("person", "organisation"):
                continue
            phrase = text[max(0, name.span.start - 60) : name.span.start].rstrip(" \u00a0")
            before = self._called_before(phrase)
            pieces = name.span.of(text).split()
            nouns = [*before, *pieces[:-1]]
            behind = _CALLED.match(text, name.span.end)
            if name.type == "organisation":
                nouns = []
            apposed = WORD.findall(behind[1])[:BEHIND] if behind is not None else []
            if apposed and (apposed[0].lower() in words.determiners or self._is_role(apposed[0])):
                nouns += apposed
            for noun in nouns:
                low = noun.lower().rstrip(".")
                if self._is_role(low):
                    found[low].add(name.who)
        return found

    def _is_role(self, word: str) -> bool:
        low, words = word.lower().rstrip("."), self.discourse.words
        return low in words.alike or low in words.persons or low in words.organised

    def _called_before(self, phrase: str) -> list[str]:
        """The words of a description that ends right before a name: "former mayor", "the minister of harbours,"."""
        over = phrase.endswith(",")
        before = WORD.findall(_PHRASE_END.split(phrase.rstrip(","))[-1])
        if over:
            return before if before and before[0].lower() in self.discourse.words.determiners else []
        found: list[str] = []
        for word in reversed(before[-BEFORE:]):
            if not (word[0].isupper() or self._is_role(word) or word in _TIES) or (not found and word in _TIES):
                break
            found.append(word)
        return found


def _chains(names: Iterable[Name]) -> tuple[str, ...]:
    """The chains of some names, each once, in their order."""
    return tuple(dict.fromkeys(name.who for name in names))


def _open(chains: tuple[str, ...], confidence: float) -> Speaker:
    return Speaker(None, chains[:MAX_CANDIDATES], "named", confidence=confidence)
