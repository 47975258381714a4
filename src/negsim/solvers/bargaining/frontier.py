"""All efficient agreements by which nobody loses: the frontier of what can be agreed."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

import numpy as np

from negsim.concepts.base import Concept
from negsim.concepts.efficient_agreements import efficient_agreements
from negsim.games.bargaining import CLOSE, BargainingGame
from negsim.games.base import Array, IntArray
from negsim.games.results import Agreements
from negsim.kernels.linear_program import maximum
from negsim.kernels.talks.efficient_points import efficient_points
from negsim.kernels.talks.frontier import between
from negsim.solvers._forms import require_form
from negsim.solvers._lotteries import no_lottery
from negsim.solvers._shares import frontier_of, require_unanimity, with_lotteries
from negsim.solvers.base import Answer, Solution, Solver, Status, Watch, one_by_one, solvers


@solvers("frontier")
@dataclass(frozen=True, kw_only=True)
class EfficientFrontier(Solver[BargainingGame, Agreements]):
    """Find every agreement that costs nobody anything and on which no party can improve unless another loses.

    Of lists it finds all, in the order of the list, by comparing each agreement with the efficient ones found so far.
    Of lotteries between two parties it finds the vertices, from the best for the second party to the best for the
    first: the frontier runs straight from each to the next, and ends where a party gains nothing. Of lotteries between
    more, it finds the agreements of the list that no lottery improves on, by a linear program each, which are the
    steps. Use `NashBargaining` or another solution to single out one point.
    """

    reference: ClassVar[str] = "Pareto (1906)"

    @property
    def concept(self) -> Concept[BargainingGame, Agreements]:
        """Pareto efficiency."""
        return efficient_agreements

    def solve(self, game: BargainingGame) -> Solution[BargainingGame, Agreements]:
        """Solve every game of the batch.

        Raises
        ------
        NotApplicable
            If the game is of another form, or there are lotteries and some parties can bind the others.
        """
        require_form(self, game, BargainingGame)
        if not with_lotteries(game):
            item, agreement = np.nonzero(efficient_points(game.gains, game.spread) & game.acceptable)
            return self._told(
                game, Agreements(item=item, agreement=agreement[:, None], weights=np.ones((len(item), 1)))
            )
        require_unanimity(self, game)
        if len(game.players) > 2:
            return self._of_many(game)
        found = frontier_of(game)
        item = np.repeat(np.arange(len(game)), np.diff(found.start))
        agreement, weights = between(found, np.arange(len(item)), np.zeros(len(item)))
        return self._told(game, Agreements(item=item, agreement=agreement, weights=weights))

    def _told(self, game: BargainingGame, result: Agreements) -> Solution[BargainingGame, Agreements]:
        number = np.bincount(result.item, minlength=len(game))
        status = np.where(number > 0, Status.solved.code, Status.none_found.code)
        return Solution(game, self, result, status, np.ones(len(game), np.intp))

    def _of_many(self, game: BargainingGame) -> Solution[BargainingGame, Agreements]:
        efficient = efficient_points(game.gains, game.spread)

        def one(item: int, watch: Watch) -> Answer:
            listed = np.flatnonzero(efficient[item])
            asked = np.flatnonzero(game.acceptable[item, listed])
            gains, near = game.gains[item][:, listed], CLOSE * float(game.spread[item])
            kept: list[int] = []
            for step, k in enumerate(asked.tolist()):
                stopped = watch.stop(step)
                if stopped:
                    return _listed(listed[kept], step, stopped)
                if not _improvable(gains, k, near):
                    kept.append(k)
            return _listed(listed[kept], len(asked), Status.solved if kept else Status.none_found)

        return one_by_one(self, game, Agreements, one, nothing=no_lottery(1))


def _improvable(gains: Array, point: int, near: float) -> bool:
    """Whether some lottery gives parties more in sum than a point of the list, and nobody less."""
    unit = max(float(np.ptp(gains)), np.finfo(float).tiny)
    ahead = (gains - gains[:, point, None]) / unit
    at_least, once = np.zeros(len(gains)), np.ones((1, gains.shape[1]))
    return maximum(ahead.sum(0), -ahead, at_least, once, np.ones(1)).value > near / unit


def _listed(agreement: IntArray, steps: int, status: Status) -> Answer:
    rows = {"agreement": agreement[:, None], "weights": np.ones((len(agreement), 1))}
    return Answer(rows=rows, status=status, steps=steps)
