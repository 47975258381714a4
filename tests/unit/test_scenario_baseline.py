"""The shipped baseline scenario against the reference values of its published description."""

from __future__ import annotations

import pickle
from fractions import Fraction

import numpy as np
import pytest

from negsim.scenario.load import load

# Reference payoffs of baseline_impasse as its description publishes them (illustrative assumptions), computed there by
# separate code; rows insist, take_menu, countermeasures; columns concede_core, offer_menu, refuse.
RUSSIA = [[10, 0, -1], [8, -0.8, -5], [7, -2, -3]]
NATO = [[-12, 0, -1], [-10, 3, -1], [-14, -4, -5]]


def reference(audience=4.0, q=0.2, gain=1.0, core=12.0, offers=1.0):
    russia = [[10, 0, -1], [8, 2 + 6 * q - audience, -audience - 1], [7, gain - 3, gain - 4]]
    nato = [[-core, 0, -1], [-core + 2, 2 + offers, -1], [-core - 2, -4, -5]]
    return np.array([russia, nato], float)


@pytest.fixture(scope="module")
def baseline():
    return load("baseline_impasse")


def cells(scenario, **values):
    layout = scenario.strategy_layout()
    return scenario.payoff_table(values)[:, :, layout.outcome]


def test_default_payoffs_are_the_reference(baseline):
    np.testing.assert_allclose(cells(baseline)[0], [RUSSIA, NATO], rtol=0, atol=1e-12)


def test_formulas_equal_the_reference_for_any_values(baseline):
    rng = np.random.default_rng(1)
    drawn = {"audience": rng.uniform(0, 10, 50), "q": rng.uniform(0, 1, 50), "gain": 1 + rng.uniform(0, 3, 50)}
    table = cells(
        baseline, audience_cost_R=drawn["audience"], confidence_q=drawn["q"], spite_weight_R=drawn["gain"] - 1
    )
    expected = [reference(audience=a, q=q, gain=g) for a, q, g in zip(*drawn.values(), strict=True)]
    np.testing.assert_allclose(table, expected, rtol=0, atol=1e-12)


def test_face_and_principle_shift_the_cost_of_the_core_one_for_one(baseline):
    table = cells(baseline, face_cost_W=4.0, principle_cost_W=8.0)
    np.testing.assert_allclose(table[0], reference(core=12 + 3 + 6), rtol=0, atol=1e-12)


def test_labels_and_layout(baseline):
    layout = baseline.strategy_layout()
    assert layout.players == ("russia", "nato")
    assert layout.strategies == (("insist", "take_menu", "countermeasures"), ("concede_core", "offer_menu", "refuse"))
    assert layout.outcome.tolist() == [[0, 1, 2], [3, 4, 5], [6, 7, 8]]
    assert baseline.outcome_labels()[4] == "take_menu / offer_menu"


def test_levels_are_documented_options(baseline):
    used = {level.use for move in baseline.moves.values() for level in move.levels}
    assert {"FMT.PACKAGE", "FMT.PARALLEL", "CTR.MISSILES_NEAR", "CON.LEGAL_NOEXP", "STA.MENU", "STA.OPENDOOR"} == used


def test_every_number_has_a_source_or_is_an_assumption(baseline):
    assert all(p.sources or p.assumption for p in baseline.parameters.values())
    assert baseline.basis == "illustrative payoff (assumption), not an estimate"


def test_exact_payoff_at_the_tipping_points(baseline):
    deal = baseline.outcome_labels().index("take_menu / offer_menu")
    assert baseline.exact_payoff("russia", deal) == Fraction(-4, 5)
    assert baseline.exact_payoff("russia", deal, {"audience_cost_R": Fraction(16, 5)}) == 0
    assert baseline.exact_payoff("russia", deal, {"confidence_q": Fraction(1, 3)}) == 0


def test_scenario_pickles_hashes_and_has_a_digest(baseline):
    copy = pickle.loads(pickle.dumps(baseline))
    assert copy == baseline
    assert hash(copy) == hash(baseline)
    assert copy.digest == baseline.digest
    assert baseline.with_values(audience_cost_R=2.0).digest != baseline.digest
