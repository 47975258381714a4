"""Talks of any number of parties who take turns to offer, over a list of agreements to which all must agree."""

from __future__ import annotations

import numpy as np

from negsim.games.bargaining import CLOSE, BargainingGame
from negsim.games.base import Array, IntArray
from negsim.games.talks.pace import Pace
from negsim.solvers._talks_of_two import Offered, patience
from negsim.solvers.base import Status, Watch


def offers_of_many(game: BargainingGame, pace: Pace, watch: Watch) -> Offered:
    """Find what is offered in each round; without a deadline, what ever later deadlines lead to.

    A round: of the agreements that give all others at least what they get by refusing, the best for the proposer. There
    always is one, as what would be agreed in the next round can be offered now. Without a deadline, rounds are added
    until the offers of one turn of all parties are those of the turn before; where turns repeat otherwise, there is no
    answer. Costs one pass over the agreements a round.

    Parameters
    ----------
    game, pace
        A batch of games, and how their talks go on; nobody can leave them.
    watch
        Limits of the work; a step is a round.
    """
    status, steps, choice = _choices(game, pace, watch)
    item = np.flatnonzero(choice[:, 0] >= 0)
    gains = game.gains[np.arange(len(game))[:, None], :, np.maximum(choice, 0)]
    return Offered(
        status=status,
        steps=steps,
        gains=np.where(choice[..., None] >= 0, gains, 0.0),
        made=choice >= 0,
        item=item,
        agreement=choice[item, :1],
        weights=np.ones((len(item), 1)),
    )


def _choices(game: BargainingGame, pace: Pace, watch: Watch) -> tuple[IntArray, IntArray, IntArray]:
    """Status (batch,), steps (batch,), and the number of the agreement offered (batch, round), -1 for none."""
    players = len(game.players)
    rounds = pace.rounds or players
    status, steps = np.full(len(game), Status.solved.code, np.intp), np.zeros(len(game), np.intp)
    choice = np.full((len(game), rounds), -1, np.intp)
    value = np.zeros((len(game), players))
    before = saved = choice.copy()
    open_ = np.flatnonzero(game.acceptable.any(1))
    done, turns = 0, 0
    while len(open_):
        for turn in reversed(range(rounds)):
            stopped = watch.stop(done)
            if stopped:
                status[open_], choice[open_] = stopped.code, -1
                return status, steps, choice
            done += 1
            choice[open_, turn] = _offer(game, pace, open_, (pace.first + turn) % players, value[open_])
            value[open_] = game.gains[open_, :, choice[open_, turn]]
        steps[open_] = done
        if pace.rounds is not None:
            break
        turns += 1
        settled = (choice[open_] == before[open_]).all(1)
        repeats = open_[(choice[open_] == saved[open_]).all(1) & ~settled]
        status[repeats] = Status.none_found.code
        before = choice.copy()
        saved = before if turns & (turns - 1) == 0 else saved  # at powers of two: finds a circle of any length
        choice[repeats] = -1
        open_ = np.setdiff1d(open_[~settled], repeats)
    return status, steps, choice


def _offer(game: BargainingGame, pace: Pace, item: IntArray, who: int, value: Array) -> IntArray:
    """Shape (row,). What a party offers in some games, if ``value`` (row, player) is what all gain a round later."""
    gains, close = game.gains[item], CLOSE * game.spread[item, None]
    bar = patience(pace)[item] * value
    bar[:, who] = 0.0
    fine = (gains >= bar[..., None] - close[..., None]).all(1) & game.acceptable[item]
    own = np.where(fine, gains[:, who], -np.inf)
    equal = own >= own.max(1, keepdims=True) - close
    return np.asarray(np.where(equal, gains.sum(1), -np.inf).argmax(1))
