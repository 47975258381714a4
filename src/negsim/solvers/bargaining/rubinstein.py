"""Offers that alternate until one is accepted: what is offered in each round, and agreed at once."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

import numpy as np

from negsim.concepts.alternating_offers import alternating_offers
from negsim.concepts.base import Concept
from negsim.errors import NotApplicable
from negsim.games.bargaining import CLOSE, BargainingGame
from negsim.games.base import Array
from negsim.games.results import Proposals
from negsim.games.talks.pace import Pace
from negsim.solvers._forms import require_form
from negsim.solvers._talks_of_many import offers_of_many
from negsim.solvers._talks_of_two import Offered, offers_of_two, outside, patience
from negsim.solvers.base import Solution, Solver, Status, Watch, certified, solvers

MOST_OFFERS = 10_000_000  # of all games together


@solvers("rubinstein")
@dataclass(frozen=True, kw_only=True)
class Rubinstein(Solver[BargainingGame, Proposals]):
    """Find what parties offer who take turns, to whom waiting costs something, and who may leave the talks.

    With a deadline it goes backwards from the last round; without one it finds the offers that each leave the others
    just enough to accept. For two parties and lotteries these are exact and unique, if waiting costs anything. On a
    list several pairs can last, as waiting may cost less than a step on the list; the one that is best for the first
    to offer is taken, and the column ``unique`` says whether it is the only one. For more parties it takes lists, on
    which all must agree, and no leaving; without a deadline it finds what ever later deadlines lead to, if they do.
    A party that is as well off either way accepts, goes on rather than leaves, and of equal offers makes the one that
    is better for the others, then the first on the list. Games in which somebody leaves at once have no row. Costs a
    sort of the agreements and some twenty comparisons a round. Everything is common knowledge, so ``resolve`` is not
    looked at; use `TakeItOrLeaveIt` for that, and `NashBargaining`, the limit for offers in quick succession, where
    nobody knows who offers when.
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
            If the game is of another form, does not say how talks go on, not all need agree, or more than two parties
            have lotteries or can leave.
        """
        require_form(self, game, BargainingGame)
        pace = _talks(game)
        two = len(game.players) == 2
        if len(game) * (pace.rounds or 1) > MOST_OFFERS:
            found = _untouched(game)
        else:
            found = (offers_of_two if two else offers_of_many)(game, pace, Watch(self))
        status = np.where(
            (found.status == Status.solved.code) & ~found.made[:, 0], Status.none_found.code, found.status
        )
        result = _proposals(game, pace, found)
        return certified(Solution(game, self, result, status, found.steps), CLOSE * game.spread)


def _talks(game: BargainingGame) -> Pace:
    if game.pace is None:
        raise NotApplicable(
            "Rubinstein needs to know how talks go on. Use games.bargaining.talks: {first: ..., discount: 0.9} in a "
            "scenario, or BargainingGame(..., pace=Pace(discount=0.9))."
        )
    if game.rule is not None and not game.rule.is_unanimity:
        raise NotApplicable("Rubinstein is for talks in which everybody must agree. Use core.")
    if len(game.players) > 2 and (game.lotteries or game.pace.outside is not None):
        what = "lotteries" if game.lotteries else "outside options"
        raise NotApplicable(
            f"Rubinstein takes {what} for 2 parties, and this game has {len(game.players)}. Use "
            "nash_bargaining, or leave them out."
        )
    return game.pace


def _proposals(game: BargainingGame, pace: Pace, found: Offered) -> Proposals:
    item, rounds = found.item, found.made.shape[1]
    nothing = game.disagreement[item]
    return Proposals(
        item=item,
        agreement=found.agreement,
        weights=found.weights,
        proposer=np.tile((pace.first + np.arange(rounds)) % len(game.players), (len(item), 1)),
        offered=found.gains[item] + nothing[:, None],
        accepted=found.made[item].astype(np.float64),
        refused=_refused(game, pace, found)[item] + nothing,
        columns=found.columns,
    )


def _refused(game: BargainingGame, pace: Pace, found: Offered) -> Array:
    """Shape (batch, player). What each gains if the first offer is refused: talks go on, or the other leaves them."""
    later = patience(pace) * (found.gains[:, 1] if found.gains.shape[1] > 1 else 0.0)
    leaving = outside(game, pace)
    leaving[:, pace.first] = -np.inf
    leaves = (leaving > later).any(1, keepdims=True)
    return np.asarray(np.where(leaves, np.maximum(leaving, 0.0), later))


def _untouched(game: BargainingGame) -> Offered:
    """Nothing, as there would be more offers than memory is meant for."""
    count, none = len(game), np.zeros(0, np.intp)
    return Offered(
        status=np.full(count, Status.memory_limit.code, np.intp),
        steps=np.zeros(count, np.intp),
        gains=np.zeros((count, 1, len(game.players))),
        made=np.zeros((count, 1), bool),
        item=none,
        agreement=none[:, None],
        weights=np.zeros((0, 1)),
    )
