"""Words and names that differ by one letter.

Nothing is compared with everything: names meet in a table under what is left when a letter is taken away, so that the
time grows with the number of names (after Garbe's SymSpell, 2012).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator

LONG_WORD = 6
"""Letters of a word that may differ by one between two spellings of a name."""

LONGEST_WORD = 60
"""Letters of a word of which other spellings are looked for: what is longer is no word of a name."""


def one_letter_apart(one: str, other: str) -> bool:
    """Whether two words differ by one letter left out, put in, changed, or by two that changed places."""
    if abs(len(one) - len(other)) > 1 or one == other:
        return False
    start = next((at for at, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), min(len(one), len(other)))
    a, b = one[start:], other[start:]
    return a[1:] == b[1:] or a[1:] == b or a == b[1:] or (a[:2] == b[1::-1] and a[2:] == b[2:] and len(a) > 1)


class Spellings:
    """Names, each a tuple of plain words, found again by another spelling of one word.

    Args:
        names: the first of them.
        least: letters of the shorter spelling at least.
    """

    def __init__(self, names: Iterable[tuple[str, ...]] = (), least: int = LONG_WORD - 1) -> None:
        self._least = least
        self._order: dict[tuple[str, ...], int] = {}
        self._table: dict[tuple[str, ...], list[tuple[str, ...]]] = defaultdict(list)
        for name in names:
            self.add(name)

    def add(self, name: tuple[str, ...]) -> None:
        """Take in a name."""
        if name not in self._order:
            self._order[name] = len(self._order)
            for meeting in _meetings(name, self._least):
                self._table[meeting].append(name)

    def near(self, name: tuple[str, ...]) -> list[tuple[str, ...]]:
        """The names that differ from this by one letter in one word, those first that were taken in first."""
        met = {other for meeting in _meetings(name, self._least) for other in self._table.get(meeting, ())}
        return sorted((other for other in met if _one_word_apart(name, other)), key=self._order.__getitem__)


def _meetings(name: tuple[str, ...], least: int) -> Iterator[tuple[str, ...]]:
    """What a name has in common with its other spellings: all but a letter of one word."""
    for at, word in enumerate(name):
        if least <= len(word) <= LONGEST_WORD:
            for left in {word, *(word[:cut] + word[cut + 1 :] for cut in range(len(word)))}:
                yield (*name[:at], f"*{left}", *name[at + 1 :])


def _one_word_apart(name: tuple[str, ...], other: tuple[str, ...]) -> bool:
    unlike = [(a, b) for a, b in zip(name, other, strict=True) if a != b]
    return len(unlike) == 1 and one_letter_apart(*unlike[0])
