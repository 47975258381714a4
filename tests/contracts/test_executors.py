"""Laws over every registered executor; a new file under studies/executors/ is tested here with no edit."""

from __future__ import annotations

import operator

import numpy as np
import pytest

from negsim.studies.executors.base import executors
from negsim.studies.sweep import sweep

VARY = {"audience_cost_R": (0, 6, 25)}


@pytest.mark.parametrize("name", list(executors))
def test_an_executor_keeps_the_order(name):
    assert list(executors[name]().map(operator.neg, range(20))) == [-k for k in range(20)]
    assert list(executors[name]().map(operator.neg, [])) == []


@pytest.mark.parametrize("name", list(executors))
def test_a_sweep_does_not_depend_on_where_it_runs(name):
    here = sweep("baseline_impasse", vary=VARY)
    there = sweep("baseline_impasse", vary=VARY, chunk_bytes=500, executor=executors[name]())
    assert there.labels == here.labels
    assert np.array_equal(there.equilibrium, here.equilibrium)
    assert np.array_equal(there.payoff, here.payoff)


@pytest.mark.parametrize("name", list(executors))
def test_an_executor_is_documented_and_named_by_its_file(name):
    assert len((executors[name].__doc__ or "").split()) >= 8
    assert executors[name].__module__.rpartition(".")[2] == name
