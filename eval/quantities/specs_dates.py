"""Dates against the specifications `dates-and-figures/DateTime`: English sentences with the times that they name.

    python -m eval.quantities.specs_dates [FILE] [--wrong]

The specifications were written for assistants on a telephone. They mark some words that an article's dates leave out
(the preposition of "from Monday to Friday"), cut others off, and write values their own way; this module says our answer
in their terms. A case is right where all answers of the file's kind stand at the same place, with the same type, and, in
files that give values, with the same TIMEX; `past` adds that a day or a stretch of days is the one that they give for the
past. A day that does not exist is right where we leave it unread, with the reason. Cases that the specifications themselves do not ask of Python are passed over.
"""

from __future__ import annotations

import re
import sys
import tomllib
from collections.abc import Iterator
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import NamedTuple

import msgspec

from eval.data import MissingDataError, data
from eval.figures import Figure, Skipped
from eval.measures import wilson
from onrecord.model import Span
from onrecord.tag.dates.calendar import Anchor, Place, moved, shown
from onrecord.tag.dates.joining import expressions
from onrecord.tag.dates.lengths import period
from onrecord.tag.dates.meaning import Length, Meaning, Point, Reference, Repeat, Stretch, Unread
from onrecord.tag.dates.places import PAST, Ground, placed, shown_open
from onrecord.tag.dates.rules import Atom
from onrecord.tag.dates.words import Tokens

PART = "quantities"
FOLDER = "dates-and-figures/DateTime"
EXCLUDED = Path(__file__).parent / "excluded_dates.toml"

KINDS = {
    "DateExtractor": ("date",), "DateParser": ("date",), "HolidayExtractor": ("date",), "HolidayParser": ("date",),
    "DatePeriodExtractor": ("daterange",), "DatePeriodParser": ("daterange",),
    "DateTimeExtractor": ("datetime",), "DateTimeParser": ("datetime",),
    "DateTimePeriodExtractor": ("datetimerange",), "DateTimePeriodParser": ("datetimerange",),
    "DurationExtractor": ("duration",), "DurationParser": ("duration",),
    "SetExtractor": ("set",), "SetParser": ("set",),
    "TimeExtractor": ("time",), "TimeParser": ("time",),
    "TimePeriodExtractor": ("timerange",), "TimePeriodParser": ("timerange",),
    "MergedExtractor": (), "MergedParser": (), "MergedExtractorSkipFromTo": (), "DateTimeModel": (),
    "DateTimeModelExtendedTypes": (), "DateTimeModelSplitDateAndTime": (),
}  # fmt: skip
"""The files, and the kinds of answer that each asks for; none for all. Time zones are left out: an article's dates carry
none."""

DATES = ("DateExtractor", "DateParser", "DatePeriodExtractor", "DatePeriodParser", "HolidayExtractor", "HolidayParser",
         "DurationExtractor", "DurationParser", "SetExtractor", "SetParser")  # fmt: skip
"""The files of dates and lengths of time, which the aim of 90 % is for."""


UNREAD = "unread"
"""Stands for the value of a day that does not exist."""


class Case(msgspec.Struct, rename="pascal"):
    """One case as the files give it."""

    input: str
    results: list[dict[str, object]] = []
    context: dict[str, str] = {}
    not_supported: str = ""
    not_supported_by_design: str = ""

    @property
    def asked(self) -> bool:
        """Whether it is asked of Python."""
        return "python" not in (self.not_supported + self.not_supported_by_design).lower()

    @property
    def now(self) -> datetime:
        return datetime.fromisoformat(self.context.get("ReferenceDateTime", "2016-11-07T00:00:00")[:19])


class Answer(NamedTuple):
    """A time in the terms of the specifications: `start` and `text` say where, `past` is a day or a first and a last
    one, empty where it is not compared."""

    start: int
    text: str
    kind: str
    timex: str = ""
    past: str = ""


# -- what is asked --------------------------------------------------------------------------------------------------


def cases(name: str) -> list[Case]:
    """The cases of a file, those that are not asked included: their places are their ids.

    Raises:
        MissingDataError: the specifications are not there.
    """
    return msgspec.json.decode(
        data(f"{FOLDER}/{name}.json").read_bytes().removeprefix(b"\xef\xbb\xbf"), type=list[Case]
    )


def excluded() -> dict[str, set[int]]:
    """By file, the cases that news never has."""
    groups = tomllib.loads(EXCLUDED.read_text(encoding="utf-8")).values()
    found: dict[str, set[int]] = {}
    for group in groups:
        for name, ids in group.items():
            if name != "why":
                found.setdefault(name, set()).update(ids)
    return found


