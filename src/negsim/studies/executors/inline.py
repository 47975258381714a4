"""Do the work here, one item after the other."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import Future
from dataclasses import dataclass
from typing import TypeVar

from negsim.errors import NotApplicable
from negsim.studies.executors.base import Executor, Pool, executors

A = TypeVar("A")
B = TypeVar("B")


@executors("inline")
@dataclass(frozen=True, kw_only=True)
class Inline(Executor):
    """Work on the items one by one, in this process; nothing has to be started or sent.

    Attributes
    ----------
    workers
        This process alone.
    """

    workers: int = 1

    def __post_init__(self) -> None:
        if self.workers != 1:
            raise NotApplicable(
                f"the inline executor is this process alone, not {self.workers} workers. Use Processes(workers=...), "
                "on the command line --executor processes"
            )

    def pool(self, work: Callable[[A], B]) -> Pool[A, B]:
        """Make this process ready.

        Parameters
        ----------
        work
            As in `Executor.pool`.
        """
        return _Here(work)


class _Here(Pool[A, B]):
    """Ourselves, as a pool of one."""

    room = 1

    def __init__(self, work: Callable[[A], B]):
        self.work = work

    def submit(self, item: A) -> Future[B]:
        """Do the work, and return the future when it is past."""
        done: Future[B] = Future()
        try:
            done.set_result(self.work(item))
        except Exception as fault:  # told by the future, as other executors do
            done.set_exception(fault)
        return done

    def renew(self) -> None:
        """Nothing to do: this process lives."""

    def close(self) -> None:
        """Nothing to do: nothing was started."""

    def abandon(self) -> None:
        """Nothing to do: nothing was started."""
