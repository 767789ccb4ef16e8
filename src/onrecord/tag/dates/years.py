"""The grammar of years and what is longer, of other calendars, and of the parts of a year."""

from __future__ import annotations

from onrecord.tag.dates.meaning import Meaning, Mod, Opening, Point, Unread
from onrecord.tag.dates.numbers import number_of
from onrecord.tag.dates.points import EARLIEST, LAST_SURE, goes_on_with_a_time, rejected
from onrecord.tag.dates.rules import Match, context, means, never, rule
from onrecord.tag.dates.words import ascii_digits

FIRST_SURE = 1900
"""Numbers from here to `LAST_SURE` are years wherever nothing says that they count something."""

# -- years and longer -----------------------------------------------------------------------------------------------


def _is_year(match: Match) -> bool:
    """Whether a number of four digits is a year by what stands around it."""
    tokens, (before, after, _) = match.tokens, rejected()
    year, previous = match.whole("y"), match.before
    shown = tokens.words[match.begin - 1] if match.begin else ""
    counted = match.after in after or match.after in ("%", "°")
    if previous in before or counted or (previous and previous in "$€£#%"):
        return False
    if previous in context("announcing"):
        return EARLIEST <= year <= 2199 and not (previous == "of" and _counts(match.after))
    if not FIRST_SURE <= year <= LAST_SURE or (previous and not previous.isalpha() and previous in "-–./:+"):
        return False
    capital = shown[:1].isupper() and match.begin > 1 and tokens.words[match.begin - 2] != ""
    return not capital and (previous in ("the", "a", "an", "(", "that") or not _counts(match.after))


def _counts(word: str) -> bool:
    """Whether a word can be what a number counts: "2016 refugees"."""
    return len(word) > 3 and word.endswith("s") and word not in ("was", "has", "this", "does", "as")


@rule("(the unit)? y=year", alone=_is_year)
def year(match: Match) -> Meaning | None:
    if match.end - match.begin == 3 and match.tokens.low(match.begin + 1) != "year":
        return None
    return Point(year=match.whole("y"))


@rule("the unit y=digits")
def impossible_year(match: Match) -> Meaning | None:
    """The year 0."""
    is_zero = match.tokens.low(match.begin + 1) == "year" and match.whole("y") == 0
    return Unread(reason="there is no year 0") if is_zero else None


_YEAR_WORDS = (
    "(number (dash? tens dash? number|dash? tens|dash? number)|tens dash? tens (dash? number)?|tens number"
    "|number thousand (and? (tens dash? number|tens|number))?)"
)


@rule(
    f"y={_YEAR_WORDS}", alone=lambda match: match.before in ("in", "since", "until", "by") or match.whole("y") >= 2000
)
def year_in_words(match: Match) -> Meaning | None:
    """Nineteen eighty-four; two thousand and twenty."""
    begin, end = match.at("y"), match.behind("y")
    if "thousand" in [match.tokens.low(at) for at in range(begin, end)]:
        number = match.whole("y")
    else:
        first = int(number_of(match.tokens, begin, begin + 1) or 0)
        number = first * 100 + int(number_of(match.tokens, begin + 1, end) or 0)
    return Point(year=number) if 1800 <= number <= LAST_SURE else None


