"""The frontier of lotteries over points of two players, against linear programs and by what defines it."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.optimize import linprog

from negsim.kernels.talks.frontier import between, frontiers
from negsim.kernels.talks.gain_products import first_largest_products

POINTS = st.lists(st.tuples(st.integers(-4, 6), st.integers(-4, 6)), min_size=1, max_size=9)


def best(points: np.ndarray, direction: np.ndarray) -> float | None:
    """The most that a lottery under which nobody loses gives in a direction, by a linear program; None without one."""
    count = len(points)
    answer = linprog(-(points @ direction), -points.T, np.zeros(2), np.ones((1, count)), [1.0], bounds=(0, 1))
    return -answer.fun if answer.status == 0 else None


def gains_of(points: np.ndarray, agreement: np.ndarray, weights: np.ndarray) -> np.ndarray:
    return np.einsum("rp,rpx->rx", weights, points[agreement])


@settings(max_examples=150, deadline=None)
@given(POINTS)
def test_frontier_gives_in_every_direction_what_a_linear_program_finds(listed):
    points = np.array(listed, float)
    found = frontiers(points.T[None], np.array([1e-9]))
    for angle in np.linspace(0, np.pi / 2, 7):
        direction = np.array([np.cos(angle), np.sin(angle)])
        wanted = best(points, direction)
        assert (wanted is None) == (len(found.share) == 0)
        if wanted is not None:
            assert (found.gains @ direction).max() == pytest.approx(wanted, abs=1e-9)


@settings(max_examples=300, deadline=None)
@given(POINTS)
def test_vertices_are_lotteries_over_two_points_and_follow_each_other_strictly(listed):
    points = np.array(listed, float)
    found = frontiers(points.T[None], np.array([1e-9]))
    agreement, weights = between(found, np.arange(len(found.share)), np.zeros(len(found.share)))
    assert gains_of(points, agreement, weights) == pytest.approx(found.gains, abs=1e-12)
    assert (found.gains >= 0).all() and ((found.share >= 0) & (found.share < 1)).all()
    steps = np.diff(found.gains, axis=0)
    assert (steps[:, 0] > 0).all() and (steps[:, 1] < 0).all()
    slopes = steps[:, 1] / steps[:, 0]
    assert (np.diff(slopes) < -1e-12).all()


@settings(max_examples=300, deadline=None)
@given(POINTS, st.floats(0, 1))
def test_points_between_vertices_lie_on_the_line(listed, step):
    points = np.array(listed, float)
    found = frontiers(points.T[None], np.array([1e-9]))
    row = np.arange(max(len(found.share) - 1, 0))
    agreement, weights = between(found, row, np.full(len(row), step))
    assert weights.sum(1) == pytest.approx(1) and (weights >= 0).all()
    wanted = (1 - step) * found.gains[row] + step * found.gains[row + 1]
    assert gains_of(points, agreement, weights) == pytest.approx(wanted, abs=1e-9)


@settings(max_examples=100, deadline=None)
@given(st.lists(POINTS.filter(lambda listed: len(listed) > 3), min_size=2, max_size=4))
def test_games_of_a_batch_do_not_disturb_each_other(several):
    tables = np.stack([np.array(listed[:4], float).T for listed in several])
    whole = frontiers(tables, np.full(len(tables), 1e-9))
    for k, table in enumerate(tables):
        alone = frontiers(table[None], np.array([1e-9]))
        rows = slice(whole.start[k], whole.start[k + 1])
        for name in ("first", "second", "share", "gains"):
            assert getattr(whole, name)[rows].tolist() == getattr(alone, name).tolist()


def test_of_equal_points_the_first_is_taken_and_those_on_a_line_are_no_vertices():
    points = np.array([[1.0, 1.0], [0.0, 2.0], [2.0, 0.0], [0.0, 2.0], [0.5, 1.5], [2.0, 0.0]])
    found = frontiers(points.T[None], np.zeros(1))
    assert found.first.tolist() == found.second.tolist() == [1, 2]


def test_points_in_the_middle_of_an_edge_are_taken_back():
    points = np.array([[2, 3], [0, 4], [1.5, 3.5], [4, 0], [3.5, 1.5]])
    assert frontiers(points.T[None], np.zeros(1)).first.tolist() == [1, 2, 4, 3]


def test_large_batches_are_worked_off_in_blocks():
    few = np.random.default_rng(6).normal(size=(7, 2, 30))
    many = np.tile(few, (10_000, 1, 1))
    whole, part = frontiers(many, np.zeros(70_000)), frontiers(few, np.zeros(7))
    assert (np.diff(whole.start) == np.tile(np.diff(part.start), 10_000)).all()
    assert (whole.first == np.tile(part.first, 10_000)).all() and (whole.share == np.tile(part.share, 10_000)).all()
    allowed = np.ones((70_000, 30), bool)
    best = first_largest_products(many, np.ones((70_000, 2)), allowed)
    assert (best == np.tile(first_largest_products(few, np.ones((7, 2)), allowed[:7]), 10_000)).all()


@pytest.mark.parametrize(
    ("points", "gains"),
    [
        ([[-1, 1], [1, -1]], [[0, 0]]),  # the line passes through no gain for anybody
        ([[-3, 1], [1, -3]], []),
        ([[-1, 4], [-2, 9]], []),
        ([[-1, 3], [3, -1]], [[0, 2], [2, 0]]),
        ([[-1, 4], [1, 3], [4, -3]], [[0, 3.5], [1, 3], [2.5, 0]]),
        ([[0, 0], [-1, -1]], [[0, 0]]),
        ([[2, 0], [2, -1]], [[2, 0]]),
    ],
)
def test_where_the_boundary_meets_the_lines_of_disagreement(points, gains):
    found = frontiers(np.array(points, float).T[None], np.array([1e-9]))
    assert found.gains.tolist() == gains


def test_a_loss_that_is_close_to_none_counts_as_none():
    points = np.array([[-1.0, 1.0], [1.0, -1.0 - 1e-12]]).T[None]
    assert frontiers(points, np.array([1e-9])).gains.tolist() == [[0, 0]]
    assert len(frontiers(points, np.zeros(1)).gains) == 0


def test_a_batch_may_be_empty_and_scales_may_be_far_apart():
    assert frontiers(np.zeros((0, 2, 3)), np.zeros(0)).start.tolist() == [0]
    angle = np.linspace(0, np.pi / 2, 50)
    circle = np.stack([1e120 * np.sin(angle), 1e-120 * np.cos(angle)])
    assert len(frontiers(circle[None], np.zeros(1)).share) >= 49


def test_compiled_and_interpreted_kernels_agree():
    gains = np.random.default_rng(5).normal(size=(400, 2, 60))
    few = [frontiers(table[None], np.zeros(1)) for table in gains[:20]]
    many = frontiers(gains, np.zeros(400))
    for k, alone in enumerate(few):
        assert many.first[many.start[k] : many.start[k + 1]].tolist() == alone.first.tolist()
