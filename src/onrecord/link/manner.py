"""How a statement puts what it says: as so, as not so, or as an open question."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache

from onrecord import lexicon
from onrecord.model import Span, Statement

TOLD = 5
"""Words of the shortest content that says something which can be denied."""


@cache
def _words(table: str) -> frozenset[str]:
    return frozenset(" ".join(lexicon.load("contradicting")[table]).split())


def denies(text: str, statement: Statement) -> bool:
    """Whether the cue of a statement in `text` denies what it introduces.

    Not where it is denied itself ("did not deny", "nobody disputes"), where it keeps something from somebody ("to deny
    him a victory"), or where a suit or a plan is dismissed or rejected, and not what somebody has claimed.
    """
    cue = _plain(text, statement.cue)
    if any(map(_negative, (*cue, *_plain(text, statement.source)))):
        return False
    content = _plain(text, statement.content)
    claimed = not _words("claimed").isdisjoint((*cue, *content))
    if not _words("dismiss").isdisjoint(cue):
        return claimed or content[:1] == ["that"]
    clause = content[:1] and (
        content[0] in _words("clause_openers") or any(word.endswith("ing") for word in content[:2])
    )
    return not _words("deny").isdisjoint(cue) and bool(claimed or clause)


def asserts(text: str, statement: Statement) -> bool:
    """Whether a statement in `text` says something that can be denied: no question, and not left open by its cue."""
    cue, content = _plain(text, statement.cue), _plain(text, statement.content)
    left_open = any(_negative(word) or word in _words("leave_open") for word in cue)
    return len(content) >= TOLD and content[0] not in {"if", "whether"} and not left_open


def _negative(word: str) -> bool:
    return word in _words("nobody") or word.endswith(("n't", "n’t"))


def _plain(text: str, spans: Iterable[Span]) -> list[str]:
    return [word.strip(".,:;“”\"'").lower() for span in spans for word in span.of(text).split()]
