"""What the signs of `onrecord.link.same_thing` weigh: of greatest likelihood, with a penalty on their squares."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray
from sklearn.linear_model import LogisticRegression

from onrecord.link.same_thing import Weights
from training.accounts.marked import Marked

PENALTY = 1.0


def weigh(some: Sequence[Marked], read: NDArray[np.float64]) -> Weights:
    """The weights.

    Args:
        some: marked pairs.
        read: for each the logit of a network that was not fitted to it.
    """
    chances = 1 / (1 + np.exp(-read))
    found: list[tuple[float, ...]] = []
    for dates in (False, True):
        of_kind = [at for at, pair in enumerate(some) if (pair.one.timex is not None) == dates]
        signs = [[*some[at].signs, chances[at]] for at in of_kind]
        found.append(_fitted(signs, [some[at].same >= 0.5 for at in of_kind]))
    for dates in (False, True):
        apart = [(at, pair) for at, pair in enumerate(some) if (pair.one.timex is not None) == dates]
        signs = [[chances[at], *pair.differing] for at, pair in apart if pair.differing is not None]
        found.append(_fitted(signs, [pair.differ for _, pair in apart if pair.differing is not None]))
    return Weights(*found)


def _fitted(signs: Sequence[Sequence[float]], right: Sequence[bool]) -> tuple[float, ...]:
    """The weights of one question, the constant last."""
    model = LogisticRegression(C=PENALTY, max_iter=5_000).fit(np.array(signs), np.array(right))
    return (*(round(float(weight), 4) for weight in model.coef_[0]), round(float(model.intercept_[0]), 4))
