"""Texts as articles, and statements in words, for the tests of both taggers."""

from __future__ import annotations

import hashlib
from typing import Any

from onrecord.model import Article, DocumentRef, Mention, Name, Span, Statement


def article(text: str, language: str | None = "en") -> Article:
    digest = hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()
    reference = DocumentRef(
        id=digest[:16],
        path="a.txt",
        met_at=("a.txt",),
        media_type="text/plain",
        reader="text",
        sha256=digest,
        text_sha256=digest,
    )
    return Article(id=f"{digest[:16]}-0", document=reference, span=Span(0, len(text)), text=text, language=language)


def shown(tagged: Article) -> list[dict[str, Any]]:
    """Statements in words: what the golden files hold."""
    chains: dict[str, str] = {}
    for one in marked(tagged):
        chains.setdefault(one.who, one.span.of(tagged.text))
    return [_row(tagged.text, statement, chains) for statement in tagged.statements or ()]


def marked(tagged: Article) -> list[Name | Mention]:
    """Names first, then descriptions, then pronouns."""
    return [*(tagged.names or ()), *sorted(tagged.mentions, key=lambda mention: mention.kind)]


def _row(text: str, statement: Statement, chains: dict[str, str]) -> dict[str, Any]:
    row: dict[str, Any] = {
        "source": [span.of(text) for span in statement.source],
        "cue": [span.of(text) for span in statement.cue],
        "content": [span.of(text) for span in statement.content],
        "form": statement.form,
        "speaker": None if statement.speaker is None else chains[statement.speaker],
        "kind": statement.speaker_kind,
    }
    if statement.candidates:
        row["candidates"] = sorted(chains[who] for who in statement.candidates)
    if statement.speaker_type:
        row["type"] = statement.speaker_type
    return row


def check_spans(tagged: Article) -> None:
    """What must hold of any tagged article."""
    text = tagged.text
    chains = {one.who for one in marked(tagged)}
    last = 0
    for name in tagged.names or ():
        assert last <= name.span.start < name.span.end <= len(text)
        assert name.span.of(text).strip()
        last = name.span.end
    for statement in tagged.statements or ():
        assert statement.content
        for span in (*statement.source, *statement.cue, *statement.content):
            assert 0 <= span.start < span.end <= len(text)
            assert span.of(text).strip()
        starts = [span.start for span in statement.content]
        assert starts == sorted(starts)
        assert all(a.end <= b.start for a, b in zip(statement.content, statement.content[1:], strict=False))
        assert statement.speaker is None or statement.speaker in chains
        assert set(statement.candidates) <= chains
        assert 0 < statement.confidence <= 1
    assert len({statement.id for statement in tagged.statements or ()}) == len(tagged.statements or ())
