"""Statements by rule: who is said to have said what, and by which word.

Every rule is a pattern around a cue verb or a quotation, named so that its precision can be measured alone
(`RULES`). Contents keep their quotation marks; a report keeps its "that"; a source is the whole phrase with its title
and apposition. A quotation that nobody is shown to say is none of these: most such are names, titles of works, or
words held at a distance.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Sequence

from onrecord.model import Span
from onrecord.split.segments import sentences_within
from onrecord.tag import behind, reports
from onrecord.tag.clauses import Frame, Range
from onrecord.tag.drafts import Draft, Sheet
from onrecord.tag.quotations import Quotation, quotations
from onrecord.tag.tokens import QUOTE, lexer
from onrecord.tag.vocabulary import Cue, Vocabulary

_LABEL = re.compile(
    r"[\"“]?(?P<name>[^\W\d_a-zà-ÿ][\w.'’-]*(?:[ ][^\W\d_a-zà-ÿ(][\w.'’-]*){0,4})"
    r"(?:[ ]\([^()\n]{1,40}\))?(?P<colon>:)\s+(?=\S)"
)

_PAUSE = re.compile(r"[,?!][ \u00a0]")
_BEHIND_PAUSE = re.compile(r"(?:[^\s,.]+[ \u00a0]){0,3}[^\s,.]+")

MIN_WORDS = 3
"""Spaces in a quotation that stands alone: a shorter one is more often a title or a word held at a distance."""

MAX_SENTENCE = 250
"""Tokens of a sentence that are looked at together; a longer one is read in parts, so that time stays linear."""


def drafts(text: str, paragraphs: Sequence[Span], language: str | None, words: Vocabulary) -> list[Draft]:
    """The statements of a text in the order of their paragraphs.

    Args:
        text: the text of an article.
        paragraphs: its paragraphs.
        language: for the ends of sentences.
        words: the vocabulary of that language.
    """
    lexer(words.language).trim()
    labels = _labels(text, paragraphs)
    run = _Run(text)
    for at, (paragraph, quoted) in enumerate(zip(paragraphs, quotations(text, paragraphs), strict=True)):
        if at in labels:
            run.add(paragraph, [], [_labelled(at, paragraph, labels[at])])
            continue
        shown = [_shortened(text, quotation, words) for quotation in quoted]
        run.add(paragraph, shown, _in_paragraph(text, at, paragraph, shown, language, words))
    return [draft for draft in run.found if draft.content]


def _labels(text: str, paragraphs: Sequence[Span]) -> dict[int, re.Match[str]]:
    """Paragraphs that begin with who speaks and a colon, in a text that does so again: an interview, a debate.

    Two names that both return make it a transcript; there, a name in capitals may stand once.
    """
    found = {
        at: match
        for at, paragraph in enumerate(paragraphs)
        if (match := _LABEL.match(text, paragraph.start, paragraph.end)) is not None
        and len(match["name"]) > 1
        and _spoken(text, match.end(), paragraph.end)
    }
    counts = Counter(match["name"] for match in found.values())
    transcript = sum(count > 1 for count in counts.values()) > 1
    return {
        at: match
        for at, match in found.items()
        if counts[match["name"]] > 1 or (transcript and match["name"].isupper())
    }


def _spoken(text: str, start: int, end: int) -> bool:
    """Whether at least two words follow a label: a number or a name is a table's or a credit's."""
    return " " in text[start:end].strip()


def _labelled(at: int, paragraph: Span, match: re.Match[str]) -> Draft:
    content = Span(match.end(), paragraph.end)
    colon = Span(match.start("colon"), match.end("colon"))
    return Draft(
        "label", at, Span(match.start("name"), match.end("name")), [colon], [content], form="direct", label=True
    )


def _in_paragraph(
    text: str, at: int, paragraph: Span, quoted: list[Quotation], language: str | None, words: Vocabulary
) -> list[Draft]:
    if not quoted and not lexer(words.language).triggered(paragraph.of(text)):
        return []
    frame = Frame(text, paragraph, quoted, sentences_within(text, paragraph, language), words)
    return _matched(frame, at)


class _Run:
    """What runs on from paragraph to paragraph: the last statement, and quotations that wait for their cue."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.found: list[Draft] = []
        self.last: Draft | None = None
        self.waiting: list[Span] = []

    def add(self, paragraph: Span, quoted: list[Quotation], here: list[Draft]) -> None:
        """Add the statements of a paragraph, after those that began before it have taken what is theirs."""
        last = self.last
        only = _only_quotations(self.text, paragraph, quoted)
        if last is not None and not here and only and (last.waits or quoted[0].taken_up or _ends_quoted(last)):
            last.content.extend(quotation.span for quotation in quoted)
            last.waits = False
        elif last is not None and last.waits and not here and (not quoted or quoted[0].span.start == paragraph.start):
            last.content.append(quoted[0].span if quoted else paragraph)
            last.waits = False
            self.last = None
        elif only and not here:
            taken = quoted[0].taken_up
            self.waiting = (self.waiting if taken else []) + [quotation.span for quotation in quoted]
            self.last = None
        else:
            if here and quoted and quoted[0].taken_up and here[0].content[:1] == [quoted[0].span]:
                here[0].content = [*self.waiting, *here[0].content]
            self.waiting = []
            self.found.extend(here)
            self.last = here[-1] if here else None


