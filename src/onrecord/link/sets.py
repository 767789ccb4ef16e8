"""Sets that grow together when two of their members turn out to belong to each other."""

from __future__ import annotations


class DisjointSets:
    """Numbers 0 to `count` - 1 in sets; the least of a set stands for it, so the order of joining does not matter."""

    def __init__(self, count: int) -> None:
        self._parents = list(range(count))

    def least(self, member: int) -> int:
        """The number that stands for the set of `member`."""
        parents = self._parents
        while parents[member] != member:
            parents[member] = parents[parents[member]]
            member = parents[member]
        return member

    def join(self, one: int, other: int) -> None:
        """Make one set of the sets of the two."""
        low, high = sorted((self.least(one), self.least(other)))
        self._parents[high] = low
