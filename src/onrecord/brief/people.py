"""Who speaks in a piece, and by what name."""

from __future__ import annotations

from collections.abc import Iterable

from msgspec import Struct

from onrecord.model import Analysis, Article, Entity, Identity, Span, Statement


class Speaker(Struct, frozen=True):
    """Who speaks: a name in the words of the pile, or the names it may be; `spans` are where the piece says so."""

    name: str | None
    spans: tuple[Span, ...]
    entity: str | None = None
    candidates: tuple[str, ...] = ()


class People:
    """The people and bodies of a pile: chains of each piece, and the entities they belong to.

    It does not decide who is who: that is what `resolve` found, or left open.
    """

    def __init__(self, analysis: Analysis) -> None:
        self.entities: dict[str, Entity] = {entity.id: entity for entity in analysis.entities}
        self._identities: dict[tuple[str, str], Identity] = {
            (identity.article, identity.who): identity for identity in analysis.identities
        }

    def entity(self, article: Article, who: str) -> str | None:
        """The entity of a chain of a piece; None where it is open or unknown."""
        identity = self._identities.get((article.id, who))
        return identity.entity if identity is not None else None

    def chain_name(self, article: Article, who: str) -> str | None:
        """The fullest form by which a piece names a chain; its entity's name where that says more ("Ida Brandt" for
        "Brandt"), or where the piece has no name for it."""
        forms = [" ".join(name.span.of(article.text).split()) for name in article.names or () if name.who == who]
        own = max(forms, key=lambda form: (len(form.split()), len(form)), default=None)
        entity = self.entities.get(self.entity(article, who) or "")
        if entity is None or (own is not None and not set(own.split()) < set(entity.name.split())):
            return own
        return entity.name

    def keys(self, article: Article) -> dict[str, str]:
        """For every chain that a piece names: its entity, or the chain's own key where it belongs to none."""
        chains = {name.who for name in article.names or ()}
        return {who: self.entity(article, who) or chain_key(article, who) for who in chains}

    def speaker(self, article: Article, statement: Statement) -> Speaker:
        """Who makes a statement, as far as the analysis knows."""
        if statement.speaker is not None:
            entity = self.entity(article, statement.speaker)
            name = self.chain_name(article, statement.speaker)
            if name is not None:
                return Speaker(name, statement.source, entity)
        names = (self.chain_name(article, who) for who in statement.candidates)
        open_names = tuple(dict.fromkeys(name for name in names if name is not None))
        return Speaker(None, statement.source, None, open_names)


def hull(spans: Iterable[Span]) -> Span:
    """The shortest span that holds all of them."""
    spans = tuple(spans)
    return Span(min(span.start for span in spans), max(span.end for span in spans))


def chain_key(article: Article, who: str) -> str:
    """The key of a chain that belongs to no entity."""
    return f"{article.id} {who}"
