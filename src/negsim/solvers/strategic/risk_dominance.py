"""The pure equilibria that no other pure equilibrium risk-dominates."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

import numpy as np

from negsim.concepts.base import Concept
from negsim.concepts.risk_dominance import apart, equilibria, pairs, resistance, risk_dominance
from negsim.games.results import Profiles
from negsim.games.strategic import StrategicGame
from negsim.solvers.base import Solution, Solver, Status, require_two_players, solvers


@solvers("risk_dominance")
@dataclass(frozen=True, kw_only=True)
class RiskDominance(Solver[StrategicGame, Profiles]):
    """Find the pure equilibria of two-player games that no other pure equilibrium risk-dominates.

    An equilibrium risk-dominates another when the product of the two players' losses from deviating alone to the other
    is larger; in a 2 x 2 game with two strict equilibria this is Harsanyi and Selten's criterion. In larger games every
    two pure equilibria in which both players act differently are compared in the 2 x 2 game of their strategies; the
    relation can then run in a circle and leave none, and equal products leave several. The column ``rivals`` counts the
    equilibria each row was compared with. One pass over the table, for whole batches; a step is a comparison, and
    limits are not needed. Use `AllNash` where mixed equilibria matter, and `Logit` to select by a path.
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
        require_two_players(self, game, "PureNash")
        item, cell = equilibria(game)
        row, rival = pairs(item, item)
        kept = apart(cell[row], cell[rival])
        row, rival = row[kept], rival[kept]
        own = resistance(game, item[row], cell[row], cell[rival])
        other = resistance(game, item[row], cell[rival], cell[row])
        surpassed = np.zeros(len(item), bool)
        surpassed[row[own < other]] = True
        rivals = np.bincount(row, minlength=len(item))
        weights = np.zeros((len(item), len(game.choices)))
        for part, chosen in zip(game.choices.slices, cell.T, strict=True):
            weights[np.arange(len(item)), part.start + chosen] = 1.0
        every = Profiles(item=item, weights=weights, columns={"rivals": rivals})
        result = every.take(np.flatnonzero(~surpassed))
        found = np.bincount(result.item, minlength=len(game)) > 0
        status = np.where(found, Status.solved.code, Status.none_found.code)
        return Solution(game, self, result, status, np.bincount(item[row], minlength=len(game)))
