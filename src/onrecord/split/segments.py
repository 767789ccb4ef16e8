"""Paragraphs and sentences of a text, as spans.

A paragraph ends at a blank line, and at a line break too, unless the lines around it are wrapped: filled by a
program up to a width, as in mail and in old plain text. A sentence never leaves its paragraph.

Both functions are linear in the length of the text: every decision looks at a bounded stretch around it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from itertools import pairwise

from msgspec import Struct

from onrecord import lexicon
from onrecord.model import Span

_LINE = re.compile("[^\n\r\f\v\x1c-\x1e\x85\u2028\u2029]+")
_ITEM = re.compile(r"(?:[-*•–—·▪◦>]|\(?\d{1,3}[.)\]]|\[\d{1,3}\])\s")
_BREAK = re.compile("\r\n|[\n\r\v\x1c-\x1e\x85\u2028]|(?P<page>[\f\u2029])")
_FIRST_WORD = re.compile(r"\S{1,80}")

WRAP_WIDTHS = range(50, 101)
"""Widths to which programs fill lines; longer lines are paragraphs of their own. Mail asks for 72 to 78, editors are
set from 60 to 100; the lower end is where headlines and lists of names begin to look filled."""

_OPENERS = "\"'“‘„‚«»‹›([{¿¡`"
_DASHES = frozenset("–—―")
_BOUNDARY = re.compile(
    # It begins with all its signs, so that the engine passes over other text at once.
    r"(?P<mark>[.!?…؟۔‽。！？](?:(?<=[。！？])[。！？]*|[.!?…؟۔‽]*(?:[ \xa0]\.(?![\w.]))*))"
    r"(?P<close>(?:[\"'”’»›)\]}]|''|\.(?=['\"”’])|[“‘«](?=\s|$)|[ \xa0\u202f]»(?!\w)|\[\w{1,4}\]|[¹²³⁴-⁹†‡])*)"
    r"(?P<note>\d{1,3}(?=\s))?"
    r"(?P<space>\s*)"
)
_WORD_BEFORE = re.compile(r"(?:[^\W_]|[.'’-])+$")
_WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)?")
_INITIALS = re.compile(r"(?:[^\W\d_]\.)*[^\W\d_]")
_LOOK = 40
"""Code points that a decision looks back or ahead: longer than any abbreviation and any first word."""


class _Rules(Struct, frozen=True):
    """What a language's file says of sentence ends."""

    before_name: frozenset[str]
    before_word: frozenset[str]
    before_number: frozenset[str]
    may_end: frozenset[str]
    starters: frozenset[str]
    ordinals: bool


@cache
def _rules(language: str | None) -> _Rules:
    try:
        table = lexicon.load(language or "en").get("sentences", {})
    except FileNotFoundError:
        table = lexicon.load("en")["sentences"]
    return _Rules(
        before_name=frozenset(table.get("before_name", ())),
        before_word=frozenset(table.get("before_word", ())),
        before_number=frozenset(table.get("before_number", ())),
        may_end=frozenset(table.get("may_end", ())),
        starters=frozenset(table.get("starters", ())),
        ordinals=bool(table.get("ordinals", False)),
    )


def paragraphs(text: str) -> list[Span]:
    """The paragraphs of a text, in order: disjoint, no white space at the edges, all else covered.

    Args:
        text: any text; offsets of the result are code points in it.
    """
    blocks = _blocks(text)
    filled = [_filled_width(text, block) for block in blocks if len(block) > 2]
    width = max(filled, default=0)
    found: list[Span] = []
    for block in blocks:
        if len(block) == 1:
            found.append(Span(*block[0]))
        else:
            _unwrap(text, block, _filled_width(text, block) if len(block) > 2 else width, found)
    return found


def sentences(text: str, language: str | None = None) -> list[Span]:
    """The sentences of a text, in order: disjoint, none beyond its paragraph, all but white space covered.

    Closing quotation marks, brackets and footnote marks stay with the sentence that they close. A full stop without a
    space after it ends a sentence between a small letter and a capitalised word.

    Args:
        text: any text; offsets of the result are code points in it.
        language: two-letter code that chooses the abbreviations; English where none is given or known.
    """
    return [sentence for paragraph in paragraphs(text) for sentence in sentences_within(text, paragraph, language)]


def sentences_within(text: str, paragraph: Span, language: str | None = None) -> list[Span]:
    """The sentences of one paragraph, as `sentences` finds them."""
    found: list[Span] = []
    start = paragraph.start
    for end, following in _ends(text, paragraph, _rules(language)):
        if following > start:
            found.append(Span(start, end))
            start = following
    if start < paragraph.end:
        found.append(Span(start, paragraph.end))
    return found


def _blocks(text: str) -> list[list[tuple[int, int]]]:
    """Runs of lines that no blank line parts; lines without the white space around them, blank ones left out."""
    blocks: list[list[tuple[int, int]]] = []
    last = -1
    for match in _LINE.finditer(text):
        line = match.group()
        inner = line.strip()
        if not inner:
            continue
        start = match.start() + len(line) - len(line.lstrip())
        if last < 0 or _parts(text[last:start]):
            blocks.append([])
        last = start + len(inner)
        blocks[-1].append((start, last))
    return blocks


