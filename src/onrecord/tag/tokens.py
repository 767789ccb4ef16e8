"""The words of a text, each classified once for a whole pile.

A text is cut at white space, and what stands between ("(Vey’s", "said,") is looked up: a few thousand such chunks make
up nine tenths of any pile, so the work of cutting and classifying them is done once. Offsets are not kept: those few
that are needed are found again by `places`.
"""

from __future__ import annotations

import re
from collections import deque
from functools import cache
from itertools import chain

from onrecord.tag.vocabulary import vocabulary

_BRACKETS = r"\([^()\n]{1,60}\)"
_TOKEN = re.compile(rf"[^\W_]\w*(?:[.'’&/-]\w+)*|{_BRACKETS}|[,;:—–―…?!()]|-{{1,3}}(?!\w)")
_PARENTHESIS = re.compile(f"({_BRACKETS})")
_LETTERS = re.compile(r"[^\W\d_]{3,}")

WORD, QUOTE, END, SOFT_END, COMMA, COLON, SEMICOLON, DASH, PARENS, OTHER = "wQEe,:;-p?"
_KINDS = {",": COMMA, ":": COLON, ";": SEMICOLON, "—": DASH, "–": DASH, "―": DASH, "-": DASH, "--": DASH, "---": DASH}

KEPT = 1 << 17
"""Chunks that are kept at most: some 40 MB. A pile of 3,000 articles has 109,000, nine tenths of them rare."""

LONGEST = 40
"""Code points of a chunk that is kept: longer ones are addresses, or a script without spaces."""

Token = tuple[str, str, int, bool]
"""Kind, small letters (with straight apostrophes), what it can do as a cue verb, and whether it has a capital."""

_COMMA: Token = (COMMA, ",", 0, False)


class Lexer(dict[str, tuple[Token, ...]]):
    """The tokens of chunks in one language; looked up like a dict, which makes them.

    Args:
        language: two-letter code.
    """

    def __init__(self, language: str | None) -> None:
        super().__init__()
        words = vocabulary(language)
        self._cues = words.cues
        self._words = words.triggers
        self.triggers: set[str] = set()
        """Chunks with a cue for which a sentence without quotations is looked at."""

    def __missing__(self, chunk: str) -> tuple[Token, ...]:
        # Nine in ten chunks that are new are one word, most of them with a comma or a stop behind it.
        word, mark = (chunk[:-1], chunk[-1]) if chunk[-1] in ".," else (chunk, "")
        tokens: tuple[Token, ...]
        if word.isalpha():
            tokens = (self._token(word), _COMMA) if mark == "," else (self._token(word),)
            triggers = word in self._words
        else:
            tokens = tuple(map(self._token, _TOKEN.findall(chunk)))
            triggers = not self._words.isdisjoint(_LETTERS.findall(chunk))
        if triggers:
            self.triggers.add(chunk)
        if len(chunk) <= LONGEST:
            self[chunk] = tokens
        return tokens

    def _token(self, word: str) -> Token:
        low = word.lower()
        capital = word[0] != low[0]
        cue = 0 if capital and low != "according" else self._cues.get(low, 0)
        kind = WORD if low[0].isalnum() else _kind(low)
        return kind, low.replace("’", "'") if "’" in low else low, cue, capital

    def trim(self) -> None:
        """Forget what was kept if that is too much: to be called between texts."""
        if len(self) > KEPT or len(self.triggers) > KEPT:
            self.clear()
            self.triggers.clear()

    def triggered(self, stretch: str) -> bool:
        """Whether a stretch of text has a cue for which it is looked at even without quotations."""
        chunks = stretch.split()
        if self.triggers.isdisjoint(chunks):
            deque(map(self.__getitem__, chunks), maxlen=0)
            return not self.triggers.isdisjoint(chunks)
        return True

    def tokens(self, stretch: str, triggered: bool = False) -> list[Token] | None:
        """The tokens of a stretch of text, which begins and ends between two tokens.

        Args:
            triggered: ask for them only if the stretch is `triggered`; None if it is not.
        """
        chunks = stretch.split()
        rows = list(map(self.__getitem__, chunks))
        if triggered and self.triggers.isdisjoint(chunks):
            return None
        if "(" not in stretch:
            return list(chain.from_iterable(rows))
        found: list[Token] = []
        for at, part in enumerate(_PARENTHESIS.split(stretch)):
            if at % 2:
                found.append(self._token(part))
            else:
                found.extend(chain.from_iterable(map(self.__getitem__, part.split())))
        return found


@cache
def lexer(language: str | None) -> Lexer:
    """The one lexer of a language."""
    return Lexer(language)


def places(text: str, start: int, end: int) -> list[tuple[int, int]]:
    """Where the tokens of a stretch of a text stand, in code points of the text."""
    return [match.span() for match in _TOKEN.finditer(text, start, end)]


def _kind(mark: str) -> str:
    return PARENS if mark[0] == "(" and len(mark) > 1 else _KINDS.get(mark, OTHER)