def wanted(case: Case) -> list[Answer]:
    """The answers that a case gives."""
    return [_wanted(result) for result in case.results]


def _wanted(result: dict[str, object]) -> Answer:
    kind = str(result.get("Type") or result.get("TypeName")).removeprefix("datetimeV2.")
    value = result.get("Value") or result.get("Resolution") or {}
    timex = past = ""
    if isinstance(value, dict):
        first = value.get("values", [{}])[0] if "values" in value else value
        timex = str(first.get("Timex") or first.get("timex") or "")
        resolved = first.get("PastResolution") or first
        past = str(resolved.get("date") or (resolved.get("value", "") if kind == "date" else ""))
        if kind == "daterange" and "Mod" not in first:
            start, end = (resolved.get(f"{name}Date") or resolved.get(name) for name in ("start", "end"))
            past = f"{start}/{end}" if start and end else ""
    if past in ("0001-01-01", "not resolved"):
        timex, past = UNREAD, ""
    return Answer(int(str(result["Start"])), str(result["Text"]).lower(), kind, timex, past)


# -- our answer in their terms --------------------------------------------------------------------------------------


def given(name: str, case: Case) -> list[Answer]:
    """Our answers of the kinds that a file asks for."""
    tokens = Tokens(case.input, [Span(0, len(case.input))])
    merged = not KINDS[name] and "Split" not in name
    found = (_answer(tokens, atom, case.now, merged, "Extractor" in name) for atom in expressions(tokens))
    return [one for one in found if one is not None and (not KINDS[name] or one.kind in KINDS[name])]


_BEFORE_IT = {"from": (Stretch,), "on": (Repeat,)}


def _answer(tokens: Tokens, atom: Atom, now: datetime, merged: bool, extracts: bool) -> Answer | None:
    meaning = _neighbour(tokens, atom)
    kind = _kind(meaning)
    if kind is None:
        return None
    begin, end = atom.begin, atom.end
    before = tokens.low(begin - 1)
    in_the_future = isinstance(meaning, Length) and before == "in" and not meaning.window
    if in_the_future and isinstance(meaning, Length):
        kind = "datetime" if meaning.parts[-1][1] in ("hour", "minute", "second") else "date"
    if in_the_future or isinstance(meaning, _BEFORE_IT.get(before, ())):
        begin -= 1
    elif (
        before == "in"
        and isinstance(meaning, Point)
        and kind.endswith("range")
        and tokens.low(begin) == "the"
        and meaning.clock
    ):
        begin -= 1
    elif (
        before == "on"
        and isinstance(meaning, Point)
        and meaning.weekday
        and meaning.unit == "week"
        and not meaning.near
    ):
        begin -= tokens.low(begin).endswith("day")
    elif tokens.low(begin) == "the" and _without_article(tokens, begin, meaning):
        begin += 1
    timex = _timex(meaning, now, in_the_future)
    past = _past(meaning, now) if kind in ("date", "daterange") else ""
    if merged and (first := _with_relation(tokens, begin)) < begin:
        begin, past = first, ""
        kind = kind.removesuffix("range") + "range" if kind != "duration" and not extracts else kind
    span = tokens.span(begin, end)
    return Answer(span.start, span.of(tokens.text).lower(), kind, timex, past)


def _neighbour(tokens: Tokens, atom: Atom) -> Meaning:
    """ "The past week" is a length of time in an article, and the week before this one there."""
    meaning = atom.meaning
    if not isinstance(meaning, Length) or not meaning.window or len(meaning.parts) != 1 or atom.end - atom.begin > 3:
        return meaning
    amount, unit = meaning.parts[0]
    if amount != "1" or tokens.low(atom.end - 2).isdigit():
        return meaning
    return Point(base="piece", shift=((meaning.window, unit),), unit=unit)


def _without_article(tokens: Tokens, begin: int, meaning: Meaning) -> bool:
    second = tokens.low(begin + 1)
    if second in ("coming", "following", "past", "last", "next", "previous", "upcoming"):
        return second != "last" and not (isinstance(meaning, Point) and meaning.unit == "day")
    return (
        isinstance(meaning, Point)
        and meaning.month is not None
        and begin + 2 <= len(tokens.words)
        and meaning.day is None
        and (second[:3] in "jan feb mar apr may jun jul aug sep oct nov dec".split())
    )


