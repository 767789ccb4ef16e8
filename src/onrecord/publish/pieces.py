"""Texts cut into pieces of letters and of digits, and what a piece is without case, accents and what is not seen.

A piece is what stands between anything that is no letter: "Bran\\u00addt’s" has the pieces "Bran\\u00addt" and "s". A
soft hyphen (with the end of a line behind it) and characters of no width do not end a piece.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from functools import cache

UNSEEN = "\u00ad\u200b-\u200f\u2060-\u2064\ufeff\u061c"
_ALIKE = str.maketrans(
    {
        "ø": "o", "ł": "l", "đ": "d", "ð": "d", "ı": "i", "þ": "th", "æ": "ae", "œ": "oe",
        # Persian letters that are written as their Arabic sisters where a keyboard has no other.
        "ی": "ي", "ى": "ي", "ک": "ك", "ہ": "ه", "ـ": None,
    }
)  # fmt: skip
"""Letters that Unicode does not take apart."""


def _marks() -> Iterator[str]:
    """Ranges of the marks that are written onto letters."""
    first = None
    for code in range(0x300, 0xFE30):
        is_mark = unicodedata.category(chr(code)) in ("Mn", "Mc")
        if is_mark and first is None:
            first = code
        elif not is_mark and first is not None:
            yield f"\\u{first:04x}-\\u{code - 1:04x}"
            first = None


_LETTERS = rf"(?:[^\W\d_]|[{''.join(_marks())}])+"
PIECE = re.compile(rf"{_LETTERS}(?:(?:\u00ad\s*|[{UNSEEN}]+){_LETTERS})*|\d+")
_INNER_CAPITAL = re.compile(r"(?<=[a-zà-öø-ÿ])(?=[A-ZÀ-ÖØ-Þ])|(?<=[A-Z])(?=[A-Z][a-zà-öø-ÿ])")

_WITHOUT_SPACES = re.compile("[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff]")


@cache
def folded(piece: str) -> str:
    """A piece without case, accents and anything unseen."""
    if piece.isascii():
        return piece.lower()
    parts = unicodedata.normalize("NFKD", piece.casefold())
    kept = (part for part in parts if not (unicodedata.category(part) in ("Mn", "Mc", "Cf") or part.isspace()))
    return "".join(kept).translate(_ALIKE)


def pieces(text: str) -> tuple[str, ...]:
    """The pieces of a text, folded."""
    return tuple(folded(piece) for piece in PIECE.findall(text))


def humps(piece: str) -> tuple[str, ...]:
    """The parts of "AnnOrlo", folded; of any other piece the piece itself."""
    return tuple(folded(part) for part in _INNER_CAPITAL.split(piece))


def is_unspaced(form: str) -> bool:
    """Whether a form is of a script that puts no space between words."""
    return _WITHOUT_SPACES.search(form) is not None


def is_small(piece: str) -> bool:
    """Whether a piece is written with a small first letter, in a script that has capitals."""
    return piece[0].islower()


def has_case(piece: str) -> bool:
    """Whether a piece is of a script that has capitals."""
    return piece.lower() != piece.upper()
