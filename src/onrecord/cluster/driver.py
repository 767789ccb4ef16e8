"""The process that talks to the cluster: Daft plans, Ray carries. Nothing of either is loaded anywhere else."""

from __future__ import annotations

import os
import signal
import sys
import threading
from collections.abc import Callable, Iterator, Sequence
from multiprocessing.connection import Connection
from time import monotonic, sleep
from typing import Any

from msgspec import Struct

from onrecord import __version__
from onrecord.errors import ClusterLost, ClusterUnreachable, EngineError

Work = Callable[[bytes], bytes]

LOCAL = "local"
"""The address at which Ray starts a cluster of this machine alone."""

BEAT = 2.0
"""Seconds between two questions to the head of the cluster."""

WORKERLESS = 20.0
"""Seconds without a single worker after which the cluster counts as lost. A machine that starts anew may be in time."""

SHARE = 16
"""Tasks that go to a processor together, at most: it starts a process for them, which takes as long as one of them."""

SHARES = 4
"""Shares for each processor, at least, where there is enough to do: the last ones are then not waited for in vain."""

TRIES = 3
"""How often in a row a window may fail without a single answer before it is given up."""

ALONE = {
    "DO_NOT_TRACK": "true",
    "SCARF_NO_ANALYTICS": "true",
    "RAY_USAGE_STATS_ENABLED": "0",
    "DAFT_PROGRESS_BAR": "0",
}
"""Neither library tells anybody that it is used, here or on the cluster, or draws over what we print."""


class Beat(Struct, frozen=True):
    """The cluster is there."""


class Answer(Struct, frozen=True):
    """What the work made of one task, by its number in the window."""

    number: int
    data: bytes


def address() -> str:
    """Where Ray finds the cluster."""
    return os.environ.get("RAY_ADDRESS") or LOCAL


class _Line:
    """The way back to who asked; several threads speak."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._one = threading.Lock()

    def say(self, message: Beat | Answer | EngineError) -> None:
        with self._one:
            self._connection.send(message)


def serve(connection: Connection, work: Work, log: str) -> None:
    """Answer windows of tasks until nobody listens any more; what goes wrong is said, and then this ends.

    What Ray and Daft print goes to the file `log`: when the head is gone, Ray ends this process with a word there only.
    """
    os.environ.update(ALONE)
    for stream in (sys.stdout, sys.stderr):
        os.dup2(os.open(log, os.O_WRONLY | os.O_APPEND), stream.fileno())
    line = _Line(connection)
    import ray

    try:
        _joined(line)
        threading.Thread(target=_watch, args=(line,), daemon=True).start()
        while True:
            _answer(line, work, connection.recv())
    except EngineError as error:
        line.say(error)
    except EOFError:
        # Whoever asked has gone.
        pass
    except OSError as gone:
        print(gone, file=sys.stderr)
    finally:
        ray.shutdown()


def _joined(line: _Line) -> None:
    """Connect Daft to the cluster.

    Raises:
        ClusterUnreachable: none answers, or it is one of another version of Python or Ray.
    """
    import daft
    import ray

    line.say(Beat())
    try:
        ray.init(address(), log_to_driver=False, logging_level="ERROR", runtime_env={"env_vars": ALONE})
    except (OSError, RuntimeError, ValueError, ray.exceptions.RayError) as error:
        raise ClusterUnreachable(address(), last_line(str(error))) from error
    daft.set_runner_ray(noop_if_initialized=True)
    line.say(Beat())


def _watch(line: _Line) -> None:
    """Say every other second that the cluster is there, until it has no workers."""
    import ray

    since = monotonic()
    while monotonic() - since < WORKERLESS:
        if any(node["Alive"] and node["Resources"].get("CPU", 0) > 0 for node in ray.nodes()):
            since = monotonic()
        try:
            line.say(Beat())
        except OSError:
            # Whoever asked has gone, and what this process waits for may never come.
            os.kill(os.getpid(), signal.SIGTERM)
        sleep(BEAT)
    line.say(ClusterLost("all its workers", f"none came back within {WORKERLESS:.0f} seconds"))


def _answer(line: _Line, work: Work, window: Sequence[bytes]) -> None:
    """Answer all tasks of a window. What was done on a machine that is lost may be lost too, and is asked for again.

    Raises:
        EngineError: it fails again and again, without an answer in between.
    """
    import ray

    waiting = dict(enumerate(window))
    failed = 0
    while waiting:
        before = len(waiting)
        try:
            for number, data in _asked(work, waiting):
                line.say(Answer(number, data))
                del waiting[number]
        except (ray.exceptions.RayError, RuntimeError, ValueError) as error:
            failed = failed + 1 if len(waiting) == before else 1
            if failed == TRIES:
                raise EngineError(f"the work fails on the cluster: {last_line(str(error))}") from error


def _asked(work: Work, tasks: dict[int, bytes]) -> Iterator[tuple[int, bytes]]:
    """The answers to all tasks, as they come."""
    import daft
    import pyarrow as pa
    import ray

    processors = max(1, int(ray.cluster_resources().get("CPU", 1)))
    share = max(1, min(SHARE, len(tasks) // (SHARES * processors)))
    numbers = list(tasks)
    parts = [numbers[start : start + share] for start in range(0, len(numbers), share)]
    asked = daft.from_arrow([_table(pa, part, tasks) for part in parts])
    batch = daft.func.batch(return_dtype=daft.DataType.binary(), batch_size=share, use_process=True, cpus=1)
    done = batch(_same_version(work))
    for row in asked.select(asked["number"], done(asked["task"]).alias("answer")).iter_rows():
        yield row["number"], row["answer"]


def _table(pa: Any, part: Sequence[int], tasks: dict[int, bytes]) -> Any:
    return pa.table({"number": part, "task": pa.array([tasks[number] for number in part], pa.large_binary())})


def _same_version(work: Work) -> Callable[[Any], list[bytes]]:
    """What each processor of the cluster does with a column of tasks. It travels there as it is, `work` by its name."""
    version = __version__

    def answers(tasks: Any) -> list[bytes]:
        import onrecord

        if onrecord.__version__ != version:
            raise RuntimeError(f"a worker has onrecord {onrecord.__version__}, and this is {version}")
        return [work(task) for task in tasks.to_pylist()]

    return answers


def last_line(said: str) -> str:
    """What an error says, of which Ray gives the whole way that it came."""
    found = [line.strip() for line in said.splitlines() if line.strip()]
    return found[-1].rstrip(".") if found else "no word why"
