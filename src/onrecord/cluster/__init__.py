"""Many machines: a function from bytes to bytes, run by Daft on a Ray cluster (extra `onrecord[scale]`).

    here                        a process beside it (driver)             the cluster
    spread(work, tasks) --pipe-->  Daft with Ray's runner  --partitions-->  one process a processor: work(task)
                       <--pipe--   answers, and a beat while the cluster's head answers

The driver is a process of its own, since Ray ends the process that it runs in when the head of its cluster is gone, and
since a call to a machine that is gone may never come back. Nothing here waits for longer than its constants say.

Ray finds the cluster by `RAY_ADDRESS`, its own variable; without it, it starts one on this machine. It will not: put
files or code onto the machines of the cluster (they need the same onrecord), or decide what crosses the pile.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from importlib.util import find_spec
from multiprocessing import get_context
from multiprocessing.connection import Connection
from pathlib import Path
from socket import create_connection
from tempfile import NamedTemporaryFile
from time import monotonic

from onrecord.cluster.driver import LOCAL, Answer, Work, address, last_line, serve
from onrecord.errors import ClusterLost, ClusterUnreachable, EngineError, EngineMissing

KNOCK = 5.0
"""Seconds for a machine to take a connection at all: Ray would try a door that is closed again and again."""

CONNECT = 20.0
"""Seconds for Ray to be loaded, and again for the cluster to be reached or started."""

LEAVE = 10.0
"""Seconds for the driver to leave the cluster, or to stop one that it started, when nobody listens any more."""

SILENCE = 45.0
"""Seconds without a beat after which the head of the cluster counts as lost: a beat comes every other second."""

PATIENCE = 900.0
"""Seconds without an answer, from a cluster that is there: the longest single document takes a few minutes."""

WINDOW = 32 << 20
"""Bytes of tasks that are on the cluster at once: half an hour's work of one processor. All are answered before more
are sent, so a larger window leaves less of a large cluster idle, and a smaller one needs less memory."""


def spread(work: Work, tasks: Iterable[bytes]) -> Iterator[bytes]:
    """What `work` makes of each task, in the order of the tasks.

    A task that was on a machine that is lost is done again elsewhere.

    Args:
        work: a function of a module that the machines of the cluster have as well.
        tasks: taken a window at a time.

    Raises:
        EngineMissing: Daft or Ray is not installed.
        ClusterUnreachable: no cluster answers.
        ClusterLost: its head is lost, or all its workers.
        EngineError: the work itself fails again and again, or nothing is answered for long.
    """
    if find_spec("ray") is None or find_spec("daft") is None:
        raise EngineMissing("ray", "scale")
    _knock(address())
    with _driver(work) as driver:
        unreachable = ClusterUnreachable(address(), f"no answer within {CONNECT:.0f} seconds")
        for _ in ("loaded", "connected"):
            driver.received(CONNECT, unreachable)
        for window in _windows(tasks):
            yield from _answered(driver, window)


def _knock(place: str) -> None:
    host, _, port = place.removeprefix("ray://").rpartition(":")
    if not (host and port.isdigit()):
        return
    try:
        create_connection((host.strip("[]"), int(port)), KNOCK).close()
    except (OSError, OverflowError) as error:
        raise ClusterUnreachable(place, getattr(error, "strerror", None) or str(error)) from error


class _Driver:
    """The process that talks to the cluster, as it is seen from here."""

    def __init__(self, connection: Connection, log: str) -> None:
        self._connection = connection
        self._log = log

    def send(self, window: list[bytes]) -> None:
        """Tasks to be answered."""
        try:
            self._connection.send(window)
        except OSError as gone:
            raise self._lost() from gone

    def received(self, within: float, silent: EngineError) -> Answer | None:
        """The next answer, or None for a beat."""
        try:
            if not self._connection.poll(within):
                raise silent
            message = self._connection.recv()
        except (EOFError, OSError) as gone:
            raise self._lost() from gone
        if isinstance(message, EngineError):
            raise message
        return message if isinstance(message, Answer) else None

    def _lost(self) -> ClusterLost:
        return ClusterLost("its head", last_line(Path(self._log).read_text("utf-8", "replace")))


@contextmanager
def _driver(work: Work) -> Iterator[_Driver]:
    """The process that talks to the cluster; it is gone at the end, whatever happened."""
    context = get_context("spawn")
    here, there = context.Pipe()
    with NamedTemporaryFile(prefix="onrecord-", suffix=".log") as log:
        process = context.Process(target=serve, args=(there, work, log.name), daemon=True)
        process.start()
        there.close()
        done = False
        try:
            yield _Driver(here, log.name)
            done = True
        finally:
            if not done:
                # Asked to end, it stops a cluster of its own; waiting for a machine that is gone, it hears nothing.
                (process.terminate if address() == LOCAL else process.kill)()
            here.close()
            process.join(LEAVE)
            process.kill()
            process.join()


def _answered(driver: _Driver, window: list[bytes]) -> Iterator[bytes]:
    driver.send(window)
    silent = ClusterLost("its head", f"no sign of it for {SILENCE:.0f} seconds")
    early: dict[int, bytes] = {}
    for number in range(len(window)):
        since = monotonic()
        while number not in early:
            answer = driver.received(SILENCE, silent)
            if answer is not None:
                early[answer.number], since = answer.data, monotonic()
            elif monotonic() - since > PATIENCE:
                raise EngineError(f"the cluster has answered nothing for {PATIENCE / 60:.0f} minutes")
        yield early.pop(number)


def _windows(tasks: Iterable[bytes]) -> Iterator[list[bytes]]:
    window: list[bytes] = []
    size = 0
    for task in tasks:
        window.append(task)
        size += len(task)
        if size >= WINDOW:
            yield window
            window, size = [], 0
    if window:
        yield window
