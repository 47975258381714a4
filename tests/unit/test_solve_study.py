"""`solve` takes scenarios, games, files and names."""

from __future__ import annotations

import numpy as np
import pytest

from negsim.errors import InvalidGame, NotApplicable, UnknownName
from negsim.formats.base import formats
from negsim.games.strategic import StrategicGame
from negsim.scenario.load import load
from negsim.solvers.auto import Auto
from negsim.solvers.base import Status, solvers
from negsim.solvers.strategic.pure_nash import PureNash
from negsim.studies.explain import explain
from negsim.studies.solve import game, solve
from negsim.testing.games import samples
from negsim.testing.stages import staged_game
from negsim.testing.trees import hidden_card

PENNIES = StrategicGame.bimatrix([[1, -1], [-1, 1]], [[-1, 1], [1, -1]])


def test_a_scenario_its_name_and_its_game_have_one_answer():
    model = load("baseline_impasse")
    for what in (model, "baseline_impasse", game(model), game("baseline_impasse", "strategic")):
        found = solve(what)
        assert found[0].profile == {"russia": {"insist": 1.0}, "nato": {"offer_menu": 1.0}}
        assert len(found) == 1
        assert found.residual.max() <= 1e-9


def test_values_make_a_batch():
    found = solve("baseline_impasse", solver="pure_nash", values={"audience_cost_R": np.array([3.0, 4.0])})
    assert [row["russia"] for row in found] == [{"take_menu": 1.0}, {"insist": 1.0}]
    assert found.result.item.tolist() == [0, 1]


@pytest.mark.parametrize("name", list(formats))
def test_game_files_are_solved(name, tmp_path):
    path = tmp_path / f"pennies{formats[name].suffix}"
    others = {"efg": hidden_card(), "gmcr": samples("conflict")["binary options"].take([0])}
    if name in others:
        formats[name].write(others[name], path)
        assert solve(path).ok
        return
    formats[name].write(PENNIES, path)
    assert solve(path).result.weights.tolist() == [[0.5, 0.5, 0.5, 0.5]]
    assert solve(str(path), solver=PureNash()).status.tolist() == [Status.none_found.code]


def test_unknown_names_are_told_with_the_nearest():
    for wrong, told in [
        ({"solver": "pure_nahs"}, "pure_nash"),
        ({"form": "strategc"}, "strategic"),
        ({"values": {"audience_cost": 1}}, "audience_cost_R"),
    ]:
        with pytest.raises(UnknownName, match=told):
            solve("baseline_impasse", **wrong)
    with pytest.raises(Exception, match="baseline_impasse"):
        solve("baseline_impass")


def test_a_game_has_no_parameters():
    with pytest.raises(NotApplicable, match="no parameters"):
        solve(PENNIES, values={"audience_cost_R": 1})


def test_the_first_choice_names_the_solver_really_used():
    assert type(solve(PENNIES).solver) is solvers["all_nash"]
    draw = np.random.default_rng(5)
    batch = StrategicGame(payoffs=draw.normal(size=(40, 3, 2, 2, 2)))
    pure = np.bincount(PureNash().solve(batch).result.item, minlength=40) > 0
    assert 0 < pure.sum() < 40
    some = solve(batch.take(np.flatnonzero(pure)))
    none = solve(batch.take(np.flatnonzero(~pure)))
    assert type(some.solver) is PureNash
    assert type(none.solver) is solvers["logit"]
    whole = solve(batch)
    assert isinstance(whole.solver, Auto)
    assert (whole.facts["solver"] == np.where(pure, "pure_nash", "logit")).all()
    assert whole.facts["complete"].tolist() == pure.tolist()
    assert (np.diff(whole.result.item) >= 0).all()
    assert set(whole.result.item) == set(range(40))
    assert whole.residual.max() < 1e-6


def test_the_first_choice_passes_its_limits_on():
    assert solve(PENNIES, solver=Auto(max_steps=7)).solver.max_steps == 7


@pytest.mark.parametrize("shape", [(40, 40), (2, 200)])
def test_a_large_game_of_two_players_gets_one_equilibrium_in_time(shape):
    draw = np.random.default_rng(6)
    found = solve(StrategicGame(payoffs=draw.normal(size=(1, 2, *shape))))
    assert type(found.solver) is solvers["lemke_howson"]
    assert len(found) == 1
    assert found.residual.max() < 1e-9


def test_what_is_no_scenario_and_no_game_is_refused_in_words():
    with pytest.raises(NotApplicable, match="a list is neither a scenario nor a game"):
        solve([[1, 2], [3, 4]])
    with pytest.raises(NotApplicable, match="a int is not explained so"):
        explain(3)


def test_names_and_numbers_that_do_not_exist_are_told_in_words():
    scenario = load("baseline_impasse")
    with pytest.raises(UnknownName, match="unknown form 'extensiv'; did you mean 'extensive'"):
        solve(scenario, "extensiv")
    with pytest.raises(UnknownName, match="unknown player 'rusia'; did you mean 'russia'"):
        solve(scenario)[0]["rusia"]
    with pytest.raises(UnknownName, match="unknown parameter 'x'; there are none"):
        load("chicken").with_values(x=1)
    with pytest.raises(InvalidGame, match="audience_cost_R must be a finite number, not 'two'"):
        scenario.with_values(audience_cost_R="two")
    with pytest.raises(InvalidGame, match="audience_cost_R must be a finite number, not 'two'"):
        solve(scenario, values={"audience_cost_R": "two"})


@pytest.mark.parametrize(("stages", "solver"), [(2, "AgentLogit"), (6, "SequenceForm")])
def test_large_trees_of_two_players_get_the_sequence_form(stages, solver):
    solution = solve(staged_game(2, stages, zero_sum=False))
    assert type(solution.solver).__name__ == solver
    assert solution.ok
