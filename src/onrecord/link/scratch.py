"""Room for what linking holds: in memory up to a size, beyond it in files of a temporary folder.

    Column    arrays put behind each other, read back as one
    Kept      records, one after the other, each decoded when it is asked for
    Scratch   makes both, says when they go to disk, and hands work to several processes

The parent process alone writes; the others, which are its forks, see what was there when they began and send back what
they find, so that results come in the order of the tasks and do not depend on how many processes there are.
"""

from __future__ import annotations

import mmap
import os
import shutil
import tempfile
import weakref
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from multiprocessing import get_all_start_methods, get_context
from pathlib import Path
from types import TracebackType
from typing import Any, Generic, TypeVar, overload

import msgspec
import numpy as np
from numpy.typing import DTypeLike, NDArray

from onrecord.errors import ScratchError, WorkerError

MEMORY = 1 << 30
"""Bytes that are held in memory before anything goes to disk: enough for 15,000 articles of a thousand words."""
LARGE = 8
"""Part of that memory from which a column goes to disk when it is complete, and below which nothing is written."""
AHEAD = 2
"""Tasks for each process that may be under way or wait to be taken."""

Task = TypeVar("Task")
Result = TypeVar("Result")
Value = TypeVar("Value")
Array = NDArray[Any]


class Column:
    """Arrays of one type put behind each other. `Scratch.column` makes it."""

    def __init__(self, scratch: Scratch, dtype: DTypeLike) -> None:
        self._scratch, self._dtype = scratch, np.dtype(dtype)
        self._held: list[Array] = []
        self._path: Path | None = None
        self._size = 0

    def append(self, values: Array) -> None:
        """Put the values behind those that are there."""
        if len(values):
            # A copy: what is given may be a small part of a large array, which would be kept by it.
            own = np.array(values, dtype=self._dtype)
            self._held.append(own)
            self._size += own.nbytes
            self._scratch.hold(own.nbytes)

    def array(self) -> Array:
        """All values; nothing is appended afterwards. What lies on disk is mapped, not read."""
        if self._path is not None or self._scratch.is_large(self._size):
            self.spill()
        self._scratch.settle(self, self._size)
        if self._path is not None:
            return self._scratch.mapped(self._path, self._dtype)
        if len(self._held) != 1:
            self._held = [np.concatenate([np.zeros(0, dtype=self._dtype), *self._held])]
        return self._held[0]

    def spill(self) -> None:
        """Write what is held to disk.

        Raises:
            ScratchError: it could not be written.
        """
        if not self._size:
            return
        if self._path is None:
            self._path = self._scratch.path()
        held, size = self._held, self._size
        with self._scratch.writing(), self._path.open("ab") as file:
            for values in held:
                file.write(values.data)
        self._held, self._size = [], 0
        self._scratch.shrink(size)

    def drop(self) -> None:
        """Give up what the column takes, in memory and on disk."""
        self._scratch.forget(self, self._size)
        self._held, self._size = [], 0
        if self._path is not None:
            self._path.unlink(missing_ok=True)


class Kept(Sequence[Value], Generic[Value]):
    """Records in the form of MessagePack, each decoded when it is asked for.

    Args:
        packed: the records end to end.
        first: where each starts; one more entry marks the end.
        order: which of them comes first, second, …
        type_: what they are.
    """

    def __init__(
        self, packed: NDArray[np.uint8], first: NDArray[np.int64], order: NDArray[np.int64], type_: type[Value]
    ) -> None:
        self._packed, self._first, self._order = packed, first, order
        self._decoder = msgspec.msgpack.Decoder(type_)

    def __len__(self) -> int:
        return len(self._order)

    @overload
    def __getitem__(self, at: int) -> Value: ...
    @overload
    def __getitem__(self, at: slice) -> list[Value]: ...
    def __getitem__(self, at: int | slice) -> Value | list[Value]:
        if isinstance(at, slice):
            return [self[one] for one in range(*at.indices(len(self)))]
        which = self._order[at]
        return self._decoder.decode(self._packed[self._first[which] : self._first[which + 1]].data)


