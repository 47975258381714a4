"""An executor maps a function over items; every executor of `concurrent.futures` is one."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any, Protocol, TypeVar

from negsim.registry import Registry

A = TypeVar("A")
B = TypeVar("B")


class Executor(Protocol):
    """Anything that maps a function over items and yields the results in their order.

    The function and the items pickle, so they can travel to other processes and machines.
    """

    def map(self, fn: Callable[[A], B], items: Iterable[A], /) -> Iterable[B]:
        """Apply the function to every item.

        Parameters
        ----------
        fn
            A function that pickles.
        items
            What to apply it to.
        """
        ...


executors: Registry[type[Any]] = Registry("executor", "negsim.studies.executors")
