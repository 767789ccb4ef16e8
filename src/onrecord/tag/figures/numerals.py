"""Numbers in a text: digits, words and both together, each with its value.

    two thirds                      0.667        two and a half million      2500000
    twenty-three fifths             4.6          half a dozen                6
    one hundred and three quarters  100.75       hundreds of thousands       100000 (vague: at least so many)

Values are exact fractions here; `numeral` writes one down. This knows nothing of units, and does not ask whether a
number counts anything: every one is found, in dates and names too.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from decimal import Context, Decimal
from fractions import Fraction
from typing import Literal

from msgspec import Struct

from onrecord.tag.figures.tokens import (
    DIGITS,
    DOZEN,
    HUNDRED,
    MULTIPLE,
    ORDINAL,
    PART,
    POINT,
    SCALE,
    SIGN,
    TEEN,
    TENS,
    UNIT,
    VAGUE,
    WHOLE,
    A,
    Token,
    tokens,
)

PRECISION = 15
"""Significant digits of a value that cannot be written out ("two thirds")."""

MILLION = 1_000_000
MOST = 14
"""Tokens of one number at most: "nine hundred and ninety-nine billion nine hundred and ninety-nine million" has ten."""

Form = Literal["digits", "words", "fraction", "ordinal", "vague", "multiple"]

_GAP = re.compile(
    r"(?P<space>[ \t\xa0]*\n?[ \t\xa0]*)|(?P<hyphen>\s?[-‐‑]\s?)|(?P<and>\s+and\s+|-and-)|(?P<of>\s+of\s+)"
)
_IN = re.compile(r"(?:\s|-)(?:(?P<in>in(?:\severy)?)|out\sof(?:\severy)?|(?P<of>of))(?:\s|-)")
_TIME = re.compile(r"[\s-](?:hours?|days?|weeks?|months?|years?|minutes?|seconds?|decades?)\b", re.IGNORECASE)
MOST_IN = 1000
"""The largest number of which another is a share in words ("one in 1,000"); behind "in" larger ones are years."""
SHARED = (10, 100)
"""Numbers of which another is a share even with "of" alone ("eight of 10"): "eight of 12" is two numbers."""
_CONTEXT = Context(prec=PRECISION)


class Number(Struct, frozen=True, gc=False):
    """A number in a text. `value` is None where it is not read, and `unread` says why."""

    start: int
    end: int
    value: Fraction | None
    form: Form = "digits"
    glued: bool = False
    """Letters follow its digits at once ("75ml", "1980s")."""
    scaled: bool = False
    """It ends in a word or letter that multiplies: "2 million", "10k"."""
    article: bool = False
    """It begins with "a": "a third", "a dozen"."""
    unread: str | None = None


def numeral(value: Fraction) -> str:
    """A value as a decimal numeral, without exponent and without zeros at its end; rounded to `PRECISION` digits where
    it has no end."""
    if value.denominator == 1:
        return str(value.numerator)
    written = f"{_CONTEXT.divide(Decimal(value.numerator), Decimal(value.denominator)):f}"
    return written.rstrip("0").rstrip(".") if "." in written else written


class _Part(Struct, frozen=True, gc=False):
    """A token and what stands between it and the one before: space, hyphen, and, of."""

    token: Token
    gap: str


def numbers(text: str) -> list[Number]:
    """All numbers of a text, in order, ordinals among them."""
    found: list[Number] = []
    for run in _runs(text, tokens(text)):
        at = 0
        while at < len(run):
            number, at = _longest(run, at)
            if number is None:
                continue
            share = _one_in(text, found[-1], number) if found else None
            if share is not None:
                found[-1] = share
            else:
                found.append(number)
    return found


def _one_in(text: str, above: Number, below: Number) -> Number | None:
    """ "One in five", "two out of three": a share of two numbers."""
    if not 4 <= below.start - above.end <= 14 or above.value is None or below.value is None:
        return None
    forms = ("digits", "words")
    whole = above.value.denominator == below.value.denominator == 1 and 0 < above.value < below.value <= MOST_IN
    if not whole or above.form not in forms or below.form not in forms:
        return None
    match = _IN.fullmatch(text, above.end, below.start)
    if match is None or (match["in"] and (below.glued or _TIME.match(text, below.end))):
        return None
    if match["of"] and (above.value == 1 or below.value not in SHARED):
        return None
    return Number(above.start, below.end, above.value / below.value, "fraction")


def _runs(text: str, parts: Iterable[Token]) -> Iterator[list[_Part]]:
    """Tokens that may belong to one number."""
    run: list[_Part] = []
    for token in parts:
        gap = _gap(text, run[-1].token, token) if run else ""
        if run and not gap:
            yield run
            run = []
        run.append(_Part(token, gap))
    if run:
        yield run


def _gap(text: str, before: Token, token: Token) -> str:
    if (
        before.kind == token.kind == DIGITS
        or token.start - before.end > 12
        or before.glued
        or not {before.kind, token.kind}.isdisjoint((WHOLE, MULTIPLE))
    ):
        return ""
    match = _GAP.fullmatch(text, before.end, token.start)
    return "" if match is None or match.lastgroup is None else match.lastgroup


def _longest(run: Sequence[_Part], at: int) -> tuple[Number | None, int]:
    """The longest number that begins at a token, and where the next may begin."""
    first = run[at].token
    if at + 1 == len(run) or first.kind == WHOLE:
        return _single(first), at + 1
    for end in range(min(len(run), at + MOST), at + 1, -1):
        number = _read(run[at:end])
        if number is not None and not _cuts(run, end):
            return number, end
    return _single(first), at + 1


def _cuts(run: Sequence[_Part], end: int) -> bool:
    """Whether a number that ends here would take another's digits from it: "114 million and 112 million"."""
    last = run[end - 1]
    return (
        end < len(run) and last.gap == "and" and last.token.kind == DIGITS and run[end].token.kind in (SCALE, HUNDRED)
    )


