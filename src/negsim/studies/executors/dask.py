"""Do the work on a Dask cluster: on several machines, or on this one."""

from __future__ import annotations

import logging
import time
from collections.abc import Callable, Mapping
from concurrent.futures import Future
from dataclasses import dataclass
from typing import Any, TypeVar

from negsim.errors import NotApplicable
from negsim.studies.executors._packed import Packed, packed
from negsim.studies.executors._surroundings import one_thread_each, processors
from negsim.studies.executors.base import Executor, Pool, executors

A = TypeVar("A")
B = TypeVar("B")

PATIENCE = 10.0  # seconds to find a scheduler, and to find it again
COUNTED = 1.0  # seconds after which workers are counted anew: a cluster may grow and shrink
NUMBERS = ("numpy", "scipy", "numba")  # other versions of these may round otherwise
DEAF = "import signal; signal.signal(signal.SIGINT, signal.SIG_IGN)"  # Ctrl-C is the parent's to answer
CHATTY = "distributed.client"
# Dask has its workers return freed memory at once, and so fetch every large array anew: half as slow again
ALLOCATION = "distributed.nanny.pre-spawn-environ"
log = logging.getLogger("negsim")


@executors("dask")
@dataclass(frozen=True, kw_only=True)
class Dask(Executor):
    """Share the items out among the workers of a Dask cluster, through its `Client.get_executor`.

    Without an address, a cluster is started on this machine for the time of the work; a script then keeps its work
    under ``if __name__ == "__main__":``. When a worker dies, Dask gives its items to the others. Workers need negsim,
    the same version as here, and no folder in common.

    Attributes
    ----------
    workers
        How many processes to start here; None for one a processor. Of a cluster that is running, all are used.
    scheduler
        The address of a scheduler that is running, such as ``"tcp://10.0.0.1:8786"``.
    """

    workers: int | None = None
    scheduler: str | None = None

    def __post_init__(self) -> None:
        if self.workers is not None and self.scheduler is not None:
            raise NotApplicable(
                "a Dask cluster that is running has the workers that it has. Leave out either workers or scheduler"
            )
        if self.workers is not None and self.workers < 1:
            raise NotApplicable(f"a number of workers is a whole number from 1 up, and this one is {self.workers}")

    def pool(self, work: Callable[[A], B]) -> Pool[A, B]:
        """Find the cluster, or start one here.

        Parameters
        ----------
        work
            As in `Executor.pool`.

        Raises
        ------
        NotApplicable
            If Dask is not installed, no scheduler answers, the work does not pickle, or a worker lacks negsim.
        """
        try:
            import cloudpickle
            import distributed  # noqa: F401
        except ImportError:
            raise NotApplicable("this needs Dask, which is not installed: pip install 'negsim[cluster]'") from None
        return _Dask(packed(work, cloudpickle.dumps), self.workers or processors(), self.scheduler)


class _Dask(Pool[A, B]):
    """The workers of a cluster."""

    def __init__(self, work: Packed[A, B], workers: int, scheduler: str | None):
        self.work, self.workers, self.scheduler = work, workers, scheduler
        if scheduler is not None:
            self.deaths = 1  # Dask itself has tried an item on several workers by then
        self.cluster: Any = None
        self.loudness = logging.getLogger(CHATTY).level
        self._connect()

    def _connect(self) -> None:
        import dask.config
        from distributed import Client, LocalCluster

        self.counted, self.size = -COUNTED, -1
        logging.getLogger(CHATTY).setLevel(logging.CRITICAL)  # what it tells of lost workers and schedulers, we mend
        if self.scheduler is None:
            with one_thread_each(), dask.config.set({ALLOCATION: {}}):
                self.cluster = LocalCluster(
                    n_workers=self.workers,
                    threads_per_worker=1,
                    dashboard_address=":0",
                    scheduler_kwargs={"dashboard": False, "allowed_failures": 0},
                    silence_logs=logging.CRITICAL,
                    preload=[DEAF],
                )
        try:
            self.client = Client(
                self.cluster or self.scheduler,
                timeout=PATIENCE,
                set_as_default=False,
                direct_to_workers=self.cluster is not None,  # elsewhere, perhaps only the scheduler can reach them
            )
        except (OSError, ValueError) as fault:
            logging.getLogger(CHATTY).setLevel(self.loudness)
            raise NotApplicable(
                f"no Dask scheduler answers at {self.scheduler} ({fault}). Start it with 'dask scheduler' and ask "
                "again: chunks that are in a store are not worked on twice"
            ) from None
        self.executor, self.stream = self.client.get_executor(pure=False), self.client.scheduler_comm
        try:
            _check(self.client.get_versions(packages=["negsim", *NUMBERS]))
        except NotApplicable:
            self.abandon()
            raise

    @property
    def room(self) -> int:
        """Two items for each thread of a worker, as many as there are by now."""
        if time.monotonic() - self.counted > COUNTED:
            size, self.counted = sum(self.client.nthreads().values()), time.monotonic()
            if size == 0 != self.size:
                log.info("waiting for a worker ...")
            self.size = size
        return 2 * max(self.size, 1)

    def submit(self, item: A) -> Future[B]:
        """Hand out one item."""
        found: Future[B] = self.executor.submit(self.work, item)
        return found

    def died(self, fault: BaseException) -> bool:
        """Whether several workers died of an item."""
        from distributed import KilledWorker

        return isinstance(fault, KilledWorker)

    def lost(self) -> bool:
        """Whether the scheduler forgot what it had, or all workers are idle: then results were lost on their way."""
        if self._forgotten():
            return True
        if self.cluster is not None:
            self.cluster.scale(self.workers)  # Dask gives up on a worker that dies while it is being replaced
        at_work = self.client.processing()
        return bool(at_work) and not any(at_work.values())

    def _forgotten(self) -> bool:
        """Whether the scheduler was lost, be it found again since."""
        return self.client.status != "running" or self.client.scheduler_comm is not self.stream

    def renew(self) -> None:
        """Find the scheduler again, if it was lost; dead workers are the cluster's to replace."""
        if self._forgotten():
            self.abandon()
            self._connect()

    def close(self) -> None:
        """Leave the cluster; end it if it was started for this."""
        self.client.close()
        logging.getLogger(CHATTY).setLevel(self.loudness)
        if self.cluster is not None:
            self.cluster.close()

    def abandon(self) -> None:
        """Take back what is in hand, and leave."""
        if self.client.status == "running":
            self.executor.shutdown(wait=False)
        self.close()


def _check(versions: Mapping[str, Any]) -> None:
    """Refuse workers whose negsim is another; tell of numbers that may be rounded otherwise."""
    here = versions["client"]["packages"]
    for address, told in versions["workers"].items():
        there = told["packages"] if told else {}
        if there.get("negsim") != here["negsim"]:
            raise NotApplicable(
                f"the worker {address} has negsim {there.get('negsim') or 'not at all'}, and here it is "
                f"{here['negsim']}. Install the same on every worker"
            )
        other = [name for name in NUMBERS if there.get(name) != here.get(name)]
        if other:
            log.warning("the worker %s has another version of %s; last digits may differ", address, ", ".join(other))
