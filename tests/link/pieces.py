"""Made-up pieces for the tests of `link` and `resolve`."""

from __future__ import annotations

import hashlib

from onrecord.model import Article, ArticleKind, DocumentRef, Span, Stated, Statement

WORDS = """
councillors skippers ferrymen pilots fishmongers dockers wardens divers painters merchants
cooks teachers sailors bakers clerks widows gardeners surveyors jurors poets
praised painted measured postponed rented sketched counted buried mended auctioned
scrubbed lowered weighed copied borrowed polished flooded insured fenced photographed
broken wintry crooked silent enormous yellow rusty famous floating wooden
narrow salty ancient striped hollow leaking cheerful foggy tilted heavy
crane timetable lighthouse bollard ladder anchor warehouse staircase net barge
gangway compass signal chimney weathervane tunnel orchard bridge kettle fountain
yesterday twice overnight quietly again everywhere reluctantly together openly hastily
seldom instead meanwhile outdoors downstream upstairs abroad alone nearby afterwards
"""
WHO, DID, LIKE, WHAT, WHEN = (WORDS.split()[at : at + 20] for at in range(0, 100, 20))


def prose(seed: int, sentences: int) -> str:
    """Sentences that are unlike those of any other seed, and share no run of a few words with them."""
    made = []
    for number in range(sentences):
        roll = int(hashlib.sha256(f"{seed} {number}".encode()).hexdigest(), 16)
        words = []
        for choice in (LIKE, WHO, DID, LIKE, WHAT, WHEN, WHO, DID, LIKE, WHAT, WHEN):
            words.append(choice[roll % 20])
            roll //= 20
        made.append(f"{words[0].capitalize()} {' '.join(words[1:])} {roll % 9973} {roll // 9973 % 9973}.")
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
