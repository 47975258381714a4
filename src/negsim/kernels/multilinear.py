"""Expected payoffs of n-player games, and how they change with each player's mixed strategy."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from negsim.kernels.compiled import compiled

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]
    Integers = NDArray[np.intp]


@compiled()
def turn(at: Integers, starts: Integers, last: int) -> None:
    """Go to the next cell, in place: the last player's strategies run fastest.

    Parameters
    ----------
    at
        Shape (player,) or longer. The choice of each player in this cell.
    starts
        As in `pair_payoffs`.
    last
        The last player to move on; later ones stay.
    """
    while last >= 0:
        at[last] += 1
        if at[last] < starts[last + 1]:
            return
        at[last] = starts[last]
        last -= 1


@compiled()
def pair_payoffs(payoffs: Floats, starts: Integers, weights: Floats) -> Floats:
    """Return what each strategy earns against each strategy of each other player, the rest playing their mixtures.

    Parameters
    ----------
    payoffs
        Shape (player, cell). Cells in the order of the strategies, the last player's running fastest.
    starts
        Shape (player + 1,). First choice of each player, and the number of choices.
    weights
        Shape (choice,). A mixed profile; the weights need not sum to 1.

    Returns
    -------
    Floats
        Shape (own choice, other choice); 0 between choices of the same player. It is the derivative of the expected
        payoff of the one by the weight of the other.
    """
    count, last = len(weights), len(starts) - 2
    first, width = starts[last], starts[last + 1] - starts[last]
    upper, lower = np.zeros((count, count)), np.zeros((count, count))  # of earlier and of later players, both by row
    at, later, mean = starts.copy(), np.ones(last + 1), np.zeros(last + 1)
    for block in range(payoffs.shape[1] // width):  # all strategies of the last player, those of the others fixed
        for k in range(last - 1, -1, -1):
            later[k] = later[k + 1] * weights[at[k]]
        for i in range(last + 1):
            mean[i] = 0.0
            for b in range(width):
                mean[i] += weights[first + b] * payoffs[i, block * width + b]
        earlier = 1.0
        for i in range(last):
            but_two = earlier
            for j in range(i + 1, last):
                chance = but_two * later[j + 1]
                upper[at[i], at[j]] += chance * mean[i]
                lower[at[i], at[j]] += chance * mean[j]
                but_two *= weights[at[j]]
            for b in range(width):
                upper[at[i], first + b] += but_two * payoffs[i, block * width + b]
                lower[at[i], first + b] += but_two * payoffs[last, block * width + b]
            earlier *= weights[at[i]]
        turn(at, starts, last - 1)
    for i in range(count):
        for j in range(i):
            upper[i, j] = lower[j, i]
    return upper


@compiled()
def strategy_payoffs(payoffs: Floats, starts: Integers, weights: Floats, table: Floats) -> Floats:
    """Return what each strategy earns against a mixed profile.

    Parameters
    ----------
    payoffs, starts, weights
        As in `pair_payoffs`.
    table
        What `pair_payoffs` returned for them.

    Returns
    -------
    Floats
        Shape (choice,).
    """
    players = len(starts) - 1
    earned = np.zeros(len(weights))
    if players == 1:
        for a in range(len(weights)):
            earned[a] = payoffs[0, a]
        return earned
    for i in range(players):
        j = (i + 1) % players
        for a in range(starts[i], starts[i + 1]):
            for b in range(starts[j], starts[j + 1]):
                earned[a] += table[a, b] * weights[b]
    return earned


@compiled()
def payoffs_against(payoffs: Floats, starts: Integers, weights: Floats) -> Floats:
    """Return what each strategy earns against a mixed profile, without the pairs that `pair_payoffs` gives.

    Parameters
    ----------
    payoffs, starts, weights
        As in `pair_payoffs`.

    Returns
    -------
    Floats
        Shape (choice,).
    """
    players = len(starts) - 1
    earned = np.zeros(len(weights))
    at = starts.copy()
    later = np.ones(players + 1)
    for cell in range(payoffs.shape[1]):
        for k in range(players - 1, -1, -1):
            later[k] = later[k + 1] * weights[at[k]]
        earlier = 1.0
        for i in range(players):
            earned[at[i]] += earlier * later[i + 1] * payoffs[i, cell]
            earlier *= weights[at[i]]
        turn(at, starts, players - 1)
    return earned
