"""GUM's news and interviews (WebAnno TSV): text, and the chains of the people and organisations that have a name.

A sentence's tokens are set as they would be printed; a sentence that ends without a stop (a headline, a date, a
caption) is a paragraph, and of the others three make one, since the files tell sentences and no paragraphs. Mentions
of kind person and organisation are in one chain where coreference, anaphor, cataphor, apposition or predication joins
them, or where they lead to the same page of Wikipedia; bridging does not join.

Kept are pronouns and named mentions. A mention's head is its last token before the first comma, bracket, preposition,
relative or "and"; the mention is named where the head has a capital that is not merely the sentence's (it is no word
like "anyone", and its small form stands nowhere in the document). Of several mentions with one head the shortest is
kept. Chains without a name are left out.

`split` gives the documents that may be trained on, and those that are measured.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

from eval.data import data
from onrecord.model import Span

GENRES = ("GUM_interview_", "GUM_news_")
KINDS = frozenset(("person", "organization"))
JOINING = frozenset(("coref", "ana", "cata", "appos", "pred"))
"""Links that join. A chain goes on from the predicate ("Orlo is the mayor. She"), so that one would break without."""
PRONOUNS = frozenset(
    """
    i me my mine myself you your yours yourself yourselves he him his himself she her hers herself it its itself
    we us our ours ourselves they them their theirs themselves who whom whose
    """.split()  # noqa: SIM905
)
_AFTER_HEAD = frozenset(
    """
    , ; : ( [ – — of in for at from on with by to as and or who whom whose which that including
    """.split()  # noqa: SIM905
)
_INDEFINITE = frozenset(
    """
    all another anybody anyone both each either everybody everyone few many most neither nobody none one others people
    several some somebody someone that these this those
    """.split()  # noqa: SIM905
)
_NO_SPACE_BEFORE = re.compile(r"[.,;:!?)\]}%’”]|['’](?:s|m|d|re|ve|ll)?$|n['’]t$|[-/]$", re.IGNORECASE)
_NO_SPACE_BEHIND = re.compile(r"[(\[{$“‘#]$|[-/]$")
_POSSESSIVES = ("'s", "’s", "'", "’")
_STOPS = (".", "!", "?", "…", '"', "”", ":")
TOGETHER = 3
"""Sentences of a paragraph."""
_LINK = re.compile(r"\d+-\d+\[(\d+)_(\d+)\]")
_MARK = re.compile(r"([^|\[]+)\[(\d+)\]")


@dataclass(frozen=True)
class Token:
    """A word of a document: its place in the set text, and its place in its sentence."""

    text: str
    span: Span
    first: bool


@dataclass(frozen=True, order=True)
class Mention:
    """A mention with the place of its head."""

    span: Span
    head: Span
    pronoun: bool


@dataclass(frozen=True)
class Read:
    """A document: its text and its chains, each in the order of the text."""

    name: str
    text: str
    chains: tuple[tuple[Mention, ...], ...]


@dataclass
class _Marked:
    """A mention as the file has it."""

    kind: str
    tokens: list[int]
    page: str = ""


def split() -> tuple[list[Path], list[Path]]:
    """News and interviews, in the order of their names: every second one is held out for measuring.

    Raises:
        MissingDataError: the data lie nowhere.
    """
    paths = sorted(path for path in data("coreference/gum-tsv").glob("*.tsv") if path.name.startswith(GENRES))
    return paths[::2], paths[1::2]


def read(path: Path) -> Read:
    """A document of a file."""
    return parsed(path.stem, path.read_text(encoding="utf-8").splitlines())


def parsed(name: str, lines: Iterable[str]) -> Read:
    """A document of the lines of a file."""
    sentences: list[list[str]] = []
    marked: dict[int, _Marked] = {}
    links: list[tuple[int, int]] = []
    count = 0
    for line in lines:
        if line.startswith("#Text=") or not sentences:
            sentences.append([])
        cells = line.split("\t")
        if line.startswith("#") or len(cells) < 10:
            continue
        sentences[-1].append(cells[2])
        for kind, number in _MARK.findall(cells[3]):
            marked.setdefault(int(number), _Marked(kind, [])).tokens.append(count)
        for page, number in _MARK.findall(cells[6]):
            marked[int(number)].page = page
        for kind, target in zip(cells[8].split("|"), cells[9].split("|"), strict=True):
            link = _LINK.fullmatch(target)
            if link and kind in JOINING:
                links.append((int(link[1]), int(link[2])))
        count += 1
    text, tokens = _set([sentence for sentence in sentences if sentence])
    return Read(name, text, tuple(_chains(tokens, marked, links)))


def _set(sentences: Sequence[Sequence[str]]) -> tuple[str, list[Token]]:
    """Sentences as they would be printed, and their tokens in that text."""
    text, found = "", list[Token]()
    run = 0
    quoted = False
    for sentence in sentences:
        alone = not sentence[-1].endswith(_STOPS)
        if text and (alone or run in (0, TOGETHER)):
            text, run, quoted = text + "\n\n", 0, False
        elif text:
            text += " "
        run = 0 if alone else run + 1
        glued = True
        for at, token in enumerate(sentence):
            closes = token == '"' and quoted
            if not (glued or closes or _NO_SPACE_BEFORE.match(token)):
                text += " "
            found.append(Token(token, Span(len(text), len(text) + len(token)), at == 0))
            text += token
            quoted = quoted != (token == '"')
            glued = bool(_NO_SPACE_BEHIND.match(token)) or (token == '"' and quoted)
    return text, found


def _chains(
    tokens: Sequence[Token], marked: dict[int, _Marked], links: Iterable[tuple[int, int]]
) -> Iterator[tuple[Mention, ...]]:
    """The chains that have a name."""
    small = {token.text for token in tokens if token.text.islower()}
    chain_of = _joined(marked, links)
    by_head: dict[int, tuple[int, int]] = {}
    for number, mark in marked.items():
        if mark.kind in KINDS:
            head = _head(tokens, mark.tokens)
            if _counts(tokens[head], small):
                by_head[head] = min(by_head.get(head, (len(tokens), 0)), (len(mark.tokens), number))
    found: dict[int, list[Mention]] = defaultdict(list)
    for head, (_, number) in sorted(by_head.items()):
        own = marked[number].tokens
        span = Span(tokens[own[0]].span.start, tokens[own[-1]].span.end)
        found[chain_of[number]].append(Mention(span, tokens[head].span, tokens[head].text.lower() in PRONOUNS))
    for chain in found.values():
        if not all(mention.pronoun for mention in chain):
            yield tuple(chain)


def _head(tokens: Sequence[Token], own: Sequence[int]) -> int:
    """The last token before the first that ends a noun's own words; a possessive at the end is no head."""
    if len(own) > 1 and tokens[own[-1]].text in _POSSESSIVES:
        own = own[:-1]
    for before, at in pairwise(own):
        if tokens[at].text.lower() in _AFTER_HEAD and tokens[before].text[0].isalnum():
            return before
    return own[-1]


def _counts(head: Token, small: set[str]) -> bool:
    """Whether a mention with this head is a pronoun or a name."""
    if head.text.lower() in PRONOUNS:
        return True
    return head.text[0].isupper() and not (head.first and head.text.lower() in small | _INDEFINITE)


def _joined(marked: dict[int, _Marked], links: Iterable[tuple[int, int]]) -> dict[int, int]:
    """The chain of every mention: the least number of those that it is joined with."""
    chain_of = {number: number for number in marked}

    def root(number: int) -> int:
        while chain_of[number] != number:
            number = chain_of[number]
        return number

    pages: dict[tuple[str, str], int] = {}
    same = [(number, pages.setdefault((mark.kind, mark.page), number)) for number, mark in marked.items() if mark.page]
    for one, other in (*links, *same):
        if one in chain_of and other in chain_of:
            low, high = sorted((root(one), root(other)))
            chain_of[high] = low
    return {number: root(number) for number in marked}
