"""Subgames of a tree: where they begin, and what a player could gain in each by changing its own strategy."""

from __future__ import annotations

from typing import Any

import numpy as np

from negsim.kernels.compiled import compiled

TERMINAL = -1
STEPS = 30  # interpreted steps of one node, for one player


@compiled()
def subgame_roots(parent: Any, place: Any, owned: Any) -> Any:
    """Return where subgames begin: at nodes after which no information set holds a node that does not come after them.

    1. Find for every information set the last node that all its nodes come after, or are.
    2. Count at every node how many of the nodes after it, or it itself, belong to sets that go beyond: each node of a
       set counts 1, and the node found in step 1 takes their number away again.

    Parameters
    ----------
    parent, place
        Shape (node,). As in a tree.
    owned
        Shape (place,). How many nodes each information set has.

    Returns
    -------
    array
        Shape (node,). True where a subgame begins; the root is one, terminal nodes are none.
    """
    above = np.full(owned.shape[0], -1)
    beyond = np.zeros(parent.shape[0], np.int64)
    for k in range(parent.shape[0]):  # 1
        if place[k] >= 0:
            a, b = (k if above[place[k]] < 0 else above[place[k]]), k
            while a != b:
                if a > b:
                    a = parent[a]
                else:
                    b = parent[b]
            above[place[k]] = a
            beyond[k] += 1
    for s in range(owned.shape[0]):  # 2
        beyond[above[s]] -= owned[s]
    for k in range(parent.shape[0] - 1, 0, -1):
        beyond[parent[k]] += beyond[k]
    return (beyond == 0) & (place != TERMINAL)


@compiled()
def subgame_gain(
    parent: Any, place: Any, owner: Any, choice: Any, roots: Any, sets: Any, step: Any, payoffs: Any, player: int
) -> float:
    """Return the most that a player could gain in any subgame by changing its own strategy there alone.

    A line is a player's sequence of own moves within a subgame, but outside the subgames in it. It is worth the sum of
    what it leads to, times the probability that chance and the others lead there from the beginning of the subgame.

    1. Follow the lines from the root on, and sum what they earn at terminal nodes.
    2. Go back from the last node. At the first node of an information set of the player, add the best of the lines
       that part there to the line that leads there. At the beginning of a subgame, compare what its empty line has
       come to be worth with what the profile earns; the subgame is then an end of the one around it.

    Parameters
    ----------
    parent, place
        Shape (node,). As in a tree, on which nobody forgets what it did or knew.
    owner
        Shape (node,). Who decides there; negative where nobody does.
    choice
        Shape (node,). The choice of a profile that leads to each node; -1 where none does.
    roots
        Shape (node,). Where subgames begin.
    sets
        Shape (place, 3). The first node of each information set, its first choice, and how many it has.
    step
        Shape (node,). Probability of the step to each node, wherever play stands before it.
    payoffs
        Shape (terminal,). The player's, the terminal nodes in order.
    player
        Who.

    Returns
    -------
    float
        Not negative.
    """
    nodes = parent.shape[0]
    reach = np.ones(nodes)  # by chance and the others, since the beginning of the subgame around
    line = np.zeros(nodes, np.int64)  # up to the node: the number of its last move, plus `nodes`, or of its first node
    sums = np.zeros(2 * nodes)
    value = np.zeros(nodes)
    end = 0
    for k in range(nodes):  # 1
        p = parent[k]
        if k > 0:
            reach[k] = (1.0 if roots[p] else reach[p]) * (1.0 if owner[p] == player else step[k])
            line[k] = nodes + choice[k] if owner[p] == player else (p if roots[p] else line[p])
        if place[k] == TERMINAL:
            value[k] = payoffs[end]
            sums[line[k]] += reach[k] * payoffs[end]
            end += 1
    gain = 0.0
    for k in range(nodes - 1, -1, -1):  # 2
        if owner[k] == player and sets[place[k], 0] == k:
            start = nodes + sets[place[k], 1]
            best = sums[start]
            for other in range(start + 1, start + sets[place[k], 2]):
                best = max(best, sums[other])
            sums[k if roots[k] else line[k]] += best
        if roots[k]:
            gain = max(gain, sums[k] - value[k])
        if k > 0:
            value[parent[k]] += step[k] * value[k]
            if roots[k]:
                sums[line[k]] += reach[k] * sums[k]
    return gain