_RELATIONS = re.compile(
    r"(?:(?:on or |at or )?(?:before|after|since|until|till|by|(?:no )?(?:later|earlier|sooner) than|prior to|in advance of|"
    r"starting(?: on| from)?|beginning(?: on)?|ending with|as (?:early|late) as|more than|less than|any time from|within)"
    r"(?: or (?:on|in|at|equal to))?)$"
)


def _with_relation(tokens: Tokens, begin: int) -> int:
    """With "before", "since", "no later than" in front, which they count in."""
    for first in range(max(0, begin - 5), begin):
        words = " ".join(tokens.low(at) for at in range(first, begin))
        if _RELATIONS.fullmatch(words):
            return first
    return begin


def _kind(meaning: Meaning) -> str | None:
    if isinstance(meaning, Repeat):
        return "set"
    if isinstance(meaning, Reference):
        return "datetime" if meaning.value != "PAST_REF" else None
    if isinstance(meaning, Length):
        if not meaning.window:
            return "duration"
        return "datetimerange" if meaning.parts[-1][1] in ("hour", "minute", "second") else "daterange"
    if isinstance(meaning, Stretch):
        return _point_kind(meaning.end).removesuffix("range") + "range"
    if isinstance(meaning, Unread):
        return "date"
    return _point_kind(meaning) if isinstance(meaning, Point) else None


def _point_kind(point: Point) -> str:
    if point.grain == "clock":
        if point.clock is None:
            return "datetime" if point.apart else "datetimerange"
        only = shown_open(point) == point.clock and point.open
        return ("time" if only else "datetime") + ("range" if point.clock[1:].isalpha() else "")
    if point.apart or (point.grain == "day" and point.mod is None):
        return "date"
    return "datetime" if point.grain == "day" else "daterange"


def _anchor(now: datetime) -> Anchor:
    return Anchor(now.year, now.month, now.day)


def _timex(meaning: Meaning, now: datetime, future: bool) -> str:
    if isinstance(meaning, Repeat | Reference):
        return meaning.value
    if isinstance(meaning, Unread):
        return UNREAD
    if isinstance(meaning, Length):
        return _length_timex(meaning, now, future)
    if isinstance(meaning, Stretch):
        return _stretch_timex(meaning, now)
    return _point_timex(meaning, now) if isinstance(meaning, Point) else ""


def _point_timex(point: Point, now: datetime) -> str:
    if point.apart:
        return _apart_timex(point, now)
    ground = Ground(_anchor(now), _anchor(now))
    clock = "T23:59:59" if point.grain == "day" and point.mod == "END" else point.clock or ""
    if point.open or point.nth is not None:
        return _open_timex(point, ground) + clock
    if point.feast is not None and point.feast.count("/") == 2 and "+" not in point.feast:
        place = placed(msgspec.structs.replace(point, feast=None), ground)
        month, weekday, which = point.feast.split("/")
        return f"{shown(place)}-{month}-WXX-{weekday}-{which}" if isinstance(place, Place) else ""
    place = placed(point, ground)
    if not isinstance(place, Place):
        return UNREAD
    if place.part is not None and place.part[0] in "QH" and place.span is not None:
        return _parts_timex(place.span[0], place.span[1], f"P{3 if place.part[0] == 'Q' else 6}M")
    if point.unit in ("hour", "minute") and point.clock is None:
        step = timedelta(hours=point.shift[0][0]) if point.unit == "hour" else timedelta(minutes=point.shift[0][0])
        begin, end = sorted((now, now + step))
        return f"({_moment(begin)},{_moment(end)},PT1{point.unit[0].upper()})"
    return shown(place) + clock


def _parts_timex(first: date, last: date, length: str) -> str:
    return f"({first.isoformat()},{(last + timedelta(1)).isoformat()},{length})"


