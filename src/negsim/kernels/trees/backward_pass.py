"""One pass over a tree from its end to its root: what everybody does, and gets, when all look ahead."""

from __future__ import annotations

from typing import Any

import numpy as np

from negsim.kernels.compiled import compiled

TERMINAL, CHANCE = -1, -2  # what stands for a node's owner where nobody decides
STEPS = 12  # interpreted steps of one node


@compiled()
def backward_pass(
    parent: Any, owner: Any, payoffs: Any, chance: Any, near: float, leads: Any, tied: Any, drawn: Any
) -> int:
    """Let the owner of every node choose, from the last node to the first, a step that none is better than.

    No payoffs are copied up the tree: what play from a node leads to is a number, of a terminal node or of a chance
    node, and a choice is a choice among the numbers of the children. Of tied children the first is chosen.

    Parameters
    ----------
    parent
        Shape (node,). Parents come before their children.
    owner
        Shape (node,). The player who decides; -1 at terminal nodes, -2 where chance decides.
    payoffs
        Shape (player, terminal), the terminal nodes in order.
    chance
        Shape (node,). Probability of the step to each node that follows chance.
    near
        Payoffs that differ by no more than this tie.
    leads
        Shape (node,). Filled in: the column, of payoffs and then of `drawn`, that play from the node leads to.
    tied
        Shape (node,). Filled in: whether other children tie with the chosen one.
    drawn
        Shape (player, chance node). Filled in: what each player expects from each chance node, the last one first.

    Returns
    -------
    int
        The number of nodes at which children tie.
    """
    players, ends = payoffs.shape
    left, used, ties = ends, 0, 0
    leads[:] = -1
    tied[:] = False
    for k in range(parent.shape[0] - 1, 0, -1):
        if owner[k] == TERMINAL:
            left -= 1
            leads[k] = left
        p, this = parent[k], leads[k]
        own = owner[p]
        if own == CHANCE:
            if leads[p] < 0:
                leads[p] = ends + used
                drawn[:, used] = 0.0
                used += 1
            for i in range(players):
                worth = payoffs[i, this] if this < ends else drawn[i, this - ends]
                drawn[i, leads[p] - ends] += chance[k] * worth
            continue
        that = leads[p]
        new = payoffs[own, this] if this < ends else drawn[own, this - ends]
        old = -np.inf
        if that >= 0:
            old = payoffs[own, that] if that < ends else drawn[own, that - ends]
        gain = new - old
        taken = gain >= -near
        tied[p] = (gain <= near) & (taken | tied[p])
        leads[p] = this if taken else that
    for k in range(parent.shape[0]):
        ties += tied[k]
    return ties


@compiled()
def backward_passes(
    parent: Any, owner: Any, choice: Any, payoffs: Any, chance: Any, near: Any, drawn: Any, weights: Any, ties: Any
) -> None:
    """Do so for a batch of games, and write the choices down as profiles.

    Parameters
    ----------
    parent, owner
        As in `backward_pass`.
    choice
        Shape (node,). The choice of a profile that leads to each node; -1 where none does.
    payoffs
        Shape (batch, player, terminal).
    chance
        Shape (batch or 1, node).
    near
        Shape (batch,). As in `backward_pass`.
    drawn
        Scratch of the shape (player, chance node).
    weights
        Shape (batch, choice). Filled in.
    ties
        Shape (batch,). Filled in: the number of nodes at which children tie.
    """
    nodes = parent.shape[0]
    leads = np.empty(nodes, np.int32)
    tied = np.empty(nodes, np.bool_)
    for g in range(payoffs.shape[0]):
        shares = chance[g if chance.shape[0] > 1 else 0]
        ties[g] = backward_pass(parent, owner, payoffs[g], shares, near[g], leads, tied, drawn)
        for k in range(1, nodes):
            if choice[k] >= 0:
                weights[g, choice[k]] = 1.0 if leads[k] == leads[parent[k]] else 0.0
