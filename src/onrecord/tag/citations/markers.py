"""Where a text refers to its notes: "[7]", "(7)", "⁷", a figure behind a full stop; and "(Orlo, 2023)"."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence

from onrecord.model import Span
from onrecord.tag.citations.entry import Fields
from onrecord.tag.citations.notes import Entry
from onrecord.tag.citations.people import family_names

_RAISED = "⁰¹²³⁴⁵⁶⁷⁸⁹"
_PLAIN = str.maketrans(_RAISED, "0123456789")
_NUMBERS = r"\d{1,3}(?:\s*[,;–-]\s*\d{1,3})*"
_FORMS: dict[str, re.Pattern[str]] = {
    "bracket": re.compile(rf"\[({_NUMBERS})\]"),
    "raised": re.compile(rf"(?<=[^\s\d{_RAISED}])(?<!\d[ck]m)(?<!\dm)(?<!\bkm)(?<!\bm)([{_RAISED}]{{1,3}})"),
    "caret": re.compile(r"\^(\d{1,3})\b"),
    "paren": re.compile(rf"(?<=[\w.,;:!?”\"’)])\s?\(({_NUMBERS})\)"),
    "behind": re.compile(r"(?<=[^\W\d_][.,!?;:”\"’])(\d{1,3})(?=\s|$)"),
    "glued": re.compile(r"(?<=[a-zß-öø-ÿ]{3})(\d{1,2})(?=[\s.,;:]|$)"),
}
"""How the number of a note may stand in a text, the plainest sign first."""

_ALONE = ("bracket",)
"""Forms that are a sign of a note even where no note has the number."""

_LETTERS = r"[A-ZÀ-ÖØ-Þ][\w'’-]+"
_AUTHOR_YEAR = re.compile(
    rf"\((?:see |cf\. )?({_LETTERS})(?:(?: and| &|,) {_LETTERS})?(?: et al\.?)?,? "
    r"((?:1[6-9]|20)\d\d)[a-d]?(?:, pp?\. ?\d+)?\)"
    rf"|({_LETTERS}) \(((?:1[6-9]|20)\d\d)[a-d]?(?:, pp?\. ?\d+)?\)"
)
_SEPARATOR = re.compile(r"\s*([,;–-])\s*")


def marked(text: str, found: Sequence[Entry]) -> tuple[list[tuple[Span, ...]], list[tuple[str, Span]]]:
    """For each entry where the text refers to it by its number, and the numbers that lead to no single entry.

    A number means the entry in the first list of notes behind it that has the number, or else in the last before it.
    One form of marks serves for a whole piece: the one that meets most of its notes.
    """
    free = _outside(text, found)
    lists = _lists(found)
    known = {marker for numbers in lists for marker in numbers}
    form, marks = _form(text, free, known)
    places: list[list[Span]] = [[] for _ in found]
    lost: list[tuple[str, Span]] = []
    ends = [max(found[at].span.end for held in numbers.values() for at in held) for numbers in lists]
    ahead = 0
    for marker, span in marks:
        while ahead < len(ends) and ends[ahead] <= span.start:
            ahead += 1
        meant = _meant(marker, lists, ahead)
        if len(meant) == 1:
            places[meant[0]].append(span)
        elif form in _ALONE:
            lost.append((marker, span))
    return [tuple(spans) for spans in places], lost


def _lists(found: Sequence[Entry]) -> list[dict[str, list[int]]]:
    """The numbered entries of each list, by number."""
    lists: dict[int, dict[str, list[int]]] = {}
    for at, entry in enumerate(found):
        if entry.marker is not None:
            lists.setdefault(entry.listing, {}).setdefault(entry.marker, []).append(at)
    return list(lists.values())


def _meant(marker: str, lists: Sequence[dict[str, list[int]]], ahead: int) -> list[int]:
    """The entries that a number may mean where the lists from `ahead` on are still to come."""
    nearest = [*lists[ahead : ahead + 1], *lists[max(0, ahead - 1) : ahead]]
    return next((numbers[marker] for numbers in nearest if marker in numbers), [])


def _outside(text: str, found: Sequence[Entry]) -> list[tuple[int, int]]:
    """The stretches of a text that belong to no entry."""
    free: list[tuple[int, int]] = []
    at = 0
    for entry in found:
        free.append((at, entry.span.start))
        at = entry.span.end
    return [*free, (at, len(text))]


def _form(text: str, free: Sequence[tuple[int, int]], known: set[str]) -> tuple[str, list[tuple[str, Span]]]:
    """The form of marks that meets most notes, with all marks of it."""
    best: tuple[str, list[tuple[str, Span]]] = ("", [])
    most = 0
    for form, pattern in _FORMS.items():
        if not known and form not in _ALONE:
            continue
        marks = [mark for start, end in free for mark in _marks(pattern, text, start, end)]
        met = len({marker for marker, _ in marks} & known)
        if met > most or (form in _ALONE and marks and not best[1]):
            best, most = (form, marks), met
    return best


def _marks(pattern: re.Pattern[str], text: str, start: int, end: int) -> Iterator[tuple[str, Span]]:
    """Each number of each mark, with its place: a mark of one number whole, of several the number alone."""
    for match in pattern.finditer(text, start, end):
        numbers = [(int(one[0].translate(_PLAIN)), one.span()) for one in re.finditer(r"\d+|[⁰-⁹¹²³]+", match[1])]
        if len(numbers) == 1:
            lead = len(match[0]) - len(match[0].lstrip())
            yield str(numbers[0][0]), Span(match.start() + lead, match.end())
            continue
        base = match.start(1)
        for (low, at), (high, after) in zip(numbers, [*numbers[1:], numbers[-1]], strict=True):
            yield str(low), Span(base + at[0], base + at[1])
            between = match[1][at[1] : after[0]].strip()
            if between in ("–", "-") and high - low < 50:
                for inner in range(low + 1, high):
                    yield str(inner), Span(base + at[1], base + after[0])


def by_author_and_year(text: str, found: Sequence[Entry], parts: Sequence[Fields]) -> dict[int, list[Span]]:
    """Where the text refers to the entries of a list by author and year, by the number of the entry."""
    known: dict[tuple[str, str], list[int]] = defaultdict(list)
    for at, own in enumerate(parts):
        if own.author and own.published is not None:
            year = re.search(r"\d{4}", own.published.of(text))
            if year is not None:
                known[family_names(own.author[0].of(text)), year[0]].append(at)
    places: dict[int, list[Span]] = defaultdict(list)
    if not known:
        return places
    for start, end in _outside(text, found):
        for match in _AUTHOR_YEAR.finditer(text, start, end):
            meant = known.get(((match[1] or match[3]).casefold(), match[2] or match[4]), [])
            if len(meant) == 1:
                places[meant[0]].append(Span(*match.span()))
    return places
