"""Article -> its figures: each number that says how many, how much or what share, with what it counts.

    text     -> numbers        digits and words with their value                       numerals (tokens)
    numbers  -> quantities     with percent, currency, measure, age; those that        units, unread
                               make no number together (results, sizes) in one
             -> kept           dates, lengths of time and parts of names left out      apart
             -> bounds         with comparators; two ends of a range in one            bounds
             -> figures        with what is counted, whose it is, when, who says so    counted, setting

How values are normalised and what is left as text is in docs/figures.md.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from fractions import Fraction
from functools import cache

import msgspec
from msgspec import Struct

from onrecord import lexicon
from onrecord.model import Article, Figure, Span
from onrecord.model.pieces import Comparator
from onrecord.tag.figures.apart import Taken, figures_among
from onrecord.tag.figures.bounds import Bound, bounds
from onrecord.tag.figures.numerals import numbers, numeral
from onrecord.tag.figures.setting import Setting
from onrecord.tag.figures.units import Quantity, quantities
from onrecord.tag.figures.unread import joined

__all__ = ["figures"]

LANGUAGES = (None, "", "en")
"""Languages whose figures are read: number words, units and comparators are English ones."""

_TIMES = re.compile(r"\s(?:more\s)?times\b|[\s-]?fold\b", re.IGNORECASE)
_OTHER_DOLLAR = re.compile(
    r"\b(?:C|CA|A|AU|NZ|HK|S|NT)\$|\b(?:Canadian|Australian|New Zealand|Hong Kong|Singapore|Taiwan) dollar"
)
_OTHER_POUND = re.compile(r"\b(?:Egyptian|Lebanese|Syrian|Sudanese) pound")
_AGE_BEHIND = re.compile(r"\s?[,).;]|\swhen\b|$")
_DYING = re.compile(r"\b(?:dies|died|dead)\sat\s$", re.IGNORECASE)
_BEING = re.compile(r"\b(?:he|she|I)\s(?:is|was|am)\s(?:only\s|just\s)?$", re.IGNORECASE)


class Draft(Struct, frozen=True, gc=False):
    """A figure before it is known what it counts."""

    start: int
    end: int
    quantity: Quantity
    value: Fraction | None
    upper: Fraction | None = None
    comparator: Comparator | None = None
    per: str | None = None


def figures(article: Article) -> tuple[Figure, ...]:
    """The figures of an article, in order; they do not overlap.

    `dates`, `names`, `mentions` and `statements` of the article are looked at where they are filled.

    Args:
        article: any article; one in another language than English has none.
    """
    text = article.text
    if article.language not in LANGUAGES:
        return ()
    found = quantities(text, numbers(text), sterling="£" in text or "sterling" in text)
    if not found:
        return ()
    kept = figures_among(text, joined(text, found), Taken(article))
    setting = Setting(article)
    drafts = [_aged(text, draft, setting) for draft in _drafts(text, kept)]
    return tuple(_figures(text, drafts, setting))


@cache
def _few() -> re.Pattern[str]:
    few = "|".join(lexicon.load("quantities")["apart"]["few"])
    return re.compile(rf"\b(?:{few})\s$", re.IGNORECASE)


@cache
def _each() -> re.Pattern[str]:
    words = "|".join(lexicon.load("quantities")["each"]["units"])
    before = r"(?:[\s-](?:an?|per|each|every)[\s-]|/)"
    spoken = rf"{before}(?P<unit>{words})\b(?!\s(?:ago|earlier|later|before|after|old))"
    return re.compile(rf"{spoken}|-an?-(?P<joined>[a-z]+)\b", re.IGNORECASE)


def _drafts(text: str, kept: Sequence[Quantity]) -> Iterator[Draft]:
    """What becomes one figure each: quantities with their comparator, ranges."""
    bounded = {bound.quantities[0].start: bound for bound in bounds(text, kept)}
    waiting = iter(kept)
    for one in waiting:
        bound = bounded.get(one.start)
        if bound is None:
            yield _draft(text, one)
        elif len(bound.quantities) == 1:
            yield _compared(text, bound)
        else:
            next(waiting)
            yield from _range(text, bound)


def _draft(
    text: str, one: Quantity, start: int | None = None, end: int | None = None, said: Comparator | None = None
) -> Draft:
    begin, stop = one.start if start is None else start, one.end if end is None else end
    value = one.value
    if one.number.form == "vague":
        few = _few().search(text, max(0, one.start - 9), one.start)
        if few is not None and begin == one.start:
            begin = few.start()
        if said is None and (few is not None or text[one.start : one.number.end].lower().endswith("s")):
            said = "at_least"
    if one.number.glued and text[one.number.end : one.end] == "s":
        said = "about" if one.start < one.number.start else "at_least"
    per = None
    match = _each().match(text, stop) if one.kind in ("count", "money", "measure") else None
    if match is not None:
        per, stop = (match["unit"] or match["joined"]).lower(), match.end()
    return Draft(begin, stop, one, value, comparator=said, per=per)


def _compared(text: str, bound: Bound) -> Draft:
    (one,) = bound.quantities
    return _draft(text, one, one.start if bound.opener == "verb" else bound.start, bound.end, bound.comparator)


def _range(text: str, bound: Bound) -> Iterator[Draft]:
    """A range as one figure; "rose from 5 to 7", which tells of a change, as two."""
    first, second = bound.quantities
    if bound.opener == "from" and _changes().search(text, max(0, bound.start - 40), bound.start):
        yield _draft(text, first)
        yield _draft(text, second)
        return
    whole = _draft(text, second)
    aged = "ages" in bound.opener
    start = first.start if aged or bound.opener == "from" else bound.start
    quantity = msgspec.structs.replace(second, unit=second.unit or first.unit)
    if aged:
        quantity = msgspec.structs.replace(quantity, kind="age", unit="year")
    yield Draft(start, max(bound.end, whole.end), quantity, bound.low, bound.high, per=whole.per)


@cache
def _changes() -> re.Pattern[str]:
    return re.compile(rf"\b(?:{'|'.join(lexicon.load('quantities')['nouns']['changing'])})\b[^.;]*$", re.IGNORECASE)


def _aged(text: str, draft: Draft, setting: Setting) -> Draft:
    """A bare number as an age where it stands as one: "Ann Orlo, 43,", "aged 12"."""
    one = draft.quantity
    if one.kind != "count" or one.unit is not None or draft.value is None or not 0 < draft.value < 120:
        return draft
    if _is_age(text, draft, setting):
        return msgspec.structs.replace(draft, quantity=msgspec.structs.replace(one, kind="age", unit="year"))
    return draft


def _is_age(text: str, draft: Draft, setting: Setting) -> bool:
    start = draft.start
    if setting.follows_age(start) or _DYING.search(text, max(0, start - 10), start):
        return True
    if _AGE_BEHIND.match(text, draft.end) is None:
        return False
    named = start == draft.quantity.start and setting.aged(start) is not None
    return named or _BEING.search(text, max(0, start - 16), start) is not None


def _figures(text: str, drafts: Sequence[Draft], setting: Setting) -> Iterator[Figure]:
    codes = _codes(text)
    counted = setting.counted([(draft.start, draft.end, draft.quantity) for draft in drafts])
    for number, (draft, thing) in enumerate(zip(drafts, counted, strict=True)):
        following = drafts[number + 1].start if number + 1 < len(drafts) else len(text)
        yield _figure(text, draft, thing, setting, following, codes)


def _figure(
    text: str, draft: Draft, counted: Span | None, setting: Setting, following: int, codes: dict[str, str]
) -> Figure:
    one = draft.quantity
    end, unit = draft.end, one.unit
    if unit is None and one.kind == "count":
        times = _TIMES.match(text, end)
        if times is not None and times.end() <= following:
            end, unit, counted = times.end(), "times", None
        elif one.number.form == "multiple":
            unit = "times"
    elif one.kind == "money" and unit is not None:
        unit = codes.get(unit, unit)
    span = Span(draft.start, end)
    return Figure(
        span=span,
        value=None if draft.value is None else numeral(draft.value),
        upper=None if draft.upper is None else numeral(draft.upper),
        kind="measure" if one.kind == "temperature" else one.kind,
        unit=unit,
        comparator=draft.comparator,
        per=draft.per,
        counted=counted,
        about=setting.about(span, counted),
        time=setting.time(span),
        statement=setting.statement(span),
        unread=one.number.unread if draft.value is None else None,
    )


def _codes(text: str) -> dict[str, str]:
    """A bare "$" is USD and a bare "£" GBP, unless the article names another dollar or pound."""
    plain = (("dollar", "USD", _OTHER_DOLLAR), ("pound", "GBP", _OTHER_POUND))
    return {unit: code for unit, code, other in plain if other.search(text) is None}
