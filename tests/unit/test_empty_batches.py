"""A batch without games has a solution without rows, whatever the solver."""

from __future__ import annotations

import numpy as np
import pytest

from negsim.errors import NotApplicable
from negsim.solvers.base import form_of, solvers
from negsim.testing.games import samples

NAMES = [name for name in solvers if form_of(solvers[name]) in ("extensive", "stochastic")]


@pytest.mark.parametrize("name", NAMES)
def test_no_games_have_no_rows(name):
    solver = solvers[name]()
    handled = 0
    for batch in samples(form_of(solvers[name])).values():
        try:
            solver.solve(batch)
        except NotApplicable:
            continue
        handled += 1
        solution = solver.solve(batch.take(np.zeros(0, np.intp)))
        assert len(solution) == len(solution.status) == len(solution.residual) == 0
        assert solution.result.weights.shape == (0, len(batch.choices))
    assert handled
