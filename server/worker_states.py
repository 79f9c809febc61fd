"""What each worker process says of itself, for whichever of them is asked."""

import json
import mmap
from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass, replace
from struct import Struct

from index.result import IndexInfo
from server.reload import ReloadState
from server.shared_memory import SharedLock

_SIZE, _LENGTH = 8192, Struct("=H")
_LONGEST = 400
"""Characters of a text; further ones are cut off. Written as JSON three texts take six bytes a character at most."""


@dataclass(frozen=True, slots=True)
class WorkerState:
    """One worker."""

    process: int = 0
    """Its id; 0: it has not begun, or has ended and is not started again yet."""

    generation: str = ""
    """That it serves; empty: none is loaded yet."""

    encoder: str = ""

    warning: str = ""
    """What is wrong with the index on disk; empty if nothing is."""

    failures: int = 0
    """Attempts to load an index that failed, by it and those whose place it took."""

    lost: int = 0
    """Traffic records that were not stored, likewise."""


class WorkerStates:
    """The states of a number of workers, in memory that processes forked later share."""

    def __init__(self, workers: int = 1) -> None:
        self._workers = workers
        self._memory, self._lock = mmap.mmap(-1, workers * _SIZE), SharedLock()

    def __len__(self) -> int:
        return self._workers

    def __getitem__(self, worker: int) -> WorkerState:
        start = worker * _SIZE + _LENGTH.size
        with self._lock:
            (length,) = _LENGTH.unpack_from(self._memory, worker * _SIZE)
            written = self._memory[start : start + length]
        return WorkerState(**json.loads(written)) if written else WorkerState()

    def __setitem__(self, worker: int, state: WorkerState) -> None:
        texts = {name: getattr(state, name)[:_LONGEST] for name in ("generation", "encoder", "warning")}
        written = json.dumps(asdict(replace(state, **texts)), ensure_ascii=False).encode("utf-8", "replace")
        with self._lock:
            start = worker * _SIZE + _LENGTH.size
            _LENGTH.pack_into(self._memory, worker * _SIZE, 0)  # a worker that is killed meanwhile has said nothing
            self._memory[start : start + len(written)] = written
            _LENGTH.pack_into(self._memory, worker * _SIZE, len(written))

    def __iter__(self) -> Iterator[WorkerState]:
        return (self[worker] for worker in range(self._workers))

    def ended(self, worker: int) -> None:
        """Note that a worker's process is no more."""
        state = self[worker]
        self[worker] = WorkerState(failures=state.failures, lost=state.lost)


class OwnState:
    """The state of this process, among those of all workers."""

    def __init__(self, all_: WorkerStates, worker: int, process: int, reload: ReloadState, lost: Callable[[], int]):
        self.all, self._worker, self._process = all_, worker, process
        self._reload, self._lost, self._before = reload, lost, all_[worker]
        self._index: IndexInfo | None = None

    def publish(self, index: IndexInfo | None = None) -> None:
        """Let the others know; ``index`` is the current one if it has changed."""
        self._index = index or self._index
        self.all[self._worker] = WorkerState(
            process=self._process,
            generation=self._index.generation if self._index else "",
            encoder=self._index.encoder if self._index else "",
            warning=self._reload.warning,
            failures=self._before.failures + self._reload.failures,
            lost=self._before.lost + self._lost(),
        )
