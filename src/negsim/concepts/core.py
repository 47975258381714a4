"""The core: agreements that no group with the votes for it would replace, and no group that can refuse would refuse."""

from __future__ import annotations

from typing import Any

import numpy as np

from negsim.concepts._fair import gains_of
from negsim.concepts._reach import reach
from negsim.concepts.base import Concept, concepts
from negsim.games.bargaining import BargainingGame
from negsim.games.base import Array
from negsim.games.results import Agreements

BLOCK = 4_000_000  # numbers that are worked on at a time


def objection(game: BargainingGame, result: Agreements) -> Array:
    """Return the most that some group could get for each of its members by what it can bring about.

    A group with enough votes can bring about any agreement; one without which the others have not enough votes can
    bring about disagreement. Every group is asked, whatever its size.
    """
    gains = gains_of(game, result)
    worst = np.zeros(len(result))
    wins = _winning(game)
    parties = gains.shape[1]
    for group in range(1, 2**parties) if len(wins) else [2**parties - 1]:
        members = np.array([group >> p & 1 for p in range(parties)], bool)
        if not len(wins) or wins[group]:
            worst = np.maximum(worst, _alternative(game, result, gains, members))
        if len(wins) and not wins[~group & 2**parties - 1]:
            worst = np.maximum(worst, (-gains[:, members]).min(1))
    return (worst if len(wins) else np.maximum(worst, (-gains).max(1))) + 0.0  # and never minus zero


def _winning(game: BargainingGame) -> Any:
    """Whether each group can bind all; of length 0 where all must agree."""
    rule: Any = game.rule
    return np.zeros(0, bool) if rule.is_unanimity else rule.winning


def _alternative(game: BargainingGame, result: Agreements, gains: Array, members: Any) -> Array:
    """Shape (row,): the most that an agreement could give to every member beyond what it has."""
    if game.lotteries and len(game.players) > 1:
        floor = np.where(members, gains, -np.inf)
        return np.asarray(reach(game, result.item, floor, np.tile(members.astype(float), (len(gains), 1))))
    size = max(1, BLOCK // max(game.payoffs[:1].size, 1))
    found = np.zeros(len(gains))
    for rows in (slice(k, k + size) for k in range(0, len(gains), size)):
        more = game.gains[result.item[rows]][:, members] - gains[rows][:, members, None]
        found[rows] = more.min(1).max(1)
    return found


core: Concept[BargainingGame, Agreements] = concepts("core")(
    Concept(
        "core",
        "No group could bring about something that all its members prefer.",
        "Gillies (1959)",
        objection,
    )
)
