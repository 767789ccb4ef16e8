"""Figures: golden pairs, what is none, what stays text, and what must hold for any text."""

from __future__ import annotations

import json
import re
import time
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.tag.articles import article

from onrecord.model import Article, Figure, Mention, Name, Span, Statement, Timex
from onrecord.tag import at_least, tag
from onrecord.tag.figures import figures
from onrecord.tag.rules import RuleTagger

DATA = Path(__file__).parent / "figures"
NUMERAL = re.compile(r"-?\d+(?:\.\d*[1-9])?")


def found(text: str, language: str | None = "en") -> tuple[Figure, ...]:
    return figures(article(text, language))


def counted(text: str) -> list[tuple[str, str | None]]:
    return [(one.span.of(text), None if one.counted is None else one.counted.of(text)) for one in found(text)]


def values(text: str) -> list[str | None]:
    return [one.value for one in found(text)]


def shown(text: str) -> list[dict[str, Any]]:
    """Figures in words: what the golden files hold, empty fields left out."""
    rows = []
    for one in figures(RuleTagger().tag(article(text)).article):
        row = {
            "figure": one.span.of(text),
            "value": one.value,
            "upper": one.upper,
            "kind": one.kind,
            "unit": one.unit,
            "comparator": one.comparator,
            "per": one.per,
            "counted": None if one.counted is None else one.counted.of(text),
            "unread": one.unread,
        }
        rows.append({name: value for name, value in row.items() if value is not None})
    return rows


@pytest.mark.parametrize("name", sorted(path.stem for path in DATA.glob("*.txt")))
def test_golden_pairs(name: str) -> None:
    text = (DATA / f"{name}.txt").read_text(encoding="utf-8")
    assert shown(text) == json.loads((DATA / f"{name}.expected.json").read_text(encoding="utf-8"))


@pytest.mark.parametrize(
    "text",
    [
        "The ferry Tolland 9 left in 2016 and came back on March 12.",
        "Route 9 is closed at 10:30, or at 4 p.m., until 5 January 2019.",
        "It took three years, two or three days, half an hour and a few weeks.",
        "No one of them knew that one of the others had called 555-123-4567.",
        "The F-16 and the 3D map of the 1980s are at 12 Low Street.",
        "Section 230 and No. 7 are old, as is https://vey.example/a?b=20%25.",
        "1. Ferries\n2. Cranes [3]",
        "Several boats, both piers, many clerks and a couple of cranes were lost.",
        "The 401(k) of a 501(c)(4) is settling scores with the Gang of Eight.",
        "The crew waved as one resident came out. One clerk waved. Ann Orlo asked a question or two.",
        "The 2013 reforms of the latter half of the year ended between 10 and 11 a.m.",
    ],
)
def test_dates_names_and_lengths_of_time_are_no_figures(text: str) -> None:
    assert counted(text) == []


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("They saw 12,34,567 boats.", "1234567"),
        ("They saw 1 234 567 boats.", "1234567"),
        ("They saw ١٢٣ boats.", "123"),
        ("They saw ۱۲۳ boats.", "123"),
        ("They saw ١٬٢٣٤٫٥ boats.", "1234.5"),
        ("They saw 2½ boats.", "2.5"),
        ("They saw one hundred and sixty-one boats.", "161"),
        ("They saw two and a half million boats.", "2500000"),
        ("They saw half a dozen boats.", "6"),
        ("They saw nine out of 10 boats.", "0.9"),
        ("They saw twenty-one trillion and three hundred boats.", "21000000000300"),
        ("It was minus five degrees.", "-5"),
        ("They saw .25 boats.", "0.25"),
        ("They saw 3.50 boats.", "3.5"),
        ("They saw 10k boats.", "10000"),
        ("They paid £1.2bn.", "1200000000"),
        ("They paid $33million.", "33000000"),
        ("£3m was paid.", "3000000"),
        ("They saw 1.5m people.", "1500000"),
        ("They paid millions of dollars.", "1000000"),
        ("They lost half of 1 percent.", "0.5"),
        ("They grew by a quarter of a percentage point.", "0.25"),
        ("Eight of 10 saw boats.", "0.8"),
        ("They saw a threefold increase.", "3"),
        ("The share is in the mid-30s.", "35"),
        ("They saw 40-something boats.", "40"),
    ],
)
def test_values_are_decimal_numerals(text: str, value: str) -> None:
    assert values(text) == [value]


