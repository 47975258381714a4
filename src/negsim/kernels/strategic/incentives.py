"""What every deviation from a recommended outcome would gain, as the rows of a linear program."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray


def obedience(payoffs: NDArray[np.float64]) -> Any:
    """Return the gains by playing b where a is recommended, for every player and every a and b.

    A distribution over outcomes is a correlated equilibrium if and only if the matrix times it is nowhere positive.

    Parameters
    ----------
    payoffs
        Shape (player, strategy of player 0, strategy of player 1, ...).

    Returns
    -------
    sparse array
        Shape (pair of different strategies of a player, outcome): player by player, then by a, then by b.
    """
    from scipy.sparse import csc_array

    shape, count = payoffs.shape[1:], payoffs[0].size
    gains, rows, start = [], [], 0
    for player, size in enumerate(shape):
        own = np.moveaxis(payoffs[player], player, 0)
        told = np.arange(size)[:, None]
        other = np.arange(size - 1)[None, :] + (np.arange(size - 1)[None, :] >= told)  # (told, alternative)
        gain = own[other] - own[:, None]  # (told, alternative, others' strategies ...)
        gains.append(np.moveaxis(np.moveaxis(gain, 1, -1), 0, player).reshape(count, size - 1))
        row = start + told * (size - 1) + np.arange(size - 1)
        wide = row.reshape(*(size if axis == player else 1 for axis in range(len(shape))), size - 1)
        rows.append(np.broadcast_to(wide, (*shape, size - 1)).reshape(count, size - 1))
        start += size * (size - 1)
    data, indices = np.concatenate(gains, axis=1), np.concatenate(rows, axis=1)
    ends = np.arange(count + 1) * data.shape[1]
    return csc_array((data.ravel(), indices.ravel(), ends), shape=(start, count))


def participation(payoffs: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return the gains by always playing b, for every player and every b.

    A distribution over outcomes is a coarse correlated equilibrium if and only if the matrix times it is nowhere
    positive.

    Parameters
    ----------
    payoffs
        Shape (player, strategy of player 0, strategy of player 1, ...).

    Returns
    -------
    array
        Shape (strategy of a player, outcome), player by player.
    """
    shape = payoffs.shape[1:]
    parts = []
    for player, size in enumerate(shape):
        own = np.moveaxis(payoffs[player], player, 0)
        gain = own[:, None] - own[None, :]  # (always, recommended, others' strategies ...)
        parts.append(np.moveaxis(gain, 1, 1 + player).reshape(size, payoffs[0].size))
    return np.concatenate(parts)
