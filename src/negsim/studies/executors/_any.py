"""Whatever can do the work: an executor by its name, one of ours, or any other of `concurrent.futures`."""

from __future__ import annotations

import concurrent.futures
from collections.abc import Callable
from concurrent.futures import Future
from dataclasses import dataclass, fields
from typing import TypeAlias, TypeVar

from negsim.errors import NotApplicable
from negsim.studies.executors._packed import packed
from negsim.studies.executors.base import Executor, Pool, executors

A = TypeVar("A")
B = TypeVar("B")
MANY = 32  # workers of an executor that does not say how many it has
AnyExecutor: TypeAlias = str | Executor | concurrent.futures.Executor


def executor_of(given: AnyExecutor, *, workers: int | None = None, scheduler: str | None = None) -> Executor:
    """Return one of our executors for what was given.

    Parameters
    ----------
    given
        A name, such as ``"processes"``; one of ours; or any executor of `concurrent.futures`, which stays open.
    workers, scheduler
        Options of an executor that is named: how many workers, and the address of a scheduler that is running.

    Raises
    ------
    UnknownName
        If no executor has this name.
    NotApplicable
        If it has no such option, or is none.
    """
    options = {"workers": workers, "scheduler": scheduler}
    wanted = {name: value for name, value in options.items() if value is not None}
    if isinstance(given, str):
        kind = executors[given]
        known = {field.name for field in fields(kind)}
        for name in wanted:
            if name not in known:
                raise NotApplicable(f"the executor '{given}' has no {name}. Use 'dask', whose scheduler has an address")
        found: Executor = kind(**wanted)
        return found
    if wanted:
        raise NotApplicable(f"{' and '.join(wanted)}: an option of an executor that is named, and this one is made")
    if isinstance(given, Executor):
        return given
    if not callable(getattr(given, "submit", None)):
        raise NotApplicable(
            f"{given!r} is no executor. Use the name of one ({', '.join(executors)}), or one that is made"
        )
    return Lent(executor=given)


@dataclass(frozen=True, kw_only=True)
class Lent(Executor):
    """An executor of `concurrent.futures` that belongs to the caller, and stays open when the work is done.

    Attributes
    ----------
    executor
        Whose `submit` is used.
    """

    executor: concurrent.futures.Executor

    def pool(self, work: Callable[[A], B]) -> Pool[A, B]:
        """Make it ready.

        Parameters
        ----------
        work
            As in `Executor.pool`.
        """
        here = isinstance(self.executor, concurrent.futures.ThreadPoolExecutor)
        return _Lent(self.executor, work if here else packed(work))


class _Lent(Pool[A, B]):
    """Somebody else's workers."""

    def __init__(self, executor: concurrent.futures.Executor, work: Callable[[A], B]):
        self.executor, self.work = executor, work
        self.flying: set[Future[B]] = set()

    @property
    def room(self) -> int:
        """Two items for each worker."""
        return 2 * int(getattr(self.executor, "_max_workers", MANY))

    def submit(self, item: A) -> Future[B]:
        """Hand out one item."""
        future = self.executor.submit(self.work, item)
        self.flying.add(future)
        future.add_done_callback(self.flying.discard)
        return future

    def renew(self) -> None:
        """Refuse: what is not ours is not built anew."""
        try:
            self.executor.submit(int).result()
        except Exception as fault:
            raise NotApplicable(
                f"the executor that was given is broken ({fault}). Chunks in a store are kept; give a new executor"
            ) from None

    def close(self) -> None:
        """Leave it open: it belongs to the caller."""

    def abandon(self) -> None:
        """Take back what nobody has begun."""
        for future in tuple(self.flying):
            future.cancel()
