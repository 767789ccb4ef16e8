"""Measures what On Record gets right: `python -m eval [--only PART] [--write]`.

Runs every part for which data are found (`ONRECORD_DATA`, or `../shared/data` beside the checkout), prints a table
and ends with status 1 where a figure is under its floor (eval/floors.toml). Where data are missing it says so and
goes on; with ONRECORD_REQUIRE_DATA=1 that too is status 1. `--write` puts the tables into docs/accuracy.md.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable, Iterator
from itertools import chain

from eval.accuracy import ACCURACY, page
from eval.data import EvaluationError, data_is_required
from eval.figures import Figure, Skipped, cells, fallen, floors, plain_table, unmeasured

Found = Iterator[Figure | Skipped]


def _split() -> Found:
    from eval.split.measure import as_a_run_does, figures

    return figures(as_a_run_does)


def _statements() -> Found:
    from eval.statements.measure import figures
    from onrecord.tag import tag

    return figures(tag)


def _confidence() -> Found:
    from eval.statements.sure import figures
    from onrecord.tag import tag

    return figures(tag)


def _names() -> Found:
    from eval.statements.named import figures
    from onrecord.tag import tag

    return figures(tag)


def _brief() -> Found:
    from eval.brief import marked, measure

    return chain(measure.figures(), marked.figures())


def _who() -> Found:
    from eval.who import aliases, coreference, speakers
    from onrecord.resolve import resolve
    from onrecord.tag import tag

    return chain(speakers.figures(tag), aliases.figures(tag, resolve), coreference.figures(tag))


def _quantities() -> Found:
    from eval.quantities import measure, numbers, specs_dates
    from onrecord.tag import tag

    return chain(numbers.figures(), specs_dates.figures(), measure.figures(tag))


def _stories() -> Found:
    from eval.stories import halves, hard, measure, vectors
    from onrecord.link import link

    return chain(measure.figures(link), halves.figures(), hard.figures(link), vectors.figures())


def _references() -> Found:
    from eval.references.measure import figures
    from onrecord.link import link
    from onrecord.tag import tag

    return figures(tag, link)


def _accounts() -> Found:
    from eval.accounts.measure import figures

    return figures()


def _reuse() -> Found:
    from eval.reuse.measure import figures
    from onrecord.link import link

    return figures(link)


PARTS: dict[str, Callable[[], Found]] = {
    "split": _split,
    "statements": _statements,
    "confidence": _confidence,
    "names": _names,
    "who": _who,
    "stories": _stories,
    "reuse": _reuse,
    "brief": _brief,
    "quantities": _quantities,
    "references": _references,
    "accounts": _accounts,
}
"""Every part; each imports what it measures only when it runs."""


def run(parts: list[str]) -> tuple[list[Figure], list[Skipped]]:
    """All figures of the parts, and what was skipped, which is said on standard error as it happens."""
    measured: list[Figure] = []
    skipped: list[Skipped] = []
    for part in parts:
        for found in PARTS[part]():
            if isinstance(found, Figure):
                measured.append(found)
            else:
                skipped.append(found)
                print(f"skipped: {found.part}, {found.corpus}: {found.reason}", file=sys.stderr)
    return measured, skipped


def verdict(measured: list[Figure], skipped: list[Skipped], whole: bool) -> list[str]:
    """What is wrong with a run: floors that were fallen under or not measured, data that had to be there."""
    limits = floors()
    wrong = [f"under its floor: {figure.key}" for figure in fallen(measured, limits)]
    if whole and not skipped:
        wrong += [f"a floor without a figure: {key}" for key in unmeasured(measured, limits)]
    if skipped and data_is_required():
        wrong.append("data are missing, and ONRECORD_REQUIRE_DATA=1 asks for them")
    return wrong


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m eval", description=__doc__)
    parser.add_argument("--only", action="append", choices=PARTS, help="a part to run (may be repeated)")
    parser.add_argument("--write", action="store_true", help="write docs/accuracy.md")
    asked = parser.parse_args()
    try:
        measured, skipped = run(asked.only or list(PARTS))
    except EvaluationError as problem:
        print(problem, file=sys.stderr)
        return 1
    if measured:
        print(plain_table([cells(figure, floors()) for figure in measured]))
    if asked.write and (asked.only or skipped):
        print("docs/accuracy.md is written from a whole run only", file=sys.stderr)
        return 2
    if asked.write:
        ACCURACY.write_text(page(measured, floors()), encoding="utf-8")
    wrong = verdict(measured, skipped, whole=not asked.only)
    for line in wrong:
        print(line, file=sys.stderr)
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
