"""Sweeps over scenarios that are played over time: the form and solver that solve takes, and phrases that mean it."""

from __future__ import annotations

import numpy as np
import pytest

from negsim.errors import InvalidGame, NotApplicable
from negsim.solvers.base import solvers
from negsim.studies.solve import solve
from negsim.studies.sweep import sweep
from negsim.views.table import table

CASES = {
    "countermeasures_ladder": ({"spite_weight_R": [0, 3]}, "stochastic", "logit_homotopy"),
    "shock_or_treatment": ({"attention_gain": [0, 4]}, "stochastic", "best_reply_iteration"),
    "missile_nondeployment": ({"military_value_deploy": [1, 5]}, "extensive", "backward_induction"),
    "missile_inspection": ({"adaptation_gain": [1, 3]}, "extensive", "agent_logit"),
    "deadline_ultimatum": ({"rounds": [1, 20]}, "screening", "cutoff_induction"),
    "baseline_impasse": ({"audience_cost_R": [1, 4]}, "strategic", "all_nash"),
}


@pytest.mark.parametrize("name", CASES)
def test_a_sweep_asks_what_solve_asks(name):
    vary, form, solver = CASES[name]
    found = sweep(name, vary=vary)
    assert (found.form, solvers.name_of(found.solver)) == (form, solver)
    assert found.statuses == {"solved": 2}
    for k in range(2):
        values = {key: float(column[k]) for key, column in found.columns.items()}
        alone = solve(name, values=values)
        assert found.count[k] == len(alone)
        mean = np.mean([list(row.payoffs.values()) for row in alone], axis=0)
        np.testing.assert_allclose(found.payoff[k], mean, atol=1e-7)


@pytest.mark.parametrize(
    ("name", "labels"),
    [
        ("countermeasures_ladder", ["mostly hold / mostly hold"] * 2),
        ("shock_or_treatment", ["treatment", "shock"]),
        ("missile_nondeployment", ["refrain / none", "deploy / zircon"]),
        ("missile_inspection", ["likeliest as_declared / skip", "mostly as_declared / inspect"]),
        ("deadline_ultimatum", ["agreement as likely as breakdown", "mostly agreement"]),
    ],
)
def test_answers_are_told_by_what_play_does(name, labels):
    found = sweep(name, vary=CASES[name][0])
    assert [found.labels[k] for k in found.equilibrium] == labels
    assert "an equilibrium is named by" in str(table(found).notes)


@pytest.mark.parametrize(
    ("name", "form", "vary"),
    [
        ("deadline_ultimatum", None, {"rounds": [1, 2.5, 3]}),
        ("missile_nondeployment", "stochastic", {"detection_lag": [1, 2.5, 4]}),
    ],
)
def test_points_that_make_no_game_are_rows(name, form, vary):
    whole = sweep(name, form, vary=vary)
    assert whole.statuses == {"solved": 2, "failed": 1}
    assert whole.equilibrium[1] == -1
    assert np.isnan(whole.payoff[1]).all()
    cut = sweep(name, form, vary=vary, chunk_bytes=1)
    assert cut.labels == whole.labels
    assert np.array_equal(cut.equilibrium, whole.equilibrium)


def test_where_no_point_makes_a_game_the_reason_is_told():
    with pytest.raises(InvalidGame, match=r"rounds is 2\.5: it must be one whole number"):
        sweep("deadline_ultimatum", vary={"rounds": [2.5, 3.5]})


def test_the_stage_alone_is_swept_on_request():
    found = sweep("countermeasures_ladder", "strategic", vary={"spite_weight_R": [0, 3]})
    assert found.form == "strategic"
    assert found.labels == ("step_up / step_up",)


def test_solvers_of_other_forms_are_refused():
    with pytest.raises(NotApplicable, match="AllNash is for strategic games"):
        sweep("missile_inspection", solver="all_nash", vary={"adaptation_gain": [1, 2]})


def test_plans_of_one_phrase_are_counted():
    solver = solvers["backward_induction"](every=True)
    found = sweep("missile_nondeployment", solver=solver, vary={"military_value_deploy": [4.0]})
    assert found.labels == ("deploy / zircon; refrain / none",)  # at 4, the value of the tipping point, both
    assert found.count.tolist() == [2]
