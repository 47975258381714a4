"""Which states of many conflicts hold: what conflicts have the same equilibria, and how often each state is stable."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

import numpy as np

from negsim.games.base import Array, IntArray
from negsim.games.results import StateSets

NO_STATE = "no equilibrium"


@dataclass(frozen=True, kw_only=True)
class StateCounts:
    """In how many conflicts each state is stable.

    Attributes
    ----------
    concepts, parties, states
        Labels of the axes.
    conflicts
        How many conflicts were solved.
    stable
        Shape (concept, party, state). In how many of them the state is stable for the party.
    equilibrium
        Shape (concept, state). In how many it is stable for every party.
    """

    concepts: tuple[str, ...]
    parties: tuple[str, ...]
    states: tuple[str, ...]
    conflicts: int
    stable: IntArray
    equilibrium: IntArray

    @cached_property
    def stable_share(self) -> Array:
        """Shape (concept, party, state). In what share of the conflicts the state is stable for the party."""
        return np.asarray(self.stable / max(self.conflicts, 1))

    @cached_property
    def equilibrium_share(self) -> Array:
        """Shape (concept, state). In what share of the conflicts the state is an equilibrium."""
        return np.asarray(self.equilibrium / max(self.conflicts, 1))

    def __repr__(self) -> str:
        return f"<StateCounts of {self.conflicts:,} conflicts: {len(self.states):,} states, {', '.join(self.concepts)}>"


def counted(game: Any, result: StateSets) -> StateCounts:
    """Count in how many conflicts each state is stable.

    Parameters
    ----------
    game, result
        A batch of conflicts, and what is stable in them.
    """
    return StateCounts(
        concepts=result.concepts,
        parties=result.parties,
        states=game.states,
        conflicts=len(result),
        stable=result.stable.sum(0, dtype=np.intp),
        equilibrium=result.equilibria.sum(0, dtype=np.intp),
    )


def added(parts: Sequence[StateCounts | None]) -> StateCounts | None:
    """Add up what was counted in several batches of conflicts with the same states.

    Parameters
    ----------
    parts
        What was counted; None where nothing was solved.
    """
    found = [part for part in parts if part is not None]
    if not found:
        return None
    return replace(
        found[0],
        conflicts=sum(part.conflicts for part in found),
        stable=np.sum([part.stable for part in found], axis=0),
        equilibrium=np.sum([part.equilibrium for part in found], axis=0),
    )


def grouped(result: StateSets) -> tuple[list[tuple[int, ...]], IntArray]:
    """Put together the conflicts that have the same equilibria under the first of the concepts.

    Parameters
    ----------
    result
        What is stable in some conflicts.

    Returns
    -------
    tuple
        The numbers of the states of each group's equilibria; and shape (row,), the group of each row.
    """
    holding = result.stable[:, 0].all(1)
    packed = np.ascontiguousarray(np.packbits(holding, axis=1))
    keys = packed.view(np.dtype((np.void, packed.shape[1])))[:, 0]
    _, first, group = np.unique(keys, return_index=True, return_inverse=True)
    return [tuple(np.flatnonzero(holding[row]).tolist()) for row in first], group.reshape(-1)


def names(states: Sequence[str], groups: Sequence[tuple[int, ...]], most: int) -> list[str]:
    """Return what to call some sets of states: the states, or how many there are; sets of one name are numbered later.

    Parameters
    ----------
    states, groups
        Labels, and the numbers of the states of each set.
    most
        Sets of more states are told by their number.
    """
    return [
        ("; ".join(states[k] for k in group) if len(group) <= most else f"{len(group)} states") or NO_STATE
        for group in groups
    ]
