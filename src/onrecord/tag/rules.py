"""The tagger by rule: for every language that has no model, and the measure that a model has to beat."""

from __future__ import annotations

import re
from collections.abc import Sequence

from msgspec.structs import replace

from onrecord.model import Article, Mention, Name, Span, Statement
from onrecord.split.segments import paragraphs
from onrecord.tag.drafts import Draft
from onrecord.tag.names import names
from onrecord.tag.speakers import Speakers
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

    name = "rules-1"

    def tag(self, article: Article) -> Article:
        """The article with names, mentions and statements; what it already carries is kept as given."""
        words = vocabulary(article.language)
        found = in_parts(article.text, paragraphs(article.text))
        marked = article.names if article.names is not None else names(article.text, words)
        if article.statements is not None:
            return replace(article, names=marked)
        headline = article.title.span if article.title is not None else None
        speakers = Speakers(article.text, marked, found, words, headline)
        made = drafts(article.text, found, article.language, words)
        outer = _outer(made)
        statements = tuple(_statement(at, draft, outer.get(at), speakers) for at, draft in enumerate(made))
        mentions = article.mentions or _mentions(speakers, marked)
        return replace(article, names=marked, mentions=mentions, statements=statements)


def _statement(at: int, draft: Draft, outer: int | None, speakers: Speakers) -> Statement:
    speaker = speakers.of(draft.source, draft.paragraph)
    return Statement(
        id=f"s{at + 1}",
        source=() if draft.source is None else (draft.source,),
        cue=tuple(draft.cue),
        content=tuple(draft.content),
        form=draft.form,
        confidence=RULES[draft.rule],
        within=None if outer is None else f"s{outer + 1}",
        speaker=speaker.who,
        candidates=speaker.candidates,
        speaker_kind=speaker.kind,
        speaker_type=speaker.type,
    )


NEAR = 4
"""Statements before and after, in the order of the text, among which the one that holds another is looked for."""


def _outer(made: Sequence[Draft]) -> dict[int, int]:
    """For each statement that lies wholly in another's content, the smallest such."""
    found: dict[int, int] = {}
    for at, draft in enumerate(made):
        spans = [*draft.content, *draft.cue, *([draft.source] if draft.source else [])]
        whole = Span(min(span.start for span in spans), max(span.end for span in spans))
        holders = [
            (held.end - held.start, near)
            for near in range(max(0, at - NEAR), min(len(made), at + NEAR + 1))
            if near != at
            for held in made[near].content
            if held.holds(whole)
        ]
        if holders:
            found[at] = min(holders)[1]
    return found


def _mentions(speakers: Speakers, marked: tuple[Name, ...]) -> tuple[Mention, ...]:
    spans = {name.span for name in marked}
    return tuple(mention for span, mention in sorted(speakers.mentions.items()) if span not in spans)
