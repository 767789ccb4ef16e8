"""Habits of hand: which quotation marks, dashes, titles before names a text uses. Articles of different houses differ.

For each habit a passage shows one way, the other, or neither; a border where the last way shown before and the first
shown after differ is a likelier border.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from onrecord.split.lines import Passage

_HABITS: tuple[tuple[tuple[str, ...], tuple[str, ...]], ...] = (
    (("“", "”"), ('"', "''", "``")),
    (("’",), ("'",)),
    (("—",), (" - ", " – ", "--")),
    ((" — ",), ("—",)),
    (("Mr. ", "Mrs. ", "Ms. "), ()),
    (("%",), (" percent", " per cent")),
    ((" says",), (" said",)),
    (("\u00a0",), ("U.S.",)),
    ((".”", ",”", '."', ',"'), ("”.", "”,", '".', '",')),
    (("Sen. ", "Rep. ", "Gov. "), ("Senator ", "Representative ", "Governor ")),
)
HABITS = len(_HABITS)

FAR = 30
"""Passages beyond which it no longer matters how far away a habit was shown."""


def habits(found: Sequence[Passage]) -> tuple[np.ndarray, np.ndarray]:
    """How habits change at the border before each passage.

    Returns:
        changes: one row a habit: 1 where the ways before and after differ, -1 where they agree, 0 where one is unknown,
            divided by how far apart they were shown.
        ways: one row a habit: 1, -1 or 0 for each passage.
    """
    count = len(found)
    ways = [[0.0] * count for _ in range(HABITS)]
    for at, passage in enumerate(found):
        text = passage.text
        for habit, (one, other) in enumerate(_HABITS):
            for mark in one:
                if mark in text:
                    ways[habit][at] = 1.0
                    break
            else:
                for mark in other:
                    if mark in text:
                        ways[habit][at] = -1.0
                        break
    shown = np.array(ways)
    return np.array([_change(row) for row in shown]), shown


def _change(way: np.ndarray) -> np.ndarray:
    count = len(way)
    at = np.arange(count)
    shown = way != 0
    last = np.maximum.accumulate(np.where(shown, at, -1))
    before = np.concatenate(([-1], last[:-1]))
    after = np.minimum.accumulate(np.where(shown, at, count)[::-1])[::-1]
    known = (before >= 0) & (after < count)
    apart = np.where(known, after - before, FAR)
    differ = way[np.clip(before, 0, None)] * way[np.clip(after, None, count - 1)]
    return np.where(known & (apart < FAR), -differ / np.sqrt(apart), 0.0)
