"""Statements that begin with their cue verb or end with it: reports, and quotations that follow their cue.

"Orlo said that the pier was gone", "The pier, officials said, was gone", "According to Orlo, …", "He vowed to …",
"She called it “a gift”".
"""

from __future__ import annotations

from onrecord.model import Span
from onrecord.tag.behind import take_up
from onrecord.tag.clauses import Range
from onrecord.tag.drafts import Sheet
from onrecord.tag.tokens import COLON, COMMA, DASH, END, PARENS, QUOTE, SEMICOLON, SOFT_END, WORD
from onrecord.tag.vocabulary import Cue

MAX_CUES = 16
"""Cue verbs in one sentence, above which it is no sentence but a list; 7 is the most in the training articles."""

REACH = 24
"""Tokens between a cue and the quotation or the "that" which it introduces: a hearer, a place and a day."""

_PLAIN = frozenset(("said", "says", "say", "saying"))
"""Verbs after which a clause is likely even where no verb of it is recognised."""

_TURNS = frozenset(("although", "though", "while"))
"""After a comma the writer takes over again; tried on the development articles, "but", "and" and "which" do not."""

Start = tuple[int, str]
"""Where a content begins, and the rule that says so; the rule is empty where there is none."""


def run(sheet: Sheet, begin: int, end: int, before: int) -> None:
    """Add the statements of one sentence that a cue verb shows; `before` were found in the sentences before it."""
    cues = [at for at in sheet.frame.cues_within(begin, end) if at not in sheet.used]
    if not cues or len(cues) > MAX_CUES:
        return
    source = sheet.found[-1].source if len(sheet.found) > before else None
    for at in cues:
        _trailing(sheet, at, begin, end)
    for at in cues:
        if at not in sheet.used:
            source = _cue(sheet, at, begin, end, source)


def _cue(sheet: Sheet, at: int, begin: int, end: int, source: Span | None) -> Span | None:
    """Try the rules that begin with the verb at `at`; returns the source that a later verb in -ing may share."""
    if sheet.flags[at] & Cue.ACCORDING:
        return _according(sheet, at, begin, end) or source
    group = _finite(sheet, at, begin)
    if group is None:
        return _gerund(sheet, at, begin, end, source) if sheet.flags[at] & Cue.GERUND else source
    subject = sheet.subject(group[0], begin)
    if subject is not None and _leading(sheet, subject, group, end):
        return sheet.found[-1].source
    return source


def _finite(sheet: Sheet, at: int, begin: int) -> Range | None:
    """The verb group that ends with the cue at `at`, if it says that somebody did say something."""
    lows, words, flags = sheet.lows, sheet.words, sheet.flags[at]
    if not flags or flags & Cue.ACCORDING:
        return None
    first, negated, passive = sheet.frame.verb_group(at, begin)
    if negated or passive or (first > begin and lows[first - 1] == "to"):
        return None
    if flags & Cue.GERUND:
        contracted = first > begin and lows[first - 1] in words.contractions
        if not contracted and not any(lows[i] in words.be for i in range(first, at)):
            return None
    if flags & Cue.AMBIGUOUS and first == at and not _verb_by_place(sheet, at, begin):
        return None
    return first, at + 1


def _verb_by_place(sheet: Sheet, at: int, begin: int) -> bool:
    """Whether a word that may be a noun stands where a verb stands: right behind a name or a pronoun."""
    if at == begin or sheet.kinds[at - 1] == COMMA:
        return at > begin
    low, words = sheet.lows[at - 1], sheet.words
    if low in words.subject_pronouns or low in words.relatives:
        return True
    person = sheet.frame.capitals[at - 1] or low in words.people or sheet.kinds[at - 1] == PARENS
    if sheet.flags[at] & Cue.BASE and not low.endswith("s") and low not in words.people:
        return False
    return person and not low.endswith(("'s", "s'"))


# -- the cue behind the report ---------------------------------------------------------------------------------------


