"""How a statement puts what it says: as so, as not so, or as an open question."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache
from itertools import takewhile

from onrecord import lexicon
from onrecord.model import Span, Statement

TOLD = 5
"""Words of the shortest content that says something which can be denied."""


@cache
def _words(table: str) -> frozenset[str]:
    return frozenset(" ".join(lexicon.load("contradicting")[table]).split())


def denies(text: str, statement: Statement) -> bool:
    """Whether the cue of a statement in `text` denies what it introduces.

    Not where it is denied itself ("did not deny", "nobody disputes") or may be ("would deny"), where it keeps something
    from somebody ("to deny him a victory"), or where a suit or a plan is dismissed or rejected, and not what somebody
    has claimed: that is the thing turned down, and not what it is about ("rejected a meeting on the report").
    """
    cue = _plain(text, statement.cue)
    if any(map(_negative, (*cue, *_plain(text, statement.source)))) or not _words("supposed").isdisjoint(cue):
        return False
    content = _plain(text, statement.content)
    thing = takewhile(lambda word: word not in _words("about"), content)
    claimed = not _words("claimed").isdisjoint((*cue, *thing))
    if not _words("dismiss").isdisjoint(cue):
        return claimed or (content[:1] == ["that"] and content[1:2] != ["as"])
    clause = content[:1] and (
        content[0] in _words("clause_openers") or any(word.endswith("ing") for word in content[:2])
    )
    return not _words("deny").isdisjoint(cue) and bool(claimed or clause)


def asserts(text: str, statement: Statement) -> bool:
    """Whether a statement in `text` says what can be denied: no question, and neither left open nor denied itself."""
    cue, content = _plain(text, statement.cue), _plain(text, statement.content)
    not_asserting = _words("leave_open") | _words("deny") | _words("dismiss")
    left_open = any(_negative(word) or word in not_asserting for word in cue)
    return len(content) >= TOLD and content[0] not in {"if", "whether"} and not left_open


def _negative(word: str) -> bool:
    return word in _words("nobody") or word.endswith(("n't", "n’t"))


def _plain(text: str, spans: Iterable[Span]) -> list[str]:
    return [word.strip(".,:;“”\"'").lower() for span in spans for word in span.of(text).split()]
