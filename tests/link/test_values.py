from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from onrecord.link.values import OpenBy, compared, dated
from onrecord.model import Comparator, Figure, Span, Timex

COMPARATORS: list[Comparator | None] = [None, "about", "at_least", "at_most", "more_than", "less_than", "exactly"]


def figure(value: str, comparator: Comparator | None = None, upper: str | None = None) -> Figure:
    return Figure(span=Span(0, 1), value=value, comparator=comparator, upper=upper)


def day(value: str) -> Timex:
    return Timex(span=Span(0, 1), type="DATE", value=value, anchored=True)


@pytest.mark.parametrize(
    ("one", "other", "relation"),
    [
        (figure("12"), figure("12"), "same"),
        (figure("12.0"), figure("12"), "same"),
        (figure("43885310"), figure("43000000"), "rounded"),
        (figure("43885310"), figure("44000000"), "rounded"),
        (figure("43885310"), figure("45000000"), "apart"),
        (figure("1.25"), figure("1.3"), "rounded"),
        (figure("25000000000"), figure("30000000000"), "apart"),
        (figure("20"), figure("17"), "apart"),
        (figure("20", "about"), figure("17"), "possible"),
        (figure("20", "about"), figure("40"), "apart"),
        (figure("12", "at_least"), figure("17"), "possible"),
        (figure("12", "more_than"), figure("11"), "apart"),
        (figure("40", "at_most"), figure("41"), "apart"),
        (figure("40", "more_than"), figure("40"), "possible"),
        (figure("30", upper="40"), figure("35"), "possible"),
        (figure("30", upper="40"), figure("45"), "apart"),
    ],
)
def test_how_two_figures_go_together(one: Figure, other: Figure, relation: str) -> None:
    assert compared(one, other)[0] == relation
    assert compared(other, one)[0] == relation


@pytest.mark.parametrize(
    ("one", "other", "relation"),
    [
        ("2031-03-08", "2031-03-08", "same"),
        ("2031-03-08T10:00", "2031-03-08", "same"),
        ("2031-03", "2031-03-08", "possible"),
        ("2031", "2031-03-08", "possible"),
        ("2031-03-08", "2031-03-09", "apart"),
        ("2031", "2032", "apart"),
    ],
)
def test_how_two_dates_go_together(one: str, other: str, relation: str) -> None:
    assert dated(day(one), day(other))[0] == relation
    assert dated(day(other), day(one))[0] == relation


@pytest.mark.parametrize(
    ("one", "open_by", "other", "relation"),
    [
        ("2031-03-04", "week", "2031-03-11", "possible"),
        ("2031-03-04", "week", "2031-03-10", "apart"),
        ("2031-03-04", "week", "2031-03", "possible"),
        ("2031-03-04", "day", "2031-03-05", "possible"),
        ("2031-03-04", "day", "2031-03-06", "apart"),
        ("2031-03", "year", "2030-03-09", "possible"),
        ("2031-03", "year", "2029-03-09", "apart"),
        ("2032-02-29", "year", "2031-02-28", "apart"),
        ("0001-01-03", "week", "2031-01-01", "apart"),
    ],
)
def test_what_the_words_of_a_date_leave_open_is_not_apart(one: str, open_by: OpenBy, other: str, relation: str) -> None:
    assert dated(day(one), day(other), open_by, None)[0] == relation
    assert dated(day(other), day(one), None, open_by)[0] == relation


@given(
    st.decimals(Decimal("0.01"), Decimal(10**12), places=2),
    st.decimals(Decimal("0.01"), Decimal(10**12), places=2),
    st.sampled_from(COMPARATORS),
    st.sampled_from(COMPARATORS),
)
def test_the_order_of_two_figures_does_not_matter(
    a: Decimal, b: Decimal, one: Comparator | None, other: Comparator | None
) -> None:
    first, second = figure(str(a), one), figure(str(b), other)
    assert compared(first, second) == compared(second, first)
    assert compared(first, first)[0] == "same"
