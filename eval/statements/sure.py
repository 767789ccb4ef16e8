"""Whether confidence can be trusted: of statements that are said to be right with some probability, how many are.

The calibration, six numbers, was fitted on these very articles: expect a little less elsewhere.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from eval.data import MissingDataError, tool
from eval.figures import Figure, Skipped
from eval.measures import wilson
from eval.statements.measure import CORPUS, Gold, Tagger, development, loaded, right, roles_of
from onrecord.model import Article

PART = "confidence"
BINS = ((0.0, 0.5), (0.5, 0.6), (0.6, 0.7), (0.7, 0.8), (0.8, 0.9), (0.9, 1.0))

Outcome = tuple[float, bool]
"""A statement's confidence, and whether its content and source are right."""


def figures(tag: Tagger) -> Iterator[Figure | Skipped]:
    """Reliability by bins of confidence, and the mean gap between confidence and share (expected calibration error,
    Naeini, Cooper and Hauskrecht 2015)."""
    try:
        gold, articles = development(tag)
        scorer = loaded(tool("score_statements.py"))
    except MissingDataError as missing:
        yield Skipped(PART, CORPUS, str(missing))
        return
    found = [outcome for pair in zip(gold, articles, strict=True) for outcome in outcomes(scorer, *pair)]
    gap = 0.0
    for low, high in BINS:
        here = [one for one in found if low <= one[0] < high or one[0] == high == 1.0]
        if not here:
            continue
        said = sum(confidence for confidence, _ in here) / len(here)
        hits = sum(hit for _, hit in here)
        share = hits / len(here)
        gap += abs(share - said) * len(here) / len(found)
        yield Figure(
            PART,
            f"right of those said to be {low:g} to {high:g}",
            CORPUS,
            str(len(here)),
            share,
            wilson(hits, len(here)),
        )
    yield Figure(PART, "expected calibration error", CORPUS, str(len(found)), gap)


def outcomes(scorer: Any, gold: Gold, article: Article) -> Sequence[Outcome]:
    """The statements found in an article, each with its confidence and whether it is right."""
    statements = article.statements or ()
    hits = right(scorer, gold, [roles_of(statement) for statement in statements])
    return [(statement.confidence, hit) for statement, hit in zip(statements, hits, strict=True)]
