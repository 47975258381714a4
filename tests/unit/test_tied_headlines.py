"""Of two outcomes that are equally likely, the headline is the same one whatever was solved before."""

from __future__ import annotations

import numpy as np

import negsim
from negsim.studies.assumptions import answers as module
from negsim.studies.assumptions.answers import answers
from negsim.studies.batches import batches
from negsim.studies.solve import named_solver, solver_of


def test_a_tie_rests_on_no_order_of_solving(monkeypatch):
    """The second treaty ties at its defaults: half free, half limited. Points are solved one by one, as batches may."""
    scenario = negsim.load("cfe2_multi_issue")
    solver = solver_of(named_solver(scenario, "bargaining"))
    alone = answers(scenario, "bargaining", solver, {"disagreement_value_R": np.array([0.0])})
    tied = sorted(alone.shares[0], reverse=True)[:2]
    assert abs(tied[0] - tied[1]) < 1e-9
    assert abs(tied[0] - 0.5) < 1e-9

    def one_by_one(work, values, start, stop):
        for k in range(start, stop):
            yield from batches(work, values, k, k + 1)

    monkeypatch.setattr(module, "batches", one_by_one)
    after = answers(scenario, "bargaining", solver, {"disagreement_value_R": np.array([0.2, 0.0])})
    assert after.headlines[0] != alone.headlines[0]  # the limited exercises occur first
    assert after.headlines[1] == alone.headlines[0]
