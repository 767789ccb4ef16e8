"""Which texts are compared to see whether they tell of one event: those that share a telling stem, near in time."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from onrecord.link.dates import When

DAYS = 10.0
"""Days that may lie between two dated pieces of one story."""
NEIGHBOURS = 40
"""Texts after it in time with which a text is compared for each telling stem that they share."""

Integers = NDArray[np.int64]


class Partners:
    """For each text the later ones with which it is compared.

    Args:
        texts: a number for each text and telling stem of it, the texts in order of time, …
        stems: … and a number for the stem.
        whens: the date of each text.
    """

    def __init__(self, texts: NDArray[np.int32], stems: NDArray[np.int32], whens: Sequence[When | None]) -> None:
        order = np.lexsort((texts, stems))
        self._texts, self._stems = texts[order], stems[order]
        # Where the stems of each text stand among all, text by text.
        self._places = np.argsort(self._texts, kind="stable")
        self._first = np.searchsorted(self._texts[self._places], np.arange(len(whens) + 1))
        self._begin, self._end = (
            np.array([moment[at] if moment else np.nan for moment in whens], dtype=np.float64) for at in range(2)
        )

    def of(self, texts: Integers) -> list[Integers]:
        """The partners of each of some texts that follow each other, in order."""
        place = self._places[self._first[texts[0]] : self._first[texts[-1] + 1]]
        found = [np.zeros(0, dtype=np.int64)]
        for step in range(1, NEIGHBOURS + 1):
            place = place[place + step < len(self._texts)]
            place = place[self._stems[place + step] == self._stems[place]]
            text, other = self._texts[place].astype(np.int64), self._texts[place + step].astype(np.int64)
            # Of undated texts it is not known how far apart they are: a comparison with no number is false.
            apart = np.maximum(self._begin[text] - self._end[other], self._begin[other] - self._end[text])
            near = ~(apart > DAYS)
            place = place[near]
            found.append(text[near] * len(self._begin) + other[near])
        text, other = np.divmod(np.unique(np.concatenate(found)), len(self._begin))
        return np.split(other, np.searchsorted(text, texts[1:]))
