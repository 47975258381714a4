"""Do the work in other processes of this machine."""

from __future__ import annotations

import multiprocessing
import os
import signal
import threading
from collections.abc import Callable
from concurrent.futures import BrokenExecutor, Future, ProcessPoolExecutor
from dataclasses import dataclass
from multiprocessing.connection import Connection
from typing import TypeVar

from negsim.errors import NotApplicable
from negsim.studies.executors._packed import packed
from negsim.studies.executors._surroundings import one_thread_each, processors
from negsim.studies.executors.base import Executor, Pool, executors

A = TypeVar("A")
B = TypeVar("B")


@executors("processes")
@dataclass(frozen=True, kw_only=True)
class Processes(Executor):
    """Share the items out among worker processes of this machine, each with one thread.

    The processes are started afresh (spawned, not forked), so that they inherit no threads and no locks. A script
    that uses them keeps its work under ``if __name__ == "__main__":``, because each worker reads the script again.

    Attributes
    ----------
    workers
        How many; None for one a processor.
    """

    workers: int | None = None

    def __post_init__(self) -> None:
        if self.workers is not None and self.workers < 1:
            raise NotApplicable(f"a number of workers is a whole number from 1 up, and this one is {self.workers}")

    def pool(self, work: Callable[[A], B]) -> Pool[A, B]:
        """Make the processes ready.

        Parameters
        ----------
        work
            As in `Executor.pool`.

        Raises
        ------
        NotApplicable
            If the work does not pickle.
        """
        return _Processes(work, self.workers or processors())


class _Processes(Pool[A, B]):
    """Processes on a leash: they end when this one lets go of it, or ends in whatever way."""

    def __init__(self, work: Callable[[A], B], workers: int):
        self.work = packed(work)
        self.workers = workers
        self._start()

    def _start(self) -> None:
        context = multiprocessing.get_context("spawn")
        self.held, self.leash = context.Pipe(duplex=False)
        self.executor = ProcessPoolExecutor(self.workers, context, initializer=_follow, initargs=(self.held,))

    @property
    def room(self) -> int:
        """One item at work and one ready for each worker."""
        return 2 * self.workers

    def submit(self, item: A) -> Future[B]:
        """Hand out one item; where a worker is missing, this starts it."""
        with one_thread_each():
            return self.executor.submit(self.work, item)

    def renew(self) -> None:
        """Start new processes, and make sure that they live."""
        self.abandon()
        self._start()
        try:
            with one_thread_each():
                self.executor.submit(os.getpid).result()
        except BrokenExecutor:
            raise NotApplicable(
                "worker processes end here as soon as they start. In a script, keep the work under "
                '`if __name__ == "__main__":`; or use the inline executor'
            ) from None

    def close(self) -> None:
        """Wait for the work in hand, and end the processes."""
        self.executor.shutdown(wait=True)
        self._let_go()

    def abandon(self) -> None:
        """End the processes at once."""
        self._let_go()
        self.executor.shutdown(wait=True, cancel_futures=True)

    def _let_go(self) -> None:
        self.leash.close()
        self.held.close()


def _follow(held: Connection) -> None:
    """End this worker as soon as the other end of the leash is closed, be it by a kill; leave Ctrl-C to the parent."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)

    def wait() -> None:
        try:
            held.recv_bytes()
        except (EOFError, OSError):
            os._exit(1)  # nothing to tidy up: results are stored by the parent, whole or not at all

    threading.Thread(target=wait, daemon=True, name="leash").start()
