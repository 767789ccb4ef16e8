"""Sentences of the pieces that readers judge, by a splitter of its own, and how many telling words two have in common.

It shares nothing with the program, so that what the program misses can be in a pool too.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from math import log

from eval.accounts.gold import Stretch
from eval.stories.measure import Row

SHORTEST = 25
"""Code points of the shortest sentence that is shown."""
CONTEXT = 220
"""Code points of the text on either side that a reader sees with a sentence."""
TELLING = 7
"""Words of a sentence by which partners are looked for."""
COMMON = 40
"""Sentences of an event with a word above which it finds no partners."""

_END = re.compile(
    r"\n|(?<!\b[A-Z])(?<!\b(?:Mr|Ms|Dr|No|St|Lt|Jr|vs))(?<!\b(?:Mrs|Sen|Rep|Gov|Gen|Col|Sgt|Rev))[.!?][”\"’')]*(?=\s|$)"
)
_WORD = re.compile(r"[A-Za-z][A-Za-z'’]+|\d[\d.,]*")
_DULL_WORDS = (
    "that with from have this were been their which would about said says will they there when what could into than "
    "them then also more some over after before other just only very because like does didn don isn wasn"
)
_DULL = frozenset(_DULL_WORDS.split())


@dataclass(frozen=True)
class Sentence:
    """A sentence of a piece; offsets are code points of the piece's text."""

    article: str
    start: int
    end: int
    text: str

    @cached_property
    def words(self) -> tuple[str, ...]:
        """Its words in lower case."""
        return tuple(word.lower() for word in _WORD.findall(self.text))

    @cached_property
    def telling(self) -> frozenset[str]:
        """Its words of meaning, cut to six letters."""
        return frozenset(word[:6] for word in self.words if (len(word) > 3 or word[0].isdigit()) and word not in _DULL)

    @property
    def stretch(self) -> Stretch:
        """Where it stands."""
        return (self.article, self.start, self.end)


def sentences(article: str, words: str) -> Iterator[Sentence]:
    """The sentences of an article's text, but for the shortest."""
    start = 0
    for end in [*(found.end() for found in _END.finditer(words)), len(words)]:
        text = words[start:end]
        first = start + len(text) - len(text.lstrip())
        if len(text.strip()) >= SHORTEST:
            yield Sentence(article, first, first + len(text.strip()), text.strip())
        start = end


def alike(told: Sequence[Sentence]) -> Iterator[tuple[Sentence, Sentence, float]]:
    """Pairs of sentences with two telling words in common or more, and the cosine of what their words weigh."""
    held = Counter(word for one in told for word in one.telling)
    weight = {word: log(1 + len(told) / count) for word, count in held.items()}
    holding: dict[str, list[int]] = defaultdict(list)
    shared: Counter[tuple[int, int]] = Counter()
    for number, one in enumerate(told):
        for word in sorted(one.telling, key=lambda word: (-weight[word], word))[:TELLING]:
            if held[word] <= COMMON:
                shared.update((other, number) for other in holding[word])
                holding[word].append(number)
    for pair in shared:
        one, other = (told[number] for number in pair)
        common = one.telling & other.telling
        if len(common) >= 2:
            lengths = [sum(weight[word] ** 2 for word in side.telling) for side in (one, other)]
            yield one, other, sum(weight[word] ** 2 for word in common) / (lengths[0] * lengths[1]) ** 0.5


def shown(stretch: Stretch, row: Row) -> str:
    """A stretch in « » as readers see it: with outlet, date and some text on either side."""
    _, start, end = stretch
    before = row.text[max(0, start - CONTEXT) : start]
    behind = row.text[end : end + CONTEXT]
    text = f"… {before}«{row.text[start:end]}»{behind} …"
    return f"({row.outlet or 'no outlet'}, {row.published or 'undated'}) {' '.join(text.split())}"
