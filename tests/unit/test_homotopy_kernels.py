"""Kernels behind the branch tracer and the learners: against einsum, NumPy's solver, and their compiled twins."""

from __future__ import annotations

import numpy as np
import pytest

from negsim.kernels.elimination import solution
from negsim.kernels.multilinear import pair_payoffs, payoffs_against, strategy_payoffs
from negsim.kernels.strategic.logit_path import LogitPath
from negsim.kernels.strategic.support_newton import equilibrium_near, made_proper

SHAPES = [(3,), (2, 3), (2, 2, 2), (3, 1, 2), (2, 3, 2, 2), (2, 2, 2, 2, 2)]


def case(shape: tuple[int, ...]) -> tuple[np.ndarray, np.ndarray, np.ndarray, list[np.ndarray]]:
    draw = np.random.default_rng(sum(shape))
    payoffs = draw.normal(size=(len(shape), *shape))
    mixes = [draw.dirichlet(np.ones(size)) for size in shape]
    return payoffs, np.concatenate([[0], np.cumsum(shape)]).astype(np.intp), np.concatenate(mixes), mixes


@pytest.mark.parametrize("shape", SHAPES, ids=str)
def test_expected_payoffs_are_einsums(shape):
    payoffs, starts, weights, mixes = case(shape)
    flat = payoffs.reshape(len(shape), -1)
    letters = "abcde"[: len(shape)]
    table = pair_payoffs(flat, starts, weights)
    earned = payoffs_against(flat, starts, weights)
    assert strategy_payoffs(flat, starts, weights, table) == pytest.approx(earned)
    for i in range(len(shape)):
        others = [k for k in range(len(shape)) if k != i]
        text = ",".join([letters, *(letters[k] for k in others)]) + "->" + letters[i]
        assert earned[starts[i] : starts[i + 1]] == pytest.approx(
            np.einsum(text, payoffs[i], *(mixes[k] for k in others))
        )
        for j in others:
            rest = [k for k in others if k != j]
            text = ",".join([letters, *(letters[k] for k in rest)]) + "->" + letters[i] + letters[j]
            expected = np.einsum(text, payoffs[i], *(mixes[k] for k in rest))
            assert table[starts[i] : starts[i + 1], starts[j] : starts[j + 1]] == pytest.approx(expected)


@pytest.mark.parametrize("size", [1, 2, 5, 12])
def test_elimination_is_numpys_solver_and_the_sign_of_its_determinant(size):
    draw = np.random.default_rng(size)
    for _ in range(20):
        matrix, right = draw.normal(size=(size, size)), draw.normal(size=(size, 2))
        found, sign = solution(matrix.copy(), right.copy())
        assert found == pytest.approx(np.linalg.solve(matrix, right), rel=1e-8, abs=1e-8)
        assert sign == np.sign(np.linalg.det(matrix))


def test_elimination_solves_singular_systems_that_have_solutions():
    draw = np.random.default_rng(0)
    for _ in range(20):
        matrix = draw.integers(-3, 4, (5, 3)) @ draw.integers(-3, 4, (3, 5)).astype(float)
        right = matrix @ draw.normal(size=(5, 1))
        found, sign = solution(matrix.copy(), right.copy())
        assert sign == 0
        assert matrix @ found == pytest.approx(right, abs=1e-9)


@pytest.mark.parametrize("shape", [(2, 2), (3, 3), (2, 2, 2)], ids=str)
@pytest.mark.parametrize("goal", [3.0, np.inf])
def test_interpreted_and_compiled_paths_agree_to_the_bit(shape, goal):
    draw = np.random.default_rng(5)
    for _ in range(5):
        payoffs = draw.normal(size=(len(shape), *shape))
        start = np.concatenate([np.full(size, 1 / size) for size in shape])
        ends = []
        for machine in (False, True):
            path = LogitPath(payoffs, start, goal=goal, machine=machine)
            while path.end is None:
                path.advance(1000)
            ends.append(path)
        assert ends[0].end == ends[1].end
        assert ends[0].weights.tolist() == ends[1].weights.tolist()


def test_newton_from_afar_is_refused_when_it_leaves_the_simplex():
    payoffs = np.array(
        [[2.0, 2.0, 0.0, 1.0], [0.0, 2.0, 1.0, 2.0]]
    )  # no equilibrium mixes both rows with column 2 alone
    support, leaders = np.array([True, True, False, True]), np.array([0, 3], np.intp)
    _, regret = equilibrium_near(payoffs, np.array([0, 2, 4]), np.array([0.9, 0.1, 0.01, 0.99]), support, leaders)
    assert regret == np.inf


def test_only_rounding_is_cleared_from_weights():
    starts = np.array([0, 2, 4])
    weights = np.array([-1e-12, 1.0, 0.5, 0.5 + 1e-10])
    assert made_proper(starts, weights)
    assert weights[0] == 0
    assert weights[2:].sum() == pytest.approx(1, abs=1e-15)
    for wrong in ([-0.1, 1.1, 0.5, 0.5], [0.0, 1.0, 0.0, 0.0], [np.nan, 1.0, 0.5, 0.5]):
        assert not made_proper(starts, np.array(wrong))
