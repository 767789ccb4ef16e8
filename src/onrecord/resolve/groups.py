"""Groups of keys that mean one bearer, with the reason of every join, and what was kept apart."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence

from msgspec import Struct

from onrecord.model import Place

SHOWN = 8
"""Places that a reason shows; a name may stand in ten thousand."""


class Apart(Struct, frozen=True, order=True):
    """Two keys that seemed one bearer's and are kept apart: why they seemed so, and why they are not."""

    one: str
    other: str
    alike: str
    why: str
    places: tuple[Place, ...] = ()


class Groups:
    """Disjoint sets of keys (Tarjan 1975), some of which may never be one.

    Args:
        keys: all keys.
        different: sets of keys of which no two may be one; keys that are none of `keys` say nothing.
    """

    def __init__(self, keys: Iterable[str], different: Sequence[frozenset[str]] = ()) -> None:
        self._parent = {key: key for key in keys}
        self._members: dict[str, list[str]] = {key: [key] for key in self._parent}
        self._enemies: dict[str, set[str]] = defaultdict(set)
        self.reasons: dict[str, dict[str, list[Place]]] = defaultdict(dict)
        """By root and rule: places that show it."""
        self.apart: list[Apart] = []
        for some in different:
            met = some & self._parent.keys()
            for key in met:
                self._enemies[key] |= met - {key}

    def __contains__(self, key: str) -> bool:
        return key in self._parent

    def root(self, key: str) -> str:
        """The key that stands for a key's group."""
        while self._parent[key] != key:
            self._parent[key] = self._parent[self._parent[key]]
            key = self._parent[key]
        return key

    def members(self, key: str) -> list[str]:
        """All keys of a key's group."""
        return self._members[self.root(key)]

    def join(self, one: str, other: str, rule: str, places: Sequence[Place] = (), veto: str = "") -> bool:
        """Make two groups one, unless something keeps them apart; whether they are one now.

        Args:
            veto: why they may not be one; kept beside the pair.
        """
        first, second = sorted((self.root(one), self.root(other)))
        if first == second:
            self._note(first, rule, places)
            return True
        # What a person decided comes before what is doubtful, so that it is not asked for again.
        if any(self.root(enemy) == second for key in self._members[first] for enemy in self._enemies.get(key, ())):
            veto = "told apart by hand"
        if veto:
            self.apart.append(Apart(min(one, other), max(one, other), rule, veto, tuple(places)))
            return False
        self._parent[second] = first
        self._members[first] += self._members.pop(second)
        for kept_rule, kept in self.reasons.pop(second, {}).items():
            self._note(first, kept_rule, kept)
        self._note(first, rule, places)
        return True

    def _note(self, root: str, rule: str, places: Sequence[Place]) -> None:
        kept = self.reasons[root].setdefault(rule, [])
        kept += [place for place in dict.fromkeys(places) if place not in kept][: max(0, SHOWN - len(kept))]
