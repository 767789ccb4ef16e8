"""The timeline by itself: text, JSON, CSV, and a calendar that another program reads."""

from __future__ import annotations

import csv
import io
import json
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from icalendar import Calendar
from msgspec.structs import replace
from tests.brief.contested import contested
from tests.brief.piles import analysis, piece

from onrecord.brief.timeline_forms import FORMS
from onrecord.model import Analysis, Event, Place, Span


def written(form: str, pile: Analysis) -> str:
    return "".join(FORMS[form](pile))


def one_event(words: str, day: str, url: str | None = None, title: str | None = None) -> Analysis:
    """A pile that tells one event, of which the piece is nothing but the words."""
    made = piece("one.txt", words, outlet="Lamp", published="2031-03-12", url=url, title=title, outside=True)
    event = Event(id="e", date=day, sides=(Place(made.id, Span(0, len(words))),), dates=(day,))
    return replace(analysis([made], [[made]]), events=(event,))


def test_a_calendar_is_read_by_another_program() -> None:
    found = Calendar.from_ical(written("calendar", contested())).walk("VEVENT")
    assert [str(one["SUMMARY"]) for one in found] == [
        "[…] the old wall broke",
        "Twenty were hurt […]",
        "The vote is set for 4 May",
    ]
    assert [(one.decoded("DTSTART"), one.decoded("DTEND")) for one in found] == [
        (date(1987, 1, 1), date(1988, 1, 1)),
        (date(2031, 3, 8), date(2031, 3, 9)),
        (date(2031, 5, 4), date(2031, 5, 5)),
    ]
    assert len({str(one["UID"]) for one in found}) == 3
    described = str(found[2]["DESCRIPTION"])
    assert "Quellin Lamp, 12 March 2031" in described
    assert "5 May 2031: The vote is set for 5 May\nCourier, 13 March 2031" in described


@pytest.mark.parametrize(
    ("day", "end"), [("2031-02", date(2031, 3, 1)), ("2031-12", date(2032, 1, 1)), ("2032", date(2033, 1, 1))]
)
def test_a_month_or_a_year_is_all_of_its_days(day: str, end: date) -> None:
    (found,) = Calendar.from_ical(written("calendar", one_event("The pier broke", day))).walk("VEVENT")
    assert found.decoded("DTEND") == end


def test_a_calendar_names_the_piece_and_its_address() -> None:
    pile = one_event("The pier broke", "2031-03-08", "https://lamp.example/a,b;c", "Pier, broken; twice")
    (found,) = Calendar.from_ical(written("calendar", pile)).walk("VEVENT")
    assert str(found["DESCRIPTION"]) == "Lamp, 12 March 2031\nPier, broken; twice\nhttps://lamp.example/a,b;c"
    assert str(found["URL"]) == "https://lamp.example/a,b;c"
    hostile = one_event("The pier broke", "2031-03-08", "javascript:alert(1)")
    assert "javascript" not in written("calendar", hostile)


@settings(deadline=None)
@given(
    st.text(st.characters(exclude_categories=["Cs"]), min_size=1).filter(lambda text: bool(text.split())),
    st.sampled_from(["0001", "2031-03", "9999-12-31", "9999"]),
)
def test_any_words_come_back_from_a_calendar_whose_lines_are_short(words: str, day: str) -> None:
    page = written("calendar", one_event(words, day))
    lines = page.split("\r\n")
    assert lines.pop() == ""
    assert all(len(line.encode()) <= 75 for line in lines)
    assert not any("\r" in line or "\n" in line for line in lines)
    (found,) = Calendar.from_ical(page).walk("VEVENT")
    harmless = "".join("\ufffd" if ord(one) < 32 or 127 <= ord(one) < 160 else one for one in " ".join(words.split()))
    assert str(found["SUMMARY"]) == harmless
    assert found["UID"] == "e@onrecord"


def test_csv_has_a_header_and_a_row_for_each_day_that_is_given() -> None:
    rows = list(csv.DictReader(io.StringIO(written("csv", contested()))))
    assert [(row["date"], row["words"]) for row in rows] == [
        ("1987", "[…] the old wall broke"),
        ("2031-03-08", "Twenty were hurt […]"),
        ("2031-05-04", "The vote is set for 4 May"),
        ("2031-05-05", "The vote is set for 5 May"),
    ]
    assert [row["differ_on_the_day"] for row in rows] == ["", "", "yes", "yes"]
    assert rows[2]["event"] == rows[3]["event"]


def test_json_gives_each_side_its_words_and_address() -> None:
    pile = contested()
    texts = {article.id: article.text for article in pile.articles}
    found = json.loads(written("json", pile))
    assert [event["date"] for event in found] == ["1987", "2031-03-08", "2031-05-04"]
    for event in found:
        for side in event["sides"]:
            start, end = side["span"]
            assert side["words"] == texts[side["article"]][start:end]
            assert side["anchor"].endswith(f"-{start}-{end}")


def test_the_text_form_fits_a_terminal_and_obeys_no_piece() -> None:
    page = written("text", contested())
    assert "2031-05-04  The vote is set for 4 May" in page
    assert "they differ on the day" in page
    assert max(map(len, page.splitlines())) <= 80
    assert "\x1b" not in written("text", one_event("The pier \x1b[2J broke", "2031-03-08"))
