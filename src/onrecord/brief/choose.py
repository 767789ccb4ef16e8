"""Choosing lines within a length: worth against what is said already, with a fair chance for every piece.

The greedy form of maximal marginal relevance (Carbonell and Goldstein, 1998) with costs (Lin and Bilmes, 2010): at
each step the line is taken that brings most for its words, where what a line brings falls with its likeness to a line
already taken, and with the lines that its piece, its story and its outlet already have.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from msgspec import Struct

from onrecord.brief import words
from onrecord.brief.candidates import Candidate

COST_EXPONENT = 0.55
"""How much a line's words count against it. Of what other outlets tell too, 1,200 words of a pile of ten articles keep
0.16 at 0, 0.17 at 0.4, 0.20 at 0.6, 0.23 at 1 (`python -m eval.brief.costs 24`; 1,200 words are 0.13 of such a pile).
Above 0.5 the gain comes from curt lines: full sentences that say who did what lose to scraps of the same piece."""

LINE_COST = 6
"""Words that a line costs a reader beyond its own: who says it, where and when. By the same measure 0 to 8 differ by
0.01; at 0 scraps of three words are taken."""

PIECE_FADE = 0.82
"""What a further line of a piece brings, against the one before: the fifth brings less than half of the first. It is
there for fairness: by the same measure anything from 0.6 to 1 does as well."""

LENIENT, STRICT = 0.5, 2.5
"""Bounds of the power of `PIECE_FADE` for long and short pieces: a note of seven sentences has less to tell than an
article of a hundred, though not in proportion (the square root of how much shorter than the mean it is)."""

STORY_FADE = 0.93
"""The same for the lines of a story, for each of its pieces; measured likewise, 0.8 to 1 differ little."""

OUTLET_FADE = 0.97
"""The same for the lines of an outlet. Pieces whose outlet is unknown share none."""

ALIKE = 0.6
"""Likeness from which two lines say the same: the second is never taken."""

COMPETING = 1500
"""Lines that compete for the length, the worthiest of the pool: thirty for each that a briefing usually shows."""

SUBJECT_SHARE = 0.05
"""Share of the lines from which a word belongs to the pile's subject, and two lines are none the liker for it."""

SMALLEST = 0.012
"""Worth below which a line is not taken, however much room is left."""


class Heading(Struct, frozen=True):
    """What stands above a story's lines: so many words, and the content words that no line need repeat.

    A title is no reason to leave out the sentence that it sums up, only titles that say the same.
    """

    words: int
    content: frozenset[str]
    is_title: bool


class Chooser:
    """Takes lines one by one; `taken` holds their numbers in the order in which they were taken."""

    def __init__(self, pool: Sequence[Candidate], weights: Sequence[float], headings: Sequence[Heading]) -> None:
        """Begin with nothing taken.

        Args:
            pool: the lines to choose from.
            weights: what a line of each story is multiplied with.
            headings: what showing each story costs and says before its first line.
        """
        self.pool = pool
        self.weights = weights
        self.headings = headings
        self.taken: list[int] = []
        self.words = 0
        self._nearest = [0.0] * len(pool)
        sizes = {one.article.id: one.of for one in pool if not one.is_title}
        mean = sum(sizes.values()) / max(1, len(sizes))
        self._fade = {
            piece: PIECE_FADE ** min(max((mean / max(1, size)) ** 0.5, LENIENT), STRICT)
            for piece, size in sizes.items()
        }
        told = Counter({piece: one.story for piece, one in {one.article.id: one for one in pool}.items()}.values())
        self._story_fade = {story: STORY_FADE ** (1 / pieces) for story, pieces in told.items()}
        counts = Counter(word for one in pool for word in one.content)
        most = max(3.0, SUBJECT_SHARE * len(pool))
        self._subject = frozenset(word for word, lines in counts.items() if lines > most)
        self._stories: Counter[int] = Counter()
        self._pieces: Counter[str] = Counter()
        self._outlets: Counter[str] = Counter()
        able = [at for at, one in enumerate(pool) if one.worth >= SMALLEST]
        self._open = set(sorted(able, key=lambda at: -pool[at].worth * weights[pool[at].story])[:COMPETING])

    def _brings(self, at: int) -> float:
        one = self.pool[at]
        outlet = self._outlets[one.article.outlet.value] if one.article.outlet else 0
        value = one.worth * (1 - self._nearest[at]) * self.weights[one.story]
        value *= self._fade.get(one.article.id, 1.0) ** self._pieces[one.article.id]
        value *= self._story_fade[one.story] ** self._stories[one.story]
        return float(value * OUTLET_FADE**outlet / (self._cost(at) + LINE_COST) ** COST_EXPONENT)

    def _cost(self, at: int) -> int:
        one = self.pool[at]
        return max(1, one.words + (0 if self._stories[one.story] else self.headings[one.story].words))

    def fill(self, length: int) -> None:
        """Take lines until no further one fits into `length` words."""
        while self._open:
            fits = [at for at in self._open if self.words + self._cost(at) <= length]
            if not fits:
                return
            self.take(max(fits, key=lambda at: (self._brings(at), -at)))

    def take(self, at: int) -> None:
        """Take one line; those that say the same are out."""
        one = self.pool[at]
        self.words += self._cost(at)
        if not self._stories[one.story]:
            self._heard(self.headings[one.story].content, titles=self.headings[one.story].is_title)
        self.taken.append(at)
        self._open.discard(at)
        self._stories[one.story] += 1
        if one.is_title:
            self._heard(one.content, titles=True)
            return
        self._pieces[one.article.id] += 1
        if one.article.outlet is not None:
            self._outlets[one.article.outlet.value] += 1
        self._heard(one.content)

    def _heard(self, content: frozenset[str], titles: bool = False) -> None:
        """Note that these content words are shown now; those of a title count against other titles alone."""
        own = content - self._subject
        for other in list(self._open):
            one = self.pool[other]
            if titles and not one.is_title:
                continue
            if words.likeness(content, one.content) >= ALIKE:
                self._open.discard(other)
            elif own:
                alike = words.likeness(own, one.content - self._subject)
                self._nearest[other] = max(self._nearest[other], alike)
