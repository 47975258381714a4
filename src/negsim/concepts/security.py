"""Security levels: what a player can make sure of, whatever the others do together."""

from __future__ import annotations

from functools import partial

import numpy as np

from negsim.concepts.base import Concept, concepts
from negsim.games.base import Array
from negsim.games.results import Profiles
from negsim.games.strategic import StrategicGame
from negsim.kernels.matrix_game import safeguards


def guarantees(game: StrategicGame, result: Profiles) -> Array:
    """Return what each player's strategy earns at least, whatever the others do together.

    Parameters
    ----------
    game
        A batch of games.
    result
        Mixed profiles of games of the batch.

    Returns
    -------
    Array
        Shape (row, player), in the unit of the payoffs.
    """
    least = np.empty((len(result), len(game.players)))
    for player, part in enumerate(game.choices.slices):
        table = game.own_table(player)[result.item]
        least[:, player] = np.einsum("rao,ra->ro", table, result.weights[:, part]).min(1)
    return least


def shortfall(game: StrategicGame, result: Profiles, *, mixed: bool = True) -> Array:
    """Return by how much the guarantee of some player's strategy falls short of the best guarantee it could have.

    Parameters
    ----------
    game
        A batch of games.
    result
        Mixed profiles of games of the batch.
    mixed
        Whether the best is taken over mixed strategies or over pure ones. Over mixed ones the others' best joint
        mixture bounds it: no strategy earns more against that mixture than the bound, so none can guarantee more.

    Returns
    -------
    Array
        Shape (row,), the largest over the players, in the unit of the payoffs.
    """
    least = guarantees(game, result)
    best = np.empty_like(least)
    items, place = np.unique(result.item, return_inverse=True)
    for player in range(len(game.players)):
        table = game.own_table(player)[items]
        bound = [safeguards(cells).ceiling for cells in table] if mixed else table.min(2).max(1)
        best[:, player] = np.asarray(bound, float)[place]
    return np.asarray(np.maximum(best - least, 0.0).max(1))


security: Concept[StrategicGame, Profiles] = concepts("security")(
    Concept(
        "security",
        "No player has a strategy that earns it more at the least, whatever the others do together.",
        "von Neumann (1928)",
        shortfall,
    )
)

pure_security: Concept[StrategicGame, Profiles] = Concept(
    "security",
    "No player has a pure strategy that earns it more at the least, whatever the others do together.",
    "von Neumann (1928)",
    partial(shortfall, mixed=False),
)
