"""Regional sensitivity of scenarios, as it is told: sentences, table, JSON, and on the command line."""

from __future__ import annotations

import json
from dataclasses import replace

import numpy as np
import pytest

import negsim
from negsim.scenario.load import load_text
from negsim.studies.sensitivity.regional import regional
from negsim.studies.sensitivity.sensitivity import sensitivity
from negsim.studies.sensitivity.split import split_of
from negsim.studies.sentences.regional import sentences, told_rule, told_separation, told_share
from negsim.views.records.regional import of_regional
from negsim.views.show import show
from negsim.views.tables.regional import of_regional as table_of

CLOSED = {"audience_cost_R": 3.2, "confidence_q": 1 / 3, "publicity": 0.8, "aspiration_R": 2.2}  # tipping points alone
TEXT = """
title: One party
actors: {a: {name: A}}
parameters:
  gain: {name: What is gained, value: 1, low: 0, high: 4, unit: points, assumption: made up for a test}
  cost: {value: 2, low: 0, high: 4, unit: points, assumption: made up for a test}
moves: {act: {actor: a}}
payoffs: {a: act*(gain - cost)}
"""


@pytest.fixture(scope="module")
def deal():
    return sensitivity("baseline_impasse", "probability(partial_deal)", "regional", samples=1024, seed=4)


def test_one_parameter_alone_gives_the_tipping_point_as_its_rule():
    for name, value in CLOSED.items():
        found = sensitivity("baseline_impasse", "probability(partial_deal) > 0.5", "regional", vary=[name], samples=512)
        ((bound,),) = found.rules.terms
        parameter = found.asked.scenario.parameters[name]
        assert bound.side == (">" if name == "confidence_q" else "<")
        assert abs(bound.value - value) < 0.01 * (parameter.high - parameter.low)
        assert found.rules.precision.value > 0.97 and found.distance.value[0] == pytest.approx(1, abs=1e-12)
        assert bool(found.lower[0]) == (bound.side == "<")


def test_of_all_parameters_those_in_russias_gain_from_the_menu_separate(deal):
    in_the_formula = {"aspiration_R", "confidence_q", "audience_cost_R", "publicity", "risk_R", "satisfaction_R"}
    assert set(deal.separating) <= in_the_formula | {"spite_weight_R"} and len(deal.separating) >= 5
    assert deal.rules.coverage.value > 0.8 and deal.rules.precision.value > deal.share.value + 0.1
    again = deal.rules.holds(deal.columns)
    assert (again & deal.held).sum() / deal.held.sum() == pytest.approx(deal.rules.coverage.value, abs=0.06)


def test_the_sentences_say_how_often_what_separates_and_when(deal):
    told = list(sentences(deal))
    assert told[0].startswith("'probability(partial_deal) > 0.5' holds at ") and "of 1,024 points" in told[0]
    assert told[1].startswith("It holds rather at ") and deal.parameters[deal.order[0]] in told[1]
    assert str(deal.rules) in told[2] and "counted on 512 points that the rule was not learnt from" in told[2]
    assert "no probability" in told[-1]
    assert f"against {100 * deal.share.value:.1f}".removesuffix(".0") in told[2]


def test_what_is_unsolved_several_or_without_a_rule_is_said(deal):
    draws = np.random.default_rng(0)
    noise = regional(draws.random(400), {"x": draws.random(400)}, split_of("probability(a) > 0.5"), resamples=20)
    assert "No parameter alone" in told_separation(noise) and "No short rule" in told_rule(noise)
    gaps = np.where(np.arange(400) < 7, np.nan, draws.random(400))
    found = regional(gaps, {"x": draws.random(400)}, split_of("probability(a)"), resamples=20)
    assert any(line.startswith("7 of the points have no number") for line in sentences(found))
    assert deal.asked.several and f"at {deal.asked.several:,} several answers differ" in told_share(deal)
    nowhere = regional(np.zeros(50), {"x": draws.random(50)}, split_of("probability(a)"))
    assert len(list(sentences(nowhere))) == 2 and "holds at 0 % of 50 points" in told_share(nowhere)


def test_a_sample_that_is_too_small_for_the_rule_is_told(deal):
    widths = [rate.high - rate.low for rate in (deal.rules.coverage, deal.rules.precision)]
    large = replace(deal, rules=replace(deal.rules, coverage=replace(deal.rules.coverage, low=0.5, high=0.7)))
    said = [line for line in sentences(large) if "too small" in line]
    assert said == [
        "The sample is too small to know these shares within 10 percentage points; about 4,096 points would do: "
        "use --samples 4096."
    ]
    assert max(widths) < 0.1 and not any("too small" in line for line in sentences(deal))


def test_a_side_with_hardly_any_points_is_told():
    columns = {"x": np.linspace(0, 1, 200)}
    few = regional(1.0 * (columns["x"] > 0.99), columns, split_of("probability(a)"), resamples=20)
    told = list(sentences(few))
    assert told[1].startswith("It holds at only 2 of the points") and "--samples 800" in told[1] and len(told) == 3
    most = regional(1.0 * (columns["x"] < 0.99), columns, split_of("probability(a)"), resamples=20)
    assert told_separation(most).startswith("It does not hold at only 2 of the points")


def test_the_table_ranks_the_parameters_and_carries_the_label(deal):
    shown = negsim.table(deal)
    assert shown == table_of(deal)
    assert shown.column("parameter") == tuple(deal.parameters[k] for k in deal.order)
    assert shown.column("beyond chance").count("yes") == len(deal.separating)
    assert shown.notes[-1] == deal.asked.scenario.basis and deal.asked.scenario.title in shown.title


def test_the_record_is_json_and_holds_every_number(deal):
    told = json.loads(json.dumps(of_regional(deal), allow_nan=False))
    assert list(told["parameters"]) == [deal.parameters[k] for k in deal.order]
    for k, name in enumerate(deal.parameters):
        assert told["parameters"][name]["distance"] == deal.distance.value[k]
        assert told["parameters"][name]["holds_at"] == ("lower" if deal.lower[k] else "higher")
    assert told["rules"]["text"] == str(deal.rules) and told["rules"]["coverage"]["share"] == deal.rules.coverage.value
    assert told["condition"] == "probability(partial_deal) > 0.5" and told["share"]["of"] == 1024
    empty = regional(np.zeros(50), {"x": np.arange(50.0)}, split_of("probability(a)"))
    assert json.loads(json.dumps(of_regional(empty), allow_nan=False))["critical"] is None


@pytest.mark.parametrize("plot", ["regional", "tornado", "morris"])
def test_a_scenario_is_asked_before_it_is_drawn(plot):
    figure = show(load_text(TEXT, name="one"), plot, {"measure": "probability(act)"})
    assert "What is gained" in "".join(t.get_text() for a in figure.axes for t in [*a.get_yticklabels(), *a.texts])


def test_a_payoff_is_compared_with_what_it_is_at_the_defaults():
    found = sensitivity(load_text(TEXT, name="one"), "payoff(a)", "regional", samples=256)
    assert str(found.split) == "payoff(a) > 0" and 0.4 < found.share.value < 0.6
