"""Whether confidence can be trusted: of statements that are said to be right with some probability, how many are.

The calibration, six numbers, was fitted on these very articles: expect a little less elsewhere.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from eval.data import MissingDataError, data, rows, tool
from eval.figures import Figure, Skipped
from eval.measures import wilson
from eval.statements.measure import CORPUS, Gold, Tagger, article_of, loaded, right, roles_of

PART = "confidence"
BINS = ((0.0, 0.5), (0.5, 0.6), (0.6, 0.7), (0.7, 0.8), (0.8, 0.9), (0.9, 1.0))

Outcome = tuple[float, bool]
"""A statement's confidence, and whether its content and source are right."""


def figures(tag: Tagger) -> Iterator[Figure | Skipped]:
    """Reliability by bins of confidence, and the mean gap between confidence and share (expected calibration error,
    Naeini, Cooper and Hauskrecht 2015)."""
    try:
        gold = list(rows(data(f"statements/{CORPUS}.jsonl.gz"), Gold))
        scorer = loaded(tool("score_statements.py"))
    except MissingDataError as missing:
        yield Skipped(PART, CORPUS, str(missing))
        return
    found = [outcome for one in gold for outcome in outcomes(tag, scorer, one)]
    gap = 0.0
    for low, high in BINS:
        here = [right for confidence, right in found if low <= confidence < high or confidence == high == 1.0]
        if not here:
            continue
        said = sum(confidence for confidence, _ in found if low <= confidence < high) / len(here)
        share = sum(here) / len(here)
        gap += abs(share - said) * len(here) / len(found)
        yield Figure(
            PART,
            f"right of those said to be {low:g} to {high:g}",
            CORPUS,
            str(len(here)),
            share,
            wilson(sum(here), len(here)),
        )
    yield Figure(PART, "expected calibration error", CORPUS, str(len(found)), gap)


def outcomes(tag: Tagger, scorer: Any, gold: Gold) -> Sequence[Outcome]:
    """The statements found in an article, each with its confidence and whether it is right."""
    statements = tag(article_of(gold.text, gold.id)).statements or ()
    hits = right(scorer, gold, [roles_of(statement) for statement in statements])
    return [(statement.confidence, hit) for statement, hit in zip(statements, hits, strict=True)]
