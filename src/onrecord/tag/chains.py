"""Which names of one article mean the same bearer: the local chains that all else hangs on.

Careful in this order: equal names; fuller and shorter forms of one person ("Ann Maria Orlo", "Ann Orlo"), nicknames by
a lexicon, one letter's difference in a long name; acronyms that the text expands in brackets or that are a longer
name's initials; then a bare name ("Orlo", "Ms. Orlo") for the one person of the article who bears it. Where two
bear it, a title's sex decides, or that only one of them was introduced so far, or that the other is named just in
passing and not near by; where none of these does, all such bare names are a chain of their own, which `resolve` leaves
open. A person's campaign, administration or family is another bearer, and so is the White House for a man called White.
"""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_right
from collections import Counter, defaultdict
from collections.abc import Sequence
from functools import cache
from itertools import pairwise

from msgspec import Struct

from onrecord.lexicon import load
from onrecord.model import Name, NameType, Span
from onrecord.tag.spelling import LONG_WORD, Spellings
from onrecord.tag.vocabulary import Vocabulary

_POSSESSIVE = re.compile(r"['’](?:s|re|m|ve|ll|d)?$")
_MARKS = " \t\"“”„«»'‘’`,;:!?()[]{}…–—*_/|@#"
_BRACKETED = re.compile(r"[ \u00a0]\(\W?(?P<acronym>[^\W\d_a-z](?:[^\W\d_]|[.&/-]){1,9})\W?\)")
_BREAK = re.compile(r"-\s*\n\s*|\u00ad\s*|\s+")
_ALIAS = re.compile(
    r"['’]?s?\W{1,3}(?:(?:(?:who )?(?:is|was) |also |better |formerly |once |commonly |widely )+"
    r"(?:known|called|named|dubbed)|known|nicknamed)(?: to (?:\w+ ){1,3}| by (?:\w+ ){1,3}| )(?:as )?(?:the )?\W{0,2}"
    r"|\W{1,3}(?:a\.?k\.?a\.?|alias|formerly|née|real name|pseudonym|nom de guerre|pen name):? (?:the )?\W{0,2}",
    re.IGNORECASE,
)
_COUPLE = re.compile(r"\s+(?:and|&)\s+")
SUFFIXES = frozenset(("jr", "sr", "ii", "iii", "iv"))
_PLAIN = re.compile(r"[.’'`]")

SHORTEST = 3
"""Letters of a name that is looked for elsewhere in its article."""

PASSING = 2
"""Times that somebody is named in full at most while being named in passing."""

OFTEN = 3
"""Times as often as all others of the name somebody is named in full or alone to be meant by the bare name."""

LONGEST_ALIAS = 60
"""Code points between a name and the other that its bearer is "also known as"."""

NEAR = 700
"""Code points before a bare name in which another bearer, named in full, may be meant: a paragraph or two."""


class _Found(Struct, gc=False):
    """A name before it has a chain."""

    span: Span
    type: NameType
    words: tuple[str, ...]
    """Plain, without titles and suffix."""
    shown: tuple[str, ...]
    """The same as written."""
    suffix: str
    sex: str
    """What its title says: "m", "f" or nothing."""
    office: str
    """The title of an office right before it, or nothing."""
    chain: int = -1


def chained(text: str, marked: Sequence[tuple[NameType, Span]], words: Vocabulary) -> tuple[Name, ...]:
    """Names with their chains (`w1`, `w2`, … in the order of first mention).

    Args:
        text: the text of an article.
        marked: type and place of each name, in the order of the text.
        words: the vocabulary of its language.
    """
    found = [_found(text, kind, span, words) for kind, span in marked]
    _share_surnames(text, found, words)
    _alike_typed(found)
    types = _Chains(text, found, words).types()
    order: dict[int, str] = {}
    for one in found:
        order.setdefault(one.chain, f"w{len(order) + 1}")
    return tuple(Name(f"n{at}", one.span, types[one.chain], order[one.chain]) for at, one in enumerate(found, start=1))


