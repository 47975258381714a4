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
    players = len(starts) - 1
    table = np.zeros((len(weights), len(weights)))
    at = starts.copy()
    later = np.ones(players + 1)
    for cell in range(payoffs.shape[1]):
        for k in range(players - 1, -1, -1):
            later[k] = later[k + 1] * weights[at[k]]
        earlier = 1.0
        for i in range(players):
            but_two = earlier
            for j in range(i + 1, players):
                chance = but_two * later[j + 1]
                table[at[i], at[j]] += chance * payoffs[i, cell]
                table[at[j], at[i]] += chance * payoffs[j, cell]
                but_two *= weights[at[j]]
            earlier *= weights[at[i]]
        k = players - 1
        while k >= 0:
            at[k] += 1
            if at[k] < starts[k + 1]:
                break
            at[k] = starts[k]
            k -= 1
    return table


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
        earned[:] = payoffs[0]
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
        k = players - 1
        while k >= 0:
            at[k] += 1
            if at[k] < starts[k + 1]:
                break
            at[k] = starts[k]
            k -= 1
    return earned
