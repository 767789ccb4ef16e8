"""How well chains of mentions agree: MUC, B-cubed and CEAF, and their mean, as CoNLL 2012 has it.

MUC (Vilain et al. 1995) counts links, B-cubed (Bagga and Baldwin 1998) mentions, CEAF with the fourth likeness (Luo
2005) chains that are matched one to one. A mention of one side that the other has not counts against its side.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Sequence
from dataclasses import dataclass

import numpy as np
from scipy.optimize import linear_sum_assignment

Chain = frozenset[Hashable]
Chains = Sequence[Chain]


@dataclass(frozen=True)
class Part:
    """Recall and precision as sums, so that those of several documents add up."""

    found: float = 0.0
    gold: float = 0.0
    right: float = 0.0
    given: float = 0.0

    def __add__(self, other: Part) -> Part:
        return Part(
            self.found + other.found, self.gold + other.gold, self.right + other.right, self.given + other.given
        )

    @property
    def recall(self) -> float:
        return self.found / self.gold if self.gold else 0.0

    @property
    def precision(self) -> float:
        return self.right / self.given if self.given else 0.0

    @property
    def f1(self) -> float:
        both = self.precision + self.recall
        return 2 * self.precision * self.recall / both if both else 0.0


@dataclass(frozen=True)
class Conll:
    """The three measures of some documents."""

    muc: Part = Part()
    b_cubed: Part = Part()
    ceaf: Part = Part()

    def __add__(self, other: Conll) -> Conll:
        return Conll(self.muc + other.muc, self.b_cubed + other.b_cubed, self.ceaf + other.ceaf)

    @property
    def f1(self) -> float:
        """The mean of the three F1."""
        return (self.muc.f1 + self.b_cubed.f1 + self.ceaf.f1) / 3


def conll(gold: Chains, given: Chains) -> Conll:
    """The three measures of one document; no two chains of a side share a mention."""
    return Conll(_both(muc, gold, given), _both(b_cubed, gold, given), _ceaf(gold, given))


def _both(recall: Callable[[Chains, Chains], tuple[float, float]], gold: Chains, given: Chains) -> Part:
    """Recall, and precision as the recall of the other side."""
    return Part(*recall(gold, given), *recall(given, gold))


def muc(gold: Chains, given: Chains) -> tuple[float, float]:
    """Links of gold chains that are kept, and all of them: a chain in k parts keeps all but k - 1."""
    chain_of = {mention: at for at, chain in enumerate(given) for mention in chain}
    kept = 0
    for chain in gold:
        parts = {chain_of[mention] for mention in chain if mention in chain_of}
        alone = sum(mention not in chain_of for mention in chain)
        kept += len(chain) - len(parts) - alone
    return kept, sum(len(chain) - 1 for chain in gold)


def b_cubed(gold: Chains, given: Chains) -> tuple[float, float]:
    """For each gold mention the share of its chain that is with it, summed up; and the mentions."""
    shares = sum(len(one & other) ** 2 / len(one) for one in gold for other in given)
    return shares, sum(map(len, gold))


def _ceaf(gold: Chains, given: Chains) -> Part:
    """Likeness of the chains that are matched best, one to one, of all chains of either side."""
    if not gold or not given:
        return Part(0.0, len(gold), 0.0, len(given))
    like = np.array([[2 * len(one & other) / (len(one) + len(other)) for other in given] for one in gold])
    best = float(like[linear_sum_assignment(like, maximize=True)].sum())
    return Part(best, len(gold), best, len(given))
