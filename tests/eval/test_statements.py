"""What a tagger finds, in the shape that the scoring tool reads."""

from __future__ import annotations

from pathlib import Path

import msgspec
import pytest
from eval.figures import Skipped
from eval.statements.measure import Gold, figures, predicted

from onrecord.model import Article, Span, Statement

GOLD = Gold("quay", "“No,” said Ida Brandt.", [])


def _tagger(article: Article) -> Article:
    statement = Statement(id="s", source=(Span(11, 21),), cue=(Span(6, 10),), content=(Span(0, 5),))
    return msgspec.structs.replace(article, statements=(statement,))


def test_statements_are_given_by_role() -> None:
    assert predicted(_tagger, GOLD) == [{"source": [(11, 21)], "cue": [(6, 10)], "content": [(0, 5)]}]


def test_an_untagged_article_has_no_statements() -> None:
    assert predicted(lambda article: article, GOLD) == []


def test_without_data_nothing_is_measured(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("ONRECORD_DATA", str(tmp_path))
    (skipped,) = figures(_tagger)
    assert isinstance(skipped, Skipped)
    assert str(tmp_path) in skipped.reason
