"""Piles of made-up pieces as the stages before `brief` would hand them over."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from onrecord.model import (
    Alias,
    Analysis,
    Article,
    ArticleKind,
    DocumentRef,
    Entity,
    Identity,
    Name,
    Place,
    Reuse,
    Run,
    Span,
    Stated,
    Statement,
    Story,
)
from onrecord.resolve.labels import labels as find_labels


@dataclass(frozen=True)
class Said:
    """A statement by its words; `who` is the name that the piece gives the speaker."""

    content: str
    source: str = ""
    cue: str = ""
    who: str = ""
    form: Literal["direct", "indirect", "mixed"] = "direct"
    kind: Literal["named", "unnamed", "author"] | None = None
    """"named" where there is a `who`, else "unnamed", unless something else is said."""
    type: str | None = None


def _ref(name: str) -> DocumentRef:
    digest = hashlib.sha256(name.encode()).hexdigest()
    return DocumentRef(
        id=digest[:16],
        path=f"pile/{name}",
        met_at=(f"pile/{name}",),
        media_type="text/plain",
        reader="text",
        sha256=digest,
        text_sha256=digest,
    )


def _find(text: str, words: str) -> tuple[Span, ...]:
    if not words:
        return ()
    at = text.index(words)
    return (Span(at, at + len(words)),)


def piece(
    document: str,
    text: str,
    *,
    start: int = 0,
    title: str | None = None,
    outside: bool = False,
    outlet: str | None = None,
    published: str | None = None,
    said: Sequence[Said] = (),
    names: Sequence[str] = (),
    kind: ArticleKind = "article",
    cut: bool = False,
    url: str | None = None,
) -> Article:
    """A tagged piece; a title that is not `outside` stands in its text."""
    ref = _ref(document)
    forms = list(dict.fromkeys([*names, *(one.who for one in said if one.who)]))
    who = {form: f"c{at}" for at, form in enumerate(forms)}
    marked = [(match, form) for form in forms for match in _all(text, form)]
    span = None if outside or title is None else _find(text, title)[0]
    return Article(
        id=f"{ref.id}-{start}",
        document=ref,
        span=Span(start, start + len(text)),
        kind=kind,
        cut=cut,
        language="en",
        text=text,
        title=None if title is None else Stated(title, "meta" if outside else "text", span),
        outlet=None if outlet is None else Stated(outlet, "meta"),
        published=None if published is None else Stated(published, "meta"),
        url=None if url is None else Stated(url, "meta"),
        names=tuple(Name(f"n{at}", one, "person", who[form]) for at, (one, form) in enumerate(marked)),
        statements=tuple(
            Statement(
                id=f"s{at}",
                source=_find(text, one.source),
                cue=_find(text, one.cue),
                content=_find(text, one.content),
                speaker=who[one.who] if one.who else None,
                form=one.form,
                speaker_kind=one.kind or ("named" if one.who else "unnamed"),
                speaker_type=one.type,
            )
            for at, one in enumerate(said)
        ),
    )


def _all(text: str, words: str) -> list[Span]:
    found: list[Span] = []
    at = text.find(words)
    while at >= 0:
        found.append(Span(at, at + len(words)))
        at = text.find(words, at + len(words))
    return found


def _alias(form: str, articles: Sequence[Article]) -> Alias:
    """A form of a name, with in how many pieces of each outlet it stands."""
    using = [one for one in articles if any(name.span.of(one.text) == form for name in one.names or ())]
    outlets = Counter(one.outlet.value if one.outlet else "" for one in using)
    return Alias(form, len(using), dict(outlets))


def analysis(
    articles: Sequence[Article],
    stories: Sequence[Sequence[Article]] = (),
    entities: Sequence[tuple[str, Sequence[str]]] = (),
    reuse: Sequence[Reuse] = (),
    labels: bool = False,
) -> Analysis:
    """An analysis of pieces; an entity is its name with the forms that pieces use. Labels are found where asked for."""
    identities: list[Identity] = []
    known: list[Entity] = []
    for at, (name, forms) in enumerate(entities):
        aliases = tuple(_alias(form, articles) for form in dict.fromkeys([name, *forms]))
        known.append(Entity(id=f"e{at}", name=name, type="person", aliases=aliases))
        for article in articles:
            chains = {n.who for n in article.names or () if n.span.of(article.text) in {name, *forms}}
            identities += [
                Identity(article=article.id, who=who, entity=f"e{at}", reason="form") for who in sorted(chains)
            ]
    told = tuple(
        Story(
            id=f"story{at}",
            articles=tuple(one.id for one in members),
            headline=Place(members[0].id, Span(0, 1)),
            first=min((one.published.value for one in members if one.published), default=None),
            last=max((one.published.value for one in members if one.published), default=None),
            origins=len(members),
        )
        for at, members in enumerate(stories)
    )
    found = find_labels(articles, known, identities) if labels else ()
    return Analysis(
        run=Run(version="0", model="made up"),
        labels=found,
        articles=tuple(articles),
        entities=tuple(known),
        identities=tuple(identities),
        stories=told,
        reuse=tuple(reuse),
    )


SHARED = "The council voted on Monday to raise the wall by two metres at a cost of $4 million."


def _post() -> Article:
    """An outlet's piece with a title in its text, and two statements by one person."""
    return piece(
        "post.txt",
        "Council raises the wall\n\n"
        f"{SHARED} “The wall protects 300 homes,” said Ida Brandt, the harbour master of Larnholm. "
        "“It should have been built ten years ago.”\n\n"
        "Brandt denied that the plan had been kept secret. But will it last?\n\n"
        "The works begin on 3 April 2031.",
        title="Council raises the wall",
        outlet="The Larnholm Post",
        published="2031-03-04",
        url="https://post.example/wall",
        said=[
            Said("The wall protects 300 homes", "Ida Brandt", "said", "Ida Brandt"),
            Said("the plan had been kept secret", "Brandt", "denied", "Brandt"),
        ],
    )


