"""How well numbers are found and read: the Recognizers-Text specifications, case by case.

A case passes where all its results are found with exact span, value and unit, and nothing else is. Which cases are not
judged, and why, is in `excluded.toml`; the score on every case, those that the specification marks as beyond its own
python included, stands beside.

The specifications count every number, also in names and dates, and know neither comparators as part of a figure nor
what is counted: this measures the recogniser under `onrecord.tag.figures`, not what an article's figures are at last.
"""

from __future__ import annotations

import tomllib
from collections.abc import Callable, Iterator
from decimal import Context
from pathlib import Path
from typing import Any

import msgspec

from eval.data import MissingDataError, data
from eval.figures import Figure, Skipped
from eval.measures import wilson
from onrecord.tag.figures.apart import counts_one
from onrecord.tag.figures.bounds import Bound, bounds
from onrecord.tag.figures.numerals import PRECISION, numbers, numeral
from onrecord.tag.figures.units import Quantity, of_kind

PART = "quantities"
DATA = "dates-and-figures"
EXCLUDED = Path(__file__).parent / "excluded.toml"
MOST = 0.2
"""The share of a file's cases that may be excluded."""

Found = tuple[int, int, str, str]
"""Start, end, value and unit."""

UNITS = {
    "kilometre": "Kilometer",
    "metre": "Meter",
    "decimetre": "Decimeter",
    "centimetre": "Centimeter",
    "millimetre": "Millimeter",
    "picometre": "Picometer",
    "square kilometre": "Square kilometer",
    "square metre": "Square meter",
    "millilitre": "Milliliter",
    "kilometre per hour": "Kilometer per hour",
    "tonne": "Ton",
    "celsius": "C",
    "fahrenheit": "F",
    "USD": "United States dollar",
    "CAD": "Canadian dollar",
    "AUD": "Australian dollar",
    "NZD": "New Zealand dollar",
    "HKD": "Hong Kong dollar",
    "GBP": "British pound",
    "EUR": "Euro",
    "JPY": "Japanese yen",
    "CNY": "Chinese yuan",
    "CHF": "Swiss franc",
    "MXN": "Mexican peso",
    "TRY": "Turkish lira",
    "FIM": "Finnish markka",
    "NLG": "Netherlands guilder",
    "ESP": "Peseta",
    "CRC": "Costa Rican colón",
    "GEL": "Georgian lari",
    "LAK": "Lao kip",
    "LKR": "Sri Lankan rupee",
}
"""What the specifications call our units, where that is more than a capital letter."""


class Case(msgspec.Struct, rename="pascal"):
    """A sentence and what is to be found in it."""

    input: str
    results: list[dict[str, Any]]
    not_supported: str = ""
    not_supported_by_design: str = ""


class Excluded(msgspec.Struct):
    """Cases of a file that are not judged."""

    file: str
    cases: list[int]
    reason: str


def written(value: str) -> str:
    """A value as far as doubles of the specifications hold."""
    return f"{Context(prec=PRECISION - 1).create_decimal(value).normalize():f}"


def unit(one: Quantity) -> str:
    """The unit of a quantity, as the specifications call it."""
    name = one.unit or ""
    return UNITS.get(name, name[:1].upper() + name[1:])


def found_numbers(text: str, ordinal: bool) -> list[Found]:
    """Numbers, or ordinals, in the specifications' convention: letters behind a number make it none."""
    return [
        (one.start, one.end, written(numeral(one.value)), "")
        for one in numbers(text)
        if one.value is not None
        and (one.form == "ordinal") == ordinal
        and one.form != "multiple"
        and not one.glued
        and (ordinal or counts_one(text, one, pronouns_only=True))
    ]


def found_quantities(text: str, kind: str) -> list[Found]:
    """Numbers with a unit of a kind."""
    return [
        (one.start, one.end, written(numeral(one.value)), unit(one))
        for one in of_kind(text, numbers(text), kind)  # type: ignore[arg-type]
        if one.value is not None
    ]


def found_ranges(text: str) -> list[Found]:
    """Numbers with a comparator and ranges, as intervals: "(20,35]"."""
    usable = [Quantity(one.start, one.end, one.value, "count", one) for one in numbers(text) if not one.glued]
    return [(one.start, one.end, interval(one), "") for one in bounds(text, usable) if one.comparator != "about"]


