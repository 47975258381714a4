"""Executors say where the work of a study is done: in this process, in others, on other machines."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import BrokenExecutor, Future
from types import TracebackType
from typing import Any, Generic, TypeVar

from negsim.registry import Registry

A = TypeVar("A")
B = TypeVar("B")


class Pool(ABC, Generic[A, B]):
    """Workers that are ready for one kind of work, until they are sent home.

    A ``with`` statement closes it: after the last item where all went well, at once where something was raised.

    Attributes
    ----------
    deaths
        How often an item, with no other in hand, may cost its worker its life before it is given up.
    """

    deaths: int = 3

    @property
    @abstractmethod
    def room(self) -> int:
        """How many items keep the workers busy; more in hand would only wait."""

    @abstractmethod
    def submit(self, item: A) -> Future[B]:
        """Hand out one item.

        Parameters
        ----------
        item
            What to work on.

        Raises
        ------
        BrokenExecutor
            If a worker has died, and none is left.
        """

    def died(self, fault: BaseException) -> bool:
        """Whether this says that a worker has died, not that the work went wrong.

        Parameters
        ----------
        fault
            What a future holds in place of a result.
        """
        return isinstance(fault, BrokenExecutor)

    def lost(self) -> bool:
        """Whether nothing that is in hand will come back, though no future says so."""
        return False

    @abstractmethod
    def renew(self) -> None:
        """Take new workers on, if the old ones are dead.

        Raises
        ------
        NotApplicable
            If there are none to be had.
        """

    @abstractmethod
    def close(self) -> None:
        """Send the workers home when their work is done."""

    @abstractmethod
    def abandon(self) -> None:
        """Send the workers home at once, whatever they are doing."""

    def __enter__(self) -> Pool[A, B]:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, fault: BaseException | None, trace: TracebackType | None
    ) -> None:
        if kind is None:
            self.close()
        else:
            self.abandon()


class Executor(ABC):
    """Says where work is done; a frozen dataclass, whose workers start when there is work."""

    @abstractmethod
    def pool(self, work: Callable[[A], B]) -> Pool[A, B]:
        """Make workers ready.

        Parameters
        ----------
        work
            What they will do with each item; it and the items pickle, so that they can travel.

        Raises
        ------
        NotApplicable
            If it cannot be sent to them, or there are none.
        """

    def map(self, fn: Callable[[A], B], items: Iterable[A], /) -> Iterator[B]:
        """Yield the results in the order of the items, which are handed out as fast as they are worked off.

        Parameters
        ----------
        fn
            A function that pickles.
        items
            What to apply it to.
        """
        with self.pool(fn) as pool:
            flying: deque[Future[B]] = deque()
            for item in items:
                flying.append(pool.submit(item))
                if len(flying) >= pool.room:
                    yield flying.popleft().result()
            while flying:
                yield flying.popleft().result()


executors: Registry[type[Any]] = Registry("executor", "negsim.studies.executors")
