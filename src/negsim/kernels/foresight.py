"""Looking ahead in a graph of moves: where play ends if everybody thinks so many moves further.

Ranks are 0 for the worst state and larger for better ones. Moves are arrays (start, target): those from state ``s``
lead to ``target[start[s] : start[s + 1]]``.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

Ints: TypeAlias = NDArray[np.integer]
Moves: TypeAlias = tuple[Ints, Ints]


def largest(values: Ints, moves: Moves, nothing: int) -> Ints:
    """Return the largest value to which a move leads, from every state.

    Parameters
    ----------
    values
        Shape (batch, state).
    moves
        Who is to move: (start, target).
    nothing
        What stands where there is no move.

    Returns
    -------
    Ints
        Shape (batch, state).
    """
    start, target = moves
    out = np.full(values.shape, nothing, values.dtype)
    moving = start[1:] > start[:-1]
    if moving.any():
        out[:, moving] = np.maximum.reduceat(values[:, target], start[:-1][moving], axis=1)
    return out


def anticipated(ends: Ints, own: Ints, other: Ints, moves: Moves) -> Ints:
    """Return where play ends from every state if a player who is to move looks one move further ahead.

    Parameters
    ----------
    ends
        Shape (batch, state). Where play ends from every state if the other is to move.
    own, other
        Shape (batch, state). Ranks of the states for the player, and for the other. Among ends that are equally good
        for the player it takes the one that the other ranks highest.
    moves
        Of the player: (start, target).

    Returns
    -------
    Ints
        Shape (batch, state). The state itself where no move leads to a better end.
    """
    count = own.shape[1]
    gained = np.take_along_axis(own, ends, axis=1).astype(np.int64)
    given = np.take_along_axis(other, ends, axis=1)
    key = (gained * count + given) * count + (count - 1 - ends)  # one number that puts ends in the order of choice
    best = largest(key, moves, -1)
    moves_on = best // (count * count) > own
    return np.where(moves_on, count - 1 - best % count, np.arange(count))


def guaranteed(ranks: Ints, moves: Moves, answers: Moves) -> Iterator[Ints]:
    """Yield the best rank that a first move makes sure of against answers meant to do harm, for 1, 2, ... moves ahead.

    Parameters
    ----------
    ranks
        Shape (batch, state). Of the player who looks ahead.
    moves, answers
        Its moves, and those of whoever answers; either may stay where it is.

    Yields
    ------
    Ints
        Shape (batch, state). -1 where the player has no move.
    """
    own = other = ranks  # what is sure if the player is to move, and if the others are
    while True:
        first = largest(other, moves, -1)
        yield first
        own, other = np.maximum(ranks, first), np.minimum(ranks, -largest(-own, answers, -int(ranks.shape[1])))
