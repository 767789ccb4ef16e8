"""What the signs of `onrecord.link.same_thing` weigh: of greatest likelihood, with a penalty on their squares."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from sklearn.linear_model import LogisticRegression

from onrecord.link.same_thing import Weights
from training.accounts.pairs import Judged

PENALTY = 1.0


def weigh(some: Judged, read: NDArray[np.float64]) -> Weights:
    """The weights.

    Args:
        some: judged pairs.
        read: for each the logits of a network that was not fitted to it.
    """
    signs = np.hstack([1 / (1 + np.exp(-read)), some.differing])
    kinds = [~some.dates, some.dates]
    found = [_fitted(read[kind, :1], some.same[kind, 0] >= 0.5) for kind in kinds]
    found += [_fitted(signs[kind & some.apart], some.differ[kind & some.apart]) for kind in kinds]
    return Weights(*found)


def _fitted(signs: NDArray[np.float64], right: NDArray[np.bool_]) -> tuple[float, ...]:
    """The weights of one question, the constant last."""
    model = LogisticRegression(C=PENALTY, max_iter=5_000).fit(signs, right)
    return (*(round(float(weight), 4) for weight in model.coef_[0]), round(float(model.intercept_[0]), 4))