def interval(bound: Bound) -> str:
    """A bound as the specifications write it."""
    low, high = bound.low, bound.high
    left = "[" if bound.low_included else "("
    right = "]" if bound.high_included else ")"
    return (
        f"{left}{'' if low is None else written(numeral(low))},{'' if high is None else written(numeral(high))}{right}"
    )


FILES: dict[str, Callable[[str], list[Found]]] = {
    "Number/NumberModel": lambda text: found_numbers(text, ordinal=False),
    "Number/OrdinalModel": lambda text: found_numbers(text, ordinal=True),
    "Number/OrdinalModelSuppressExtendedTypes": lambda text: found_numbers(text, ordinal=True),
    "Number/PercentModel": lambda text: found_quantities(text, "share"),
    "Number/NumberRangeModel": found_ranges,
    "NumberWithUnit/AgeModel": lambda text: found_quantities(text, "age"),
    "NumberWithUnit/CurrencyModel": lambda text: found_quantities(text, "money"),
    "NumberWithUnit/DimensionModel": lambda text: found_quantities(text, "measure"),
    "NumberWithUnit/TemperatureModel": lambda text: found_quantities(text, "temperature"),
}


def wanted(case: Case, suppressed: frozenset[str] = frozenset()) -> list[Found]:
    """What a case asks for. A result without a number is asked for with the value ""."""
    asked = []
    for result in case.results:
        if result["TypeName"] in suppressed:
            continue
        resolution = result.get("Resolution") or {}
        value = str(resolution.get("value") or "")
        if "%" in value:
            value, named = written(value.rstrip("%")), "Percent"
        elif value[:1] in ("[", "("):
            named = ""
        else:
            named = resolution.get("unit", "")
            value = written(value) if value[-1:].isdigit() and value[:3] not in ("end", "cur") else value
        asked.append((int(result["Start"]), int(result["End"]) + 1, value, named))
    return sorted(asked)


def passes(case: Case, asked: list[Found], find: Callable[[str], list[Found]]) -> bool:
    """Whether exactly what is asked for is found; bounds of intervals are compared as they are written."""
    return sorted(find(case.input)) == asked


def cases(file: str) -> list[Case]:
    """The cases of a file.

    Raises:
        MissingDataError: it is not there.
    """
    return msgspec.json.decode(data(f"{DATA}/{file}.json").read_bytes().decode("utf-8-sig"), type=list[Case])


def conventions() -> tuple[dict[str, set[int]], frozenset[str], frozenset[str]]:
    """Excluded cases by file, files of which all cases count as supported, and types of result that are left out."""
    table = tomllib.loads(EXCLUDED.read_text(encoding="utf-8"))
    excluded: dict[str, set[int]] = {}
    for row in msgspec.convert(table["excluded"], list[Excluded]):
        excluded.setdefault(row.file, set()).update(row.cases)
    return excluded, frozenset(table["convention"]["take_all"]), frozenset(table["convention"]["suppressed"])


def judged(file: str, found: list[Case]) -> list[int]:
    """The places of the cases on which a file is judged."""
    excluded, take_all, _ = conventions()
    return [
        at
        for at, case in enumerate(found)
        if at not in excluded.get(file, ())
        and "python" not in case.not_supported_by_design.lower()
        and (file in take_all or "python" not in case.not_supported.lower())
    ]


def figures() -> Iterator[Figure | Skipped]:
    """The share of cases that pass, file by file: those that are judged, and all."""
    _, _, suppressed = conventions()
    for file, find in FILES.items():
        name = file.partition("/")[2]
        try:
            found = cases(file)
        except MissingDataError as missing:
            yield Skipped(PART, name, str(missing))
            continue
        kept = judged(file, found)
        for measure, places, left_out in (
            ("cases that pass", kept, suppressed),
            ("cases that pass, nothing left out", range(len(found)), frozenset[str]()),
        ):
            right = sum(passes(found[at], wanted(found[at], left_out), find) for at in places)
            yield Figure(PART, measure, name, f"{len(places)} cases", right / len(places), wilson(right, len(places)))
