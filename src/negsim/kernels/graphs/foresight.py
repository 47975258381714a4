"""Looking ahead in a graph of moves: where play ends if everybody thinks so many moves further.

Ranks are 0 for the worst state and larger for better ones.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple, TypeAlias

import numpy as np
from numpy.typing import NDArray

Ints: TypeAlias = NDArray[np.integer]


class Moves(NamedTuple):
    """The moves of one player, between groups of states.

    Attributes
    ----------
    group
        Shape (state,). The group of each state; no group is empty.
    within
        Shape (group,). Whether the player can move from each state of the group to every other one.
    begin, target
        Shapes (group + 1,) and (pair,). From each state of group ``g`` it can move to every state of the other groups
        ``target[begin[g] : begin[g + 1]]``.
    """

    group: Ints
    within: NDArray[np.bool_]
    begin: Ints
    target: Ints


def largest(values: Ints, moves: Moves, nothing: int) -> Ints:
    """Return the largest value to which a move leads, from every state.

    Parameters
    ----------
    values
        Shape (batch, state); above `nothing`.
    moves
        Of whoever is to move.
    nothing
        What stands where there is no move.

    Returns
    -------
    Ints
        Shape (batch, state).
    """
    order = np.argsort(moves.group, kind="stable")
    first = np.searchsorted(moves.group[order], np.arange(len(moves.within)))
    tops = np.maximum.reduceat(values[:, order], first, axis=1)
    across = np.full(tops.shape, nothing, values.dtype)
    moving = moves.begin[1:] > moves.begin[:-1]
    if moving.any():
        across[:, moving] = np.maximum.reduceat(tops[:, moves.target], moves.begin[:-1][moving], axis=1)
    if not moves.within.any():
        return across[:, moves.group]
    is_top = values == tops[:, moves.group]
    seconds = np.maximum.reduceat(np.where(is_top, nothing, values)[:, order], first, axis=1)
    alone = np.add.reduceat(is_top[:, order], first, axis=1, dtype=np.intp) == 1
    others = np.where(is_top & alone[:, moves.group], seconds[:, moves.group], tops[:, moves.group])
    return np.maximum(across[:, moves.group], np.where(moves.within[moves.group], others, nothing))


def anticipated(ends: Ints, own: Ints, other: Ints, moves: Moves) -> Ints:
    """Return where play ends from every state if a player who is to move looks one move further ahead.

    Parameters
    ----------
    ends
        Shape (batch, state). Where play ends from every state if the other is to move.
    own, other
        Shape (batch, state). Ranks of the states for the player, and for the other. Among ends that are equally good
        for the player it takes the one that the other ranks lowest.
    moves
        Of the player.

    Returns
    -------
    Ints
        Shape (batch, state). The state itself where no move leads to a better end.
    """
    count = own.shape[1]
    gained = np.take_along_axis(own, ends, axis=1).astype(np.int64)
    spared = count - 1 - np.take_along_axis(other, ends, axis=1)
    key = (gained * count + spared) * count + (count - 1 - ends)  # one number that puts ends in the order of choice
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
