"""The work on a chunk of a sweep: its games are solved together, and only what is told of the answers is kept."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

import numpy as np

from negsim.errors import InvalidGame, NotApplicable
from negsim.games.base import Array, IntArray, games
from negsim.games.strategic import LARGEST, StrategicGame
from negsim.studies.batches import batches
from negsim.studies.claims.answers import Answers
from negsim.studies.regimes.outcomes import Summary, joined, nothing, summary
from negsim.studies.sweeps.measures import Spread, measured, readings
from negsim.studies.sweeps.variants import Variant


@dataclass(frozen=True, kw_only=True, eq=False)
class Part:
    """What is kept of some points.

    Attributes
    ----------
    summary
        Which equilibria, how many, what they pay, and how the work ended.
    spreads
        Measure -> its spread.
    """

    summary: Summary
    spreads: Mapping[str, Spread] = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True)
class Work:
    """Solves a scenario at some points.

    Attributes
    ----------
    variant, form
        The scenario and what solves it, and how it is seen.
    players
        How many have payoffs.
    measures
        Quantities that are read from the answers too.
    grain
        How many points, counted from the first, have a part in each other's rounding.
    bite
        How many are best solved at once; None for all.
    """

    variant: Variant
    form: str
    players: int
    measures: tuple[str, ...] = ()
    grain: int = 1
    bite: int | None = None

    def part(self, values: Mapping[str, Array]) -> Part:
        """Return what is kept of the answers; points that make no game, or that cannot be solved, are rows too.

        Parameters
        ----------
        values
            Parameter -> shape (point,).
        """
        size = len(next(iter(values.values())))
        bite = self.bite or max(size, 1)
        bites = [
            {name: column[start : start + bite] for name, column in values.items()}
            for start in range(0, max(size, 1), bite)
        ]
        return _compact(_joined([self._bitten(each) for each in bites]))

    def _bitten(self, values: Mapping[str, Array]) -> Part:
        try:
            return self._solved(values)
        except (InvalidGame, NotApplicable):
            return self._piecewise(values)

    def _piecewise(self, values: Mapping[str, Array]) -> Part:
        """Solve the points whose payoffs are numbers together, since those where some are not need not part them."""
        size = len(next(iter(values.values())))
        if games[self.form] is not StrategicGame:
            return self._together(values, size)
        table = self.variant.scenario.payoff_table(values)
        proper = np.flatnonzero((np.abs(table) <= LARGEST).reshape(len(table), -1).all(1))
        kept = self._together({name: column[proper] for name, column in values.items()}, len(proper))
        return _scattered(kept, proper, size, self.players)

    def _together(self, values: Mapping[str, Array], size: int) -> Part:
        """Solve the points together; or parts of them where they do not make games of one shape, or some make none."""
        if not size:
            return self._none(0)
        return _joined([each.found or self._none(1) for each in batches(self._solved, values, 0, size, self.grain)])

    def _solved(self, values: Mapping[str, Array]) -> Part:
        variant, size = self.variant, len(next(iter(values.values())))
        answers = Answers(scenario=variant.scenario, form=self.form, solver=variant.solver, values=values)
        told = summary(answers.found)
        if len(told.count) < size:
            raise NotApplicable("nothing in the game varies, so that points are solved one by one")
        if not self.measures:
            return Part(summary=told)
        try:
            return Part(summary=told, spreads=_spreads(readings(answers, self.measures)))
        except (InvalidGame, NotApplicable):
            found = measured(variant.scenario, self.form, variant.solver, self.measures, values, self.grain)
            return Part(summary=told, spreads=found)

    def _none(self, size: int) -> Part:
        empty = np.full(size, np.nan)
        spreads = {text: Spread(lowest=empty, highest=empty) for text in self.measures}
        return Part(summary=nothing(size, self.players), spreads=spreads)


def _spreads(found: Mapping[str, tuple[Array, Array]]) -> dict[str, Spread]:
    return {text: Spread(lowest=lowest, highest=highest) for text, (lowest, highest) in found.items()}


def _compact(part: Part) -> Part:
    """Keep numbers no wider than need be, since they travel."""
    told = part.summary
    return replace(
        part,
        summary=replace(
            told,
            regime=told.regime.astype(np.int32),
            count=told.count.astype(np.int32),
            status=told.status.astype(np.int8),
            zone=None if told.zone is None else told.zone.astype(np.int32),
        ),
    )


def _joined(parts: Sequence[Part]) -> Part:
    """Put parts side by side."""
    if len(parts) == 1:
        return parts[0]
    told = joined([part.summary for part in parts])
    spreads = {
        text: Spread(
            lowest=np.concatenate([part.spreads[text].lowest for part in parts]),
            highest=np.concatenate([part.spreads[text].highest for part in parts]),
        )
        for text in parts[0].spreads
    }
    return Part(summary=told, spreads=spreads)


def _scattered(part: Part, rows: IntArray, size: int, players: int) -> Part:
    """Put a part into these rows of a larger one, which has nothing elsewhere."""
    out = nothing(size, players)
    for name in ("regime", "count", "payoff", "status"):
        getattr(out, name)[rows] = getattr(part.summary, name)
    told = replace(out, regimes=part.summary.regimes, rows=part.summary.rows, solver=part.summary.solver)
    return Part(summary=told, spreads={text: _spread_out(each, rows, size) for text, each in part.spreads.items()})


def _spread_out(spread: Spread, rows: IntArray, size: int) -> Spread:
    both: list[Any] = [np.full(size, np.nan), np.full(size, np.nan)]
    both[0][rows], both[1][rows] = spread.lowest, spread.highest
    return Spread(lowest=both[0], highest=both[1])
