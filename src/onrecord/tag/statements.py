"""Statements by rule: who is said to have said what, and by which word.

Every rule is a pattern around a cue verb or a quotation, named so that its precision can be measured alone
(`RULES`). Contents keep their quotation marks; a report keeps its "that"; a source is the whole phrase with its title
and apposition. A quotation that nobody is shown to say is none of these: most such are names, titles of works, or
words held at a distance.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from onrecord.model import Span
from onrecord.split.segments import sentences_within
from onrecord.tag import behind, reports
from onrecord.tag.clauses import SOFT_END, Frame, Range
from onrecord.tag.drafts import Draft, Sheet
from onrecord.tag.quotations import Quotation, quotations
from onrecord.tag.vocabulary import Vocabulary

_LOWER_WORD = re.compile(r"[^\W\d_]{3,}|According")
_LABEL = re.compile(
    r"[\"“]?(?P<name>[^\W\d_a-zà-ÿ][\w.'’-]*(?:[ ][^\W\d_a-zà-ÿ(][\w.'’-]*){0,4})"
    r"(?:[ ]\([^()\n]{1,40}\))?(?P<colon>:)\s+(?=\S)"
)

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
    if not quoted and words.triggers.isdisjoint(_LOWER_WORD.findall(text, paragraph.start, paragraph.end)):
        return []
    frame = Frame(text, paragraph, quoted, sentences_within(text, paragraph, language), words)
    return _matched(frame, at)


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


def _sentences(sheet: Sheet) -> list[Range]:
    """Sentences; one that a quotation seems to end ("Why?”) goes on if a source and a cue follow."""
    found: list[Range] = []
    for begin, end in sheet.frame.sentences():
        start = begin
        for at in range(begin, end):
            if sheet.kinds[at] == SOFT_END and behind.beside(sheet, at, end) is None:
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
    for begin, end in _sentences(sheet):
        behind.run(sheet, begin, end)
        reports.run(sheet, begin, end)
    sheet.found.sort(key=lambda draft: draft.content[0].start if draft.content else frame.paragraph.end)
    return sheet.found
