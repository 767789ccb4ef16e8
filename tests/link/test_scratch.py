"""Piles that do not fit into memory: the same answer, and nothing left behind."""

from __future__ import annotations

import os
import random
from collections.abc import Iterator, Sequence
from importlib import import_module
from pathlib import Path
from typing import overload

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace
from tests.link.pieces import piece, prose

from onrecord.errors import OnRecordError, ScratchError, WorkerError
from onrecord.link import Links, link
from onrecord.link.scratch import Scratch, firsts, packed
from onrecord.model import Article, Place, Span


def pile(count: int) -> list[Article]:
    """Pieces of which every third holds the words of the one before it, in another order of its sentences."""
    chance = random.Random(count)
    made: list[Article] = []
    for number in range(count):
        text = prose(number, 12)
        if number % 3 == 1:
            told = made[-1].text.split(". ")
            chance.shuffle(told)
            text = ". ".join(told)
        day = f"2031-0{number % 9 + 1}-1{number % 7}"
        made.append(piece(text, f"{number}", published=day, outlet=f"Outlet {number % 4}", title=prose(number, 1)[:40]))
    # A headline by itself, an excerpt, a text without a word.
    made.append(piece("Narrow skippers praised the wintry crane twice", "headline"))
    made.append(piece(made[0].text[:200], "excerpt", kind="excerpt"))
    return [*made, piece("… — …", "wordless")]


def whole(links: Links) -> tuple[list[object], ...]:
    return list(links.stories), list(links.reuse), list(links.references)


class Asked(Sequence[Article]):
    """Articles that are made anew each time that they are asked for."""

    def __init__(self, articles: list[Article], most: int | None = None) -> None:
        self._articles, self._most, self._asked = articles, most, 0

    def __len__(self) -> int:
        return len(self._articles)

    @overload
    def __getitem__(self, at: int) -> Article: ...
    @overload
    def __getitem__(self, at: slice) -> list[Article]: ...
    def __getitem__(self, at: int | slice) -> Article | list[Article]:
        if isinstance(at, slice):
            return [self[one] for one in range(*at.indices(len(self)))]
        self._asked += 1
        if self._most is not None and self._asked > self._most:
            raise OSError("the device is gone")
        return replace(self._articles[at])

    def __iter__(self) -> Iterator[Article]:
        return (self[at] for at in range(len(self)))


@pytest.mark.parametrize("jobs", [1, 2])
@pytest.mark.parametrize("memory", [0, 1 << 12, 1 << 16, 1 << 30])
def test_a_pile_on_disk_gives_what_one_in_memory_gives(tmp_path: Path, memory: int, jobs: int) -> None:
    articles = pile(60)
    expected = whole(link(articles))
    assert len(expected[1]) >= 20
    with Scratch(memory, str(tmp_path), jobs) as scratch:
        found = link(Asked(articles), scratch)
        assert bool(list(tmp_path.iterdir())) == (memory < 1 << 30)
        assert whole(found) == expected
    assert not list(tmp_path.iterdir())


def test_the_stretches_of_a_pile_do_not_show(monkeypatch: pytest.MonkeyPatch) -> None:
    articles = pile(60)
    expected = whole(link(articles))
    for name in ("leads.BIN", "pile.TASK", "pile.TOGETHER", "pile.RECENT", "stories.TASK", "neighbours.TOGETHER"):
        module, _, constant = name.partition(".")
        monkeypatch.setattr(import_module(f"onrecord.link.{module}"), constant, 7)
    with Scratch(jobs=2) as scratch:
        assert whole(link(articles, scratch)) == expected


def test_nothing_is_left_behind_by_an_error(tmp_path: Path) -> None:
    articles = pile(12)
    with Scratch(0, str(tmp_path)) as counting:
        asked = Asked(articles)
        link(asked, counting)
    for most in range(len(articles) + 1, asked._asked, 7):
        with pytest.raises(OSError, match="gone"), Scratch(0, str(tmp_path)) as scratch:
            link(Asked(articles, most), scratch)
        assert not list(tmp_path.iterdir())


