"""The grammar of days and months by their name or number."""

from __future__ import annotations

from functools import cache

from onrecord import lexicon
from onrecord.tag.dates.meaning import Meaning, Point, Stretch, Unread
from onrecord.tag.dates.rules import Match, context, never, rule
from onrecord.tag.dates.words import Tokens, ascii_digits, calendar_words

CENTURY_TURNS = 40
"""Years of two digits below are of the century of 2000."""
LAST_SURE = 2099
"""The last year that a number of four digits is taken for without a word that says so."""


@cache
def rejected() -> tuple[frozenset[str], frozenset[str], frozenset[str]]:
    table = lexicon.load("calendar")["rejected"]
    return frozenset(table["before"].split()), frozenset(table["after"].split()), frozenset(table["named"].split())


def full_year(two_digits: int) -> int:
    """99 as 1999, 16 as 2016."""
    return two_digits + (2000 if two_digits < CENTURY_TURNS else 1900)


def leaps(year: int) -> bool:
    return year % 4 == 0 and (year % 100 != 0 or year % 400 == 0)


def on_day(year: int | None, month: int, day: int, clock: str | None = None) -> Point | Unread:
    """A day of a month, or why there is none."""
    lengths = (31, 29 if year is None or leaps(year) else 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)
    if not 1 <= month <= 12:
        return Unread(reason=f"there is no month {month}")
    if not 1 <= day <= lengths[month - 1]:
        return Unread(reason=f"month {month} has no day {day}")
    return Point(year=year, month=month, day=day, clock=clock)


def named(match: Match, name: str) -> Point:
    """The weekday, month, season or feast that a token names."""
    classes, at = calendar_words().classes, match.at(name)
    code = match.tokens.codes[at]
    if code == classes["feast"]:
        return Point(feast=match.tokens.feasts[at][1])
    worth = match.worth(name)
    if code in (classes["weekday"], classes["weakday"]):
        return Point(weekday=int(worth))
    if code in (classes["month"], classes["weakmonth"]):
        return Point(month=int(worth))
    return Point(season=str(worth))


# -- in digits ------------------------------------------------------------------------------------------------------

EARLIEST = 1500
"""Years in digits below this are taken for years of another calendar (1398 is 2019 in Iran)."""


def _other_calendar(year: int) -> Unread:
    return Unread(reason=f"{year} may be a year of another calendar")


@rule("n=iso")
def iso(match: Match) -> Meaning | None:
    date, _, clock = ascii_digits(match.low("n")).upper().partition("T")
    year, month, day = map(int, date.split("-"))
    return _other_calendar(year) if year < EARLIEST else on_day(year, month, day, f"T{clock}" if clock else None)


@rule("n=full")
def in_digits(match: Match) -> Meaning | None:
    """2016/02/11, 11.2.2016, 2/11/16, 11-Feb-2016."""
    low = ascii_digits(match.low("n"))
    sign = next(sign for sign in "/.-" if sign in low)
    first, middle, last = low.split(sign)
    if 3 in (len(first), len(last)):
        return None
    month = int(middle) if middle.isdigit() else _month_named(middle)
    if month is None:
        return None
    if len(first) == 4:
        year = int(first)
        return _other_calendar(year) if year < EARLIEST else on_day(year, month, int(last))
    year = int(last) if len(last) == 4 else full_year(int(last))
    return _ordered(year, int(first), month, sign) if middle.isdigit() else on_day(year, month, int(first))


def _month_named(word: str) -> int | None:
    known = calendar_words()
    months = (known.classes["month"], known.classes["weakmonth"])
    return int(known.worth[word]) if known.by_word.get(word) in months else None


def _ordered(year: int | None, one: int, two: int, sign: str) -> Meaning:
    """Day and month in the order that is possible; by the sign, where both are."""
    if one > 12 or (sign == "." and two <= 12):
        return on_day(year, two, one)
    if two > 12 or one == two:
        return on_day(year, one, two)
    return Point(year=year, month=one, day=two, doubtful=True)


def _dated(match: Match) -> bool:
    return match.before in ("on", "since", "until", "by", "before", "after") or len(match.low("n")) > 5


@rule("n=partial", alone=_dated)
def day_and_month(match: Match) -> Meaning | None:
    """4/22; 3/2015."""
    one, two = ascii_digits(match.low("n")).split("/")
    for year, month in ((two, one), (one, two)):
        if len(year) == 4 and EARLIEST <= int(year) <= LAST_SURE and 1 <= int(month) <= 12:
            return Point(year=int(year), month=int(month))
    if len(one) > 2 or len(two) > 2 or not (0 < int(one) <= 31 and 0 < int(two) <= 31):
        return None
    found = _ordered(None, int(one), int(two), "/")
    return None if isinstance(found, Unread) else found


@rule("y=year dash m=digits")
@rule("m=digits dash y=year")
def year_and_number(match: Match) -> Meaning | None:
    """2015-03 is a month, 2015-16 a stretch."""
    year, number = match.whole("y"), match.whole("m")
    if match.tokens.ends[match.end - 1] - match.tokens.starts[match.begin] > 7 or year < EARLIEST:
        return None
    if match.at("y") < match.at("m") and number > year % 100 and len(match.low("m")) == 2:
        return Stretch(begin=Point(year=year), end=Point(year=year - year % 100 + number))
    return Point(year=year, month=number) if 1 <= number <= 12 else None


