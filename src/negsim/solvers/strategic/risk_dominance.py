"""The pure equilibria that no other pure equilibrium risk-dominates."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

import numpy as np

from negsim.concepts.base import Concept
from negsim.concepts.risk_dominance import apart, equilibria, pairs, resistance, risk_dominance
from negsim.games.base import BoolArray, IntArray
from negsim.games.results import Profiles
from negsim.games.strategic import StrategicGame
from negsim.solvers._forms import require_form
from negsim.solvers.base import Solution, Solver, Status, Watch, require_two_players, solvers

BLOCK = 2_000_000  # pairs compared at once


@solvers("risk_dominance")
@dataclass(frozen=True, kw_only=True)
class RiskDominance(Solver[StrategicGame, Profiles]):
    """Find the pure equilibria of two-player games that no other pure equilibrium risk-dominates.

    An equilibrium risk-dominates another when the product of the two players' losses from deviating alone to the other
    is larger; in a 2 x 2 game with two strict equilibria this is Harsanyi and Selten's criterion. In larger games every
    two pure equilibria in which both players act differently are compared in the 2 x 2 game of their strategies; the
    relation can then run in a circle and leave none, and equal products leave several. The column ``rivals`` counts the
    equilibria each row was compared with. One pass over the table for whole batches, then every pair of equilibria; a
    step is an equilibrium compared with its rivals. Use `AllNash` where mixed equilibria matter, and `LogitTrace` to
    select by a path.
    """

    reference: ClassVar[str] = "Harsanyi and Selten (1988)"

    @property
    def concept(self) -> Concept[StrategicGame, Profiles]:
        """Risk dominance among pure equilibria."""
        return risk_dominance

    def solve(self, game: StrategicGame) -> Solution[StrategicGame, Profiles]:
        """Find the undominated pure equilibria of every game of the batch.

        Raises
        ------
        NotApplicable
            If there are more than two players.
        """
        require_form(self, game, StrategicGame)
        require_two_players(self, game, "PureNash")
        watch = Watch(self)
        item, cell = equilibria(game)
        rivals, kept, done, stop = np.zeros(len(item), np.intp), np.zeros(len(item), bool), 0, None
        for rows in _blocks(item):
            if stop := watch.stop(done - int(np.searchsorted(item, item[rows[0]]))):
                break
            rivals[rows], kept[rows] = _compare(game, item, cell, rows)
            done = int(rows[-1]) + 1
        found = np.bincount(item[kept], minlength=len(game)) > 0
        status = np.where(found, Status.solved.code, Status.none_found.code)
        if stop:
            status[item[done:]] = stop.code
        weights = np.zeros((len(item), len(game.choices)))
        for part, chosen in zip(game.choices.slices, cell.T, strict=True):
            weights[np.arange(len(item)), part.start + chosen] = 1.0
        every = Profiles(item=item, weights=weights, columns={"rivals": rivals})
        result = every.take(np.flatnonzero(kept))
        return Solution(game, self, result, status, np.bincount(item[:done], minlength=len(game)))


def _blocks(item: IntArray) -> list[IntArray]:
    """The numbers of the equilibria, in parts that have few enough pairs to hold at once."""
    pairs_before = np.cumsum(np.bincount(item)[item]) if len(item) else np.zeros(0)
    cuts = np.flatnonzero(np.diff(pairs_before // BLOCK)) + 1
    return [part for part in np.split(np.arange(len(item)), cuts) if len(part)]


def _compare(game: StrategicGame, item: IntArray, cell: IntArray, rows: IntArray) -> tuple[IntArray, BoolArray]:
    """Return how many rivals some equilibria have, and which of them no rival risk-dominates."""
    row, rival = pairs(item[rows], item)
    row = rows[row]
    different = apart(cell[row], cell[rival])
    row, rival = row[different], rival[different]
    own = resistance(game, item[row], cell[row], cell[rival])
    other = resistance(game, item[row], cell[rival], cell[row])
    surpassed = np.bincount(row[own < other], minlength=len(item)) > 0
    return np.bincount(row, minlength=len(item))[rows], ~surpassed[rows]
