"""Non-myopic equilibria of 2 x 2 conflicts: where play ends if both think through all moves and answers."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

import numpy as np

from negsim.concepts.base import Concept
from negsim.concepts.theory_of_moves import labels, theory_of_moves
from negsim.errors import NotApplicable
from negsim.games.base import BoolArray, IntArray
from negsim.games.conflict import ConflictGame
from negsim.games.results import StateSets
from negsim.solvers._forms import require_form
from negsim.solvers.base import Solution, Solver, Status, Watch, solvers

ROUND = 4  # moves until play is back where it began


@solvers("theory_of_moves")
@dataclass(frozen=True, kw_only=True)
class TheoryOfMoves(Solver[ConflictGame, StateSets]):
    """Find Brams' non-myopic equilibria of 2 x 2 conflicts, from each state and from any.

    Play begins in a state, and either player may move; then they move in turn until one stays, or play is back where it
    began. (1) Each looks backwards from the end: it moves on only to what it prefers. (2) If one would move and the
    other stay, there is a move. (3) Who would stay moves first nevertheless, if what follows is better for it than what
    follows the other's move. (4) If both would move, the one who prefers that the other begins waits; if both insist,
    or both wait, either end is an equilibrium. Equilibria are of both players together. Two players and four states
    only, at no cost to speak of; a step is a batch. For larger conflicts `LimitedMove` looks ahead with other rules.
    """

    reference: ClassVar[str] = "Brams (1994)"

    @property
    def concept(self) -> Concept[ConflictGame, StateSets]:
        """Non-myopic equilibrium."""
        return theory_of_moves

    def solve(self, game: ConflictGame) -> Solution[ConflictGame, StateSets]:
        """Solve every conflict of the batch.

        Raises
        ------
        NotApplicable
            If the game is of another form or not 2 x 2, has preferences that payoffs cannot say, or states that
            somebody does not perceive.
        """
        require_form(self, game, ConflictGame)
        target = _targets(game)
        if game.degrees is not None or game.perceived is not None:
            raise NotApplicable(
                "TheoryOfMoves needs payoffs that put all states in order, and players who see every state. "
                "Use Stability()"
            )
        count, names = len(game), labels(game.states)
        stopped = Watch(self).stop(0)
        status = np.full(count, (stopped or Status.solved).code, np.intp)
        rows = np.arange(0 if stopped else count)
        ends = np.stack([_equilibria(game.ranks[rows].astype(np.intp), target, initial) for initial in range(ROUND)], 1)
        stable = np.concatenate([ends.any(1, keepdims=True), ends], axis=1)[:, :, None]
        result = StateSets(item=rows, stable=stable, concepts=names, parties=(" + ".join(game.players),))
        return Solution(game, self, result, status, np.ones(count, np.intp))


def _targets(game: ConflictGame) -> IntArray:
    """Shape (player, state): where each player moves to from each state of a 2 x 2 conflict."""
    graph, square = game.graph, (len(game.players), len(game.states)) == (2, ROUND)
    moves = [[graph.targets(player, state) for state in range(ROUND)] for player in (0, 1)] if square else []
    if moves and all(len(found) == 1 for own in moves for found in own):
        target = np.array(moves)[:, :, 0]
        around = [0]
        for mover in (0, 1, 0, 1):
            around.append(int(target[mover, around[-1]]))
        if len(set(around)) == ROUND and around[-1] == 0 and (target[[[0], [1]], target] == np.arange(ROUND)).all():
            return target
    raise NotApplicable(
        "TheoryOfMoves is for 2 x 2 conflicts: two players and four states, each player going back and forth between "
        "two. Use LimitedMove() for two players, or Stability()"
    )


def _equilibria(ranks: IntArray, target: IntArray, initial: int) -> BoolArray:
    """Shape (batch, state): where play that begins in a state can end."""
    batch = np.arange(len(ranks))
    ends = np.zeros((2, len(ranks)), np.intp)
    for starter in (0, 1):
        states, movers = [initial], [(starter + step) % 2 for step in range(ROUND)]
        for mover in movers[:-1]:
            states.append(int(target[mover, states[-1]]))
        end = np.full(len(ranks), initial)
        for mover, state in reversed(list(zip(movers[1:], states[1:], strict=True))):
            end = np.where(ranks[batch, mover, end] > ranks[:, mover, state], end, state)  # (1)
        ends[starter] = end
    own = np.stack([ranks[batch, k, ends[k]] for k in (0, 1)])
    other = np.stack([ranks[batch, k, ends[1 - k]] for k in (0, 1)])
    moves = own > ranks[:, :, initial].T
    starts = moves | (moves[::-1] & (own > other))  # (2), (3)
    waits = starts.all(0) & (other > own)
    counts = starts & (~waits | waits.all(0))  # (4)
    out = np.zeros((len(ranks), ROUND), bool)
    for k in (0, 1):
        out[batch[counts[k]], ends[k][counts[k]]] = True
    out[:, initial] |= ~starts.any(0)
    return out
