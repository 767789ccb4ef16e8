"""How often the speaker of a statement is right: on thirty articles of polnear-dev and on the seeds, for two readers.

The statements that the readers were asked about are given to the tagger, so that only the speaker is measured; beside
it, end to end, those that it finds itself are laid beside them.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from msgspec.structs import replace

from eval.data import MissingDataError, seeds
from eval.documents import documents_in
from eval.figures import Figure, Skipped
from eval.measures import wilson
from eval.statements.measure import READERS, Gold, Roles, article_of
from eval.statements.texts import Range
from eval.who import gold
from eval.who.gold import Told
from eval.who.judge import agree, is_unnamed, rivals, verdict
from eval.who.nearest import simply_spoken
from eval.who.sample import campaign, newsletters
from onrecord.model import Article, Span, Statement
from onrecord.split import split

PART = "who"
Tagger = Callable[[Article], Article]
Answers = list[Statement | None]

_WORD = re.compile(r"\w+")
ALIKE = 0.5
"""Share of words (Jaccard) from which on a statement found is the one asked for, as in the measure of statements."""


@dataclass(frozen=True)
class Asked:
    """A piece with the statements that were asked for, and which ones of the text they are."""

    id: str
    piece: Article
    shift: int
    """Where the piece begins in the text that offsets of the gold are in."""
    numbers: tuple[int, ...]

    @property
    def bare(self) -> Article:
        """The piece as it comes, without statements."""
        return replace(self.piece, statements=None)

    def told(self, marked: dict[str, tuple[Told, ...]]) -> list[Told]:
        """What a reader says of these statements, with offsets in the piece."""
        return [moved(marked[self.id][number], -self.shift) for number in self.numbers]


def moved(told: Told, by: int) -> Told:
    """The same for a text that lies elsewhere."""

    def places(spans: Sequence[Range]) -> tuple[Range, ...]:
        return tuple((start + by, end + by) for start, end in spans)

    return replace(
        told,
        at=places([told.at])[0],
        named=places(told.named),
        several=tuple(map(places, told.several)),
        open=tuple(map(places, told.open)),
    )


def asked() -> dict[str, list[Asked]]:
    """All pieces with statements that were asked for, by corpus.

    Raises:
        MissingDataError: the texts lie nowhere.
    """
    articles = [_asked(one, article_of(one.text, one.id)) for one in campaign()]
    issues = []
    for path, one in zip(seeds(), newsletters(), strict=True):
        (document,) = documents_in([path])
        issues += [found for piece in split(document) if (found := _asked(one, piece)).numbers]
    return {"polnear-dev": articles, "seeds": issues}


def _asked(one: Gold, piece: Article) -> Asked:
    here = [
        (number, roles)
        for number, roles in enumerate(one.statements)
        if piece.span.start <= roles["content"][0][0] < piece.span.end
    ]
    statements = tuple(_statement(number, roles, piece.span) for number, roles in here)
    return Asked(one.id, replace(piece, statements=statements), piece.span.start, tuple(number for number, _ in here))


def _statement(number: int, roles: Roles, within: Span) -> Statement:
    """A statement as a row carries it, with offsets in its piece, and nothing about its speaker."""

    def spans(role: str) -> tuple[Span, ...]:
        return tuple(Span(start, end).moved(-within.start) for start, end in roles[role] if end <= within.end)

    return Statement(id=f"s{number + 1}", source=spans("source"), cue=spans("cue"), content=spans("content"))


def figures(tag: Tagger) -> Iterator[Figure | Skipped]:
    """All figures on speakers."""
    try:
        corpora = asked()
    except MissingDataError as missing:
        yield Skipped(PART, "speakers", str(missing))
        return
    marked = {reader: gold.speakers(reader) for reader in READERS}
    for corpus, pieces in corpora.items():
        answered = [tag(one.piece) for one in pieces]
        rule = [simply_spoken(one) for one in answered]
        alone = [tag(one.bare) for one in pieces]
        for reader, told in marked.items():
            name = f"{corpus}, reader {reader}"
            yield from _shares(name, _judged(pieces, answered, told))
            yield _right(name, "simple rule", _judged(pieces, rule, told))
            yield _right(name, "end to end", _judged(pieces, alone, told))
        yield _agreement(corpus, pieces, marked["A"], marked["B"])


@dataclass(frozen=True)
class Judged:
    """One statement: what the reader says, and what became of it."""

    kind: str
    verdict: str
    unnamed: bool
    """Whether the answer says that the speaker has no name."""
    another: bool = False
    """Whether it is wrong and names somebody: words in another's mouth, not a name that was missed."""