def _single(token: Token) -> Number | None:
    if (
        token.kind in (A, POINT, SIGN)
        or (token.kind == PART and token.value != 2)
        or (token.kind == PART and token.plural)
    ):
        return None
    if token.kind in (HUNDRED, SCALE, DOZEN):
        # "Hundred" alone is a plural's rest ("several hundred"); "million" alone stands behind what was not read.
        return Number(token.start, token.end, token.value, "vague", scaled=True)
    if token.kind == PART:
        return Number(token.start, token.end, Fraction(1, 2), "fraction")
    if token.kind == VAGUE:
        return Number(token.start, token.end, token.value, "vague", scaled=True)
    if token.kind == MULTIPLE:
        return Number(token.start, token.end, token.value, "multiple")
    if token.kind == ORDINAL:
        return None if token.plural else Number(token.start, token.end, token.value, "ordinal")
    if token.unread:
        return Number(token.start, token.end, None, unread=token.unread)
    form: Form = "fraction" if token.fraction else "digits" if token.kind == DIGITS else "words"
    return Number(token.start, token.end, token.value, form, token.glued, token.large)


def _read(run: Sequence[_Part]) -> Number | None:
    """The number that all of these tokens make together, if they make one."""
    first, last = run[0].token, run[-1].token
    if first.kind == SIGN:
        number = _read(run[1:]) if len(run) > 2 else _single(run[1].token)
        if number is None or number.value is None or number.form == "ordinal":
            return None
        return Number(first.start, last.end, -number.value, number.form, number.glued, number.scaled)
    article = first.kind == A
    for reading, form in ((_cardinal, "words"), (_decimal, "words"), (_mixed, "fraction"), (_share, "fraction")):
        value = reading(run)
        if value is not None:
            return Number(
                first.start,
                last.end,
                value,
                "fraction" if form == "fraction" else "words",
                last.glued,
                last.kind in (SCALE, HUNDRED, DOZEN),
                article,
            )
    if all(part.token.kind == VAGUE for part in run) and all(part.gap == "of" for part in run[1:]):
        value = Fraction(1)
        for part in run:
            value *= part.token.value
        return Number(first.start, last.end, value, "vague", scaled=True)
    value = _ordinal(run)
    return None if value is None else Number(first.start, last.end, value, "ordinal", article=article)


def _cardinal(run: Sequence[_Part]) -> Fraction | None:
    """ "Two hundred and two thousand", "3 million", "a dozen"."""
    total, group, before, least = Fraction(0), Fraction(0), -1, None
    for at, part in enumerate(run):
        token, kind = part.token, part.token.kind
        if at and not _follows(before, kind, part.gap):
            return None
        if kind in (DIGITS, UNIT, TEEN, TENS):
            if kind == DIGITS and before in (HUNDRED, SCALE) and not _fits(run, at):
                return None
            group += token.value
        elif kind == A and at == 0:
            pass
        elif kind == HUNDRED:
            group = (group or 1) * token.value
        elif kind in (DOZEN, VAGUE):
            return ((total + group) or 1) * token.value if at == len(run) - 1 else None
        elif kind == SCALE:
            if before == SCALE:
                total *= token.value
            elif least is not None and token.value >= least:
                return None
            else:
                total, group = total + (group or 1) * token.value, Fraction(0)
            least = token.value
        else:
            return None
        before = kind
    return total + group


_AFTER = {
    A: (HUNDRED, SCALE, DOZEN),
    DIGITS: (HUNDRED, SCALE, DOZEN, VAGUE),
    UNIT: (HUNDRED, SCALE, DOZEN, VAGUE),
    TEEN: (HUNDRED, SCALE, DOZEN, VAGUE),
    TENS: (UNIT, HUNDRED, SCALE, DOZEN, VAGUE),
    HUNDRED: (DIGITS, UNIT, TEEN, TENS, SCALE, DOZEN, VAGUE),
    SCALE: (DIGITS, UNIT, TEEN, TENS, SCALE),
    DOZEN: (),
}
"""What may follow what in a cardinal."""


