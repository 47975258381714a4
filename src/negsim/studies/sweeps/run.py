"""Hand the chunks of a sweep to workers, try again what failed, and keep what is done."""

from __future__ import annotations

import heapq
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from concurrent.futures import FIRST_COMPLETED, BrokenExecutor, Future, wait
from contextlib import suppress

from negsim.errors import NegsimError
from negsim.studies.executors.base import Executor, Pool
from negsim.studies.sweeps.delivery import Delivery, Fault, Keeper, Progress, Put, Span
from negsim.studies.sweeps.job import Part

ATTEMPTS = 3  # at a chunk that goes wrong
AHEAD = 4  # chunks that may be done before their turn, for each one in hand
PULSE = 5.0  # seconds without a result after which one asks whether there is anybody

__all__ = ["Fault", "run", "shard_of"]


def run(
    job: Callable[[Span], Part],
    spans: Sequence[Span],
    executor: Executor,
    put: Put,
    *,
    store: Keeper | None = None,
    shard: tuple[int, int] = (1, 1),
    progress: Progress | None = None,
) -> tuple[Fault, ...]:
    """Work on chunks of points.

    A chunk whose work raises is tried `ATTEMPTS` times and then left out. When a worker dies, the chunks that were in
    hand are tried again one by one, so that the one that kills its workers is found. An error of our own about the
    first chunk is raised: the question is wrong. Whatever happens, chunks that are done are in the store.

    Parameters
    ----------
    job
        The work; it pickles.
    spans
        All chunks of the sweep, each from one point to another.
    executor
        Who works.
    put
        Called with each chunk that is done, in the order of the points.
    store
        Where chunks are kept; those that are there are not worked on again.
    shard
        ``(k, n)``: work on every n-th chunk only, starting with the k-th.
    progress
        Called with the number of points done, and of all.

    Returns
    -------
    tuple of Fault
        The chunks that failed, in the order of the points.

    Raises
    ------
    NegsimError
        If the first chunk shows that the question cannot be answered, or the store cannot be written.
    """
    mine = shard_of(spans, shard)
    delivery = Delivery(mine, put, store, progress)
    left = [number for number in mine if number not in delivery.stored]
    if left:
        with executor.pool(job) as pool:
            _Run(pool, delivery, left).all()
    return tuple(delivery.faults[number] for number in sorted(delivery.faults))


def shard_of(spans: Sequence[Span], shard: tuple[int, int]) -> dict[int, Span]:
    """Return the chunks of one shard: every n-th, starting with the k-th.

    Parameters
    ----------
    spans
        All chunks.
    shard
        ``(k, n)``, k counted from one.

    Returns
    -------
    dict
        Number of the chunk among all -> its span.
    """
    which, shards = shard
    return {number: spans[number] for number in range(which - 1, len(spans), shards)}


class _Run:
    """The chunks that are waiting, in hand, and under suspicion of killing their workers."""

    def __init__(self, pool: Pool[Span, Part], delivery: Delivery, left: Iterable[int]):
        self.pool, self.delivery = pool, delivery
        self.queue, self.suspects = sorted(left), list[int]()  # heaps: the chunk whose turn comes next is at hand
        self.flying: dict[Future[Part], int] = {}
        self.alone: set[int] = set()
        self.tries: Counter[int] = Counter()
        self.broken = False

    def all(self) -> None:
        """Work on every chunk; where something is raised, keep first what is done."""
        try:
            while self.queue or self.suspects or self.flying:
                self._hand_out()
                found, _ = wait(self.flying, timeout=PULSE, return_when=FIRST_COMPLETED)
                for future in sorted(found, key=self.flying.__getitem__):
                    self._settle(self.flying.pop(future), future)
                if not found and self.pool.lost():
                    while self.flying:
                        self._lose(self.flying.popitem()[1])
        except BaseException:
            for future, number in self.flying.items():
                if future.done() and not future.cancelled() and future.exception() is None:
                    with suppress(NegsimError, OSError):  # what was raised first is told
                        self.delivery.finish(number, future.result())
            raise

    def _hand_out(self) -> None:
        """Keep the workers busy; a suspect goes alone."""
        if self.broken and not self.flying:
            self.pool.renew()
            self.broken = False
        room = self.pool.room
        while not self.broken and len(self.flying) < (1 if self.suspects else room):
            waiting = self.suspects or self.queue
            if not waiting or (len(self.delivery.early) >= AHEAD * room and waiting[0] != self.delivery.order[0]):
                return
            try:
                future = self.pool.submit(self.delivery.spans[waiting[0]])
            except BrokenExecutor:
                self.broken = True
                return
            if waiting is self.suspects:
                self.alone.add(waiting[0])
            self.flying[future] = heapq.heappop(waiting)

    def _settle(self, number: int, future: Future[Part]) -> None:
        """Keep the result; or try again, or give up."""
        if future.cancelled():
            return self._lose(number)
        fault = future.exception()
        if fault is None:
            self.delivery.finish(number, future.result())
        elif self.pool.died(fault):
            self._suspect(number)
        elif isinstance(fault, NegsimError):
            if number == min(self.delivery.spans):
                raise fault
            self.delivery.fail(number, str(fault))
        else:
            self._again(number, self.queue, ATTEMPTS, f"tried {ATTEMPTS} times; {type(fault).__name__}: {fault}")
        return None

    def _lose(self, number: int) -> None:
        """Put back a chunk that nobody works on any more."""
        self.broken = True
        heapq.heappush(self.queue, number)

    def _suspect(self, number: int) -> None:
        """Let a chunk whose worker died go alone; only when the worker dies of that chunk alone, that counts."""
        self.broken = True
        if number in self.alone:
            self._again(number, self.suspects, self.pool.deaths, "its workers died, perhaps for want of memory")
        else:
            heapq.heappush(self.suspects, number)

    def _again(self, number: int, waiting: list[int], attempts: int, message: str) -> None:
        self.tries[number] += 1
        if self.tries[number] < attempts:
            heapq.heappush(waiting, number)
        else:
            self.delivery.fail(number, message)