def _parts(gap: str) -> bool:
    """Whether white space between two lines parts two paragraphs whatever the lines are."""
    if gap == "\n":
        return False
    breaks = list(_BREAK.finditer(gap))
    return len(breaks) > 1 or any(found["page"] for found in breaks)


def _filled_width(text: str, block: list[tuple[int, int]]) -> int:
    """The width that a program filled these lines to; 0 where they look like paragraphs of one line each.

    A line is filled if the next line's first word would not have fitted. Seven in ten lines must be, since wrapped
    paragraphs may follow each other without a blank line.
    """
    width = max(end - start for start, end in block)
    if width not in WRAP_WIDTHS:
        return 0
    full = sum(_fills(text, line, following, width) for line, following in pairwise(block))
    return width if full >= 0.7 * (len(block) - 1) else 0


def _fills(text: str, line: tuple[int, int], following: tuple[int, int], width: int) -> bool:
    word = _FIRST_WORD.match(text, following[0], following[1])
    return word is not None and line[1] - line[0] + 1 + len(word.group()) > width


def _unwrap(text: str, block: list[tuple[int, int]], width: int, found: list[Span]) -> None:
    """Add the paragraphs of a block of lines; `width` is what they are filled to, 0 if each is a paragraph."""
    start, end = block[0]
    for line, following in pairwise(block):
        joined = width > 0 and _fills(text, line, following, width)
        if not joined or _ITEM.match(text, following[0], following[1]):
            found.append(Span(start, end))
            start = following[0]
        end = following[1]
    found.append(Span(start, end))


def _ends(text: str, paragraph: Span, rules: _Rules) -> Iterator[tuple[int, int]]:
    """Where sentences of a paragraph end, each with the start of the next; the paragraph's own end is left out."""
    begin, counted, open_mark = paragraph.start, paragraph.start, False
    for match in _BOUNDARY.finditer(text, paragraph.start, paragraph.end):
        end, following = match.start("space"), match.end()
        if following >= paragraph.end:
            return
        if '"' in match["close"] and not match["space"]:
            # A straight mark with no space on either side closes if one is open, and opens the next sentence if not.
            open_mark ^= text.count('"', counted, match.start()) % 2 == 1
            counted = match.start()
            if not open_mark:
                end = following = match.start("close")
        if _is_end(text, match, begin, end, following, rules):
            begin = following
            yield end, following


def _is_end(text: str, match: re.Match[str], begin: int, end: int, following: int, rules: _Rules) -> bool:
    mark = match["mark"]
    if mark[0] in "。！？":
        return True
    opening = following
    while opening < len(text) and opening < following + 4 and text[opening] in _OPENERS:
        opening += 1
    first = text[opening : opening + 1]
    if first.islower() or (end == following and not _joined_end(text, match, following)):
        return False
    if match["note"] is not None and not (text[match.start() - 1 : match.start()].islower() and first.isupper()):
        return False
    if first in _DASHES and match["close"]:
        # A quotation's signature: "“We all knew.” — Ann Orlo".
        return False
    if mark != "." or end > match.end("mark"):
        return first.isalnum() or opening > following or first in "[(-–—$£€@#"
    return _full_stop_ends(text, match.start(), begin, opening, following, rules)


def _joined_end(text: str, match: re.Match[str], following: int) -> bool:
    """Whether a sentence ends here although no space follows: "patriots.The results"."""
    before = text[max(0, match.start() - 2) : match.start()]
    if len(before) < 2 or not before.isalpha() or not before[1].islower():
        return False
    word = _WORD.match(text, following, following + _LOOK)
    if word is None:
        return text[following : following + 1] in '"“«„‘'
    capitalised = word.group().istitle() and (len(word.group()) > 1 or text[word.end() : word.end() + 1].isspace())
    around = text[max(0, match.start() - _LOOK) : following + _LOOK]
    token = around[around.rfind(" ", 0, min(match.start(), _LOOK)) + 1 :].split(" ", 1)[0]
    return capitalised and not any(sign in token for sign in "/@") and "www" not in token


def _full_stop_ends(text: str, stop: int, begin: int, opening: int, following: int, rules: _Rules) -> bool:
    """Whether one full stop with a space behind it ends a sentence: not after an abbreviation or an initial."""
    before = text[max(begin, stop - _LOOK) : stop].split()
    found = _WORD_BEFORE.search(before[-1]) if before else None
    word = found.group() if found else ""
    short = word.lower().lstrip(".-'’")
    next_word = _WORD.match(text, opening, opening + _LOOK)
    start = next_word.group() if next_word else ""
    if short in rules.before_name or short in rules.before_word:
        return False
    if short in rules.before_number and start[:1].isdigit():
        return False
    if word.isdigit():
        first = stop - len(word) == begin and len(word) <= 3
        return not (first or (rules.ordinals and len(word) <= 2))
    initial = _INITIALS.fullmatch(word) is not None and word != "I" and word.isupper()
    if initial or short in rules.may_end or short in rules.before_number:
        begins = start.lower() in rules.starters and start[:1].isupper()
        if short in rules.before_number and not initial:
            begins = start[:1].isupper()
        return begins or (opening > following and not initial)
    return True
