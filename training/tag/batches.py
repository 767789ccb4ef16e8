"""Marked texts -> windows with targets -> batches of tensors."""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
import torch
from eval.statements.texts import Roles, Text
from numpy.typing import NDArray
from torch import Tensor

from onrecord.model import Span
from onrecord.tag.encoding import Encoded, Pieces, encode, spans_of, windows
from onrecord.tag.labels import NAME_LABELS
from onrecord.tag.reading import shown

IGNORED = -100
"""The label of a word that teaches nothing."""

LINKING = frozenset(
    [
        "a",
        "an",
        "the",
        "to",
        "of",
        "in",
        "for",
        "with",
        "that",
        "about",
        "on",
        "as",
        "by",
        "against",
        "at",
        "from",
        "into",
        "over",
        "and",
        "or",
        "not",
        "his",
        "her",
        "their",
        "its",
        "was",
        "were",
        "is",
        "are",
        "be",
        "been",
        "has",
        "have",
        "had",
        "will",
        "would",
        "could",
        "should",
        "may",
        "might",
        "do",
        "does",
        "did",
        "also",
        "now",
        "just",
        "even",
        "it",
        "he",
        "she",
        "they",
    ]
)
"""Words of a cue that carry little meaning: the anchor is the last other one."""

Ints = NDArray[np.int64]


@dataclass
class Sample:
    """One window: what goes in, and what should come out. Word indexes count from the window's first word."""

    pieces: Ints
    features: Ints
    first: Ints
    names: Ints
    anchors: list[int]
    links: Ints
    """(anchors, words) of role labels."""
    marked: bool
    """Whether statements were marked."""
    soft: Soft | None = None


@dataclass
class Soft:
    """What a teacher said of a window."""

    names: NDArray[np.float32]
    """(words, name labels), probabilities."""
    anchors: NDArray[np.float32]
    """(words), probabilities."""
    links: NDArray[np.float32]
    """(anchors, words, role labels), probabilities."""


def anchor_of(text: str, encoded: Encoded, cue: Sequence[tuple[int, int]]) -> int:
    """The word from which a statement is found: the last of its cue that carries meaning, else the first."""
    words = [at for low, high in cue for at in range(low, high)]
    full = [
        at
        for at in words
        if (word := text[encoded.starts[at] : encoded.ends[at]]).isalpha() and word.lower() not in LINKING
    ]
    return full[-1] if full else words[0]


def role_labels(encoded: Encoded, text: str, statements: Sequence[Roles]) -> list[tuple[int, Ints]]:
    """For each statement its anchor and the role labels of all words; where two share an anchor, the longer content."""
    found: dict[int, tuple[int, Ints]] = {}
    for roles in statements:
        ranges = [spans_of(encoded, [Span(*span) for span in spans]) for spans in roles]
        if not ranges[1] or not ranges[2]:
            continue
        anchor = anchor_of(text, encoded, ranges[1])
        labels = np.zeros(len(encoded), np.int64)
        for role in (2, 0, 1):
            for low, high in ranges[role]:
                labels[low:high] = 2 * role + 2
                labels[low] = 2 * role + 1
        # A role that is interrupted by another goes on as a new stretch.
        inside = labels > 0
        broken = inside[1:] & (labels[1:] % 2 == 0) & (labels[:-1] != labels[1:]) & (labels[:-1] != labels[1:] - 1)
        labels[1:][broken] -= 1
        size = sum(high - low for low, high in ranges[2])
        if anchor not in found or found[anchor][0] < size:
            found[anchor] = (size, labels)
    return [(anchor, labels) for anchor, (_, labels) in found.items()]


def name_labels(encoded: Encoded, text: Text) -> Ints:
    labels = np.full(len(encoded), IGNORED if text.names is None else 0, np.int64)
    for start, end, kind in text.names or ():
        for low, high in spans_of(encoded, [Span(start, end)]):
            labels[low:high] = 2 * kind
            labels[low] = 2 * kind - 1
    return labels


def samples(text: Text, pieces: Pieces, size: int, begin: int = 0) -> Iterator[Sample]:
    """The windows of a text with their targets; roles that reach over an edge are cut there."""
    encoded = encode(text.text, pieces)
    if not len(encoded):
        return
    of_names = name_labels(encoded, text)
    linked = role_labels(encoded, text.text, text.statements or ())
    stretches = list(windows(encoded, size, 0, begin % len(encoded)))
    if begin % len(encoded):
        stretches += [w for w in windows(encoded, size, 0) if w.end <= begin % len(encoded)]
    for window in stretches:
        seen = shown(encoded, window, pieces)
        here = []
        for anchor, labels in linked:
            if window.start <= anchor < window.end:
                cut = labels[window.start : window.end].copy()
                if (cut >= 5).any():
                    if cut[0] and cut[0] % 2 == 0:
                        cut[0] -= 1
                    here.append((anchor - window.start, cut))
        yield Sample(
            seen.pieces,
            seen.features,
            seen.first,
            of_names[window.start : window.end],
            [anchor for anchor, _ in here],
            np.stack([labels for _, labels in here]) if here else np.zeros((0, window.end - window.start), np.int64),
            text.statements is not None,
        )


