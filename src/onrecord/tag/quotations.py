"""Quotations: stretches between quotation marks of any style, outermost only.

Marks are read by what stands on either side of them, and by what is open, since real text mixes styles, turns marks
the wrong way round and leaves them open. An open quotation ends with its paragraph, unless the next paragraph begins
with an opening mark: then it goes on there. Apostrophes are not marks. Linear in the length of the text.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from msgspec import Struct

from onrecord.model import Span

# It begins with all its signs, so that the engine passes over other text at once; what each needs comes behind.
_MARK = re.compile(
    "[\"“”„‟«»`'‘’‚‹›]"
    "(?:(?<=[\"“”„‟«»])|(?<=`)`|(?<=')'|(?<=‘)‘|(?<=’)’"
    "|(?<=[‘‚‹])(?<!\\w.)(?=\\S)|(?<=')(?<![\\w'].)(?=\\w)|(?<=[’›'])(?<=[\\w.,!?…—-].)(?!\\w))"
)
_DOUBLE_OPEN = frozenset(("“", "„", "‟", "``", "‘‘"))
_DOUBLE_CLOSE = frozenset(("”", "’’"))
_SINGLE_OPEN = frozenset("‘‚‹")
_SINGLE = frozenset("‘‚‹'’›")
_BEFORE_OPENING = frozenset("([{—–-/=:>")
_AFTER_CLOSING = frozenset(".,;:!?)]}—–-…/*<[")


class Quotation(Struct, frozen=True, gc=False):
    """One stretch in quotation marks within one paragraph; the marks belong to it."""

    span: Span
    inner: Span
    """Without its marks."""
    closed: bool = True
    goes_on: bool = False
    """It is open, and the next paragraph takes it up again."""
    taken_up: bool = False
    """It takes up the one that the paragraph before left open."""


class _Open(Struct, gc=False):
    start: int
    mark: str
    length: int
    depth: int = 0


def quotations(text: str, paragraphs: Sequence[Span]) -> list[list[Quotation]]:
    """The quotations of each paragraph, in order and disjoint.

    Args:
        text: the text of an article.
        paragraphs: its paragraphs, as `split.segments.paragraphs` gives them.
    """
    found: list[list[Quotation]] = []
    open_before = False
    for at, paragraph in enumerate(paragraphs):
        here = _in_paragraph(text, paragraph)
        follows = paragraphs[at + 1].start if at + 1 < len(paragraphs) else None
        starts_here = bool(here) and here[0].span.start == paragraph.start
        if open_before and starts_here:
            here[0] = _replaced(here[0], taken_up=True)
        last = here[-1] if here else None
        open_before = last is not None and not last.closed and last.span.end == paragraph.end
        if last is not None and open_before:
            open_before = follows is not None and _opens(text, follows)
            here[-1] = _replaced(last, goes_on=open_before)
        found.append(here)
    return found


def _replaced(quotation: Quotation, goes_on: bool | None = None, taken_up: bool | None = None) -> Quotation:
    return Quotation(
        quotation.span,
        quotation.inner,
        quotation.closed,
        quotation.goes_on if goes_on is None else goes_on,
        quotation.taken_up if taken_up is None else taken_up,
    )


def _opens(text: str, start: int) -> bool:
    match = _MARK.match(text, start)
    return match is not None and match.group() not in _SINGLE


def _in_paragraph(text: str, paragraph: Span) -> list[Quotation]:
    marks = list(_MARK.finditer(text, paragraph.start, paragraph.end))
    if not marks:
        return []
    found: list[Quotation] = []
    current: _Open | None = None
    balance = _balance(marks)
    for at, match in enumerate(marks):
        mark, place = match.group(), match.start()
        if current is None:
            if _may_open(text, match, paragraph) and not (mark in _SINGLE and not _single_closes(marks, at, text)):
                current = _Open(place, mark, len(mark))
            continue
        side = _side(text, match, paragraph, current)
        if side > 0 and mark == current.mark:
            if balance[at] < 0:
                current.depth += 1
                continue
            _finish(text, current, place, 0, found)
            current = _Open(place, mark, len(mark))
        elif side < 0 and current.depth:
            current.depth -= 1
        elif side < 0:
            _finish(text, current, place, len(mark), found)
            current = None
    if current is not None and current.mark not in _SINGLE:
        _finish(text, current, paragraph.end, 0, found)
    return found


def _balance(marks: list[re.Match[str]]) -> list[int]:
    """For each mark, openers less closers among it and all after it, of the curly double kind."""
    total, found = 0, [0] * len(marks)
    for at in range(len(marks) - 1, -1, -1):
        mark = marks[at].group()
        total += (mark in _DOUBLE_OPEN) - (mark in _DOUBLE_CLOSE)
        found[at] = total
    return found


def _finish(text: str, current: _Open, end: int, closing: int, found: list[Quotation]) -> None:
    inner_start = current.start + current.length
    stop = end + closing
    if not closing:
        while stop > inner_start and text[stop - 1].isspace():
            stop -= 1
    inner = Span(inner_start, max(inner_start, min(end, stop)))
    if inner.of(text).strip():
        found.append(Quotation(Span(current.start, stop), inner, closing > 0))


def _around(text: str, match: re.Match[str], paragraph: Span) -> tuple[str, str]:
    before = text[match.start() - 1] if match.start() > paragraph.start else " "
    after = text[match.end()] if match.end() < paragraph.end else " "
    return before, after


def _may_open(text: str, match: re.Match[str], paragraph: Span) -> bool:
    """Whether a mark can open a quotation where none is open: a stray closing mark cannot."""
    before, after = _around(text, match, paragraph)
    mark = match.group()
    if mark in _DOUBLE_OPEN:
        return match.end() < paragraph.end and not (before.isalnum() and after in _AFTER_CLOSING)
    if mark in _SINGLE:
        return mark in _SINGLE_OPEN or (mark == "'" and not before.isalnum() and after.isalnum())
    if after.isspace():
        return mark in "«»" and (before.isspace() or before in _BEFORE_OPENING) and match.end() < paragraph.end
    return after not in _AFTER_CLOSING or before.isspace() or (after in "[…." and not before.isalnum())


def _single_closes(marks: list[re.Match[str]], at: int, text: str) -> bool:
    """Whether a single mark that may open is closed soon; if not, it is an apostrophe."""
    for match in marks[at + 1 : at + 12]:
        mark = match.group()
        if mark in _SINGLE and mark not in _SINGLE_OPEN and not _plural(text, match):
            return True
        if mark in _DOUBLE_OPEN:
            return False
    return False


def _plural(text: str, match: re.Match[str]) -> bool:
    """Whether a single mark is the apostrophe of a plural: "the boys' boat"."""
    return text[match.start() - 1] == "s" and text[match.end() : match.end() + 2].strip().islower()


def _side(text: str, match: re.Match[str], paragraph: Span, current: _Open) -> int:
    """What a mark does while a quotation is open: 1 opens, -1 closes, 0 belongs to the words."""
    mark = match.group()
    before, after = _around(text, match, paragraph)
    free_before = before.isspace() or before in _BEFORE_OPENING
    free_after = after.isspace() or after in _AFTER_CLOSING
    opener = current.mark
    if opener in _SINGLE:
        pairs = {"‘": "’", "'": "'", "‹": "›", "‚": "‘’"}
        closes = mark in pairs.get(opener, "’") and not free_before and not _plural(text, match)
        return -1 if closes else 0
    if mark in _SINGLE:
        return 0
    if opener in "«»":
        return -1 if mark in "«»" and mark != opener else 0
    if opener in ("„", "‟"):
        return -1 if mark in "“”\"''’’" else 0
    if opener == '"' and mark != '"':
        # Another style inside; but a curly mark may close what a straight one opened.
        return -1 if mark == "”" and not free_before and free_after and '"' not in _rest(text, match, paragraph) else 0
    if opener != '"' and mark == '"':
        return -1 if not free_before and "”" not in _rest(text, match, paragraph) else 0
    if mark in ("”", "’’"):
        return -1
    if mark in ('"', "''"):
        return 1 if free_before and not free_after else -1
    if mark in _DOUBLE_OPEN:
        # The opening mark in the closing mark's place.
        return -1 if not free_before and free_after else 1
    return 0


def _rest(text: str, match: re.Match[str], paragraph: Span) -> str:
    """A bounded look ahead."""
    return text[match.end() : min(paragraph.end, match.end() + 600)]
