"""What is chosen on polnear-dev: how confidence follows from what the model says, and from where on it is shown."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import msgspec
import numpy as np
from eval.data import rows, tool
from eval.statements.measure import Gold, loaded, right
from numpy.typing import NDArray

from onrecord.tag.decoding import Calibration, Found, statements
from onrecord.tag.encoding import Encoded, encode, pieces_of
from onrecord.tag.reading import Reading, read
from onrecord.tag.trained import Card, Network

CONFIDENCES = (0.2, 0.25, 0.3, 0.35, 0.4, 0.45, 0.5)
"""Confidences from which on a statement may be shown."""

AS_GOOD = 0.005
"""Attribution F1 below the best that is as good, far inside its interval: of such confidences the lowest is taken,
since on texts unlike those that the model was fitted to it is less sure of what is right."""

Floats = NDArray[np.float64]


class _Entry(msgspec.Struct):
    id: str = ""


def ids_in(gold: Path) -> frozenset[str]:
    """The ids of the texts that a gold of ours under the folder `gold` is about."""
    found = [
        msgspec.json.decode(line, type=_Entry).id
        for path in sorted(gold.glob("*/gold/*.jsonl"))
        for line in path.read_bytes().splitlines()
    ]
    return frozenset(found)


def card(name: str, data: Path) -> Card:
    """The card of the network that lies in the package: its calibration, and the confidence of best attribution F1 on
    polnear-dev, or nearly (`AS_GOOD`)."""
    scorer = loaded(tool("score_statements.py"))
    gold = list(rows(data / "statements/polnear-dev.jsonl.gz", Gold))
    network = Network(os.cpu_count() or 1)
    readings = [read(encode(one.text, pieces_of()), pieces_of(), network) for one in gold]
    calibration = fitted(*_outcomes(scorer, gold, readings))
    scores = {}
    for least in CONFIDENCES:
        total: dict[str, list[float]] = {}
        for one, reading in zip(gold, readings, strict=True):
            found = [_roles(reading.encoded, found) for found in statements(reading, calibration, least)]
            scorer.add(total, scorer.score_doc(scorer.Doc(one.text), one.statements, found))
        scores[least] = scorer.prf(total["attribution"])[2]
    return Card(name, min(least for least in scores if scores[least] >= max(scores.values()) - AS_GOOD), calibration)


def _outcomes(scorer: object, gold: list[Gold], readings: list[Reading]) -> tuple[Floats, Floats]:
    """The clues of every statement found, and whether it is right in content and source."""
    clues: list[list[float]] = []
    hits: list[bool] = []
    for one, reading in zip(gold, readings, strict=True):
        found = statements(reading, Calibration(), 0.0)
        clues += [list(_numbers(each)) for each in found]
        hits += right(scorer, one, [_roles(reading.encoded, each) for each in found])
    return np.array(clues), np.array(hits, float)


def _numbers(found: Found) -> Iterator[float]:
    clues = found.clues
    yield from (1.0, clues.anchor, clues.content, clues.whole, clues.source, clues.sourceless)


def _roles(encoded: Encoded, found: Found) -> dict[str, list[tuple[int, int]]]:
    return {
        role: [(int(encoded.starts[low]), int(encoded.ends[high - 1])) for low, high in ranges]
        for role, ranges in (("source", found.source), ("cue", found.cue), ("content", found.content))
    }


def fitted(clues: Floats, outcome: Floats) -> Calibration:
    """Logistic regression of outcomes on clues by Newton's method, with a slight pull towards zero."""
    weights = np.zeros(clues.shape[1])
    for _ in range(40):
        chance = 1 / (1 + np.exp(-clues @ weights))
        slope = clues.T @ (chance - outcome) + 0.1 * weights
        curve = (clues * (chance * (1 - chance))[:, None]).T @ clues + 0.1 * np.eye(len(weights))
        weights -= np.linalg.solve(curve, slope)
    return Calibration(*(round(float(weight), 4) for weight in weights))