def _follows(before: int, kind: int, gap: str) -> bool:
    if gap == "of" or kind not in _AFTER.get(before, ()):
        return False
    if gap == "and":
        return before in (HUNDRED, SCALE) and kind not in (SCALE, DOZEN)
    return gap != "hyphen" or kind in (UNIT, HUNDRED, SCALE, DOZEN)


def _fits(run: Sequence[_Part], at: int) -> bool:
    """Whether digits behind a word go on with its number: "3 hundred and 21", "4 thousand 3 hundred"."""
    token, before = run[at].token, run[at - 1].token
    whole = token.value.denominator == 1 and 0 < token.value < before.value
    goes_on = at + 1 < len(run) and run[at + 1].token.kind == HUNDRED
    return whole and (run[at].gap == "and" or goes_on) and run[at - 2].token.kind == DIGITS


def _decimal(run: Sequence[_Part]) -> Fraction | None:
    """ "Two hundred point zero three"."""
    at = next((at for at, part in enumerate(run) if part.token.kind == POINT), 0)
    if not at or at == len(run) - 1:
        return None
    whole = _cardinal(run[:at])
    written, before = "", -1
    for part in run[at + 1 :]:
        kind, value = part.token.kind, part.token.value
        if kind not in (UNIT, TEEN, TENS) or (before in (TEEN, TENS) and (before, kind) != (TENS, UNIT)):
            return None
        written = str(int(written) + int(value)) if before == TENS else written + str(int(value))
        before = kind
    return None if whole is None else whole + Fraction(int(written), 10 ** len(written))


def _share(run: Sequence[_Part]) -> Fraction | None:
    """ "Two thirds", "a half", "one twenty-fifth", "half a million", "two thirds of a million"."""
    last = run[-1].token
    if last.kind in (SCALE, DOZEN, HUNDRED):
        return _share_of(run)
    if last.kind not in (ORDINAL, PART) or len(run) < 2:
        return None
    below, cut = last.value, len(run) - 1
    ten = run[cut - 1].token
    if cut > 1 and ten.kind == TENS and last.value < 10 and run[cut - 1].gap != "and" and run[cut].gap != "and":
        below, cut = below + ten.value, cut - 1
    above = run[:cut]
    value = Fraction(1) if len(above) == 1 and above[0].token.kind == A else _cardinal(above)
    if value is None or run[cut].gap in ("and", "of") or value == 0 or value.denominator != 1:
        return None
    if below == 1 or (below == 2 and last.kind == ORDINAL):
        return None
    if (value > 1) != last.plural or (above[-1].token.kind == DIGITS and last.kind != PART):
        return None
    return value / below


def _share_of(run: Sequence[_Part]) -> Fraction | None:
    """ "Half a dozen", "a quarter million"."""
    rest, scale = run[:-1], run[-1].token.value
    if rest and rest[-1].token.kind == A:
        rest = rest[:-1]
        if len(rest) > 1 and run[len(rest)].gap not in ("of", "space"):
            return None
    elif run[-1].gap == "of":
        return None
    if len(rest) == 1 and rest[0].token.kind == PART and not rest[0].token.plural:
        return scale / rest[0].token.value
    part = _share(rest) if len(rest) > 1 and rest[-1].token.kind in (ORDINAL, PART) else None
    return None if part is None else part * scale


def _mixed(run: Sequence[_Part]) -> Fraction | None:
    """ "Two and a half", "one million and a half", "five and a half million"."""
    at = next((at for at in range(len(run) - 1, 0, -1) if run[at].gap == "and"), 0)
    if not at or at == len(run) - 1:
        return None
    left = run[:at]
    whole = _cardinal(left)
    if whole is None and left[-1].gap == "and":
        whole = _beside(left)
    if whole is None:
        return None
    return _joined(whole, left[-1].token, run[at:])


def _beside(left: Sequence[_Part]) -> Fraction | None:
    """ "Twenty and three", which only a fraction behind it makes a number."""
    before = left[0].token.value if len(left) == 2 and left[0].token.kind == TENS else None
    return before + left[1].token.value if before is not None and left[1].token.kind == UNIT else None


def _joined(whole: Fraction, before: Token, right: Sequence[_Part]) -> Fraction | None:
    scale = right[-1].token if right[-1].token.kind == SCALE else None
    part = _share(right[:-1] if scale is not None else right)
    if part is None or part >= 1:
        return None
    if scale is not None:
        return whole + part * scale.value if before.kind == SCALE else (whole + part) * scale.value
    return whole + part * (before.value if before.kind == SCALE and before.value >= MILLION else 1)


def _ordinal(run: Sequence[_Part]) -> Fraction | None:
    """ "Twenty-fifth", "two hundredth"."""
    last = run[-1].token
    if last.kind != ORDINAL or last.plural or any(part.token.kind == DIGITS for part in run):
        return None
    value = last.value
    kind = UNIT if value < 10 else TEEN if value < 20 else TENS if value < 100 else HUNDRED if value == 100 else SCALE
    whole = Token(last.start, last.end, kind, value)
    return _cardinal([*run[:-1], _Part(whole, run[-1].gap)])
