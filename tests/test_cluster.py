"""Many machines: a Ray cluster gives what one process gives, and one that is not there, or is lost, is a typed error.

Most of these tests start a cluster of two workers on this machine. They are skipped where `onrecord[scale]` is not
installed, and fail there where ONRECORD_REQUIRE_SCALE=1.
"""

from __future__ import annotations

import os
import shutil
import socket
import tempfile
import time
import zlib
from collections.abc import Callable, Iterable, Iterator
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import pytest
from tests.conftest import ROOT, Command

from onrecord import cluster, pipeline
from onrecord.cli import main
from onrecord.cluster import driver
from onrecord.errors import ClusterLost, EngineError, EngineMissing
from onrecord.pipeline import Options, analyse
from onrecord.records import lines

INSTALLED = find_spec("ray") is not None and find_spec("daft") is not None
REQUIRED = os.environ.get("ONRECORD_REQUIRE_SCALE") == "1"
needs_scale = pytest.mark.skipif(not INSTALLED and not REQUIRED, reason="needs: pip install 'onrecord[scale]'")

NODE = {"object_store_memory": 150_000_000, "include_dashboard": False}
HEAD = {**NODE, "num_cpus": 0, "_system_config": {"health_check_period_ms": 1_000}}


@pytest.fixture
def machines(monkeypatch: pytest.MonkeyPatch) -> Iterator[Any]:
    """A cluster of a head that does no work and two workers of one processor each."""
    from ray.cluster_utils import Cluster

    # The path of a socket may not be long.
    folder = tempfile.mkdtemp(prefix="ray", dir="/tmp")
    for name, value in driver.ALONE.items():
        monkeypatch.setenv(name, value)
    # Ray notes the address of a cluster in a folder of its own, which a new machine has not.
    monkeypatch.setenv("RAY_TMPDIR", folder)
    Path(folder, "ray").mkdir()
    found = Cluster(initialize_head=True, head_node_args={**HEAD, "temp_dir": folder})
    try:
        found.workers = [found.add_node(**NODE, num_cpus=1) for _ in range(2)]
        monkeypatch.setenv("RAY_ADDRESS", found.address)
        yield found
    finally:
        found.shutdown()
        shutil.rmtree(folder, ignore_errors=True)


def after(answers: int, act: Callable[[], object], monkeypatch: pytest.MonkeyPatch) -> None:
    """Have something happen in the middle of a run: when that many tasks are answered."""
    real = cluster.spread

    def spread(work: driver.Work, tasks: Iterable[bytes]) -> Iterator[bytes]:
        for number, answer in enumerate(real(work, tasks), 1):
            if number == answers:
                act()
            yield answer

    monkeypatch.setattr(cluster, "spread", spread)


def rows(folder: Path, count: int = 60) -> str:
    """A file of made-up rows, as Parquet."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    said = ("“The quay is shut,” said Ida Brandt of Vey.", "Some 400 dockers stopped work.", "“No,” said Jonas Weil.")
    texts = [" ".join([*said[number % 3 :], f"It was day {number}."]) for number in range(count)]
    table = [{"id": number, "text": text, "outlet": "Tide"} for number, text in enumerate(texts)]
    path = folder / "rows.parquet"
    pq.write_table(pa.Table.from_pylist(table), path)
    return str(path)


def words_of(error: EngineError, capsys: pytest.CaptureFixture[str]) -> str:
    """What the command line says of an error, with the exit status of what was not written."""

    def fail() -> None:
        raise error

    with pytest.raises(SystemExit) as left:
        main(fail)
    assert left.value.code == 3
    (line,) = capsys.readouterr().err.splitlines()
    assert line.startswith("not written: ")
    return line


def test_without_the_extra_it_says_how_to_get_it(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(cluster, "find_spec", lambda _name: None)
    with pytest.raises(EngineMissing) as missing:
        list(cluster.spread(zlib.compress, [b"x"]))
    assert "pip install 'onrecord[scale]'" in words_of(missing.value, capsys)


@needs_scale
@pytest.mark.scale
def test_a_worker_that_is_lost_changes_nothing(machines: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = rows(tmp_path)
    alone = analyse([path], Options(jobs=1))
    monkeypatch.setattr(pipeline, "CHUNK_CHARS", 100)
    monkeypatch.setattr(cluster, "WINDOW", 30_000)
    lost: list[object] = []
    after(3, lambda: lost.append(machines.remove_node(machines.workers[0], allow_graceful=False)), monkeypatch)
    together = analyse([path], Options(engine="ray"))
    assert lost
    assert list(lines(together.analysis)) == list(lines(alone.analysis))
    assert len(alone.analysis.articles) == 60
    assert any(article.statements for article in alone.analysis.articles)


@needs_scale
@pytest.mark.scale
def test_from_parquet_and_warc_to_parquet(machines: Any, onrecord: Command, tmp_path: Path) -> None:
    inputs = (rows(tmp_path, 9), str(ROOT / "tests" / "read" / "data" / "pages.warc"))
    plain = onrecord("analyse", *inputs, "-o", "plain.parquet")
    spread = onrecord("analyse", *inputs, "-o", "spread.parquet", "--engine", "ray")
    assert (spread.returncode, spread.stdout) == (plain.returncode, plain.stdout)
    assert spread.stderr.replace(b"spread", b"plain") == plain.stderr
    assert (tmp_path / "spread.parquet").read_bytes() == (tmp_path / "plain.parquet").read_bytes()
    with pytest.raises(EngineError, match="incorrect header check"):
        list(cluster.spread(zlib.decompress, [zlib.compress(b"quay"), b"no such thing"]))


@needs_scale
@pytest.mark.scale
@pytest.mark.parametrize("lost", ["its head", "all its workers"])
def test_a_cluster_that_is_lost_is_an_error_and_no_hang(
    lost: str, machines: Any, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    nodes = [machines.head_node] if lost == "its head" else machines.workers
    monkeypatch.setattr(cluster, "WINDOW", 1)
    answers = cluster.spread(zlib.compress, [b"quay", b"pier"])
    assert next(answers) == zlib.compress(b"quay")
    for node in nodes:
        node.kill_all_processes(check_alive=False, allow_graceful=False)
    begun = time.monotonic()
    with pytest.raises(ClusterLost) as error:
        next(answers)
    assert time.monotonic() - begun < 90
    assert f"the Ray cluster lost {lost}" in words_of(error.value, capsys)


@needs_scale
@pytest.mark.scale
@pytest.mark.parametrize(("scheme", "there"), [("", True), ("", False), ("ray://", False)])
def test_a_cluster_that_cannot_be_reached_is_an_error_within_half_a_minute(
    scheme: str, there: bool, onrecord: Command, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "old.jsonl").write_text("what was there before")
    (tmp_path / "quay.txt").write_text("The quay of Vey is shut.")
    with socket.create_server(("127.0.0.1", 0)) as server:
        place = f"{scheme}127.0.0.1:{server.getsockname()[1]}"
        monkeypatch.setenv("RAY_ADDRESS", place)
        if not there:
            server.close()
        begun = time.monotonic()
        done = onrecord("analyse", "quay.txt", "--engine", "ray", "-o", "old.jsonl")
    assert time.monotonic() - begun < 30
    assert (done.returncode, done.stdout) == (3, b"")
    (line,) = done.stderr.decode().splitlines()
    assert line.startswith(f"not written: no Ray cluster at {place} (RAY_ADDRESS): ")
    assert (tmp_path / "old.jsonl").read_text() == "what was there before"
