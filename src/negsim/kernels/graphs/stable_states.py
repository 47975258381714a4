"""Which states of a conflict are stable for whom: no improvement, or every improvement is answered by a sanction."""

from __future__ import annotations

from typing import Any

import numpy as np

from negsim.kernels.compiled import compiled
from negsim.kernels.graphs.sanction_chains import by_improvements, by_moves
from negsim.kernels.graphs.state_order import ascending, grouped

STEPS = 4  # interpreted steps of one state, for one player and one concept: a microsecond and a half


@compiled()
def lasting_ranks(i: Any, moves: Any, lasting: Any) -> None:
    """Find the rank of the best that player i can make of every state, by at most one move of its own.

    Shapes: moves as in `sanction_chains`; lasting (state,), filled in.
    """
    ranks, _, start, member, source_start, source = moves
    for s in range(ranks.shape[1]):
        lasting[s] = ranks[i, s]
    for g in range(start.shape[1] - 1):
        if start[i, g] == start[i, g + 1]:
            break  # the groups of this player are fewer than somebody else's
        top = ranks[i, member[i, start[i, g + 1] - 1]]
        for pair in range(source_start[i, g], source_start[i, g + 1]):
            h = source[pair]
            for place in range(start[i, h], start[i, h + 1]):
                lasting[member[i, place]] = max(lasting[member[i, place]], top)


@compiled()
def worst_answers(i: Any, least: Any, moves: Any, worst: Any) -> None:
    """Find, over player i's improvements from every state, the highest of the least ranks that others can answer with.

    Shapes: least (state,); moves as in `sanction_chains`; worst (state,), filled in, -1 without improvements.
    """
    ranks, _, start, member, source_start, source = moves
    for s in range(ranks.shape[1]):
        worst[s] = -1
    for g in range(start.shape[1] - 1):
        for pair in range(source_start[i, g], source_start[i, g + 1]):
            h, high, upper = source[pair], -1, start[i, g + 1] - 1
            for place in range(start[i, h + 1] - 1, start[i, h] - 1, -1):
                s = member[i, place]
                while upper >= start[i, g] and ranks[i, member[i, upper]] > ranks[i, s]:
                    high = max(high, least[member[i, upper]])
                    upper -= 1
                worst[s] = max(worst[s], high)


@compiled()
def stable_states(
    batch: Any, groups: Any, focal: Any, wanted: Any, chains: Any, scratch: Any, work: Any, out: Any
) -> None:
    """Judge every state of a batch of conflicts, for some players.

    A state is stable for a player if, for each of its improvements, the least label that the others can reach from
    there is at most the rank of the state. The label is the rank of the state reached, or, where sanctions must last,
    of the best that the player can make of it.

    Parameters
    ----------
    batch
        Shape (batch, player, state). Ranks from 0, below the number of states.
    groups
        (group, start, source_start, source) as in `negsim.games.graphs.groups.Groups`.
    focal
        The players whose stability is asked.
    wanted
        Shape (5,). Whether Nash, GMR, SMR, SEQ and SSEQ are wanted.
    chains
        Whether sanctions may take several moves.
    scratch
        (member, order, labels, worst, count) of shapes (player, state), (2, state), (2, state), (state,), (state + 1,).
    work
        As in `sanction_chains`.
    out
        Shape (batch, 5, focal player, state). Filled in where wanted.
    """
    group, start, source_start, source = groups
    member, order, labels, worst, count = scratch
    states = batch.shape[2]
    for b in range(batch.shape[0]):
        ranks = batch[b]
        moves = (ranks, group, start, member, source_start, source)
        for k in range(batch.shape[1]):
            ascending(ranks[k], count, order[0])
            grouped(order[0], group[k], start[k], count, member[k])
        for f in range(focal.shape[0]):
            lasting_ranks(focal[f], moves, labels[1])
            for s in range(states):
                labels[0, s] = ranks[focal[f], s]
                out[b, 0, f, s] = labels[1, s] == labels[0, s]
            for k in range(2):
                ascending(labels[k], count, order[k])
            for concept in range(1, 5):
                if wanted[concept]:
                    k = 1 - concept % 2
                    if concept < 3:
                        by_moves(labels[k], order[k], focal[f], chains, moves, work)
                    else:
                        by_improvements(labels[k], order[k], focal[f], chains, moves, work)
                    worst_answers(focal[f], work[0], moves, worst)
                    for s in range(states):
                        out[b, concept, f, s] = worst[s] <= labels[0, s]


def judged(batch: Any, groups: Any, focal: Any, wanted: Any, *, chains: bool = True) -> Any:
    """Return the stable states of a batch of conflicts, for some players.

    Parameters
    ----------
    batch, groups, focal, wanted, chains
        As for `stable_states`.

    Returns
    -------
    array
        Shape (batch, 5, focal player, state); what is not wanted stays False.
    """
    items, players, states = batch.shape
    shape = groups[0].shape[0], groups[1].shape[1]
    scratch = (
        np.empty((players, states), np.int32),
        np.empty((2, states), np.int32),
        np.empty((2, states), np.int32),
        np.empty(states, np.int32),
        np.empty(states + 1, np.int32),
    )
    work = (
        np.empty(states, np.int32),
        np.empty((players, states), np.bool_),
        np.empty(shape, np.int32),
        np.empty(shape, np.int32),
        np.empty((2, players * states), np.int32),
    )
    out = np.zeros((items, 5, len(focal), states), np.bool_)
    steps = STEPS * items * len(focal) * (1 + np.sum(wanted)) * (players * states + len(groups[3]))
    stable_states.sized(steps)(batch, groups, focal, wanted, chains, scratch, work, out)
    return out