@dataclass
class Batch:
    """Tensors of some windows, padded at the end."""

    pieces: Tensor
    features: Tensor
    mask: Tensor
    first: Tensor
    present: Tensor
    """Which words there are: (windows, words)."""
    names: Tensor
    is_anchor: Tensor
    window: Tensor
    """(anchors): the window of each."""
    anchor: Tensor
    links: Tensor
    """(anchors, words), IGNORED where there is no word."""
    roles: Tensor
    """(windows, words, 3): whether a word stands in a source, cue, content of any statement."""
    marked: Tensor
    soft_names: Tensor | None = None
    soft_links: Tensor | None = None

    def to(self, where: torch.device) -> Batch:
        """The same on a device."""
        return Batch(**{name: None if part is None else part.to(where) for name, part in vars(self).items()})


def batched(found: Sequence[Sample], pieces: Pieces, budget: int, chance: random.Random) -> Iterator[Batch]:
    """Batches of about `budget` pieces, windows of like length together, the batches in an order by chance."""
    groups: list[list[Sample]] = []
    for soft in (False, True):
        like = [one for one in found if (one.soft is not None) == soft]
        like = [
            one for _, one in sorted(((len(one.pieces) + chance.random() * 24, at), one) for at, one in enumerate(like))
        ]
        group: list[Sample] = []
        longest = 0
        for one in like:
            longest = max(longest, len(one.pieces))
            if group and longest * (len(group) + 1) > budget:
                groups.append(group)
                group, longest = [], len(one.pieces)
            group.append(one)
        groups += [group] if group else []
    chance.shuffle(groups)
    for group in groups:
        yield collate(group, pieces)


def collate(group: Sequence[Sample], pieces: Pieces) -> Batch:
    rows, length = len(group), max(len(one.pieces) for one in group)
    words = max(len(one.first) for one in group)
    ids = np.full((rows, length), pieces.padding, np.int64)
    features = np.zeros((rows, length, 3), np.int64)
    mask, first = np.zeros((rows, length), np.int64), np.zeros((rows, words), np.int64)
    present = np.zeros((rows, words), bool)
    names, is_anchor = np.full((rows, words), IGNORED, np.int64), np.zeros((rows, words), np.float32)
    roles = np.zeros((rows, words, 3), np.float32)
    window, anchor, links = [], [], []
    soft = group[0].soft is not None
    soft_names = np.zeros((rows, words, len(NAME_LABELS)), np.float32)
    soft_links = []
    for row, one in enumerate(group):
        ids[row, : len(one.pieces)] = one.pieces
        features[row, : len(one.pieces)] = one.features
        mask[row, : len(one.pieces)] = 1
        first[row, : len(one.first)] = one.first
        present[row, : len(one.first)] = True
        names[row, : len(one.first)] = one.names
        for at, labels in zip(one.anchors, one.links, strict=True):
            is_anchor[row, at] = 1
            window.append(row)
            anchor.append(at)
            links.append(np.pad(labels, (0, words - len(labels)), constant_values=IGNORED))
            inside = np.flatnonzero(labels)
            roles[row, inside, (labels[inside] - 1) // 2] = 1
        if one.soft is not None:
            is_anchor[row, : len(one.first)] = one.soft.anchors
            soft_names[row, : len(one.first)] = one.soft.names
            soft_links += [np.pad(link, ((0, words - len(link)), (0, 0))) for link in one.soft.links]
    linked = np.stack(links) if links else np.zeros((0, words), np.int64)
    return Batch(
        torch.from_numpy(ids),
        torch.from_numpy(features),
        torch.from_numpy(mask),
        torch.from_numpy(first),
        torch.from_numpy(present),
        torch.from_numpy(names),
        torch.from_numpy(is_anchor),
        torch.tensor(window, dtype=torch.long),
        torch.tensor(anchor, dtype=torch.long),
        torch.from_numpy(linked),
        torch.from_numpy(roles),
        torch.tensor([one.marked for one in group]),
        torch.from_numpy(soft_names) if soft else None,
        torch.from_numpy(np.stack(soft_links)) if soft_links else None,
    )
