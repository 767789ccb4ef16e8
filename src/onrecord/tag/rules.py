"""The tagger by rule: for every language that has no model, and the measure that a model has to beat."""

from __future__ import annotations

import re
from collections.abc import Sequence

from onrecord.model import Article, Span
from onrecord.split.segments import paragraphs
from onrecord.tag.assembly import assembled, with_speakers
from onrecord.tag.drafts import Tagged
from onrecord.tag.names import names
from onrecord.tag.statements import drafts
from onrecord.tag.vocabulary import vocabulary

RULES = {
    "behind": 0.92,
    "quoted": 0.77,
    "signature": 0.92,
    "label": 0.80,
    "waits": 0.73,
    "according": 0.78,
    "trailing": 0.78,
    "bare": 0.79,
    "that": 0.76,
    "naming": 0.60,
    "follows": 0.69,
    "infinitive": 0.58,
}
"""Confidence of a statement by the rule that found it: the share of its statements that are right in content and
source on the 924 articles of PolNeAR's training and development parts together (nothing is trained on them; signatures
and labels are few there). `python -m eval.statements.rules [--corpus polnear-train]` prints the shares again."""


LONGEST_PARAGRAPH = 50_000
"""Code points of a paragraph that are looked at together. Its words take 25 bytes a code point while its sentences are
read: 20 MB in one line took half a gigabyte. The longest paragraph in 4,000 pieces of `baly-third` has 14,440."""

_SENTENCE_END = re.compile(r".*[.!?…][\"'”’»)\]]*\s", re.DOTALL)
_SPACE = re.compile(r".*\s", re.DOTALL)


def in_parts(text: str, found: Sequence[Span]) -> list[Span]:
    """Paragraphs, of which those longer than `LONGEST_PARAGRAPH` are cut: at the ends of sentences, else between words.

    A statement across such a cut is lost or shortened; what is so long was never set as one paragraph.
    """
    parts: list[Span] = []
    for paragraph in found:
        start = paragraph.start
        while paragraph.end - start > LONGEST_PARAGRAPH:
            limit = start + LONGEST_PARAGRAPH
            cut = _SENTENCE_END.match(text, start, limit) or _SPACE.match(text, start, limit)
            end = cut.end() if cut else limit
            stripped = start + len(text[start:end].rstrip())
            if stripped > start:
                parts.append(Span(start, stripped))
            start = end
        if start < paragraph.end:
            parts.append(Span(start, paragraph.end))
    return parts


class RuleTagger:
    """Names and statements by rule, in one pass over an article."""

    name = "rules-2"

    def tag(self, article: Article, least: float | None = None, vectors: bool = False) -> Tagged:
        """The article with names, mentions and statements; what it already carries is kept as given. No vectors."""
        del vectors
        words = vocabulary(article.language)
        found = in_parts(article.text, paragraphs(article.text))
        marked = article.names if article.names is not None else names(article.text, words)
        if article.statements is not None:
            return Tagged(with_speakers(article, marked, found, words))
        made = drafts(article.text, found, article.language, words)
        for draft in made:
            draft.confidence = RULES[draft.rule]
        made = [draft for draft in made if draft.confidence >= (least or 0.0)]
        return Tagged(assembled(article, marked, found, made, words))
