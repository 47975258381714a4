"""A sweep that solves stochastic games beside each other, in blocks: how it is cut must not show."""

from __future__ import annotations

import numpy as np
import pytest

from negsim.scenario.load import load
from negsim.solvers import _markov_blocks
from negsim.solvers.base import solvers
from negsim.studies.solve import solve
from negsim.studies.sweep import job_of, sweep

VARY = {"spite_weight_R": (0, 1, 10)}
WARM = solvers["logit_homotopy"](precision=2, warm=True)
MEASURES = ("payoff(russia)", "probability(collision)")


@pytest.fixture
def ladder(monkeypatch):
    """A scenario played over time, with blocks of 4 games."""
    monkeypatch.setattr(_markov_blocks, "SMALLEST", 4)
    monkeypatch.setattr(_markov_blocks, "LARGEST", 4)
    return load("countermeasures_ladder")


def test_chunks_shards_and_measures_do_not_change_a_bit(ladder):
    whole = sweep(ladder, solver=WARM, vary=VARY, measures=MEASURES)
    assert len(job_of(ladder, "stochastic", WARM, whole.design).spans(1)) == 3  # whole blocks, however few bytes
    cut = sweep(ladder, solver=WARM, vary=VARY, measures=MEASURES, chunk_bytes=1)
    part = sweep(ladder, solver=WARM, vary=VARY, measures=MEASURES, chunk_bytes=1, shard=(2, 3))
    assert np.array_equal(cut.payoff, whole.payoff)
    assert np.array_equal(part.payoff, whole.payoff[part.point])
    for text in MEASURES:
        assert np.array_equal(cut.measures[text].lowest, whole.measures[text].lowest)
        assert np.array_equal(part.measures[text].lowest, whole.measures[text].lowest[part.point])


def test_the_answers_are_those_of_each_point_alone(ladder):
    found = sweep(ladder, solver=WARM, vary=VARY)
    assert found.solver == WARM
    for k in (0, 6, 9):
        alone = solve(ladder.with_values(spite_weight_R=float(found.columns["spite_weight_R"][k])))
        assert found.payoff[k] == pytest.approx(list(alone[0].payoffs.values()), abs=1e-9)
