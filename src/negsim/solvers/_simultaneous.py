"""States that are stable because others would move at the same time: the combinations are tried one by one."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from negsim.errors import NotApplicable
from negsim.games.base import BoolArray, IntArray
from negsim.games.conflict import ConflictGame
from negsim.games.graphs.graph import OptionGraph
from negsim.games.graphs.relations import Relations


def stable_together(game: ConflictGame, item: int) -> BoolArray:
    """Return the states that are stable under SIM, of shape (player, state).

    An improvement is deterred if it leads, together with improvements that some of the others have from the same
    state, to a state that the player does not prefer.

    Parameters
    ----------
    game, item
        A batch of conflicts in option form, and which of them.

    Raises
    ------
    NotApplicable
        If the graph says nothing of options.
    """
    graph = game.graph
    if not isinstance(graph, OptionGraph):
        raise NotApplicable(
            "SIM combines moves made at the same time, and this conflict has no options to combine. Use "
            "Stability(concepts=('nash', 'gmr', 'smr', 'seq', 'sseq'))"
        )
    number = {row.tobytes(): state for state, row in enumerate(graph.levels)}
    relations = Relations.looked_up(game, item)
    out = np.ones((len(game.players), len(graph)), bool)
    for player in range(len(game.players)):
        known = np.ones(len(graph), bool) if game.perceived is None else game.perceived[player]
        for state in np.flatnonzero(known):
            better = [_improvements(graph, relations, k, int(state), known) for k in range(len(game.players))]
            for s1 in better[player]:
                rows = _together(graph, player, int(s1), better)
                found = np.array([q for row in rows if (q := number.get(row.tobytes(), -1)) >= 0 and known[q]])
                if not relations.sanction[player, int(state), found].any():
                    out[player, state] = False
                    break
    return out


def _improvements(graph: OptionGraph, relations: Relations, player: int, state: int, known: BoolArray) -> IntArray:
    found = graph.targets(player, state)
    return np.asarray(found[known[found] & relations.improve[player, state, found]])


def _together(graph: OptionGraph, player: int, s1: int, better: Sequence[IntArray]) -> NDArray[np.int16]:
    """Shape (combination, option): levels after the player's move to s1 and any moves of others from the same state."""
    rows = graph.levels[s1][None]
    for other, found in enumerate(better):
        if other != player and len(found):
            own = graph.owner == other
            changed = np.repeat(rows, len(found), axis=0)
            changed[:, own] = np.tile(graph.levels[found][:, own], (len(rows), 1))
            rows = np.concatenate([rows, changed])
    return np.ascontiguousarray(rows)
