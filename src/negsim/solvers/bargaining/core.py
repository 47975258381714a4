"""Every agreement that no group of parties with the votes for it would replace."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, ClassVar

import numpy as np

from negsim.concepts.base import Concept
from negsim.concepts.core import core
from negsim.errors import NotApplicable
from negsim.games.bargaining import CLOSE, BargainingGame
from negsim.games.base import BoolArray
from negsim.games.results import Agreements
from negsim.kernels.talks.unopposed import unopposed
from negsim.kernels.talks.weak_frontier import weak_corners
from negsim.solvers._forms import require_form
from negsim.solvers._shares import with_lotteries
from negsim.solvers.base import Solution, Solver, Status, Watch, solvers


@solvers("core")
@dataclass(frozen=True, kw_only=True)
class Core(Solver[BargainingGame, Agreements]):
    """Find every agreement that no group able to bind all would replace, and no group able to prevent it would refuse.

    Works under unanimity, majorities, weighted votes and vetoes. Under unanimity these are the agreements that are good
    enough for everybody and than which no other is better for all; majorities may leave none, as where they prefer
    three agreements in a circle. Each smallest group with the votes is asked by itself; a step is one group. Costs a
    sort for groups of one or two, and for larger ones about as many comparisons as agreements times answers. With
    lotteries, two parties have a core that is a broken line, of which the rows are the corners; of more parties only
    groups of one are handled. It makes no choice: use `NashBargaining` or another solution for one agreement.
    """

    reference: ClassVar[str] = "Gillies (1959)"

    @property
    def concept(self) -> Concept[BargainingGame, Agreements]:
        """The core."""
        return core

    def solve(self, game: BargainingGame) -> Solution[BargainingGame, Agreements]:
        """Solve every game of the batch.

        Raises
        ------
        NotApplicable
            If the game is of another form, or more than two parties have lotteries and nobody can bind all alone.
        """
        require_form(self, game, BargainingGame)
        groups = smallest_groups(game.rule)
        largest = max(members.sum() for members in groups)
        if with_lotteries(game) and largest > 1:
            if len(game.players) > 2:
                raise NotApplicable(
                    "Core takes lotteries of two parties, and here are more. Use frontier, or lotteries: false."
                )
            item, agreement, weights = weak_corners(game.gains, CLOSE * game.spread)
            return self._told(game, Agreements(item=item, agreement=agreement, weights=weights), 1, None)
        watch, stopped, left = Watch(self), None, game.acceptable.copy()
        for asked, members in enumerate(groups):
            stopped = watch.stop(asked)
            if stopped:
                left[:] = False
                break
            left &= unopposed(game.payoffs[:, members], CLOSE * game.spread)
        item, agreement = np.nonzero(left)
        result = Agreements(item=item, agreement=agreement[:, None], weights=np.ones((len(item), 1)))
        return self._told(game, result, len(groups), stopped)

    def _told(self, game: BargainingGame, result: Agreements, steps: int, stopped: Status | None) -> Solution[Any, Any]:
        found = np.bincount(result.item, minlength=len(game)) > 0
        status = np.where(found, Status.solved.code, (stopped or Status.none_found).code)
        complete = {"complete": np.full(len(game), stopped is None)}
        return Solution(game, self, result, status, np.full(len(game), steps, np.intp), complete)


def smallest_groups(rule: Any) -> list[BoolArray]:
    """Masks of the parties of each group that can bind all, and could not without any one member."""
    parties = len(rule.votes)
    if rule.is_unanimity:
        return [np.ones(parties, bool)]
    wins = rule.winning
    groups = [k for k in np.flatnonzero(wins) if not any(wins[k & ~(1 << p)] for p in range(parties) if k >> p & 1)]
    return [np.array([k >> p & 1 for p in range(parties)], bool) for k in groups]
