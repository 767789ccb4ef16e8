"""A second look at each passage, in the light of a first opinion on all of them.

Pieces of one issue are set alike. So the first opinion says how: what share of its likely starts has a headline, a
byline, an empty line before it; a passage that has the same is likelier to be a start, one that has not, less. And
it says where pieces may begin and end, so that two neighbouring stretches can be compared as wholes: their words,
the names that the second takes for known, their habits of hand.
"""

from __future__ import annotations

import numpy as np

from onrecord.split.clues import Clues, shifted
from onrecord.split.signs import Role
from onrecord.split.words import Vocabulary

FAINT = 0.02
"""Below this first opinion a passage is no start: on polnear-dev 3 of 1,000 starts are lost."""

FAR = 400
"""Passages within which the next likely start is looked for: the longest articles have as many."""

MOST = 0.3
"""Share of a document's passages that get a second look, the likeliest first; in issues it is a tenth."""

SPARSE = 600
"""Code points of text for each second look: no issue has pieces as short as that all through."""

SPREAD = 1500
"""Words of a stretch that are compared."""

_SAME = 0.5
"""Added to counts where the document itself says how starts look."""


def context(clues: Clues, first: np.ndarray, known: Vocabulary) -> tuple[np.ndarray, np.ndarray, tuple[str, ...]]:
    """Clues for the second look.

    Args:
        first: the first opinion, one probability a passage.

    Returns:
        the passages worth a second look; their clues, one row each; the names of the columns.
    """
    most = 20 + int(min(MOST * clues.count, clues.sizes.sum() / SPARSE))
    least = max(FAINT, float(np.partition(first, -most)[-most])) if clues.count > most else FAINT
    worth = np.flatnonzero(first >= least)[:most]
    columns = {**_profile(clues, first), **_near(first, clues.sizes)}
    names = list(columns)
    rows = np.column_stack([column[worth] for column in columns.values()])
    pairs = np.array([_pair(clues, at, first, known) for at in worth.tolist()]).reshape(len(worth), len(PAIR_NAMES))
    matrix = np.hstack([clues.matrix[worth], rows, pairs]).astype(np.float32)
    return worth, matrix, (*clues.names, *names, *PAIR_NAMES)


def _features(clues: Clues) -> dict[str, np.ndarray]:
    """How a start could be set: what an issue does alike for all its pieces."""
    roles = clues.roles

    def has(what: Role, by: int) -> np.ndarray:
        return np.asarray(shifted((roles == what).astype(np.float64), -by) == 1.0)

    named = (roles == Role.NAME) | (roles == Role.BYLINE)
    short = (roles == Role.TITLE) | (roles == Role.NAME) | (roles == Role.EDITION)
    return {
        "title": has(Role.TITLE, 0),
        "short": short,
        "title before": has(Role.TITLE, -1),
        "short after": shifted(short.astype(np.float64), -1) == 1.0,
        "byline": has(Role.BYLINE, 0),
        "byline after": has(Role.BYLINE, 1),
        "byline before": has(Role.BYLINE, -1),
        "name": has(Role.NAME, 0),
        "named before": shifted(named.astype(np.float64), 1) == 1.0,
        "named after": shifted(named.astype(np.float64), -1) == 1.0,
        "date": has(Role.DATE, 0) | has(Role.DATE, 1) | has(Role.DATE, 2),
        "note before": has(Role.NOTE, -1),
        "note": has(Role.NOTE, 0),
        "rule before": has(Role.RULE, -1),
        "self before": shifted(clues.own[:, 13], 1) == 1.0,
        "short lead": (clues.own[:, 1] < 4.3) & (clues.own[:, 0] > 5.0),
        "capitals": (clues.own[:, -1] > 0.55) & (clues.own[:, 0] < 5.2),
        "capitals before": shifted((clues.own[:, -1] > 0.55) & (clues.own[:, 0] < 5.2), 1) == 1.0,
        "gap": clues.gaps > 0,
        "wide": clues.gaps > 1,
        "lead apart": shifted(clues.gaps, -1) > 0,
        "heading": clues.own[:, 21] == 1.0,
        "ruled": clues.own[:, 24] == 1.0,
        "links": clues.own[:, 25] == 1.0,
    }


def _profile(clues: Clues, first: np.ndarray) -> dict[str, np.ndarray]:
    """What the document itself says of its starts, each passage judged by all others."""
    made: dict[str, np.ndarray] = {}
    total = first.sum()
    count = len(first)
    odds = np.zeros(count)
    for name, flag in _features(clues).items():
        held = float((first * flag).sum())
        often = float(flag.sum())
        inside = (held - first * flag + _SAME * often / count) / (total - first + _SAME)
        outside = (often - held + _SAME * often / count) / (count - total + _SAME)
        inside = np.clip(inside, 0.01, 0.99)
        outside = np.clip(outside, 0.01, 0.99)
        ratio = np.where(flag, np.log(inside / outside), np.log((1 - inside) / (1 - outside)))
        odds += ratio
        made[f"~{name}"] = ratio
        made[f"#{name}"] = np.full(count, held / (total + _SAME))
    made["~all"] = odds
    made["#starts"] = np.full(count, total)
    made["#density"] = np.full(count, total / count)
    made["#best"] = np.full(count, np.sort(first)[-2] if count > 1 else 0.0)
    return made