def _shortened(text: str, quotation: Quotation, words: Vocabulary) -> Quotation:
    """A quotation left open ends where its source and cue seem to follow: "“It is gone, said the clerk."."""
    if quotation.closed or quotation.goes_on:
        return quotation
    for match in _PAUSE.finditer(text, quotation.inner.start, quotation.inner.end):
        behind = _BEHIND_PAUSE.match(text, match.end(), quotation.inner.end)
        nearest = behind.group().lower().split() if behind is not None else []
        if any(words.cues.get(word, 0) & Cue.CLAUSE and word in words.triggers for word in nearest):
            end = match.start() + 1
            return Quotation(Span(quotation.span.start, end), Span(quotation.inner.start, end), False)
    return quotation


def _only_quotations(text: str, paragraph: Span, quoted: list[Quotation]) -> bool:
    at = paragraph.start
    for quotation in quoted:
        if text[at : quotation.span.start].strip():
            return False
        at = quotation.span.end
    return bool(quoted) and not text[at : paragraph.end].strip(" .\u00a0")


def _ends_quoted(draft: Draft) -> bool:
    return draft.form == "direct" and not draft.label


def _sentences(sheet: Sheet) -> list[Range]:
    """Sentences; one that a quotation seems to end ("Why?”) goes on if a source and a cue follow."""
    found: list[Range] = []
    softs = sheet.frame.softs
    for begin, end in sheet.frame.sentences():
        start = begin
        for at in softs[bisect_left(softs, begin) : bisect_left(softs, end)] if softs else ():
            if behind.beside(sheet, at, end) is None:
                if at > start:
                    found.append((start, at))
                start = at + 1
        while start < end:
            found.append((start, min(end, start + MAX_SENTENCE)))
            start += MAX_SENTENCE
    return found


def _matched(frame: Frame, at: int) -> list[Draft]:
    """The statements of one paragraph in the order of their contents."""
    sheet = Sheet(frame, at)
    spoke = False
    for begin, end in _sentences(sheet):
        before = len(sheet.found)
        if not (spoke and _follows(sheet, begin, end)):
            behind.run(sheet, begin, end)
            reports.run(sheet, begin, end, before)
        spoke = len(sheet.found) > before
    sheet.found.sort(key=lambda draft: draft.content[0].start if draft.content else frame.paragraph.end)
    return sheet.found


def _follows(sheet: Sheet, begin: int, end: int) -> bool:
    """A quotation that is a sentence, right behind a sentence that says who speaks: the same speaker goes on."""
    alone = end - begin == 1 and begin not in sheet.used and behind.stands_alone(sheet, begin)
    if sheet.kinds[begin] != QUOTE or not alone or sheet.inner(begin).count(" ") < MIN_WORDS:
        return False
    content = [sheet.frame.span((begin, end))]
    sheet.add(Draft("follows", sheet.paragraph, sheet.found[-1].source, [], content), (begin, end))
    return True
