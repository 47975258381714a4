"""Risk dominance: of two equilibria, the one from which mistakes about the other player cost more to leave."""

from __future__ import annotations

import numpy as np

from negsim.concepts.base import Concept, concepts
from negsim.games.base import Array, BoolArray, IntArray
from negsim.games.results import Profiles
from negsim.games.strategic import StrategicGame


def equilibria(game: StrategicGame) -> tuple[IntArray, IntArray]:
    """Return the pure equilibria of two-player games.

    Returns
    -------
    item, cell
        Shapes (equilibrium,) and (equilibrium, 2): the game, and the two players' strategies.
    """
    first, second = game.payoffs[:, 0], game.payoffs[:, 1]
    stable = (first == first.max(1, keepdims=True)) & (second == second.max(2, keepdims=True))
    item, *cell = np.nonzero(stable)
    return item, np.stack(cell, axis=1)


def pairs(item: IntArray, rival_item: IntArray) -> tuple[IntArray, IntArray]:
    """Return every pair of a row and a rival row that belong to the same game.

    Parameters
    ----------
    item, rival_item
        Shapes (row,) and (rival,), never decreasing.

    Returns
    -------
    row, rival
        Shape (pair,), ordered by row.
    """
    start = np.searchsorted(rival_item, item, "left")
    count = np.searchsorted(rival_item, item, "right") - start
    row = np.repeat(np.arange(len(item)), count)
    within = np.arange(len(row)) - np.repeat(np.cumsum(count) - count, count)
    return row, start[row] + within


def resistance(game: StrategicGame, item: IntArray, cell: IntArray, rival: IntArray) -> Array:
    """Return the product of what the two players lose by deviating alone from an equilibrium to a rival one.

    Parameters
    ----------
    game
        A batch of games of two players.
    item
        Shape (pair,). The game.
    cell, rival
        Shape (pair, 2). The players' strategies in the equilibrium, and in the rival equilibrium.

    Returns
    -------
    Array
        Shape (pair,), in the square of `unit`; -1 where some player would gain.
    """
    (i, j), (k, m) = cell.T, rival.T
    first = game.payoffs[item, 0, i, j] - game.payoffs[item, 0, k, j]
    second = game.payoffs[item, 1, i, j] - game.payoffs[item, 1, i, m]
    scale = unit(game)[item]
    return np.asarray(np.where((first < 0) | (second < 0), -1.0, (first / scale) * (second / scale)))


def unit(game: StrategicGame) -> Array:
    """Return a power of two near the payoff range of every game: dividing by it is exact, and keeps ties ties."""
    return np.asarray(np.exp2(np.floor(np.log2(game.spread))))


def apart(cell: IntArray, rival: IntArray) -> BoolArray:
    """Return which pairs differ in both players' strategies, and so span a 2 x 2 game; shape (pair,)."""
    return np.asarray((cell != rival).all(1))


def resistance_lacking(game: StrategicGame, result: Profiles) -> Array:
    """Return by how much a rival pure equilibrium resists deviations more than the row's own does.

    The row and every other pure equilibrium in which both players act differently are compared in the 2 x 2 game of
    their strategies, by the geometric mean of the two players' losses from deviating alone to the other. A player's
    gain from deviating at all counts too, so that rows are equilibria.

    Parameters
    ----------
    game
        A batch of games of two players.
    result
        Pure profiles of games of the batch; mixed ones are infinitely far.

    Returns
    -------
    Array
        Shape (row,), in the unit of the payoffs.
    """
    parts = game.choices.slices
    pure = np.isin(result.weights, (0.0, 1.0)).all(1) & (result.weights.sum(1) == 2)
    cell = np.stack([result.weights[:, part].argmax(1) for part in parts], axis=1)
    item, rivals = equilibria(game)
    row, rival = pairs(result.item, item)
    kept = apart(cell[row], rivals[rival])
    row, rival = row[kept], rival[kept]
    own = resistance(game, result.item[row], cell[row], rivals[rival])
    other = resistance(game, result.item[row], rivals[rival], cell[row])
    lacking = np.zeros(len(result))
    np.maximum.at(
        lacking, row, np.where(own < 0, np.inf, unit(game)[result.item[row]] * (np.sqrt(other) - np.sqrt(np.abs(own))))
    )
    earns = game.deviation_payoffs(result)
    for player, part in enumerate(parts):
        obtained = earns[np.arange(len(result)), part.start + cell[:, player]]
        lacking = np.maximum(lacking, earns[:, part].max(1) - obtained)
    return np.where(pure, lacking, np.inf)


risk_dominance: Concept[StrategicGame, Profiles] = concepts("risk_dominance")(
    Concept(
        "risk_dominance",
        "No other pure equilibrium has a larger product of what the two players lose by deviating alone to the other.",
        "Harsanyi and Selten (1988)",
        resistance_lacking,
    )
)