def _trailing(sheet: Sheet, at: int, begin: int, end: int) -> bool:
    """A report with its source and cue behind a comma: "The pier is safe, officials said on Monday."."""
    flags = sheet.flags[at]
    if not flags & (Cue.CLAUSE | Cue.TOLD) or at - begin < 4:
        return False
    group = _finite(sheet, at, begin)
    if group is None:
        return False
    behind = _hearer(sheet, at + 1, end) if flags & Cue.TOLD else at + 1
    if behind is None:
        return False
    return _inverted(sheet, at, begin, end) or _after_comma(sheet, group, begin, behind, end)


def _inverted(sheet: Sheet, at: int, begin: int, end: int) -> bool:
    """ "The pier is safe, said Orlo." """
    if sheet.kinds[at - 1] != COMMA or not sheet.flags[at] & Cue.CLAUSE or not sheet.is_clause(begin, at - 1):
        return False
    source = sheet.frame.inverted(at + 1, end)
    if source is None or (source[1] < end and sheet.kinds[source[1]] == WORD and not sheet.tail(source[1], end)):
        return False
    return _report(sheet, "trailing", source, (at, at + 1), [sheet.frame.span((begin, at - 1))], (begin, at - 1))


def _after_comma(sheet: Sheet, group: Range, begin: int, behind: int, end: int) -> bool:
    """ "The pier is safe, Orlo said." and "The pier, Orlo said, is safe." """
    frame, kinds = sheet.frame, sheet.kinds
    subject = sheet.subject(group[0], begin)
    if subject is None or subject[0] - 1 - begin < 3 or kinds[subject[0] - 1] != COMMA:
        return False
    comma = subject[0] - 1
    content = [frame.span((begin, comma))]
    if behind < end and kinds[behind] == COMMA:
        rest = behind + 1
        if rest < end and sheet.lows[rest] not in sheet.words.coordinators and not sheet.cue_between(rest, end):
            content.append(frame.span((rest, end)))
    elif not sheet.tail(behind, end):
        return False
    if not sheet.is_clause(begin, comma) and (len(content) < 2 or not sheet.is_clause(behind, end)):
        return False
    return _report(sheet, "trailing", subject, group, content, (begin, comma))


def _report(sheet: Sheet, rule: str, source: Range, cue: Range, content: list[Span], tokens: Range) -> bool:
    if any(i in sheet.used for i in range(*source)):
        return False
    draft = sheet.draft(rule, source, cue, content)
    draft.form = "mixed" if any(sheet.kinds[i] == QUOTE for i in range(*tokens)) else "indirect"
    sheet.add(draft, source, cue)
    return True


def _hearer(sheet: Sheet, start: int, end: int) -> int | None:
    """The token behind who was told: "told reporters", "told the Vey Herald"; None where that cannot be seen."""
    at = start
    if at < end and (sheet.lows[at] in sheet.words.hearers or sheet.lows[at] in sheet.words.people):
        return at + 1
    if at < end and sheet.lows[at] in sheet.words.determiners:
        at += 1
    first = at
    while at < end and (sheet.frame.capitals[at] or (at > first and sheet.lows[at] in ("of", "and", "the", "for"))):
        at += 1
    return at if at > first else None


# -- the cue before what it introduces -------------------------------------------------------------------------------


def _leading(sheet: Sheet, subject: Range | None, cue: Range, end: int, source: Span | None = None) -> bool:
    """Source and cue, then a quotation, a report, or both."""
    start, rule = _content_start(sheet, cue[1], sheet.flags[cue[1] - 1], end)
    if not rule or start in sheet.used:
        return False
    draft = sheet.draft(rule, subject or source, cue, [])
    if rule == "waits":
        draft.waits = True
        sheet.add(draft, cue)
        return True
    if rule == "quoted" and (start + 1 >= end or _stands(sheet, start)):
        draft.content = [sheet.frame.span((start, start + 1))]
        sheet.add(draft, cue, (start, start + 1), subject or (0, 0))
        take_up(sheet, draft, start + 1, _clause_end(sheet, start, end))
        return True
    stop = _clause_end(sheet, start, end)
    inside = [i for i in range(start, stop) if sheet.kinds[i] == QUOTE]
    if rule == "naming" and inside:
        stop = inside[-1] + 1
    if stop - start < (3 if rule == "that" else 2) and not inside:
        return False
    draft.content = [sheet.frame.span((start, stop))]
    draft.form = "mixed" if inside else "indirect"
    sheet.add(draft, cue)
    sheet.used.update(inside)
    if inside and inside[-1] == stop - 1:
        take_up(sheet, draft, stop, max(stop, end) if stop >= end else stop)
    return True


