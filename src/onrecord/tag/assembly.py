"""What a tagger found -> what an article carries: names with their chains, statements with form, nesting and speaker.

Rule and model find; this is the same for both.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence, Set
from typing import TypeVar

from msgspec.structs import replace

from onrecord.model import Article, Figure, Mention, Name, Span, Statement, Timex
from onrecord.tag.antecedents import Speaker
from onrecord.tag.discourse import Discourse
from onrecord.tag.drafts import Draft
from onrecord.tag.speakers import Speakers
from onrecord.tag.vocabulary import Vocabulary

_Stands = TypeVar("_Stands", Figure, Timex)
"""What may stand in a statement."""

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
    outer = _outer(made)
    statements = tuple(_statement(at, draft, outer.get(at)) for at, draft in enumerate(made))
    return with_speakers(replace(article, statements=statements), marked, paragraphs, words)


def with_speakers(article: Article, names: tuple[Name, ...], paragraphs: Sequence[Span], words: Vocabulary) -> Article:
    """The article with its names and, for each statement that says nothing of either, a speaker or candidates.

    A speaker whose words are no name yet ("the Orlo campaign") makes one of them; in an article that carries its names,
    which are kept as given, the words are a mention.

    Args:
        article: one with statements, whose own names say whether any are given.
        names: its names.
        paragraphs: its paragraphs.
        words: the vocabulary of its language.
    """
    statements = article.statements or ()
    if not statements and not names:
        return replace(article, names=names)
    headline = article.title.span if article.title is not None else None
    speakers = Speakers(Discourse(article.text, names, paragraphs, words, headline), statements)
    found = tuple(
        _spoken_by(one, speaker) if _unsaid(one) else one
        for one, speaker in zip(statements, speakers.all(), strict=True)
    )
    if article.mentions:
        return replace(article, names=names, statements=found)
    used = {who for one in found for who in (one.speaker, *one.candidates)}
    added = [name for name in speakers.added.values() if name.who in used]
    told = dict(speakers.mentions)
    if article.names is not None:
        told = {name.span: Mention(name.span, "description", name.who) for name in added} | told
        added = []
    every = tuple(sorted((*names, *added), key=lambda name: name.span)) if added else names
    spans = {name.span for name in every}
    mentions = tuple(mention for span, mention in sorted(told.items()) if span not in spans)
    return replace(article, names=every, mentions=mentions, statements=found)


def _unsaid(statement: Statement) -> bool:
    """Whether a statement says nothing of its speaker yet."""
    return (
        statement.speaker is None
        and not statement.candidates
        and statement.speaker_type is None
        and statement.speaker_kind == "unnamed"
    )


def _spoken_by(statement: Statement, speaker: Speaker) -> Statement:
    return replace(
        statement,
        speaker=speaker.who,
        candidates=speaker.candidates,
        speaker_kind=speaker.kind,
        speaker_type=speaker.type,
        speaker_confidence=speaker.confidence,
    )


def at_least(article: Article, least: float) -> Article:
    """The article without statements of less confidence than `least`; those that lay in one of them lie in none.

    Figures and dates that stood in one of them stand in the next one around it that is left.
    """
    statements = article.statements or ()
    kept = {one.id for one in statements if one.confidence >= least}
    if len(kept) == len(statements):
        return article
    around = {one.id: one.within for one in statements}
    return replace(
        article,
        statements=tuple(
            one if one.within is None or one.within in kept else replace(one, within=None)
            for one in statements
            if one.id in kept
        ),
        figures=tuple(_within_kept(one, around, kept) for one in article.figures),
        dates=tuple(_within_kept(one, around, kept) for one in article.dates),
    )


def _within_kept(one: _Stands, around: Mapping[str, str | None], kept: Set[str]) -> _Stands:
    said = one.statement
    while said is not None and said not in kept:
        said = around.get(said)
    return one if said == one.statement else replace(one, statement=said)


def _statement(at: int, draft: Draft, outer: int | None) -> Statement:
    return Statement(
        id=f"s{at + 1}",
        source=() if draft.source is None else (draft.source,),
        cue=tuple(draft.cue),
        content=tuple(draft.content),
        form=draft.form,
        confidence=draft.confidence,
        within=None if outer is None else f"s{outer + 1}",
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