def test_a_scratch_that_is_not_closed_goes_with_what_refers_to_it(tmp_path: Path) -> None:
    scratch = Scratch(0, str(tmp_path))
    assert link(pile(6), scratch).stories
    assert list(tmp_path.iterdir())
    del scratch
    assert not list(tmp_path.iterdir())


def test_a_folder_that_is_not_there_is_named(tmp_path: Path) -> None:
    with Scratch(0, str(tmp_path / "missing")) as scratch, pytest.raises(ScratchError) as caught:
        link(pile(3), scratch)
    assert str(tmp_path / "missing") in str(caught.value)
    assert "TMPDIR" in str(caught.value)


def test_a_full_disk_is_named(tmp_path: Path) -> None:
    class Full(Scratch):
        def path(self) -> Path:
            super().path()
            return Path("/dev/full")

    if not Path("/dev/full").exists():
        pytest.skip("this system has no device that is always full")
    with Full(0, str(tmp_path)) as scratch, pytest.raises(ScratchError, match="No space left") as caught:
        link(pile(3), scratch)
    assert caught.value.folder.startswith(str(tmp_path))
    assert not list(tmp_path.iterdir())


def test_a_process_that_is_ended_is_a_typed_error() -> None:
    with Scratch(jobs=2) as scratch, pytest.raises(WorkerError, match="linking"):
        list(scratch.spread(lambda _: os._exit(9), range(3)))


def test_an_error_of_a_process_is_raised_as_it_is() -> None:
    def work(number: int) -> int:
        raise ScratchError("folder", f"{number}")

    for jobs in (1, 2):
        with Scratch(jobs=jobs) as scratch, pytest.raises(OnRecordError, match="folder: 0"):
            list(scratch.spread(work, range(3)))


def test_results_come_in_the_order_of_their_tasks() -> None:
    for jobs in (1, 2, 3):
        with Scratch(jobs=jobs) as scratch:
            assert list(scratch.spread(lambda number: number * number, range(40))) == [n * n for n in range(40)]


Arrays = st.lists(st.lists(st.integers(0, 2**32 - 1), max_size=20), max_size=12)


@settings(max_examples=150, deadline=None)
@given(columns=st.lists(Arrays, min_size=1, max_size=4), memory=st.sampled_from([0, 8, 64, 100, 300, 1 << 20]))
def test_a_column_gives_back_what_it_was_given(columns: list[list[list[int]]], memory: int) -> None:
    with Scratch(memory) as scratch:
        held = [scratch.column(np.uint32) for _ in columns]
        for turn in range(12):
            for column, arrays in zip(held, columns, strict=True):
                for values in arrays[turn : turn + 1]:
                    column.append(np.array(values, dtype=np.uint32))
        for column, arrays in zip(held, columns, strict=True):
            assert column.array().tolist() == [value for values in arrays for value in values]
            scratch.rest()
            assert column.array().tolist() == [value for values in arrays for value in values]
            column.drop()


@given(
    st.lists(st.lists(st.tuples(st.text(), st.integers(0, 9)), max_size=3), max_size=5), st.sampled_from([0, 1 << 20])
)
def test_kept_records_come_back(packs: list[list[tuple[str, int]]], memory: int) -> None:
    places = [[Place(article, Span(start, start + 1)) for article, start in pack] for pack in packs]
    flat = [place for pack in places for place in pack]
    with Scratch(memory) as scratch:
        kept = scratch.kept(map(packed, places), Place)
        assert list(kept) == flat
        assert kept[:2] == flat[:2]
        assert len(kept) == len(flat)


@given(st.lists(st.integers(0, 50)))
def test_stretches_end_where_the_next_begins(lengths: list[int]) -> None:
    first = firsts(np.array(lengths, dtype=np.int64))
    assert np.diff(first).tolist() == lengths
    assert first[0] == 0