def _open_timex(point: Point, ground: Ground) -> str:
    if point.season is not None:
        return point.season if point.open else shown_open(point)
    if point.quarter is not None or point.half is not None:
        months = 3 if point.quarter else 6
        first = months * ((point.quarter or point.half or 1) - 1) + 1
        return f"(XXXX-{first:02d}-01,XXXX-{(first + months - 1) % 12 + 1:02d}-01,P{months}M)"
    if point.feast is not None and "/" in point.feast:
        month, weekday, which = point.feast.split("+")[0].split("/")
        return f"XXXX-{month}-WXX-{weekday}-{which}"
    if point.nth is not None and (point.month is not None or point.unit == "month"):
        place = placed(msgspec.structs.replace(point, nth=None, of=None, weekday=None), ground)
        month_number = place.month if isinstance(place, Place) else None
        if point.of == "week":
            year = f"{place.year}" if isinstance(place, Place) and point.base else "XXXX"
            return f"{year}-{month_number:02d}-W{5 if point.nth < 0 else point.nth:02d}"
        if point.of == "weekday":
            return f"XXXX-{month_number:02d}-WXX-{point.weekday}-#{point.nth}"
    if point.weekday is not None and point.day is not None and point.month is None:
        place = placed(point, ground)
        return shown(place) if isinstance(place, Place) else ""
    if point.nth is not None and not point.open:
        place = placed(point, ground)
        return shown(place) if isinstance(place, Place) else ""
    if point.weekend:
        place = placed(point, ground)
        return shown(place) if isinstance(place, Place) else ""
    return (
        shown_open(msgspec.structs.replace(point, clock=None, week_of=False))
        if point.grain != "clock" or not _bare(point)
        else ""
    )


def _bare(point: Point) -> bool:
    return shown_open(point) == point.clock


def _apart_timex(point: Point, now: datetime) -> str:
    """A day, or a moment, so many units away."""
    at = now
    if isinstance(point.base, Point):
        place = placed(point.base, Ground(_anchor(now), _anchor(now)))
        if not isinstance(place, Place) or place.span is None:
            return ""
        at = datetime.combine(place.span[0], at.time())
    clocks = {"hour": "hours", "minute": "minutes", "second": "seconds"}
    for count, unit in point.shift:
        if unit in clocks:
            at += timedelta(**{clocks[unit]: count})
        else:
            there = moved(_anchor(at), ((count, unit),))
            if there is None or there.date is None:
                return ""
            at = datetime.combine(there.date, at.time())
    return _moment(at) if any(unit in clocks for _, unit in point.shift) else at.date().isoformat()


def _moment(at: datetime) -> str:
    return at.strftime("%Y-%m-%dT%H:%M:%S")


def _length_timex(length: Length, now: datetime, future: bool) -> str:
    parts = tuple(("3" if amount == "X" else amount, unit) for amount, unit in length.parts)
    value = period(parts)
    if not length.window and not future:
        return value
    steps = tuple((int(float(amount)) * (1 if future else length.window), unit) for amount, unit in parts)
    unit = parts[-1][1]
    clock = unit in ("hour", "minute", "second")
    start = now + timedelta(days=1) if length.window > 0 and not clock else now
    away = _apart_timex(Point(base="piece", shift=steps, unit=unit, apart=True), start)
    if future:
        return away
    here = _moment(start) if clock else start.date().isoformat()
    return f"({away},{here},{value})" if length.window < 0 else f"({here},{away},{value})"


def _stretch_timex(stretch: Stretch, now: datetime) -> str:
    begin, end = _point_timex(stretch.begin, now), _point_timex(stretch.end, now)
    ground = Ground(_anchor(now), _anchor(now))
    first, last = placed(stretch.begin, ground), placed(stretch.end, ground)
    if not isinstance(first, Place) or not isinstance(last, Place):
        return ""
    if stretch.end.clock is not None and stretch.begin.clock is not None:
        return f"({begin},{end},{_hours(stretch.begin, stretch.end, first, last)})"
    if first.span is None or last.span is None:
        return ""
    days = (last.span[0] - first.span[0]).days
    if days < 0:
        days += 7 if stretch.end.weekday is not None else 365
    grain = stretch.end.grain
    if grain == "month" and stretch.begin.grain == "month":
        months = (last.span[0].year - first.span[0].year) * 12 + last.span[0].month - first.span[0].month
        return f"({_first_of(begin)},{_first_of(end)},P{months}M)"
    if grain == "year":
        return f"({first.year}-01-01,{last.year}-01-01,P{(last.year or 0) - (first.year or 0)}Y)"
    return f"({_first_of(begin)},{_first_of(end)},P{days}D)"


def _first_of(timex: str) -> str:
    return timex + "-01" if re.fullmatch(r"[\dX]{4}-\d\d", timex) else timex


def _hours(begin: Point, end: Point, first: Place, last: Place) -> str:
    day_one, day_two = ((place.span or (date(2000, 1, 1),))[0] for place in (first, last))
    minutes = (day_two - day_one).days * 1440 + _minutes(end) - _minutes(begin)
    if minutes < 0:
        minutes += 1440
    hours, rest = divmod(minutes, 60)
    return "PT" + (f"{hours}H" if hours else "") + (f"{rest}M" if rest else "")