def _stands(sheet: Sheet, at: int) -> bool:
    """Whether a quotation behind its cue is the whole content: no clause runs on after it."""
    following = sheet.kinds[at + 1]
    return sheet.inner(at)[-1:] in ".,?!…—-" or following in (COMMA, END, SOFT_END, DASH, QUOTE, SEMICOLON)


def _content_start(sheet: Sheet, start: int, flags: int, end: int) -> Start:
    """Where the content begins after a cue, and by which rule."""
    kinds, lows = sheet.kinds, sheet.lows
    found = _introduced(sheet, start, flags, end)
    if found is not None:
        return found
    if flags & Cue.TO and start + 1 < end and lows[start] == "to" and kinds[start + 1] == WORD:
        return start, "infinitive"
    if flags & Cue.NAMING and not flags & (Cue.QUOTED | Cue.CLAUSE):
        first = start + 1 if start < end and lows[start] == "as" else start
        stop = _clause_end(sheet, first, end) if first < end else first
        named = first < end and kinds[first] == QUOTE and sheet.is_title(first)
        named |= first < end and lows[first] in sheet.words.prepositions
        return first, "naming" if not named and any(kinds[i] == QUOTE for i in range(first, stop)) else ""
    if flags & Cue.TOLD and not flags & Cue.CLAUSE:
        behind = _hearer(sheet, start, end)
        return (start, "") if behind is None else _bare(sheet, behind, flags | Cue.CLAUSE, end)
    return _bare(sheet, start, flags, end)


def _introduced(sheet: Sheet, start: int, flags: int, end: int) -> Start | None:
    """A quotation, a colon or a "that" behind the cue, with nothing but a hearer and an adverbial between."""
    kinds, lows = sheet.kinds, sheet.lows
    speaks, told = bool(flags & (Cue.QUOTED | Cue.TOLD | Cue.CLAUSE)), bool(flags & Cue.TOLD)
    for at in range(start, min(end, start + REACH)):
        if kinds[at] == QUOTE and told and sheet.is_title(at) and kinds[at + 1] == WORD:
            continue
        if kinds[at] == QUOTE:
            free = kinds[at - 1] in (COMMA, COLON) or (at == start and not sheet.is_title(at)) or lows[at - 1] == "that"
            shown = free or (_adverbial(sheet, start) and sheet.inner(at).count(" ") >= 4)
            return (at, "quoted") if speaks and shown else None
        if kinds[at] == COLON and speaks:
            if at + 1 >= end:
                return at, "waits" if end + 1 >= len(kinds) else ""
            if kinds[at + 1] != QUOTE:
                return at + 1, "bare"
        elif lows[at] == "that" and kinds[at] == WORD and at + 1 < end:
            if not flags & (Cue.THAT | Cue.TOLD):
                return None
            return at, "that" if at == start or told or _adverbial(sheet, start) else ""
        elif at == start and not told and kinds[at] == WORD and not _adverbial(sheet, at):
            return None
    return None


def _adverbial(sheet: Sheet, at: int) -> bool:
    low, words = sheet.lows[at], sheet.words
    return low in words.prepositions or low in words.weekdays or low in words.adverbs or low.endswith("ly")


def _bare(sheet: Sheet, start: int, flags: int, end: int) -> Start:
    """A report without "that"."""
    if not flags & Cue.CLAUSE or flags & Cue.AMBIGUOUS:
        return start, ""
    at = _past_day(sheet, start, end)
    if end - at < 3 or sheet.kinds[at] not in (WORD, QUOTE) or (sheet.kinds[at] == QUOTE and sheet.is_title(at)):
        return start, ""
    plain = sheet.lows[start - 1] in _PLAIN
    stop = next((i for i in range(at, end) if sheet.kinds[i] == COMMA), end)
    clause = sheet.is_clause(at, stop)
    if sheet.kinds[at] == WORD and not (sheet.frame.may_start(at, end) or sheet.lows[at] == "there"):
        noun = plain and clause and not _adverbial(sheet, at) and sheet.lows[at] not in sheet.words.after_source
        if not noun:
            return start, ""
    return at, "bare" if clause or plain else ""