def completed(text: str, marked: Sequence[tuple[NameType, Span]], words: Vocabulary) -> list[tuple[NameType, Span]]:
    """The names with those added that stand unmarked elsewhere in the article, written the same: whole names, and the
    surnames of people named in full.

    Args:
        text: the text of an article.
        marked: type and place of each name, in the order of the text.
        words: the vocabulary of its language.
    """
    forms: dict[str, NameType] = {}
    for kind, span in marked:
        shown = _own(span.of(text))
        if "\n" in shown or len(shown) < SHORTEST:
            continue
        forms.setdefault(shown, kind)
        parts = shown.split()
        if kind == "person" and len(parts) > 1 and plain(parts[-1]) not in SUFFIXES:
            forms.setdefault(parts[-1], kind)
    for letters in _initials(text, marked):
        forms.setdefault(letters, "organisation")
    kept = [form for form in forms if form[0].isupper() and len(form) >= SHORTEST and not _ordinary(form, words)]
    if not kept:
        return list(marked)
    taken = [span for _, span in marked]
    starts = [span.start for span in taken]
    pattern = re.compile(rf"(?<![\w-])(?:{'|'.join(map(re.escape, sorted(kept, key=len, reverse=True)))})(?![\w-])")
    more: list[tuple[NameType, Span]] = []
    for match in pattern.finditer(text):
        span = Span(match.start(), match.end())
        at = bisect_right(starts, span.start)
        if not any(other.meets(span) for other in taken[max(0, at - 1) : at + 1]):
            more.append((forms[match.group()], span))
    return sorted([*marked, *more], key=lambda one: one[1])


def _initials(text: str, marked: Sequence[tuple[NameType, Span]]) -> set[str]:
    """The initials of the longer names of organisations, as acronyms."""
    found = set()
    for kind, span in marked:
        words = span.of(text).split()
        if kind == "organisation" and len(words) > 2:
            found.add("".join(word[0] for word in words if word[0].isupper()))
    return {letters for letters in found if len(letters) >= SHORTEST}


def _ordinary(form: str, words: Vocabulary) -> bool:
    """Whether a form is a word that has a capital for other reasons as well."""
    low = form.lower()
    return low in words.function_words or low in words.titles or low in words.calendar or low in words.demonyms


@cache
def nicknames() -> dict[str, frozenset[str]]:
    """Full given names by their short forms."""
    return {short: frozenset(full) for short, full in load("nicknames")["full"].items()}


@cache
def _bodies() -> frozenset[str]:
    """Bodies of one word that are not short for whatever ends in it: "House" is not the White House."""
    return frozenset(form for row in load("forms")["known"]["rows"] for form in row if " " not in form)


def plain(word: str) -> str:
    """A word without case, accents, dots and apostrophes."""
    if not word.isascii():
        word = "".join(part for part in unicodedata.normalize("NFKD", word) if not unicodedata.combining(part))
    return _PLAIN.sub("", word).casefold()


def _found(text: str, kind: NameType, span: Span, words: Vocabulary) -> _Found:
    pieces = [own for piece in _BREAK.sub(_joined, span.of(text)).split(" ") if (own := _own(piece))]
    shown = pieces or [span.of(text)]
    before = text[max(0, span.start - 24) : span.start].split()
    titles = [before[-1]] if before else []
    lows = [plain(piece) for piece in shown]
    while len(shown) > 1 and (lows[0] in words.titles or (lows[0] == "the" and kind != "person")) and kind != "other":
        if kind != "person" and lows[0] != "the":
            break
        titles.append(shown[0])
        shown, lows = shown[1:], lows[1:]
    suffix = lows[-1] if len(lows) > 1 and lows[-1] in SUFFIXES else ""
    if suffix:
        shown, lows = shown[:-1], lows[:-1]
    offices = [low for title in titles if (low := plain(title)) in words.titles and not _sex_of([title], words)]
    return _Found(span, kind, tuple(lows), tuple(shown), suffix, _sex_of(titles, words), offices[-1] if offices else "")


def _joined(match: re.Match[str]) -> str:
    """A hyphen at a line's end stays, a soft one goes, white space is one space."""
    return {"-": "-", "\u00ad": ""}.get(match.group()[0], " ")


def _own(piece: str) -> str:
    """A word without its possessive and the marks around it."""
    piece = piece.strip(_MARKS)
    return _POSSESSIVE.sub("", piece).strip(_MARKS).removesuffix(",")


def _sex_of(titles: Sequence[str], words: Vocabulary) -> str:
    for title in map(str.lower, titles):
        if title in words.masculine or title in words.feminine:
            return "m" if title in words.masculine else "f"
    return ""


def sex_by_given_name(given: str, words: Vocabulary) -> str:
    """What a given name (plain) says of the sex of its bearer: "m", "f" or nothing."""
    masculine, feminine = given in words.masculine_given, given in words.feminine_given
    return "" if masculine == feminine else "m" if masculine else "f"


def same_given(one: str, other: str) -> bool:
    """Whether two plain given names may be one person's: equal, an initial, a nickname, or two nicknames of one."""
    if one == other or (1 in (len(one), len(other)) and one[:1] == other[:1]):
        return True
    return bool(_may_stand_for(one) & _may_stand_for(other))


