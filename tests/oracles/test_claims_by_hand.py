"""Claims against what was worked out apart from negsim: matrices, closed forms and peers, at every point of the range.

The matrices and formulas are those of the dossier's own checks of each scenario; Nashpy and SciPy do the rest.
"""

from __future__ import annotations

import nashpy
import numpy as np
import pytest
from scipy.stats import binom

from negsim import load
from negsim.scenario.parts import Claim
from negsim.studies.claims.evaluate import tried


def measured(name, quantity, sign="increasing", *, form="strategic", given={}, **vary):
    scenario = load(name)
    claim = Claim(id="SF00", says="", form=form, vary=vary, quantity=quantity, sign=sign, given=given)
    return tried(scenario, claim), scenario.defaults() | dict(given)


def impasse(audience=4.0, confidence=0.2):
    """The two matrices of the impasse: insist, take the menu, countermeasures; concede, offer a menu, refuse."""
    menu = 2 + 6 * confidence - audience
    russia = [[10, 0, -1], [8, menu, -audience - 1], [7, -2, -3]]
    nato = [[-12, 0, -1], [-10, 3, -1], [-14, -4, -5]]
    return np.array(russia, float), np.array(nato, float)


@pytest.mark.parametrize(
    ("parameter", "high", "what", "quantity", "tip"),
    [
        ("audience_cost_R", 10, "audience", "probability(impasse)", 3.2),
        ("audience_cost_R", 10, "audience", "probability(response.take_menu)", 3.2),
        ("confidence_q", 1, "confidence", "probability(response.take_menu)", 1 / 3),
    ],
)
def test_the_impasse_by_support_enumeration(parameter, high, what, quantity, tip):
    finding, _ = measured("baseline_impasse", quantity, **{parameter: (0.0, high)})
    cell = {"probability(impasse)": (0, 1), "probability(response.take_menu)": (1, slice(None))}[quantity]
    for value, low, top in zip(finding.values[parameter], finding.lowest, finding.highest, strict=True):
        equilibria = nashpy.Game(*impasse(**{what: value})).support_enumeration(non_degenerate=False)
        chances = [np.outer(row, column)[cell].sum() for row, column in equilibria]
        assert (low, top) == pytest.approx((min(chances), max(chances)), abs=1e-9)
    assert finding.tips_at == (tip,)


def stopped(face, years=(5, 10, 20, 25, 49, 69, np.inf)):
    """Gains of both sides from each length of a halt: never costs 8 points of face, besides what it costs more now."""
    found = []
    for length in years:
        share = [rate / (rate + 0.06) * -np.expm1(-(rate + 0.06) * length) for rate in (0.005, 0.04)]
        never = np.isinf(length)
        cost = face + (7.0 if never else 0.02 * length)
        found.append((10 * share[1] - 1 - (0 if never else 0.5), 4 - share[0] - cost))
    return found


def test_the_halt_by_trying_every_length():
    finding, defaults = measured(
        "moratorium_length", "probability(promised)", "decreasing", form="bargaining", face_cost_W=(0.0, 6.0)
    )
    assert defaults["face_slope_W"] == 0.02
    open_ = [float(any(min(gains) > 0 for gains in stopped(face))) for face in finding.values["face_cost_W"]]
    assert finding.lowest.tolist() == finding.highest.tolist() == open_
    (tip,) = finding.tips_at
    assert any(min(gains) > 0 for gains in stopped(tip - 1e-5)) and not any(min(g) > 0 for g in stopped(tip + 1e-5))


def test_ratification_by_binomial_sums():
    finding, told = measured(
        "form_and_ratification", "adopted(treaty)", "decreasing", form="bargaining", senate_threshold=(51.0, 67.0)
    )
    members = told["member_support"] ** (told["number_of_ratifiers"] - 1)
    whole = [round(value) == value for value in finding.values["senate_threshold"]]
    votes = finding.values["senate_threshold"][whole]
    assert finding.lowest[whole] == pytest.approx(binom.sf(votes - 1, 100, told["senator_support"]) * members)
    assert finding.verdict == "holds"


