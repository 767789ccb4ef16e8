"""The measure of numbers: when a case passes, and how many may be left out."""

from __future__ import annotations

import pytest
from eval.data import MissingDataError
from eval.quantities.numbers import FILES, MOST, Case, cases, conventions, found_quantities, judged, passes, wanted


def case(text: str, *results: dict[str, object]) -> Case:
    return Case(input=text, results=list(results))


MILES = {"TypeName": "dimension", "Start": 5, "End": 11, "Resolution": {"value": "2.50", "unit": "Mile"}}


def find(text: str) -> list[tuple[int, int, str, str]]:
    return found_quantities(text, "measure")


def test_a_case_passes_with_exact_span_value_and_unit_only() -> None:
    right = case("Swam 2.5 mi there.", {**MILES, "End": 10})
    assert passes(right, wanted(right), find)
    for change in ({"End": 9}, {"Start": 4}, {"Resolution": {"value": "2", "unit": "Mile"}}):
        wrong = case(right.input, {**MILES, "End": 10, **change})
        assert not passes(wrong, wanted(wrong), find)
    metre = case(right.input, {**MILES, "End": 10, "Resolution": {"value": "2.5", "unit": "Meter"}})
    assert not passes(metre, wanted(metre), find)


def test_a_case_fails_where_more_is_found_than_asked_for() -> None:
    nothing = case("Swam 2.5 mi there.")
    assert not passes(nothing, wanted(nothing), find)


def test_results_of_a_suppressed_type_are_not_asked_for() -> None:
    last = case("The last boat.", {"TypeName": "ordinal.relative", "Start": 4, "End": 7, "Resolution": {}})
    assert wanted(last, frozenset(["ordinal.relative"])) == []
    assert len(wanted(last)) == 1


@pytest.mark.parametrize("file", FILES)
def test_at_most_a_fifth_of_a_file_is_left_out(file: str) -> None:
    excluded, _, _ = conventions()
    try:
        found = cases(file)
    except MissingDataError:
        pytest.skip("the specifications are not here")
    left_out = excluded.get(file, set())
    assert len(left_out) <= MOST * len(found)
    assert max(left_out, default=0) < len(found)
    assert not left_out & set(judged(file, found))
