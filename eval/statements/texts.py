"""Texts with marked statements and names, and sentences of tokens set as text: what is measured on, and trained on."""

from __future__ import annotations

from dataclasses import dataclass

Range = tuple[int, int]
Roles = tuple[list[Range], list[Range], list[Range]]
"""Source, cue and content of one statement, in code points."""
Kind = tuple[int, int, int]
"""Start, end and kind of a name; kinds count from 1 in the order of `onrecord.tag.labels.NAME_TYPES`."""

SILVER = {"PERSON": 1, "ORGANIZATION": 2, "LOCATION": 3, "MISC": 4}
WIKIGOLD = {"PER": 1, "ORG": 2, "LOC": 3, "MISC": 4}
WNUT = {"person": 1, "corporation": 2, "group": 2, "location": 3, "creative-work": 4, "product": 4}

FOLDS = 5
"""Parts of wikigold, in the order of its sentences; the last one is held out."""


@dataclass
class Text:
    """A text and what is marked in it; None where that was not marked."""

    text: str
    statements: list[Roles] | None = None
    names: list[Kind] | None = None


_NO_SPACE_BEFORE = frozenset(".,;:!?)]}%'’”")
_NO_SPACE_BEHIND = frozenset("([{$“‘")


def sentence(tokens: list[str], tags: list[str], kinds: dict[str, int]) -> tuple[str, list[Kind]]:
    """The text of a tokenised sentence, set as it would be printed, and its names."""
    text, spans = "", []
    open_kind, begun = 0, 0
    for token, tag in zip(tokens, tags, strict=True):
        kind = kinds.get(tag[2:], 0)
        if open_kind and (kind != open_kind or tag.startswith("B-")):
            spans.append((begun, len(text), open_kind))
            open_kind = 0
        glued = not text or token[0] in _NO_SPACE_BEFORE or token == "n't" or text[-1] in _NO_SPACE_BEHIND
        text += token if glued else " " + token
        if kind and not open_kind:
            open_kind, begun = kind, len(text) - len(token)
    if open_kind:
        spans.append((begun, len(text), open_kind))
    return text, spans
