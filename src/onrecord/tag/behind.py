"""Quotations with source and cue behind them: "“The pier is gone,” said Orlo."

Source and cue may interrupt the quotation, and the sentences that follow may be quoted too: all that is one statement.
"""

from __future__ import annotations

from onrecord.tag.clauses import Range
from onrecord.tag.drafts import Draft, Sheet
from onrecord.tag.tokens import COLON, COMMA, DASH, END, PARENS, QUOTE, SEMICOLON, SOFT_END, WORD
from onrecord.tag.vocabulary import Cue


def run(sheet: Sheet, begin: int, end: int) -> None:
    """Add the statements of one sentence whose source and cue follow their quotation."""
    for at in sheet.frame.quotations_within(begin, end):
        if at not in sheet.used:
            _quotation(sheet, at, begin, end)


def beside(sheet: Sheet, start: int, end: int) -> tuple[Range, Range] | None:
    """Source and cue directly behind a quotation that ends before token `start`."""
    frame, kinds = sheet.frame, sheet.kinds
    while start < end and kinds[start] in (COMMA, DASH, SOFT_END):
        start += 1
    while start < end - 1 and sheet.lows[start] in sheet.words.coordinators:
        start += 1
    if start >= end or kinds[start] != WORD:
        return None
    verb = start
    while verb < end and (sheet.lows[verb] in sheet.words.adverbs or sheet.lows[verb] in sheet.words.auxiliaries):
        verb += 1
    if verb < end and sheet.speaks(verb):
        source = frame.inverted(verb + 1, end)
        if source is not None:
            return source, (start, verb + 1)
    if sheet.lows[start] in sheet.words.relatives or sheet.lows[start] in sheet.words.breaks:
        return None
    return _subject_then_cue(sheet, start, end)


def _subject_then_cue(sheet: Sheet, start: int, end: int) -> tuple[Range, Range] | None:
    frame = sheet.frame
    for at in range(start + 1, min(end, start + 45)):
        if sheet.kinds[at] in (QUOTE, SEMICOLON, COLON, SOFT_END):
            return None
        if not sheet.speaks(at):
            continue
        first, negated, passive = frame.verb_group(at, start)
        if negated or passive or first == start:
            continue
        if frame.is_source_phrase(start, first):
            return (start, first), (first, at + 1)
        subject = frame.subject(first, start)
        if subject is not None and _only_opening(sheet, start, subject[0]):
            return subject, (first, at + 1)
        if not frame.flags[at] & Cue.AMBIGUOUS and not _relative_open(sheet, start, at):
            return None
    return None


def _only_opening(sheet: Sheet, start: int, first: int) -> bool:
    """Whether nothing but an adverbial stands before the source."""
    low = sheet.lows[start]
    return first == start or low in sheet.words.prepositions or low in sheet.words.openers


def _relative_open(sheet: Sheet, start: int, at: int) -> bool:
    return any(sheet.lows[i] in sheet.words.relatives for i in range(start, at))


def _quotation(sheet: Sheet, at: int, begin: int, end: int) -> None:
    frame, kinds = sheet.frame, sheet.kinds
    inner = sheet.inner(at)
    following = kinds[at + 1] if at + 1 < len(kinds) else END
    if not (inner[-1:] in ",?!…—-–" or following in (COMMA, DASH, SOFT_END) or inner.endswith((",'", ",’"))):
        return
    found = beside(sheet, at + 1, end)
    if found is None:
        _signature(sheet, at, end)
        return
    source, cue = found
    behind = max(source[1], cue[1])
    whole = all(kinds[i] == QUOTE for i in range(begin, at))
    if not whole and kinds[min(behind, end - 1)] == WORD and not sheet.tail(behind, end):
        return
    first = next((i for i in range(begin, at) if i not in sheet.used), at)
    parts = [(i, i + 1) for i in range(first, at + 1) if i not in sheet.used] if whole else [(first, at + 1)]
    draft = sheet.draft("behind", source, cue, [frame.span(part) for part in parts])
    draft.form = "direct" if whole else "mixed"
    sheet.add(draft, source, cue, (first, at + 1))
    take_up(sheet, draft, behind, end)


def _signature(sheet: Sheet, at: int, end: int) -> None:
    """A quotation, a dash, and a name to the end of the line."""
    frame = sheet.frame
    if at + 2 >= len(sheet.kinds) or sheet.kinds[at + 1] != DASH or not frame.capitals[at + 2]:
        return
    tokens = (at + 2, end)
    if end - at <= 10 and all(sheet.kinds[i] in (WORD, COMMA, PARENS) for i in range(*tokens)):
        draft = sheet.draft("signature", tokens, (at + 1, at + 2), [frame.span((at, at + 1))])
        draft.cue = [frame.exact(at + 1)]
        sheet.add(draft, (at, end))


def take_up(sheet: Sheet, draft: Draft, start: int, end: int) -> None:
    """The quotation that goes on after source and cue, in this sentence and in those that follow it."""
    frame, kinds = sheet.frame, sheet.kinds
    for at in range(start, end):
        if kinds[at] == QUOTE:
            first = _resumption(sheet, start, at)
            if at in sheet.used or first is None:
                break
            draft.content.append(frame.span((first, at + 1)))
            sheet.used.add(at)
    at = end
    while at < len(kinds):
        if kinds[at] in (END, SOFT_END):
            at += 1
            continue
        if kinds[at] != QUOTE or at in sheet.used or not stands_alone(sheet, at):
            return
        draft.content.append(frame.span((at, at + 1)))
        sheet.used.add(at)
        at += 1


def _resumption(sheet: Sheet, start: int, at: int) -> int | None:
    """Where what is resumed begins: at the quotation, or with the words that tie it on (", but “…”")."""
    if sheet.cue_between(start, at):
        return None
    if sheet.kinds[at - 1] in (COMMA, COLON, DASH):
        return at
    comma = next((i for i in range(at - 1, max(start - 1, at - 5), -1) if sheet.kinds[i] == COMMA), None)
    return comma + 1 if comma is not None and sheet.lows[comma + 1] in sheet.words.coordinators else None


def stands_alone(sheet: Sheet, at: int) -> bool:
    """Whether a quotation is a sentence, with no source and cue of its own."""
    following = sheet.kinds[at + 1] if at + 1 < len(sheet.kinds) else END
    if following == SOFT_END:
        stop = next((i for i in range(at + 2, len(sheet.kinds)) if sheet.kinds[i] == END), len(sheet.kinds))
        return beside(sheet, at + 1, stop) is None
    return following in (END, QUOTE)
