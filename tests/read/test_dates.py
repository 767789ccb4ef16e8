"""Dates: as precise as their source, and nothing where they can be read in two ways."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from onrecord.read.dates import epoch_date, iso_date


@pytest.mark.parametrize(
    ("stated", "iso"),
    [
        ("2019", "2019"),
        ("2019-03", "2019-03"),
        ("2019-03-08", "2019-03-08"),
        ("2019/3/8", "2019-03-08"),
        ("20190308", "2019-03-08"),
        ("2019-03-08T10:00:00Z", "2019-03-08T10:00:00+00:00"),
        ("2019-03-08 10:00+0100", "2019-03-08T10:00:00+01:00"),
        ("2019-03-08T10:00:00.123-05:00", "2019-03-08T10:00:00-05:00"),
        ("2019-03-08 10:00", "2019-03-08T10:00:00"),
        ("March 2019", "2019-03"),
        ("Mar. 8, 2019", "2019-03-08"),
        ("Friday, March 8th, 2019", "2019-03-08"),
        ("8 Sept 2019", "2019-09-08"),
        ("March 8, 2019 at 4:05 p.m.", "2019-03-08T16:05:00"),
        ("Fri, 08 Mar 2019 10:00:00 +0100", "2019-03-08T10:00:00+01:00"),
        ("25.12.2019", "2019-12-25"),
        ("12/25/2019", "2019-12-25"),
    ],
)
def test_what_can_be_read_in_one_way_is_read(stated: str, iso: str) -> None:
    assert iso_date(stated) == iso


@pytest.mark.parametrize(
    "stated",
    ["", "03/04/2019", "2019-13-01", "2019-02-30", "last Friday", "8 March", "Marvellous 8, 2019", "08",
     "2019-03-08T25:00", "March 8, 2019 and later", "２０１９", "2019-03-08 10:00 somewhere",
     "99999", "12345678901234567890"],
)  # fmt: skip
def test_what_is_open_stays_open(stated: str) -> None:
    assert iso_date(stated) is None


def test_numbers_are_days_or_moments() -> None:
    assert epoch_date(20190308) == "2019-03-08"
    assert epoch_date(1552035600) == "2019-03-08T09:00:00+00:00"
    assert epoch_date(1552035600000) == "2019-03-08T09:00:00+00:00"
    assert epoch_date(7) is None
    assert epoch_date(float("nan")) is None


@given(st.text(max_size=40))
def test_no_text_breaks_it(words: str) -> None:
    found = iso_date(words)
    assert found is None or found[:4].isdigit()


@given(st.dates())
def test_every_day_comes_back(day: object) -> None:
    if str(day) >= "1000" and str(day) < "2101":
        assert iso_date(str(day)) == str(day)
