"""Put the chunks of a sweep together: one row a point, in the order of the design."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from negsim.games.base import Array
from negsim.games.results import Profiles, Result
from negsim.solvers.base import Solver, Status
from negsim.studies.regimes.outcomes import Regime, labels
from negsim.studies.regimes.stable_states import StateCounts, added
from negsim.studies.solve import game
from negsim.studies.sweeps.delivery import Fault
from negsim.studies.sweeps.job import Job, Part
from negsim.studies.sweeps.measures import Spread
from negsim.studies.sweeps.record import Sweep


class Whole:
    """Puts the summaries of the chunks together, in whatever order they come.

    Parameters
    ----------
    job
        The work.
    spans
        The points that will come, from one number to another; those that do not come count as failed.
    """

    def __init__(self, job: Job, spans: Sequence[tuple[int, int]]):
        sizes = [stop - start for start, stop in spans]
        size = sum(sizes)
        self.job, self.spans = job, tuple(spans)
        self.place = dict(zip((start for start, _ in spans), np.cumsum([0, *sizes]).tolist(), strict=False))
        self.equilibrium, self.count = np.full(size, -1, np.int32), np.zeros(size, np.int32)
        self.payoff = np.full((size, job.players), np.nan)
        self.status = np.full(size, Status.failed.code, np.int8)
        self.numbers: dict[tuple[int, Regime], int] = {}
        self.first: dict[int, int] = {}
        self.rows: type[Result] = Profiles
        self.solvers: dict[Solver[Any, Any], None] = {}
        self.states: dict[int, StateCounts | None] = {}
        self.zone: NDArray[np.int32] | None = None
        self.room: Array | None = None
        self.spreads = {
            text: Spread(lowest=np.full(size, np.nan), highest=np.full(size, np.nan)) for text in job.measures
        }

    def put(self, start: int, stop: int, chunk: Part) -> None:
        """Add what is kept of the points from one number to another.

        Parameters
        ----------
        start, stop
            One of the spans.
        chunk
            What is kept of them.
        """
        part, variant = chunk.summary, start // len(self.job.design)
        at = slice(self.place[start], self.place[start] + stop - start)
        self.equilibrium[at] = self._codes(part.regime, part.regimes, variant, start)
        self.count[at], self.payoff[at], self.status[at] = part.count, part.payoff, part.status
        if part.solver is not None:
            self.rows = part.rows
            self.solvers[part.solver] = None
            self.states[variant] = added([self.states.get(variant), part.states])
        if part.zone is not None and part.room is not None:
            if self.zone is None or self.room is None:
                size = len(self.status)
                self.zone, self.room = np.zeros(size, np.int32), np.full(size, np.nan)
            self.zone[at], self.room[at] = part.zone, part.room
        for text, spread in chunk.spreads.items():
            self.spreads[text].lowest[at], self.spreads[text].highest[at] = spread.lowest, spread.highest

    def sweep(self, faults: tuple[Fault, ...] = ()) -> Sweep:
        """Return what was found, with a name for each set of equilibria, in the order in which they first occur.

        Parameters
        ----------
        faults
            The chunks that could not be done.
        """
        variants = self.job.variants
        told = self._labels()
        return Sweep(
            scenario=variants[0].scenario,
            form=self.job.form,
            solver=next(iter(self.solvers)) if len(self.solvers) == 1 else variants[0].solver,
            design=self.job.design,
            players=tuple(self.job.example.players),
            labels=told,
            equilibrium=self.equilibrium,
            count=self.count,
            payoff=self.payoff,
            status=self.status,
            states=self._states(),
            zone=self.zone,
            room=self.room,
            measures=self.spreads,
            variants=tuple(each.override for each in variants),
            spans=self.spans if len(self.status) < len(self.job) else (),
            faults=faults,
        )

    def _codes(self, regime: Any, regimes: Sequence[Regime], variant: int, start: int) -> NDArray[np.int32]:
        """Number the regimes of a chunk as in the whole, and remember where each is met first."""
        used, firsts = np.unique(regime, return_index=True)
        codes = np.full(len(regimes) + 1, -1, np.int32)  # the last for -1, nothing
        for local, first in zip(used.tolist(), firsts.tolist(), strict=True):
            if local >= 0:
                code = self.numbers.setdefault((variant, regimes[local]), len(self.numbers))
                codes[local] = code
                self.first[code] = min(self.first.get(code, start + first), start + first)
        return np.asarray(codes[regime])

    def _labels(self) -> tuple[str, ...]:
        """Name the regimes, the same in several variants once, and number them by where they are met first."""
        order = sorted(self.numbers.items(), key=lambda each: self.first[each[1]])
        names: dict[int, str] = {}
        for number, variant in enumerate(self.job.variants):
            mine = [(regime, code) for (which, regime), code in order if which == number]
            if mine:
                example = self.job.example if number == 0 else game(variant.scenario, self.job.form)
                told = labels(example, [regime for regime, _ in mine], self.rows)
                names |= {code: name for (_, code), name in zip(mine, told, strict=True)}
        unique = {name: k for k, name in enumerate(dict.fromkeys(names[code] for _, code in order))}
        new = np.array([*(unique[names[code]] for code in range(len(names))), -1], np.int32)
        if not np.array_equal(new, np.array([*range(len(names)), -1])):
            self.equilibrium = new[self.equilibrium]
        return tuple(unique)

    def _states(self) -> StateCounts | None:
        """Add up how often each state is stable, where the variants have the same states."""
        found = [states for states in self.states.values() if states is not None]
        alike = len({(each.concepts, each.parties, each.states) for each in found}) <= 1
        return added(found) if alike else None
