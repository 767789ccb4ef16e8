"""Where things stand in an article: its paragraphs, sentences and quotations, and the names between them."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from functools import cached_property

from onrecord.model import Name, Span
from onrecord.split.segments import sentences_within
from onrecord.tag.quotations import quotations
from onrecord.tag.vocabulary import Vocabulary


class Discourse:
    """One article as those see it who ask what a word refers to.

    Args:
        text: the article's text.
        names: its names with their chains.
        paragraphs: its paragraphs.
        words: the vocabulary of its language.
        headline: where its headline stands, if that is known.
    """

    def __init__(
        self,
        text: str,
        names: Sequence[Name],
        paragraphs: Sequence[Span],
        words: Vocabulary,
        headline: Span | None = None,
    ) -> None:
        self.text, self.words, self.paragraphs = text, words, list(paragraphs)
        self.names = sorted(names, key=lambda name: name.span)
        self.name_starts = [name.span.start for name in self.names]
        self.paragraph_starts = [paragraph.start for paragraph in paragraphs]
        self.headline = headline or _headline(text, paragraphs)
        self.types = {name.who: name.type for name in self.names}

    @cached_property
    def sentences(self) -> list[Span]:
        """All sentences, in order."""
        return [
            sentence
            for paragraph in self.paragraphs
            for sentence in sentences_within(self.text, paragraph, self.words.language)
        ]

    @cached_property
    def _sentence_starts(self) -> list[int]:
        return [sentence.start for sentence in self.sentences]

    @cached_property
    def _quoted(self) -> list[Span]:
        return sorted(one.inner for of_paragraph in quotations(self.text, self.paragraphs) for one in of_paragraph)

    @cached_property
    def _quoted_starts(self) -> list[int]:
        return [span.start for span in self._quoted]

    @cached_property
    def only_headline(self) -> frozenset[str]:
        """Chains that nothing but the headline names: often the title of a publication, and nobody's antecedent."""
        behind = bisect_left(self.name_starts, self.headline.end)
        return frozenset({name.who for name in self.names[:behind]} - {name.who for name in self.names[behind:]})

    def sentence(self, at: int) -> int:
        """The number of the sentence that a place (code points) stands in."""
        return max(0, bisect_right(self._sentence_starts, at) - 1)

    def sentence_span(self, at: int) -> Span:
        """The sentence that a place stands in."""
        return self.sentences[self.sentence(at)] if self.sentences else Span(0, len(self.text))

    def paragraph(self, at: int) -> int:
        """The number of the paragraph that a place stands in."""
        return max(0, bisect_right(self.paragraph_starts, at) - 1)

    def before(self, at: int, paragraphs: int) -> Span:
        """What stands before a place in its own paragraph and those before it, so many paragraphs together."""
        return Span(self.paragraph_starts[max(0, self.paragraph(at) - paragraphs + 1)], at)

    def organisations(self, stretch: Span) -> list[Name]:
        """The names of organisations in a stretch, without those that only the headline names."""
        named = self.within(stretch)
        return [name for name in named if name.type == "organisation" and name.who not in self.only_headline]

    def quotation(self, at: int) -> Span | None:
        """The quotation that a place stands in, without its marks; None outside of all."""
        before = bisect_right(self._quoted_starts, at) - 1
        if before < 0 or self._quoted[before].end <= at:
            return None
        return self._quoted[before]

    def within(self, span: Span) -> list[Name]:
        """The names that lie in a stretch."""
        low, high = bisect_left(self.name_starts, span.start), bisect_right(self.name_starts, span.end)
        return [name for name in self.names[low:high] if name.span.end <= span.end]


LONGEST_HEADLINE = 160
"""Code points of a headline at most; in the coverage corpus 3 of 5,000 titles are longer."""


def _headline(text: str, paragraphs: Sequence[Span]) -> Span:
    """The first of several paragraphs, if it is short and no sentence; else nothing."""
    if len(paragraphs) < 2:
        return Span(0, 0)
    first = paragraphs[0]
    line = first.of(text)
    sentence = len(line) > LONGEST_HEADLINE or line.rstrip("\"'”’»)")[-1:] in (".", "!", "?", "…", ":")
    return Span(0, 0) if sentence else first
