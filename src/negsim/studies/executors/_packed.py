"""Work that travels as bytes, packed once and unpacked once in every process that does it."""

from __future__ import annotations

import functools
import pickle
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from negsim.errors import NotApplicable

A = TypeVar("A")
B = TypeVar("B")


@dataclass(frozen=True, repr=False)
class Packed(Generic[A, B]):
    """A function of one item that is quick to send many times.

    Attributes
    ----------
    data
        The function, pickled.
    """

    data: bytes

    def __call__(self, item: A) -> B:
        """Apply the function.

        Parameters
        ----------
        item
            To what.
        """
        found: B = _unpacked(self.data)(item)
        return found

    def __repr__(self) -> str:
        return f"<work in {len(self.data):,} bytes>"


def packed(work: Callable[[A], B], dumps: Callable[[Any], bytes] = pickle.dumps) -> Packed[A, B]:
    """Pack a function.

    Parameters
    ----------
    work
        A function that pickles.
    dumps
        What pickles it.

    Raises
    ------
    NotApplicable
        If it does not pickle.
    """
    try:
        return Packed(dumps(work))
    except (pickle.PicklingError, TypeError, AttributeError, RecursionError) as fault:
        raise NotApplicable(
            f"this work cannot be sent to other processes ({fault}). Use a solver and a design whose classes stand "
            "at the top of a module, or the inline executor"
        ) from fault


@functools.lru_cache(maxsize=2)
def _unpacked(data: bytes) -> Callable[[Any], Any]:
    work: Callable[[Any], Any] = pickle.loads(data)
    return work
