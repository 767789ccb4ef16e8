"""What is published: an analysis in which everybody who has a pseudonym appears under it, in everything.

    Analysis ──hidden──> forms and words ──finder──> stretches ──records──> Analysis, spans and ids moved along

Texts, titles, bylines, outlets and names are rewritten; an address that holds a name is dropped, a path or an id that
does is replaced by a neutral one. Composing and rendering then work on this analysis, and need to know nothing.

It cannot know that a description ("the only harbour master of Larnholm") tells who is meant, nor find a form that the
pile writes in another script than the file of names does.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import PurePath

from onrecord.errors import InputError, UsageError
from onrecord.model import Analysis, Entity
from onrecord.publish.finder import Finder
from onrecord.publish.hidden import Hidden, marked
from onrecord.publish.ordinary import Ordinary
from onrecord.publish.records import Replaced
from onrecord.resolve.curated import NOTHING, Curated


def published(analysis: Analysis, curated: Curated = NOTHING) -> Analysis:
    """A rendition of an analysis; without any pseudonym, the analysis itself.

    Args:
        analysis: a pile, analysed.
        curated: what people decided on names: its forms are hidden even where no entity has them.

    Raises:
        UsageError: a pseudonym holds a form of a name that is hidden.
    """
    return Pseudonyms(analysis, curated).published(analysis)


class Pseudonyms:
    """Everybody who is hidden in a pile.

    Args:
        analysis: the pile, analysed, with names as they are.
        curated: what people decided on names.

    Raises:
        UsageError: a pseudonym holds a form of a name that is hidden.
    """

    def __init__(self, analysis: Analysis, curated: Curated = NOTHING) -> None:
        texts = [article.text for article in analysis.articles] if _in_force(analysis.entities, curated) else []
        ordinary = Ordinary(texts)
        self._finder = Finder(Hidden(analysis.entities, curated, ordinary), ordinary)
        self._pseudonyms = [one.pseudonym for one in self._finder.hidden.bearers]
        for pseudonym in self._pseudonyms:
            if self._finder.gives_away(pseudonym):
                raise UsageError(f"the pseudonym {pseudonym!r} holds a form of a name that is hidden; choose another")

    def __bool__(self) -> bool:
        """Whether anybody is hidden."""
        return bool(self._pseudonyms)

    def published(self, analysis: Analysis) -> Analysis:
        """An analysis, this pile's or an earlier one, as it is published."""
        return Replaced(analysis, self._finder).analysis() if self else analysis

    def asked(self, words: str) -> str:
        """Words that somebody looks for, as the published texts have them."""
        alone = next((one for one in self._pseudonyms if one.casefold() == words.strip().casefold()), None)
        return self._finder.shown(words) if alone is None else marked(alone)

    def unread(self, failure: InputError) -> str:
        """What is published of an input that could not be read."""
        if self and self._finder.gives_away(failure.place):
            return f"an input whose name is withheld: {self._finder.shown(failure.reason)}"
        return self._finder.shown(str(failure))

    def check_output(self, output: str) -> None:
        """Refuse a file whose name would be published and gives a name away.

        Raises:
            UsageError: it does.
        """
        if self and self._finder.gives_away(PurePath(output).name):
            raise UsageError(f"--output {output}: the name of the file holds a name that is hidden; choose another")


def _in_force(entities: Sequence[Entity], curated: Curated) -> bool:
    given = (*(one.pseudonym for one in entities), *(one.pseudonym for one in curated.entities))
    return any(pseudonym is not None for pseudonym in given)