def _elected(votes: Counter[NameType]) -> NameType:
    """The most frequent type; "other" only where nothing else is said."""
    return min(votes, key=lambda kind: (kind == "other", -votes[kind], kind))


def _alike_typed(found: Sequence[_Found]) -> None:
    """Give names of the same words the same type: one title or one "said" shows for all that it is a person."""
    votes: dict[tuple[str, ...], Counter[NameType]] = defaultdict(Counter)
    for one in found:
        votes[one.words][one.type] += 1
    for one in found:
        if one.type == "other":
            one.type = _elected(votes[one.words])


def _share_surnames(text: str, found: Sequence[_Found], words: Vocabulary) -> None:
    """In "Anne and Erik Orlo" both are called Orlo."""
    for one, other in pairwise(found):
        couple = one.type == other.type == "person" and len(one.words) == 1 and len(other.words) == 2
        if couple and one.words[0] in words.given and _COUPLE.fullmatch(text, one.span.end, other.span.start):
            one.words, one.shown = (one.words[0], other.words[1]), (one.shown[0], other.shown[1])


class _Chains:
    """Gives chains to the names of one article, the sure ones first."""

    def __init__(self, text: str, found: Sequence[_Found], words: Vocabulary) -> None:
        self.text, self.found, self.words = text, found, words
        self.whole: dict[tuple[str, ...], int] = {}
        """Chains by their full forms."""
        self._people: dict[tuple[str, str], set[int]] = defaultdict(set)
        """Chains of people by surname, and by what a given name may stand for."""
        self._forms: dict[int, set[tuple[tuple[str, ...], str]]] = defaultdict(set)
        """By chain of a person: words and suffix of each full form."""
        self._offices: dict[int, set[str]] = defaultdict(set)
        """By chain: the offices that stand before its full forms."""
        self._spellings = Spellings()
        self._misspelled: set[tuple[str, ...]] = set()
        """Full forms that belong to their chain as another spelling."""
        self._ending_in: dict[tuple[str, ...], set[tuple[str, ...]]] = defaultdict(set)
        for one in found:
            for start in range(1, len(one.words) - 1):
                self._ending_in[one.words[start:]].add(one.words)
        self.count = 0
        self._begins: dict[str, set[int]] = defaultdict(set)
        """Chains of all but people by the first word of their full forms."""
        self._ends: dict[str, set[int]] = defaultdict(set)
        """The same by the last word."""
        self.surnames: dict[str, list[int]] = defaultdict(list)
        self.givens: dict[str, list[int]] = defaultdict(list)
        self.sexes: dict[int, str] = {}
        self.titled: dict[str, set[str]] = defaultdict(set)
        """By bare name: the sexes that titles before it say."""
        for one in found:
            if one.sex and len(one.words) == 1:
                self.titled[one.words[0]].add(one.sex)
        self._full()
        self._acronyms()
        self._bare()
        self._also_called()

    def types(self) -> dict[int, NameType]:
        """The type of each chain: the most frequent among its longest names."""
        votes: dict[int, Counter[NameType]] = defaultdict(Counter)
        for one in self.found:
            votes[one.chain][one.type] += len(one.words)
        return {chain: _elected(count) for chain, count in votes.items()}

    def _new(self, key: tuple[str, ...]) -> int:
        self.whole[key] = self.count
        self.count += 1
        return self.count - 1

    def _know(self, key: tuple[str, ...], chain: int) -> int:
        """The chain of a full form, which is `chain` if it has none yet."""
        self._spellings.add(key)
        return self.whole.setdefault(key, chain)

    def _full(self) -> None:
        for one in self.found:
            if len(one.words) < 2:
                continue
            key = (*one.words, one.suffix) if one.suffix else self._longer(one.words)
            known = self.whole.get(key)
            if known is None and one.type == "person":
                known = self._same_person(one)
            if known is None:
                known = self._misspelt(one)
                if known is not None:
                    self._misspelled.add(one.words)
            one.chain = self._know(key, self._new(key) if known is None else known)
            self._know(one.words, one.chain)
            if one.office:
                self._offices[one.chain].add(one.office)
            if one.type == "person":
                self._bear(one)
        for key, chain in self.whole.items():
            if chain not in self._forms:
                self._begins[key[0]].add(chain)
                self._ends[key[-1]].add(chain)

    def _longer(self, words: tuple[str, ...]) -> tuple[str, ...]:
        """The one longer name of the article that ends in these words, if there is just one; else the words."""
        longer = self._ending_in.get(words, set())
        return next(iter(longer)) if len(longer) == 1 else words

    def _bear(self, one: _Found) -> None:
        for part, bearers in ((one.words[-1], self.surnames), (one.words[0], self.givens)):
            if one.chain not in bearers[part]:
                bearers[part].append(one.chain)
        for part in one.words[1:-1]:
            # A surname of two words: either may stand for it.
            if len(part) > 1 and one.chain not in self.surnames[part]:
                self.surnames[part].append(one.chain)
        self._forms[one.chain].add((one.words, one.suffix))
        for given in (*_may_stand_for(one.words[0]), f"{one.words[0][:1]}."):
            self._people[one.words[-1], given].add(one.chain)
        sex = one.sex or sex_by_given_name(one.words[0], self.words)
        if sex:
            self.sexes.setdefault(one.chain, sex)

    def _same_person(self, one: _Found) -> int | None:
        """The chain of a fuller or shorter form of a person's name, if just one fits, and no form of it speaks against
        it: "Ann Orlo" does not make Ann T. Orlo of Ann M. Orlo."""
        given = one.words[0]
        keys = (*_may_stand_for(given), given[:1]) if len(given) > 1 else (f"{given}.",)
        met = set().union(*(self._people.get((one.words[-1], key), set()) for key in keys))
        fits = {
            chain
            for chain in met
            if any(suffix == one.suffix and _one_person(words, one.words) for words, suffix in self._forms[chain])
            and not any(
                _two_people(words, one.words) for words, _ in self._forms[chain] if words not in self._misspelled
            )
            and not (one.sex and self.sexes.get(chain, one.sex) != one.sex)
        }
        return next(iter(fits)) if len(fits) == 1 else None

    def _misspelt(self, one: _Found) -> int | None:
        """The chain of a name that differs by one letter in one long word."""
        for key in self._spellings.near(one.words):
            unlike = next((a, b) for a, b in zip(key, one.words, strict=True) if a != b)
            if key[0][:1] == one.words[0][:1] and min(map(len, unlike)) >= LONG_WORD:
                return self.whole[key]
        return None

    def _acronyms(self) -> None:
        """Acronyms in brackets behind a name, and those that are the initials of just one."""
        initials: dict[str, set[int]] = defaultdict(set)
        for one in self.found:
            if one.chain < 0 or one.type == "person":
                continue
            if len(one.words) > 2:
                letters = "".join(word[0] for word in one.shown if word[:1].isupper()).casefold()
                initials[letters].add(one.chain)
                if one.words[0] in self.words.organisation_words:
                    # "HF" for the Ministry of Harbours and Fisheries.
                    initials[letters[1:]].add(one.chain)
            bracketed = _BRACKETED.match(self.text, one.span.end)
            if bracketed is not None:
                self.whole.setdefault((plain(bracketed["acronym"]),), one.chain)
        for letters, chains in initials.items():
            if len(chains) == 1 and len(letters) > 1:
                self.whole.setdefault((letters,), next(iter(chains)))

    def _also_called(self) -> None:
        """ "Ann Orlo, also known as the Gull": one bearer."""
        into: dict[int, int] = {}
        for one, other in pairwise(self.found):
            gap = self.text[one.span.end : other.span.start]
            first, second = _end_of(into, one.chain), _end_of(into, other.chain)
            alias = first != second and len(gap) < LONGEST_ALIAS and _ALIAS.fullmatch(gap)
            if alias and (other.type == one.type or len(other.words) == 1):
                into[second] = first
        for one in self.found:
            one.chain = _end_of(into, one.chain)

    def _bare(self) -> None:
        """Chains for names of one word."""
        named: dict[int, list[int]] = defaultdict(list)
        """By chain: where it was named in full."""
        for one in self.found:
            if one.chain >= 0:
                named[one.chain].append(one.span.start)
        surnames = Spellings((surname,) for surname in self.surnames)
        alone = Counter[int]()
        for one in self.found:
            if one.chain >= 0:
                continue
            word = one.words[0] if one.words else ""
            chain = self._bearer(one, word, named, alone)
            if chain is None:
                chain = self._short_organisation(one, word)
            if chain is None and one.type == "person" and not one.shown[0].isupper():
                chain = self._misspelt_surname(word, surnames)
            if chain is None:
                borne = one.type == "person" and (self.surnames.get(word) or len(self.titled[word]) > 1)
                open_key = (word, f"?{one.sex}") if borne else (word,)
                chain = self.whole.get(open_key)
                chain = self._new(open_key) if chain is None else chain
            one.chain = chain
            alone[chain] += 1
            if one.type != "person":
                self.whole.setdefault((word,), chain)

    def _bearer(self, one: _Found, word: str, named: dict[int, list[int]], alone: Counter[int]) -> int | None:
        """The person who is meant by a bare name, where the article leaves one choice."""
        acronym = self.whole.get((word,))
        if acronym is not None and (one.shown[0].isupper() or acronym not in named):
            return acronym
        bearers = self.surnames.get(word) or self.givens.get(word) or []
        if one.type == "place" and not (bearers and word not in self.words.places):
            bearers = []
        fitting = [chain for chain in bearers if not one.sex or self.sexes.get(chain, one.sex) == one.sex]
        if one.sex:
            told = [chain for chain in fitting if self.sexes.get(chain) == one.sex]
            fitting = told if len(told) == 1 else fitting
        at = one.span.start
        held = [chain for chain in fitting if one.office in self._offices.get(chain, ())]
        fitting = held if len(held) == 1 else fitting
        if len(fitting) == 1 and self._office_unlike(one, fitting[0], named):
            return self._official(one, word, named) if word in self.surnames else None
        if len(fitting) < 2:
            return fitting[0] if fitting else None
        before = [chain for chain in fitting if named[chain][0] < at]
        if len(before) == 1:
            return before[0]
        return self._weightiest(before, at, named, alone) if before else None

    def _weightiest(self, bearers: list[int], at: int, named: dict[int, list[int]], alone: Counter[int]) -> int | None:
        """The bearer who is named so often, or the others so much in passing, that a bare name means nobody else."""
        weight = {chain: len(named[chain]) + alone[chain] for chain in bearers}
        best = max(bearers, key=lambda chain: weight[chain])
        others = [other for other in bearers if other != best]
        if weight[best] >= OFTEN * sum(weight[other] for other in others):
            return best
        passing = all(len(named[other]) <= PASSING and weight[other] < weight[best] for other in others)
        near = any(at - NEAR < place < at for other in others if passing for place in named[other])
        return best if passing and not near else None

    def _office_unlike(self, one: _Found, chain: int, named: dict[int, list[int]]) -> bool:
        """Whether a bare name has a title that its only bearer has nowhere, who comes in only behind it: "President
        Orlo" before a daughter is named in full."""
        if not one.office or named[chain][0] < one.span.start:
            return False
        return one.office not in self._offices[chain]

    def _official(self, one: _Found, word: str, named: dict[int, list[int]]) -> int:
        """A chain for somebody whom the article names by office and surname only: one more who bears the surname."""
        chain = self._new((word, f"?{one.office}"))
        self.surnames[word].append(chain)
        self._offices[chain].add(one.office)
        named[chain].append(one.span.start)
        return chain

    def _short_organisation(self, one: _Found, word: str) -> int | None:
        """ "Tolland" for Tolland Lines, "the Council" for the Harbour Council: the only one that begins or ends so."""
        if (
            word in _bodies()
            or one.type == "place"
            or (self.words.places and word in self.words.places)
            or word in self.words.demonyms
        ):
            return None
        generic = word in self.words.organisation_words
        fits = self._ends.get(word, set()) if generic else self._begins.get(word, set()) if len(word) > 3 else set()
        return next(iter(fits)) if len(fits) == 1 and one.type in ("organisation", "other") else None

    def _misspelt_surname(self, word: str, surnames: Spellings) -> int | None:
        if len(word) < LONG_WORD:
            return None
        # "The Brandts" are a family, and none of them by herself.
        near = [
            surname
            for (surname,) in surnames.near((word,))
            if surname[:1] == word[:1] and word not in (f"{surname}s", f"{surname}es")
        ]
        fits = {chain for surname in near for chain in self.surnames[surname]}
        return next(iter(fits)) if len(fits) == 1 else None


def _end_of(into: dict[int, int], chain: int) -> int:
    """The chain that a chain was made part of, at last."""
    while chain in into:
        chain = into[chain]
    return chain


def _one_person(one: tuple[str, ...], other: tuple[str, ...]) -> bool:
    """Whether two full forms may be one person's: one surname, given names that fit, nothing against it between."""
    if one[-1] != other[-1] or not same_given(one[0], other[0]):
        return False
    middle, further = one[1:-1], other[1:-1]
    if not middle or not further:
        return True
    return len(middle) == len(further) and all(same_given(a, b) for a, b in zip(middle, further, strict=True))


def _two_people(one: tuple[str, ...], other: tuple[str, ...]) -> bool:
    """Whether two full forms of one surname cannot be one person's."""
    return one[-1] == other[-1] and not _one_person(one, other)


def _may_stand_for(given: str) -> frozenset[str]:
    """A plain given name and what it is short for."""
    return nicknames().get(given, frozenset()) | {given}
