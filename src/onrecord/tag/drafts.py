"""What taggers share: the draft of a statement, what a tagged article comes as, and the sheet that the rules fill."""

from __future__ import annotations

from typing import Literal

from msgspec import Struct

from onrecord.model import Article, Span
from onrecord.tag.clauses import Frame, Range
from onrecord.tag.tokens import COMMA, QUOTE
from onrecord.tag.vocabulary import Cue

Form = Literal["direct", "indirect", "mixed"]


class Draft(Struct, gc=False):
    """A statement before it has an id and a speaker."""

    rule: str
    paragraph: int
    source: Span | None
    cue: list[Span]
    content: list[Span]
    form: Form = "direct"
    confidence: float = 1.0
    waits: bool = False
    """It ended in a colon: the next paragraph is its content."""
    label: bool = False


class Passage(Struct, frozen=True, gc=False):
    """A paragraph of an article with its embedding."""

    span: Span
    vector: bytes
    """Numbers of two bytes (IEEE 754 half precision, little-endian), of length one as a whole."""


class Tagged(Struct, frozen=True, gc=False):
    """A tagged article, and the embeddings of its passages where they were asked for and its tagger gives any."""

    article: Article
    passages: tuple[Passage, ...] = ()


class Sheet:
    """A paragraph, the statements found in it so far, and the tokens that they have taken."""

    def __init__(self, frame: Frame, paragraph: int) -> None:
        self.frame, self.paragraph = frame, paragraph
        self.words = frame.words
        self.kinds, self.lows, self.flags = frame.kinds, frame.lows, frame.flags
        self.found: list[Draft] = []
        self.used: set[int] = set()
        self._subjects: dict[tuple[int, int], Range | None] = {}

    def subject(self, end: int, begin: int) -> Range | None:
        """What `Frame.subject` finds; asked for by two rules, looked for once."""
        if (end, begin) not in self._subjects:
            self._subjects[end, begin] = self.frame.subject(end, begin)
        return self._subjects[end, begin]

    def draft(self, rule: str, source: Range | Span | None, cue: Range, content: list[Span]) -> Draft:
        """A draft, not yet added."""
        span = source if source is None or isinstance(source, Span) else self.frame.span(source)
        return Draft(rule, self.paragraph, span, [self.frame.span(cue)], content)

    def add(self, draft: Draft, *taken: Range) -> None:
        """Keep a draft, and its tokens from being taken again."""
        self.found.append(draft)
        for tokens in taken:
            self.used.update(range(*tokens))

    def speaks(self, at: int) -> bool:
        """Whether a word can stand beside a quotation as its cue."""
        flags = self.flags[at]
        return bool(flags & (Cue.QUOTED | Cue.TOLD)) and not flags & Cue.GERUND

    def cue_between(self, start: int, end: int) -> bool:
        """Whether another cue verb stands in a stretch."""
        return any(self.flags[at] & (Cue.CLAUSE | Cue.TOLD | Cue.NAMING) for at in range(start, end))

    def inner(self, at: int) -> str:
        """The words of a quotation without the white space at their end."""
        return self.frame.quoted[at].inner.of(self.frame.text).rstrip()

    def is_title(self, at: int) -> bool:
        """Whether a quotation is the title of a work: each longer word has a capital, and no stop or comma ends it."""
        inner = self.inner(at)
        long = [word for word in inner.split() if len(word) > 3]
        return bool(long) and inner[-1] not in ".,?!…—" and all(not word[0].islower() for word in long)

    def tail(self, start: int, end: int) -> bool:
        """Whether nothing but when and where it was said follows the cue."""
        if start >= end:
            return True
        low = self.lows[start]
        tail = low in self.words.after_source or low in self.words.prepositions or low in self.words.adverbs
        if not tail or low in ("that", "if", "but"):
            return False
        stop = next((i for i in range(start, end) if self.kinds[i] == COMMA), end)
        return stop - start <= 12 and not any(
            self.lows[i] == "that" or self.kinds[i] == QUOTE or self.frame.verb_like(i) for i in range(start, end)
        )

    def is_clause(self, begin: int, end: int) -> bool:
        """Whether a stretch has a verb of its own, outside relative clauses."""
        relative = False
        for at in range(begin, end):
            low = self.lows[at]
            if self.kinds[at] == QUOTE:
                return True
            if self.kinds[at] == COMMA:
                relative = False
            relative |= low in self.words.relatives
            if not relative and (
                low in self.words.contractions
                or self.frame.verb_like(at)
                or (low.endswith("ed") and not self.frame.capitals[at])
            ):
                return True
        return False
