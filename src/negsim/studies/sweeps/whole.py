"""Put the chunks of a sweep together: one row a point, in the order of the design."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from negsim.games.base import Array
from negsim.games.results import Profiles, Result
from negsim.solvers.base import Solver
from negsim.studies.regimes.outcomes import Regime
from negsim.studies.regimes.stable_states import StateCounts, added
from negsim.studies.sweeps.job import Part
from negsim.studies.sweeps.measures import Spread


class Whole:
    """Puts the summaries of the chunks together."""

    def __init__(self, size: int, players: int):
        self.equilibrium, self.count = np.full(size, -1, np.int32), np.zeros(size, np.int32)
        self.payoff, self.status = np.full((size, players), np.nan), np.zeros(size, np.int8)
        self.numbers: dict[Regime, int] = {}
        self.rows: type[Result] = Profiles
        self.solvers: dict[Solver[Any, Any], None] = {}
        self.states: StateCounts | None = None
        self.zone: NDArray[np.int32] | None = None
        self.room: Array | None = None
        self.spreads: dict[str, Spread] = {}

    @property
    def solver(self) -> Solver[Any, Any] | None:
        """The solver used for all points, if it was one."""
        return next(iter(self.solvers)) if len(self.solvers) == 1 else None

    def put(self, start: int, stop: int, chunk: Part) -> None:
        """Add what is kept of the points from one number to another; regimes are numbered as they first occur.

        Parameters
        ----------
        start, stop
            As of a slice.
        chunk
            What is kept of them.
        """
        part = chunk.summary
        _, firsts = np.unique(part.regime[part.regime >= 0], return_index=True)
        for k in np.argsort(firsts):
            self.numbers.setdefault(part.regimes[k], len(self.numbers))
        codes = np.array([*(self.numbers[regime] for regime in part.regimes), -1], np.int32)
        self.equilibrium[start:stop] = codes[part.regime]
        self.count[start:stop], self.payoff[start:stop] = part.count, part.payoff
        self.status[start:stop] = part.status
        if part.solver is not None:
            self.rows = part.rows
            self.solvers[part.solver] = None
            self.states = added([self.states, part.states])
        if part.zone is not None and part.room is not None:
            if self.zone is None or self.room is None:
                size = len(self.status)
                self.zone, self.room = np.zeros(size, np.int32), np.full(size, np.nan)
            self.zone[start:stop], self.room[start:stop] = part.zone, part.room
        for text, spread in chunk.spreads.items():
            size = len(self.status)
            both = self.spreads.setdefault(text, Spread(lowest=np.full(size, np.nan), highest=np.full(size, np.nan)))
            both.lowest[start:stop], both.highest[start:stop] = spread.lowest, spread.highest
