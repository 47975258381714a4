"""Stability as products of matrices of zeros and ones: the algebra of the graph model, one entry for every verdict."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    Booleans = NDArray[np.bool_]


def product(first: Booleans, second: Booleans) -> Booleans:
    """Return the sign of the product of two matrices of zeros and ones.

    Parameters
    ----------
    first, second
        Shapes (a, b) and (b, c).
    """
    return np.asarray(first.astype(np.float32) @ second.astype(np.float32) > 0)


def reachability(moves: Booleans, movers: Sequence[int]) -> Booleans:
    """Return what some players can bring about by legal sequences of moves, from every state.

    For every player ``j``, M_j of length 1 is its matrix of moves; M_j of length t is the sign of (what the others end
    with in t - 1 moves) times the moves of ``j``. The sum over lengths stops growing at the number of arcs at the
    latest; sums are kept and multiplied, so that each step covers all lengths up to its number.

    Parameters
    ----------
    moves
        Shape (player, state, state). Whether the player can move from the first state to the second.
    movers
        The players who take part.

    Returns
    -------
    NDArray
        Shape (state, state).
    """
    ends = {j: moves[j] for j in movers}  # what sequences reach whose last mover is j
    grew = bool(movers)
    while grew:
        before = {j: np.logical_or.reduce([moves[j] & False, *(ends[p] for p in movers if p != j)]) for j in movers}
        longer = {j: ends[j] | product(before[j], moves[j]) for j in movers}
        grew = any((longer[j] != ends[j]).any() for j in movers)
        ends = longer
    return np.asarray(np.logical_or.reduce([np.zeros(moves.shape[1:], bool), *ends.values()]))


def stable_states(
    moves: Booleans, improve: Booleans, sanction: Booleans, escape: Booleans, credible: Booleans, player: int
) -> Booleans:
    """Return the states that are stable for one player: the zero entries on the diagonal of each stability matrix.

    With J the player's moves, J+ those of them that improve, E all ones, M and M+ what the others reach, Y the
    transposed sanctions, and W the sanctions from which no move escapes: Nash J+ E, GMR J+ [E - sign(M Y)],
    SMR J+ [E - sign(M W)], SEQ J+ [E - sign(M+ Y)], SSEQ J+ [E - sign(M+ W)].

    Parameters
    ----------
    moves
        Shape (player, state, state).
    improve, sanction, escape, credible
        Shape (player, state, state). As in `negsim.games.graphs.relations.Relations`.
    player
        Whose stability.

    Returns
    -------
    NDArray
        Shape (5, state): Nash, GMR, SMR, SEQ, SSEQ.
    """
    others = [other for other in range(len(moves)) if other != player]
    better = moves[player] & improve[player]
    plain = sanction[player].T
    lasting = plain & ~product(moves[player], escape[player].T)
    found = [~better.any(1)]
    for arcs in (moves, moves & credible):
        answers = reachability(arcs, others)
        for deterring in (plain, lasting):
            undeterred = ~product(answers, deterring)
            found.append(~(better & undeterred.T).any(1))
    return np.stack(found)