@pytest.mark.parametrize(
    ("text", "figure"),
    [
        ("They counted 1,2,3 boats.", "1,2,3"),
        ("They counted 10^400 boats.", "10^400"),
        (f"They counted {'9' * 5000} boats.", "9" * 5000),
        ("They counted 1e99999 boats.", "1e99999"),
        ("Vey won 3-1 in the rain.", "3-1"),
        ("They voted 48 to 52 in the end.", "48 to 52"),
        ("A sheet of 8x10 inches hung there.", "8x10 inches"),
        ("A room of 10 by 12 feet stood empty.", "10 by 12 feet"),
        ("A share of 3/0 was left.", "3/0"),
        ("Orlo leads, 49 percent to 47 percent.", "49 percent to 47 percent"),
        ("Tolland beat Vey 45-40.", "45-40"),
    ],
)
def test_what_is_no_one_number_is_left_as_text_with_the_reason(text: str, figure: str) -> None:
    (one,) = found(text)
    assert (one.span.of(text), one.value) == (figure, None)
    assert one.unread


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Some 17,000 Tollanders left.", [("Some 17,000", "Tollanders")]),
        ("It struck 20 and injured 5 soldiers.", [("20", "soldiers"), ("5", "soldiers")]),
        ("Polls gave her 40 percent of likely voters.", [("40 percent", "likely voters")]),
        ("A budget of $3m was passed.", [("$3m", "budget")]),
        ("The death toll in Vey rose to 12.", [("12", "death toll")]),
        ("The boats are worth $5.", [("$5", None)]),
        ("She had 22 of Orlo's old boats.", [("22", "old boats")]),
        ("They shot a hundred sailors, killing 49.", [("a hundred", "sailors"), ("49", "sailors")]),
        ("It has a 15-member board.", [("15", "member")]),
        ("They raised $30 billion in revenue.", [("$30 billion", "revenue")]),
        ("More than half the crews left.", [("More than half", "crews")]),
        ("They won 271 pledged seats in two terms.", [("271", "pledged seats"), ("two", "terms")]),
        ("He leads 20 uniformed and plainclothes guards.", [("20", "uniformed and plainclothes guards")]),
        ("It has 650,000 members and supporters nationwide.", [("650,000", "members and supporters")]),
        ("She wrote a 300 page report.", [("300", "page")]),
        ("They won 18 of the 25 seats.", [("18", "seats"), ("25", "seats")]),
        ("She has 85 percent support among clerks.", [("85 percent", "clerks")]),
        ("There are 40 percent tired and 9 percent content.", [("40 percent", None), ("9 percent", None)]),
        ("Tolland had four scores.", [("four", "scores")]),
        ("Turnout fell to 9 percent, down 12 points.", [("9 percent", "Turnout"), ("12 points", "Turnout")]),
        (
            "He made 9 percent of his shots; he had 12 points and six rebounds.",
            [("9 percent", "shots"), ("12", "points"), ("six", "rebounds")],
        ),
        ("We count 9 clerks from Vey, 4 from Orlo and 3 cooks.", [("9", "clerks"), ("4", "clerks"), ("3", "cooks")]),
    ],
)
def test_the_thing_counted_is_the_shortest_phrase_that_says_so(
    text: str, expected: list[tuple[str, str | None]]
) -> None:
    assert counted(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("The fee, the board says, would be $300.", [("$300", "fee")]),
        ("The board raised its forecast for Vey by 2 percent.", [("2 percent", "forecast")]),
        ("Harbour growth will slow to a tepid 3 percent.", [("3 percent", "Harbour growth")]),
        ("The jobless rate fell to 4.9% from 5.1%.", [("4.9%", "jobless rate"), ("5.1%", "jobless rate")]),
        ("The number of boats rose to 12.", [("12", "boats")]),
        ("A majority of clerks (54%) agreed.", [("54%", "clerks")]),
        ("Clerks ages 16 to 24 left.", [("16 to 24", "Clerks")]),
        ("The error margin is plus or minus 4 points.", [("4", "points")]),
        ("The boats with a margin of error of plus or minus 4 percent.", [("4 percent", "margin of error")]),
        ("They raised $5m.", [("$5m", None)]),
        ("Orlo is a mother of three.", [("three", None)]),
    ],
)
def test_what_stands_in_front_says_what_is_counted(text: str, expected: list[tuple[str, str | None]]) -> None:
    assert counted(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Among old clerks, 46 percent stay and 44 percent go.", ["old clerks", "old clerks"]),
        ("Some 52 percent of clerks stay. However, 63 percent would go.", ["clerks", "clerks"]),
        ("The 49 sailors drowned. The names of all 49 were read.", ["sailors", "sailors"]),
        ("There are 120 clerks. A third of those with boats left.", ["clerks", "clerks"]),
        ("The clerks, half of whom left, met.", ["clerks"]),
        ("The fares rose 5 percent, or $3.", ["fares", "fares"]),
        ("They let in 11,491 sailors, over the limit of 10,000.", ["sailors", "sailors"]),
        ("The town, with a population of 5,000, has 12 boats; the next has 7.", ["population", "boats", "boats"]),
    ],
)
def test_figures_share_what_one_of_them_names(text: str, expected: list[str | None]) -> None:
    assert [thing for _, thing in counted(text)] == expected


