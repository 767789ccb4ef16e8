"""Counts words: how rare each is, whether it is written small, whether it opens or closes articles."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

import numpy as np

from onrecord.split.words import HEAD_WORDS, TAIL_WORDS, WORD, Vocabulary, vocabulary_of

SIZE = 16000
"""Words kept. With 30,000 nothing was gained on polnear-dev."""

SMOOTH = 6.0
"""Added to counts of words in first, last and other paragraphs, so that a rare word weighs little."""


class Counts:
    """Word counts of plain articles.

    Args:
        articles: each as its paragraphs, the headline left out.
    """

    def __init__(self, articles: Iterable[Sequence[str]]) -> None:
        self.articles = 0
        self.holding: Counter[str] = Counter()
        self.small: Counter[str] = Counter()
        self.all: Counter[str] = Counter()
        self.first: Counter[str] = Counter()
        self.last: Counter[str] = Counter()
        self.head: Counter[str] = Counter()
        self.tail: Counter[str] = Counter()
        for paragraphs in articles:
            self._add([p for p in paragraphs if p.strip()])

    def _add(self, paragraphs: Sequence[str]) -> None:
        if len(paragraphs) < 3:
            return
        self.articles += 1
        held: set[str] = set()
        for at, paragraph in enumerate(paragraphs):
            tokens = WORD.findall(paragraph)
            self.small.update(t for t in tokens if t[0].islower())
            lower = [t.lower() for t in tokens]
            self.all.update(lower)
            held.update(lower)
            if len(lower) > 5:
                (self.first if at == 0 else self.head).update(set(lower[:HEAD_WORDS]))
                (self.last if at == len(paragraphs) - 1 else self.tail).update(set(lower[-TAIL_WORDS:]))
        self.holding.update(held)


def made(rarity: Counts, position: Counts) -> tuple[list[str], dict[str, Any]]:
    """The words to keep and the arrays that ship; `position` says what opens and closes."""
    words = sorted(w for w, _ in rarity.holding.most_common(SIZE))
    rare = np.array([np.log(rarity.articles / rarity.holding[w]) for w in words])
    small = np.array([rarity.small[w] > 0.5 * rarity.all[w] for w in words], dtype=np.uint8)
    opens = _weights(words, position.first, position.head)
    closes = _weights(words, position.last, position.tail)
    return words, {
        "rarity": np.clip(np.rint(rare * 20), 0, 255).astype(np.uint8),
        "small": small,
        "opens": np.clip(np.rint(opens * 40), -127, 127).astype(np.int8),
        "closes": np.clip(np.rint(closes * 40), -127, 127).astype(np.int8),
    }


def _weights(words: Sequence[str], here: Counter[str], there: Counter[str]) -> np.ndarray:
    """Log odds of each word in paragraphs of one place against the others, shrunk where it is rare."""
    total_here, total_there = sum(here.values()), sum(there.values())
    share = total_here / (total_here + total_there)
    odds = []
    for word in words:
        a, b = here[word], there[word]
        expected = (a + b) * share
        odds.append(np.log((a + SMOOTH * share) / (expected + SMOOTH * share)))
    return np.array(odds)


def write(path: Path, words: Sequence[str], arrays: dict[str, Any]) -> None:
    """Writes the arrays that `onrecord.split.words` reads."""
    packed = np.frombuffer("\n".join(words).encode(), dtype=np.uint8)
    np.savez_compressed(path, words=packed, **arrays)


def known(words: Sequence[str], arrays: dict[str, Any]) -> Vocabulary:
    """The same as it will be read."""
    small = frozenset(w for w, flag in zip(words, arrays["small"].tolist(), strict=True) if flag)
    return vocabulary_of(words, arrays["rarity"] / 20, small, arrays["opens"] / 40, arrays["closes"] / 40)
