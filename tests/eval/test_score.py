"""Starts against gold."""

from __future__ import annotations

from eval.documents import document_of
from eval.figures import Figure
from eval.measures import Counts
from eval.split.corpora import Corpus
from eval.split.measure import figures
from eval.split.sample import Sample
from eval.split.score import Cuts, Score

from onrecord.model import Article, Document, Span

TEXT = "One\nmore\n\nTwo\nmore\n\n\nThree\nmore\n"
GOLD = (0, 10, 21)


def _sample(lost: int = 0) -> Sample:
    return Sample("issue", document_of(TEXT, "issue.txt"), GOLD, lost)


def test_white_space_before_a_piece_is_nobodys_mistake() -> None:
    score = Score()
    score.add(_sample(), [0, 9, 19])
    assert score.total == Counts(3, 3, 3)
    assert score.windows.wrong == 0
    assert score.whole == 1


def test_a_start_one_character_off_is_wrong() -> None:
    score = Score()
    score.add(_sample(), [0, 11, 21])
    assert score.total == Counts(2, 3, 3)
    assert score.whole == 0


def test_a_piece_that_reading_lost_is_missed() -> None:
    score = Score()
    score.add(_sample(lost=1), GOLD)
    assert score.total == Counts(3, 3, 4)


def test_an_article_in_two_pieces_or_none_is_cut() -> None:
    cuts = Cuts()
    for pieces in (1, 2, 1, 0):
        cuts.add(pieces)
    assert (cuts.cut, cuts.articles) == (2, 4)


def _piece(document: Document, start: int) -> Article:
    span = Span(start, len(document.text))
    return Article(id=f"x-{start}", document=document.ref, span=span, text=span.of(document.text))


def test_figures_follow_the_splitter() -> None:
    corpora = [
        Corpus("issues", lambda: iter([_sample()]), "issues"),
        Corpus("articles", lambda: iter([_sample()]), "articles", single=True),
    ]
    every = figures(lambda d: [_piece(d, s) for s in GOLD], corpora)
    values = {figure.key: figure.value for figure in every if isinstance(figure, Figure)}
    assert values["split | F1 of starts | issues"] == 1.0
    assert values["split | WindowDiff | issues"] == 0.0
    assert values["split | wrongly cut | articles"] == 1.0