def _watch() -> Article:
    """The other side, with the same words, under a title outside its text and an address that is no link."""
    return piece(
        "watch.html",
        f"{SHARED} Jonas Weil of the Quay Union called the vote “a theft 🌊 in daylight” and announced a suit.\n\n"
        "“We were never asked,” he said. “We will go to court, and we will win.”",
        title="Daylight theft at the quay",
        outside=True,
        outlet="Quay Watch",
        published="2031-03-05T10:00:00+01:00",
        url="javascript:alert(1)",
        said=[
            Said("“a theft 🌊 in daylight”", "Jonas Weil of the Quay Union", "called", "Jonas Weil"),
            Said("“We were never asked,” he said. “We will go to court, and we will win.”", "he", "said", "Jonas Weil"),
        ],
        names=["Ida Brandt"],
    )


def _letter() -> Article:
    """A piece that gives neither title nor outlet nor date."""
    return piece(
        "letter.txt",
        "Fishermen on the north side have counted 41 seals since January, more than in any year before. "
        "They ask the council to wait with the works until June.",
    )


def _teaser() -> Article:
    """A cut excerpt of hostile letters."""
    return piece(
        "teasers.txt",
        "<img src=x onerror=alert(1)> & </script><script>alert(2)</script>\n\n"
        "harbour “dues” rise to 12 %, the port told <b>traders</b> on Friday, and many of them refuse to pay the",
        start=700,
        title="<img src=x onerror=alert(1)> & </script><script>alert(2)</script>",
        kind="excerpt",
        cut=True,
    )


def harbour() -> Analysis:
    """Four pieces on a harbour wall: two of one story, one without outlet and date, one hostile excerpt."""
    post, watch = _post(), _watch()
    at = watch.text.index(SHARED)
    copied = Reuse(
        family="f0",
        a=Place(post.id, _find(post.text, SHARED)[0]),
        b=Place(watch.id, Span(at, at + len(SHARED))),
        direction="a>b",
        kind="passage",
    )
    return analysis(
        [post, watch, _letter(), _teaser()],
        [[post, watch]],
        [("Ida Brandt", ["Brandt"]), ("Jonas Weil", [])],
        [copied],
    )


def quarrel() -> Analysis:
    """Pieces of two outlets and of none that call one woman by five names and let her be heard in three forms."""
    post = piece(
        "post-quarrel.txt",
        "“The quay is ours,” said Ida Brandt, the harbour master of Larnholm. Brandt denied that she had sold it. "
        "An official said that the deeds were lost. Jonas Weil was not asked, and Jonas Weil did not call.",
        outlet="The Larnholm Post",
        published="2031-03-04",
        said=[
            Said("“The quay is ours,”", "Ida Brandt", "said", "Ida Brandt"),
            Said("that she had sold it", "Brandt", "denied", "Ida Brandt", form="indirect"),
            Said("that the deeds were lost", "An official", "said", form="indirect", type="official"),
        ],
        names=["Ida Brandt", "Jonas Weil"],
    )
    watch = piece(
        "watch-quarrel.txt",
        "So-called harbour master Ida Brandt spoke of “our quay”. Ida Brandt, the thief of the north quay, laughed. "
        "Pilot Olga Marn said that the quay was nobody’s. Olga Marn added that she would row.",
        outlet="Quay Watch",
        published="2031-03-05",
        said=[
            Said("“our quay”", "Ida Brandt", "spoke", "Ida Brandt", form="mixed"),
            Said("that the quay was nobody’s", "Olga Marn", "said", "Olga Marn", form="indirect"),
            Said("that she would row", "Olga Marn", "added", "Olga Marn", form="indirect"),
        ],
    )
    letter = piece(
        "letter-quarrel.txt",
        "Harbour master Ida Brandt is a friend of the gulls. One hears that the quay is haunted.",
        said=[Said("that the quay is haunted", "", "hears", form="indirect", kind="author")],
        names=["Ida Brandt"],
    )
    return analysis(
        [post, watch, letter],
        [[post, watch]],
        [("Ida Brandt", ["Brandt"]), ("Jonas Weil", []), ("Olga Marn", [])],
        labels=True,
    )
