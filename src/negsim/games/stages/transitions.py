"""Where play goes next: for every state and joint action, the states that may follow and their probabilities."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any, Self

import numpy as np

from negsim.errors import InvalidGame
from negsim.games.base import Array, BoolArray, IntArray

NEAR = 1e-9  # of 1: probabilities may be this far from it in sum


@dataclass(frozen=True, kw_only=True, eq=False)
class Transitions:
    """Sparse probabilities: entries ``start[r]:start[r + 1]`` belong to row r, which is one state and joint action.

    Rows are numbered as the array (state, action of player 0, action of player 1, ...) is laid out in memory. A row
    without entries ends the play.

    Attributes
    ----------
    start
        Shape (row + 1,).
    state
        Shape (entry,). The state that follows.
    probability
        Shape (batch or 1, entry).
    """

    start: IntArray
    state: IntArray
    probability: Array

    def __post_init__(self) -> None:
        for name, kind in (("start", np.intp), ("state", np.intp), ("probability", np.float64)):
            array = np.array(getattr(self, name), kind, order="C")
            array.setflags(write=False)
            object.__setattr__(self, name, array)

    @classmethod
    def of(cls, given: Any, shape: Sequence[int]) -> Self:
        """Read probabilities in any of the ways they are given.

        Parameters
        ----------
        given
            Transitions; an array of shape (batch or 1, state, action, ..., next state), or without the batch; or a
            matrix of SciPy's sparse kinds, its rows numbered as above and its columns the next states.
        shape
            (state, action of player 0, ...).

        Raises
        ------
        InvalidGame
            If the shape is not that of the game.
        """
        if isinstance(given, cls):
            return given
        rows, states = int(np.prod(shape)), shape[0]
        if hasattr(given, "tocsr"):
            matrix = given.tocsr()
            if matrix.shape != (rows, states):
                raise InvalidGame(f"transitions have shape {matrix.shape}; the game needs ({rows}, {states})")
            return cls(start=matrix.indptr, state=matrix.indices, probability=matrix.data[None])
        dense = np.asarray(given, np.float64)
        dense = dense[None] if dense.ndim == len(shape) + 1 else dense
        if dense.shape[1:] != (*shape, states):
            raise InvalidGame(
                f"transitions have shape {dense.shape}; the game needs (batch or 1, {', '.join(map(str, shape))}, "
                f"{states}): states, actions, next states"
            )
        flat = dense.reshape(len(dense), rows, states)
        used = (flat != 0).any(0)
        row, state = np.nonzero(used)
        start = np.concatenate([[0], np.cumsum(np.bincount(row, minlength=rows))])
        return cls(start=start, state=state, probability=flat[:, row, state])

    def __len__(self) -> int:
        return len(self.start) - 1

    @property
    def goes_on(self) -> BoolArray:
        """Shape (row,). Whether a state follows."""
        return np.asarray(np.diff(self.start) > 0)

    @property
    def row(self) -> IntArray:
        """Shape (entry,). The row of each entry."""
        return np.repeat(np.arange(len(self)), np.diff(self.start))

    def take(self, rows: slice | IntArray) -> Self:
        """Return the probabilities of these games of the batch."""
        return replace(self, probability=self.probability[rows]) if len(self.probability) > 1 else self

    def expected(self, item: IntArray, values: Array) -> Array:
        """Return the mean over what follows of a number per state.

        Parameters
        ----------
        item
            Shape (result row,). Which game of the batch.
        values
            Shape (result row, ..., state).

        Returns
        -------
        Array
            Shape (result row, ..., row of the transitions).
        """
        weight = self.probability[item] if len(self.probability) > 1 else self.probability
        weight = weight.reshape(len(weight), *(1,) * (values.ndim - 2), -1)
        return segment_sums(weight * values[..., self.state], self.start)

    def dense(self, states: int) -> Array:
        """Return the probabilities as an array.

        Parameters
        ----------
        states
            Number of states.

        Returns
        -------
        Array
            Shape (batch or 1, row, next state).
        """
        out = np.zeros((len(self.probability), len(self), states))
        for game, probability in enumerate(self.probability):
            np.add.at(out[game], (self.row, self.state), probability)
        return out


def segment_sums(numbers: Array, start: IntArray) -> Array:
    """Sum consecutive stretches of the last axis; empty stretches give 0.

    Parameters
    ----------
    numbers
        Shape (..., entry).
    start
        Shape (stretch + 1,). Where each begins; the last is the number of entries.
    """
    sums = np.zeros((*numbers.shape[:-1], len(start) - 1))
    filled = np.diff(start) > 0
    if filled.any():
        sums[..., filled] = np.add.reduceat(numbers, start[:-1][filled], axis=-1)
    return sums


def check_transitions(transitions: Transitions, possible: BoolArray, states: Sequence[str], describe: Any) -> None:
    """Raise unless every possible row holds probabilities, or nothing.

    Parameters
    ----------
    transitions
        What to check.
    possible
        Shape (state, joint action). Whether everybody can act so there.
    states
        Their labels.
    describe
        Takes a joint action's number to words, for messages.

    Raises
    ------
    InvalidGame
        Naming the first state and action at fault.
    """
    count = possible.shape[1]
    if len(transitions) != possible.size or transitions.start[-1] != len(transitions.state):
        raise InvalidGame(f"transitions have {len(transitions)} rows; the game has {possible.size}")
    if len(transitions.state) and not (transitions.state.min() >= 0 and transitions.state.max() < len(states)):
        raise InvalidGame(f"transitions lead to states 0 to {len(states) - 1}, not to {transitions.state.max()}")
    wrong = np.argwhere(~((transitions.probability >= 0) & (transitions.probability <= 1 + NEAR)))
    if len(wrong):
        item, entry = wrong[0]
        state, action = divmod(int(transitions.row[entry]), count)
        raise InvalidGame(
            f"game {item}: from '{states[state]}' ({describe(action)}) to '{states[transitions.state[entry]]}': the "
            f"probability is {transitions.probability[item, entry]:.6g}, not between 0 and 1"
        )
    sums: Any = segment_sums(transitions.probability, transitions.start).reshape(-1, *possible.shape)
    far = np.argwhere((np.abs(sums - 1) > NEAR) & (possible & transitions.goes_on.reshape(possible.shape)))
    if len(far):
        item, state, action = far[0]
        raise InvalidGame(
            f"game {item}: from '{states[state]}' ({describe(action)}) the probabilities of what follows sum to "
            f"{sums[item, state, action]:.6g}, not to 1"
        )
