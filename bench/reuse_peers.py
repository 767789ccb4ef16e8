"""What two other programmes find in the pile of `bench.reuse`: datasketch, copies of whole pieces; passim, passages.

Neither is needed by the package. datasketch comes with `pip install datasketch xxhash`. passim is the programme of
David Smith (github.com/dasmiq/passim, made for Apache Spark, which needs Java), not the package of that name on PyPI:
it is installed from its repository into an environment of its own, and `bench.reuse` runs its executable.
"""

from __future__ import annotations

import ctypes
import os
import resource
import subprocess
import sys
import time
from collections.abc import Sequence
from importlib import import_module
from pathlib import Path
from typing import Any

import msgspec
from eval.reuse.sample import Piece

from onrecord.model import Place, Span

ADOPT = 36
"""PR_SET_CHILD_SUBREAPER of Linux's prctl."""
PATIENCE = 20.0

Pair = frozenset[str]
PassagePair = tuple[Place, Place]


class PassimFailedError(Exception):
    """The executable of passim did not end well.

    Args:
        status: its exit status.
        log: where its messages are.
    """

    def __init__(self, status: int, log: Path) -> None:
        super().__init__(status, log)
        self.status, self.log = status, log

    def __str__(self) -> str:
        return f"passim ended with status {self.status}; its last messages: {self.log.read_text()[-2_000:]}"


class Answer(msgspec.Struct, frozen=True):
    """What a programme says of a pile, pieces by their ids, and the seconds that it took.

    `wall` went by, `cpu` are those of the processor. `passages` are offsets (code points).
    """

    wall: float
    cpu: float
    pairs: frozenset[Pair] = frozenset()
    passages: tuple[PassagePair, ...] = ()


class Sketches(msgspec.Struct, frozen=True):
    """Settings of datasketch: words of a shingle, permutations, threshold, and its own hash or a faster one."""

    shingle: int
    permutations: int
    threshold: float
    faster_hash: bool = True

    def __str__(self) -> str:
        words = "single words" if self.shingle == 1 else f"{self.shingle} words"
        return f"{words}, {self.permutations} permutations, {self.threshold}{'' if self.faster_hash else ', SHA-1'}"


def sketched(pieces: Sequence[Piece], settings: Sketches) -> Answer:
    """Pairs that datasketch calls alike: from texts to pairs, those that meet by chance dropped by their sketches.

    Its fastest plain way: all sketches in one call, each piece looked up before it is put in, no check for equal keys.
    """
    datasketch = import_module("datasketch")
    chosen: dict[str, Any] = {"hashfunc": import_module("xxhash").xxh32_intdigest} if settings.faster_hash else {}
    wall, cpu = time.perf_counter(), time.process_time()
    shingles = [_shingles(piece.text, settings.shingle) for piece in pieces]
    sketches = datasketch.MinHash.bulk(shingles, num_perm=settings.permutations, **chosen)
    index = datasketch.MinHashLSH(threshold=settings.threshold, num_perm=settings.permutations)
    pairs: set[Pair] = set()
    for number, sketch in enumerate(sketches):
        for other in index.query(sketch):
            if sketch.jaccard(sketches[other]) >= settings.threshold:
                pairs.add(frozenset((pieces[number].id, pieces[other].id)))
        index.insert(number, sketch, check_duplication=False)
    return Answer(time.perf_counter() - wall, time.process_time() - cpu, pairs=frozenset(pairs))


def _shingles(text: str, length: int) -> list[bytes]:
    """Each run of `length` words of a text, once."""
    words = text.casefold().split()
    return [run.encode() for run in set(map(" ".join, zip(*(words[at:] for at in range(length)), strict=False)))]


def aligned(pieces: Sequence[Piece], executable: Path, options: Sequence[str], folder: Path) -> Answer:
    """Passages that passim aligns, the whole process from its start to its end.

    It is stopped once passages are aligned (`--to-extents`), before it groups them. Each piece is a series of its own,
    since passim compares no two pieces of one series.

    Args:
        folder: an empty one, for its input, its output and its messages.

    Raises:
        PassimFailedError: it did not end well.
    """
    given, made, log = folder / "pieces.jsonl", folder / "made", folder / "log"
    lines = [{"id": piece.id, "series": number, "text": piece.text} for number, piece in enumerate(pieces)]
    given.write_bytes(b"".join(msgspec.json.encode(line) + b"\n" for line in lines))
    command = [str(executable), "--fields", "series as gid", "--to-extents", *options, str(given), str(made)]
    _adopt_orphans()
    wall, cpu = time.perf_counter(), of_children()
    with log.open("wb") as messages:
        ended = subprocess.run(command, stdout=messages, stderr=messages, check=False)
    wall = time.perf_counter() - wall
    _wait_for_orphans()
    cpu = of_children() - cpu
    extents = made / "tmp" / "extents.parquet" / "shard=0"
    if ended.returncode or not extents.exists():
        raise PassimFailedError(ended.returncode, log)
    return Answer(wall, cpu, passages=_extents(pieces, extents))


def _extents(pieces: Sequence[Piece], folder: Path) -> tuple[PassagePair, ...]:
    """The aligned passages that passim wrote."""
    from pyarrow import dataset

    columns = ["gid", "begin", "end", "gid2", "begin2", "end2"]
    rows = dataset.dataset(folder).to_table(columns=columns).to_pylist()
    return tuple(
        (
            Place(pieces[row["gid"]].id, Span(row["begin"], row["end"])),
            Place(pieces[row["gid2"]].id, Span(row["begin2"], row["end2"])),
        )
        for row in rows
    )


def _adopt_orphans() -> None:
    """Make processes whose parent ends children of this one: Spark's workers outlive Java, and their time counts too.

    Only Linux can; elsewhere their time is left out.
    """
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(ADOPT, 1, 0, 0, 0)


def _wait_for_orphans() -> None:
    """Wait for all children to end, at most `PATIENCE` seconds."""
    until = time.monotonic() + PATIENCE
    while time.monotonic() < until:
        try:
            if os.waitpid(-1, os.WNOHANG)[0] == 0:
                time.sleep(0.05)
        except ChildProcessError:
            return


def of_children() -> float:
    """Processor seconds of all processes that were started here and have ended."""
    spent = resource.getrusage(resource.RUSAGE_CHILDREN)
    return spent.ru_utime + spent.ru_stime
