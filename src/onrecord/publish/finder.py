"""Finds every stretch of a text that names somebody hidden.

    form         "Ann Orlo", "ANN M. ORLO", "Orlo, Ann", "Ann Or-\\nlo", in any case, with accents or without
    word         "Orlo", "Orlo’s" (the possessive stays), "Orloites", "FreeOrlo", "Orllo"
    address      whatever holds a form between white space, where it is an address, a handle or a path

The words around a name decide no more than that: a word of a hidden name in the name of somebody else, or in one that
may be somebody else's, is withheld, and not given to the one who is hidden.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache
from html import unescape
from urllib.parse import unquote

from msgspec import Struct

from onrecord.model import Span
from onrecord.publish.hidden import MISSPELT, WITHHELD, WORD, Hidden, alike, underived
from onrecord.publish.ordinary import Ordinary
from onrecord.publish.pieces import PIECE, folded, has_case, humps, is_small
from onrecord.publish.shift import Shift, Stretch
from onrecord.resolve.forms import POSSESSIVE

LONGEST = 64
"""Code points of the longest piece that is looked at: more is no word."""

ADDRESS = 2_000
"""Code points of an address on either side of the mark by which it is known."""

_SPACE = r"(?:[^\S\n]*\n?[^\S\n]*)"
_LINK = re.compile(rf"{_SPACE}|[ .'’_\-‐‑–·&+/%]{{1,3}}")
"""What may stand between the words of one form."""
_NEAR = re.compile(rf"{_SPACE}|['’\-‐‑–_]")
_COMMA = re.compile(r",\s?")
_AFTER_INITIAL = re.compile(r"\.?\s?")
_BREAK = re.compile(r"\s*[-‐‑–¬_]\s*|\s*\n\s*")
"""What may stand within a word that a line's end, or nothing, broke."""
_LINE_END = re.compile(r"[-‐‑¬]\s*\n\s*")
_ADDRESS = re.compile(r"://|www\.|@|#|\.\w{2,9}/", re.IGNORECASE)
_WRAPPING = "()[]{}<>\"'“”‘’«».,;:!?…"
_CYRILLIC = re.compile("[\u0400-\u04ff]{4,}")
_VOWELS = "аеиоуыэюяь"
_PROCLITICS = "وفبلك"
"""Arabic words of one letter that are written onto the next."""


class _Hit(Struct):
    """Pieces `start` up to `end` of a text that name somebody."""

    start: int
    end: int
    shown: frozenset[str]
    """Whom they may name."""
    is_form: bool
    """Whether they are a whole form of several words."""


