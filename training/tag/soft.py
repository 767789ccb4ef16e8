"""What a teacher says of texts that nobody marked, and the samples that a student learns from it (Hinton, Vinyals and
Dean 2015): probabilities instead of labels, over articles of subjects and outlets that the marked ones lack."""

from __future__ import annotations

import random
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from eval.statements.texts import Kind, Text
from numpy.typing import NDArray

from onrecord.tag.decoding import names
from onrecord.tag.encoding import Pieces, encode, windows
from onrecord.tag.labels import NAME_TYPES, ROLE_LABELS
from onrecord.tag.reading import Run, read, shown
from training.tag import augment
from training.tag.batches import IGNORED, Sample, Soft
from training.tag.corpora import lines

LONGEST = 6_000
"""Code points of an article that are read: its later part is much like its first."""

OVERLAP = 48
"""Word pieces that two windows share: less than when the program reads, since a teacher takes its time."""

CAMPAIGN = frozenset(("elections", "politics", "white_house", "polarization", "media_bias", "presidential_elections"))
"""Topics of which PolNeAR has enough: one article in six is taken."""

Floats = NDArray[np.float32]


@dataclass
class Labelled:
    """A text and what the teacher said of its words."""

    text: str
    names: Floats
    anchors: Floats
    links: list[tuple[int, int, Floats]]
    """Anchor, first word of the stretch looked at, probabilities of labels (words, labels)."""
    kinds: list[Kind]


def unmarked(data: Path, without: frozenset[str], count: int, seed: int) -> list[str]:
    """Texts of `coverage/baly-third` by chance.

    Args:
        without: ids of articles that stand in a gold.
    """
    chance = random.Random(seed)
    rows = [row for row in lines(data / "coverage/baly-third.jsonl.gz") if row["id"] not in without]
    chance.shuffle(rows)
    kept = [row for row in rows if row["topic"] not in CAMPAIGN or chance.random() < 1 / 6]
    return [row["text"][:LONGEST].rpartition("\n")[0] or row["text"][:LONGEST] for row in kept[:count]]


def labelled(texts: Sequence[str], pieces: Pieces, run: Run) -> list[Labelled]:
    """The texts with what a teacher says of them."""
    found = []
    for number, text in enumerate(texts):
        encoded = encode(text, pieces)
        if len(encoded) < 20:
            continue
        reading = read(encoded, pieces, run, overlap=OVERLAP)
        kinds = [
            (int(encoded.starts[low]), int(encoded.ends[high - 1]), NAME_TYPES.index(kind) + 1)
            for kind, (low, high) in names(reading)
        ]
        links = []
        for link in reading.links:
            sure = np.flatnonzero(link.scores[:, 0] < np.log(0.995))
            low, high = (int(sure[0]), int(sure[-1]) + 1) if len(sure) else (0, 0)
            links.append((link.anchor, link.low + low, np.exp(link.scores[low:high])))
        found.append(Labelled(text, np.exp(reading.names), reading.anchors, links, kinds))
        if number % 100 == 0:
            print(f"labelled {number} of {len(texts)}", file=sys.stderr, flush=True)
    return found


def altered(one: Labelled, chance: random.Random) -> str:
    """The text with alterations that leave its words what they are, in number and order."""
    text = Text(one.text, None, one.kinds)
    for alteration, often in (
        (augment.other_names, 0.3),
        (augment.straight_marks, 0.25),
        (augment.single_marks, 0.06),
        (augment.small, 0.08),
    ):
        if chance.random() < often:
            text = alteration(text, chance)
    return text.text


def samples(one: Labelled, pieces: Pieces, size: int, chance: random.Random) -> Iterator[Sample]:
    """The windows of a text with the teacher's probabilities."""
    encoded = encode(altered(one, chance), pieces)
    if len(encoded) != len(one.anchors):
        encoded = encode(one.text, pieces)
    begin = chance.randrange(min(len(encoded), 200))
    for window in windows(encoded, size, 0, begin):
        seen = shown(encoded, window, pieces)
        anchors, links = [], []
        for anchor, start, probabilities in one.links:
            if window.start <= anchor < window.end:
                anchors.append(anchor - window.start)
                links.append(_placed(probabilities, start - window.start, window.end - window.start))
        words = window.end - window.start
        yield Sample(
            seen.pieces,
            seen.features,
            seen.first,
            np.full(words, IGNORED, np.int64),
            anchors,
            np.zeros((len(anchors), words), np.int64),
            True,
            Soft(
                one.names[window.start : window.end],
                one.anchors[window.start : window.end],
                np.stack(links) if links else np.zeros((0, words, len(ROLE_LABELS)), np.float32),
            ),
        )


def _placed(probabilities: Floats, at: int, words: int) -> Floats:
    """Probabilities of the words from `at` on, among all words of a window; the others have no label."""
    found = np.zeros((words, probabilities.shape[1] if probabilities.size else len(ROLE_LABELS)), np.float32)
    found[:, 0] = 1
    low, high = max(0, at), min(words, at + len(probabilities))
    if low < high:
        found[low:high] = probabilities[low - at : high - at]
    return found
