"""Lines that a briefing may choose from: whole sentences of a piece, each with whoever is heard in it.

A statement is shown by the sentence that holds its source, cue and content, so that it stands by itself. One that
runs over several sentences opens with as many of them as `LINE_WORDS` allows; each further sentence is a line of its
own that begins with a mark of what was left out.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Sequence

from msgspec import Struct, field

from onrecord.brief import words
from onrecord.brief.people import People, Speaker, hull
from onrecord.model import Article, Line, Place, Span, Stated, Statement, Why
from onrecord.split.segments import sentences

LINE_WORDS = 45
"""Words up to which sentences of one statement are shown together. Of the statements of PolNeAR's training articles
that end in a later sentence than they begin, half are whole within 45 words; a line of 60 already is a paragraph."""

MAX_TEXT = 200_000
"""Code points of a piece that lines are taken from: a whole book's chapter. What lies behind is in the full text."""

TITLE_NEAR = 400
"""Code points from the start in which a title known from outside is looked for in the text."""

OPENING_WORDS = 40
"""Words of a first sentence that stands where a piece has no title."""

FRAGMENT_WORDS = 12
"""Words below which what has no sentence's end is taken for a heading, a byline or a dateline, and not for a line."""

_ENDED = re.compile(r"[.!?…:;][\"'”’»›)\]]*$")
_NOTE = re.compile(r"\s*\[\d{1,3}\]\s")
_WORD_END = re.compile(r"\S+")


class Candidate(Struct):
    """A line that may be chosen: sentences of one piece."""

    article: Article
    story: int
    spans: tuple[Span, ...]
    first: int
    """Its first sentence, counted in the piece's body: titles, bylines and other fragments left out; -1 for a title."""
    of: int = 0
    """How many sentences the body has."""
    statement: Statement | None = None
    title: Stated | None = None
    """For a title that stands outside the text: there are no spans then."""
    speaker: Speaker | None = None
    follows: bool = False
    goes_on: bool = False
    text: str = ""
    tokens: list[str] = field(default_factory=list)
    words: int = 0
    content: frozenset[str] = frozenset()
    worth: float = 0.0
    why: tuple[Why, ...] = ()
    carried: list[Place] = field(default_factory=list)

    @property
    def is_title(self) -> bool:
        """Whether this is the title of its piece."""
        return self.first < 0

    @property
    def place(self) -> Place:
        return Place(self.article.id, hull(self.spans))

    def line(self, shown: bool) -> Line:
        """The value that a briefing holds."""
        said = self.statement is not None
        speaker = self.speaker
        return Line(
            kind="headline" if self.is_title else "statement" if said else "lead" if self.first == 0 else "passage",
            title=self.title,
            article=self.article.id,
            statement=self.statement.id if self.statement else None,
            spans=self.spans,
            follows=self.follows,
            goes_on=self.goes_on,
            speaker=speaker.name if speaker else None,
            speaker_spans=speaker.spans if speaker else (),
            speaker_entity=speaker.entity if speaker else None,
            candidates=speaker.candidates if speaker else (),
            carried=tuple(self.carried),
            why=self.why,
            shown=shown,
        )


def headline(article: Article) -> Line:
    """The title of a piece, where it stands; without one the words that the piece opens with."""
    title = article.title
    if title is not None and title.span is not None and title.span.end <= len(article.text):
        return Line(kind="headline", article=article.id, spans=(title.span,))
    if title is not None:
        at = article.text.find(title.value, 0, TITLE_NEAR + len(title.value)) if title.value else -1
        if at >= 0:
            return Line(kind="headline", article=article.id, spans=(Span(at, at + len(title.value)),))
        return Line(kind="headline", article=article.id, spans=(), title=title)
    return opening(article)


def opening(article: Article) -> Line:
    """The first sentence of a piece, cut after `OPENING_WORDS` words."""
    found = sentences(article.text[: TITLE_NEAR * 10], article.language)
    apart = _metadata(article)
    span = next((s for s in found if not _is_metadata(s, apart)), found[0] if found else Span(0, len(article.text)))
    ends = [match.end() for match in _WORD_END.finditer(article.text, span.start, span.end)]
    if len(ends) > OPENING_WORDS + 5:
        return Line(kind="lead", article=article.id, spans=(Span(span.start, ends[OPENING_WORDS - 1]),), goes_on=True)
    return Line(kind="lead", article=article.id, spans=(span,), goes_on=_is_cut(article, span))


def title_candidate(article: Article, story: int) -> Candidate | None:
    """The title of a piece as a line among others, for a story under another piece's title; None where it has none."""
    line = headline(article)
    if line.kind != "headline":
        return None
    text = line.title.value if line.title is not None else hull(line.spans).of(article.text)
    tokens = words.tokens(text)
    return Candidate(
        article=article,
        story=story,
        spans=line.spans,
        first=-1,
        title=line.title,
        text=text,
        tokens=tokens,
        words=words.count(text),
        content=words.content(tokens),
    )


