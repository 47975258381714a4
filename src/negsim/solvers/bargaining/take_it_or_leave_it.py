"""One offer, to be taken or left, by a party that does not know how much the others could bear to refuse it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

import numpy as np

from negsim.concepts.base import Concept
from negsim.concepts.take_it_or_leave_it import take_it_or_leave_it
from negsim.errors import NotApplicable, unknown
from negsim.games.bargaining import CLOSE, BargainingGame
from negsim.games.base import Array, BoolArray, IntArray
from negsim.games.results import Proposals
from negsim.games.talks.resolve import acceptance, after_refusal, worths
from negsim.solvers._curves import Curve
from negsim.solvers._forms import require_form
from negsim.solvers.base import Solution, Solver, Status, Watch, certified, require_two_players, solvers

SAME = 1e-12  # of the spread: expected gains that differ by less are equal


@solvers("take_it_or_leave_it")
@dataclass(frozen=True, kw_only=True)
class TakeItOrLeaveIt(Solver[BargainingGame, Proposals]):
    """Find the best offer of a party that offers once, while the others alone know what disagreement is worth to them.

    More for itself against a higher risk of refusal: it maximises the probability that all accept, times what it gains
    then. Everything between the ends of ``resolve`` is equally likely; where nothing is private this is the ultimatum.
    Exact on lotteries, for two parties, and on lists, for any number; costs a sort of the agreements. Of equal offers
    it takes the one that is most likely accepted, then the first on the list. Games in which no offer that could be
    accepted serves the proposer have no row. Use `Rubinstein` where offers can be answered by others.

    Attributes
    ----------
    proposer
        Who makes the offer; empty for whoever offers first in talks, or else the first party.
    """

    reference: ClassVar[str] = "Fearon (1995)"
    proposer: str = ""

    @property
    def concept(self) -> Concept[BargainingGame, Proposals]:
        """The best offer when its refusal is final."""
        return take_it_or_leave_it

    def solve(self, game: BargainingGame) -> Solution[BargainingGame, Proposals]:
        """Solve every game of the batch.

        Raises
        ------
        NotApplicable
            If the game is of another form, not all need agree, or there are lotteries and more than two parties.
        UnknownName
            If the proposer is not a party.
        """
        require_form(self, game, BargainingGame)
        if game.rule is not None and not game.rule.is_unanimity:
            raise NotApplicable("TakeItOrLeaveIt is for offers that everybody must accept. Use core.")
        if game.lotteries:
            require_two_players(self, game, "nash_bargaining")
        who = self._offering(game)
        if Watch(self).left <= 0:
            return _nothing(self, game, Status.time_limit)
        worth = worths(game, np.arange(len(game)), np.full(len(game), who, np.intp))
        find = _best_lottery if game.lotteries else _best_listed
        found, agreement, weights = find(game, who, worth)
        item = np.flatnonzero(found)
        result = _proposals(game, who, worth, item, agreement[item], weights[item])
        status = np.where(found, Status.solved.code, Status.none_found.code)
        return certified(Solution(game, self, result, status, np.ones(len(game), np.intp)), CLOSE * game.spread)

    def _offering(self, game: BargainingGame) -> int:
        if not self.proposer:
            return 0 if game.pace is None else game.pace.first
        if self.proposer not in game.players:
            raise unknown("party", self.proposer, game.players)
        return game.players.index(self.proposer)


def _best_listed(game: BargainingGame, who: int, worth: Array) -> tuple[BoolArray, IntArray, Array]:
    """Whether there is an offer, and the agreement and its weight, for every game."""
    close = CLOSE * game.spread[:, None]
    accepts = acceptance(worth[:, :, None], game.payoffs, close[..., None])
    accepts[:, who] = 1.0
    chance = accepts.prod(1)
    gain = game.gains[:, who]
    possible = (chance > 0) & (gain >= 0)
    worthwhile = np.where(possible, chance * gain, -np.inf)
    equal = worthwhile >= worthwhile.max(1, keepdims=True) - SAME * game.spread[:, None]
    best = np.where(possible & equal, chance, -np.inf).argmax(1)
    return possible.any(1), best[:, None], np.ones((len(game), 1))


def _best_lottery(game: BargainingGame, who: int, worth: Array) -> tuple[BoolArray, IntArray, Array]:
    """Whether there is an offer, and the lottery, for every game.

    On each straight part of the frontier, where the proposer gains ``height - slope * given``, the expected gain is a
    parabola in what is given to the other beyond the least it would accept, and its top is known.
    """
    base = worth[..., 0]
    gains = game.payoffs - base[..., None]
    gains[np.abs(gains) <= CLOSE * game.spread[:, None, None]] = 0.0
    curve = Curve.of(game, gains)
    own, given = curve.gains[:, who], curve.gains[:, 1 - who]
    number = np.repeat(np.arange(len(game)), np.diff(curve.start))
    following = np.minimum(np.arange(len(own)) + 1, np.maximum(curve.start[number + 1] - 1, 0))
    width = (worth[:, 1 - who, 1] - worth[:, 1 - who, 0])[number]
    run = given[following] - given
    slope = np.where(run != 0, (own - own[following]) / np.where(run != 0, run, 1), 0.0)
    top = (own + slope * given) / np.where(slope > 0, 2 * slope, 1)
    low, high = np.minimum(given, given[following]), np.maximum(given, given[following])
    point = np.clip(np.minimum(top, width), low, high)
    step = np.where(run != 0, (point - given) / np.where(run != 0, run, 1), 0.0)
    gain = own + step * (own[following] - own)
    close = CLOSE * game.spread[number]
    chance = np.where(width > close, np.minimum(point / np.where(width > close, width, 1), 1.0), 1.0)
    worthwhile = np.where(chance > 0, chance * gain, -np.inf)
    order = np.lexsort((-chance, -worthwhile, number))
    if not len(order):
        return np.zeros(len(game), bool), np.zeros((len(game), 2), np.intp), np.tile([1.0, 0.0], (len(game), 1))
    best = order[np.minimum(curve.start[:-1], len(order) - 1)]
    found = (np.diff(curve.start) > 0) & (worthwhile[best] > -np.inf)
    agreement, weights = curve.agreements(best, step[best])
    return found, agreement, weights


def _proposals(
    game: BargainingGame, who: int, worth: Array, item: IntArray, agreement: IntArray, weights: Array
) -> Proposals:
    offered = np.einsum("rp,rpk->rk", weights, game.payoffs[item[:, None], :, agreement])
    accepts = acceptance(worth[item], offered, CLOSE * game.spread[item, None])
    accepts[:, who] = 1.0
    chance = accepts.prod(1)
    return Proposals(
        item=item,
        agreement=agreement,
        weights=weights,
        proposer=np.full((len(item), 1), who, np.intp),
        offered=offered[:, None],
        accepted=chance[:, None],
        refused=after_refusal(worth[item], accepts),
        columns={"refusal": 1 - chance},
    )


def _nothing(solver: TakeItOrLeaveIt, game: BargainingGame, status: Status) -> Solution[BargainingGame, Proposals]:
    none = np.zeros(0, np.intp)
    worth = np.zeros((len(game), len(game.players), 2))
    result = _proposals(game, 0, worth, none, np.zeros((0, 1), np.intp), np.zeros((0, 1)))
    return Solution(game, solver, result, np.full(len(game), status.code), np.zeros(len(game), np.intp))
