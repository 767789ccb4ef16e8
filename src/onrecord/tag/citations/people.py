"""Authors at the beginning of an entry: "Last, First", "First Last", initials, several of them, and bodies."""

from __future__ import annotations

import re
from functools import cache

from onrecord.lexicon import load
from onrecord.model import Span
from onrecord.tag.citations.phrases import any_of, has_outlet_word, is_body

_CAPITAL = r"[A-ZÀ-ÖØ-ÞĀ-Ž]"
_INITIALS = rf"(?:{_CAPITAL}\.[- ]?)+"
_WORD = rf"(?:(?:[dDlO]['’])?{_CAPITAL}[^\W\d_]*(?:[-'’]{_CAPITAL}?[^\W\d_]+)*|{_CAPITAL}(?!\w))"


@cache
def _particle() -> str:
    return f"(?:{any_of([*load('en')['names']['person_particles'], 'ter', 'ten', 'af', 'zu'])})"


@cache
def _family() -> str:
    return rf"(?:{_particle()} )*{_WORD}(?: (?:{_particle()} )*{_WORD}){{0,2}}"


@cache
def _given() -> str:
    return rf"(?:{_INITIALS}|{_WORD})(?: ?(?:{_INITIALS}|{_WORD}(?!\w)))*(?: {_particle()})*"


@cache
def _first_last() -> str:
    return rf"(?:{_INITIALS} ?|{_WORD} )(?:{_INITIALS} ?|{_WORD} |{_particle()} ){{0,3}}{_WORD}"


@cache
def _last_first() -> re.Pattern[str]:
    """ "Last, First", and any further ones."""
    another = rf"{_first_last()}|{_family()}, {_given()}"
    more = rf"(?:(?:,? (?:and|und|et|y|&) |, & |; ?)(?:{another})|, {_family()}, (?:{_INITIALS}))*"
    more = rf"(?:(?:, {_first_last()})+,? (?:and|und|et|y|&) {_first_last()}|{more})"
    return re.compile(rf"(?P<first>{_family()}, {_given()})(?P<more>{more})(?P<behind>,? et al\.?)?")


@cache
def _several() -> re.Pattern[str]:
    """ "First Last", and any further ones."""
    more = rf"(?:(?:,? (?:and|und|et|y|&) |, )(?:{_first_last()}))*?"
    joined = rf"(?:,? (?:and|und|et|y|&) (?:{_first_last()}))?"
    return re.compile(
        rf"(?P<first>{_first_last()})(?P<more>{more}{joined})(?P<behind>,? et al\.?)?(?=\s*(?:[,.:;(–—|]|$))"
    )


@cache
def _between() -> re.Pattern[str]:
    return re.compile(r",? (?:and|und|et|y|&) |; ?|, (?:& )?")


_END = re.compile(r"\s*(?:[,.:;(–—|]|$)")
_LEAD = re.compile(r"(?:by|von|par|por|di|by:)\s+", re.I)


def inverted(text: str, start: int, end: int) -> tuple[tuple[Span, ...], int]:
    """Authors written "Last, First" from an offset on, and where they end; none and `start` where there are none."""
    match = _last_first().match(text, start, end)
    if match is None or not _END.match(text, match.end(), end):
        return (), start
    first, given = match["first"].split(", ", 1)
    if any(has_outlet_word(part) or is_body(part) for part in (first, given)):
        return (), start
    spans = [Span(*match.span("first")), *_further(text, match.start("more"), match.end("more"))]
    return tuple(Span(one.start, one.start + len(one.of(text).rstrip())) for one in spans), match.end()


def _further(text: str, start: int, end: int) -> list[Span]:
    """The authors behind the first one."""
    one = re.compile(rf"{_family()}, {_INITIALS}|{_first_last()}|{_family()}, {_given()}")
    found: list[Span] = []
    at = start
    while at < end:
        gap = _between().match(text, at, end)
        match = one.match(text, gap.end() if gap else at, end)
        if match is None or match.end() == match.start():
            break
        found.append(Span(*match.span()))
        at = match.end()
    return found


def in_order(text: str, start: int, end: int) -> tuple[tuple[Span, ...], int]:
    """Authors written "First Last" from an offset on, and where they end; none and `start` where there are none."""
    lead = _LEAD.match(text, start, end)
    begin = lead.end() if lead else start
    match = _several().match(text, begin, end)
    if match is None:
        return (), start
    spans = [Span(*match.span("first"))]
    at, stop = match.start("more"), match.end("more")
    pattern = re.compile(_first_last())
    while at < stop:
        gap = _between().match(text, at, stop)
        other = pattern.match(text, gap.end() if gap else at, stop)
        if other is None:
            break
        spans.append(Span(*other.span()))
        at = other.end()
    kept = [span for span in spans if not (has_outlet_word(span.of(text)) or is_body(span.of(text)))]
    return (tuple(kept), match.end()) if len(kept) == len(spans) else ((), start)


def family_names(author: str) -> str:
    """The word of an author's name that tells him: "ward" of "Ward, Alex" and of "Alex Ward"."""
    last = author.split(",", maxsplit=1)[0] if "," in author else author
    words = re.findall(r"[^\W\d_]+(?:[-'’][^\W\d_]+)*", last)
    return words[-1].casefold() if words else ""
