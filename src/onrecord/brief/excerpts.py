"""Short lines cut from sentences: whole words around what matters, with marks where something was left out."""

from __future__ import annotations

import re

from onrecord.brief.people import People, hull
from onrecord.link.contents import sentence_of
from onrecord.model import Analysis, Article, Line, Place, Span, Statement

LONGEST = 45
"""Words of a line; as many as a statement of a briefing has that is shown whole."""
BEFORE = 14
"""Words before what matters that a cut line keeps, where behind it there are enough to fill the line."""
_WORD = re.compile(r"\S+")


class Excerpts:
    """Cuts lines from the pieces of an analysis.

    Args:
        analysis: the pile.
        people: who speaks in it.
    """

    def __init__(self, analysis: Analysis, people: People) -> None:
        self.articles: dict[str, Article] = {article.id: article for article in analysis.articles}
        self._people = people

    def clause(self, place: Place, statement: str | None) -> Line:
        """A line of the words of one place; what its sentence has beside them is marked as left out."""
        article = self.articles[place.article]
        sentence = sentence_of(article.text, place.span, article.language)
        return self.line(place, place.span, statement, sentence)

    def line(self, place: Place, matters: Span, statement: str | None, sentence: Span | None = None) -> Line:
        """A line of one stretch: the words of `place`, or as many of them around `matters` as fit.

        Args:
            place: a sentence or a clause.
            matters: what must be seen of it, or at least its beginning.
            statement: the id of the statement that it belongs to, whose speaker is then named.
            sentence: what `place` is a part of; None where it is a whole sentence.
        """
        article = self.articles[place.article]
        span = cut(article.text, place.span, matters)
        whole = sentence or place.span
        said = self._statement(article, statement)
        speaker = self._people.speaker(article, said) if said is not None else None
        return Line(
            kind="statement" if said is not None else "passage",
            article=article.id,
            statement=said.id if said is not None else None,
            spans=(span,),
            follows=_has_words(article.text[whole.start : span.start]),
            goes_on=_has_words(article.text[span.end : whole.end]),
            speaker=speaker.name if speaker else None,
            speaker_spans=speaker.spans if speaker else (),
            speaker_entity=speaker.entity if speaker else None,
            candidates=speaker.candidates if speaker else (),
        )

    @staticmethod
    def _statement(article: Article, name: str | None) -> Statement | None:
        return next((one for one in article.statements or () if one.id == name), None) if name else None


def _has_words(text: str) -> bool:
    return any(character.isalnum() for character in text)


def cut(text: str, whole: Span, matters: Span) -> Span:
    """At most `LONGEST` words of `whole`, those of `matters` among them, or its first ones; without white space at the
    ends."""
    found = [Span(*match.span()) for match in _WORD.finditer(text, whole.start, whole.end)]
    inside = [at for at, word in enumerate(found) if word.meets(matters)]
    if not found or not inside:
        return matters
    first, last = inside[0], inside[-1]
    room = LONGEST - (last - first + 1)
    if len(found) <= LONGEST:
        return hull([found[0], found[-1]])
    if room <= 0:
        return hull(found[first : first + LONGEST])
    before = max(min(first, BEFORE, room), min(first, room - (len(found) - 1 - last)))
    return hull(found[first - before : min(len(found), last + 1 + room - before)])
