"""What the page shows of voices and labels: the values of a briefing with the addresses that they lead to."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

from onrecord.brief import voice_pictures
from onrecord.brief.views import UNKNOWN_OUTLET, Views, plural
from onrecord.model import Article, Brief, BriefStory, Called, OutletLabel, Place, Sources, Voice

SAMPLE_WORDS = 18
"""Words of a statement that the list of voices shows before it is cut."""

STORY_NAMES = 6
"""Voices that a story names in one line; further ones are counted."""

ROW_OUTLETS = 12
"""Outlets of one voice that the table beside the matrix lists; further ones are counted."""

CALLED_OPEN = 4
"""Entities whose labels are shown without unfolding."""


def places(brief: Brief) -> Iterator[Place]:
    """All places that these panels lead to."""
    for voice in brief.voices:
        yield from voice.places
        if not voice.statements and voice.named_at is not None:
            yield voice.named_at
    for voice in voice_pictures.rows(brief.voices):
        yield from (one.place for one in voice.heard)
    for one in _compared(brief):
        yield from one.places
    for story in brief.stories:
        yield from (voice.place for voice in story.voices[:STORY_NAMES])
    for entity in brief.labels:
        yield from (place for naming in entity.outlets for label in naming.labels for place in label.places)


def _compared(brief: Brief) -> list[Sources]:
    """The sources that are drawn: of the whole pile, and of the outlets with most statements."""
    if brief.sources is None or not brief.sources.statements:
        return []
    each = [one for one in brief.outlet_sources if one.statements][: voice_pictures.MOST_SOURCES]
    return [brief.sources, *(each if len(each) > 1 else [])]


class Panels:
    """The voices and labels of one briefing.

    Args:
        views: the briefing and its pieces.
        href: where an address leads from the page.
        attribution: what is shown of where a piece was published.
    """

    def __init__(
        self, views: Views, href: Callable[[str], str], attribution: Callable[[Article], dict[str, Any]]
    ) -> None:
        self.brief = views.brief
        self.views = views
        self._href = href
        self._attribution = attribution
        self._numbers = {voice.entity: at + 1 for at, voice in enumerate(self.brief.voices)}

    def _at(self, place: Place) -> str:
        return self._href(self.views.place_anchor(place))

    def shown(self) -> dict[str, Any]:
        """Everything that the templates ask for."""
        drawn = self.brief.voices[: voice_pictures.MOST_VOICES]
        compared = _compared(self.brief)
        return {
            "voices": [self._voice(voice, at) for at, voice in enumerate(self.brief.voices)],
            "voices_picture": voice_pictures.bars(drawn, [f"#voice-{at + 1}" for at in range(len(drawn))]),
            "matrix": voice_pictures.matrix(self.brief.voices, self._at),
            "matrix_rows": self._matrix_rows(),
            "unnamed_picture": voice_pictures.unnamed(compared, self._at) if compared else None,
            "unnamed_rows": [self._sources(one, at == 0) for at, one in enumerate(compared)],
            "unheard": self._chosen(self.brief.unheard),
            "heard_in_one": self._chosen(self.brief.heard_in_one),
            "called": [self._called(one) for one in self.brief.labels[:CALLED_OPEN]],
            "called_more": [self._called(one) for one in self.brief.labels[CALLED_OPEN:]],
        }

    def story(self, story: BriefStory) -> dict[str, Any]:
        """Who is heard in a story, in one line."""
        named = [
            {"name": voice.name, "count": voice.statements, "href": self._at(voice.place)}
            for voice in story.voices[:STORY_NAMES]
        ]
        further = len(story.voices) - len(named)
        more = [plural(further, "further voice")] if further else []
        more += [f"{story.unnamed:,} without a named speaker"] if story.unnamed else []
        return {"heard": named, "heard_more": more}

    def _voice(self, voice: Voice, at: int) -> dict[str, Any]:
        said = []
        for place in voice.places:
            article = self.views.articles[place.article]
            ends = place.span.of(article.text).split()
            said.append(
                {
                    "words": " ".join(ends[:SAMPLE_WORDS]),
                    "cut": len(ends) > SAMPLE_WORDS,
                    "href": self._at(place),
                    "from": self._attribution(article),
                }
            )
        silent = not voice.statements and voice.named_at is not None
        return {
            "number": at + 1,
            "voice": voice,
            "forms": voice_pictures.forms(voice),
            "said": said,
            "more": voice.statements - len(said),
            "named_at": self._at(voice.named_at) if silent and voice.named_at is not None else None,
        }

    def _matrix_rows(self) -> list[dict[str, Any]]:
        """The same as the matrix, a row for each voice in each outlet."""
        return [
            {
                "name": voice.name if at == 0 else None,
                "rows": min(len(voice.heard), ROW_OUTLETS),
                "further": len(voice.heard) - ROW_OUTLETS if at == ROW_OUTLETS - 1 else 0,
                "outlet": one.outlet or UNKNOWN_OUTLET,
                "heard": one,
            }
            for voice in voice_pictures.rows(self.brief.voices)
            for at, one in enumerate(voice.heard[:ROW_OUTLETS])
        ]

    def _sources(self, one: Sources, whole: bool) -> dict[str, Any]:
        kinds = [f"{kind} {count:,}" for kind, count in one.types.items() if kind != "unknown"]
        return {
            "name": "All pieces" if whole else one.outlet or UNKNOWN_OUTLET,
            "sources": one,
            "share": f"{100 * one.share:.0f} %",
            "kinds": ", ".join(kinds),
            "places": [self._at(place) for place in one.places[: 0 if whole else None]],
        }

    def _chosen(self, entities: tuple[str, ...]) -> list[dict[str, Any]]:
        numbers = (self._numbers[entity] for entity in entities)
        return [{"voice": self.brief.voices[number - 1], "href": f"#voice-{number}"} for number in numbers]

    def _called(self, one: Called) -> dict[str, Any]:
        return {
            "called": one,
            "outlets": [
                {
                    "outlet": naming.outlet or UNKNOWN_OUTLET,
                    "known": naming.outlet is not None,
                    "forms": [{"form": form, "pieces": count} for form, count in naming.forms.items()],
                    "labels": [self._label(label) for label in naming.labels],
                    "more": naming.count - sum(label.count for label in naming.labels),
                }
                for naming in one.outlets
            ],
        }

    def _label(self, label: OutletLabel) -> dict[str, Any]:
        first, *others = label.places
        return {
            "words": " ".join(label.words.split()),
            "count": label.count,
            "href": self._at(first),
            "others": [{"number": at + 2, "href": self._at(place)} for at, place in enumerate(others)],
            "more": label.count - len(label.places),
        }
