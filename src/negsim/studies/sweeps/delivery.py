"""Keep the chunks of a sweep as they are done, and hand them on in the order of the points."""

from __future__ import annotations

import logging
from collections import deque
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from typing import Protocol, TypeAlias

from negsim.studies.sweeps.job import Part

Span: TypeAlias = tuple[int, int]
Put: TypeAlias = Callable[[int, int, Part], None]
Progress: TypeAlias = Callable[[int, int], None]
log = logging.getLogger("negsim")


@dataclass(frozen=True, kw_only=True)
class Fault:
    """A chunk of points that could not be worked on.

    Attributes
    ----------
    start, stop
        Which points, as of a slice.
    message
        Why not.
    """

    start: int
    stop: int
    message: str

    def __str__(self) -> str:
        return f"points {self.start:,} to {self.stop - 1:,}: {self.message}"


class Keeper(Protocol):
    """Where finished chunks are kept, such as a `negsim.studies.store.store.Store`."""

    def finished(self) -> Collection[int]:
        """Return the numbers of the chunks that are there."""
        ...

    def get(self, number: int, /) -> Part:
        """Return one of them.

        Parameters
        ----------
        number
            Which.
        """
        ...

    def put(self, number: int, part: Part, /) -> None:
        """Keep one.

        Parameters
        ----------
        number, part
            Which, and what was found.
        """
        ...


class Delivery:
    """Keeps chunks in whatever order they are done, and hands them on in the order of the points.

    Parameters
    ----------
    spans
        Number of a chunk -> its points, in order.
    put
        What they are handed to.
    store
        Where they are kept.
    progress
        Called with the number of points done, and of all.
    """

    def __init__(self, spans: Mapping[int, Span], put: Put, store: Keeper | None, progress: Progress | None):
        self.spans, self.put, self.store, self.progress = spans, put, store, progress
        self.stored = set(store.finished()).intersection(spans) if store is not None else set()
        self.early: dict[int, Part] = {}
        self.faults: dict[int, Fault] = {}
        self.order = deque(spans)
        self.total = sum(stop - start for start, stop in spans.values())
        self.done = 0
        for number in self.stored:
            self._count(number)
        if self.stored:
            self._hand_on()

    def finish(self, number: int, part: Part) -> None:
        """Keep a chunk that is done.

        Parameters
        ----------
        number, part
            Which, and what was found.
        """
        if self.store is not None:
            self.store.put(number, part)
        self.early[number] = part
        self._count(number)
        self._hand_on()

    def fail(self, number: int, message: str) -> None:
        """Note that a chunk cannot be done.

        Parameters
        ----------
        number, message
            Which, and why not.
        """
        start, stop = self.spans[number]
        self.faults[number] = Fault(start=start, stop=stop, message=message)
        log.info("%s", self.faults[number])
        self._count(number)
        self._hand_on()

    def _count(self, number: int) -> None:
        start, stop = self.spans[number]
        self.done += stop - start

    def _hand_on(self) -> None:
        """Hand on all whose turn it is; of what is stored, one at a time is read."""
        while self.order:
            number = self.order[0]
            if number in self.early:
                self.put(*self.spans[number], self.early.pop(number))
            elif self.store is not None and number in self.stored:
                self.put(*self.spans[number], self.store.get(number))
            elif number not in self.faults:
                break
            self.order.popleft()
        if self.progress is not None:
            self.progress(self.done, self.total)
