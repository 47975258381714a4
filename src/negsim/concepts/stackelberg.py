"""Stackelberg commitment: one player commits first, in the open, and the other replies."""

from __future__ import annotations

from functools import partial

import numpy as np

from negsim.concepts.base import Concept, concepts
from negsim.games.base import Array
from negsim.games.results import Profiles
from negsim.games.strategic import StrategicGame, own_first
from negsim.kernels.strategic.commitment import mixed_commitment, pure_commitment


def forgone(game: StrategicGame, result: Profiles, *, leader: int | str = 0, mixed: bool = True) -> Array:
    """Return how far profiles are from an optimal commitment and a best reply to it.

    It is the larger of two amounts: what the follower would gain by another reply, and what the leader would gain by
    another commitment, to which the follower replies as well as it can, in the leader's favour where several replies
    are equally good.

    Parameters
    ----------
    game
        A batch of games of two players.
    result
        Mixed profiles of games of the batch.
    leader
        Number or label of the player who commits.
    mixed
        Whether the leader may commit to a mixed strategy, or to pure ones only.

    Returns
    -------
    Array
        Shape (row,), in the unit of the payoffs.
    """
    first = game.player_number(leader)
    own, reply = game.choices.slices[first], game.choices.slices[1 - first]
    earns = game.deviation_payoffs(result)
    income = (earns[:, own] * result.weights[:, own]).sum(1)
    regret = earns[:, reply].max(1) - (earns[:, reply] * result.weights[:, reply]).sum(1)
    best = mixed_commitment if mixed else pure_commitment
    items, place = np.unique(result.item, return_inverse=True)
    mine, theirs = game.own_table(first)[items], own_first(game.payoffs[items, 1 - first], first)
    bounds = np.array([best(*tables).ceiling for tables in zip(mine, theirs, strict=True)], float)
    return np.asarray(np.maximum(0.0, np.maximum(bounds[place] - income, regret)))


def commitment(leader: int | str = 0, *, mixed: bool = True) -> Concept[StrategicGame, Profiles]:
    """Return the concept for this leader, over mixed or over pure commitments.

    Parameters
    ----------
    leader
        Number or label of the player who commits.
    mixed
        Whether it may commit to a mixed strategy.
    """
    kind = "strategy" if mixed else "pure strategy"
    return Concept(
        "stackelberg",
        f"The leader cannot gain by committing to another {kind}, and the follower's reply to it is a best reply.",
        "von Stackelberg (1934); Conitzer and Sandholm (2006)",
        partial(forgone, leader=leader, mixed=mixed),
    )


stackelberg: Concept[StrategicGame, Profiles] = concepts("stackelberg")(commitment())
