"""What each outlet calls whom: labels and forms of the name, by entity and outlet, in the outlet's own words."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

from onrecord.brief.views import outlet
from onrecord.model import Analysis, Article, Called, Entity, Label, OutletLabel, OutletNaming, Place

MOST = 10
"""Entities whose labels a briefing lists."""

OUTLETS = 8
"""Outlets that are listed of one entity."""

LABELS = 5
"""Labels that are listed of one entity in one outlet."""

PLACES = 3
"""Places that one label leads to."""

FORMS = 3
"""Forms of a name that are listed of one outlet."""


def called(analysis: Analysis, articles: Sequence[Article]) -> tuple[Called, ...]:
    """The people and bodies that these pieces have most different labels for, first those that two outlets label.

    Args:
        analysis: the pile; the forms of the names are counted in all of it.
        articles: the pieces that the briefing is about.
    """
    kept = {article.id: article for article in articles}
    entities = {entity.id: entity for entity in analysis.entities if entity.type != "place"}
    by_outlet: defaultdict[str, defaultdict[str | None, list[Label]]] = defaultdict(lambda: defaultdict(list))
    for label in analysis.labels:
        article = kept.get(label.article)
        if article is not None and label.entity in entities:
            by_outlet[label.entity][outlet(article)].append(label)

    def rank(key: str) -> tuple[bool, int, int, str, str]:
        outlets = by_outlet[key]
        several = sum(outlet is not None for outlet in outlets) > 1
        found = [label for labels in outlets.values() for label in labels]
        different = len({_plain(label, kept) for label in found})
        return not several, -different, -len(found), entities[key].name, key

    return tuple(_called(entities[key], by_outlet[key], kept) for key in sorted(by_outlet, key=rank)[:MOST])


def _called(entity: Entity, by_outlet: dict[str | None, list[Label]], articles: dict[str, Article]) -> Called:
    ranked = sorted(by_outlet.items(), key=lambda item: (item[0] is None, -len(item[1]), item[0] or ""))
    return Called(
        entity=entity.id,
        name=entity.name,
        type=entity.type,
        labels=sum(map(len, by_outlet.values())),
        outlets=tuple(
            OutletNaming(
                outlet=outlet,
                forms=_forms(entity, outlet),
                labels=_grouped(found, articles)[:LABELS],
                count=len(found),
            )
            for outlet, found in ranked[:OUTLETS]
        ),
        further=max(0, len(ranked) - OUTLETS),
    )


def _forms(entity: Entity, outlet: str | None) -> dict[str, int]:
    """The forms of a name that an outlet uses in most of its pieces; among equals the more frequent one in the pile."""
    pieces = {alias.form: alias.outlets.get(outlet or "", 0) for alias in entity.aliases}
    ranked = sorted((form for form in pieces if pieces[form]), key=lambda form: -pieces[form])
    return {form: pieces[form] for form in ranked[:FORMS]}


def _grouped(labels: Sequence[Label], articles: dict[str, Article]) -> tuple[OutletLabel, ...]:
    """Labels of the same words together, the most frequent first, then in the order of the pile."""
    groups: dict[str, list[Label]] = {}
    for label in labels:
        groups.setdefault(_plain(label, articles), []).append(label)
    return tuple(
        OutletLabel(
            words=group[0].span.of(articles[group[0].article].text),
            count=len(group),
            places=tuple(Place(label.article, label.span) for label in group[:PLACES]),
        )
        for group in sorted(groups.values(), key=lambda group: -len(group))
    )


def _plain(label: Label, articles: dict[str, Article]) -> str:
    """The words of a label without what makes no difference: case and white space."""
    return " ".join(label.span.of(articles[label.article].text).split()).casefold()
