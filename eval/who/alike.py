"""Bearers that are easily taken for each other: those who share a word of their names, or an acronym."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping
from itertools import combinations

_WORD = re.compile(r"[^\W\d_]+")
_ACRONYM = re.compile(r"(?:[^\W\d_]\.?){2,6}")
SHORTEST = 4
"""Letters of a word that two may share."""

GENERIC = frozenset(
    """
    administration affairs agency air american association board bureau business campaign center chief city college
    commission committee company conference congress council county court democratic department district economic
    education federal force foundation general government group health high house institute international justice labor
    league ministry national network news office organization party police policy political post president press public
    republican research school secretary security senate service services society state states street supreme team
    times today union united university white with york
    """.split()  # noqa: SIM905
)
"""Words that make nobody alike: what many organisations are called, and what stands in "New York"."""

Pair = frozenset[int]


def words(form: str) -> set[str]:
    """The words of a form that two bearers may share, in small letters."""
    return {word.casefold() for word in _WORD.findall(form) if len(word) >= SHORTEST} - GENERIC


def acronym(form: str) -> str:
    """A form that is an acronym, without its stops; empty for any other."""
    bare = form.replace(".", "")
    return bare if _ACRONYM.fullmatch(form) and bare.isupper() and len(bare) > 1 else ""


def initials(form: str) -> str:
    """The capitals that the words of a form begin with; empty where there is one word."""
    found = [word[0] for word in _WORD.findall(form) if word[0].isupper()]
    return "".join(found) if len(found) > 1 else ""


def confusable(forms: Mapping[int, Iterable[str]]) -> set[Pair]:
    """All pairs of bearers who share a word or an acronym.

    Args:
        forms: the forms of each bearer's name.
    """
    bearers: dict[str, set[int]] = defaultdict(set)
    spelled: dict[str, set[int]] = defaultdict(set)
    for bearer, own in forms.items():
        for form in own:
            for word in words(form):
                bearers[word].add(bearer)
            if short := acronym(form):
                bearers[short].add(bearer)
            spelled[initials(form)].add(bearer)
    for key, alike in bearers.items():
        if key.isupper():
            alike |= spelled.get(key, set())
    return {frozenset(pair) for alike in bearers.values() for pair in combinations(sorted(alike), 2)}
