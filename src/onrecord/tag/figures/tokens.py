"""The parts of numbers in a text: digits, and the words that numbers are made of.

One pass of one regular expression finds them all; what they make together is read by `numerals`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal
from fractions import Fraction
from functools import cache
from typing import Any
from unicodedata import numeric

from msgspec import Struct

from onrecord import lexicon

LONGEST = 30
"""Digits of a number that is read. The largest that news has is a sum of money; beyond lie codes and jokes."""

TOO_LONG = f"a number of more than {LONGEST} digits"
POWER = "a power"
ADDRESS = "numbers parted by full stops"

DIGITS, UNIT, TEEN, TENS, HUNDRED, SCALE, DOZEN, VAGUE, ORDINAL, PART, A, POINT, SIGN, WHOLE, MULTIPLE = range(15)
"""Kinds of tokens. UNIT to DOZEN are cardinals, by what may follow them; PART is half or quarter, which stand alone
where another ordinal could not; WHOLE is complete by itself: nothing joins it; MULTIPLE is "twice"."""

_PASSED = r"""
    (?P<passed>(?:https?://|www\.)\S+|<[/!\w][^<>\n]{0,400}>|[@\#]\w+
      | (?<![\w-])\+?(?:\d{1,3}[-. ])?\(?\d{3}\)?[-. ]{1,2}\d{3,4}[-./]\d{4}(?:[-/]\d{4})?(?!\w)
    )
"""
"""Web addresses, tags that were left in a text, handles, telephone numbers: numbers in them are names."""

_SPACE = "[ \xa0\u202f\u2009]"
_DIGITS = rf"""
    (?P<minus>(?<![^\s(\[“"])(?<!\d\s)[-−])?
    (?P<numeral>
        (?P<power>\d{{1,9}}(?:\.\d{{1,9}})?[ ]?(?:[x×][ ]?10)?\^[-+−]*\d+)
      | (?P<address>\d{{1,9}}(?:\.\d{{1,9}}){{2,9}}(?!\.?\d))
      | (?P<grouped>\d{{1,3}}(?:(?:[,٬]\d{{3}}){{1,12}}|(?:{_SPACE}\d{{3}}){{1,12}}|(?:,\d\d){{1,9}},\d{{3}})
            (?!,?\d)(?:[.٫]\d+)?)
      | (?P<fraction>(?:\d{{1,9}}[ \xa0]{{1,3}})?(?<![/\d])\d{{1,4}}[/⁄]\d{{1,4}}(?![/\d])|(?:\d{{1,9}}[ ]?)?[¼-¾⅐-⅞])
      | (?P<plain>(?:\d+(?:[.٫]\d+)?|(?<![.\d])\.\d+)(?:e[-+]?\d{{1,9}}(?!\w))?)
    )
    (?:[ \xa0]{{0,2}}(?-i:(?P<suffix>SUFFIXES|(?<=\d)(?:SCALES)))(?!\w)|(?P<nth>st|nd|rd|th)(?!\w))?
    (?P<glued>(?<!\W)(?=[^\W\d_])(?![x×]\d))?
"""
_MARKS = str.maketrans({",": "", "٬": "", "٫": ".", "⁄": "/", "−": "-"} | dict.fromkeys(" \xa0\u202f\u2009", ""))
_VULGAR = re.compile("[¼-¾⅐-⅞]")
PRICED = frozenset("$£€¥₹")
"""Signs behind which "m" is a million."""


class Token(Struct, frozen=True, gc=False):
    """A part of a number: where it stands, what it is, and what it is worth."""

    start: int
    end: int
    kind: int
    value: Fraction
    plural: bool = False
    """Of ordinals and parts: "thirds"."""
    glued: bool = False
    """Letters follow at once ("75ml")."""
    large: bool = False
    """Digits with a suffix that multiplies ("10k")."""
    fraction: bool = False
    unread: str | None = None


class Words(Struct, frozen=True):
    """What number words there are: their tokens by small letters, and the expression that finds them and digits."""

    known: dict[str, tuple[int, Fraction, bool]]
    suffixes: dict[str, int]
    priced: dict[str, int]
    expression: re.Pattern[str]


@cache
def words() -> Words:
    """The number words of `lexicon/quantities.toml`."""
    table = lexicon.load("quantities")["numbers"]
    known = _known(table)
    parts = "|".join(sorted(known, key=len, reverse=True))
    suffixes = "|".join(sorted(map(re.escape, {**table["suffixes"], **table["priced"]}), key=len, reverse=True))
    scales = "|".join(word for word, (kind, _, _) in known.items() if kind == SCALE)
    counted = "|".join(word for word, (kind, _, _) in known.items() if kind in (HUNDRED, SCALE, DOZEN, ORDINAL, PART))
    tens = "|".join(word for word, (kind, _, _) in known.items() if kind == TENS)
    firsts = "".join(sorted({word[0] for word in known} | set("apmn")))
    # A search tries every branch at every word: twenty letters are tried sooner than ninety words.
    by_letter = "|".join(
        f"{letter}(?:{'|'.join(word[1:] for word in sorted(known, key=len, reverse=True) if word[0] == letter)})"
        for letter in sorted({word[0] for word in known})
    )
    expression = rf"""
        (?:(?<!\w)|(?<=\d[x×])(?=\d))(?:{_PASSED} | {_DIGITS.replace("SUFFIXES", suffixes).replace("SCALES", scales)}
      | (?=[{firsts}])(?<!\w['’])(?:
            (?P<word>{by_letter})(?!\w)
          | (?P<a>an?)(?=[\s-]{{1,3}}(?:(?:{tens})[\s-])?(?:{counted})(?!\w))
          | (?P<point>point)(?=\s+(?:{parts})(?!\w))
          | (?<!or\s)(?P<sign>minus|(?<!\ba\s)negative)(?=\s+(?:\d|(?:{parts})(?!\w)))
        ))
    """
    found = re.compile(expression, re.IGNORECASE | re.VERBOSE)
    return Words(known, table["scales"] | table["suffixes"], table["priced"], found)


def _known(table: dict[str, Any]) -> dict[str, tuple[int, Fraction, bool]]:
    known: dict[str, tuple[int, Fraction, bool]] = {}
    for value, word in enumerate(table["units"]):
        known[word] = UNIT if value < 10 else TEEN, Fraction(value), False
    known |= {word: (UNIT, Fraction(0), False) for word in table["nothing"]}
    known |= {word: (TENS, Fraction(20 + 10 * at), False) for at, word in enumerate(table["tens"])}
    known |= {word: (VAGUE, Fraction(value), True) for word, value in table["vague"].items()}
    for word, value in table["scales"].items():
        kind = DOZEN if value == 12 else HUNDRED if value == 100 else SCALE
        known[word] = kind, Fraction(value), False
        if kind == DOZEN and word + "s" not in known:
            known[word + "s"] = kind, Fraction(value), False
    for word, value in table["ordinals"].items():
        known[word] = ORDINAL, Fraction(value), False
        known[word + "s"] = ORDINAL, Fraction(value), True
    known |= {word: (MULTIPLE, Fraction(value), False) for word, value in table["multiples"].items()}
    for singular, plural, value in (("half", "halves", 2), ("quarter", "quarters", 4)):
        known[singular] = PART, Fraction(value), False
        known[plural] = PART, Fraction(value), True
    return known


def tokens(text: str) -> Iterator[Token]:
    """The parts of numbers in a text, in order."""
    vocabulary = words()
    for match in vocabulary.expression.finditer(text):
        if match["passed"] is not None:
            continue
        if match["word"] is not None:
            word = match["word"].lower()
            if word == "scores" and not text.startswith(" of ", match.end()):
                continue  # "Settling scores", "four scores": nothing is counted by twenties.
            kind, value, plural = vocabulary.known[word]
            yield Token(*match.span("word"), kind, value, plural)
        elif match["numeral"] is not None:
            yield _digits(text, match, vocabulary)
        else:
            kind = A if match["a"] else POINT if match["point"] else SIGN
            yield Token(match.start(), match.end(), kind, Fraction(-1 if kind == SIGN else 1))


def _digits(text: str, match: re.Match[str], vocabulary: Words) -> Token:
    start, end = match.start(), match.end()
    suffix, glued = match["suffix"], match["glued"] is not None
    times = 1
    if suffix is not None:
        times = vocabulary.suffixes.get(suffix, 0)
        before = text[max(0, start - 2) : start].strip()[-1:]
        if suffix in vocabulary.priced and before in PRICED:
            times = vocabulary.priced[suffix]
        if not times:
            end, glued, times = match.end("numeral"), match.end("numeral") == match.start("suffix"), 1
    kind = ORDINAL if match["nth"] else DIGITS
    for group, reason in (("power", POWER), ("address", ADDRESS)):
        if match[group] is not None:
            return Token(start, end, WHOLE, Fraction(0), unread=reason)
    value, unread = _value(match)
    if match["minus"]:
        value = -value
    return Token(
        start,
        end,
        WHOLE if unread else kind,
        value * times,
        glued=glued,
        large=times > 1,
        fraction=match["fraction"] is not None,
        unread=unread,
    )


def _value(match: re.Match[str]) -> tuple[Fraction, str | None]:
    """What a numeral is worth, or why it is not read."""
    written = match["numeral"]
    if match["fraction"] is not None:
        return _fraction(written)
    plain, _, exponent = written.translate(_MARKS).lower().partition("e")
    if len(plain) > LONGEST or abs(int(exponent or 0)) > LONGEST:
        return Fraction(0), TOO_LONG
    return Fraction(Decimal(plain).scaleb(int(exponent or 0))), None


def _fraction(written: str) -> tuple[Fraction, str | None]:
    vulgar = _VULGAR.search(written)
    if vulgar is not None:
        whole = written[: vulgar.start()].strip()
        return Fraction(int(whole or 0)) + Fraction(numeric(vulgar.group())).limit_denominator(16), None
    *whole_part, parts = written.replace("⁄", "/").split()
    above, below = map(int, parts.split("/"))
    if not below:
        return Fraction(0), "a fraction of nothing"
    return Fraction(int(whole_part[0]) if whole_part else 0) + Fraction(above, below), None
