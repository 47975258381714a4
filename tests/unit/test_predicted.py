"""What solutions predict, against what can be counted by hand from each form's own result."""

from __future__ import annotations

import numpy as np
import pytest

from negsim import load, paths, solve
from negsim.errors import NotApplicable
from negsim.scenario.expression import Expression
from negsim.scenario.load import load_text
from negsim.studies.predicted import predicted

TALKS = """
title: Two issues
actors: {a: {name: A}, b: {name: B}}
parameters: {cost: {value: 1, low: 0, high: 9, unit: points, assumption: made up for a test}}
moves:
  x: {actor: a, levels: [no, yes]}
  y: {actor: b, levels: [no, yes]}
payoffs: {a: 3*y - x - 2, b: 2*x - cost*y - 1}
"""


def labels(scenario, found):
    return [scenario.outcome_label(outcome) for outcome in found.likeliest]


def test_a_profile_predicts_the_product_of_its_strategies():
    scenario = load("four_track_grand_game")
    solution = solve(scenario, "strategic")
    found = predicted(scenario, solution)
    row = next(k for k in range(len(found)) if found.shares[k].max() < 0.99)
    layout = scenario.strategy_layout()
    parts = solution.game.choices.slices
    for cell in np.ndindex(layout.outcome.shape):
        chance = np.prod([solution.result.weights[row, part][k] for part, k in zip(parts, cell, strict=True)])
        assert found.shares[row, layout.outcome[cell]] == pytest.approx(chance, abs=1e-15)


def test_a_tree_predicts_the_leaves_that_play_reaches():
    scenario = load("deadline_ultimatum")
    solution = solve(scenario, "extensive")
    told = paths(scenario, "extensive").outcomes
    found = predicted(scenario, solution)
    named = dict(zip(scenario.outcome_labels(), found.shares[0], strict=True))
    assert {name: share for name, share in named.items() if share} == pytest.approx(
        {name: share for name, share in told.items() if share}
    )


def test_play_over_time_predicts_its_first_stage_and_what_may_end_it_within_the_horizon():
    scenario = load("cbm_accident_risk")
    solution = solve(scenario, "stochastic")
    found = predicted(scenario, solution, horizon=7)
    assert labels(scenario, found) == ["adopt / adopt"] and found.shares.sum() == pytest.approx(1)
    assert found.endings["collision"][0] == pytest.approx(paths(scenario, horizon=7).outcomes["collision"], rel=1e-12)


def test_bargainers_without_an_agreement_have_a_row_in_which_things_stand():
    scenario = load_text(TALKS)
    values = {"cost": np.array([1.0, 5.0, 1.0])}
    found = predicted(scenario, solve(scenario, "bargaining", "nash_bargaining", values=values), values)
    assert found.item.tolist() == [0, 1, 2] and found.endings["no agreement"].tolist() == [0, 1, 0]
    assert labels(scenario, found) == ["yes / yes", "no / no", "yes / yes"]


def test_without_agreement_an_equilibrium_may_stand():
    scenario = load_text(TALKS + "games: {bargaining: {disagreement: {equilibrium: strategic}}}\n")
    values = {"cost": np.array([1.0, -1.0, 5.0])}  # in the second game b does y anyhow, and nothing is left to gain
    found = predicted(scenario, solve(scenario, "bargaining", "nash_bargaining", values=values), values)
    assert labels(scenario, found)[2] == "no / no" and found.endings["no agreement"][2] == 1
    assert found.shares[1].sum() == pytest.approx(1)


def test_a_conflict_has_a_row_for_each_equilibrium_under_its_first_concept():
    scenario = load("four_track_grand_game")
    solution = solve(scenario, "conflict")
    held = np.flatnonzero(solution.result.equilibria[0, 0])
    found = predicted(scenario, solution)
    assert found.likeliest.tolist() == held.tolist() and (found.shares.max(1) == 1).all()


def test_outcomes_that_count_as_one_state_share_its_chance():
    text = TALKS.replace("3*y - x - 2", "3*y - 3") + "games: {conflict: {coalesce: {given: y.yes}}}\n"
    scenario = load_text(text.replace("2*x - cost*y - 1", "y"))
    found = predicted(scenario, solve(scenario, "conflict"))
    assert [dict(zip(scenario.outcome_labels(), row, strict=True))["no / yes"] for row in found.shares] == [0.5]


def test_demands_are_met_or_not():
    scenario = load("deadline_ultimatum")
    found = predicted(scenario, solve(scenario, "screening"))
    assert found.endings["agreement"] + found.endings["no agreement"] == pytest.approx(1)
    assert found.likeliest.tolist() == [-1] and not found.shares.any()


def test_strategies_left_standing_have_a_row_each():
    scenario = load("baseline_impasse")
    solution = solve(scenario, "strategic", "iterated_dominance")
    left = [int(solution.result.alive[0, part].sum()) for part in solution.game.choices.slices]
    assert len(predicted(scenario, solution)) == np.prod(left)


def test_a_solution_of_another_scenario_is_refused():
    with pytest.raises(NotApplicable, match="strategies"):
        predicted(load("three_demands"), solve("baseline_impasse"))


def test_an_offer_that_may_be_refused_leaves_things_standing_as_often():
    scenario = load_text(
        TALKS + "games: {bargaining: {resolve: {b: [-1, 3]}, talks: {discount: 0.9, first: a, rounds: 1}}}\n"
    )
    solution = solve(scenario, "bargaining", "take_it_or_leave_it")
    found = predicted(scenario, solution)
    accepted = float(solution.result.agreed[0])
    offered = [scenario.outcome_labels()[at] for at in scenario.agenda().outcomes[solution.result.agreement[0]]]
    shares = dict(zip(scenario.outcome_labels(), found.shares[0], strict=True))
    assert 0 < accepted < 1 and found.endings["no agreement"][0] == pytest.approx(1 - accepted)
    assert shares["no / no"] == pytest.approx(1 - accepted) and shares[offered[0]] == pytest.approx(accepted)


def test_numbers_between_levels_are_outcomes_of_the_wider_scenario():
    scenario = load("moratorium_length", overrides=["continuous"])
    found = predicted(scenario, solve(scenario, "bargaining", "nash_bargaining"))
    assert len(found.scenario.outcomes()) > len(scenario.outcomes())
    (label,) = labels(found.scenario, found)
    years = float(label.partition(" / ")[0].removeprefix("years_"))
    assert found.mean(found.scenario.over_outcomes((Expression("moratorium"),))[:, 0]) == pytest.approx([years])
