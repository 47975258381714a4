"""The agreements of a list to which a group has no alternative that all its members prefer."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from negsim.kernels.compiled import compiled

STEPS = 60  # elementary steps per payoff


def unopposed(payoffs: NDArray[np.float64], close: NDArray[np.float64]) -> NDArray[np.bool_]:
    """Return the agreements to which no other is better for every member of a group.

    Who is worse off cannot come before who is better off in the order of the members' sums. So each agreement need be
    held only against those before it that are in nobody's way; for two members, against the best of them.

    Parameters
    ----------
    payoffs
        Shape (batch, member, agreement). What the members of the group get.
    close
        Shape (batch,). The largest difference that counts as none.

    Returns
    -------
    ndarray
        Shape (batch, agreement).
    """
    members = payoffs.shape[1]
    if members == 1:
        return np.asarray(payoffs[:, 0] >= payoffs[:, 0].max(1, keepdims=True) - close[:, None])
    order = np.argsort(-(payoffs[:, 0] if members == 2 else payoffs.sum(1)), axis=1, kind="stable")
    fine = np.zeros(order.shape, np.bool_)
    kernel = _two if members == 2 else _many
    kernel.sized(STEPS * payoffs.size)(payoffs, order, close, fine)
    return fine


@compiled()
def _two(payoffs: Any, order: Any, close: Any, fine: Any) -> None:
    for game in range(len(payoffs)):
        first, second = payoffs[game, 0], payoffs[game, 1]
        ahead, best = 0, -np.inf  # of those who are ahead for the first member, the best for the second
        for at in range(order.shape[1]):
            k = order[game, at]
            while first[order[game, ahead]] > first[k] + close[game]:
                best = max(best, second[order[game, ahead]])
                ahead += 1
            fine[game, k] = second[k] + close[game] >= best


@compiled()
def _many(payoffs: Any, order: Any, close: Any, fine: Any) -> None:
    members, agreements = payoffs.shape[1], payoffs.shape[2]
    kept = np.zeros((agreements, members))
    for game in range(len(payoffs)):
        size = 0
        for at in range(agreements):
            k = order[game, at]
            opposed = False
            for rival in range(size):
                better = 0
                while better < members and kept[rival, better] > payoffs[game, better, k] + close[game]:
                    better += 1
                if better == members:
                    opposed = True
                    break
            fine[game, k] = not opposed
            if not opposed:
                for i in range(members):
                    kept[size, i] = payoffs[game, i, k]
                size += 1