def _is_cut(article: Article, span: Span) -> bool:
    """Whether a span is the end of an excerpt and its sentence has none."""
    last = span.end >= len(article.text.rstrip())
    return article.cut and last and _ENDED.search(span.of(article.text)) is None


def _metadata(article: Article) -> list[Span]:
    stated: tuple[Stated | None, ...] = (article.title, *article.byline, article.outlet, article.published)
    return [one.span for one in stated if one is not None and one.span is not None]


def _is_metadata(sentence: Span, apart: Sequence[Span]) -> bool:
    """Whether a sentence is title, byline or dateline for the most part."""
    covered = sum(
        min(sentence.end, span.end) - max(sentence.start, span.start) for span in apart if sentence.meets(span)
    )
    return covered * 2 > sentence.end - sentence.start


def candidates(article: Article, story: int, people: People, skip: Sequence[Span] = ()) -> list[Candidate]:
    """All lines that a piece offers, in the order of its text; `skip` are stretches that are shown otherwise."""
    found = sentences(article.text[:MAX_TEXT], article.language)
    apart = [*_metadata(article), *skip]
    heard = _heard(article, found)
    made: list[Candidate] = []
    taken, body = -1, 0
    for at, span in enumerate(found):
        if at <= taken or _is_metadata(span, apart):
            continue
        statement, opens = heard.get(at, (None, False))
        if statement is None and _is_fragment(article, span):
            continue
        last = _last_sentence(article, found, at, statement) if opens and statement else at
        spans = (Span(span.start, found[last].end),)
        made.append(_candidate(article, story, people, spans, body, statement))
        body += last - at + 1
        taken = last
    for one in made:
        one.of = body
    return made


def _is_fragment(article: Article, span: Span) -> bool:
    """Whether a stretch is no sentence that could stand by itself, or stands in a numbered note."""
    text = span.of(article.text)
    tokens = words.tokens(text)
    size = len(tokens)
    if all(token.isdigit() or token in words.table("months") for token in tokens):
        return True
    if _NOTE.match(article.text, article.text.rfind("\n", 0, span.start) + 1):
        return True
    return size < 4 or (size < FRAGMENT_WORDS and _ENDED.search(text) is None and not _is_cut(article, span))


def _candidate(
    article: Article,
    story: int,
    people: People,
    spans: tuple[Span, ...],
    at: int,
    statement: Statement | None,
) -> Candidate:
    """The line, at sentence `at` of its piece's body."""
    shown = hull(spans)
    text = shown.of(article.text)
    tokens = words.tokens(text)
    whole = hull(statement.content) if statement else shown
    return Candidate(
        article=article,
        story=story,
        spans=spans,
        first=at,
        statement=statement,
        speaker=people.speaker(article, statement) if statement else None,
        follows=whole.start < shown.start or (article.cut and at == 0 and text[:1].islower()),
        goes_on=whole.end > shown.end or _is_cut(article, shown),
        text=text,
        tokens=tokens,
        words=words.count(text),
        content=words.content(tokens),
    )


def _heard(article: Article, found: Sequence[Span]) -> dict[int, tuple[Statement, bool]]:
    """For sentences in which somebody is heard: the statement, and whether the sentence opens it.

    Where a sentence holds several, the one whose speaker is known and that says most in it counts.
    """
    starts = [span.start for span in found]
    best: dict[int, tuple[tuple[bool, int], Statement, bool]] = {}
    for statement in article.statements or ():
        whole = hull(statement.content)
        low = max(0, bisect_right(starts, whole.start) - 1)
        for at in range(low, bisect_left(starts, whole.end)):
            said = sum(
                min(span.end, found[at].end) - max(span.start, found[at].start)
                for span in statement.content
                if span.meets(found[at])
            )
            rank = (statement.speaker is not None, said)
            if said and (at not in best or rank > best[at][0]):
                best[at] = (rank, statement, at == low)
    return {at: (statement, opens) for at, (_, statement, opens) in best.items()}


def _last_sentence(article: Article, found: Sequence[Span], at: int, statement: Statement) -> int:
    """The last sentence of a statement that is shown with its first: as far as `LINE_WORDS` reaches."""
    end = max(span.end for span in (*statement.content, *statement.cue, *statement.source))
    last = at
    total = words.count(found[at].of(article.text))
    while last + 1 < len(found) and found[last + 1].start < end:
        total += words.count(found[last + 1].of(article.text))
        if total > LINE_WORDS:
            break
        last += 1
    return last
