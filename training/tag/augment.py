"""Texts as they come: the same text with its marks dropped or turned, its case lost, its names changed, its end cut.

PolNeAR's articles are well set US campaign
news; what the tool reads is not.
"""

from __future__ import annotations

import random
import re
from collections.abc import Callable

from eval.statements.altered import DOUBLE, Edit, cut, edited, small, straight_marks, without_marks
from eval.statements.texts import Text

_STOP_SPACE = re.compile(r"(?<=[a-z][.!?]) (?=[A-Z])")


def single_marks(text: Text, _: random.Random) -> Text:
    """British setting: single marks for double ones."""
    table = {"“": "‘", "”": "’"}
    return Text(text.text.translate(str.maketrans(table)), text.statements, text.names)


def broken_marks(text: Text, chance: random.Random) -> Text:
    """Some marks lost, some turned the wrong way round."""
    edits: list[Edit] = []
    for found in DOUBLE.finditer(text.text):
        draw = chance.random()
        if draw < 0.15:
            edits.append((found.start(), found.end(), ""))
        elif draw < 0.3:
            edits.append((found.start(), found.end(), chance.choice('“”"')))
    return edited(text, edits)


def glued(text: Text, chance: random.Random) -> Text:
    """Spaces lost between some sentences."""
    edits = [(m.start(), m.end(), "") for m in _STOP_SPACE.finditer(text.text) if chance.random() < 0.4]
    return edited(text, edits)


_ONSETS = (
    "b",
    "d",
    "f",
    "g",
    "h",
    "j",
    "k",
    "l",
    "m",
    "n",
    "p",
    "r",
    "s",
    "t",
    "v",
    "z",
    "sh",
    "kh",
    "ch",
    "br",
    "dr",
    "st",
    "al",
    "or",
    "y",
)
_VOWELS = ("a", "e", "i", "o", "u", "aa", "ei", "ou", "ia", "ee")
_CODAS = (
    "",
    "",
    "n",
    "r",
    "l",
    "m",
    "s",
    "d",
    "h",
    "z",
    "k",
    "nd",
    "rt",
    "v",
    "ni",
    "sky",
    "ov",
    "zadeh",
    "ian",
    "ez",
    "sen",
)


def invented(chance: random.Random) -> str:
    """A word that could be a name somewhere."""
    syllables = "".join(chance.choice(_ONSETS) + chance.choice(_VOWELS) for _ in range(chance.randint(1, 2)))
    return (syllables + chance.choice(_CODAS)).capitalize()


def other_names(text: Text, chance: random.Random) -> Text:
    """Other names for persons and places, each word the same wherever it stands; organisations for some."""
    if not text.names:
        return text
    new: dict[str, str] = {}
    edits: list[Edit] = []
    for start, end, kind in sorted(text.names):
        if kind not in (1, 3) and not (kind == 2 and end - start > 3 and chance.random() < 0.5):
            continue
        for found in re.finditer(r"[A-Z]\w+", text.text[start:end]):
            word = found.group()
            if len(word) > 2:
                new.setdefault(word, invented(chance))
                edits.append((start + found.start(), start + found.end(), new[word]))
    edits = [edit for at, edit in enumerate(edits) if not at or edit[0] >= edits[at - 1][1]]
    return edited(text, edits)


def teaser(text: Text, chance: random.Random) -> Text:
    """Some 40 to 90 words of a text, cut at both ends without regard to sentences."""
    words = [found.span() for found in re.finditer(r"\S+", text.text)]
    if len(words) < 100:
        return text
    first = chance.randrange(len(words) - 60)
    last = min(len(words) - 1, first + chance.randint(40, 90))
    low, high = words[first][0], words[last][1]
    return cut(text, low, high, chance.choice(["", "...", " ...", "…"]) if high < len(text.text) else "")


ALTERATIONS: tuple[tuple[Callable[[Text, random.Random], Text], float], ...] = (
    (other_names, 0.3),
    (without_marks, 0.12),
    (broken_marks, 0.12),
    (single_marks, 0.06),
    (straight_marks, 0.25),
    (glued, 0.06),
    (small, 0.08),
)
"""Each with how often it is made; several may meet."""


def altered(text: Text, chance: random.Random, share: float = 1.0) -> Text:
    """A text with the alterations that chance gives it; `share` makes all of them rarer."""
    for alteration, often in ALTERATIONS:
        if chance.random() < often * share:
            text = alteration(text, chance)
    return text
