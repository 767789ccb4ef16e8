"""Runs the tagger over articles with gold statements and scores it with the measure shared by all such figures.

The measure is the tool `score_statements.py`, which lies beside the data and is loaded from there. The gold calls a
statement direct where at least half of its content's tokens stand inside double quotation marks.
"""

from __future__ import annotations

import importlib.util
from collections.abc import Callable, Iterator
from pathlib import Path
from types import ModuleType

import msgspec

from eval.data import MissingDataError, data, rows, tool
from eval.documents import document_of
from eval.figures import Figure, Skipped
from onrecord.model import Article, Span, Statement

PART = "statements"
CORPUS = "polnear-dev"
MEASURES = {
    "direct_attribution": "attribution, direct (F1)",
    "direct_content_j50": "content, direct (F1)",
    "attribution": "attribution, all (F1)",
}
"""Measures of the tool that are reported, and what they are called here."""

Tagger = Callable[[Article], Article]


class Gold(msgspec.Struct, frozen=True):
    """An article and its attributions, as the data set holds them."""

    id: str
    text: str
    statements: list[dict[str, list[tuple[int, int]]]]


def figures(tag: Tagger) -> Iterator[Figure | Skipped]:
    """The figures of `MEASURES`, with bootstrap intervals over articles."""
    try:
        gold = list(rows(data(f"statements/{CORPUS}.jsonl.gz"), Gold))
        scorer = _loaded(tool("score_statements.py"))
    except MissingDataError as missing:
        yield Skipped(PART, CORPUS, str(missing))
        return
    per_article = [scorer.score_doc(scorer.Doc(one.text), one.statements, predicted(tag, one)) for one in gold]
    total: dict[str, list[float]] = {}
    for one in per_article:
        scorer.add(total, one)
    for measure, name in MEASURES.items():
        precision, recall, f1 = scorer.prf(total[measure])
        n = f"{total[measure][3]:.0f} in {len(gold)} (P {100 * precision:.1f}, R {100 * recall:.1f})"
        yield Figure(PART, name, CORPUS, n, f1, scorer.bootstrap(per_article, measure))


def predicted(tag: Tagger, gold: Gold) -> list[dict[str, list[tuple[int, int]]]]:
    """The statements that the tagger finds in an article, in the shape that the tool reads."""
    document = document_of(gold.text, f"{gold.id}.txt")
    article = Article(
        id=f"{document.ref.id}-0",
        document=document.ref,
        span=Span(0, len(gold.text)),
        language="en",
        text=gold.text,
    )
    return [_roles(statement) for statement in tag(article).statements or ()]


def _roles(statement: Statement) -> dict[str, list[tuple[int, int]]]:
    roles = {"source": statement.source, "cue": statement.cue, "content": statement.content}
    return {role: [(span.start, span.end) for span in spans] for role, spans in roles.items()}


def _loaded(path: Path) -> ModuleType:
    spec = importlib.util.spec_from_file_location(path.stem, path)
    if spec is None or spec.loader is None:
        raise MissingDataError(path)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module
