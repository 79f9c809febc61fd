"""Spread work over processes, which end when this one does."""

import os
import signal
import threading
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ProcessPoolExecutor
from contextlib import contextmanager
from multiprocessing import get_context
from typing import Any, TypeVar

T = TypeVar("T")
R = TypeVar("R")


@contextmanager
def spread(work: Callable[[T], R], processes: int) -> Iterator[Callable[[Iterable[T]], Iterator[R]]]:
    """A function that does some work on many things, and gives the results in their order.

    Args:
        work: It is there in each process as it is here, since they are forked.
        processes: That work at the same time; with one it is this process.

    Raises:
        BrokenProcessPool: if one of several processes ends before its work is done; the others have ended then.
    """
    if processes == 1:
        yield lambda things: map(work, things)
        return
    life = os.pipe()
    ends = [*life]
    pool = ProcessPoolExecutor(processes, get_context("fork"), initializer=_begin, initargs=(work, *life))
    try:
        yield lambda things: pool.map(_do, things)
    except BaseException:
        os.close(ends.pop())  # the others end too, whatever they are at
        raise
    finally:
        pool.shutdown(cancel_futures=True)
        for end in ends:
            os.close(end)


_work: Callable[[Any], Any]
"""Of a process that was forked."""


def _begin(work: Callable[[Any], Any], life: int, parents: int) -> None:
    """Keep the work, and have this process end when its parent does, however that ends: nobody holds its end then.

    Ctrl-C reaches every process of a terminal; the parent says what follows from it.
    """
    global _work
    _work = work

    def watch() -> None:
        os.read(life, 1)
        os._exit(1)

    os.close(parents)
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    threading.Thread(target=watch, daemon=True).start()


def _do(thing: Any) -> Any:
    return _work(thing)
