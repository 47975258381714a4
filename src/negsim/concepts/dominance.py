"""Iterated dominance: what is left when strategies that are worse whatever the others do leave, again and again."""

from __future__ import annotations

from functools import partial
from typing import Literal

import numpy as np

from negsim.concepts.base import Concept, concepts
from negsim.games.base import Array, BoolArray, IntArray
from negsim.games.results import Survivors
from negsim.games.strategic import StrategicGame
from negsim.kernels.strategic.dominance import NOTICEABLE, combinations, mixed_dominator, pure_margin

Kind = Literal["strict", "weak"]
By = Literal["pure", "mixed"]


def others_left(game: StrategicGame, alive: BoolArray, player: int) -> BoolArray:
    """Return which combinations of the others' strategies are still there.

    Parameters
    ----------
    game
        A batch of games.
    alive
        Shape (row, choice).
    player
        Number of the player whose opponents these are.

    Returns
    -------
    BoolArray
        Shape (row, combination), in the order of `StrategicGame.own_table`.
    """
    parts = [alive[:, part] for other, part in enumerate(game.choices.slices) if other != player]
    return combinations(parts) if parts else np.ones((len(alive), 1), bool)


def domination_left(game: StrategicGame, result: Survivors, *, kind: Kind = "strict", by: By = "mixed") -> Array:
    """Return how far survivors are from being what iterated elimination leaves.

    It is the larger of two amounts: the margin by which a survivor is dominated by other survivors, against the
    opponents' surviving strategies; and the most by which a strategy that left does better somewhere than the strategy
    said to have dominated it, against what the opponents still had in that round. The margin of strict dominance is
    its least gain, that of weak dominance its mean gain.

    Parameters
    ----------
    game
        A batch of games.
    result
        Survivors, with the round and the dominator of each strategy that left.
    kind, by
        Strict or weak dominance, by pure strategies only or by mixtures too.

    Returns
    -------
    Array
        Shape (row,), in the unit of the payoffs; infinite where a player has no survivor, or a strategy is said to have
        been dominated by one that was not there.
    """
    worst = np.zeros(len(result))
    for player, part in enumerate(game.choices.slices):
        table = game.own_table(player)[result.item]
        own, others = result.alive[:, part], others_left(game, result.alive, player)
        left = pure_margin(table, own, others, weak=kind == "weak").max(1)
        if by == "mixed" and own.shape[1] > 2:
            left = np.maximum(left, [_mixed_margin(*rows, kind) for rows in zip(table, own, others, strict=True)])
        worst = np.maximum(worst, np.where(own.any(1), left, np.inf))
        for choice in range(part.start, part.stop):
            worst = np.maximum(worst, _unjustified(game, result, player, choice))
    return worst


def _mixed_margin(table: Array, own: BoolArray, others: BoolArray, kind: Kind) -> float:
    """The largest margin in one game; payoffs of shape (own strategy, combination)."""
    cells = table[np.ix_(own, others)]
    unit = float(np.ptp(cells)) or 1.0
    margins = [
        mixed_dominator(np.delete(cells - row, k, axis=0) / unit, weak=kind == "weak")[2] * unit
        for k, row in enumerate(cells)
        if len(cells) > 1
    ]
    return max((margin for margin in margins if margin > NOTICEABLE * unit), default=0.0)


def _unjustified(game: StrategicGame, result: Survivors, player: int, choice: int) -> Array:
    """Shape (row,). How much better than its dominator one choice does somewhere, when it left."""
    part = game.choices.slices[player]
    left: IntArray = result.round[:, choice]
    there = (result.round == 0) | (result.round >= left[:, None])
    weights = result.dominator[:, choice, part]
    table = game.own_table(player)[result.item]
    gain = np.einsum("rao,ra->ro", table, weights) - table[:, choice - part.start]
    worse = np.where(others_left(game, there, player), -gain, -np.inf).max(1)
    proper = (np.abs(weights.sum(1) - 1) <= 1e-9) & ((weights == 0) | there[:, part]).all(1)
    reason = np.where(proper, np.maximum(worse, 0.0), np.inf)
    return np.where(result.alive[:, choice] & (left == 0), 0.0, np.where(left == 0, np.inf, reason))


def undominated(kind: Kind = "strict", by: By = "mixed") -> Concept[StrategicGame, Survivors]:
    """Return the concept of what iterated elimination leaves.

    Parameters
    ----------
    kind
        ``strict``: dominated strategies do worse against everything the others still have; ``weak``: never better and
        somewhere worse.
    by
        Whether only ``pure`` strategies dominate, or ``mixed`` ones too.
    """
    extent = "never better and somewhere worse" if kind == "weak" else "worse"
    means = "another strategy" if by == "pure" else "another strategy or mixture"
    return Concept(
        "dominance",
        f"No strategy that is left is {extent} than {means} that is left; each that went was, when it went.",
        "Luce and Raiffa (1957); Moulin (1979)" if kind == "weak" else "Luce and Raiffa (1957); Pearce (1984)",
        partial(domination_left, kind=kind, by=by),
    )


dominance: Concept[StrategicGame, Survivors] = concepts("dominance")(undominated())