def _near(first: np.ndarray, sizes: np.ndarray) -> dict[str, np.ndarray]:
    """The first opinion on the passage and those around it."""
    made = {"p": first}
    for k in (1, 2, 3):
        made[f"p-{k}"] = shifted(first, k)
        made[f"p+{k}"] = shifted(first, -k)
    for reach in (6, 12):
        made[f"p<{reach}"] = np.max([shifted(first, k) for k in range(1, reach + 1)], axis=0)
        made[f"p>{reach}"] = np.max([shifted(first, -k) for k in range(1, reach + 1)], axis=0)
    rank = np.argsort(np.argsort(-first))
    made["p rank"] = rank.astype(np.float64)
    made["p order"] = rank / (first.sum() + 1.0)
    at = np.concatenate(([0.0], np.cumsum(sizes)[:-1]))
    made["place"] = at / max(1.0, float(sizes.sum()))
    return made


PAIR_NAMES = (
    "left length",
    "right length",
    "left passages",
    "right passages",
    "left share",
    "right share",
    "shared",
    "shared least",
    "shared rare",
    "full again",
    "bare again",
    "bare alone",
    "new full",
    "hands",
    "hands known",
    "left p",
    "right p",
)


def _pair(clues: Clues, at: int, first: np.ndarray, known: Vocabulary) -> tuple[float, ...]:
    """The stretch before a passage and the one it begins, up to the next likely starts, compared."""
    left = nearest(first, at, -1)
    right = nearest(first, at, 1)
    sizes = clues.sizes
    before, after = float(sizes[left:at].sum()), float(sizes[at:right].sum())
    usual = float(sizes.sum()) / (float(first.sum()) + 1.0)
    return (
        float(np.log1p(before)),
        float(np.log1p(after)),
        float(at - left),
        float(right - at),
        before / usual,
        after / usual,
        *_shared(clues, left, at, right, known),
        *_people(clues, left, at, right),
        *_hands(clues, left, at, right),
        float(first[left]) if left < at else 1.0,
        float(first[right]) if right < len(first) else 1.0,
    )


def nearest(first: np.ndarray, at: int, step: int) -> int:
    """The nearest likely start before or after a passage, or the end of the document."""
    sure = max(0.35, 0.5 * float(first[at]))
    stop = max(at - FAR, -1) if step < 0 else min(at + FAR, len(first))
    for k in range(at + step, stop, step):
        if first[k] >= sure:
            return k
    return max(stop, 0)


def _shared(clues: Clues, left: int, at: int, right: int, known: Vocabulary) -> tuple[float, float, float]:
    ids, bounds = clues.words.ids, clues.words.bounds
    before = ids[max(bounds[left], bounds[at] - SPREAD) : bounds[at]]
    after = ids[bounds[at] : min(bounds[right], bounds[at] + SPREAD)]
    there = np.zeros(known.unknown + 1, dtype=bool)
    there[before] = True
    here = np.zeros(known.unknown + 1, dtype=bool)
    here[after] = True
    one, two = float(clues.ties.telling[there].sum()), float(clues.ties.telling[here].sum())
    both = clues.ties.telling[there & here]
    mass = np.sqrt(one * two) + 1.0
    return float(both.sum()) / mass, float(both.sum()) / (min(one, two) + 1.0), float(both[both > 4.0].sum()) / mass


def _people(clues: Clues, left: int, at: int, right: int) -> tuple[float, float, float, float]:
    mentions = clues.ties.mentions
    there: set[str] = set()
    for passage in mentions[left:at]:
        there.update(key for key, _ in passage)
    met: set[str] = set()
    again_full = again_bare = alone = new = 0
    for passage in mentions[at:right]:
        for key, full in passage:
            if key in met:
                continue
            met.add(key)
            if key in there:
                again_full += full
                again_bare += not full
            elif full:
                new += 1
            else:
                alone += 1
    return float(again_full), float(again_bare), float(alone), float(new)


def _hands(clues: Clues, left: int, at: int, right: int) -> tuple[float, float]:
    one = np.sign(clues.ways[:, left:at].sum(axis=1))
    two = np.sign(clues.ways[:, at:right].sum(axis=1))
    both = one * two
    return float((both < 0).sum()), float((both > 0).sum())