# -- days and months ------------------------------------------------------------------------------------------------


@rule("m=anymonth dot? c=comma? the? d=daynumber")
def month_day(match: Match) -> Meaning | None:
    """February 11, Feb. 11th, May the eleventh."""
    day = match.whole("d")
    if "c" in match and not match.low("d").endswith(("st", "nd", "rd", "th")):
        return None
    return on_day(None, int(match.worth("m")), day) if _is_day(match) else None


@rule("the? d=daynumber of? m=anymonth")
@rule("the? d=digits (dot|dash) m=anymonth")
def day_month(match: Match) -> Meaning | None:
    """11 February, the 11th of February."""
    if match.before == "$" or not _is_day(match):
        return None
    return on_day(None, int(match.worth("m")), match.whole("d"))


def _is_day(match: Match) -> bool:
    """Whether the number can be that of a day: "May 98" is a year, "31 February" a day that does not exist."""
    return 0 < match.whole("d") <= 31


@rule("m=anymonth y=digits")
def month_of_short_year(match: Match) -> Meaning | None:
    """August 99."""
    year = match.whole("y")
    return Point(year=full_year(year), month=int(match.worth("m"))) if year > 31 else None


@rule("m=anymonth dot? the? d=daynumber (dash|until|to|and) the? e=daynumber")
@rule("the? d=daynumber (dash|until|to|and) the? e=daynumber of? m=anymonth")
def days_of_a_month(match: Match) -> Meaning | None:
    """November 19-20, 9 to 12 June."""
    joined = match.tokens.low(match.behind("d"))
    if joined == "and" and match.before != "between":
        return None
    if not (0 < match.whole("d") <= 31 and 0 < match.whole("e") <= 31):
        return None
    month = int(match.worth("m"))
    begin, end = on_day(None, month, match.whole("d")), on_day(None, month, match.whole("e"))
    if isinstance(begin, Unread) or isinstance(end, Unread):
        return begin if isinstance(begin, Unread) else end
    return Stretch(begin=begin, end=end)


@rule("(the? unit of)? m=month")
def month(match: Match) -> Meaning | None:
    opening = match.tokens.low(match.at("m") - 2) if match.at("m") - match.begin > 1 else "month"
    return Point(month=int(match.worth("m"))) if opening == "month" else None


def _announced(match: Match) -> bool:
    word = match.tokens.words[match.end - 1]
    if match.end - match.begin > 1:
        return True
    if word.islower() and word in ("may", "march", "mar"):
        return match.before in ("in", "since", "until", "by")
    return match.before in context("announcing")


@rule("(the? unit of)? m=weakmonth", alone=_announced)
def doubtful_month(match: Match) -> Meaning | None:
    return month(match)


@rule("w=weekday")
def weekday(match: Match) -> Meaning | None:
    return Point(weekday=int(match.worth("w")))


@rule("w=weakday", alone=lambda match: match.before in ("on", "last", "next"))
def doubtful_weekday(match: Match) -> Meaning | None:
    return weekday(match)


@rule("w=(weekday|weakday) comma? the? d=(ordinaldigits|tens dash? (ordinal|second)|ordinal|second)")
def weekday_and_day(match: Match) -> Meaning | None:
    """Friday the 15th."""
    return Point(weekday=int(match.worth("w")), day=match.whole("d")) if _is_day(match) else None


def _is_bare_day(match: Match) -> bool:
    before = match.before in context("before_a_day")
    return before and (not match.after.isalpha() or match.after in ("at", "and", "to", "in", "with", "for", "after"))


@rule("the d=(ordinaldigits|tens dash? (ordinal|second))", alone=_is_bare_day)
@rule("d=(ordinaldigits|tens dash? (ordinal|second))", alone=lambda match: match.before == "on" and _is_bare_day(match))
@rule("the d=(ordinaldigits|tens dash? (ordinal|second)|ordinal) unit", alone=never)
def day_of_the_month(match: Match) -> Meaning | None:
    """On the 27th; the 15th day (of next month)."""
    if match.tokens.low(match.end - 1).isalpha() and match.behind("d") < match.end and _last(match) != "day":
        return None
    return Point(day=match.whole("d")) if _is_day(match) else None


def _last(match: Match) -> str:
    return match.tokens.low(match.end - 1)


@rule("f=feast dotted*")
def feast(match: Match) -> Meaning | None:
    behind, day = match.tokens.feasts[match.begin]
    return Point(feast=day) if behind == match.end else None


def goes_on_with_a_time(match: Match) -> bool:
    """Whether the month or year follows of which it is the last: "the last week of July"."""
    if match.after not in ("of", "in"):
        return False
    at = match.end + 2 if match.tokens.low(match.end + 1) == "the" else match.end + 1
    holders = ("month", "weakmonth", "year", "unit", "season", "this", "next", "last", "that", "previous")
    return match.tokens.codes[at] in {calendar_words().classes[name] for name in holders}


def names_an_event(tokens: Tokens, behind: int, point: Point) -> bool:
    """Whether a day is part of what its event is called: "the September 11 attacks"."""
    return point.day is not None and point.base is None and tokens.low(behind) in rejected()[2]
