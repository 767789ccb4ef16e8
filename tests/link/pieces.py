"""Made-up pieces for the tests of `link` and `resolve`."""

from __future__ import annotations

import hashlib

from onrecord.model import Article, ArticleKind, DocumentRef, Span, Stated, Statement

SUBJECTS = ["the harbour council", "a tug skipper", "the ferry line", "an old pilot", "the fish market", "the union"]
VERBS = ["voted on", "complained about", "praised", "postponed", "paid for", "argued over", "painted", "measured"]
OBJECTS = ["a longer pier", "the broken crane", "the winter timetable", "seven mooring posts", "the lighthouse stairs"]


def prose(seed: int, sentences: int) -> str:
    """Sentences that differ from those of any other seed in every run of a few words."""
    made = []
    for number in range(sentences):
        roll = int(hashlib.sha256(f"{seed} {number}".encode()).hexdigest(), 16)
        subject, roll = SUBJECTS[roll % 6], roll // 6
        verb, roll = VERBS[roll % 8], roll // 8
        thing, roll = OBJECTS[roll % 5], roll // 5
        made.append(
            f"{subject.capitalize()} {verb} {thing} near berth {roll % 9973} with {roll // 9973 % 9973} others."
        )
    return " ".join(made)


def piece(
    text: str,
    name: str = "",
    published: str | None = None,
    outlet: str | None = None,
    title: str | None = None,
    url: str | None = None,
    byline: str | None = None,
    kind: ArticleKind = "article",
    statements: tuple[Statement, ...] | None = None,
) -> Article:
    """An article that is the whole of its document; a title that its text begins with gets its span."""
    digest = hashlib.sha256(f"{name}\n{text}".encode("utf-8", "surrogatepass")).hexdigest()
    ref = DocumentRef(
        id=digest[:16],
        path=name or digest[:8],
        met_at=(name or digest[:8],),
        media_type="text/plain",
        reader="text",
        sha256=digest,
        text_sha256=digest,
    )
    at = Span(0, len(title)) if title and text.startswith(title) else None
    return Article(
        id=f"{ref.id}-0",
        document=ref,
        span=Span(0, len(text)),
        kind=kind,
        text=text,
        title=Stated(title, "text" if at else "meta", at) if title else None,
        byline=(Stated(byline, "meta"),) if byline else (),
        outlet=Stated(outlet, "meta") if outlet else None,
        published=Stated(published, "meta") if published else None,
        url=Stated(url, "meta") if url else None,
        statements=statements,
    )
