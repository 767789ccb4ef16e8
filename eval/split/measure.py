"""Runs the splitter over the corpora and gives the figures."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator

from eval.data import MissingDataError
from eval.figures import Figure, Skipped
from eval.split.corpora import CORPORA, Corpus
from eval.split.score import Cuts, Score
from onrecord.model import Article, Document
from onrecord.split import split
from onrecord.tag import meanings

Splitter = Callable[[Document], Iterable[Article]]

PART = "split"


def as_a_run_does(document: Document) -> list[Article]:
    """The pieces of a document as a run finds them: by outward signs, and by reading where these leave it undecided."""
    return split(document, meanings().of)


def figures(split: Splitter, corpora: Iterable[Corpus] = CORPORA) -> Iterator[Figure | Skipped]:
    """The figures of each corpus, and one line for all styles of joined issues together."""
    together = Score()
    styles = 0
    for corpus in corpora:
        try:
            if corpus.single:
                yield from _cut_figures(corpus, split)
                continue
            score = scored(corpus, split)
        except MissingDataError as missing:
            yield Skipped(PART, corpus.name, str(missing))
            continue
        yield from _start_figures(corpus.name, score)
        if corpus.family == "joined":
            styles += 1
            together.parts += score.parts
            together.windows += score.windows
            together.whole += score.whole
    if styles > 1:
        yield from _start_figures("joined: all styles", together)


def scored(corpus: Corpus, split: Splitter) -> Score:
    """The score of one corpus of documents with several pieces."""
    score = Score()
    for sample in corpus.samples():
        score.add(sample, [piece.span.start for piece in split(sample.document)])
    return score


def _start_figures(name: str, score: Score) -> Iterator[Figure]:
    total = score.total
    n = f"{total.gold} pieces in {len(score.parts)}"
    yield Figure(PART, "F1 of starts", name, n, total.f1, score.f1_interval())
    yield Figure(PART, "precision", name, n, total.precision)
    yield Figure(PART, "recall", name, n, total.recall)
    yield Figure(PART, "WindowDiff", name, n, score.windows.share)


def _cut_figures(corpus: Corpus, split: Splitter) -> Iterator[Figure]:
    cuts = Cuts()
    for sample in corpus.samples():
        cuts.add(sum(1 for _ in split(sample.document)))
    n = f"{cuts.cut} of {cuts.articles} articles"
    yield Figure(PART, "wrongly cut", corpus.name, n, cuts.cut / max(1, cuts.articles), cuts.interval())
