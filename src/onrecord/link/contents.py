"""The contents of a pile's statements as numbers: what claims and denials compare."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from onrecord.link.listed import listed_hashes, small_stems
from onrecord.link.manner import asserts, denies
from onrecord.link.pile import Pile
from onrecord.link.weighed import Weighed
from onrecord.link.words import Hashes, words
from onrecord.model import Identity, Said, Span, Statement, Story
from onrecord.split.segments import sentences

SMALL = 3_000
"""Statements of a pile up to which all are compared, not only those of one story: a small pile has one subject."""
TELLING = 6
"""Stems of a content by which others like it are looked for."""
COMMON = 60
"""Statements of a group with a stem above which it says nothing of what a content is about."""
_NUMBER = re.compile(r"\d[\d.,]*\d|\d")


@dataclass(frozen=True, slots=True)
class Content:
    """What one statement says.

    `number` is its article's in the pile; `words` are the hashes of its words in order, `stems` those of its words of
    meaning, each once; `numerals` its numbers in digits; `negated` whether it says that something is not so.
    """

    said: Said
    number: int
    statement: Statement
    text: str
    words: Hashes
    stems: frozenset[int]
    numerals: frozenset[str]
    negated: bool
    denies: bool
    """Whether its cue says that it is not so."""
    asserts: bool
    """Whether it is put as so."""
    speaker: str | None
    """The entity that speaks, where it is known."""

    @property
    def span(self) -> Span:
        """From the start of what is said to its end."""
        return Span(self.statement.content[0].start, self.statement.content[-1].end)


@dataclass(frozen=True, slots=True)
class Contents:
    """All contents of a pile in its order, and the groups in which they are compared."""

    pile: Pile
    all: list[Content]
    groups: list[list[int]]
    """Numbers of contents that may speak of one thing: those of a story, or of all of a small pile."""
    weighed: Weighed

    def near(self, group: Sequence[int], least: float) -> Iterator[tuple[int, int, float]]:
        """Pairs of a group (the lower number first) whose stems have a weighted cosine of `least` or more."""
        holding: dict[int, list[int]] = defaultdict(list)
        shared: Counter[tuple[int, int]] = Counter()
        for at in group:
            stems = self.all[at].stems
            for stem in self.weighed.heaviest(stems, TELLING):
                held = holding[stem]
                if len(held) < COMMON:
                    shared.update((other, at) for other in held)
                    held.append(at)
        for one, other in shared:
            alike = self.weighed.cosine(self.all[one].stems, self.all[other].stems)
            if alike >= least:
                yield one, other, alike


def contents(pile: Pile, identities: Iterable[Identity], stories: Sequence[Story]) -> Contents:
    """The contents of all statements of the pile."""
    entity = {(one.article, one.who): one.entity for one in identities}
    found: list[Content] = []
    by_article: dict[str, list[int]] = defaultdict(list)
    for number, article in enumerate(pile.articles):
        for statement in article.statements or ():
            speaker = entity.get((article.id, statement.speaker)) if statement.speaker else None
            by_article[article.id].append(len(found))
            found.append(_content(pile, number, statement, speaker))
    if len(found) <= SMALL:
        groups = [list(range(len(found)))]
    else:
        groups = [[at for article in story.articles for at in by_article[article]] for story in stories]
    return Contents(pile, found, groups, Weighed.among([one.stems for one in found]))


def _content(pile: Pile, number: int, statement: Statement, speaker: str | None) -> Content:
    article = pile.articles[number]
    hashes = [_inside(pile, number, span) for span in statement.content]
    text = " ".join(span.of(article.text) for span in statement.content)
    read = words(text)
    own = np.concatenate(hashes) if len(hashes) > 1 else hashes[0]
    return Content(
        said=Said(article.id, statement.id),
        number=number,
        statement=statement,
        text=text,
        words=own,
        stems=frozenset(read.stems.tolist()) - small_stems(),
        numerals=frozenset(_NUMBER.findall(text)),
        negated=not listed_hashes("contradicting", "negations").isdisjoint(read.hashes.tolist()),
        denies=denies(article.text, statement),
        asserts=asserts(article.text, statement),
        speaker=speaker,
    )


def _inside(pile: Pile, number: int, span: Span) -> Hashes:
    """The words of an article that lie in a span."""
    low = int(np.searchsorted(pile.starts[number], span.start))
    high = int(np.searchsorted(pile.ends[number], span.end, side="right"))
    return pile.words[number][low : max(low, high)]


def sentence_of(text: str, span: Span, language: str | None) -> Span:
    """The sentence in which a span begins, within its line."""
    low = text.rfind("\n", 0, span.start) + 1
    high = text.find("\n", span.end)
    line = text[low : high if high >= 0 else len(text)]
    for found in sentences(line, language=language):
        if found.start + low <= span.start < found.end + low:
            return Span(found.start + low, max(found.end + low, span.end))
    return span
