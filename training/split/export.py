"""Turns boosted trees into the arrays that `onrecord.split.trees` walks."""

from __future__ import annotations

from typing import Any

import lightgbm as lgb
import numpy as np


def arrays(booster: lgb.Booster, prefix: str, quick: int, hopeless: float) -> dict[str, Any]:
    """The arrays of one forest.

    Args:
        quick: trees asked first.
        hopeless: log odds below which the rest is not asked.
    """
    nodes = _Nodes()
    roots = [nodes.add(tree["tree_structure"], 0) for tree in booster.dump_model()["tree_info"]]
    made: dict[str, Any] = {
        "roots": np.array(roots, dtype=np.uint16),
        "feature": np.array(nodes.feature, dtype=np.uint16),
        "threshold": np.array(nodes.threshold, dtype=np.float32),
        "children": np.array(nodes.children, dtype=np.uint16),
        "value": np.array(nodes.value, dtype=np.float16),
        "depth": np.array(nodes.depth),
        "quick": np.array(quick),
        "hopeless": np.array(hopeless),
    }
    if len(nodes.value) > np.iinfo(np.uint16).max:
        raise ValueError(f"{len(nodes.value)} nodes do not fit 16 bits")
    return {f"{prefix}_{name}": array for name, array in made.items()}


class _Nodes:
    def __init__(self) -> None:
        self.feature: list[int] = []
        self.threshold: list[float] = []
        self.children: list[int] = []
        self.value: list[float] = []
        self.depth = 0

    def add(self, tree: dict[str, Any], depth: int) -> int:
        """Adds a tree and gives the place of its root."""
        at = len(self.value)
        self.depth = max(self.depth, depth)
        self.feature.append(int(tree.get("split_feature", 0)))
        self.threshold.append(float(tree.get("threshold", np.inf)))
        self.value.append(float(tree.get("leaf_value", 0.0)))
        self.children += [at, at]
        if "split_feature" in tree:
            self.children[2 * at] = self.add(tree["left_child"], depth + 1)
            self.children[2 * at + 1] = self.add(tree["right_child"], depth + 1)
        return at