def _judged(pieces: Sequence[Asked], answered: Sequence[Article], marked: dict[str, tuple[Told, ...]]) -> list[Judged]:
    """What became of every statement; one that the tagger did not find is missed."""
    found = []
    for one, article in zip(pieces, answered, strict=True):
        told = one.told(marked)
        for said, answer in zip(told, aligned(one.piece, article), strict=True):
            if answer is None:
                found.append(Judged(said.kind, "missed", False))
                continue
            worth = verdict(said, answer, article, rivals(said, told, article.text))
            names = any(name.who == answer.speaker for name in article.names or ())
            found.append(Judged(said.kind, worth, is_unnamed(answer), worth == "wrong" and names))
    return found


def aligned(wanted: Article, found: Article) -> Answers:
    """For each statement of the one article the likest of the other, by the words of the content; None where none is
    like it enough."""
    contents = [(_words(found, one), one) for one in found.statements or ()]
    answers: Answers = []
    for statement in wanted.statements or ():
        own = _words(wanted, statement)
        best, answer = max(
            ((len(own & other) / max(len(own | other), 1), one) for other, one in contents),
            key=lambda pair: pair[0],
            default=(0.0, None),
        )
        answers.append(answer if best >= ALIKE else None)
    return answers


def _words(article: Article, statement: Statement) -> set[int]:
    """Where the words of a content begin."""
    return {match.start() for span in statement.content for match in _WORD.finditer(article.text, span.start, span.end)}


def _shares(corpus: str, judged: Sequence[Judged]) -> Iterator[Figure]:
    """Right, wrong and left open; of the statements of each kind how many are right."""
    kinds = Counter(one.kind for one in judged)
    right = Counter(one.kind for one in judged if one.verdict == "right")
    parts = ", ".join(f"{kind} {right[kind]} of {count}" for kind, count in kinds.most_common())
    for measure, worth, n in (
        ("speaker right", "right", f"{len(judged)} ({parts})"),
        ("speaker wrong", "wrong", f"{len(judged)}"),
        ("speaker left open", "open", f"{len(judged)}"),
    ):
        yield _share(measure, corpus, n, sum(one.verdict == worth for one in judged), len(judged))
    yield _share(
        "speaker wrong, another named", corpus, f"{len(judged)}", sum(one.another for one in judged), len(judged)
    )
    nameless = [one for one in judged if one.kind == "unnamed"]
    n = f"{len(nameless)}"
    yield _share("speaker without a name, any type", corpus, n, sum(one.unnamed for one in nameless), len(nameless))


def _right(corpus: str, how: str, judged: Sequence[Judged]) -> Figure:
    right = sum(one.verdict == "right" for one in judged)
    return _share(f"speaker right, {how}", corpus, f"{len(judged)}", right, len(judged))


def _agreement(
    corpus: str, pieces: Sequence[Asked], first: dict[str, tuple[Told, ...]], second: dict[str, tuple[Told, ...]]
) -> Figure:
    """How much of what reader A says reader B says too."""
    same = [
        agree(told, other, one.piece.text)
        for one in pieces
        for told, other in zip(one.told(first), one.told(second), strict=True)
    ]
    return _share("speaker right, the other reader", f"{corpus}, reader A", f"{len(same)}", sum(same), len(same))


def _share(measure: str, corpus: str, n: str, hits: int, trials: int) -> Figure:
    return Figure(PART, measure, corpus, n, hits / max(trials, 1), wilson(hits, trials))
