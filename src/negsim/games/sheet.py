"""What states and agreements consist of: options and the level of each, for sentences about who changes what."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from negsim.games.base import IntArray

NOBODY = -1  # the owner of an option that no player sets
ANY = -1  # the level of an option in a state that holds whatever its level is


@dataclass(frozen=True, kw_only=True, eq=False)
class Sheet:
    """The options of a conflict, or the moves of an agreement, and their levels in every state.

    Attributes
    ----------
    options
        Id of each option, in the order of the columns.
    owner
        Shape (option,). The player who sets it; `NOBODY` where it is none of them.
    labels
        Ids of the levels of each option.
    said
        What to call each option, and each of its levels, in a sentence: ``said[option] = (name, (level, ...))``.
    levels
        Shape (state, option). The level of each option in each state; `ANY` where states were joined that differ in it.
    numbers
        What each level of each option counts for in a formula; empty where that is not known.
    """

    options: tuple[str, ...]
    owner: IntArray
    labels: tuple[tuple[str, ...], ...]
    said: tuple[tuple[str, tuple[str, ...]], ...]
    levels: NDArray[np.int16]
    numbers: tuple[tuple[float, ...], ...] = ()

    def changed(self, source: int, target: int) -> IntArray:
        """Return the options whose levels differ between two states; those that may have any level do not differ."""
        first, second = self.levels[source], self.levels[target]
        return np.flatnonzero((first != second) & (second != ANY))
