"""The words around quotations: a paragraph as tokens in which each quotation is one, and who stands beside a verb.

There is no parser here. The edges of a source are found by small words: what it may begin with, what it cannot reach
over, what follows a name in apposition. Everything works on plain lists, since it runs over every article of a pile.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from itertools import compress

from onrecord.model import Span
from onrecord.tag.quotations import Quotation
from onrecord.tag.tokens import (
    COLON,
    COMMA,
    DASH,
    END,
    OTHER,
    PARENS,
    QUOTE,
    SEMICOLON,
    SOFT_END,
    WORD,
    Token,
    lexer,
    places,
)
from onrecord.tag.vocabulary import Cue, Vocabulary

MAX_SOURCE = 40
"""Tokens of a source at most: in the training articles 99 in 100 sources have fewer."""

_HARD = frozenset((QUOTE, END, SOFT_END, COLON, SEMICOLON, DASH))

_POINTERS = frozenset(("this", "these", "those", "that", "what", "here", "there"))
"""Words for what was said before, not for somebody who says: "this shows that"."""

_NOT_FINITE = Cue.AMBIGUOUS | Cue.GERUND | Cue.BASE | Cue.ACCORDING

Range = tuple[int, int]
"""First token and the one after the last."""

Stretch = tuple[int, int, bool]
"""Where it starts and ends in the text, and whether it is one token."""


class Frame:
    """The tokens of one paragraph.

    Args:
        text: the text of the article.
        paragraph: where the paragraph stands.
        quotations: of this paragraph.
        sentences: where its sentences end; those that end inside a quotation are passed over.
        words: the language.
    """

    __slots__ = (
        "_ends",
        "_firsts",
        "_places",
        "_quotes",
        "_stretches",
        "capitals",
        "cues",
        "flags",
        "kinds",
        "lexer",
        "lows",
        "paragraph",
        "quoted",
        "softs",
        "text",
        "words",
    )

    def __init__(
        self, text: str, paragraph: Span, quotations: Sequence[Quotation], sentences: Sequence[Span], words: Vocabulary
    ) -> None:
        self.text, self.paragraph, self.words = text, paragraph, words
        self.lexer = lexer(words.language)
        self.kinds: list[str] = []
        self.lows: list[str] = []
        self.flags: list[int] = []
        """What each token can do as a cue verb; 0 where it is none, and for one with a capital ("the Harbour Post")."""
        self.capitals: list[bool] = []
        self.quoted: dict[int, Quotation] = {}
        self._quotes: list[int] = []
        self.cues: list[int] = []
        """Tokens that can be cue verbs."""
        self.softs: list[int] = []
        """Ends of sentences inside a quotation, behind which a sentence may go on."""
        self._ends: list[int] = []
        self._firsts: list[int] = []
        self._stretches: list[Stretch] = []
        self._places: dict[int, list[tuple[int, int]]] = {}
        at = paragraph.start
        waiting = list(reversed(quotations))
        for sentence in sentences:
            if waiting and waiting[-1].span.start < sentence.end:
                at = self._sentence(max(at, sentence.start), sentence.end, waiting)
            elif at < sentence.end:
                self._plain(max(at, sentence.start), sentence.end, at > sentence.start)
                at = sentence.end
            elif at == sentence.end and self.kinds and self.kinds[-1] == QUOTE:
                self._end_behind_quotation(at)
        if not self.kinds or self.kinds[-1] != END:
            self._add(END, paragraph.end, paragraph.end)

    def _add(self, kind: str, start: int, end: int) -> None:
        if kind == END:
            self._ends.append(len(self.kinds))
        self._firsts.append(len(self.kinds))
        self._stretches.append((start, end, True))
        self.kinds.append(kind)
        self.lows.append("")
        self.flags.append(0)
        self.capitals.append(False)

    def _plain(self, start: int, end: int, rest: bool) -> None:
        """A sentence without quotations, or the rest of one: alone, its words matter only if a cue is among them."""
        tokens = self.lexer.tokens(self.text[start:end], not rest)
        if tokens is None:
            self._add(OTHER, start, end)
        elif tokens:
            self._extend(tokens, start, end)
        self._add(END, end, end)

    def _sentence(self, at: int, end: int, waiting: list[Quotation]) -> int:
        """A sentence with quotations, the next of them last in `waiting`; returns where it ends."""
        while waiting and waiting[-1].span.start < end:
            quotation = waiting.pop()
            self._words(at, quotation.span.start)
            self.quoted[len(self.kinds)] = quotation
            self._quotes.append(len(self.kinds))
            self._add(QUOTE, quotation.span.start, quotation.span.end)
            at = quotation.span.end
        if at > end:
            # The sentence that ends inside a quotation goes on behind it.
            return at
        if at == end:
            self._end_behind_quotation(at)
            return at
        self._words(at, end)
        self._add(END, end, end)
        return end

    def _end_behind_quotation(self, at: int) -> None:
        """After "Why?” a sentence may go on: "asked the mayor"."""
        last = self.quoted[len(self.kinds) - 1].inner.of(self.text).rstrip()[-1:]
        if last in "?!,—-–…":
            self.softs.append(len(self.kinds))
            self._add(SOFT_END, at, at)
        else:
            self._add(END, at, at)

    def _words(self, start: int, end: int) -> None:
        tokens = self.lexer.tokens(self.text[start:end]) if start < end else None
        if tokens:
            self._extend(tokens, start, end)

    def _extend(self, tokens: list[Token], start: int, end: int) -> None:
        first = len(self.kinds)
        kinds, lows, flags, capitals = zip(*tokens, strict=True)
        self._firsts.append(first)
        self._stretches.append((start, end, False))
        self.kinds.extend(kinds)
        self.lows.extend(lows)
        self.flags.extend(flags)
        self.capitals.extend(capitals)
        self.cues.extend(compress(range(first, first + len(flags)), flags))

    def __len__(self) -> int:
        return len(self.kinds)

    def sentences(self) -> list[Range]:
        """Ranges of tokens, each without its end."""
        found: list[Range] = []
        begin = 0
        for at in self._ends:
            if at > begin:
                found.append((begin, at))
            begin = at + 1
        return found

    def quotations_within(self, begin: int, end: int) -> list[int]:
        """The tokens of a range that are quotations."""
        return self._quotes[bisect_left(self._quotes, begin) : bisect_left(self._quotes, end)]

    def cues_within(self, begin: int, end: int) -> list[int]:
        """The tokens of a range that can be cue verbs."""
        return self.cues[bisect_left(self.cues, begin) : bisect_left(self.cues, end)]

    def span(self, tokens: Range) -> Span:
        """The text from the first to the last token, commas and dashes at the edges left off."""
        first, last = tokens
        kinds = self.kinds
        while first < last and kinds[first] in (COMMA, DASH, OTHER, SEMICOLON, COLON):
            first += 1
        while last > first and kinds[last - 1] in (COMMA, DASH, SEMICOLON, END, SOFT_END):
            last -= 1
        if last <= first:
            start = self._place(tokens[0])[0]
            return Span(start, start)
        end = self._place(last - 1)[1]
        if self.text[end : end + 1] == "." and last < len(kinds) and kinds[last] == WORD:
            # The full stop belongs to an abbreviation inside a sentence.
            end += 1
        return Span(self._place(first)[0], end)

    # -- who stands beside a verb -------------------------------------------------------------------------------

    def verb_group(self, at: int, begin: int) -> tuple[int, bool, bool]:
        """Where the verb's group begins ("has also said"), and whether it is negated or a passive."""
        words, lows = self.words, self.lows
        first, negated, be = at, False, False
        while first > begin and self.kinds[first - 1] == WORD:
            low = lows[first - 1]
            if not (low in words.adverbs or low in words.auxiliaries or low in words.negations or _is_adverb(low)):
                break
            negated |= low in words.negations
            be |= low in words.be
            first -= 1
        return first, negated, be and bool(self.flags[at] & Cue.PAST)

    def subject(self, end: int, begin: int) -> Range | None:
        """The source that stands before a verb group which begins at `end`, searched back to `begin`."""
        if end <= begin:
            return None
        if self.kinds[end - 1] == COMMA or (self.kinds[end - 1] == DASH):
            return self._subject_with_apposition(end - 1, begin)
        found = self._plain_subject(end, begin)
        if found is None and self.lows[end - 1] in self.words.coordinators and end - 1 > begin:
            # The verb shares its subject with one before: "Orlo, who was away, did not answer, but said".
            return self.leading_subject(begin, end - 1)
        return found

    def _subject_with_apposition(self, comma: int, begin: int) -> Range | None:
        kinds, lows, words = self.kinds, self.lows, self.words
        mark = kinds[comma]
        end = comma
        for _ in range(5):
            start = self._previous(end, begin, mark)
            if start is None or start <= begin or comma - start > MAX_SOURCE:
                return None
            first = lows[start]
            head = self._plain_subject(start - 1, begin)
            before = start - 1
            if (
                first in words.prepositions
                or first in words.breaks
                or self.flags[start] & Cue.GERUND
                or _is_adverb(first)
            ):
                # An adverbial between commas: "Orlo, at a later event, said".
                if head is None or self._is_apposition(head[0], before, begin):
                    comma, end = before, before
                    continue
                return head
            if head is not None and not self._is_apposition(head[0], before, begin):
                return head[0], comma
            end = before
        return None

    def _is_apposition(self, first: int, end: int, begin: int) -> bool:
        """Whether what begins at `first` only adds to something before the comma: "Orlo, 25, of Vey"."""
        if first <= begin or self.kinds[first - 1] != COMMA:
            return False
        low = self.lows[first]
        lower = low.islower() and not self.capitals[first]
        return low[:1].isdigit() or (end - first <= 12 and lower and low not in self.words.subject_pronouns)

    def _previous(self, end: int, begin: int, mark: str) -> int | None:
        """The start of the segment that ends at `end`: after the comma (or dash) before it."""
        at = end - 1
        while at >= begin and end - at < MAX_SOURCE:
            if self.kinds[at] == mark:
                return at + 1
            if self.kinds[at] in _HARD:
                return None
            at -= 1
        return None

    def _plain_subject(self, end: int, begin: int) -> Range | None:
        kinds, lows, words = self.kinds, self.lows, self.words
        start = end
        while start > begin and end - start < MAX_SOURCE:
            kind = kinds[start - 1]
            if kind in (COMMA, OTHER) or kind in _HARD:
                break
            if (
                kind == WORD
                and lows[start - 1] in words.breaks
                and not (lows[start - 1] == "that" and start < end and self.verb_like(start))
            ):
                break
            start -= 1
        start = self._trim_opening(start, end)
        if start >= end:
            return None
        if lows[end - 1] in words.relatives:
            return (end - 1, end)
        verb = self._last_verb(start, end)
        if lows[end - 1] in words.coordinators:
            return self._elided(start, end) if verb is not None else None
        if verb is not None and verb + 1 < end:
            after = verb + 1
            complement = bool(self.flags[verb]) or lows[verb] in ("think", "believe", "know")
            if lows[after] in words.subject_pronouns or (complement and self.may_start(after, end)):
                start = after
            elif not (lows[after] in words.prepositions or lows[after] in words.weekdays):
                return None
        elif verb is not None:
            return None
        return (start, end) if self._is_source(start, end) else None

    def _trim_opening(self, start: int, end: int) -> int:
        """Past "but", "however" and an adverbial that stands first: "On Monday the mayor"."""
        lows, words = self.lows, self.words
        while start < end and (lows[start] in words.openers or _is_adverb(lows[start])):
            start += 1
        if start < end and lows[start] in words.prepositions:
            start = self._noun_phrase(start, end)
        if start < end - 2 and lows[start] in ("last", "this", "next") and lows[start + 1] in words.occasions:
            start += 2
        elif start < end - 1 and lows[start] in words.weekdays:
            start += 1
        return start + 1 if start < end - 1 and self.kinds[start] == COMMA else start

    def _noun_phrase(self, start: int, end: int) -> int:
        """The start of the last noun phrase of a stretch that does not hang on a preposition."""
        lows, words = self.lows, self.words
        best = end
        for at in range(end - 1, start - 1, -1):
            low = lows[at]
            before = lows[at - 1] if at > start else ""
            begins = (
                low in words.subject_pronouns
                or low in words.determiners
                or (
                    self.capitals[at]
                    and low not in words.prepositions
                    and not (at > start and self.capitals[at - 1] and before not in words.prepositions)
                )
            )
            if begins and before in words.prepositions:
                if before not in ("of", "for", "at", "from", "with", "in", "to"):
                    return best
                continue
            if begins and not (at > start and before in words.determiners):
                best = at
                if low in words.subject_pronouns:
                    break
        return best if best < end else start

    def _last_verb(self, start: int, end: int) -> int | None:
        """The last finite verb of a stretch that is not inside a relative clause."""
        lows, relatives = self.lows, self.words.relatives
        found = None
        inside = False
        for at in range(start, end):
            if self.kinds[at] != WORD:
                continue
            if lows[at] in relatives and at > start:
                inside = True
            if self.verb_like(at) and not inside:
                found = at
        return found

    def verb_like(self, at: int) -> bool:
        if at >= len(self.kinds) or self.capitals[at]:
            return False
        cue = self.flags[at]
        return self.lows[at] in self.words.finite or (bool(cue) and not cue & _NOT_FINITE)

    def is_source_phrase(self, start: int, end: int) -> bool:
        """Whether all of a stretch can be one source: nothing in it is a verb outside a relative clause."""
        if not self._is_source(start, end) or self.lows[start] in self.words.prepositions:
            return False
        inside = False
        for at in range(start, end):
            low = self.lows[at]
            inside |= low in self.words.relatives and at > start
            if self.kinds[at] in _HARD and self.kinds[at] != DASH:
                return False
            if not inside and (self.verb_like(at) or (low in self.words.breaks and low != "so")):
                return False
        return True

    def leading_subject(self, begin: int, end: int) -> Range | None:
        """The subject of a sentence's first verb: its first pronoun or name, or what stands before that verb."""
        start = self._trim_opening(begin, end)
        if start >= end:
            return None
        if self.lows[start] in self.words.subject_pronouns:
            return (start, start + 1)
        stop = start
        common = self.lows[start] in self.words.function_words or self.lows[start].endswith("ing")
        while not common and stop < end and (self.capitals[stop] or self.kinds[stop] == PARENS):
            stop += 1
        if stop > start:
            return (start, stop)
        return self._elided(start, end)

    def exact(self, at: int) -> Span:
        """The text of one token."""
        return Span(*self._place(at))

    def _place(self, at: int) -> tuple[int, int]:
        stretch = bisect_right(self._firsts, at) - 1
        start, end, whole = self._stretches[stretch]
        if whole:
            return start, end
        found = self._places.get(stretch)
        if found is None:
            found = self._places[stretch] = places(self.text, start, end)
        return found[at - self._firsts[stretch]]

    def _elided(self, start: int, end: int) -> Range | None:
        """The subject that a second verb shares: "Orlo met him and said"."""
        for at in range(start, end):
            if self.verb_like(at):
                group = at
                while group > start and (
                    self.lows[group - 1] in self.words.adverbs or _is_adverb(self.lows[group - 1])
                ):
                    group -= 1
                fits = group > start and self._is_source(start, group)
                return (start, group) if fits and not self._broken(start, group) else None
        return None

    def _broken(self, start: int, end: int) -> bool:
        return any(kind in (COMMA, OTHER) or kind in _HARD for kind in self.kinds[start:end]) or any(
            low in self.words.breaks for low in self.lows[start:end]
        )

    def may_start(self, at: int, end: int) -> bool:
        low = self.lows[at]
        words = self.words
        return (
            self.capitals[at]
            or low.split("'", 1)[0] in words.subject_pronouns
            or low in words.determiners
            or low in words.other_pronouns
            or low in words.people
            or low[:1].isdigit()
            or any(self.lows[i] in words.people for i in range(at, min(end, at + 6)))
            or (low.isalpha() and low not in words.prepositions and self._name_near(at, end))
        )

    def _name_near(self, at: int, end: int) -> bool:
        """Whether a name follows its description: "panel chairman Orlo"."""
        for i in range(at, min(end, at + 5)):
            if self.kinds[i] != WORD or self.verb_like(i) or self.lows[i] in self.words.prepositions:
                return False
            if self.capitals[i]:
                return True
        return False

    def _is_source(self, start: int, end: int) -> bool:
        if end - start > MAX_SOURCE or not self.may_start(start, end):
            return False
        last = self.lows[end - 1]
        words = self.words
        if end - start == 1 and last in _POINTERS:
            return False
        if self.kinds[end - 1] == PARENS:
            return True
        if last in words.prepositions or last in words.breaks or last in words.coordinators or last == "to":
            return False
        if last.endswith(("'s", "s'")) and end - start < 3 and last != "it's":
            return False
        return not (last in words.determiners and last not in words.other_pronouns)

    def inverted(self, start: int, end: int, loose: bool = False) -> Range | None:
        """The source that follows its verb ("said Orlo, the mayor of Vey"), which ends before `start`.

        `loose` is for "according to", after which anything up to the comma is the source.
        """
        words, lows, kinds = self.words, self.lows, self.kinds
        if start >= end or kinds[start] != WORD or not self.may_start(start, end):
            return None
        if lows[start] in words.after_source and not self.capitals[start]:
            return None
        if lows[start] in words.subject_pronouns:
            return (start, start + 1)
        at, apposed, relative = start, loose, False
        while at < end and at - start < MAX_SOURCE:
            kind, low = kinds[at], lows[at]
            if kind in _HARD or kind == OTHER:
                break
            if kind == COMMA:
                if not self._apposition_follows(at + 1, end, apposed):
                    break
                apposed, relative = True, False
            elif kind == WORD and at > start:
                relative |= low in words.relatives
                if not relative and self.verb_like(at) and not loose:
                    return None
                if low in words.after_source and not relative and (not apposed or self._occasion(at, end)):
                    break
            at += 1
        while at > start and (
            kinds[at - 1] == COMMA or lows[at - 1] in words.coordinators or lows[at - 1] in words.determiners
        ):
            at -= 1
        return (start, at) if at > start and self._is_source(start, at) else None

    def _occasion(self, at: int, end: int) -> bool:
        """Whether a preposition brings in when or where it was said: "in a statement", "on Monday"."""
        lows, words = self.lows, self.words
        if lows[at] in words.weekdays or lows[at] in words.adverbs:
            return True
        near = lows[at + 1 : min(end, at + 6)]
        if lows[at] in ("at", "in", "on", "during", "to", "after", "with"):
            return any(low in words.occasions or low == "reporters" for low in near)
        return lows[at] in ("during", "after", "before", "when", "while", "as", "about", "following", "that", "but")

    def _apposition_follows(self, at: int, end: int, apposed: bool) -> bool:
        if at >= end or self.kinds[at] not in (WORD, PARENS):
            return self.kinds[at] == PARENS if at < end else False
        low, words = self.lows[at], self.words
        if self.flags[at] & Cue.GERUND or low.endswith("ing") or low in words.subject_pronouns:
            return False
        if low in words.coordinators or low in words.breaks:
            return False
        if low in words.after_source or low in words.prepositions:
            return low in ("of",) or (apposed and low in ("from", "for"))
        return not self._clause_ahead(at, end)

    def _clause_ahead(self, at: int, end: int) -> bool:
        """Whether a whole clause begins here: a finite verb before the next comma, outside a relative clause."""
        for i in range(at, min(end, at + 14)):
            if self.kinds[i] == COMMA or self.lows[i] in self.words.relatives:
                return False
            if self.verb_like(i):
                return i > at
        return False


def _is_adverb(low: str) -> bool:
    return len(low) > 4 and low.endswith("ly") and low not in ("family", "italy", "assembly", "july", "only", "ally")
