"""Markov logit and Markov-perfect equilibria beside closed forms, published figures and other programs."""

from __future__ import annotations

import numpy as np
import pytest

from negsim.games.stochastic import StochasticGame
from negsim.solvers.base import solvers

STAGES = 20


def _ladder(spite=0.0, reaction=1.0, rungs=5):
    """Two sides climb a ladder of tension; the higher it stands, the likelier a collision, worth -60 to both, once.

    Formulas of the scenario 'countermeasures ladder' (illustrative payoffs, assumptions). The last state is the
    collision; actions are stay, up.
    """
    hazard = np.minimum(0.9, 0.004 * 3.0 ** np.arange(rungs))
    payoffs = np.zeros((1, 2, rungs + 1, 2, 2))
    moves = np.zeros((rungs + 1, 2, 2, rungs + 1))
    for rung in range(rungs):
        for own in range(2):
            for other in range(2):
                payoffs[0, 0, rung, own, other] = (1.0 + 0.6 * spite - 0.5) * own - 0.35 * reaction * other
                payoffs[0, 1, rung, own, other] = (0.6 * reaction - 0.5) * other - 0.5 * own
                after = min(rungs - 1, rung + own + other) if own + other else max(0, rung - 1)
                moves[rung, own, other, after] = 1 - hazard[after]
                moves[rung, own, other, rungs] = hazard[after]
    payoffs[0, :, rungs] = -60.0
    return payoffs, moves


def _game(payoffs, moves, **fields):
    states = payoffs.shape[2]
    over = np.ones((states, 2), bool)
    over[-1, 1] = False
    return StochasticGame(payoffs=payoffs, transitions=moves, discount=0.9, available=(over, over), **fields)


def _collision_within(game, result, stages, start=1):
    """Probability of being in the last state after so many stages."""
    weights = np.zeros((2, game.shape[0], 2))
    weights[:, -1, 0] = 1.0
    weights[:, :-1] = result.weights[0].reshape(2, -1, 2)
    play = np.einsum("sa,sb->sab", *weights)
    step = np.einsum("sab,sabt->st", play, game.transitions.dense(game.shape[0]).reshape(*game.shape, -1))
    step[-1, -1] = 1.0
    return np.linalg.matrix_power(step, stages)[start, -1]


LADDER = [  # the dossier's own iteration, given to three digits
    ({}, 0.186),
    ({"spite": 1.0}, 0.204),
    ({"spite": 3.0}, 0.218),
    ({"reaction": 0.5}, 0.167),
    ({"reaction": 1.5}, 0.207),
    ({"reaction": 2.0}, 0.228),
]


@pytest.mark.parametrize(("change", "collision"), LADDER)
def test_countermeasures_ladder(change, collision):
    game = _game(*_ladder(**change))
    solution = solvers["logit_homotopy"](precision=2.0).solve(game).strict()
    assert solution.residual.max() < 1e-12
    assert _collision_within(game, solution.result, STAGES) == pytest.approx(collision, abs=6e-4)
