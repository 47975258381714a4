"""Simultaneous sanctions: what comes about if others improve their own position while a player moves."""

from __future__ import annotations

from typing import Any

import numpy as np

from negsim.errors import NotApplicable
from negsim.games.base import IntArray
from negsim.games.conflict import ConflictGame
from negsim.games.graphs.graph import OptionGraph
from negsim.games.graphs.relations import Relations


def deterred_together(
    game: ConflictGame, relations: Relations, player: int, state: int, improvements: IntArray
) -> bool:
    """Return whether each improvement is deterred by what some of the others would do at the same time.

    Every state is looked at: it can come about if each party's options stand there as in the state before, or as in
    an improvement of its own from there, and the player's as in the improvement in question.

    Parameters
    ----------
    game
        Conflicts in option form.
    relations
        What the players make of going from one state to another.
    player, state, improvements
        Whose stability, where, and its improvements from there.

    Raises
    ------
    NotApplicable
        If the graph says nothing of options.
    """
    graph = game.graph
    if not isinstance(graph, OptionGraph):
        raise NotApplicable("moves made at once need options that can be combined. Use the other concepts")
    if not len(improvements):
        return True
    known = np.ones(len(graph), bool) if game.perceived is None else game.perceived[player]
    possible = known & np.asarray(relations.sanction[player, state, np.arange(len(graph))])
    for other in range(len(game.players)):
        if other != player:
            found = graph.targets(other, state)
            found = found[known[found] & relations.credible[other, state, found]]
            possible &= _alike(graph, other, np.append(found, state))
    return all((possible & _alike(graph, player, np.array([s1]))).any() for s1 in improvements)


def _alike(graph: OptionGraph, player: int, states: IntArray) -> Any:
    """Shape (state,). Where the player's options stand as in one of some states."""
    levels = graph.levels[:, graph.owner == player]
    return (levels[:, None, :] == levels[None, states, :]).all(2).any(1)
