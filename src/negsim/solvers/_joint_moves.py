"""What several players can bring about together: moves as the kernels take them, shared by the solvers that need it."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np
from numpy.typing import NDArray

from negsim.games.base import BoolArray, IntArray
from negsim.games.graphs.graph import Graph
from negsim.games.graphs.groups import Groups
from negsim.kernels.graphs.foresight import Moves
from negsim.kernels.graphs.four_relations import follow

Bits = NDArray[np.uint64]
Listed = tuple[IntArray, NDArray[np.int32]]  # (player, state + 1): first positions; (move,): targets


def joined(parts: Sequence[Listed]) -> Listed:
    """Put the moves of several players one after the other.

    Parameters
    ----------
    parts
        First positions (state + 1,) and targets of each.
    """
    passed = np.cumsum([0, *(len(target) for _, target in parts)])
    begin = np.stack([start + done for (start, _), done in zip(parts, passed[:-1], strict=True)])
    return begin.astype(np.intp), np.concatenate([target for _, target in parts]).astype(np.int32)


def listed(graph: Graph) -> Listed:
    """Write out the moves of all players.

    Parameters
    ----------
    graph
        Who can move where.

    Raises
    ------
    NotApplicable
        If there are too many.
    """
    arcs = graph.written_out()
    return joined([(arcs.start[player], arcs.target[player]) for player in range(graph.players)])


def followed(moves: Listed, movers: Sequence[int], look: Callable[[], None]) -> Bits:
    """Return what some players bring about from each state, nobody twice in succession, of shape (state, word).

    Parameters
    ----------
    moves, movers
        All moves, and who takes part.
    look
        Called after each round over all moves; it may raise to stop the work.
    """
    begin, target = moves
    states = begin.shape[1] - 1
    found = np.zeros((len(movers), states, -(-states // 64)), np.uint64)
    backward, grew = True, bool(movers)
    while grew:
        work = len(target) * found.shape[0] * found.shape[2]
        grew = follow.sized(work)(begin, target, np.asarray(movers, np.intp), found, backward)
        backward = not backward
        look()
    return np.asarray(np.bitwise_or.reduce(found, axis=0))


def unpacked(rows: Bits) -> BoolArray:
    """Return the square of truth values, of shape (state, state), that bits stand for.

    Parameters
    ----------
    rows
        Shape (state, word).
    """
    return np.unpackbits(rows.view(np.uint8), axis=1, count=len(rows), bitorder="little").view(np.bool_)


def enumerated(reached: BoolArray) -> Listed:
    """List the states reached from each state.

    Parameters
    ----------
    reached
        Shape (state, state).
    """
    source, target = np.nonzero(reached)
    return np.searchsorted(source, np.arange(len(reached) + 1)), target.astype(np.int32)


def in_groups(graph: Graph) -> list[Moves]:
    """Return the moves of each player between groups of states, so that options need not be written out.

    Parameters
    ----------
    graph
        Who can move where.
    """
    groups = Groups.of(graph)
    return [_of_player(groups, player) for player in range(graph.players)]


def _of_player(groups: Groups, player: int) -> Moves:
    group = groups.group[player].astype(np.intp)
    count = int(group.max()) + 1
    starts = groups.source_start[player, : count + 1]
    source = groups.source[starts[0] : starts[-1]].astype(np.intp)
    target = np.repeat(np.arange(count), np.diff(starts))
    within = np.zeros(count, bool)
    within[source[source == target]] = True
    source, target = source[source != target], target[source != target]
    order = np.argsort(source, kind="stable")
    return Moves(group, within, np.searchsorted(source[order], np.arange(count + 1)), target[order])
