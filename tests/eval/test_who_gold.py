"""The gold of speakers and aliases: every line can be read, and every span lies in its text."""

from __future__ import annotations

from pathlib import Path

import pytest
from eval.data import MissingDataError, data_is_required
from eval.figures import Skipped
from eval.statements.measure import READERS
from eval.statements.texts import Range
from eval.who import aliases, coreference, gold, speakers
from eval.who.gold import Bearer, Told
from eval.who.sample import ARTICLES, campaign, newsletters

from onrecord.model import Article
from onrecord.resolve import Resolution

TYPES = {"official", "member", "witness", "document", "unknown"}


def _told() -> list[Told]:
    return [told for reader in READERS for text in gold.speakers(reader).values() for told in text]


def test_a_reader_says_one_thing_of_each_statement() -> None:
    assert len(_told()) == 2 * (30 * 10 + 136)
    for told in _told():
        said = (told.named, told.unnamed, told.author, told.nobody, told.several, told.open)
        assert sum(bool(one) for one in said) == 1
        assert told.unnamed in TYPES | {""}
        assert all(told.meant())


def _bearers(reader: str) -> list[Bearer]:
    return [bearer for article in gold.aliases(reader).values() for bearer in article]


@pytest.mark.parametrize("reader", READERS)
def test_a_bearer_is_a_person_or_an_organisation_in_all_articles(reader: str) -> None:
    kinds: dict[int, str] = {}
    for bearer in _bearers(reader):
        assert kinds.setdefault(bearer.entity, bearer.kind) == bearer.kind
        assert len(set(bearer.forms)) == len(bearer.forms) > 0
    assert len(gold.aliases(reader)) == ARTICLES


def _lies(text: str, span: Range) -> bool:
    start, end = span
    return 0 <= start < end <= len(text) and not (text[start].isspace() or text[end - 1].isspace())


def test_every_place_of_a_speaker_lies_in_its_text() -> None:
    try:
        texts = {one.id: one for one in campaign() + newsletters()}
    except MissingDataError as missing:
        if data_is_required():
            raise
        pytest.skip(str(missing))
    for reader in READERS:
        marked = gold.speakers(reader)
        assert marked.keys() == texts.keys()
        for one, statements in marked.items():
            asked = [tuple((roles["cue"] or roles["content"])[0]) for roles in texts[one].statements]
            assert [told.at for told in statements] == asked
            for told in statements:
                assert all(_lies(texts[one].text, place) for places in told.meant() for place in places)


def test_every_form_lies_in_its_article() -> None:
    try:
        articles = aliases.read(gold.aliases("A"))
    except MissingDataError as missing:
        if data_is_required():
            raise
        pytest.skip(str(missing))
    for reader in READERS:
        marked = gold.aliases(reader)
        assert marked.keys() == articles.keys()
        for one, bearers in marked.items():
            assert all(_lies(articles[one].text, form) for bearer in bearers for form in bearer.forms)


def test_without_data_nothing_is_measured(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("ONRECORD_DATA", str(tmp_path))

    def tag(article: Article) -> Article:
        raise AssertionError(article.id)

    def resolve(_: object) -> Resolution:
        raise AssertionError

    for found in (speakers.figures(tag), aliases.figures(tag, resolve), coreference.figures(tag)):
        (skipped,) = found
        assert isinstance(skipped, Skipped)
        assert str(tmp_path) in skipped.reason
