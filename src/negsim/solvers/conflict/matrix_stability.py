"""Stability by matrix algebra: the verdicts stand on the diagonals of products of matrices of zeros and ones."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import ClassVar, cast

import numpy as np

from negsim.concepts._by_relations import require_known
from negsim.concepts.base import Concept
from negsim.concepts.conflict_stability import CONCEPTS, conflict_stability
from negsim.games.base import BoolArray
from negsim.games.conflict import ConflictGame
from negsim.games.graphs.relations import Relations
from negsim.games.results import StateSets
from negsim.kernels.graphs.stability_matrices import stable_states
from negsim.solvers._forms import require_form
from negsim.solvers.base import Answer, Solution, Solver, Status, Watch, one_by_one, solvers

MOST_STATES = 3000


@solvers("matrix_stability")
@dataclass(frozen=True, kw_only=True)
class MatrixStability(Solver[ConflictGame, StateSets]):
    """Find the states that are stable for each party, with the matrix representation of the graph model.

    The same verdicts as `Stability` finds, by another road: Nash, GMR, SMR, SEQ and SSEQ for any number of parties and
    any graph, each a product of matrices with a row and a column for every state. For teaching, and to check the other
    engine; for at most 3,000 states, at a cost that grows with their cube. A step is one party. Use `Stability`
    for larger conflicts.
    """

    reference: ClassVar[str] = "Xu, Hipel and Kilgour (2009)"

    @property
    def concept(self) -> Concept[ConflictGame, StateSets]:
        """Stability under sanctions that are foreseen."""
        return conflict_stability

    def solve(self, game: ConflictGame) -> Solution[ConflictGame, StateSets]:
        """Judge every state of every conflict of the batch.

        Raises
        ------
        NotApplicable
            If the game is of another form, or some preferences are unknown.
        """
        require_form(self, game, ConflictGame)
        require_known(game, type(self).__name__)
        players, states = len(game.players), len(game.states)
        nothing = Answer(rows={"stable": np.zeros((0, len(CONCEPTS), players, states), bool)})
        moves = _adjacency(game) if states <= MOST_STATES else None

        def solve(item: int, watch: Watch) -> Answer:
            if moves is None:
                return Answer(rows=nothing.rows, status=Status.memory_limit)
            relations = Relations.crisp(game, item)
            stable = np.ones((1, len(CONCEPTS), players, states), bool)
            for player in range(players):
                stopped = watch.stop(player)
                if stopped:
                    return Answer(rows=nothing.rows, status=stopped, steps=player)
                stable[0, :, player] = _judged(game, moves, relations, player)
            return Answer(rows={"stable": stable}, steps=players)

        kind = cast("type[StateSets]", partial(StateSets, concepts=CONCEPTS, parties=game.players))
        return one_by_one(self, game, kind, solve, nothing=nothing)


def _adjacency(game: ConflictGame) -> BoolArray:
    """Shape (player, state, state). Whether the player can move from the first state to the second."""
    moves = np.zeros((len(game.players), len(game.states), len(game.states)), bool)
    for player in range(len(game.players)):
        moves[(player, *game.graph.arcs(player))] = True
    return moves


def _judged(game: ConflictGame, moves: BoolArray, relations: Relations, player: int) -> BoolArray:
    """Shape (5, state). States that the player does not know of are stable for it."""
    seen = np.ones(len(game.states), bool) if game.perceived is None else game.perceived[player]
    known = moves & seen[:, None] & seen
    found = stable_states(known, relations.improve, relations.sanction, relations.escape, relations.credible, player)
    return np.asarray(found | ~seen)
