"""The least that the others can lead to if each of them moves at most once, over moves written out one by one."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np

Arcs = Sequence[tuple[Any, Any]]  # sources and targets of each player's moves, sorted by source


def judged_each_once(ranks: Any, arcs: Arcs, focal: Sequence[int]) -> Any:
    """Return the stable states of one conflict, for some players, if nobody moves twice in a sanction.

    Parameters
    ----------
    ranks
        Shape (player, state). Ranks from 0, below the number of states.
    arcs
        Moves of every player.
    focal
        The players whose stability is asked.

    Returns
    -------
    array
        Shape (5, focal player, state): Nash, GMR, SMR, SEQ, SSEQ.
    """
    improving = [
        (source[better], target[better])
        for rank, (source, target) in zip(ranks, arcs, strict=True)
        for better in [rank[target] > rank[source]]
    ]
    out = np.empty((5, len(focal), ranks.shape[1]), bool)
    for place, i in enumerate(focal):
        lasting = np.maximum(ranks[i], best(ranks[i], *arcs[i]))
        out[0, place] = lasting == ranks[i]
        for concept in range(1, 5):
            label = ranks[i] if concept % 2 else lasting
            least = least_each_once(label, improving if concept > 2 else arcs, i)
            out[concept, place] = best(least, *improving[i]) <= ranks[i]
    return out


def least_each_once(label: Any, arcs: Arcs, focal: int) -> Any:
    """Return the least label that the others can reach from every state by at least one move.

    What can be reached after some have moved is found first for all but one, then for ever fewer: 2 to the power of
    the number of others times.

    Parameters
    ----------
    label
        Shape (state,). Below the number of states.
    arcs
        Moves of every player.
    focal
        The player who does not take part.

    Returns
    -------
    array
        Shape (state,); the number of states where nothing can be reached.
    """
    others = [k for k in range(len(arcs)) if k != focal]
    after = {(1 << len(others)) - 1: label}  # who has moved, as bits -> least label, staying included
    least = np.full(len(label), len(label))
    for moved in range((1 << len(others)) - 2, -1, -1):
        least = np.full(len(label), len(label))
        for bit, k in enumerate(others):
            if not moved >> bit & 1:
                least = np.minimum(least, -best(-after[moved | 1 << bit], *arcs[k], none=-len(label)))
        after[moved] = np.minimum(label, least)
    return least


def best(label: Any, source: Any, target: Any, none: int = -1) -> Any:
    """Return the highest label among the targets of every state, of shape (state,); `none` where there are none."""
    found = np.full(len(label), none)
    if len(source):
        first = np.flatnonzero(np.diff(source, prepend=-1))
        found[source[first]] = np.maximum.reduceat(label[target], first)
    return found
