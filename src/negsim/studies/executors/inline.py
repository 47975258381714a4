"""Do the work here, one item after the other."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import TypeVar

from negsim.studies.executors.base import executors

A = TypeVar("A")
B = TypeVar("B")


@executors("inline")
@dataclass(frozen=True, kw_only=True)
class Inline:
    """Apply the function to the items one by one, in this process, each when its result is asked for."""

    def map(self, fn: Callable[[A], B], items: Iterable[A], /) -> Iterator[B]:
        """Yield the results in the order of the items.

        Parameters
        ----------
        fn, items
            As in `Executor.map`.
        """
        return map(fn, items)
