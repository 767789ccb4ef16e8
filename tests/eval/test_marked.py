"""The marked piles: what their gold holds, and how things are counted in made-up articles."""

from __future__ import annotations

import gzip
from collections import Counter
from pathlib import Path

import msgspec
import pytest
from eval.brief import marked
from eval.brief.marked import ChangedArticleError, Held, InArticle, Listed, Row
from eval.data import MissingDataError, data_is_required
from eval.figures import Figure, Skipped

from onrecord.model import Span

OPENING = "The ferry Odile ran aground off Brandt Point on Monday with 40 people aboard."
DENIAL = "“We had no warning of any kind,” said Ida Brandt, the harbour-master."
FILLER = "Nobody on the quay had much to say about the tide that morning, or the one before. " * 3
TEXT = f"{OPENING}\n\n{DENIAL}\n\n{FILLER.strip()}"
PIECES = [
    Row("quay-1", "Quay Courier", "Ferry runs aground", "2023-03-08", TEXT),
    Row("bay-1", "Bay Ledger", "Crane burns", None, "A crane burned down in the bay, and two men were hurt."),
]


def _thing(rank: int, words: str, article: str = "quay-1") -> Listed:
    start = TEXT.index(words)
    return Listed("p1", rank, (InArticle(article, Span(start, start + len(words))),))


def test_things_are_counted_in_the_briefing_and_in_the_openings() -> None:
    log = " ".join(f"Boat {n} came in at noon with {7 * n} crates and left at dusk." for n in range(300))
    long = Row("log", "Bay Ledger", None, None, f"{OPENING}\n\n{log}")
    opening = Listed("p1", 1, (InArticle("log", Span(0, len(OPENING))),))
    more_than_fits = Listed("p1", 2, (InArticle("log", Span(len(OPENING), len(long.text))),))
    assert marked.held("p1", [long], [opening, more_than_fits]) == Held("p1", 2, 1, 1)


def test_what_stands_further_down_than_openings_reach_can_stand_in_the_briefing() -> None:
    log = " ".join(f"The tide of day {n} was much like any other." for n in range(300))
    long = Row("log", "Bay Ledger", None, None, f"{log}\n\n{DENIAL}")
    denial = Listed("p1", 1, (InArticle("log", Span(len(log) + 2, len(long.text))),))
    assert marked.held("p1", [long], [denial]) == Held("p1", 1, 1, 0)


def test_a_pile_that_fits_into_the_length_holds_everything() -> None:
    crane = Listed("p1", 2, (InArticle("bay-1", Span(0, 30)),))
    assert marked.held("p1", PIECES, [_thing(1, DENIAL), crane]) == Held("p1", 2, 2, 2)


def test_a_place_in_an_article_outside_its_pile_is_told() -> None:
    with pytest.raises(ChangedArticleError, match="p1: gone is not as it was"):
        marked.held("p1", PIECES, [_thing(1, DENIAL, article="gone")])


def _folders(here: Path, things: list[Listed], ids: list[str]) -> Path:
    """A data folder with the made-up articles, and the gold of one pile in the same folder."""
    encoder = msgspec.json.Encoder()
    (here / "statements").mkdir()
    (here / marked.SOURCE).write_bytes(gzip.compress(encoder.encode_lines(PIECES)))
    (here / "piles.json").write_bytes(encoder.encode({"p1": ids}))
    (here / "piles.jsonl").write_bytes(encoder.encode_lines(things))
    return here


def test_the_figures_are_means_of_twenty_with_an_interval(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("ONRECORD_DATA", str(tmp_path))
    folder = _folders(tmp_path, [_thing(1, OPENING), _thing(2, DENIAL)], ["quay-1", "bay-1"])
    both = list(marked.figures(folder))
    assert [one.value for one in both if isinstance(one, Figure)] == [20.0, 20.0]
    assert [one.interval for one in both if isinstance(one, Figure)] == [(20.0, 20.0)] * 2


def test_the_mean_is_over_piles() -> None:
    ours, plain = marked.means([Held("p1", 20, 12, 8), Held("p2", 20, 9, 8)])
    assert (ours.value, plain.value) == (10.5, 8.0)
    assert ours.interval == (9.0, 12.0)


def test_an_article_that_the_data_lack_is_told(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("ONRECORD_DATA", str(tmp_path))
    folder = _folders(tmp_path, [_thing(1, OPENING)], ["quay-1", "quay-2"])
    with pytest.raises(ChangedArticleError, match="quay-2"):
        list(marked.figures(folder))


def test_without_data_nothing_is_measured(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("ONRECORD_DATA", str(tmp_path))
    monkeypatch.delenv("ONRECORD_REQUIRE_DATA", raising=False)
    (skipped,) = marked.figures()
    assert isinstance(skipped, Skipped)
    assert marked.main() == 0
    assert "skipped: no data at" in capsys.readouterr().err
    monkeypatch.setenv("ONRECORD_REQUIRE_DATA", "1")
    assert marked.main() == 1


def test_the_gold_is_eighteen_piles_of_ten_with_twenty_things_each() -> None:
    piles, things = marked.piles(), marked.listed()
    assert list(piles) == [f"p{number}" for number in range(1, 19)]
    assert {len(set(ids)) for ids in piles.values()} == {10}
    for pile in piles:
        assert [thing.rank for thing in things if thing.pile == pile] == list(range(1, 21))
    for thing in things:
        assert thing.places
        assert len(set(thing.places)) == len(thing.places)
        assert {place.article for place in thing.places} <= set(piles[thing.pile])


def test_no_outlet_has_more_than_two_pieces_in_a_pile_and_places_are_whole_words() -> None:
    try:
        articles = marked.articles()
    except MissingDataError as missing:
        if data_is_required():
            raise
        pytest.skip(str(missing))
    for ids in marked.piles().values():
        assert max(Counter(articles[article].outlet for article in ids).values()) <= 2
    for thing in marked.listed():
        for place in thing.places:
            words = place.span.of(articles[place.article].text)
            assert len(words) == place.span.end - place.span.start
            assert 6 <= len(words.split()) <= 40
