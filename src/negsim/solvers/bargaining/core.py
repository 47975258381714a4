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
from negsim.kernels.unopposed import unopposed
from negsim.solvers._forms import require_form
from negsim.solvers.base import Solution, Solver, Status, Watch, solvers


@solvers("core")
@dataclass(frozen=True, kw_only=True)
class Core(Solver[BargainingGame, Agreements]):
    """Find every agreement that no group able to bind all would replace, and no group able to prevent it would refuse.

    Works under unanimity, majorities, weighted votes and vetoes. Under unanimity these are the agreements that are good
    enough for everybody and than which no other is better for all; majorities may leave none, as where they prefer
    three agreements in a circle. Each smallest group with the votes is asked by itself; a step is one group. Costs a
    sort for groups of one or two, and for larger ones about as many comparisons as agreements times answers. It gives
    all answers and no choice among them: use `NashBargaining` or another solution for one.
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
            If the game is of another form.
        """
        require_form(self, game, BargainingGame)
        if game.lotteries and len(game.players) > 1:
            raise NotApplicable("Core takes lists without lotteries so far. Use nash_bargaining.")
        watch, stopped, left = Watch(self), None, game.acceptable.copy()
        groups = smallest_groups(game.rule)
        for asked, members in enumerate(groups):
            stopped = watch.stop(asked)
            if stopped:
                break
            left &= unopposed(game.payoffs[:, members], CLOSE * game.spread)
        item, agreement = np.nonzero(left if stopped is None else left & False)
        result = Agreements(item=item, agreement=agreement[:, None], weights=np.ones((len(item), 1)))
        status = np.where(left.any(1), Status.solved.code, Status.none_found.code)
        if stopped:
            status[:] = stopped.code
        steps = np.full(len(game), len(groups), np.intp)
        return Solution(game, self, result, status, steps, {"complete": np.full(len(game), stopped is None)})


def smallest_groups(rule: Any) -> list[BoolArray]:
    """Masks of the parties of each group that can bind all, and could not without any one member."""
    parties = len(rule.votes)
    if rule.is_unanimity:
        return [np.ones(parties, bool)]
    wins = rule.winning
    groups = [k for k in np.flatnonzero(wins) if not any(wins[k & ~(1 << p)] for p in range(parties) if k >> p & 1)]
    return [np.array([k >> p & 1 for p in range(parties)], bool) for k in groups]