def _past_day(sheet: Sheet, start: int, end: int) -> int:
    """Past "on Monday night"."""
    at = start + 1 if start < end and sheet.lows[start] in ("on", "late", "early") else start
    if at < end and sheet.lows[at] in sheet.words.weekdays:
        at += 1
        return at + 1 if at < end and sheet.lows[at] in sheet.words.occasions else at
    return start


def _clause_end(sheet: Sheet, start: int, end: int) -> int:
    """Where the content that begins at `start` ends: before the next cue that does not belong to it."""
    kinds, lows = sheet.kinds, sheet.lows
    for at in range(start + 1, end):
        if kinds[at] == WORD:
            behind_comma = kinds[at - 1] == COMMA
            if behind_comma and (at in sheet.used or lows[at] in _TURNS or sheet.flags[at] & Cue.ACCORDING):
                return at - 1
            if not sheet.flags[at] or at in sheet.used:
                continue
            stop = _before_next(sheet, at, start)
            if stop is not None:
                return stop
    return end


def _before_next(sheet: Sheet, at: int, start: int) -> int | None:
    """Where a content must end for the cue at `at` to begin a statement of its own."""
    kinds, lows, flags = sheet.kinds, sheet.lows, sheet.flags[at]
    if not flags & (Cue.CLAUSE | Cue.TOLD):
        return None
    if flags & Cue.GERUND:
        return at - 1 if kinds[at - 1] == COMMA else None
    if flags & Cue.AMBIGUOUS:
        return None
    first, _, _ = sheet.frame.verb_group(at, start)
    subject = sheet.frame.subject(first, start + 1)
    place = first if subject is None or subject[0] <= start + 1 else subject[0]
    while place > start and lows[place - 1] in sheet.words.openers and lows[place - 1] not in sheet.words.coordinators:
        place -= 1
    if lows[place - 1] in ("and", "but") and place - 1 > start:
        return place - 2 if kinds[place - 2] == COMMA else place - 1
    return None


def _gerund(sheet: Sheet, at: int, begin: int, end: int, source: Span | None) -> Span | None:
    """A verb in -ing that shares the sentence's subject: "he said …, adding that …"."""
    kinds, lows, words = sheet.kinds, sheet.lows, sheet.words
    if at == begin or lows[at - 1] in words.prepositions or lows[at - 1] in words.determiners:
        return source
    introduces = at + 1 < end and (kinds[at + 1] == QUOTE or lows[at + 1] == "that")
    pause = kinds[at - 1] in (COMMA, DASH) or (kinds[at - 1] == QUOTE and sheet.inner(at - 1).endswith(","))
    if not pause and not introduces:
        return source
    if source is None:
        subject = sheet.frame.leading_subject(begin, at)
        source = sheet.frame.span(subject) if subject else None
    if source is not None:
        _leading(sheet, None, (at, at + 1), end, source)
    return source


def _according(sheet: Sheet, at: int, begin: int, end: int) -> Span | None:
    """ "According to Orlo, …" and "…, according to Orlo"."""
    frame, kinds = sheet.frame, sheet.kinds
    source = frame.inverted(at + 2, end, loose=True) if at + 2 < end and sheet.lows[at + 1] == "to" else None
    if source is None:
        return None
    if at <= begin + 1:
        comma = next((i for i in range(at + 2, end) if kinds[i] == COMMA), end)
        source = (at + 2, comma)
        if comma + 3 > end or comma - at > REACH:
            return None
        content: Range = (comma + 1, _clause_end(sheet, comma + 1, end))
    else:
        content = (begin, at - 1 if kinds[at - 1] == COMMA else at)
    spans = [frame.span(content)]
    if content[1] - content[0] < 3 or not _report(sheet, "according", source, (at, at + 2), spans, content):
        return None
    return sheet.found[-1].source
