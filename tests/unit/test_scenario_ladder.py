"""The shipped ladder of countermeasures against the values that its published description gives."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from negsim import claims
from negsim.errors import NotApplicable
from negsim.games.results import Profiles
from negsim.games.stages import markov
from negsim.games.stochastic import StochasticGame
from negsim.scenario.load import load
from negsim.solvers.base import solvers

STAGES, PRECISION = 20, 2.0

# Probability of a collision within 20 stages from the rung of pressure, as the description publishes it (illustrative
# assumptions), computed there by separate code: a damped fixed point of the logit responses.
COLLISION = [
    ({}, 0.186),
    ({"spite_weight_R": 1}, 0.204),
    ({"spite_weight_R": 3}, 0.218),
    ({"reaction_slope_W": 0.5}, 0.167),
    ({"reaction_slope_W": 1.5}, 0.207),
    ({"reaction_slope_W": 2}, 0.228),
    ({"hazard_base": 0.0005}, 0.11),
    ({"hazard_base": 0.016}, 0.34),
    ({"discount_factor": 0.5}, 0.252),
    ({"discount_factor": 0.7}, 0.207),
    ({"discount_factor": 0.95}, 0.192),
]
SECURITY = [({}, -4.39), ({"spite_weight_R": 1}, -4.48), ({"spite_weight_R": 3}, -4.55)]
STEP_UP = [({"hazard_base": 0.0005}, 0.457), ({}, 0.061), ({"hazard_base": 0.016}, 0.000)]


@pytest.fixture(scope="module")
def ladder():
    return load("countermeasures_ladder")


@pytest.fixture(scope="module")
def solved(ladder):
    """One batch with every case, each solved once: the game and its logit equilibria."""
    cases = list({repr(case): case for case, _ in COLLISION + SECURITY + STEP_UP}.values())
    names = {name for case in cases for name in case}
    values = {
        name: np.array([float(case.get(name, ladder.parameters[name].value)) for case in cases]) for name in names
    }
    game = StochasticGame.from_scenario(ladder, values)
    return [repr(case) for case in cases], game, fixed_point(game)


def fixed_point(game, rounds=3000):
    """Logit plans by damped responses: slow and simple."""
    items = np.arange(len(game))
    weights = np.full((len(game), len(game.choices)), 0.5)
    for _ in range(rounds):
        gains = PRECISION * game.deviation_payoffs(Profiles(item=items, weights=weights))
        response = np.empty_like(weights)
        for part in game.choices.slices:
            tilted = np.exp(gains[:, part] - gains[:, part].max(1, keepdims=True))
            response[:, part] = tilted / tilted.sum(1, keepdims=True)
        if np.abs(response - weights).max() < 1e-12:
            break
        weights += 0.3 * (response - weights)
    return Profiles(item=items, weights=weights)


def end_probability(game, result, end="collision", stages=STAGES):
    """Follow the play of each row stage by stage, and add up what comes to an end of play."""
    found = np.zeros(len(result))
    tables = tuple(table[:, 0] for table in markov.policies(game, result))
    plays = markov.joint(tables)
    end = game.states.index(end)
    for row, item in enumerate(result.item):
        matrix = np.asarray(markov.move_matrix(game, int(item), plays[row]))
        place = np.eye(len(game.states))[game.start]
        for _ in range(stages):
            place = place @ matrix
            found[row] += place[end]
    return found


@pytest.mark.parametrize(("case", "expected"), COLLISION, ids=repr)
def test_collision_within_twenty_stages(solved, case, expected):
    cases, game, result = solved
    digits = 3 if expected not in (0.11, 0.34) else 2
    assert end_probability(game, result)[cases.index(repr(case))] == pytest.approx(expected, abs=0.51 * 10**-digits)


@pytest.mark.parametrize(("case", "expected"), SECURITY, ids=repr)
def test_own_security_leaves_satisfaction_out(ladder, solved, case, expected):
    cases, _, result = solved
    row = cases.index(repr(case))
    plain = StochasticGame.from_scenario(ladder)  # with no weight on the other's loss
    earned = plain.payoff(Profiles(item=np.zeros(1, np.intp), weights=result.weights[[row]]))
    assert earned[0, 0] == pytest.approx(expected, abs=0.0051)


@pytest.mark.parametrize(("case", "expected"), STEP_UP, ids=repr)
def test_probability_of_a_step_up_from_pressure(solved, case, expected):
    cases, game, result = solved
    choice = game.choice[0][game.start, 1]
    assert result.weights[cases.index(repr(case)), choice] == pytest.approx(expected, abs=0.00051)


def test_a_stronger_reaction_does_not_hold_a_step_back_where_both_step_up_at_once(solved):
    """The claim SF02 fails here: by damped responses, too, steps up from pressure become likelier with the reaction."""
    cases, game, result = solved
    rows = [cases.index(repr(case)) for case in ({"reaction_slope_W": 0.5}, {}, {"reaction_slope_W": 2})]
    assert (np.diff(result.weights[rows, game.choice[0][game.start, 1]]) > 0.01).all()


def test_the_claim_on_security_counts_what_the_description_gives(ladder):
    (finding,) = [each for each in claims(ladder, ids=["SF01c"]) if each.claim.id == "SF01c"]
    assert finding.verdict == "holds"
    weights = finding.values["spite_weight_R"]
    for case, expected in SECURITY:
        at = np.abs(weights - case.get("spite_weight_R", 0)).argmin()
        assert finding.lowest[at] == pytest.approx(expected, abs=0.011)


def test_the_solver_that_the_file_names_finds_these_plans(ladder, solved):
    told = dict(ladder.games["stochastic"].solver)
    assert told == {"name": "logit_homotopy", "precision": 2}
    _, game, result = solved
    found = solvers["logit_homotopy"](precision=2.0).solve(game.take(np.arange(3)))
    assert found.ok
    np.testing.assert_allclose(found.result.weights, result.weights[:3], atol=1e-6)


@pytest.mark.parametrize("name", ["SF01b", "SF02b", "SF45", "SF46"])
def test_claims_hold_over_the_range_that_they_name(ladder, name):
    claim = next(claim for claim in ladder.claims if claim.id == name)
    ((parameter, (low, high)),) = claim.vary.items()
    asked = load("countermeasures_ladder", overrides=claim.overrides)
    game = StochasticGame.from_scenario(asked, {**claim.given, parameter: np.linspace(low, high, 5)})
    found = solvers["logit_homotopy"](precision=PRECISION).solve(game)
    assert found.ok
    watched = claim.quantity.removeprefix("probability(").removesuffix(")")
    changes = np.diff(end_probability(game, found.result, watched))
    assert (changes >= -1e-9).all() if claim.sign == "increasing" else (changes <= 1e-9).all()
    assert abs(changes.sum()) > 1e-4


def test_states_and_rungs(ladder):
    game = StochasticGame.from_scenario(ladder)
    assert game.states[:5] == ("talks", "pressure", "exits", "forward", "campaign")
    assert game.states[5:] == ("collision", "nuclear_use")
    assert game.escalation[0].tolist() == [0, 1, 2, 3, 4, 4, 4]
    assert game.states[game.start] == "pressure"
    assert game.actions == (("hold", "step_up"), ("hold", "step_up"))
    assert game.ends.tolist() == [False] * 5 + [True] * 2


def test_nuclear_use_takes_its_share_of_the_highest_rung_and_leaves_the_whole_as_it_is(ladder):
    plain = StochasticGame.from_scenario(ladder, {"nuclear_if_losing": 0})
    shared = StochasticGame.from_scenario(ladder, {"P_conventional_defeat": 0.2, "nuclear_if_losing": 0.5})
    before, after = plain.transitions.dense(7)[0], shared.transitions.dense(7)[0]
    np.testing.assert_allclose(before[:, :5], after[:, :5], atol=1e-12)
    np.testing.assert_allclose(before[:, 5:].sum(1), after[:, 5:].sum(1), atol=1e-12)
    top = 4 * 4 + 3  # both step up at the highest rung: 0.004 * 3**4 = 0.324
    np.testing.assert_allclose(after[top, 5:], [0.9 * 0.324, 0.1 * 0.324], atol=1e-12)


def test_confrontation_elsewhere_raises_the_hazard(ladder):
    game = StochasticGame.from_scenario(ladder, {"horizontal_escalation": np.array([0.0, 1.0]), "spillover": 0.5})
    rates = game.transitions.dense(7)[:, 0, 5]  # both hold at the talks: the lowest rung follows
    np.testing.assert_allclose(rates, [0.004, 0.006], atol=1e-12)


def test_a_hazard_over_one_is_refused_with_its_place(ladder):
    block = ladder.games["stochastic"]
    hazard = block.hazards["collision"]
    wild = replace(hazard, rate=type(hazard.rate)("hazard_base * hazard_growth**rung"))
    changed = replace(
        ladder,
        games=type(ladder.games)({"stochastic": replace(block, hazards=type(ladder.games)({"collision": wild}))}),
    )
    with pytest.raises(
        Exception, match=r"games\.stochastic\.hazards\.collision\.rate is 1\.62 in state 'campaign' for game 0"
    ):
        StochasticGame.from_scenario(changed, {"hazard_base": 0.02})


def test_a_scenario_without_dynamics_says_how_to_add_them():
    with pytest.raises(NotApplicable, match=r"games: \{stochastic:"):
        StochasticGame.from_scenario(load("baseline_impasse"))


def test_a_long_deadline_plays_at_first_as_if_there_were_none(solved, ladder):
    _, game, result = solved
    row = [repr(case) for case, _ in COLLISION].index("{}")
    found = solvers["finite_horizon"](stages=120, precision=PRECISION).solve(StochasticGame.from_scenario(ladder))
    assert found.ok
    for far, lasting in zip(
        markov.policies(found.game, found.result), markov.policies(game, result.take(slice(row, row + 1))), strict=True
    ):
        np.testing.assert_allclose(far[0, 0], lasting[0, 0], atol=2e-5)  # 0.9**120 is 3e-6, at stakes of some 10 points
