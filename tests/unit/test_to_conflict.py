"""Strategic games seen as conflicts: outcomes are states, and what is stable comes back as outcomes."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest

from negsim.concepts.conflict_stability import CONCEPTS
from negsim.errors import InvalidGame, NotApplicable
from negsim.games.conflict import ConflictGame
from negsim.games.results import Outcomes
from negsim.games.strategic import StrategicGame
from negsim.reductions.to_conflict import ToConflict, conflict_of
from negsim.scenario.load import load
from negsim.solvers.conflict.stability import Stability
from negsim.solvers.strategic.pure_nash import PureNash
from negsim.solvers.via import Via
from negsim.studies.explain import explain
from negsim.testing.games import samples

CASES = sorted((Path(__file__).parents[1] / "oracles" / "data" / "gmcr").glob("game2x2_*.json"))


@pytest.mark.parametrize("concept", CONCEPTS)
@pytest.mark.parametrize("path", CASES, ids=lambda path: path.stem)
def test_named_games_have_the_published_equilibria(path, concept):
    case = json.loads(path.read_text())
    payoffs = np.array([case["payoffs"][player] for player in case["decision_makers"]], float)
    game = StrategicGame(payoffs=payoffs.reshape(1, 2, 2, 2))
    found = Via(ToConflict(stability=concept), Stability()).solve(game)
    published = {name.lower(): states for name, states in case["expected"]["equilibria"].items()}
    assert isinstance(found.result, Outcomes)
    assert (np.flatnonzero(found.result.chosen[0]) + 1).tolist() == published[concept]
    assert found.ok
    assert found.residual.tolist() == [0]


@pytest.mark.parametrize("name", list(samples()))
def test_what_is_nash_is_an_equilibrium_in_pure_strategies(name):
    game = samples()[name]
    chosen = Via(ToConflict(), Stability()).solve(game).result.chosen
    pure = PureNash().solve(game).result
    for item in range(len(game)):
        weights = pure.weights[pure.item == item]
        cells = {tuple(int(row[part].argmax()) for part in game.choices.slices) for row in weights}
        assert {tuple(cell) for cell in np.argwhere(chosen[item]).tolist()} == cells


def test_a_scenario_gives_the_same_conflict_by_either_way():
    scenario = load("baseline_impasse")
    direct = ConflictGame.from_scenario(scenario)
    by_way = conflict_of(StrategicGame.from_scenario(scenario))
    assert by_way.states == direct.states
    assert np.array_equal(by_way.payoffs, direct.payoffs)
    assert by_way.players == direct.players
    for player in range(2):
        for state in range(9):
            assert by_way.graph.targets(player, state).tolist() == direct.graph.targets(player, state).tolist()


def test_the_answer_is_told_in_words_with_its_concept():
    game = StrategicGame(payoffs=np.array([[[[3, 1], [4, 2]], [[3, 4], [1, 2]]]], float))
    solution = Via(ToConflict(stability="seq"), "auto").solve(game)
    text = explain(solution[0])
    assert "1 / 1" in text
    assert "2 / 2" in text
    assert "SEQ" in text


def test_a_residual_counts_what_is_chosen_wrongly():
    game = StrategicGame(payoffs=np.array([[[[3, 1], [4, 2]], [[3, 4], [1, 2]]]], float))
    concept = Via(ToConflict(), Stability()).concept
    everything = Outcomes(item=np.array([0]), chosen=np.ones((1, 2, 2), bool))
    assert concept.residual(game, everything).tolist() == [0.75]


def test_other_forms_solvers_and_concepts_are_refused_with_advice():
    with pytest.raises(NotApplicable, match="for strategic games"):
        ToConflict().reduce(samples("conflict")["strict 2x2"])
    with pytest.raises(NotApplicable, match=r"Use Stability\(\)"):
        ToConflict(stability="seqq").concept(Stability().concept)
    with pytest.raises(NotApplicable, match=r"Use Stability\(\)"):
        ToConflict().concept(Stability(sequences="single_step").concept)
    with pytest.raises(NotApplicable, match="40,000 strategies"):
        ToConflict().reduce(StrategicGame(payoffs=np.zeros((1, 1, 40_000))))


def test_labels_that_read_alike_together_are_refused():
    game = StrategicGame(payoffs=np.zeros((1, 2, 2, 2)), strategies=(("a", "a / b"), ("c", "b / c")))
    with pytest.raises(InvalidGame, match="label of its own"):
        conflict_of(game)