class Finder:
    """Looks for what is hidden.

    Args:
        hidden: whom pseudonyms hide.
        ordinary: which words are ordinary.
    """

    def __init__(self, hidden: Hidden, ordinary: Ordinary) -> None:
        self.hidden = hidden
        self.ordinary = ordinary
        self._long = [word for word in hidden.singles if len(word) >= MISSPELT]
        self._strong = [word for word in hidden.singles if len(word) >= WORD]
        self._stems = {
            word.rstrip(_VOWELS) if len(word.rstrip(_VOWELS)) >= 3 else word: word
            for word in self._strong
            if _CYRILLIC.fullmatch(word)
        }
        self._broken: dict[str, list[str]] = {}
        for word in sorted({*hidden.singles, *hidden.sequences}, key=lambda word: (-len(word), word)):
            for end in range(1, len(word)):
                self._broken.setdefault(word[:end], []).append(word)
        self._initials = {shown: {word[0] for word in words} for shown, words in hidden.words.items()}
        forms = "|".join(map(re.escape, sorted(hidden.unspaced, key=len, reverse=True)))
        self._unspaced = re.compile(forms) if forms else None
        self.whom = lru_cache(1 << 18)(self._whom)
        self.firsts = lru_cache(1 << 18)(self._firsts)

    def _whom(self, piece: str) -> frozenset[str]:
        """Whom a piece by itself may name."""
        word = folded(piece)
        exact = self.hidden.singles.get(word)
        if exact is not None:
            is_word = is_small(piece) and self.ordinary.is_common(word)
            return frozenset() if is_word else frozenset(exact)
        parts = humps(piece)
        if len(parts) > 1:
            found = [self.hidden.singles[part] for part in parts if part in self.hidden.singles and len(part) >= WORD]
            return frozenset().union(*found)
        if word in self.hidden.protected or self.ordinary.is_common(word):
            return frozenset()
        return self._derived(word, piece) or self._mistaken(word, piece)

    def _derived(self, word: str, piece: str) -> frozenset[str]:
        """Whom a word means that is made of a name: by an ending, a case, an article that is written onto it."""
        singles = self.hidden.singles
        if not self.ordinary.is_known(word):
            bases = [base for base in underived(word) if base in singles] or [own for own in self._long if own in word]
            if bases:
                return frozenset(singles[max(bases, key=len)])
        if self._stems and not is_small(piece):
            stems = (self._stems.get(word[: len(word) - cut]) for cut in range(4))
            name = next((own for own in stems if own is not None), None)
            if name is not None:
                return frozenset(singles[name])
        if word[0] in _PROCLITICS and word[1:] in singles:
            return frozenset(singles[word[1:]])
        return frozenset()

    def _mistaken(self, word: str, piece: str) -> frozenset[str]:
        """Whom a misspelt word means; a word of a dictionary is misspelt only where the pile has it as a name."""
        is_name = word in self.hidden.misspelt
        if not is_name and (not has_case(piece) or self.ordinary.is_known(word)):
            return frozenset()
        found = [self.hidden.singles[own] for own in self._long if alike(word, own)]
        return frozenset().union(*found)

    def _firsts(self, word: str) -> tuple[str, ...]:
        """First words of forms that a folded word may be."""
        return tuple(first for first in self.hidden.sequences if alike(word, first))

    def stretches(self, text: str, known: Sequence[tuple[Span, str]] = ()) -> list[Stretch]:
        """What is replaced in a text, in order, none meeting another.

        Args:
            text: any text.
            known: names of which it is known whom they mean, or that this is open: their spans, and what stands for
                them.
        """
        reading = _Reading(self, text, known)
        found = reading.stretches()
        found += self._addresses(text, found)
        if self._unspaced is not None:
            found += [Stretch(*m.span(), self.hidden.unspaced[m[0]]) for m in self._unspaced.finditer(text)]
        for span, shown in known:
            if shown == WITHHELD:
                continue
            words = POSSESSIVE.sub("", span.of(text))
            is_met = any(one.start < span.end and span.start < one.end for one in found)
            if words.strip() and not is_met:
                found.append(Stretch(span.start, span.start + len(words), shown))
        return _apart(text, found)

    def _addresses(self, text: str, found: Sequence[Stretch]) -> list[Stretch]:
        """Whole addresses and handles that hold a form."""
        made: list[Stretch] = []
        at = 0
        for mark in _ADDRESS.finditer(text):
            if mark.start() < at:
                continue
            start = end = mark.start()
            while start > at and mark.start() - start < ADDRESS and not text[start - 1].isspace():
                start -= 1
            while end < len(text) and end - mark.start() < ADDRESS and not text[end].isspace():
                end += 1
            at = end
            start = end - len(text[start:end].lstrip(_WRAPPING))
            end = start + len(text[start:end].rstrip(_WRAPPING))
            if end > start and self.gives_away(text[start:end]):
                inside = {one.shown for one in found if one.start < end and start < one.end}
                made.append(Stretch(start, end, inside.pop() if len(inside) == 1 else WITHHELD))
        return made

    def shown(self, text: str) -> str:
        """A text of its own as it is published."""
        return Shift(text, self.stretches(text)).text

    def gives_away(self, address: str) -> bool:
        """Whether an address, a path or an id holds a form, however it is encoded."""
        return any(self._holds(form) for form in _decoded(address))

    def _holds(self, text: str) -> bool:
        found = PIECE.findall(text)
        if _Reading(self, text, ()).stretches() or (self._unspaced and self._unspaced.search(text)):
            return True
        return any(self._contains(folded(piece)) for piece in found if len(piece) > WORD)

    def _contains(self, word: str) -> bool:
        if word in self.hidden.protected or self.ordinary.is_known(word):
            return False
        return any(own in word for own in self._strong)

    def broken(self, piece: str) -> Sequence[str]:
        """Longer words that begin with a folded piece, the longest first."""
        return self._broken.get(piece, ())

    def initials(self, shown: str) -> set[str]:
        """First letters of the words of a person's name."""
        return self._initials.get(shown, set())


