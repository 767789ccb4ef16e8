"""Large networks are taught by values and by readers, and teach the small one that is shipped."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import numpy as np
import torch
from numpy.typing import NDArray

from training.accounts import pairs as files
from training.accounts.network import Reader, Recipe, begun, examples, fit, scores
from training.accounts.pairs import READINGS, Judged, Reading
from training.tag.backbones import minilm, mpnet

FOLDS = 3
WHOLE = FOLDS
"""The number of what leaves nothing out."""
SEED = 5
BY_VALUES = Recipe(epochs=3, rate=3e-5, batch=32, seed=SEED)
BY_READERS = Recipe(epochs=3, rate=2e-5, batch=32, seed=SEED)
BY_TEACHERS = Recipe(epochs=3, rate=3e-4, batch=128, seed=SEED)
AGAIN, AGAIN_WEIGHT = 800, 0.5
"""Pairs told by values that teachers are shown among the judged ones, and what they count there."""
POSITIVE = 3.0
"""What a judged pair of one thing counts for teachers."""
REPEATED = 2
"""Times that the small network is shown a judged pair to each time of another."""


def folds(judged: Judged) -> NDArray[np.int64]:
    """The third to which each pair belongs: events are dealt out, the one with most pairs first, to the smallest."""
    events, counts = np.unique(judged.event, return_counts=True)
    dealt, sizes = {}, [0] * FOLDS
    for at in np.argsort(-counts, kind="stable").tolist():
        least = sizes.index(min(sizes))
        dealt[int(events[at])] = least
        sizes[least] += int(counts[at])
    return np.array([dealt[event] for event in judged.event.tolist()])


class Training:
    """The steps after the gathering, without the pairs of one third of the events.

    Args:
        folder: where what each step makes is kept.
        without: the third; `WHOLE` leaves nothing out.
    """

    def __init__(self, folder: Path, without: int) -> None:
        self.folder, self.without = folder, without
        self.pairs = files.kept(folder / "pairs.npz")
        self.kept_in = folds(self.pairs.judged) != without

    def teacher(self, reading: Reading) -> NDArray[np.float64]:
        """What the large network of one reading says of judged pairs and then of those that look alike, as logits."""
        kept = self.folder / f"teacher-{reading}-{self.without}.npy"
        if not kept.exists():
            reader, network = Reader(self.pairs.sides[reading]), begun(mpnet(self.folder))
            network.load_state_dict(torch.load(taught_by_values(self.folder, reading), weights_only=True))
            same = self.pairs.judged.same[self.kept_in]
            weights = np.where(same[:, 0] > 0, POSITIVE, 1.0)
            judged = examples(self.pairs.marked[self.kept_in], same, weights)
            again = examples(self.pairs.told[:AGAIN], self.pairs.told_same[:AGAIN], AGAIN_WEIGHT)
            fit(network, reader, judged + again, BY_READERS)
            np.save(kept, scores(network, reader, np.concatenate([self.pairs.marked, self.pairs.alike])))
        return np.asarray(np.load(kept), np.float64)

    def student(self) -> NDArray[np.float64]:
        """What the small network says of judged pairs, as logits; the network is kept too."""
        kept = self.folder / f"student-{self.without}.npy"
        if not kept.exists():
            network, reader = begun(minilm()), Reader(self.pairs.sides["sentence"])
            said = 1 / (1 + np.exp(-np.mean([self.teacher(reading) for reading in READINGS], 0)))
            of_judged, of_alike = np.split(said, [len(self.pairs.marked)])
            both = (of_judged + self.pairs.judged.same)[self.kept_in] / 2
            judged = examples(self.pairs.marked[self.kept_in], both)
            fit(network, reader, sum([judged] * REPEATED, examples(self.pairs.alike, of_alike)), BY_TEACHERS)
            torch.save(network.state_dict(), kept.with_suffix(".pt"))
            np.save(kept, scores(network, reader, self.pairs.marked))
        return np.asarray(np.load(kept), np.float64)


def taught_by_values(folder: Path, reading: Reading) -> Path:
    """The file of a large network that is fitted to the pairs told by their values."""
    kept = folder / f"by-values-{reading}.pt"
    if not kept.exists():
        pairs, network = files.kept(folder / "pairs.npz"), begun(mpnet(folder))
        fit(network, Reader(pairs.sides[reading]), examples(pairs.told, pairs.told_same), BY_VALUES)
        torch.save(network.state_dict(), kept)
    return kept


def without(folder: Path, third: int) -> NDArray[np.float64]:
    """What the small network says of all judged pairs that was taught without a third of the events."""
    return Training(folder, third).student()


def unseen(judged: Judged, said: Sequence[NDArray[np.float64]]) -> NDArray[np.float64]:
    """For each judged pair the logits of the network that saw no pair of its event."""
    return np.stack(said)[folds(judged), np.arange(len(judged.event))]
