"""The solver of stochastic games by logit homotopy: its linear algebra, its limits, and games that are hard for it."""

from __future__ import annotations

import numpy as np
import pytest
from scipy.sparse import csc_matrix

from negsim.errors import NotApplicable
from negsim.games.stochastic import StochasticGame
from negsim.kernels.stages.markov_branch import MarkovBranch
from negsim.kernels.stages.markov_settled import settled
from negsim.kernels.stages.markov_system import MarkovSystem, layout
from negsim.kernels.stages.value_factors import DenseFactors, SparseFactors
from negsim.solvers.base import Status, solvers
from tests.oracles.stochastic_games import drawn


def _drawn(states, players, actions, seed=0):
    payoffs, moves, discount, _ = drawn(states, players, actions, seed)
    return StochasticGame(payoffs=payoffs[None], transitions=moves, discount=discount)


def _system(sparse):
    draw = np.random.default_rng(5)
    able = (np.array([[1, 1, 1], [1, 0, 1], [0, 1, 0]], bool), np.array([[1, 1], [1, 1], [1, 1]], bool))
    numbered = layout(able)
    chances = draw.dirichlet(np.ones(3), len(numbered.cells))
    payoffs, discount = draw.random((len(numbered.cells), 2)), np.array([0.9, 0.6])
    chances = csc_matrix(chances).tocsr() if sparse else chances
    return MarkovSystem(numbered, payoffs, chances, discount, machine=False)


def test_choices_and_joint_actions_are_numbered_by_state_player_action():
    numbered = _system(sparse=False).layout
    assert numbered.places.tolist() == [0, 3, 5, 7, 9, 10, 12]
    assert numbered.rows.tolist() == [0, 6, 10, 12]
    assert numbered.cells[6:10].tolist() == [[5, 7], [5, 8], [6, 7], [6, 8]]
    assert numbered.choice[0].tolist() == [[0, 1, 2], [5, -1, 6], [-1, 9, -1]]
    assert numbered.joint.tolist() == [0, 1, 2, 3, 4, 5, 6, 7, 10, 11, 14, 15]


@pytest.mark.parametrize("sparse", [False, True])
def test_newton_steps_are_those_of_the_whole_jacobian(sparse):
    """The derivative, by finite differences of the gaps in every unknown, undoes what the eliminated system solves."""
    system = _system(sparse)
    draw = np.random.default_rng(6)
    point = np.concatenate([draw.normal(size=system.choices), draw.normal(size=6), [3.0]])
    look = system.look(point)
    right = draw.normal(size=(system.choices + 6, 1))
    leaders = [start + look.weights[start:end].argmax() for start, end in zip(*_bounds(system), strict=True)]
    right[leaders] = 0.0
    solved = system.solve(system.eliminated(look, 3.0), right)[:, 0]
    step = 1e-6
    ahead, back = (system.look(point + sign * step * np.append(solved, 0.0)).gap[:, 0] for sign in (1, -1))
    assert (ahead - back) / (2 * step) == pytest.approx(right[:, 0], abs=1e-6)


def _bounds(system):
    return system.layout.places[:-1], system.layout.places[1:]


def test_gap_shrinks_with_precision_as_said():
    system = _system(sparse=False)
    point = np.append(np.random.default_rng(7).normal(size=system.choices + 6), 2.0)
    look = system.look(point)
    later = point.copy()
    later[-1] += 1e-6
    assert (look.gap[:, 0] - system.look(later).gap[:, 0]) / 1e-6 == pytest.approx(look.gap[:, 1], abs=1e-7)


@pytest.mark.parametrize("seed", range(6))
def test_factors_know_the_sign_of_the_determinant(seed):
    matrix = np.random.default_rng(seed).normal(size=(7, 7))
    sign = np.sign(np.linalg.det(matrix))
    right = np.random.default_rng(seed).normal(size=(7, 2))
    for factors in (DenseFactors(matrix.copy()), SparseFactors(csc_matrix(matrix))):
        assert factors.sign == sign
        assert factors.solve(right) == pytest.approx(np.linalg.solve(matrix, right))


