"""Expressions of time: what is found, what it is worth, what happened then, and what is left as text."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec import structs
from tests.tag.articles import article

from onrecord.model import Article, Name, Span, Statement, Timex
from onrecord.model.pieces import Stated
from onrecord.tag import tag
from onrecord.tag.dates import dates

TUESDAY = "2019-03-05"


def piece(text: str, published: str | None = TUESDAY, language: str | None = "en") -> Article:
    made = article(text, language)
    return made if published is None else structs.replace(made, published=Stated(published, "meta"))


def found(text: str, published: str | None = TUESDAY) -> list[tuple[str, str, str | None]]:
    """Words, type and value of each expression."""
    return [(one.span.of(text), one.type, one.value) for one in dates(piece(text, published))]


def only(text: str, published: str | None = TUESDAY) -> Timex:
    (one,) = dates(piece(text, published))
    return one


@pytest.mark.parametrize(
    ("text", "words", "kind", "value"),
    [
        ("The pier closed on March 3, 2014, Orlo said.", "March 3, 2014", "DATE", "2014-03-03"),
        ("The pier closed on Monday, 3 March 2014.", "Monday, 3 March 2014", "DATE", "2014-03-03"),
        ("The pier closed on the 3rd of March 2014.", "the 3rd of March 2014", "DATE", "2014-03-03"),
        ("The pier closed in February 2016.", "February 2016", "DATE", "2016-02"),
        ("The pier closed in 1997.", "1997", "DATE", "1997"),
        ("The pier was built in the 1980s.", "the 1980s", "DATE", "198"),
        ("It was a harbour of the 19th century.", "the 19th century", "DATE", "18"),
        ("The pier closed last Wednesday.", "last Wednesday", "DATE", "2019-02-27"),
        ("The pier closed on Tuesday.", "Tuesday", "DATE", "2019-03-05"),
        ("The pier closed on Wednesday.", "Wednesday", "DATE", "2019-02-27"),
        ("The pier will close on Wednesday.", "Wednesday", "DATE", "2019-03-06"),
        ("The council is scheduled to meet on Monday.", "Monday", "DATE", "2019-03-11"),
        ("The pier closed yesterday.", "yesterday", "DATE", "2019-03-04"),
        ("The pier closed the day before yesterday.", "the day before yesterday", "DATE", "2019-03-03"),
        ("The pier closed two years ago.", "two years ago", "DATE", "2017"),
        ("The pier closed three weeks ago.", "three weeks ago", "DATE", "2019-W07"),
        ("The pier closed a few years ago.", "a few years ago", "DATE", "PAST_REF"),
        ("The pier closed last month.", "last month", "DATE", "2019-02"),
        ("The pier will open next year.", "next year", "DATE", "2020"),
        ("The pier closed in December.", "December", "DATE", "2018-12"),
        ("The pier will open in December.", "December", "DATE", "2019-12"),
        ("The pier closed last spring.", "last spring", "DATE", "2018-SP"),
        ("The pier closed in the summer of 2016.", "the summer of 2016", "DATE", "2016-SU"),
        ("Prices rose in the third quarter of 2016.", "the third quarter of 2016", "DATE", "2016-Q3"),
        ("The pier closed at the end of March 2014.", "the end of March 2014", "DATE", "2014-03"),
        ("The pier closed in early 2016.", "early 2016", "DATE", "2016"),
        ("The pier closed in mid-2016.", "mid-2016", "DATE", "2016"),
        ("They met on the first Friday of July 2016.", "the first Friday of July 2016", "DATE", "2016-07-01"),
        ("They met on Thanksgiving 2014.", "Thanksgiving 2014", "DATE", "2014-11-27"),
        ("They met on Easter Monday 2016.", "Easter Monday 2016", "DATE", "2016-03-28"),
        ("The pier was shut 1997 until 2011.", "1997 until 2011", "DATE", "1997/2011"),
        ("The pier was shut between 1997 and 2011.", "between 1997 and 2011", "DATE", "1997/2011"),
        ("The fair ran Nov. 19-20, 2016.", "Nov. 19-20, 2016", "DATE", "2016-11-19/2016-11-20"),
        ("The fair ran from May to October 2016.", "May to October 2016", "DATE", "2016-05/2016-10"),
        ("It sank in the early hours of Sunday.", "the early hours of Sunday", "DATE", "2019-03-03"),
        ("The pier closed on Monday night.", "Monday night", "TIME", "2019-03-04TNI"),
        ("The pier closed at 9:30 a.m. on Monday.", "9:30 a.m. on Monday", "TIME", "2019-03-04T09:30"),
        ("The pier closed at half past eight.", "half past eight", "TIME", "T08:30"),
        ("The pier closed at 8 p.m. yesterday.", "8 p.m. yesterday", "TIME", "2019-03-04T20:00"),
        ("The strike lasted for 22 days.", "22 days", "DURATION", "P22D"),
        ("The strike lasted more than a decade.", "more than a decade", "DURATION", "P1DE"),
        ("The strike lasted a few weeks.", "a few weeks", "DURATION", "PXW"),
        ("The strike lasted two and a half years.", "two and a half years", "DURATION", "P2.5Y"),
        ("The strike lasted an hour and a half.", "an hour and a half", "DURATION", "PT1.5H"),
        ("It rose in the first nine months of 2018.", "the first nine months of 2018", "DURATION", "P9M"),
        ("They signed a three-year deal.", "three-year", "DURATION", "P3Y"),
        ("The strike went on for years.", "years", "DURATION", "PXY"),
        ("The strike lasted half a fortnight.", "half a fortnight", "DURATION", "P1W"),
        ("The strike lasted a fortnight and a half.", "a fortnight and a half", "DURATION", "P3W"),
        ("It was a nightlong strike.", "nightlong", "DURATION", "P1D"),
        ("They waited all hr.", "all hr", "DURATION", "PT1H"),
        ("The ferry runs every min.", "every min", "SET", "PT1M"),
        ("The ferry left an hr later.", "an hr later", "TIME", "XXXX-XX-XXTXX:XX"),
        ("The ferry runs every Monday.", "every Monday", "SET", "XXXX-WXX-1"),
        ("The ferry runs three times a week.", "three times a week", "SET", "P1W"),
        ("The pump is emptied once per 30 minutes.", "once per 30 minutes", "SET", "PT30M"),
        ("The crane is checked annually.", "annually", "SET", "P1Y"),
        ("The pier is now closed.", "now", "DATE", "PRESENT_REF"),
        ("The pier recently closed.", "recently", "DATE", "PAST_REF"),
    ],
)
def test_one_expression(text: str, words: str, kind: str, value: str) -> None:
    assert found(text) == [(words, kind, value)]


@pytest.mark.parametrize(
    "text",
    [
        "Some 2,016 people came.",
        "They met in room 2016.",
        "Orlo, a 43-year-old man, was 43 years old.",
        "Ferries carry 500 people a day for $5 a day.",
        "It may rain, and they march to the pier.",
        "May I ask why?",
        "He won the second half by a goal.",
        "They took the second ferry to the 27th floor.",
        "It was a sun that sat low.",
        "Boeing 737 and Route 1984 are names.",
        "He will spring a surprise and fall.",
    ],
)
def test_what_is_no_time(text: str) -> None:
    assert found(text) == []


def test_a_name_is_not_looked_into() -> None:
    text = "Ann May told April Vey of the September 11 attacks in May."
    names = (
        Name(id="n0", span=Span(0, 7), type="person", who="w0"),
        Name(id="n1", span=Span(13, 22), type="person", who="w1"),
    )
    marked = dates(structs.replace(piece(text), names=names))
    assert [(one.span.start, one.span.of(text)) for one in marked] == [(54, "May")]


def test_a_title_is_closed_where_it_ends() -> None:
    assert found("They saw the “Monday” show.") == []
    assert [words for words, _, _ in found("The pier will open “Monday")] == ["Monday"]


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("The council fell in June 2016. The following month the mayor left.", "2016-07"),
        ("The council fell on June 3, 2016. Two days later the mayor left.", "2016-06-05"),
        ("The council fell in June 2016. The mayor left a year later.", "2017"),
        ("The council fell on June 3, 2016. The mayor left the same day.", "2016-06-03"),
        ("The council fell in June 2016. That year the mayor left.", "2016"),
    ],
)
def test_what_counts_from_the_date_before(text: str, value: str) -> None:
    last = dates(piece(text))[-1]
    assert (last.value, last.anchored) == (value, True)


def test_nothing_to_count_from_leaves_it_relative() -> None:
    one = only("The following month the mayor left.")
    assert (one.value, one.anchored, one.unread) == ("XXXX-XX", False, None)


def test_a_date_too_vague_to_count_days_from() -> None:
    last = dates(piece("The council fell in 2016. Two days later the mayor left."))[-1]
    assert (last.value, last.anchored) == ("XXXX-XX-XX", False)


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("The pier closed on Wednesday.", "XXXX-WXX-3"),
        ("The pier closed last month.", "XXXX-XX"),
        ("The pier closed in October.", "XXXX-10"),
        ("The pier closed on October 2.", "XXXX-10-02"),
        ("The pier closed two years ago.", "XXXX"),
        ("The pier closed last summer.", "XXXX-SU"),
    ],
)
@pytest.mark.parametrize("published", [None, "", "soon", "2019-13-45", "2019-02-30"])
def test_without_a_date_of_the_piece(text: str, value: str, published: str | None) -> None:
    one = only(text, published)
    assert (one.value, one.anchored) == (value, False)


@pytest.mark.parametrize(
    ("published", "text", "value"),
    [
        ("2019", "The pier closed two years ago.", "2017"),
        ("2019", "The pier closed last month.", "XXXX-XX"),
        ("2019", "The pier closed in March.", "XXXX-03"),
        ("2019-03", "The pier closed last month.", "2019-02"),
        ("2019-03", "The pier closed in December.", "2018-12"),
        ("2019-03", "The pier closed on Monday.", "XXXX-WXX-1"),
        ("2019-03-05T10:00:00+01:00", "The pier closed yesterday.", "2019-03-04"),
    ],
)
def test_a_date_as_precise_as_it_is(published: str, text: str, value: str) -> None:
    assert only(text, published).value == value


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("The pier closed on Wednesday, January 7.", "2032-01-07"),
        ("The pier closed on Wednesday, January 8.", "2031-01-08"),
        ("The pier closed on Friday, January 8.", "2032-01-08"),
        ("The pier closed in 2030. On Tuesday, January 8, it stood.", "2030-01-08"),
        ("The pier closed in 2030. On Wednesday, January 8, it stood.", "2031-01-08"),
    ],
)
def test_a_weekday_tells_the_year_unless_it_is_a_slip(text: str, value: str) -> None:
    assert found(text, "2032-01-14")[-1][2] == value


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("It was 31 February.", "31 February"),
        ("It was February 29, 2015.", "February 29, 2015"),
        ("It was the year 0.", "the year 0"),
        ("It was 1398 in the Iranian calendar.", "1398 in the Iranian calendar"),
        ("It was 1440 AH.", "1440 AH"),
        ("It was 15 Mehr 1398.", "15 Mehr 1398"),
        ("It was ۱۳۹۸-۰۷-۱۵.", "۱۳۹۸-۰۷-۱۵"),
        ("It was 300 BC.", "300 BC"),
        ("They met from 2011 until 1997.", "2011 until 1997"),
        ("They met on 03/04/2016.", "03/04/2016"),
        ("It was 99999 years ago.", "99999 years ago"),
    ],
)
def test_what_cannot_be_read_is_left_as_text_with_the_reason(text: str, words: str) -> None:
    one = only(text)
    assert (one.span.of(text), one.value, one.anchored) == (words, None, False)
    assert one.unread


@pytest.mark.parametrize("digits", [400, 5000])
def test_a_length_of_more_digits_than_a_float_or_an_int_takes(digits: int) -> None:
    number = "9" * digits
    assert only(f"It lasted {number} fortnights.").type == "DURATION"
    window = only(f"It was shut over the past {number} years.")
    assert (window.type, window.begin, window.end) == ("DURATION", None, None)


def test_digits_of_other_scripts() -> None:
    assert found("٢٠١٦-٠٢-١١") == [("٢٠١٦-٠٢-١١", "DATE", "2016-02-11")]
    assert found("In ۲۰۱۶ the pier closed.") == [("۲۰۱۶", "DATE", "2016")]


def test_modifiers_and_ends() -> None:
    assert only("It closed at the end of March 2014.").mod == "END"
    assert only("It lasted nearly three years.").mod == "APPROX"
    stretch = only("It was shut between 1997 and 2011.")
    assert (stretch.begin, stretch.end, stretch.anchored) == ("1997", "2011", True)
    window = only("It was shut over the past three weeks.")
    assert (window.value, window.begin, window.end) == ("P3W", "2019-02-12", "2019-03-05")


@pytest.mark.parametrize(
    ("text", "event"),
    [
        ("The union called off the strike in March 2021 after talks.", "The union called off the strike"),
        ("On Monday, the council will vote on the pier, Orlo said.", "the council will vote on the pier"),
        ("In 2014 Orlo, the mayor of Vey, resigned, and the pier closed.", "Orlo, the mayor of Vey, resigned"),
        ("The 2016 election was close.", "The 2016 election"),
        ("Mr. Tolland's 2005 speech was long.", "Mr. Tolland's 2005 speech"),
        ("Monday's vote was close.", "Monday's vote"),
        ("The pier closed last Wednesday and will reopen.", "The pier closed"),
        ("They spoke to Ann Vey, who resigned last month, and to others.", "Ann Vey, who resigned"),
        ("“It is a rigged system,” he said on Monday.", "“It is a rigged system,” he said"),
        ("The council closed on Monday the pier of Vey.", "The council closed on Monday the pier of Vey"),
        ("While he was in Vey on Monday, he said no.", "he was in Vey"),
        ("March 2014", None),
        ("In 2014, then.", None),
    ],
)
def test_what_happened_then(text: str, event: str | None) -> None:
    one = dates(piece(text))[0]
    assert (None if one.event is None else one.event.of(text)) == event


def test_the_statement_is_the_innermost() -> None:
    text = "Orlo said that Vey said the pier closed on Monday."
    statements = (
        Statement(id="s0", content=(Span(10, 49),)),
        Statement(id="s1", content=(Span(24, 49),), within="s0"),
    )
    (one,) = dates(structs.replace(piece(text), statements=statements))
    assert one.statement == "s1"


@pytest.mark.parametrize("language", ["en", "", None])
def test_a_text_too_short_to_tell_its_language_is_read_as_english(language: str | None) -> None:
    assert [one.value for one in dates(piece("It closed on Monday.", language=language))] == ["2019-03-04"]


def test_other_languages_give_only_what_cannot_be_misread() -> None:
    assert dates(piece("Am 3. März 2014 und 2014-03-05.", language="de"))[0].value == "2014-03-05"
    assert len(dates(piece("Am Montag, den 3. März 2014.", language="de"))) == 0


def test_the_tagger_marks_them() -> None:
    assert [one.value for one in tag(piece("“The pier will close on Wednesday,” Orlo said.")).dates] == ["2019-03-06"]


PIECES = """
a the in of on by from to until between and 31 29 February March may 2016 1997 '80s 1980s 0 12 3rd 9:30 p.m.
am next last this past two three half years year ago later week days day Monday Mondays every each spring
quarter third first early end Christmas 1/2/2016 2016-02-30 9999 999999999 Q3 now ½ dozen decade century
before after second midnight , . - – 's BC AH ۱۳۹۸ 1398 today night o'clock minutes hours weekend weekends
"""
WORDS = st.sampled_from(PIECES.split())
TEXTS = st.one_of(
    st.text(max_size=200), st.lists(WORDS, max_size=25).map(" ".join), st.lists(WORDS, max_size=25).map("".join)
)
PUBLISHED = st.one_of(
    st.none(), st.text(max_size=25), st.sampled_from(["2019", "0001-01-01", "9999-12-31", "2020-02-29", "2016-12"])
)


@given(TEXTS, PUBLISHED)
@settings(max_examples=400, deadline=None)
def test_any_text(text: str, published: str | None) -> None:
    at = 0
    for one in dates(piece(text, published)):
        assert at <= one.span.start < one.span.end <= len(text)
        at = one.span.end
        assert (one.value is None) == (one.unread is not None)
        assert one.event is None or (one.event.end <= len(text) and one.event.of(text).strip())
        if one.anchored:
            assert one.value is not None
            for end in one.value.split("/"):
                check_calendar(end)


def check_calendar(value: str) -> None:
    """A value that is said to be a place in the calendar is one."""
    day = value.partition("T")[0]
    year, *parts = day.split("-")
    assert year.isdigit() and len(year) in (2, 3, 4)
    if not parts:
        return
    if parts[0].startswith("W") and parts[0] != "WI":
        assert parts[1:] in ([], ["WE"])
        date.fromisocalendar(int(year), int(parts[0][1:]), 1)
    elif parts[0].isdigit():
        date(int(year), int(parts[0]), int(parts[1]) if len(parts) > 1 else 1)
    else:
        assert parts[0] in {"SP", "SU", "FA", "WI", "Q1", "Q2", "Q3", "Q4", "H1", "H2"}


def test_a_year_before_a_dash_and_a_length_is_no_range() -> None:
    assert found("The pier opened in 2007 — five years before the fire.")[0] == ("2007", "DATE", "2007")


def test_letters_that_might_be_seconds_are_no_part_of_a_morning() -> None:
    assert ("Monday morning", "TIME", "2019-03-04TMO") in found("Orlo met the SEC on Monday morning.")
