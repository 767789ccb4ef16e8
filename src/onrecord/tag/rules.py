"""The tagger by rule: for every language that has no model, and the measure that a model has to beat."""

from __future__ import annotations

from msgspec.structs import replace

from onrecord.model import Article, Mention, Name, Statement
from onrecord.split.segments import paragraphs
from onrecord.tag.drafts import Draft
from onrecord.tag.names import names
from onrecord.tag.speakers import Speakers
from onrecord.tag.statements import drafts
from onrecord.tag.vocabulary import vocabulary

RULES = {
    "behind": 0.93,
    "quoted": 0.85,
    "signature": 0.95,
    "label": 0.9,
    "waits": 0.8,
    "according": 0.86,
    "trailing": 0.77,
    "bare": 0.83,
    "that": 0.76,
    "naming": 0.5,
    "infinitive": 0.6,
}
"""Confidence of a statement by the rule that found it: the share of its statements on PolNeAR's development part that
are right in content and source. `python -m eval.statements --rules` prints the table again."""


class RuleTagger:
    """Names and statements by rule, in one pass over an article."""

    name = "rules-1"

    def tag(self, article: Article) -> Article:
        """The article with names, mentions and statements; what it already carries is kept as given."""
        words = vocabulary(article.language)
        found = paragraphs(article.text)
        marked = article.names if article.names is not None else names(article.text, words)
        if article.statements is not None:
            return replace(article, names=marked)
        speakers = Speakers(article.text, marked, found, words)
        statements = tuple(
            _statement(number, draft, speakers)
            for number, draft in enumerate(drafts(article.text, found, article.language, words), start=1)
        )
        mentions = article.mentions or _mentions(speakers, marked)
        return replace(article, names=marked, mentions=mentions, statements=statements)


def _statement(number: int, draft: Draft, speakers: Speakers) -> Statement:
    speaker = speakers.of(draft.source, draft.paragraph)
    return Statement(
        id=f"s{number}",
        source=() if draft.source is None else (draft.source,),
        cue=tuple(draft.cue),
        content=tuple(draft.content),
        form=draft.form,
        confidence=RULES[draft.rule],
        speaker=speaker.who,
        candidates=speaker.candidates,
        speaker_kind=speaker.kind,
        speaker_type=speaker.type,
    )


def _mentions(speakers: Speakers, marked: tuple[Name, ...]) -> tuple[Mention, ...]:
    spans = {name.span for name in marked}
    return tuple(mention for span, mention in sorted(speakers.mentions.items()) if span not in spans)