def _minutes(point: Point) -> int:
    numbers = [int(part) for part in (point.clock or "T0")[1:].split(":") if part.isdigit()]
    return sum(number * unit for number, unit in zip(numbers, (60, 1, 0), strict=False))


def _past(meaning: Meaning, now: datetime) -> str:
    """The day, or the first day and the one behind the last, that a time means if it lies in the past."""
    ground = Ground(_anchor(now), _anchor(now), lambda: PAST)
    if (
        not isinstance(meaning, Point)
        or meaning.apart
        or meaning.mod is not None
        or meaning.near == 0
        or meaning.weekend
    ):
        return ""
    place = _latest(meaning, now) if meaning.open and (meaning.month or meaning.feast) else placed(meaning, ground)
    if not isinstance(place, Place) or place.span is None:
        return ""
    if meaning.grain == "day":
        # The piece's own day counts as past in an article, and does not there.
        return "" if place.span[0] == now.date() and meaning.open else place.span[0].isoformat()
    return "" if meaning.season else f"{place.span[0].isoformat()}/{(place.span[1] + timedelta(1)).isoformat()}"


def _latest(point: Point, now: datetime) -> Place | None:
    """The last time that a day or month of every year came: an article's is the likelier one, which may be ahead."""
    for year in range(now.year, now.year - 9, -1):
        place = placed(msgspec.structs.replace(point, year=year), Ground())
        if isinstance(place, Place) and place.span is not None and place.span[0] <= now.date():
            return place
    return None


# -- the score ------------------------------------------------------------------------------------------------------


def right(name: str, case: Case) -> bool:
    """Whether our answers are those of the case."""
    asked, ours = wanted(case), given(name, case)
    return len(asked) == len(ours) and all(_same(name, a, b) for a, b in zip(asked, ours, strict=True))


def _same(name: str, asked: Answer, ours: Answer) -> bool:
    if (asked.start, asked.text, asked.kind) != (ours.start, ours.text, ours.kind):
        return False
    if "Extractor" in name:
        return True
    return asked.timex == ours.timex and (not asked.past or not ours.past or asked.past == ours.past)


def scores(name: str) -> list[tuple[int, bool]]:
    """The ids of the supported cases of a file, each with whether it is right."""
    return [(number, right(name, case)) for number, case in enumerate(cases(name)) if case.asked]


def figures() -> Iterator[Figure | Skipped]:
    """The share of right cases of each file, without what news never has and with it."""
    left_out = excluded()
    together: dict[str, list[bool]] = {}
    for name in KINDS:
        try:
            found = scores(name)
        except MissingDataError as missing:
            yield Skipped(PART, FOLDER, str(missing))
            return
        kept = [ok for number, ok in found if number not in left_out.get(name, set())]
        yield _figure("right, without exclusions by id", name, kept)
        yield _figure("right, all supported cases", name, [ok for _, ok in found])
        if name in DATES:
            together.setdefault("right, without exclusions by id", []).extend(kept)
            together.setdefault("right, all supported cases", []).extend(ok for _, ok in found)
    for measure, oks in together.items():
        yield _figure(measure, "dates, lengths and sets together", oks)


def _figure(measure: str, name: str, oks: list[bool]) -> Figure:
    return Figure(
        PART,
        measure,
        f"specifications {name}",
        f"{len(oks)} cases",
        sum(oks) / max(1, len(oks)),
        wilson(sum(oks), len(oks)),
    )


def main() -> None:
    names = [name for name in sys.argv[1:] if name in KINDS] or list(KINDS)
    left_out = excluded()
    for name in names:
        every = cases(name)
        found = scores(name)
        kept = [ok for number, ok in found if number not in left_out.get(name, set())]
        print(
            f"{name:32} {sum(kept) / max(1, len(kept)):.3f} of {len(kept)}; all {sum(ok for _, ok in found) / len(found):.3f} of {len(found)}"
        )
        if "--wrong" in sys.argv:
            for number, ok in found:
                if not ok:
                    mark = "x" if number in left_out.get(name, set()) else " "
                    print(
                        f"  {mark} {number} {every[number].input!r}\n      asked {_short(wanted(every[number]))}\n      ours  {_short(given(name, every[number]))}"
                    )


def _short(answers: list[Answer]) -> str:
    return "; ".join(f"{one.text} | {one.kind} {one.timex} {one.past}" for one in answers)


if __name__ == "__main__":
    main()
