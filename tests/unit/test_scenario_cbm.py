"""The shipped scenario of confidence-building against the values that its published description gives."""

from __future__ import annotations

import numpy as np
import pytest

from negsim.errors import InvalidGame
from negsim.games.results import Profiles
from negsim.games.stages import markov
from negsim.games.stochastic import StochasticGame
from negsim.games.strategic import StrategicGame
from negsim.scenario.load import load
from negsim.solvers.base import solvers

# Expected stages to a collision from calm, by strength of the measure when both adopt it; and trust needed, by
# exploitability: as the description publishes them (illustrative assumptions), computed there by separate code.
STAGES = {0.0: 53.5, 0.2: 64.1, 0.4: 81.6, 0.6: 116.4}
TRUST = {0.0: 0.0, 0.1: 0.17, 0.5: 0.51, 1.0: 0.68, 2.0: 0.81}


@pytest.fixture(scope="module")
def scenario():
    return load("cbm_accident_risk")


def game(scenario, **values):
    return StochasticGame.from_scenario(scenario, {name: np.asarray(value, float) for name, value in values.items()})


def adoption(found, game, player=0):
    """Probability of adopting in calm, tense and incident; shape (row, state)."""
    return markov.policies(game, found.result)[player][:, 0, :3, 1]


def stages_to_collision(game, result):
    """Solve t = 1 + M t over the states in which play goes on; shape (row, state)."""
    plays = markov.joint(tuple(table[:, 0] for table in markov.policies(game, result)))
    found = []
    for row, item in enumerate(result.item):
        matrix = np.asarray(markov.move_matrix(game, int(item), plays[row]))[:3, :3]
        found.append(np.linalg.solve(np.eye(3) - matrix, np.ones(3)))
    return np.array(found)


@pytest.mark.parametrize("name", ["best_reply_iteration", "logit_homotopy"])
def test_stages_to_collision_when_the_equilibrium_adopts(scenario, name):
    found = solvers[name]().solve(game(scenario, cbm_strength=list(STAGES)))
    assert found.ok
    # at strength 0 the measure changes nothing, and whatever they do is an equilibrium
    np.testing.assert_allclose(adoption(found, found.game)[1:], 1, atol=1e-9)
    np.testing.assert_allclose(stages_to_collision(found.game, found.result)[:, 0], list(STAGES.values()), atol=0.051)


def test_the_file_names_the_solver_that_finds_a_markov_perfect_equilibrium(scenario):
    assert dict(scenario.games["stochastic"].solver) == {"name": "logit_homotopy"}


def test_a_measure_that_cannot_be_exploited_is_adopted_whatever_the_other_does(scenario):
    one = game(scenario, cbm_strength=0.4)
    weights = markov.weights(one, tuple(np.tile([0.7, 0.3], (1, 1, 4, 1)) for _ in range(2)))
    gains = one.deviation_payoffs(Profiles(item=np.zeros(1, np.intp), weights=weights))[0]
    for part in one.choices.slices:
        refrain, adopt = gains[part]
        assert adopt > refrain


@pytest.mark.parametrize(("exploitability", "trust"), TRUST.items())
def test_needed_trust_is_the_mixed_equilibrium_of_a_tense_stage(scenario, exploitability, trust):
    values = {"exploitability": exploitability}
    told = scenario.measure("needed_trust", values)[0, 0]
    assert told == pytest.approx(trust, abs=0.0051)
    every = solvers["all_nash"]().solve(StrategicGame.from_scenario(scenario, values))
    shares = np.unique(np.round(every.result.weights[:, [1, 3]], 12))
    assert np.isclose(shares, told, atol=1e-9).any()


def test_adoption_stops_where_uncertainty_is_worth_more_than_the_hazard_saved(scenario):
    # Taken once: adopting saves 0.4 * 0.02 * 60 = 0.48 on a tense stage.
    values = {"value_of_uncertainty_R": np.array([0.0, 0.47, 0.49, 3.0])}
    tense = StrategicGame.from_scenario(scenario, values)
    gain = tense.payoffs[:, 0, 1, 1] - tense.payoffs[:, 0, 0, 1]
    np.testing.assert_array_equal(gain > 0, [True, True, False, False])
    found = solvers["best_reply_iteration"]().solve(game(scenario, value_of_uncertainty_R=[0.0, 3.0]))
    np.testing.assert_allclose(adoption(found, found.game), [[1, 1, 1], [0, 0, 0]])


def test_hope_of_a_grand_bargain_withholds_the_measure(scenario):
    found = solvers["best_reply_iteration"]().solve(
        game(scenario, belief_grand_bargain=[0.0, 0.1, 0.8], leverage_from_risk=1.0)
    )
    adopted = adoption(found, found.game)
    assert (np.diff(adopted, axis=0) <= 0).all()
    # in an incident the measure saves more: 0.4 * 0.12 * 60 = 2.88, against a leverage of 0.8
    np.testing.assert_allclose(adopted[[0, 2]], [[1, 1, 1], [0, 0, 1]])


@pytest.mark.parametrize("name", ["SF18f", "SF19", "SF19b", "SF20"])
def test_claims_on_adoption_hold_over_the_range_that_they_name(scenario, name):
    claim = next(claim for claim in scenario.claims if claim.id == name)
    assert (claim.quantity, claim.sign) == ("probability(measure_R.adopt)", "decreasing")
    ((parameter, (low, high)),) = claim.vary.items()
    one = game(scenario, **claim.given, **{parameter: np.linspace(low, high, 9)})
    found = solvers["logit_homotopy"]().solve(one)
    assert found.ok
    adopted = adoption(found, one)
    assert (np.diff(adopted, axis=0) <= 1e-9).all()
    assert (adopted[0] > adopted[-1]).any()


def test_probabilities_over_one_are_refused_with_their_place(scenario):
    with pytest.raises(
        InvalidGame, match=r"the sum of the probabilities of games\.stochastic\.state\.tension\.next is 1\.1"
    ):
        game(scenario, up=0.6, down=0.5)
    with pytest.raises(InvalidGame, match=r"next\.0\.probability is -0\.1 in state 'calm'.*use max\(0, \.\.\.\)"):
        game(scenario, up=-0.1)
