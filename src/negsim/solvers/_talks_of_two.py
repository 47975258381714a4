"""Talks of two parties who take turns to offer, over a list of agreements or lotteries over it, and who may leave."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from negsim.games.bargaining import CLOSE, BargainingGame
from negsim.games.base import Array, BoolArray, IntArray
from negsim.games.talks.pace import Pace
from negsim.kernels.talks.rounds import HALVINGS, offers_before_deadline, offers_without_deadline
from negsim.solvers._curves import Curve
from negsim.solvers.base import Status, Watch

OFFERS_AT_ONCE = 1_000_000  # after so many, the deadline of the solver is looked at
WORK = 60  # elementary steps an offer, interpreted


@dataclass(frozen=True, kw_only=True)
class Offered:
    """What is offered in every round of every game.

    Attributes
    ----------
    status, steps
        Shape (batch,). How the work on each game ended, and how many rounds it took.
    gains
        Shape (batch, round, player). What each gains in that round by what happens there.
    made
        Shape (batch, round). Whether an offer is made that is accepted.
    item
        Shape (row,). The games in which that is so in the first round.
    agreement, weights
        Shape (row, part). What is agreed there.
    columns
        What else is known of these rows.
    """

    status: IntArray
    steps: IntArray
    gains: Array
    made: BoolArray
    item: IntArray
    agreement: IntArray
    weights: Array
    columns: Mapping[str, Any] = field(default_factory=dict)


def patience(pace: Pace) -> Array:
    """Return the worth now of a gain in the next round, which talks may not live to see.

    Parameters
    ----------
    pace
        How talks go on, spread over a batch.

    Returns
    -------
    Array
        Shape (batch, player).
    """
    return np.asarray(pace.discount * (1 - pace.breakdown)[:, None])


def outside(game: BargainingGame, pace: Pace) -> Array:
    """Return what each gains by leaving; minus infinity where nobody can.

    Parameters
    ----------
    game, pace
        A batch of games, and how their talks go on.

    Returns
    -------
    Array
        Shape (batch, player).
    """
    if pace.outside is None:
        return np.full(game.disagreement.shape, -np.inf)
    return np.asarray(pace.outside - game.disagreement)


def offers_of_two(game: BargainingGame, pace: Pace, watch: Watch) -> Offered:
    """Find what both offer, by backward induction from the deadline, or as the fixed point where there is none.

    Parameters
    ----------
    game, pace
        A batch of games, and how their talks go on.
    watch
        Limits of the work; a step is a round.
    """
    curve = Curve.of(game, game.gains)
    status, steps, row, step, gains = _points(game, curve, pace, pace.first, watch)
    made = row >= 0
    item = np.flatnonzero(made[:, 0])
    columns = {}
    if pace.rounds is None:
        others_best = _points(game, curve, pace, 1 - pace.first, watch)[4][:, ::-1]
        columns["unique"] = (np.abs(gains - others_best).max((1, 2)) <= CLOSE * game.spread)[item]
    agreement, weights = curve.agreements(row[item, 0], step[item, 0])
    return Offered(
        status=status,
        steps=steps,
        gains=gains,
        made=made,
        item=item,
        agreement=agreement,
        weights=weights,
        columns=columns,
    )


def _points(game: BargainingGame, curve: Curve, pace: Pace, first: int, watch: Watch) -> tuple[Any, ...]:
    """Status and steps; rows and steps on the curve, and gains, of every round."""
    count, rounds = len(game), pace.rounds or 2
    status, steps = np.full(count, Status.solved.code, np.intp), np.zeros(count, np.intp)
    row, step, gains = np.full((count, rounds), -1), np.zeros((count, rounds)), np.zeros((count, rounds, 2))
    waiting, leaving, close = patience(pace), outside(game, pace), CLOSE * game.spread
    most = watch.limits.max_steps
    size = max(1, OFFERS_AT_ONCE // rounds)
    for at in range(0, count, size):
        part = slice(at, at + size)
        stopped = watch.stop((pace.rounds or 1) - 1)
        if stopped:
            status[at:] = stopped.code
            break
        given = (curve.start[at : at + size + 1], curve.gains, curve.straight, waiting[part], leaving[part], first)
        filled = (row[part], step[part], gains[part])
        work = WORK * row[part].size
        if pace.rounds is not None:
            offers_before_deadline.sized(work)(*given, close[part], *filled)
            steps[part] = rounds
        else:
            offers_without_deadline.sized(HALVINGS * work)(*given, close[part], most, *filled, steps[part])
    late = steps < 0
    status[late], row[late] = Status.step_limit.code, -1
    return status, np.abs(steps), row, step, gains
