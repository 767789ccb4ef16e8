"""Article -> the same with names, mentions, statements, dates, figures and citations.

The seam: a tagger reads one article and fills what is missing; what a row already carries is kept as given, so that
people can correct the tool. `tagger_for` chooses by language: the trained model reads English, the rules all else.
"""

from __future__ import annotations

from typing import Protocol

from msgspec.structs import replace

from onrecord.model import Article
from onrecord.tag.assembly import at_least
from onrecord.tag.citations import citations
from onrecord.tag.dates import dates
from onrecord.tag.drafts import Passage, Tagged
from onrecord.tag.figures import figures
from onrecord.tag.meaning import Meanings
from onrecord.tag.rules import RuleTagger
from onrecord.tag.trained import TrainedTagger

__all__ = ["Meanings", "Passage", "Tagged", "Tagger", "at_least", "meanings", "tag", "tagged", "tagger_for", "taggers"]


class Tagger(Protocol):
    """Finds names and attributed statements in one article."""

    @property
    def name(self) -> str:
        """What stands in the run's record: the tagger and its version."""
        ...

    def tag(self, article: Article, least: float | None = None, vectors: bool = False) -> Tagged:
        """The article with `names`, `mentions` and `statements`; those that are not None are kept as given.

        Args:
            article: any article.
            least: the confidence that a statement must have; the tagger's own choice where None.
            vectors: whether the embeddings of its passages are wanted too.
        """
        ...


_RULES = RuleTagger()
_TRAINED = TrainedTagger()

_TAGGERS: dict[str, Tagger] = {"en": _TRAINED, "": _TRAINED}
"""Taggers made for one language, by its code; the rules serve all others. A text too short to tell its language is read
as English, as its vocabulary is."""


LONGEST = 400_000
"""Code points of an article that the model reads, in ten seconds or so. What is longer was never set as one article (of
12,573 articles of coverage the longest has 90,000), and the rules read it twenty-five times as fast."""


def tagger_for(language: str | None) -> Tagger:
    """The tagger for a language (two-letter code, or None where it is unknown)."""
    return _TAGGERS.get(language or "", _RULES)


def taggers() -> str:
    """What a run's record names: all taggers that may have served it."""
    return f"{_TRAINED.name}, {_RULES.name}"


def tagged(article: Article, least: float | None = None, vectors: bool = False) -> Tagged:
    """What the tagger for an article's language makes of it (see `Tagger.tag`), its dates, figures and citations."""
    tagger = tagger_for(article.language) if len(article.text) <= LONGEST else _RULES
    made = tagger.tag(article, least, vectors)
    dated = replace(made.article, dates=made.article.dates or dates(made.article))
    counted = replace(dated, figures=dated.figures or figures(dated))
    return replace(made, article=replace(counted, citations=citations(counted)))


def tag(article: Article, least: float | None = None) -> Article:
    """The article with all that is marked in it, by the tagger for its language."""
    return tagged(article, least).article


def meanings() -> Meanings:
    """Embeddings of short texts, by the same network."""
    return Meanings(_TRAINED)
