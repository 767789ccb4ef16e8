"""What a tagger found -> what an article carries: names with their chains, statements with form, nesting and speaker.

Rule and model find; this is the same for both.
"""

from __future__ import annotations

from collections.abc import Sequence

from msgspec.structs import replace

from onrecord.model import Article, Mention, Name, Span, Statement
from onrecord.tag.drafts import Draft
from onrecord.tag.speakers import Speakers
from onrecord.tag.vocabulary import Vocabulary

NEAR = 4
"""Statements before and after, in the order of the text, among which the one that holds another is looked for."""


def assembled(
    article: Article, marked: tuple[Name, ...], paragraphs: Sequence[Span], made: Sequence[Draft], words: Vocabulary
) -> Article:
    """The article with its names, mentions and statements.

    Args:
        article: one whose statements are not given.
        marked: its names.
        paragraphs: its paragraphs; a draft says in which of them it stands.
        made: its statements, in the order in which they are told.
        words: the vocabulary of its language.
    """
    headline = article.title.span if article.title is not None else None
    speakers = Speakers(article.text, marked, paragraphs, words, headline)
    outer = _outer(made)
    statements = tuple(_statement(at, draft, outer.get(at), speakers) for at, draft in enumerate(made))
    mentions = article.mentions or _mentions(speakers, marked)
    return replace(article, names=marked, mentions=mentions, statements=statements)


def at_least(article: Article, least: float) -> Article:
    """The article without statements of less confidence than `least`; those that lay in one of them lie in none."""
    statements = article.statements or ()
    kept = {one.id for one in statements if one.confidence >= least}
    if len(kept) == len(statements):
        return article
    return replace(
        article,
        statements=tuple(
            one if one.within is None or one.within in kept else replace(one, within=None)
            for one in statements
            if one.id in kept
        ),
    )


def _statement(at: int, draft: Draft, outer: int | None, speakers: Speakers) -> Statement:
    speaker = speakers.of(draft.source, draft.paragraph)
    return Statement(
        id=f"s{at + 1}",
        source=() if draft.source is None else (draft.source,),
        cue=tuple(draft.cue),
        content=tuple(draft.content),
        form=draft.form,
        confidence=draft.confidence,
        within=None if outer is None else f"s{outer + 1}",
        speaker=speaker.who,
        candidates=speaker.candidates,
        speaker_kind=speaker.kind,
        speaker_type=speaker.type,
    )


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
