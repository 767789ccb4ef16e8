"""The timeline of an analysis by itself: as text, as JSON, as CSV, and as a calendar (iCalendar, RFC 5545).

A new form is one function and one line in `FORMS`. White space in words is a single space everywhere but in JSON.
"""

from __future__ import annotations

import csv
import io
import json
import textwrap
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from typing import Any

import msgspec

from onrecord import __version__
from onrecord.brief.happenings import every
from onrecord.brief.options import first_day, last_day
from onrecord.brief.texts import safe_url
from onrecord.brief.views import day, gapped, harmless, outlet, plural, speaker, spoken, where
from onrecord.model import Analysis, Article, Dated, Happening

WIDTH, INDENT = 80, 12
COLUMNS = (
    "date", "words", "speaker", "outlet", "published", "title", "url", "anchor", "pieces", "independent_texts",
    "differ_on_the_day", "event",
)  # fmt: skip
OCTETS = 75
"""Octets of a line of a calendar, without its end."""
_ESCAPES = str.maketrans({"\\": "\\\\", ";": "\\;", ",": "\\,", "\n": "\\n"})


class _Pieces:
    """What is shown of the pieces of an analysis."""

    def __init__(self, analysis: Analysis) -> None:
        self._articles = {article.id: article for article in analysis.articles}

    def of(self, told: Dated) -> Article:
        """The piece that tells an event so."""
        return self._articles[told.line.article]

    def words(self, told: Dated) -> str:
        """Its words, with marks where its sentence has more."""
        text = self.of(told).text
        return harmless(gapped([span.of(text) for span in told.line.spans], told.line))

    def who(self, told: Dated) -> str:
        """Who speaks, where somebody does."""
        return harmless(speaker(told.line, self.of(told))) if told.line.kind == "statement" else ""

    def where(self, told: Dated) -> str:
        """Outlet and date."""
        return harmless(where(self.of(told)))

    def title(self, told: Dated) -> str:
        """The title of the piece, where it has one."""
        title = self.of(told).title
        return harmless(" ".join(title.value.split())) if title is not None else ""


def text_form(analysis: Analysis) -> Iterator[str]:
    """Date and words, and under them who tells it: for a terminal, 80 columns wide."""
    pieces = _Pieces(analysis)
    for one in every(analysis):
        more = [f"told in {plural(one.pieces, 'piece')}"] if one.pieces > 1 else []
        for at, told in enumerate(one.told):
            who = pieces.who(told)
            facts = [*([who] if who else []), pieces.where(told), *(more if at == 0 else ["they differ on the day"])]
            yield _filled(pieces.words(told), told.date) + "\n" + _filled(" · ".join(facts), "") + "\n"


def _filled(words: str, head: str) -> str:
    return textwrap.fill(
        words,
        WIDTH,
        initial_indent=f"{head:<{INDENT}}",
        subsequent_indent=" " * INDENT,
        break_on_hyphens=False,
        break_long_words=False,
    )


def json_form(analysis: Analysis) -> Iterator[str]:
    """One JSON list: the events as in the records, each side with its words, its address and where it was published."""
    articles = {article.id: article for article in analysis.articles}
    told: list[dict[str, Any]] = []
    for event in analysis.events:
        body = msgspec.to_builtins(event)
        for side, place, given in zip(body["sides"], event.sides, event.dates, strict=True):
            article = articles[place.article]
            side |= {
                "date": given,
                "words": place.span.of(article.text),
                "anchor": article.anchor(place.span),
                "outlet": outlet(article),
                "published": article.published.value if article.published else None,
                "title": article.title.value if article.title else None,
                "url": article.url.value if article.url else None,
            }
        told.append(body)
    yield json.dumps(told, ensure_ascii=False, indent=1) + "\n"


def csv_form(analysis: Analysis) -> Iterator[str]:
    """A header, then a row for each event, and one for each other day that an account gives (RFC 4180)."""
    pieces = _Pieces(analysis)
    yield _row(COLUMNS)
    for one in every(analysis):
        for told in one.told:
            article = pieces.of(told)
            yield _row(
                (
                    told.date,
                    pieces.words(told),
                    pieces.who(told),
                    outlet(article) or "",
                    article.published.value if article.published else "",
                    pieces.title(told),
                    safe_url(article) or "",
                    article.anchor(told.line.spans[0]),
                    str(one.pieces),
                    str(one.origins),
                    "" if one.agree else "yes",
                    one.event,
                )
            )


def _row(cells: tuple[str, ...]) -> str:
    written = io.StringIO()
    csv.writer(written).writerow(cells)
    return written.getvalue()


def calendar_form(analysis: Analysis) -> Iterator[str]:
    """A calendar of all-day events; a month or a year is all of its days."""
    pieces = _Pieces(analysis)
    head = ("BEGIN:VCALENDAR", "VERSION:2.0", f"PRODID:-//On Record//onrecord {__version__}//EN", "CALSCALE:GREGORIAN")
    yield from (f"{line}\r\n" for line in head)
    for one in every(analysis):
        yield from (_folded(line) for line in _event(pieces, one))
    yield "END:VCALENDAR\r\n"


def _event(pieces: _Pieces, one: Happening) -> Iterator[str]:
    first, last = first_day(one.date), last_day(one.date)
    assert first is not None and last is not None, "a date of the calendar"
    published = [first_day(day(pieces.of(told)) or "") for told in one.told]
    stamp = max((found for found in published if found is not None), default=date(1970, 1, 1))
    yield "BEGIN:VEVENT"
    yield f"UID:{one.event}@onrecord"
    yield f"DTSTAMP:{_digits(stamp)}T000000Z"
    yield f"DTSTART;VALUE=DATE:{_digits(first)}"
    if last < date.max:
        yield f"DTEND;VALUE=DATE:{_digits(last + timedelta(days=1))}"
    yield f"SUMMARY:{pieces.words(one.told[0]).translate(_ESCAPES)}"
    yield f"DESCRIPTION:{_described(pieces, one).translate(_ESCAPES)}"
    address = safe_url(pieces.of(one.told[0]))
    if address is not None:
        yield f"URL:{harmless(address)}"
    yield "TRANSP:TRANSPARENT"
    yield "END:VEVENT"


def _digits(one: date) -> str:
    return one.isoformat().replace("-", "")


def _described(pieces: _Pieces, one: Happening) -> str:
    """Who tells it, in which piece, at which address; where accounts differ on the day, all of them."""
    paragraphs = []
    for told in one.told:
        address = safe_url(pieces.of(told))
        lines = [pieces.who(told), pieces.where(told), pieces.title(told), harmless(address) if address else ""]
        other = [f"{spoken(told.date)}: {pieces.words(told)}"] if told is not one.told[0] else []
        paragraphs.append("\n".join([*other, *(line for line in lines if line)]))
    if one.pieces > 1:
        paragraphs.append(f"Told in {plural(one.pieces, 'piece')}")
    return "\n\n".join(paragraphs)


def _folded(line: str) -> str:
    """A line of a calendar, cut where it is longer than `OCTETS`, never inside a character."""
    parts, part, size = [], "", 0
    for character in line:
        width = len(character.encode("utf-8", "surrogatepass"))
        if size + width > OCTETS:
            parts.append(part)
            part, size = "", 1
        part += character
        size += width
    return "\r\n ".join([*parts, part]) + "\r\n"


FORMS: dict[str, Callable[[Analysis], Iterator[str]]] = {
    "text": text_form,
    "json": json_form,
    "csv": csv_form,
    "calendar": calendar_form,
}
"""What `onrecord timeline` writes."""