class Scratch:
    """Memory up to a size, a temporary folder beyond it, and the processes that work on what is there.

    The folder is made when it is first needed and removed when the scratch is closed, or is no longer referred to.
    Columns must not be used after that.

    Args:
        memory: bytes that are held before columns go to disk.
        folder: where the temporary folder is made; the system's place for such by default (TMPDIR).
        jobs: processes that work side by side. Where a system cannot fork, there is one.
    """

    def __init__(self, memory: int = MEMORY, folder: str | None = None, jobs: int = 1) -> None:
        self._memory, self._place, self._files = memory, folder, 0
        self._held, self._settled = 0, 0
        self._jobs = jobs if "fork" in get_all_start_methods() else 1
        self._folder: Path | None = None
        self._columns: weakref.WeakSet[Column] = weakref.WeakSet()
        self._maps: weakref.WeakSet[mmap.mmap] = weakref.WeakSet()
        self._remove: weakref.finalize[..., Scratch] | None = None

    def __enter__(self) -> Scratch:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Remove everything that was put on disk."""
        if self._remove is not None:
            self._remove()

    def column(self, dtype: DTypeLike) -> Column:
        """An empty column."""
        made = Column(self, dtype)
        self._columns.add(made)
        return made

    def columns(self, dtype: DTypeLike, count: int) -> list[Column]:
        """Several empty columns."""
        return [self.column(dtype) for _ in range(count)]

    def kept(self, packs: Iterable[tuple[bytes, Sequence[int]]], type_: type[Value]) -> Kept[Value]:
        """Records that come as packs: the records of a pack end to end, and the length of each."""
        packed, lengths = self.column(np.uint8), self.column(np.int64)
        for pack, each in packs:
            packed.append(np.frombuffer(pack, dtype=np.uint8))
            lengths.append(np.array(each, dtype=np.int64))
            self.rest()
        first = firsts(lengths.array())
        return Kept(packed.array(), first, np.arange(len(first) - 1), type_)

    def spread(self, work: Callable[[Task], Result], tasks: Sequence[Task]) -> Iterator[Result]:
        """What `work` makes of each task, in the order of the tasks.

        Raises:
            WorkerError: a process was ended from outside.
        """
        if self._jobs == 1 or len(tasks) < 2:
            for task in tasks:
                yield work(task)
                self.rest()
            return
        waiting: deque[Future[Result]] = deque()
        pool = ProcessPoolExecutor(self._jobs, get_context("fork"), _begin, (self, work))
        try:
            for task in tasks:
                waiting.append(pool.submit(_done, task))
                if len(waiting) > AHEAD * self._jobs:
                    yield waiting.popleft().result()
            while waiting:
                yield waiting.popleft().result()
        except BrokenProcessPool as broken:
            raise WorkerError("linking") from broken
        finally:
            pool.shutdown(cancel_futures=True)

    def rest(self) -> None:
        """Let the system take back what it read from files; it is read again when it is asked for."""
        if hasattr(mmap.mmap, "madvise"):
            for mapped in list(self._maps):
                mapped.madvise(mmap.MADV_DONTNEED)

    def hold(self, size: int) -> None:
        """Count so many bytes more of columns that grow; where all are too many these go to disk."""
        self._held += size
        if self._held + self._settled > self._memory and self.is_large(self._held):
            for column in list(self._columns):
                column.spill()

    def shrink(self, size: int) -> None:
        """Count so many bytes less of columns that grow."""
        self._held -= size

    def is_large(self, size: int) -> bool:
        """Whether so many bytes are a good part of the memory."""
        return LARGE * size > self._memory

    def settle(self, column: Column, size: int) -> None:
        """Take note that a column, with so many bytes in memory, does not grow any more."""
        if column in self._columns:
            self._columns.discard(column)
            self._held -= size
            self._settled += size

    def forget(self, column: Column, size: int) -> None:
        """Take note that a column gives up so many bytes in memory."""
        if column in self._columns:
            self._columns.discard(column)
            self._held -= size
        else:
            self._settled -= size

    def path(self) -> Path:
        """A new file in the temporary folder."""
        if self._folder is None:
            with self.writing():
                self._folder = Path(tempfile.mkdtemp(prefix="onrecord-", dir=self._place))
            self._remove = weakref.finalize(self, _removed, self._folder, os.getpid())
        self._files += 1
        return self._folder / f"{self._files}"

    def mapped(self, path: Path, dtype: np.dtype[Any]) -> Array:
        """The values in a file."""
        with path.open("rb") as file:
            # What refers to it keeps it: when nothing does, what was dropped gives its room on the disk back.
            made = mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)
        self._maps.add(made)
        return np.frombuffer(made, dtype=dtype)

    def writing(self) -> _Writing:
        """Where writing fails inside, that is a `ScratchError` which names the folder."""
        return _Writing(str(self._folder or self._place or tempfile.gettempdir()))


class _Writing:
    def __init__(self, folder: str) -> None:
        self._folder = folder

    def __enter__(self) -> None: ...

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if isinstance(error, OSError):
            raise ScratchError(self._folder, error.strerror or str(error)) from error


def firsts(lengths: NDArray[np.int64]) -> NDArray[np.int64]:
    """Where each of some stretches starts that lie end to end; one more entry marks the end."""
    first = np.zeros(len(lengths) + 1, dtype=np.int64)
    np.cumsum(lengths, out=first[1:])
    return first


def packed(records: Iterable[msgspec.Struct]) -> tuple[bytes, list[int]]:
    """Records as `Scratch.kept` takes them."""
    each = [msgspec.msgpack.encode(record) for record in records]
    return b"".join(each), [len(one) for one in each]


def _removed(folder: Path, owner: int) -> None:
    """Remove a folder; the forks of the process that made it leave it alone."""
    if os.getpid() == owner:
        shutil.rmtree(folder, ignore_errors=True)


_at_work: dict[str, tuple[Scratch, Callable[[Any], Any]]] = {}
"""What a forked process works on."""


def _begin(scratch: Scratch, work: Callable[[Any], Any]) -> None:
    """Begin a process: what is given came by its fork, and was not copied."""
    _at_work["now"] = scratch, work


def _done(task: Any) -> Any:
    scratch, work = _at_work["now"]
    result = work(task)
    scratch.rest()
    return result