def test_an_age_belongs_to_whom_its_pronoun_speaks_of() -> None:
    base = article("Ann Orlo left when she was 15.")
    orlo = Span(0, 8)
    marked = Article(
        id=base.id,
        document=base.document,
        span=base.span,
        text=base.text,
        names=(Name("n1", orlo, "person", "w1"),),
        mentions=(Mention(Span(19, 22), "pronoun", "w1"),),
        statements=(),
    )
    (age,) = figures(marked)
    assert (age.kind, age.value, age.counted) == ("age", "15", orlo)


def test_points_are_of_a_percentage_only_where_shares_are_given() -> None:
    assert [one.unit for one in found("The lead of 7 points over 40 percent.")] == ["percentage point", "percent"]
    assert [one.unit for one in found("Orlo scored 7 points.")] == [None]
    assert [one.unit for one in found("The index lost 7 points, or 2 percent.")] == [None, "percent"]


@pytest.mark.parametrize(
    ("text", "comparator"),
    [
        ("About 20 boats sank.", "about"),
        ("No fewer than 20 boats sank.", "at_least"),
        ("20 or more boats sank.", "at_least"),
        ("As many as 20 boats sank.", "at_most"),
        ("Over 20 boats sank.", "more_than"),
        ("Fewer than 20 boats sank.", "less_than"),
        ("Exactly 20 boats sank.", "exactly"),
        ("Dozens of boats sank.", "at_least"),
        ("Only 20 boats sank.", None),
        ("Just 20 boats sank.", None),
    ],
)
def test_comparators(text: str, comparator: str | None) -> None:
    (one,) = found(text)
    assert one.comparator == comparator
    assert one.span.start == (5 if comparator is None else 0)


@pytest.mark.parametrize(
    ("text", "unit"),
    [
        ("It cost $5.", "USD"),
        ("It cost $5, or 7 Canadian dollars.", "dollar"),
        ("It cost £5.", "GBP"),
        ("It cost £5 or 8 Egyptian pounds.", "pound"),
        ("It cost 5 francs.", "franc"),
        ("It cost 5 Swiss francs.", "CHF"),
        ("It weighs 5 pounds.", "pound"),
        ("It cost 5 million pounds.", "GBP"),
    ],
)
def test_a_currency_has_a_code_only_where_the_words_tell_which(text: str, unit: str) -> None:
    assert found(text)[0].unit == unit


def test_a_change_is_two_figures_and_a_range_is_one() -> None:
    assert values("Losses rose from 5 to 7 boats.") == ["5", "7"]
    (one,) = found("Losses of 2 to 3 million boats were feared.")
    assert (one.value, one.upper) == ("2000000", "3000000")


@pytest.mark.parametrize(
    ("text", "ends"),
    [
        ("They saw 2-3k boats.", ("2000", "3000")),
        ("They saw 2 to 3bn boats.", ("2000000000", "3000000000")),
        ("They saw two to three hundred boats.", ("200", "300")),
        ("They saw 2 to 3 hundred thousand boats.", ("200000", "300000")),
        ("They saw 20 to 3,000 boats.", ("20", "3000")),
    ],
)
def test_what_multiplies_the_upper_end_multiplies_the_lower_one(text: str, ends: tuple[str, str]) -> None:
    assert [(one.value, one.upper) for one in found(text)] == [ends]


def test_what_holds_each_month_says_so() -> None:
    (one,) = found("It costs twelve million euros a month.")
    assert (one.unit, one.per, one.value) == ("EUR", "month", "12000000")


def test_ordinals_are_kept_apart() -> None:
    assert [(one.kind, one.value) for one in found("The third of 3 boats sank.")] == [("ordinal", "3"), ("count", "3")]


def test_a_figure_knows_its_speaker_its_bearer_and_its_time() -> None:
    text = "Ann Orlo, 43, lost. “In June, 20 boats sank,” said Peter Vance."
    base = article(text)
    orlo, vance = Span(0, 8), Span(text.index("Peter"), text.index("Peter") + 11)
    june = Span(text.index("June"), text.index("June") + 4)
    content = Span(text.index("“"), text.index("”") + 1)
    marked = Article(
        id=base.id,
        document=base.document,
        span=base.span,
        text=text,
        names=(Name("n1", orlo, "person", "w1"), Name("n2", vance, "person", "w2")),
        statements=(Statement(id="s1", content=(content,), speaker="w2"),),
        dates=(Timex(span=june, type="DATE", value="XXXX-06", anchored=False),),
    )
    age, boats = figures(marked)
    assert (age.kind, age.unit, age.about, age.counted, age.statement) == ("age", "year", "w1", orlo, None)
    assert (boats.statement, boats.time, boats.value) == ("s1", june, "20")