def _decoded(address: str) -> set[str]:
    """An address as it is written, and as it may be meant."""
    forms = {address, unescape(address)}
    for _ in range(3):
        forms |= {unquote(form) for form in forms}
    for form in tuple(forms):
        if "xn--" in form.lower():
            labels = re.findall(r"xn--([a-z0-9-]+)", form, re.IGNORECASE)
            forms |= {label.encode("ascii", "ignore").decode("punycode", "ignore") for label in labels}
    return forms


class _Reading:
    """One text, piece by piece."""

    def __init__(self, finder: Finder, text: str, known: Sequence[tuple[Span, str]]) -> None:
        self._finder = finder
        self._hidden = finder.hidden
        self._text = text
        matches = [match for match in PIECE.finditer(text) if match.end() - match.start() <= LONGEST]
        self._pieces = [match[0] for match in matches]
        self._words = [folded(piece) for piece in self._pieces]
        self._starts = [match.start() for match in matches]
        self._ends = [match.end() for match in matches]
        self._known = known

    def stretches(self) -> list[Stretch]:
        """What names somebody hidden."""
        found: list[Stretch] = []
        at = floor = foreign = 0
        while at < len(self._pieces):
            foreign = max(foreign, self._foreign_end(at))
            hit = self._hit(at)
            if hit is None:
                at += 1
                continue
            found.append(self._stretch(hit, floor, foreign))
            at = floor = max(hit.end, at + 1)
        return found

    def _hit(self, at: int) -> _Hit | None:
        """What begins at a piece: the longest form, else a word."""
        best: _Hit | None = None
        broken = self._finder.broken(self._words[at])
        firsts = self._finder.firsts(self._words[at])
        firsts += tuple(first for first in broken if first in self._hidden.sequences)
        for first in firsts:
            for form, shown in self._hidden.sequences[first].items():
                end = self._form_end(at, form, shown <= self._hidden.words.keys())
                if end and (best is None or end >= best.end):
                    same = best is not None and end == best.end
                    best = _Hit(at, end, frozenset(shown | best.shown) if same and best else frozenset(shown), True)
        return best or self._word(at, broken)

    def _word(self, at: int, broken: Sequence[str]) -> _Hit | None:
        whom = self._finder.whom(self._pieces[at])
        if whom:
            return _Hit(at, at + 1, whom, False)
        for word in broken:
            end = self._word_end(at, word) if word in self._hidden.singles else 0
            if end:
                return _Hit(at, end, frozenset(self._hidden.singles[word]), False)
        if at + 1 < len(self._pieces) and _LINE_END.fullmatch(self._gap(at)):
            whom = self._finder.whom(self._pieces[at] + self._pieces[at + 1])
            if whom:
                return _Hit(at, at + 2, whom, False)
        return None

    def _gap(self, at: int) -> str:
        """What stands between a piece and the next."""
        return self._text[self._ends[at] : self._starts[at + 1]]

    def _word_end(self, at: int, word: str) -> int:
        """The piece behind those that make a word of a form, broken perhaps; 0 where they make another word."""
        own = self._words[at]
        if own == word or (alike(own, word) and not self._is_ordinary(at)):
            return at + 1
        joined, end = own, at + 1
        while len(joined) < len(word) and word.startswith(joined) and end < len(self._pieces):
            single = len(self._words[end]) == len(self._words[end - 1]) == 1
            spaced = single and self._gap(end - 1) in (" ", ".")
            if not spaced and not _BREAK.fullmatch(self._gap(end - 1)):
                return 0
            joined += self._words[end]
            end += 1
        return end if joined == word else 0

    def _is_ordinary(self, at: int) -> bool:
        """Whether a piece that is like a word of a form is an ordinary word, or stands in somebody else's name."""
        return (is_small(self._pieces[at]) and self._finder.ordinary.is_known(self._words[at])) or (
            self._words[at] in self._hidden.protected
        )

    def _form_end(self, at: int, form: Sequence[str], is_person: bool) -> int:
        """The piece behind a form that begins here, a name or an initial in a person's middle passed over; 0 where it
        does not."""
        end = self._word_end(at, form[0])
        for word in form[1:]:
            if not end or end >= len(self._pieces) or not _LINK.fullmatch(self._gap(end - 1)):
                return 0
            after = self._word_end(end, word)
            if not after and is_person and end + 1 < len(self._pieces) and not is_small(self._pieces[end]):
                behind = _AFTER_INITIAL if self._is_initial(end) else _NEAR
                after = self._word_end(end + 1, word) if behind.fullmatch(self._gap(end)) else 0
            end = after
        return end

    def _is_common(self, at: int) -> bool:
        """Whether a piece is an ordinary word, as "will" is behind "Will Orlo"."""
        return is_small(self._pieces[at]) and self._finder.ordinary.is_common(self._words[at])

    def _is_initial(self, at: int) -> bool:
        piece = self._pieces[at]
        return len(self._words[at]) == 1 and piece[0].isalpha() and not is_small(piece)

    def _foreign_end(self, at: int) -> int:
        """The piece behind a name of somebody else that begins here and holds a hidden word."""
        end = 0
        for form in self._hidden.foreign.get(self._words[at], ()):
            stop = at + len(form)
            gaps = all(_LINK.fullmatch(self._gap(one)) for one in range(at, min(stop, len(self._pieces)) - 1))
            if tuple(self._words[at:stop]) == form and gaps:
                end = max(end, stop)
        return end

    def _stretch(self, hit: _Hit, floor: int, foreign: int) -> Stretch:
        """What is replaced, with the other words of the name around it; `hit.end` moves behind these.

        Args:
            floor: the first piece that is still free.
            foreign: the piece behind somebody else's name that has begun.
        """
        shown = next(iter(hit.shown)) if len(hit.shown) == 1 else WITHHELD
        start, end = self._starts[hit.start], self._ends[hit.end - 1]
        if not hit.is_form:
            if hit.end <= foreign:
                return Stretch(start, end, WITHHELD)
            shown = next((to for span, to in self._known if span.start < end and start < span.end), shown)
        words = self._hidden.words.get(shown)
        if words is None:
            return Stretch(start, end, shown)
        first = self._leftmost(hit, floor, shown, words)
        if first is None:
            return Stretch(start, end, WITHHELD)
        while hit.end < len(self._pieces) and self._goes_on(hit.end, shown, words):
            hit.end += 1
        end = self._ends[hit.end - 1]
        if self._is_initial(hit.end - 1) and self._text[end : end + 1] == ".":
            end += 1
        return Stretch(self._starts[first], end, shown)

    def _leftmost(self, hit: _Hit, floor: int, shown: str, words: frozenset[str]) -> int | None:
        """The first piece of the name that a hit is the end of; None where an initial tells that it is another's."""
        first = hit.start
        while first > floor:
            gap, word = self._gap(first - 1), self._words[first - 1]
            if self._is_initial(first - 1) and _AFTER_INITIAL.fullmatch(gap) and ("." in gap or word not in "ai"):
                if word not in self._finder.initials(shown):
                    return None if not hit.is_form and "." in gap else first
            elif not (word in words and _NEAR.fullmatch(gap)) or self._is_common(first - 1):
                break
            first -= 1
        return first

    def _goes_on(self, at: int, shown: str, words: frozenset[str]) -> bool:
        """Whether a piece behind a hit still belongs to the name."""
        gap = self._gap(at - 1)
        if self._words[at] in words and not self._is_common(at):
            return bool(_NEAR.fullmatch(gap) or (_COMMA.fullmatch(gap) and not is_small(self._pieces[at])))
        dotted = self._text[self._ends[at] : self._ends[at] + 1] == "."
        known = self._words[at] in self._finder.initials(shown)
        return dotted and known and self._is_initial(at) and gap in (" ", ".")


def _apart(text: str, found: list[Stretch]) -> list[Stretch]:
    """The stretches in order; those that meet, or have nothing but a space or a hyphen between them, are one."""
    apart: list[Stretch] = []
    for one in sorted(found, key=lambda one: (one.start, -one.end)):
        last = apart[-1] if apart else None
        if last is not None and one.start < last.end:
            shown = last.shown if one.end <= last.end or one.shown == last.shown else WITHHELD
            apart[-1] = Stretch(last.start, max(last.end, one.end), shown)
        elif last is not None and one.shown == last.shown and text[last.end : one.start] in (" ", "-", ""):
            apart[-1] = Stretch(last.start, one.end, one.shown)
        else:
            apart.append(one)
    return apart