def test_the_deadline_by_its_formula():
    finding, told = measured(
        "deadline_ultimatum", "probability(escalated)", form="extensive", number_of_parties_to_consult=(1.0, 57.0),
        given={"audience_cost_R": 6.0, "escalation_cost_R": 5.0},
    )  # fmt: skip
    parties = finding.values["number_of_parties_to_consult"]
    unready = np.exp(-told["answer_rate"] / parties * told["deadline_weeks"])
    settles = told["reservation"] >= told["demand_extremity"] / 5 - told["escalation_harm_W"] / told["stake"]
    assert settles and finding.lowest == pytest.approx(unready) and finding.highest == pytest.approx(unready)
    never, _ = measured(
        "deadline_ultimatum", "probability(escalated)", "constant", form="extensive", deadline_weeks=(1.0, 26.0),
        given={"audience_cost_R": 4.0, "escalation_cost_R": 5.0},
    )  # fmt: skip
    assert never.verdict == "holds" and not never.highest.any()


def test_patience_by_its_formula():
    finding, told = measured(
        "minsk_first_three", "least_discount(russia)", "decreasing", form="repeated", monitoring_accuracy=(0.1, 0.95)
    )
    gain, loss = told["temptation"], told["value_first3"]
    assert finding.lowest == pytest.approx(gain / (gain + loss * finding.values["monitoring_accuracy"]), rel=1e-9)
    assert finding.verdict == "holds" and finding.solver == ""


def test_inspections_by_indifference():
    finding, told = measured(
        "missile_inspection", "probability(launchers.adapted)", "decreasing", inspection_quality=(0.3, 1.0)
    )
    cost, harm = told["inspection_cost"], told["undetected_harm"]
    expected = cost / (harm * finding.values["inspection_quality"])  # so often that an inspection just pays
    assert finding.lowest == pytest.approx(expected) and finding.highest == pytest.approx(expected)
    often, _ = measured("missile_inspection", "probability(visit.inspect)", "decreasing", inspection_quality=(0.3, 1.0))
    tempted = told["adaptation_gain"] / (told["adaptation_gain"] + told["exposure_cost"])
    assert often.lowest == pytest.approx(tempted / often.values["inspection_quality"])


def test_the_accident_by_powers_of_a_matrix():
    scenario = load("cbm_accident_risk")
    claim = Claim(
        id="SF00", says="", form="stochastic", vary={"cbm_strength": (0.1, 0.8)}, quantity="probability(collision)",
        sign="decreasing", points=5,
    )  # fmt: skip
    finding, told = tried(scenario, claim), scenario.defaults()
    assert finding.verdict == "holds" and finding.tips_at == ()
    for strength, low, high in zip(finding.values["cbm_strength"], finding.lowest, finding.highest, strict=True):
        rates = np.array([told["hazard_calm"], told["hazard_tense"], told["hazard_incident"]]) * (1 - strength)
        up, down = told["up"], told["down"]
        drift = np.array([[1 - up, up, 0], [down, 1 - up - down, up], [0, down, 1 - down]])
        alive = np.linalg.matrix_power((1 - rates)[:, None] * drift, 20)[0].sum()  # both adopt, from calm
        assert (low, high) == pytest.approx((1 - alive, 1 - alive), abs=1e-7)


def test_the_grand_game_where_the_dossier_saw_it_turn():
    finding, _ = measured(
        "four_track_grand_game", "stable(nash, settled and talking)", "decreasing", form="conflict",
        audience_cost_R=(0.0, 10.0),
    )  # fmt: skip
    assert finding.tips_at == (6.25,)  # the deal is an equilibrium at 6.2 and not at 6.3
    assert finding.solver == "stability" and finding.verdict == "holds"