def test_a_pronoun_is_whom_a_figure_is_about() -> None:
    text = "She owns 20 boats."
    base = article(text)
    marked = Article(
        id=base.id,
        document=base.document,
        span=base.span,
        text=text,
        names=(),
        mentions=(Mention(Span(0, 3), "pronoun", "w1"),),
        statements=(),
    )
    assert [one.about for one in figures(marked)] == ["w1"]


def test_what_stands_in_a_statement_that_is_left_out_goes_to_the_one_around() -> None:
    base = article("Vance said that Orlo said that 20 boats sank in May.")
    outer = Statement(id="s1", content=(Span(11, 51),), confidence=0.9)
    inner = Statement(id="s2", content=(Span(26, 51),), confidence=0.2, within="s1")
    marked = Article(
        id=base.id, document=base.document, span=base.span, text=base.text, names=(), statements=(outer, inner)
    )
    made = tag(marked)
    assert [one.statement for one in made.figures] == ["s2"]
    assert [one.statement for one in at_least(made, 0.5).figures] == ["s1"]
    assert [one.statement for one in made.dates] == ["s2"]
    assert [one.statement for one in at_least(made, 0.5).dates] == ["s1"]


def test_other_languages_have_no_figures() -> None:
    assert found("Etwa 20 Boote sanken.", "de") == ()


def wrong(text: str) -> list[Figure]:
    """The figures of a text that stand out of order, lie outside it, or have neither a numeral nor a reason."""
    faulty, last = [], 0
    for one in found(text):
        spans = [one.span] if one.counted is None else [one.span, one.counted]
        inside = all(span.start < span.end <= len(text) for span in spans)
        numerals = all(NUMERAL.fullmatch(value) for value in (one.value, one.upper) if value is not None)
        if not (last <= one.span.start and inside and numerals and (one.value is None) == bool(one.unread)):
            faulty.append(one)
        last = one.span.end
    return faulty


PIECES = st.sampled_from(
    [
        *"0123456789.,-–/^x%$€£:()[] \n",
        *[" ", "one", "two ", " three", "twenty ", "-five", " hundred", " thousand", " million", " half ", " a "],
        *[" third ", " thirds ", " quarter ", " and ", " to ", " or ", " of ", " in ", " between ", " from "],
        " dozens ",
        "1,000",
        " 10^400 ",
        " more than ",
        " percent ",
        " dollars ",
        " feet ",
        " years old ",
        "-year-old ",
        " boats",
        " Orlo",
        "٣",
        "½",
        "’s",
        "🚢",
        "e9",
    ]
)


@settings(max_examples=400, deadline=None)
@given(st.lists(PIECES, max_size=40).map("".join))
def test_any_string_of_numbers_gives_figures_inside_the_text_in_order(text: str) -> None:
    assert wrong(text) == []


@settings(max_examples=200, deadline=None)
@given(st.text(max_size=200))
def test_any_text_gives_figures_inside_the_text_in_order(text: str) -> None:
    assert wrong(text) == []


def test_many_sums_and_dates_do_not_take_long() -> None:
    text = "They paid $5 in June 2016 to Ann Orlo.\n" * 5_000
    base = article(text, "en")
    dates = tuple(
        Timex(span=Span(start + 16, start + 25), type="DATE", value="2016-06", anchored=True)
        for start in range(0, len(text), 39)
    )
    marked = Article(id=base.id, document=base.document, span=base.span, text=text, language="en", dates=dates)
    begin = time.perf_counter()
    assert [one.time for one in figures(marked)] == [date.span for date in dates]
    assert time.perf_counter() - begin < 5


@pytest.mark.parametrize(
    "text",
    [
        "1," * 10_000,
        "one " * 5_000,
        "1 " * 10_000,
        "a hundred and " * 8_000,
        "9" * 4_000,
        "1/" * 10_000,
        "$" * 4_000,
        "1,234" * 4_000,
        "between 1 and " * 8_000,
        "twenty-" * 15_000,
        "1.2" * 6_000,
        "<a " * 6_000,
        "8x" * 6_000,
        " " * 4_000 + "5" + " " * 4_000,
    ],
)
def test_no_text_takes_long(text: str) -> None:
    begin = time.perf_counter()
    assert wrong(text) == []
    assert time.perf_counter() - begin < 5