@rule("the? n=decade")
@rule("(the|early|late|mid|in) n=decadeword", alone=lambda match: match.low("n") != "in")
def decade(match: Match) -> Meaning | None:
    """The 1980s, '80s, the eighties."""
    low = ascii_digits(match.low("n")).strip("'’").rstrip("s").rstrip("'’")
    if not low.isdigit():
        return Point(decade=190 + int(match.worth("n")) // 10) if match.tokens.low(match.begin) == "the" else None
    if len(low) == 2:
        with_the = match.tokens.low(match.begin) == "the" or match.low("n")[0] in "'’"
        return Point(decade=190 + int(low) // 10) if with_the and match.before not in ("in", "into") else None
    return Point(decade=int(low) // 10)


@rule("the? n=(ordinaldigits|tens dash? ordinal|ordinal) dash? u=unit")
def century(match: Match) -> Meaning | None:
    """The 19th century."""
    number = match.whole("n")
    return Point(century=number - 1) if match.low("u") == "century" and 0 < number <= 30 else None


_BEFORE = Unread(reason="it lies before the first year of the calendar")
means("(year|digits|bignum) bc", _BEFORE)
means("the? (ordinaldigits|ordinal) dash? unit bc", _BEFORE)


@rule("ad y=(year|digits|bignum)")
@rule("y=(year|bignum) ad")
def of_our_era(match: Match) -> Meaning | None:
    number = match.whole("y")
    written = match.tokens.words[match.begin if match.low("y") != match.tokens.low(match.begin) else match.end - 1]
    return Point(year=number) if written.isupper() and 0 < number < 3000 else None


_OTHER = Unread(reason="it is a date of another calendar")
"""1440 AH; 1398 in the Iranian calendar; 15 Mehr 1398."""
means("(year|bignum|digits) ah", _OTHER)
means("ah (year|bignum|digits)", _OTHER)
means("(year|bignum) open? (in|of)? the? foreign calendar close?", _OTHER)
means("digits? foreignmonth comma? (year|bignum)", _OTHER)


# -- parts of a year ------------------------------------------------------------------------------------------------


def _is_season(match: Match) -> bool:
    return match.begin < match.at("s") or match.before in (
        "in",
        "since",
        "until",
        "by",
        "last",
        "this",
        "next",
        "through",
    )


@rule("the? s=season")
@rule("the? s=weakseason", alone=_is_season)
def season(match: Match) -> Meaning | None:
    return Point(season=str(match.worth("s")))


@rule(
    "the? n=(ordinaldigits|ordinal|second|last) dash? u=(unit|half)",
    alone=lambda match: match.low("u") == "quarter" or match.low("n") == "last",
)
def part_of_year(match: Match) -> Meaning | None:
    """The third quarter; the first half; the first week, the second weekend (of a month)."""
    unit, which = match.low("u"), -1 if match.low("n") == "last" else match.whole("n")
    if which == -1 and not goes_on_with_a_time(match):
        return None
    if unit == "quarter":
        return Point(quarter=4 if which == -1 else which) if which <= 4 else None
    if unit == "half":
        return Point(half=2 if which == -1 else which) if which <= 2 else None
    if unit in ("week", "weekend", "day") and which <= 53:
        return Point(nth=which, of=unit)
    return None


@rule("the? n=(ordinaldigits|ordinal|second|last) w=(weekday|weakday)", alone=lambda match: match.low("n") == "last")
def nth_weekday(match: Match) -> Meaning | None:
    """The first Friday (of July)."""
    which = -1 if match.low("n") == "last" else match.whole("n")
    if which == -1 and not goes_on_with_a_time(match):
        return None
    return Point(nth=which, of="weekday", weekday=int(match.worth("w"))) if which <= 5 else None


@rule("q=quarterword")
@rule("q=halfword", alone=never)
def numbered_part(match: Match) -> Meaning | None:
    """Q3, H1."""
    low = match.low("q")
    return Point(quarter=int(low[1])) if low[0] == "q" else Point(half=int(low[1]))


# -- what narrows ---------------------------------------------------------------------------------------------------


@rule("m=(early|late|earlier|later|mid) dash?", alone=never)
@rule("the? m=(start|middle|end|rest) of", alone=never)
@rule("the m=(early|late) u=units of", alone=never)
def part_of(match: Match) -> Meaning | None:
    """Early, late, mid-; the beginning, the middle, the end of; the early hours of."""
    if "u" in match and match.worth("u") not in ("hour", "day", "week", "month", "year"):
        return None
    mods: dict[str, Mod] = {
        "early": "START",
        "earlier": "START",
        "mid": "MID",
        "middle": "MID",
        "start": "START",
        "beginning": "START",
    }
    return Opening(mod=mods.get(match.low("m"), "END"))


@rule("the? u=unit (of|(commencing|start) on?)", alone=never)
def week_of(match: Match) -> Meaning | None:
    """The week of (November 30th)."""
    return Opening(week_of=True) if match.low("u") == "week" else None
