"""Statements by rule: who is said to have said what, and by which word.

Every rule is a pattern around a cue verb or a quotation, named so that its precision can be measured alone
(`RULES`). Contents keep their quotation marks; a report keeps its "that"; a source is the whole phrase with its title
and apposition. A quotation that nobody is shown to say is none of these: most such are names, titles of works, or
words held at a distance.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Literal

from msgspec import Struct

from onrecord.model import Span
from onrecord.split.segments import sentences_within
from onrecord.tag.clauses import COLON, COMMA, DASH, END, PARENS, QUOTE, SEMICOLON, SOFT_END, WORD, Frame, Range
from onrecord.tag.quotations import Quotation, quotations
from onrecord.tag.vocabulary import Cue, Vocabulary

_LOWER_WORD = re.compile(r"[^\W\d_]{3,}|According")
_LABEL = re.compile(
    r"[\"“]?(?P<name>[^\W\d_a-zà-ÿ][\w.'’-]*(?:[ ][^\W\d_a-zà-ÿ(][\w.'’-]*){0,4})"
    r"(?:[ ]\([^()\n]{1,40}\))?(?P<colon>:)\s+(?=\S)"
)

_PLAIN = frozenset(("said", "says", "say", "saying"))
"""Verbs after which a clause is likely even where no verb of it is recognised."""

MAX_SENTENCE = 250
"""Tokens of a sentence that are looked at together; a longer one is read in parts, so that time stays linear."""

MAX_CUES = 16
"""Cue verbs in one sentence, above which it is no sentence but a list; 7 is the most in the training articles."""

TURNS = frozenset(("although", "though"))

Form = Literal["direct", "indirect", "mixed"]


class Draft(Struct):
    """A statement before it has an id and a speaker."""

    rule: str
    paragraph: int
    source: Span | None
    cue: list[Span]
    content: list[Span]
    form: Form = "direct"
    waits: bool = False
    """It ended in a colon: the next paragraph is its content."""
    label: bool = False


def drafts(text: str, paragraphs: Sequence[Span], language: str | None, words: Vocabulary) -> list[Draft]:
    """The statements of a text in the order of their paragraphs.

    Args:
        text: the text of an article.
        paragraphs: its paragraphs.
        language: for the ends of sentences.
        words: the vocabulary of that language.
    """
    found: list[Draft] = []
    labels = _labels(text, paragraphs)
    last: Draft | None = None
    for at, (paragraph, quoted) in enumerate(zip(paragraphs, quotations(text, paragraphs), strict=True)):
        if at in labels:
            last = _labelled(at, paragraph, labels[at])
            found.append(last)
            continue
        here = _in_paragraph(text, at, paragraph, quoted, language, words)
        last = _joined(text, paragraph, quoted, here, last, found)
    return [draft for draft in found if draft.content]


def _labels(text: str, paragraphs: Sequence[Span]) -> dict[int, re.Match[str]]:
    """Paragraphs that begin with who speaks and a colon, in a text that does so more than once by the same name."""
    found = {
        at: match
        for at, paragraph in enumerate(paragraphs)
        if (match := _LABEL.match(text, paragraph.start, paragraph.end)) is not None
    }
    counts: dict[str, int] = {}
    for match in found.values():
        counts[match["name"]] = counts.get(match["name"], 0) + 1
    return {at: match for at, match in found.items() if counts[match["name"]] > 1 or match["name"].isupper()}


def _labelled(at: int, paragraph: Span, match: re.Match[str]) -> Draft:
    content = Span(match.end(), paragraph.end)
    colon = Span(match.start("colon"), match.end("colon"))
    return Draft(
        "label", at, Span(match.start("name"), match.end("name")), [colon], [content], form="direct", label=True
    )


def _in_paragraph(
    text: str, at: int, paragraph: Span, quoted: list[Quotation], language: str | None, words: Vocabulary
) -> list[Draft]:
    if not quoted and words.cues.keys().isdisjoint(_LOWER_WORD.findall(text, paragraph.start, paragraph.end)):
        return []
    frame = Frame(text, paragraph, quoted, sentences_within(text, paragraph, language), words)
    return _Matcher(frame, at).run()


def _joined(
    text: str, paragraph: Span, quoted: list[Quotation], here: list[Draft], last: Draft | None, found: list[Draft]
) -> Draft | None:
    """Add the statements of a paragraph, after those that began before it have taken what is theirs."""
    loose = [quotation.span for quotation in quoted] if _only_quotations(text, paragraph, quoted) else []
    if last is not None and not here and loose and (last.waits or quoted[0].taken_up or _ends_quoted(last)):
        last.content.extend(loose)
        last.waits = False
        last.paragraph += 1
        return last
    if last is not None and last.waits and not quoted:
        last.content.append(paragraph)
        last.waits = False
        return here[-1] if here else None
    if last is not None and last.waits and quoted and quoted[0].span.start == paragraph.start and not here:
        last.content.append(quoted[0].span)
        last.waits = False
        return None
    found.extend(here)
    return here[-1] if here else None


def _only_quotations(text: str, paragraph: Span, quoted: list[Quotation]) -> bool:
    at = paragraph.start
    for quotation in quoted:
        if text[at : quotation.span.start].strip():
            return False
        at = quotation.span.end
    return bool(quoted) and not text[at : paragraph.end].strip(" .\u00a0")


def _ends_quoted(draft: Draft) -> bool:
    return draft.form == "direct" and not draft.label


class _Matcher:
    """The rules, run over the sentences of one paragraph.

    It will not look beyond its paragraph: what runs on is joined by `drafts`.
    """

    def __init__(self, frame: Frame, at: int) -> None:
        self.frame, self.at = frame, at
        self.words = frame.words
        self.kinds, self.lows = frame.kinds, frame.lows
        self.found: list[Draft] = []
        self.used: set[int] = set()
        """Tokens that a statement has taken: its quotations, its source and its cue."""

    def run(self) -> list[Draft]:
        for begin, end in self._sentences():
            self._quotations(begin, end)
            cues = [at for at in range(begin, end) if self.frame.flags[at] and at not in self.used]
            if len(cues) > MAX_CUES:
                continue
            for at in cues:
                self._trailing(at, begin, end)
            source = None
            for at in cues:
                if at not in self.used:
                    source = self._cue(at, begin, end, source)
        self.found.sort(key=lambda draft: draft.content[0].start if draft.content else self.frame.paragraph.end)
        return self.found

    def _sentences(self) -> list[Range]:
        """Sentences; one that a quotation seems to end ("Why?”) goes on if a source and a cue follow."""
        found: list[Range] = []
        for begin, end in self.frame.sentences():
            start = begin
            for at in range(begin, end):
                if self.kinds[at] == SOFT_END and self._beside(at, end) is None:
                    if at > start:
                        found.append((start, at))
                    start = at + 1
            while start < end:
                found.append((start, min(end, start + MAX_SENTENCE)))
                start += MAX_SENTENCE
        return found

    # -- a quotation with its source and cue behind it ----------------------------------------------------------

    def _beside(self, start: int, end: int) -> tuple[Range, Range] | None:
        """Source and cue directly behind a quotation that ends before token `start`."""
        frame, kinds = self.frame, self.kinds
        while start < end and kinds[start] in (COMMA, DASH, SOFT_END):
            start += 1
        if start >= end or kinds[start] != WORD:
            return None
        verb = start
        while verb < end and self.lows[verb] in self.words.adverbs:
            verb += 1
        if verb < end and self._speaks(verb):
            source = frame.inverted(verb + 1, end)
            if source is not None:
                return source, (start, verb + 1)
        if self.lows[start] in self.words.relatives or self.lows[start] in self.words.breaks:
            return None
        return self._subject_then_cue(start, end)

    def _speaks(self, at: int) -> bool:
        cue = self.frame.flags[at]
        return bool(cue & (Cue.QUOTED | Cue.TOLD)) and not cue & Cue.GERUND

    def _subject_then_cue(self, start: int, end: int) -> tuple[Range, Range] | None:
        frame = self.frame
        for at in range(start + 1, min(end, start + 45)):
            if self.kinds[at] in (QUOTE, SEMICOLON, COLON, SOFT_END):
                return None
            if not self._speaks(at):
                continue
            first, negated, passive = frame.verb_group(at, start)
            if negated or passive or first == start:
                continue
            if frame.is_source_phrase(start, first):
                return (start, first), (first, at + 1)
            subject = frame.subject(first, start)
            if subject is not None and self._only_opening(start, subject[0]):
                return subject, (first, at + 1)
            if not frame.flags[at] & Cue.AMBIGUOUS and not self._relative_open(start, at):
                return None
        return None

    def _only_opening(self, start: int, first: int) -> bool:
        """Whether nothing but an adverbial stands before the source."""
        low = self.lows[start]
        return first == start or low in self.words.prepositions or low in self.words.openers

    def _relative_open(self, start: int, at: int) -> bool:
        return any(self.lows[i] in self.words.relatives for i in range(start, at))

    def _quotations(self, begin: int, end: int) -> None:
        """Statements whose source and cue follow their quotation."""
        at = begin
        while at < end:
            if self.kinds[at] == QUOTE and at not in self.used:
                self._quotation(at, begin, end)
            at += 1

    def _quotation(self, at: int, begin: int, end: int) -> None:
        frame = self.frame
        inner = frame.quoted[at].inner.of(frame.text).rstrip()
        following = self.kinds[at + 1] if at + 1 < len(self.kinds) else END
        if not (inner[-1:] in ",?!…—-–" or following in (COMMA, DASH, SOFT_END) or inner.endswith((",'", ",’"))):
            return
        beside = self._beside(at + 1, end)
        if beside is None:
            self._signature(at, end)
            return
        source, cue = beside
        whole = at == begin or all(self.kinds[i] == QUOTE for i in range(begin, at))
        behind = max(source[1], cue[1])
        if not whole and self.kinds[min(behind, end - 1)] == WORD and not self._tail(behind, end):
            return
        first = next((i for i in range(begin, at) if i not in self.used), at)
        content = [frame.span((first if not whole else at, at + 1))]
        if whole and at > begin:
            content = [frame.span((i, i + 1)) for i in range(begin, at + 1) if i not in self.used]
        self.used.update(range(*source), range(*cue), range(first, at + 1))
        draft = Draft("behind", self.at, frame.span(source), [frame.span(cue)], content)
        draft.form = "direct" if whole else "mixed"
        self._take_up(draft, max(source[1], cue[1]), end)
        self.found.append(draft)

    def _signature(self, at: int, end: int) -> None:
        """A quotation, a dash, and a name to the end of the line."""
        frame = self.frame
        if at + 2 < len(self.kinds) and self.kinds[at + 1] == DASH and frame.capitals[at + 2]:
            names = range(at + 2, end)
            if len(names) <= 8 and all(self.kinds[i] in (WORD, COMMA, PARENS) for i in names):
                self.used.update(range(at, end))
                cue = frame.exact(at + 1)
                source = frame.span((at + 2, end))
                self.found.append(Draft("signature", self.at, source, [cue], [frame.span((at, at + 1))]))

    def _take_up(self, draft: Draft, start: int, end: int) -> None:
        """The quotation that goes on after source and cue, in this sentence and in those that follow it."""
        frame, kinds = self.frame, self.kinds
        for at in range(start, end):
            if kinds[at] == QUOTE:
                first = self._resumption(start, at)
                if at in self.used or first is None:
                    break
                draft.content.append(frame.span((first, at + 1)))
                self.used.add(at)
        at = end
        while at < len(kinds):
            if kinds[at] in (END, SOFT_END):
                at += 1
                continue
            if kinds[at] != QUOTE or at in self.used or not self._stands_alone(at):
                return
            draft.content.append(frame.span((at, at + 1)))
            self.used.add(at)
            at += 1

    def _resumption(self, start: int, at: int) -> int | None:
        """Where what is resumed begins: at the quotation, or with the words that tie it on (", but “…”")."""
        if self._cue_between(start, at):
            return None
        if self.kinds[at - 1] in (COMMA, COLON, DASH):
            return at
        comma = next((i for i in range(at - 1, max(start - 1, at - 5), -1) if self.kinds[i] == COMMA), None)
        return comma + 1 if comma is not None and self.lows[comma + 1] in self.words.coordinators else None

    def _cue_between(self, start: int, end: int) -> bool:
        return any(self.frame.flags[at] & (Cue.CLAUSE | Cue.TOLD | Cue.NAMING) for at in range(start, end))

    def _stands_alone(self, at: int) -> bool:
        """Whether a quotation is a sentence, with no source and cue of its own."""
        following = self.kinds[at + 1] if at + 1 < len(self.kinds) else END
        if following == SOFT_END:
            stop = next((i for i in range(at + 2, len(self.kinds)) if self.kinds[i] == END), len(self.kinds))
            return self._beside(at + 1, stop) is None
        return following in (END, QUOTE)

    # -- a cue verb with its source, and what follows -------------------------------------------------------------

    def _cue(self, at: int, begin: int, end: int, source: Span | None) -> Span | None:
        """Try the rules that begin with the verb at `at`; returns the source that a later verb in -ing may share."""
        if self.frame.flags[at] & Cue.ACCORDING:
            return self._according(at, begin, end) or source
        group = self._finite(at, begin)
        if group is None:
            return self._gerund(at, begin, end, source) if self.frame.flags[at] & Cue.GERUND else source
        subject = self.frame.subject(group[0], begin)
        if subject is not None and self._leading(subject, group, end):
            return self.found[-1].source
        return source

    def _finite(self, at: int, begin: int) -> Range | None:
        """The verb group that ends with the cue at `at`, if it says that somebody did say something."""
        frame, lows = self.frame, self.lows
        cue = frame.flags[at]
        if not cue:
            return None
        first, negated, passive = frame.verb_group(at, begin)
        before = lows[first - 1] if first > begin else ""
        if negated or passive or before == "to":
            return None
        if cue & Cue.GERUND and not any(lows[i] in self.words.be for i in range(first, at)):
            return None
        if cue & Cue.AMBIGUOUS and first == at and not self._verb_by_place(at, begin):
            return None
        return first, at + 1

    def _verb_by_place(self, at: int, begin: int) -> bool:
        """Whether a word that may be a noun stands where a verb stands: right behind a name or a pronoun."""
        if at == begin or self.kinds[at - 1] == COMMA:
            return at > begin
        low = self.lows[at - 1]
        return (
            low in self.words.subject_pronouns
            or low in self.words.relatives
            or (
                (self.frame.capitals[at - 1] or low in self.words.people or self.kinds[at - 1] == PARENS)
                and not low.endswith(("'s", "s'"))
            )
        )

    def _tail(self, start: int, end: int) -> bool:
        """Whether nothing but when and where it was said follows the cue."""
        if start >= end:
            return True
        low = self.lows[start]
        tail = low in self.words.after_source or low in self.words.prepositions or low in self.words.adverbs
        if not tail or low in ("that", "if", "but"):
            return False
        stop = next((i for i in range(start, end) if self.kinds[i] == COMMA), end)
        return stop - start <= 12 and not any(
            self.lows[i] == "that" or self.kinds[i] == QUOTE or self.frame.verb_like(i) for i in range(start, end)
        )

    def _trailing(self, at: int, begin: int, end: int) -> bool:
        """A report with its source and cue behind a comma: "The pier is safe, officials said on Monday."."""
        frame, kinds = self.frame, self.kinds
        group = self._finite(at, begin)
        if group is None or not frame.flags[at] & Cue.CLAUSE or at - begin < 4:
            return False
        if kinds[at - 1] == COMMA and self._is_clause(begin, at - 1):
            source = frame.inverted(at + 1, end)
            if source is not None and (source[1] >= end or kinds[source[1]] != WORD or self._tail(source[1], end)):
                return self._report("trailing", source, (at, at + 1), [frame.span((begin, at - 1))], (begin, at - 1))
        subject = frame.subject(group[0], begin)
        if subject is None or subject[0] - 1 - begin < 3 or kinds[subject[0] - 1] != COMMA:
            return False
        comma = subject[0] - 1
        content = [frame.span((begin, comma))]
        if group[1] < end and kinds[group[1]] == COMMA:
            rest = group[1] + 1
            if rest < end and self.lows[rest] not in self.words.coordinators and not self._cue_between(rest, end):
                content.append(frame.span((rest, end)))
        elif not self._tail(group[1], end):
            return False
        if not self._is_clause(begin, comma) and (len(content) < 2 or not self._is_clause(group[1], end)):
            return False
        return self._report("trailing", subject, group, content, (begin, comma))

    def _is_clause(self, begin: int, end: int) -> bool:
        """Whether a stretch has a verb of its own, outside relative clauses."""
        relative = False
        for at in range(begin, end):
            low = self.lows[at]
            if self.kinds[at] == QUOTE:
                return True
            if self.kinds[at] == COMMA:
                relative = False
            relative |= low in self.words.relatives
            if not relative and (self.frame.verb_like(at) or (low.endswith("ed") and not self.frame.capitals[at])):
                return True
        return False

    def _report(self, rule: str, source: Range, cue: Range, content: list[Span], tokens: Range) -> bool:
        frame = self.frame
        if any(i in self.used for i in range(*source)):
            return False
        self.used.update(range(*source), range(*cue))
        draft = Draft(rule, self.at, frame.span(source), [frame.span(cue)], content)
        quoted = [i for i in range(*tokens) if self.kinds[i] == QUOTE]
        draft.form = "mixed" if quoted else "indirect"
        self.found.append(draft)
        return True

    def _leading(self, subject: Range | None, cue: Range, end: int, source: Span | None = None) -> bool:
        """Source and cue, then a quotation, a report, or both."""
        frame, kinds = self.frame, self.kinds
        flags = frame.flags[cue[1] - 1]
        start, how = self._content_start(cue[1], flags, end)
        draft = Draft(how, self.at, frame.span(subject) if subject else source, [frame.span(cue)], [])
        if how == "waits":
            draft.waits = True
            self.found.append(draft)
            return True
        if how == "none" or any(i in self.used for i in (start,)):
            return False
        if how == "quoted" and (start + 1 >= end or self._quotation_stands(start)):
            draft.content = [frame.span((start, start + 1))]
            self.used.update((start, *range(*cue)), range(*subject) if subject else ())
            self._take_up(draft, start + 1, self._clause_end(start, end))
            self.found.append(draft)
            return True
        stop = self._clause_end(start, end)
        if stop - start < 2 and how != "naming" and kinds[start] != QUOTE:
            return False
        inside = [i for i in range(start, stop) if kinds[i] == QUOTE]
        if how == "naming":
            if not inside:
                return False
            stop = inside[0] + 1
        draft.content = [frame.span((start, stop))]
        draft.form = "mixed" if inside else "indirect"
        self.used.update(inside, range(*cue))
        if inside and inside[-1] == stop - 1 and how != "naming":
            self._take_up(draft, stop, max(stop, end) if stop >= end else stop)
        self.found.append(draft)
        return True

    def _quotation_stands(self, at: int) -> bool:
        """Whether a quotation behind its cue is the whole content: no clause runs on after it."""
        inner = self.frame.quoted[at].inner.of(self.frame.text).rstrip()
        return inner[-1:] in ".,?!…—-" or self.kinds[at + 1] in (COMMA, END, SOFT_END, DASH, QUOTE, SEMICOLON)

    def _content_start(self, start: int, flags: int, end: int) -> tuple[int, str]:
        """Where the content begins after a cue, and by which rule."""
        kinds, lows = self.kinds, self.lows
        speaks = bool(flags & (Cue.QUOTED | Cue.TOLD | Cue.CLAUSE))
        at = start
        while at < min(end, start + 16):
            kind, low = kinds[at], lows[at]
            if kind == QUOTE:
                free = at == start or kinds[at - 1] in (COMMA, COLON) or lows[at - 1] == "that"
                if speaks and (free or (self._adverbial(start) and self._long(at))):
                    return at, "quoted"
                break
            if kind == COLON and speaks:
                if at + 1 >= end:
                    return at, "waits" if end + 1 >= len(kinds) else "none"
                if kinds[at + 1] != QUOTE:
                    return at + 1, "bare"
            elif low == "that" and kind == WORD and at + 1 < end:
                told = flags & Cue.TOLD
                if flags & Cue.THAT or told:
                    return (at, "that") if at == start or told or self._adverbial(start) else (at, "none")
                break
            elif at == start and not (flags & Cue.TOLD) and kind == WORD and not self._adverbial(at):
                break
            at += 1
        if flags & Cue.NAMING and not flags & (Cue.QUOTED | Cue.CLAUSE):
            return (start + 1 if start < end and lows[start] == "as" else start), "naming"
        return self._bare(start, flags, end)

    def _long(self, at: int) -> bool:
        return self.frame.quoted[at].inner.of(self.frame.text).count(" ") >= 4

    def _adverbial(self, at: int) -> bool:
        low, words = self.lows[at], self.words
        return low in words.prepositions or low in words.weekdays or low in words.adverbs or low.endswith("ly")

    def _bare(self, start: int, flags: int, end: int) -> tuple[int, str]:
        """A report without "that"."""
        if not flags & Cue.CLAUSE or flags & Cue.AMBIGUOUS:
            return start, "none"
        at = start
        if at < end and self.lows[at] in ("on", "late", "early"):
            at += 1
        if at < end and self.lows[at] in self.words.weekdays:
            at += 1
            if at < end and self.lows[at] in self.words.occasions:
                at += 1
        else:
            at = start
        if end - at < 3 or self.kinds[at] not in (WORD, QUOTE):
            return start, "none"
        if self.kinds[at] == WORD and not (self.frame.may_start(at, end) or self.lows[at] == "there"):
            return start, "none"
        stop = next((i for i in range(at, end) if self.kinds[i] == COMMA), end)
        if not (self._is_clause(at, stop) or self.lows[start - 1] in _PLAIN):
            return start, "none"
        return at, "bare"

    def _clause_end(self, start: int, end: int) -> int:
        """Where the content that begins at `start` ends: before the next cue that does not belong to it."""
        frame, kinds, lows = self.frame, self.kinds, self.lows
        for at in range(start + 1, end):
            if kinds[at] == WORD and lows[at] == "according" and kinds[at - 1] == COMMA:
                return at - 1
            if at in self.used and kinds[at] == WORD and kinds[at - 1] == COMMA:
                return at - 1
            if kinds[at] == COMMA and at + 1 < end and self.lows[at + 1] in TURNS:
                return at
            cue = frame.flags[at]
            if not cue or at in self.used:
                continue
            if cue & Cue.GERUND and cue & (Cue.CLAUSE | Cue.TOLD) and kinds[at - 1] == COMMA:
                return at - 1
            if cue & Cue.GERUND or not cue & (Cue.CLAUSE | Cue.TOLD) or cue & Cue.AMBIGUOUS:
                continue
            first, _, _ = frame.verb_group(at, start)
            subject = frame.subject(first, start + 1)
            place = first if subject is None or subject[0] <= start + 1 else subject[0]
            while (
                place > start
                and lows[place - 1] in self.words.openers
                and lows[place - 1] not in self.words.coordinators
            ):
                place -= 1
            if lows[place - 1] in ("and", "but") and place - 1 > start:
                return place - 2 if kinds[place - 2] == COMMA else place - 1
        return end

    def _gerund(self, at: int, begin: int, end: int, source: Span | None) -> Span | None:
        """A verb in -ing after a comma: "he said …, adding that …"."""
        frame = self.frame
        if at == begin or self.lows[at - 1] in self.words.prepositions or self.lows[at - 1] in self.words.determiners:
            return source
        if self.kinds[at - 1] not in (COMMA, DASH) and not (
            at + 1 < end and (self.kinds[at + 1] == QUOTE or self.lows[at + 1] == "that")
        ):
            return source
        if source is None:
            subject = frame.leading_subject(begin, at)
            source = frame.span(subject) if subject else None
        if source is not None:
            self._leading(None, (at, at + 1), end, source)
        return source

    def _according(self, at: int, begin: int, end: int) -> Span | None:
        frame, kinds = self.frame, self.kinds
        source = frame.inverted(at + 2, end, loose=True) if at + 2 < end and self.lows[at + 1] == "to" else None
        if source is None:
            return None
        stop = source[1]
        if at <= begin + 1:
            comma = next((i for i in range(at + 2, end) if kinds[i] == COMMA), end)
            stop = comma
            source = (at + 2, comma)
            if comma + 3 > end or comma - at > 22:
                return None
            content: Range = (comma + 1, self._clause_end(comma + 1, end))
        else:
            content = (begin, at - 1 if kinds[at - 1] == COMMA else at)
        cue = (at, at + 2)
        if content[1] - content[0] < 3 or not self._report("according", source, cue, [frame.span(content)], content):
            return None
        self.used.update(range(at, stop))
        return self.found[-1].source
