"""The best strategy to commit to in the open, when the other player replies as well as it can."""

from __future__ import annotations

import time
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from negsim.kernels.linear_program import Ending, maximum


class Commitment(NamedTuple):
    """An optimal commitment and the reply to it.

    Attributes
    ----------
    ending
        ``solved``, ``step_limit``, ``time_limit`` or ``failed``; the best so far unless solved.
    mixture, reply
        Shape (leader's strategy,), and the number of the follower's strategy.
    value, ceiling
        What the leader gets, and what no commitment can surpass: equal but for rounding where solved.
    steps
        Iterations of all linear programs.
    """

    ending: Ending
    mixture: NDArray[np.float64]
    reply: int
    value: float
    ceiling: float
    steps: int


def pure_commitment(leader: NDArray[np.float64], follower: NDArray[np.float64]) -> Commitment:
    """Find the best pure strategy to commit to; of replies equally good for the follower, the leader's favourite.

    Parameters
    ----------
    leader, follower
        Shape (leader's strategy, follower's strategy). Their payoffs.
    """
    replies = follower == follower.max(1, keepdims=True)
    worth = np.where(replies, leader, -np.inf)
    chosen, reply = np.unravel_index(int(worth.argmax()), worth.shape)
    mixture = np.asarray(np.arange(len(leader)) == chosen, float)
    value = float(worth.max())
    return Commitment("solved", mixture, int(reply), value, value, 0)


def mixed_commitment(
    leader: NDArray[np.float64], follower: NDArray[np.float64], max_steps: int = 1_000_000, seconds: float = np.inf
) -> Commitment:
    """Find the best mixed strategy to commit to; of replies equally good for the follower, the leader's favourite.

    For every reply, a linear program finds the commitment that is best among those to which it is a best reply
    (Conitzer and Sandholm 2006); the best of these is optimal. Replies that cannot improve on the best are passed over.
    The prices y of one program bound its value: no mixture earns more than the best entry of the leader's payoffs for
    this reply less y times what other replies would gain the follower.

    Parameters
    ----------
    leader, follower
        Shape (leader's strategy, follower's strategy). Their payoffs.
    max_steps, seconds
        Limits of all linear programs together.
    """
    best = pure_commitment(leader, follower)
    ceiling, steps, end = best.value, 0, time.monotonic() + seconds
    lead, lead_unit = _scaled(leader)
    follow, _ = _scaled(follower)
    ones = np.ones((1, len(lead)))
    for reply in np.argsort(-leader.max(0), kind="stable"):
        if leader[:, reply].max() <= best.value:
            break
        gains = np.delete(follow - follow[:, [reply]], reply, axis=1).T  # (other reply, leader's strategy)
        found = maximum(
            lead[:, reply],
            gains,
            np.zeros(len(gains)),
            ones,
            np.ones(1),
            max_steps=max_steps - steps,
            seconds=end - time.monotonic(),
        )
        steps += found.steps
        if found.ending in ("step_limit", "time_limit"):
            return best._replace(ending=found.ending, ceiling=float(leader.max()), steps=steps)
        if found.ending == "failed":  # no mixture makes it a best reply
            continue
        bound = (leader[:, reply] - lead_unit * (found.prices @ gains)).max()
        ceiling = max(ceiling, float(bound))
        mixture = np.maximum(found.point, 0.0)
        mixture /= mixture.sum()
        if (value := float(mixture @ leader[:, reply])) > best.value:
            best = Commitment("solved", mixture, int(reply), value, value, steps)
    return best._replace(ceiling=ceiling, steps=steps)


def _scaled(table: NDArray[np.float64]) -> tuple[NDArray[np.float64], float]:
    unit = float(np.ptp(table)) or 1.0
    return (table - table.min()) / unit, unit
