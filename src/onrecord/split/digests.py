"""Digests in plain text: under a masthead with its date or number, item after item, each opening with its own title.

"Harbour dues. The port publishes what every ship …": with the mark-up gone nothing sets the items apart but that each
begins with a sentence too short for one, and that they are paragraphs. One article reads like this by chance, so the
masthead has to say that there is an issue.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from onrecord.lexicon import load
from onrecord.split.lines import Passage
from onrecord.split.pieces import Piece
from onrecord.split.signs import Role

MASTHEAD_WITHIN = 3
"""Passages at the top among which the masthead stands."""

TITLE_LIMIT = 130
"""Code points of a title that opens its paragraph: in data-is-plural 99 of 100 have fewer than 95."""

TITLE_SHARE = 0.7
"""Share of a paragraph that its title may fill."""

SHORTEST = 20
"""Code points of a title that ends with what may be an abbreviation."""

FEWEST = 3
TELLING = 0.4
"""Share of the titles that may have a finite verb: 0.2 at most in data-is-plural, 0.6 and more in running prose."""

REGULAR = 0.7
"""Share of the paragraphs that must open with a title: the rest goes on with the item before."""

_TITLE = re.compile(r".*?(?:[.!?…][\"'”’»)\]]*|:)(?=\s+\S)", re.S)
_ABBREVIATED = re.compile(r"(?:\b[A-Z]|\b(?:Mr|Mrs|Ms|Dr|St|vs|No|Vol|Sen|Rep|Gov|U\.S|U\.K|Inc|Co|Jr|etc))\.$")
_FIRST = re.compile(r"[^\W\d_]+")
_FINITE = frozenset(load("layout")["openers"]["finite"])
_BEFORE = frozenset(load("layout")["openers"]["pronouns"]) | {"but", "and", "also"}
_ADDRESS = re.compile(r"\S@\S+\.\w|\bsubscrib|\bfeedback|\bsuggestions|\breply to this", re.I)


def digest(found: Sequence[Passage], roles: Sequence[Role]) -> list[Piece] | None:
    """The items of a digest, or None where the document is none."""
    top = next((at for at, what in enumerate(roles[:MASTHEAD_WITHIN]) if what is Role.EDITION), None)
    if top is None:
        return None
    body = [at for at in range(top + 1, len(found)) if roles[at] is Role.BODY and not _addresses(found[at])]
    titles = _alike({at: length for at in body if (length := title_length(found[at].text))}, found)
    items = list(titles)
    if sum(_tells(found[at].text[:length]) for at, length in titles.items()) > TELLING * len(items):
        return None
    inner = [at for at in body if at >= items[0]] if items else []
    if len(items) < FEWEST or len(items) < REGULAR * len(inner):
        return None
    return _pieces(found, items, titles, body)


def _alike(titles: dict[int, int], found: Sequence[Passage]) -> dict[int, int]:
    """The titles that close as most do: "Note: …" among titles with full stops is a word to the readers."""
    colons = {at for at, length in titles.items() if found[at].text[length - 1] == ":"}
    usual = 2 * len(colons) > len(titles)
    return {at: length for at, length in titles.items() if (at in colons) is usual}


def title_length(text: str) -> int:
    """Code points of the title that opens a paragraph; 0 where it opens with none."""
    at = doubtful = 0
    if _goes_on(text):
        return 0
    while (match := _TITLE.match(text, at)) and match.end() <= min(TITLE_LIMIT, TITLE_SHARE * len(text)):
        at = match.end()
        if text[:at].endswith(("...", "…")):
            return 0
        if not _ABBREVIATED.search(text[:at][-6:]):
            return at
        doubtful = at
    return doubtful if doubtful >= SHORTEST else 0


def _tells(title: str) -> bool:
    """Whether what opens a paragraph is a sentence that tells something, and no title: it has a finite verb."""
    return not title.endswith("?") and not _FINITE.isdisjoint(_FIRST.findall(title.lower()))


def _goes_on(text: str) -> bool:
    """Whether a paragraph opens with a word for what was named before: it goes on with the item above."""
    first = _FIRST.match(text)
    return first is not None and first.group().lower() in _BEFORE


def _addresses(passage: Passage) -> bool:
    """Whether a passage speaks to the readers: where to write, how to subscribe."""
    return len(passage.text) < 700 and len(_ADDRESS.findall(passage.text)) >= 2


def _pieces(found: Sequence[Passage], items: Sequence[int], titles: dict[int, int], body: Sequence[int]) -> list[Piece]:
    pieces = []
    running = set(body)
    for item, after in zip(items, [*items[1:], len(found)], strict=True):
        last = item + 1
        while last < after and last in running:
            last += 1
        start = found[item].start
        pieces.append(Piece(item, last, titled=False, headline=(start, start + titles[item])))
    return pieces
