"""Article -> the same with names, mentions and statements.

The seam: a tagger reads one article and fills what is missing; what a row already carries is kept as given, so that
people can correct the tool. `tagger_for` chooses by language.
"""

from __future__ import annotations

from typing import Protocol

from onrecord.model import Article
from onrecord.tag.rules import RuleTagger


class Tagger(Protocol):
    """Finds names and attributed statements in one article."""

    @property
    def name(self) -> str:
        """What stands in the run's record: the tagger and its version."""
        ...

    def tag(self, article: Article) -> Article:
        """The article with `names`, `mentions` and `statements`; those that are not None are kept as given."""
        ...


_RULES = RuleTagger()


_TAGGERS: dict[str, Tagger] = {}
"""Taggers made for one language, by its code; the rules serve all others."""


def tagger_for(language: str | None) -> Tagger:
    """The tagger for a language (two-letter code, or None where it is unknown)."""
    return _TAGGERS.get(language or "", _RULES)


def tag(article: Article) -> Article:
    """The article with names, mentions and statements, by the tagger for its language."""
    return tagger_for(article.language).tag(article)
