"""Backward induction on the reservation from which on a demand is accepted."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

import numpy as np

from negsim.concepts.base import Concept
from negsim.concepts.perfect_bayesian import perfect_bayesian
from negsim.games.results import Offers
from negsim.games.screening import ScreeningGame
from negsim.solvers._forms import require_form
from negsim.solvers.base import Solution, Solver, Status, Watch, certified, solvers

CLOSE = 1e-9  # of the stake: what counts as solved


@solvers("cutoff_induction")
@dataclass(frozen=True, kw_only=True)
class CutoffInduction(Solver[ScreeningGame, Offers]):
    """Find the equilibrium of a screening game in which larger reservations accept earlier.

    From the last round backwards: (1) the reservation at the cutoff is indifferent between the demand and the next one,
    which ties the demand to the cutoff; (2) the proposer chooses the cutoff that earns it most, given what follows.
    What remains after a refusal is the same game on a smaller scale, so two numbers a round suffice, and each round has
    a closed form. Exact up to rounding; costs a few operations a round and game.
    """

    reference: ClassVar[str] = "Sobel and Takahashi (1983)"

    @property
    def concept(self) -> Concept[ScreeningGame, Offers]:
        """Perfect Bayesian equilibrium."""
        return perfect_bayesian

    def solve(self, game: ScreeningGame) -> Solution[ScreeningGame, Offers]:
        """Solve every game of the batch.

        Raises
        ------
        NotApplicable
            If the game is of another form.
        """
        require_form(self, game, ScreeningGame)
        watch = Watch(self)
        count, rounds = len(game), game.rounds
        shape, discount = game.shape, game.discount
        ratio, price = np.zeros((count, rounds)), np.zeros((count, rounds))
        worth = np.zeros(count)  # of what is left, to the proposer, where the largest reservation left is 1
        stopped = None
        for stage in reversed(range(rounds)):
            stopped = watch.stop(rounds - 1 - stage)
            if stopped:
                break
            asked = np.ones(count) if stage == rounds - 1 else 1 - discount + discount * price[:, stage + 1]  # (1)
            steep = (shape + 1) * (asked - discount * worth)
            best = np.where(steep > asked, (asked / np.where(steep > 0, steep, 1)) ** (1 / shape), 1.0)  # (2)
            ratio[:, stage], price[:, stage] = best, asked * best
            worth = (1 - best**shape) * asked * best + discount * best ** (shape + 1) * worth
        cutoff = np.asarray(np.cumprod(ratio, axis=1), np.float64)
        starts = np.concatenate([np.ones((count, 1)), cutoff[:, :-1]], axis=1)
        result = Offers(item=np.arange(count), demand=price * starts, cutoff=cutoff)
        status = np.full(count, (stopped or Status.solved).code, np.intp)
        found = Solution(game, self, result, status, np.full(count, rounds, np.intp))
        return certified(found, CLOSE * game.spread)
