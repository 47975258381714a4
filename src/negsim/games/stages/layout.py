"""How the states of a stochastic game are numbered in the chain of its play, stage by stage before a deadline."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np

from negsim.games.base import Array, BoolArray, IntArray

if TYPE_CHECKING:
    from negsim.games.stochastic import StochasticGame

OVER = "end of play"


@dataclass(frozen=True)
class Layout:
    """How the states of a stochastic game are numbered in its chain.

    First come the states that go on, once for each stage that a profile tells apart; then those that end play; then
    what the deadline may find; then `OVER`.

    Attributes
    ----------
    game
        A batch of stochastic games.
    """

    game: StochasticGame

    @cached_property
    def over(self) -> BoolArray:
        """Shape (state,). Whether play has ended; a state in which somebody still acts is no end yet."""
        return np.asarray(self.game.ends & ~self.game.decides.any(0))

    @cached_property
    def going(self) -> IntArray:
        """Shape (going,). The states that go on."""
        return np.flatnonzero(~self.over)

    @property
    def size(self) -> int:
        """How many states of the chain go on."""
        return self.game.stages * len(self.going)

    @cached_property
    def place(self) -> IntArray:
        """Shape (state + 1,). The number of each state at the first stage, and of `OVER`."""
        found = np.empty(len(self.over) + 1, np.intp)
        found[self.going] = np.arange(len(self.going))
        found[:-1][self.over] = self.size + np.arange(int(self.over.sum()))
        found[-1] = len(self.labels) - 1
        return found

    @property
    def start(self) -> int:
        """The number of the state in which play begins."""
        return int(self.place[self.game.start])

    def before(self, state: IntArray, stage: int) -> IntArray:
        """Return the numbers of states that go on, at a stage counted from 0."""
        return self.place[state] + stage * len(self.going)

    def after(self, state: IntArray, stage: int) -> IntArray:
        """Return the numbers of the states that follow a stage; the number of states stands for none."""
        found = self.place[state]
        if self.game.horizon is None:
            return found
        ahead = (
            len(self.labels) - 1 - len(self.going) if stage + 1 == self.game.stages else (stage + 1) * len(self.going)
        )
        return np.where(found < len(self.going), found + ahead, found)

    @cached_property
    def labels(self) -> list[str]:
        """The labels of all states of the chain."""
        told = np.array(self.game.states, object)
        words = [*np.tile(told[self.going], self.game.stages), *told[self.over]]
        if self.game.horizon is not None:
            words += [f"deadline: {label}" for label in told[self.going]]
        return [*words, OVER]

    def spread(self, numbers: Array) -> Array:
        """Return a number of each state of the game as one of each state of the chain; 0 for `OVER`."""
        again = numbers[self.going] if self.game.horizon is not None else numbers[:0]
        return np.concatenate([np.tile(numbers[self.going], self.game.stages), numbers[self.over], again, [0.0]])
