"""Logit responses in the states of a stochastic game: what choices earn, and how far plans are from responses.

Choices are numbered by state, player and action; ``places`` holds the first choice of each state and player, and the
number of choices. ``cells`` holds, for every joint action that is possible in some state, the choice of each player;
``rows`` the first joint action of each state. A leader is the likeliest choice of a place: the others are compared
with it.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import numpy as np

from negsim.kernels.compiled import compiled

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]
    Integers = NDArray[np.intp]

NIL = -60.0  # logarithm below which a probability counts as 0: products of such numbers would slow the machine down


@compiled()
def proper_logarithms(places: Integers, logs: Floats) -> Floats:
    """Shift logarithms in place so that the probabilities of every place sum to 1; return the probabilities.

    Parameters
    ----------
    places
        Shape (state x player + 1,).
    logs
        Shape (choice,).
    """
    weights = np.zeros(len(logs))
    for p in range(len(places) - 1):
        top, total = logs[places[p]], 0.0
        for a in range(places[p], places[p + 1]):
            top = max(top, logs[a])
        for a in range(places[p], places[p + 1]):
            if logs[a] - top > NIL:
                total += math.exp(logs[a] - top)
        shift = top + math.log(total)
        for a in range(places[p], places[p + 1]):
            logs[a] -= shift
            if logs[a] > NIL:
                weights[a] = math.exp(logs[a])
    return weights


@compiled()
def leaders(places: Integers, weights: Floats) -> Integers:
    """Return the likeliest choice of every place.

    Parameters
    ----------
    places, weights
        As in `proper_logarithms`.
    """
    found = places[:-1].copy()
    for p in range(len(places) - 1):
        for a in range(places[p], places[p + 1]):
            if weights[a] > weights[found[p]]:
                found[p] = a
    return found


@compiled()
def chance(cells: Integers, weights: Floats, row: int, one: int, other: int) -> float:
    """Return the probability of a joint action, but for the choices of one or two players.

    Parameters
    ----------
    cells
        Shape (row, player).
    weights
        Shape (choice,).
    row, one, other
        Which joint action, and the players whose choices count as certain.
    """
    product = 1.0
    for k in range(cells.shape[1]):
        if k not in (one, other):
            product *= weights[cells[row, k]]
    return product


@compiled()
def earned(cells: Integers, worth: Floats, weights: Floats) -> Floats:
    """Return what every choice earns against the plans of the others.

    Parameters
    ----------
    cells
        Shape (row, player).
    worth
        Shape (row, player). What each joint action earns, at once and later.
    weights
        Shape (choice,).

    Returns
    -------
    Floats
        Shape (choice,).
    """
    found = np.zeros(len(weights))
    for row in range(len(cells)):
        for i in range(cells.shape[1]):
            found[cells[row, i]] += worth[row, i] * chance(cells, weights, row, i, i)
    return found


@compiled()
def gaps(
    places: Integers, prior: Floats, logs: Floats, weights: Floats, gains: Floats, values: Floats, precision: float
) -> Floats:
    """Return how far plans and values are from logit responses and from what the plans are worth.

    Parameters
    ----------
    places, logs, weights
        As in `proper_logarithms`.
    prior
        Shape (choice,). Logarithms of the plans at precision 0.
    gains
        Shape (choice,). What every choice earns.
    values
        Shape (player, state).
    precision
        Weight of payoffs in the response.

    Returns
    -------
    Floats
        Shape (choice + player x state, 2). First the gap, for choices against the leader of the place; then how fast it
        shrinks as precision rises.
    """
    players, states = values.shape
    found = np.zeros((len(logs) + players * states, 2))
    first = leaders(places, weights)
    for p in range(len(first)):
        best, mean = first[p], 0.0
        for a in range(places[p], places[p + 1]):
            ahead = gains[a] - gains[best]
            mean += weights[a] * gains[a]
            found[a, 0] = logs[a] - prior[a] - logs[best] + prior[best] - precision * ahead
            found[a, 1] = ahead
        state, player = p // players, p % players
        found[len(logs) + player * states + state, 0] = values[player, state] - mean
    return found


@compiled()
def keep_proper(places: Integers, weights: Floats, change: Floats) -> None:
    """Shift changes of logarithms in place so that the probabilities of every place still sum to 1, to first order.

    Parameters
    ----------
    places, weights
        As in `proper_logarithms`.
    change
        Shape (choice, side).
    """
    for p in range(len(places) - 1):
        mean = np.zeros(change.shape[1])
        for a in range(places[p], places[p + 1]):
            for side in range(change.shape[1]):
                mean[side] += weights[a] * change[a, side]
        for a in range(places[p], places[p + 1]):
            for side in range(change.shape[1]):
                change[a, side] -= mean[side]
