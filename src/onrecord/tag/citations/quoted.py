"""What stands in quotation marks within an entry or a sentence, marks of both kinds and nested ones."""

from __future__ import annotations

import re
from collections.abc import Iterator

from msgspec import Struct

from onrecord.model import Span

_QUOTED = re.compile(
    r"“(?:[^“”\n]|“[^“”\n]*”)*”|„[^„“”\n]*[“”]|«[^«»\n]*»|(?<![\w])\"[^\"\n]+\"|''[^'\n]+''|``[^`'\n]+''"
    r"|(?<![\w’'])‘[^‘\n]+?[’'](?=\s*[,.;:)(–—]|\s*$)"
)
_CLOSING = ",.;: \t"


class Quoted(Struct, frozen=True):
    """A quotation with its marks, and the words inside without a comma or a full stop at their end."""

    whole: Span
    inner: Span


def quotations(text: str, start: int, end: int) -> Iterator[Quoted]:
    """The quotations between two offsets, in order. Quick for stretches of some thousand code points."""
    for match in _QUOTED.finditer(text, start, end):
        width = 2 if match[0][:2] in ("''", "``") else 1
        first, last = match.start() + width, match.end() - width
        while last > first and text[last - 1] in _CLOSING:
            last -= 1
        if last > first:
            yield Quoted(Span(*match.span()), Span(first, last))
