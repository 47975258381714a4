"""Stability where every party ranks the states: batches of conflicts are judged piece by piece until time is up."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from typing import Any

import numpy as np
from numpy.typing import NDArray

from negsim.concepts.conflict_stability import CONCEPTS
from negsim.games.base import BoolArray, IntArray
from negsim.games.conflict import ConflictGame
from negsim.games.graphs.graph import Graph
from negsim.games.graphs.groups import Groups
from negsim.games.graphs.ranks import ranked
from negsim.games.graphs.sequences import Sequences
from negsim.kernels.graphs.short_chains import judged_each_once
from negsim.kernels.graphs.stable_states import judged
from negsim.solvers.base import Watch

CHUNK = 10_000_000  # ranks, for each player that is asked for, between two looks at the clock: about a second

Ranks = NDArray[np.int32]
Engine = Callable[[Ranks], BoolArray]  # (batch, player, state) -> (batch, 5, focal player, state)


def stable_by_rank(game: ConflictGame, concepts: Sequence[str], sequences: Sequences, watch: Watch) -> BoolArray:
    """Return the stable states of as many conflicts of a batch as time allows, of shape (row, 5, player, state).

    Parameters
    ----------
    game
        A batch of conflicts.
    concepts
        Which concepts are asked for; what is said of the others means nothing.
    sequences
        How the others can answer an improvement.
    watch
        Says when to stop; the first conflicts are judged in any case.
    """
    wanted = np.array([name in concepts for name in CONCEPTS])
    views = [(focal, kept, _engine(graph, focal, wanted, sequences)) for focal, kept, graph in _views(game)]
    players, states = len(game.players), len(game.states)
    size = max(1, CHUNK // (players**2 * states))
    out, done = np.ones((len(game), len(CONCEPTS), players, states), bool), 0
    while done < len(game) and not (done and watch.left <= 0):
        ranks = game.ranks if len(game) <= size else ranked(game.payoffs[done : done + size])
        found = out[done : done + size]
        for focal, kept, engine in views:
            if len(kept) == states and len(focal) == players:
                found[:] = engine(ranks)
            elif len(kept) == states:
                found[:, :, focal] = engine(ranks)
            else:
                found[:, :, focal[:, None], kept] = engine(ranked(ranks[:, :, kept].astype(float)))
        done += len(found)
    return out[:done]


def _views(game: ConflictGame) -> list[tuple[IntArray, IntArray, Graph]]:
    """Players who know of the same states; these states; and the graph as those players see it."""
    everybody, everything = np.arange(len(game.players)), np.arange(len(game.states))
    if game.perceived is None:
        return [(everybody, everything, game.graph)]
    views = []
    for known in np.unique(game.perceived, axis=0):
        kept = np.flatnonzero(known)
        if len(kept):
            graph = game.graph if known.all() else game.graph.keep(kept)
            views.append((np.flatnonzero((game.perceived == known).all(1)), kept, graph))
    return views


def _engine(graph: Graph, focal: IntArray, wanted: BoolArray, sequences: Sequences) -> Engine:
    if sequences == "each_once":
        arcs = [graph.arcs(player) for player in range(graph.players)]
        return partial(_each_once, arcs, focal)
    found = Groups.of(graph)
    groups = found.group, found.start, found.source_start, found.source
    return lambda ranks: judged(ranks, groups, focal, wanted, chains=sequences == "legal")


def _each_once(arcs: Any, focal: IntArray, ranks: Ranks) -> BoolArray:
    return np.stack([judged_each_once(one, arcs, focal.tolist()) for one in ranks])
