"""Offers that alternate until one is accepted: what is offered in each round, and agreed at once."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, ClassVar

import numpy as np

from negsim.concepts.alternating_offers import alternating_offers
from negsim.concepts.base import Concept
from negsim.errors import NotApplicable
from negsim.games.bargaining import CLOSE, BargainingGame
from negsim.games.base import Array
from negsim.games.results import Proposals
from negsim.games.talks.pace import Pace
from negsim.kernels.rounds import HALVINGS, offers_before_deadline, offers_without_deadline
from negsim.solvers._curves import Curve
from negsim.solvers._forms import require_form
from negsim.solvers.base import Solution, Solver, Status, Watch, certified, require_two_players, solvers

OFFERS_AT_ONCE = 1_000_000
STEPS = 60  # elementary steps an offer, interpreted


@solvers("rubinstein")
@dataclass(frozen=True, kw_only=True)
class Rubinstein(Solver[BargainingGame, Proposals]):
    """Find what two parties offer who take turns, to whom waiting costs something, and who may leave the talks.

    With a deadline it goes backwards from the last round; without one it finds the pair of offers that each leave the
    other just enough to accept. Lotteries are exact: the pair is unique, and agreed at once. On a list of agreements
    several pairs can last, as waiting for the other's offer costs less than a step on the list; the one that is best
    for the first to offer is taken, and ``unique`` says whether it is the only one. Costs a sort of the agreements,
    and some twenty comparisons a round. A party that is as well off either way accepts, and of equal offers makes the
    one that is better for the other, then the first on the list. Games in which somebody leaves at once have no row.
    """

    reference: ClassVar[str] = "Rubinstein (1982)"

    @property
    def concept(self) -> Concept[BargainingGame, Proposals]:
        """Equilibrium of talks in rounds."""
        return alternating_offers

    def solve(self, game: BargainingGame) -> Solution[BargainingGame, Proposals]:
        """Solve every game of the batch.

        Raises
        ------
        NotApplicable
            If the game is of another form, does not say how talks go on, or not all need agree.
        """
        require_form(self, game, BargainingGame)
        pace = self._talks(game)
        require_two_players(self, game, "nash_bargaining")
        curve = Curve.of(game, game.gains)
        status, row, step, value, steps = self._offers(game, curve, pace, pace.first)
        item = np.flatnonzero((status == Status.solved.code) & (row[:, 0] >= 0))
        status[(status == Status.solved.code) & (row[:, 0] < 0)] = Status.none_found.code
        agreement, weights = curve.agreements(row[item, 0], step[item, 0])
        columns = {}
        if pace.rounds is None:
            best_for_other = self._offers(game, curve, pace, 1 - pace.first)[3][:, ::-1]
            same = np.abs(value - best_for_other).max((1, 2)) <= CLOSE * game.spread
            columns["unique"] = same[item]
        result = Proposals(
            item=item,
            agreement=agreement,
            weights=weights,
            proposer=np.broadcast_to((pace.first + np.arange(row.shape[1])) % 2, (len(item), row.shape[1])).copy(),
            offered=value[item] + game.disagreement[item, None],
            accepted=(row[item] >= 0).astype(float),
            refused=_refused(game, pace, value)[item] + game.disagreement[item],
            columns=columns,
        )
        return certified(Solution(game, self, result, status, steps), CLOSE * game.spread)

    def _offers(self, game: BargainingGame, curve: Curve, pace: Pace, first: int) -> tuple[Any, Any, Any, Any, Any]:
        """Status, rows and steps on the curve, gains, and steps of the work; the deadline is looked at now and then."""
        watch, count = Watch(self), len(game)
        rounds = pace.rounds or 2
        status, steps = np.full(count, Status.solved.code, np.intp), np.zeros(count, np.intp)
        row, step = np.full((count, rounds), -1, np.intp), np.zeros((count, rounds))
        value = np.zeros((count, rounds, 2))
        patience, outside = _patience(pace), _outside(game, pace)
        close = CLOSE * game.spread
        if rounds > self.max_steps:
            status[:] = Status.step_limit.code
            return status, row, step, value, steps
        size = max(1, OFFERS_AT_ONCE // rounds)
        for at in range(0, count, size):
            if watch.left <= 0:
                status[at:] = Status.time_limit.code
                break
            part = slice(at, at + size)
            ends = curve.start[at : at + size + 1]
            given = (ends, curve.gains, curve.straight, patience[part], outside[part], first, close[part])
            filled = (row[part], step[part], value[part])
            work = STEPS * row[part].size
            if pace.rounds is not None:
                offers_before_deadline.sized(work)(*given, *filled)
                steps[part] = rounds
            else:
                offers_without_deadline.sized(HALVINGS * work)(*given, self.max_steps, *filled, steps[part])
        status[steps < 0] = Status.step_limit.code
        return status, row, step, value, np.abs(steps)

    def _talks(self, game: BargainingGame) -> Pace:
        if game.pace is None:
            raise NotApplicable(
                "Rubinstein needs to know how talks go on. Use games.bargaining.talks: {first: ..., discount: 0.9} in "
                "the scenario, or BargainingGame(..., pace=Pace(discount=0.9))."
            )
        if game.rule is not None and not game.rule.is_unanimity:
            raise NotApplicable("Rubinstein is for talks in which everybody must agree. Use core.")
        return game.pace


def _patience(pace: Pace) -> Array:
    """Shape (batch, player). Worth now of a gain in the next round, which talks may not live to see."""
    return np.asarray(pace.discount * (1 - pace.breakdown)[:, None])


def _outside(game: BargainingGame, pace: Pace) -> Array:
    """Shape (batch, player). What each gains by leaving; minus infinity where nobody can."""
    if pace.outside is None:
        return np.full(game.disagreement.shape, -np.inf)
    return np.asarray(pace.outside - game.disagreement)


def _refused(game: BargainingGame, pace: Pace, value: Array) -> Array:
    """Shape (batch, player). What both gain if the first offer is refused: the other leaves, or talks go on."""
    rows, other = np.arange(len(value)), 1 - pace.first
    later = _patience(pace) * (value[:, 1] if value.shape[1] > 1 else 0 * value[:, 0])
    outside = _outside(game, pace)[rows, other]
    leaves = outside > later[rows, other]
    found = np.where(leaves[:, None], 0.0, later)
    found[:, other] = np.where(leaves, outside, later[:, other])
    return found
