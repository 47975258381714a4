"""Optimal strategies of matrix games prove each other: no row mixture is sure of more than a column mixture pays."""

from __future__ import annotations

import numpy as np
import pytest

from negsim.kernels.matrix_game import safeguards


def tables():
    draw = np.random.default_rng(31)
    for shape in [(2, 2), (3, 5), (4, 400), (400, 4), (6, 900), (1, 7), (7, 1), (5, 3000)]:
        for kind in range(3):
            yield (
                shape,
                [draw.normal(size=shape), draw.integers(0, 3, shape).astype(float), draw.random(shape) * 1e6][kind],
            )


@pytest.mark.parametrize(("shape", "table"), list(tables()))
def test_the_guarantees_meet(shape, table):
    found = safeguards(table)
    assert found.ending == "solved"
    assert found.floor == pytest.approx(float((found.row @ table).min()))
    assert found.ceiling == pytest.approx(float((table @ found.column).max()))
    assert 0 <= found.ceiling - found.floor + 1e-12 * np.abs(table).max() <= 2e-9 * max(1.0, np.ptp(table))
    for mixture, size in ((found.row, shape[0]), (found.column, shape[1])):
        assert mixture.shape == (size,)
        assert mixture.min() >= 0
        assert mixture.sum() == pytest.approx(1)


def test_a_saddle_point_takes_no_linear_program():
    found = safeguards(np.array([[4.0, 2.0], [3.0, 1.0]]))
    assert (found.steps, found.floor, found.ceiling) == (0, 2.0, 2.0)


def test_limits_keep_the_pure_guarantee():
    table = np.random.default_rng(1).random((40, 500))
    found = safeguards(table, max_steps=1)
    assert found.ending == "step_limit"
    assert found.floor == table.min(1).max()
