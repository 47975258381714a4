"""How far the plans and values of many stochastic games are from logit responses, for all games at once."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from negsim.kernels.compiled import compiled
from negsim.kernels.stages.markov_stage import earned, gaps, leaders, proper_logarithms
from negsim.kernels.stages.markov_system import Layout, twin

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]
    Integers = NDArray[np.intp]


@compiled()
def gaps_of_many(
    places: Integers,
    cells: Integers,
    start: Integers,
    state: Integers,
    chances: Floats,
    payoffs: Floats,
    discount: Floats,
    prior: Floats,
    first: Integers,
    which: Integers,
    points: Floats,
) -> Floats:
    """Return the gaps at points of some games, whose logarithms are shifted in place to those of probabilities.

    Parameters
    ----------
    places, cells, prior
        As in `gaps`, and the same for all games.
    start, state, chances
        What follows the joint actions, in the style of CSR: shapes (row + 1,), (entry,) and (game or 1, entry).
    payoffs, discount
        Shapes (game, row, player) and (game or 1, player).
    first
        Shape (state x player,). The choice of each place with which the others are compared.
    which, points
        Shapes (point,) and (point, choice + player x state + 1). The game, and logarithms of plans, values, precision.

    Returns
    -------
    Floats
        Shape (point, choice + player x state).
    """
    players, choices = cells.shape[1], len(prior)
    states = (points.shape[1] - 1 - choices) // players
    found = np.empty((len(points), points.shape[1] - 1))
    worth = np.zeros((len(cells), players))
    for point in range(len(points)):
        logs, values = points[point, :choices], points[point, choices:-1].reshape(players, states)
        game = which[point]
        own, rates = min(game, len(chances) - 1), discount[min(game, len(discount) - 1)]
        weights = proper_logarithms(places, logs)
        for row in range(len(cells)):
            for i in range(players):
                later = 0.0
                for entry in range(start[row], start[row + 1]):
                    later += chances[own, entry] * values[i, state[entry]]
                worth[row, i] = payoffs[game, row, i] + rates[i] * later
        gains = earned(cells, worth, weights)
        gap = gaps(places, prior, logs, weights, gains, values, points[point, -1])
        for unknown in range(len(gap)):
            found[point, unknown] = gap[unknown, 0]
        for p in range(len(first)):
            for a in range(places[p], places[p + 1]):
                found[point, a] -= gap[first[p], 0]
    return found


class Company:
    """Games with the same states and actions, as equations for all at once.

    Parameters
    ----------
    layout
        As `layout` returns it.
    start, state, chances, payoffs, discount
        As in `gaps_of_many`; payoffs in one unit.
    prior
        Shape (choice,). Logarithms of the plans at precision 0.
    machine
        Whether to run compiled kernels.
    """

    def __init__(
        self,
        layout: Layout,
        start: Integers,
        state: Integers,
        chances: Floats,
        payoffs: Floats,
        discount: Floats,
        prior: Floats,
        *,
        machine: bool,
    ):
        self._fixed = (layout.places, layout.cells, start, state, chances, payoffs, discount, prior)
        self._places = layout.places
        self._gaps, self._leaders = twin(gaps_of_many, machine=machine), twin(leaders, machine=machine)
        self.choices = len(prior)

    def __len__(self) -> int:
        return len(self._fixed[5])

    def gaps(self, weights: Floats, which: Integers, points: Floats) -> Floats:
        """Return the gaps at points of some games, for a system that was factored at other plans.

        Parameters
        ----------
        weights
            Shape (choice,). These other plans: their leaders are those of the system.
        which, points
            As in `gaps_of_many`.
        """
        found: Floats = self._gaps(*self._fixed, self._leaders(self._places, weights), which, points)
        return found