def test_sparse_and_dense_transitions_have_one_answer(monkeypatch):
    size = 30
    draw = np.random.default_rng(8)
    moves = np.zeros((size, 2, 2, size))
    for state in range(size):
        for joint in range(4):
            moves[state, joint // 2, joint % 2, [state - 1, (state + 1) % size]] = draw.dirichlet([1, 1])
    game = StochasticGame(payoffs=draw.random((1, 2, size, 2, 2)), transitions=moves, discount=0.9)
    for precision in (5.0, None):
        dense = solvers["logit_homotopy"](precision=precision).solve(game).strict()
        with monkeypatch.context() as patch:
            patch.setattr("negsim.kernels.stages.markov_system.DENSE_VALUES", 0)
            patch.setattr("negsim.kernels.stages.markov_system.DENSE_SHARE", 1.0)
            sparse = solvers["logit_homotopy"](precision=precision).solve(game).strict()
        assert sparse.result.weights == pytest.approx(dense.result.weights, abs=1e-9)


@pytest.mark.parametrize("size", [(2, 2, 2), (4, 2, 3), (3, 3, 2)])
def test_generic_games_of_many_seeds_are_all_solved(size):
    for seed in range(40):
        solution = solvers["logit_homotopy"]().solve(_drawn(*size, seed))
        assert solution.ok, f"seed {seed}: {Status(solution.status[0])}"
        assert solution.residual.max() <= 1e-10


def test_symmetric_games_whose_branches_cross_are_solved():
    for seed in range(12):
        draw = np.random.default_rng(seed)
        table, moves = draw.random((3, 3, 3)), draw.random((3, 3, 3, 3))
        moves = moves + moves.transpose(0, 2, 1, 3)
        game = StochasticGame(
            payoffs=np.stack([table, table.transpose(0, 2, 1)])[None],
            transitions=moves / moves.sum(-1, keepdims=True),
            discount=0.9,
        )
        assert solvers["logit_homotopy"]().solve(game).strict().residual.max() <= 1e-10


def test_turning_points_are_passed(monkeypatch):
    """The branch of this game turns back in precision before it goes on."""
    seen = []
    advance = MarkovBranch.advance

    def watched(branch):
        advance(branch)
        seen.append(branch.point[-1])

    monkeypatch.setattr(MarkovBranch, "advance", watched)
    solvers["logit_homotopy"]().solve(_drawn(20, 2, 3, seed=1)).strict()
    assert min(np.diff(seen)) < -0.01
    assert max(seen) == seen[-1]


def test_starts_find_several_equilibria():
    """Two can meet here or there, in both of two states: four pure equilibria."""
    table = np.array([[2.0, 0], [0, 1]])
    moves = np.full((2, 2, 2, 2), 0.5)
    game = StochasticGame(payoffs=np.broadcast_to(table, (1, 2, 2, 2, 2)), transitions=moves, discount=0.5)
    solution = solvers["logit_homotopy"](starts=30).solve(game).strict()
    pure = [tuple(row) for row in solution.result.weights if set(row) <= {0.0, 1.0}]
    assert len(set(pure)) == len(pure) >= 4
    at_precision = solvers["logit_homotopy"](starts=30, precision=6.0).solve(game).strict()
    assert len(at_precision) >= 4
    assert at_precision.residual.max() <= 1e-10


def test_branches_beside_each_other_save_the_way():
    payoffs, moves, discount, _ = drawn(5, 2, 3, 4)
    tilt = np.linspace(1.0, 1.05, 6)[:, None, None, None, None]
    game = StochasticGame(payoffs=payoffs[None] * tilt**2 + 0.1 * tilt, transitions=moves, discount=discount)
    for precision in (3.0, None):
        warm = solvers["logit_homotopy"](precision=precision, warm=True).solve(game).strict()
        cold = solvers["logit_homotopy"](precision=precision).solve(game).strict()
        assert warm.result.weights == pytest.approx(cold.result.weights, abs=1e-8)
        assert (warm.steps == 0).sum() >= 4, "most follow the branch of another, to its end"
        assert (warm.facts["warm"] == (warm.steps == 0)).all() and cold.steps.min() > 0


def test_limits_are_told():
    game = _drawn(5, 2, 3)
    late = solvers["logit_homotopy"](deadline=0.0).solve(game)
    assert Status(late.status[0]) is Status.time_limit
    early = solvers["logit_homotopy"](max_steps=3).solve(game)
    assert Status(early.status[0]) is Status.step_limit
    assert early.steps.tolist() == [3]
    assert 0 < early.result.columns["precision"][0] < np.inf


def test_games_with_a_horizon_are_sent_on():
    with pytest.raises(NotApplicable, match=r"Use FiniteHorizon\(\)"):
        solvers["logit_homotopy"]().solve(_drawn(2, 2, 2).until(3))


@pytest.mark.parametrize("options", [{"precision": -1.0}, {"precision": np.inf}, {"starts": 0}, {"seed": -1}])
def test_options_that_make_no_sense_are_refused(options):
    with pytest.raises(NotApplicable, match="use"):
        solvers["logit_homotopy"](**options)


def test_nobody_decides_anything():
    game = StochasticGame(payoffs=np.ones((2, 2, 3, 1, 1)), transitions=np.zeros((3, 1, 1, 3)), discount=0.9)
    solution = solvers["logit_homotopy"]().solve(game)
    assert solution.ok
    assert solution.result.weights.shape == (2, 0)


@pytest.mark.parametrize("size", [1e-10, 100.0, 1e14])
@pytest.mark.parametrize("ends", [False, True])
def test_equal_payoffs_count_in_their_own_size(size, ends):
    """Nobody gains while play goes on; where it may end, going on longer earns more, however small the payoffs."""
    stays = np.array([[[1.0, 0.0], [0.0, 1.0]], [[0.0, 1.0], [0.0 if ends else 1.0, 0.0]]])[None]
    game = StochasticGame(payoffs=np.full((1, 1, 2, 2), size), transitions=stays, discount=0.99)
    solution = solvers["logit_homotopy"]().solve(game)
    assert game.spread[0] == size
    assert solution.ok
    assert solution.residual[0] <= 1e-10 * size
    if ends:
        assert solution.result.weights[0, 2:].tolist() == [1.0, 0.0]


def test_what_all_payoffs_have_in_common_does_not_drown_the_rest():
    draw = np.random.default_rng(4)
    chances = draw.dirichlet(np.ones(3), size=(1, 3, 2, 2))
    payoffs = draw.integers(-8, 9, (1, 2, 3, 2, 2)) / 16
    plain, lifted = (
        solvers["logit_homotopy"]().solve(StochasticGame(payoffs=payoffs + common, transitions=chances, discount=0.9))
        for common in (0.0, 2.0**20)
    )
    assert plain.ok
    assert lifted.status.tolist() in ([0], [Status.inaccurate.code])  # the residual itself may be rounding
    assert np.array_equal(plain.result.weights, lifted.result.weights)


@pytest.mark.parametrize("number", [2, 90, 241, 258])
def test_a_limit_with_ties_is_settled_beside_the_end_of_the_branch(number):
    """Payoffs of 0, 1 and 2: some choices are equally good at the limit by coincidence, and no Newton step is sure."""
    draw = np.random.default_rng([number, 2, 3, 2])
    payoffs = draw.integers(0, 3, size=(1, 3, 2, 2, 2, 2)).astype(float)
    chances = draw.dirichlet(np.ones(2), size=(1, 2, 2, 2, 2))
    game = StochasticGame(payoffs=payoffs, transitions=chances, discount=float(draw.choice([0.5, 0.9, 0.95])))
    solution = solvers["logit_homotopy"]().solve(game)
    assert solution.ok
    assert solution.residual[0] <= 1e-10 * game.spread[0]


def test_plans_settle_within_reach_or_not_at_all():
    """Matching pennies for ever: only even play is an equilibrium, and half a reach away it is not found."""
    payoffs = np.array([[[1.0, -1.0], [-1.0, 1.0]], [[-1.0, 1.0], [1.0, -1.0]]]).reshape(4, 2)
    numbered = layout((np.ones((1, 2), bool), np.ones((1, 2), bool)))
    rows = np.ascontiguousarray(np.stack([payoffs[:2].reshape(-1), payoffs[2:].reshape(-1)], axis=1))
    system = MarkovSystem(numbered, rows, np.ones((4, 1)), np.array([0.5, 0.5]), machine=False)
    near = np.array([0.51, 0.49, 0.495, 0.505])
    assert settled(system, near, 0.02) == pytest.approx(np.full(4, 0.5), abs=1e-10)
    assert settled(system, near, 0.005) is None


@pytest.mark.parametrize("seed", range(4))
@pytest.mark.parametrize("common", [1.0, 100.0])
def test_patient_players_whose_play_may_end_are_followed_to_the_limit(seed, common):
    """What play earns as long as it lasts dwarfs the differences between payoffs, or there are none."""
    draw = np.random.default_rng(seed)
    chances = draw.dirichlet(np.ones(2), size=(1, 2, 2, 2))
    chances[draw.random(chances.shape[:-1]) < 0.3] = 0.0
    payoffs = common + (common > 1) * draw.integers(0, 2, (1, 2, 2, 2, 2))
    solution = solvers["logit_homotopy"]().solve(
        StochasticGame(payoffs=payoffs, transitions=chances, discount=0.99 if common > 1 else 0.9999)
    )
    assert solution.ok
    assert solution.residual[0] <= 1e-10
