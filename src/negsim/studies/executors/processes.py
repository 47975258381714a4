"""Do the work in other processes of this machine."""

from __future__ import annotations

import multiprocessing
import threading
from collections.abc import Callable
from concurrent.futures import BrokenExecutor, Future
from dataclasses import dataclass
from multiprocessing.connection import Connection
from multiprocessing.process import BaseProcess
from queue import SimpleQueue
from typing import TypeVar

from negsim.errors import NotApplicable
from negsim.studies.executors._packed import packed
from negsim.studies.executors._serve import serve
from negsim.studies.executors._surroundings import one_thread_each, processors
from negsim.studies.executors.base import Executor, Pool, executors

A = TypeVar("A")
B = TypeVar("B")
STARTS = 3  # processes in a row that end as they start, after which there is no point in more


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
    """Processes with a line of their own each, so that it is known of which item one dies, and the others go on."""

    def __init__(self, work: Callable[[A], B], workers: int):
        self.work = packed(work).data
        self.workers = workers
        self.context = multiprocessing.get_context("spawn")
        self.tasks: SimpleQueue[tuple[A, Future[B]] | None] = SimpleQueue()
        self.threads: list[threading.Thread] = []
        self.alive: set[BaseProcess] = set()
        self.lock = threading.Lock()
        self.closed, self.stillborn = False, 0

    @property
    def room(self) -> int:
        """One item at work and one ready for each worker."""
        return 2 * self.workers

    def submit(self, item: A) -> Future[B]:
        """Hand out one item; as long as a worker is missing, this starts it."""
        if len(self.threads) < self.workers:
            first = self._start()  # here, where an error is raised: a worker itself may not start others
            self.threads.append(threading.Thread(target=self._drive, args=(first,), daemon=True, name="worker"))
            self.threads[-1].start()
        future: Future[B] = Future()
        self.tasks.put((item, future))
        return future

    def renew(self) -> None:
        """Go on: dead processes are replaced as items come, unless they die before they can do anything."""
        if self.stillborn >= STARTS:
            raise NotApplicable(
                "worker processes end here as soon as they start. In a script, keep the work under "
                '`if __name__ == "__main__":`; a program that is read from standard input needs the inline executor'
            )

    def close(self) -> None:
        """Let the processes work off what they have, and end them."""
        for _ in self.threads:
            self.tasks.put(None)
        for thread in self.threads:
            thread.join()
        for process in self.alive:
            process.join()

    def abandon(self) -> None:
        """End the processes at once."""
        with self.lock:
            self.closed = True
            for process in self.alive:
                process.kill()
        self.close()

    def _drive(self, first: Connection) -> None:
        """Pass items to one process, and to the next when it dies."""
        line: Connection | None = first
        ready = False
        while (task := self.tasks.get()) is not None:
            item, future = task
            if self.closed or not future.set_running_or_notify_cancel():
                continue
            try:
                line = line or self._start()
                ready = ready or self._greeted(line)
                line.send(item)
                fine, found = line.recv()
            except (EOFError, OSError):
                line, ready = None, False
                future.set_exception(BrokenExecutor("the worker died"))
            except Exception as fault:  # what it sent cannot be read
                future.set_exception(fault)
            else:
                future.set_result(found) if fine else future.set_exception(found)
        if line is not None:
            line.close()

    def _start(self) -> Connection:
        """Start a process, and return the line to it."""
        line, its_end = self.context.Pipe()
        process = self.context.Process(target=serve, args=(its_end, self.work), daemon=True)
        with self.lock, one_thread_each():
            if self.closed:
                raise EOFError
            process.start()
            self.alive.add(process)
        its_end.close()  # the process holds the only one now: when it dies, the line is dead
        return line

    def _greeted(self, line: Connection) -> bool:
        """Wait until a process says that it is there."""
        try:
            line.recv()
        except (EOFError, OSError):
            self.stillborn += 1
            raise
        self.stillborn = 0
        return True
