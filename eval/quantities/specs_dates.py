"""Dates against the specifications `dates-and-figures/DateTime`: English sentences with the times that they name.

    python -m eval.quantities.specs_dates [FILE] [--wrong]

The specifications were written for assistants on a telephone; `date_terms` says our answers in their terms. A case is
right where all answers of the file's kind stand at the same place with the same type. In files that give values they
have the same TIMEX too, and a day, or a stretch of days without a word such as "early", is the one that they give for
the past, but for two habits that differ: there a weekday is never the day of speaking itself, and "the weekend" always
that of the same week. A day that does not exist is right where we leave it unread. Cases that the specifications
themselves do not ask of Python are passed over.
"""

from __future__ import annotations

import sys
import tomllib
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

import msgspec

from eval.data import MissingDataError, data
from eval.figures import Figure, Skipped
from eval.measures import wilson
from eval.quantities.date_terms import UNREAD, Answer, answer
from onrecord.model import Span
from onrecord.tag.dates.joining import expressions
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
"""The files, and the kinds of answer that each asks for; none for all. Those of time zones are left out: an article's
dates carry none."""

DATES = ("DateExtractor", "DateParser", "DatePeriodExtractor", "DatePeriodParser", "HolidayExtractor", "HolidayParser",
         "DurationExtractor", "DurationParser", "SetExtractor", "SetParser")  # fmt: skip
"""The files of dates and lengths of time, which the aim of 90 % is for."""


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


# -- what is given, and the score --------------------------------------------------------------------------------------


def given(name: str, case: Case) -> list[Answer]:
    """Our answers of the kinds that a file asks for."""
    tokens = Tokens(case.input, [Span(0, len(case.input))])
    merged = not KINDS[name] and "Split" not in name
    found = (answer(tokens, atom, case.now, merged, "Extractor" in name) for atom in expressions(tokens))
    return [one for one in found if one is not None and (not KINDS[name] or one.kind in KINDS[name])]


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
        yield _figure("right, without what news never has", name, kept)
        yield _figure("right, all supported cases", name, [ok for _, ok in found])
        if name in DATES:
            together.setdefault("right, without what news never has", []).extend(kept)
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
        found = scores(name)
        kept = [ok for number, ok in found if number not in left_out.get(name, set())]
        every = [ok for _, ok in found]
        print(f"{name:32} {sum(kept)} of {len(kept)}, with what news never has {sum(every)} of {len(every)}")
        if "--wrong" in sys.argv:
            _show_wrong(name, [number for number, ok in found if not ok], left_out.get(name, set()))


def _show_wrong(name: str, wrong: list[int], left_out: set[int]) -> None:
    every = cases(name)
    for number in wrong:
        case = every[number]
        print(f"  {'x' if number in left_out else ' '} {number} {case.input!r}")
        print(f"      asked {_short(wanted(case))}")
        print(f"      ours  {_short(given(name, case))}")


def _short(answers: list[Answer]) -> str:
    return "; ".join(f"{one.text} | {one.kind} {one.timex} {one.past}" for one in answers)


if __name__ == "__main__":
    main()
