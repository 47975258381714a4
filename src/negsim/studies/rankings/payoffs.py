"""The smallest change of a party's payoffs that makes a state stable for it."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from negsim.games.conflict import ConflictGame
from negsim.studies.rankings.conditions import Condition


@dataclass(frozen=True, kw_only=True)
class PayoffChange:
    """By how much payoffs would have to differ.

    Attributes
    ----------
    raise_by
        By how much the payoff of the wanted state alone would have to rise; 0 if it is stable already.
    change_by
        By how much every payoff may change, at most, if all may: the wanted state's rises by this much, and those of
        `level` fall by it. It is half of `raise_by`.
    level
        The states better than the wanted one that come no higher than it; the best of them is then its equal.
    """

    raise_by: float
    change_by: float
    level: tuple[int, ...]


def smallest_change(condition: Condition, game: ConflictGame, item: int) -> PayoffChange:
    """Return the smallest change of payoffs after which a state is stable for a player.

    The higher the state stands, the more states are no better, its equals among them: so the first level that suffices
    is the answer.

    Parameters
    ----------
    condition
        Of the player.
    game, item
        A batch of conflicts, and which of them.
    """
    ranks, payoffs = game.ranks[item, condition.player], game.payoffs[item, condition.player]
    own = ranks[condition.state]
    levels = np.arange(own, ranks.max() + 1)
    suffices = condition.holds(ranks[None, :] <= levels[:, None])
    level = int(levels[np.argmax(suffices)])
    lifted = np.flatnonzero((ranks > own) & (ranks <= level))
    rise = float(payoffs[lifted].max() - payoffs[condition.state]) if len(lifted) else 0.0
    return PayoffChange(raise_by=rise, change_by=rise / 2, level=tuple(map(int, lifted)))
