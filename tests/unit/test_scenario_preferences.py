"""Payoffs as statements, weights and rankings: what they are worth, and how the rest of the program meets them."""

from __future__ import annotations

from fractions import Fraction

import jsonschema
import numpy as np
import pytest
import yaml

from negsim.errors import ScenarioError
from negsim.scenario.dump import dump
from negsim.scenario.load import load, load_text
from negsim.scenario.schema import schema
from negsim.studies.solve import solve

BASE = """title: Orders
actors: {west: {}, east: {}}
parameters:
  harm: {value: 4, low: 1, high: 10, unit: points, assumption: for the test}
moves:
  deploy: {actor: west, levels: [refrain, act]}
  talk: {actor: east}
measures: {tension: deploy * harm}
payoffs:
  west: WEST
  east: 1
overrides:
  other: {payoffs.west: {ranking: ["1"]}}
"""
OUTCOMES = ("refrain / no", "refrain / yes", "act / no", "act / yes")


def read(west: str, **values: object):
    return load_text(BASE.replace("WEST", west), name="orders.yaml", values=values)


def payoffs(west: str, **values: object) -> list[float]:
    return read(west, **values).payoff_table()[0, 0].tolist()


def test_statements_count_twice_as_much_as_the_next():
    """By hand over the four outcomes: 4 for talks, 2 for no deployment without talks, 1 for calm."""
    statements = '{statements: [talk.yes, deploy.refrain if talk.no, "tension < 1"]}'
    assert read(statements).outcome_labels() == OUTCOMES
    assert payoffs(statements) == [2 + 1, 4 + 2 + 1, 0, 4 + 2]


def test_an_earlier_statement_outweighs_all_later_ones():
    many = ", ".join(["talk.yes", *["deploy.act"] * 28])
    table = payoffs(f"{{statements: [{many}]}}")
    assert table == [0, 2.0**28, 2.0**28 - 1, 2.0**29 - 1]
    assert len(set(solve(read(f"{{statements: [{many}]}}"), "conflict").game.ranks[0, 0].tolist())) == 4


def test_weights_are_summed_and_may_depend_on_parameters():
    weights = '{weights: {deploy.act: 3, "talk.yes and not deploy.act": -harm, "talk.yes iff deploy.act": harm/2}}'
    assert payoffs(weights) == [2, -4, 3, 5]
    assert payoffs(weights, harm=10) == [5, -10, 3, 8]
    found = read(weights).payoff_table({"harm": np.array([4.0, 10.0])})
    assert found[:, 0].tolist() == [[2, -4, 3, 5], [5, -10, 3, 8]]


def test_the_first_entry_of_a_ranking_that_holds_counts():
    ranking = "{ranking: [act / yes, [refrain / no, talk.yes], deploy.act]}"
    assert payoffs(ranking) == [2, 2, 1, 3]
    assert payoffs("{ranking: [talk.yes, '1']}") == [1, 2, 1, 2]
    assert payoffs("{ranking: ['harm > 5 and talk.yes', deploy.act, '1']}") == [1, 1, 2, 2]
    assert payoffs("{ranking: ['harm > 5 and talk.yes', deploy.act, '1']}", harm=6) == [1, 3, 2, 3]


def test_the_levels_of_a_label_are_not_taken_for_a_division():
    """Where moves have levels called like other moves, a label is still a label."""
    text = BASE.replace("levels: [refrain, act]", "levels: [talk, deploy]").replace(
        "WEST", "{ranking: [deploy / no, '1']}"
    )
    assert load_text(text).payoff_table()[0, 0].tolist() == [1, 1, 2, 1]


KINDS = (
    '{statements: [talk.yes, deploy.refrain if talk.no, "tension < 1"]}',
    '{weights: {deploy.act: 3, "talk.yes and not deploy.act": -harm}}',
    "{ranking: [act / yes, [refrain / no, talk.yes], deploy.act]}",
)


@pytest.mark.parametrize("west", KINDS)
def test_an_order_round_trips_and_has_a_digest(west):
    scenario = read(west)
    again = load_text(dump(scenario), name="orders.yaml")
    assert again == scenario
    assert again.digest == scenario.digest != read("{ranking: ['1']}").digest
    assert hash(again) == hash(scenario)


@pytest.mark.parametrize("west", KINDS)
def test_exact_payoffs_are_those_of_the_table(west):
    scenario = read(west)
    table = scenario.payoff_table({"harm": 2.5})[0, 0]
    exact = [scenario.exact_payoff("west", outcome, {"harm": Fraction(5, 2)}) for outcome in range(4)]
    assert exact == [Fraction(number) for number in table.tolist()]


@pytest.mark.parametrize("west", KINDS)
def test_an_order_is_told_on_one_line_and_as_latex(west):
    order = read(west).payoffs["west"]
    assert "\n" not in str(order)
    assert r"\begin{aligned}" in order.latex()
    assert any(name in str(order) for name in ("talk.yes", "act / yes"))


def test_settings_and_overrides_reach_into_an_order():
    weights = "{weights: {deploy.act: 3, talk.yes: 1}}"
    assert payoffs(weights, **{'payoffs.west.weights."deploy.act"': "5*harm"}) == [0, 1, 20, 21]
    assert payoffs(KINDS[0], **{"payoffs.west.statements.0": "talk.no"}) == [7, 3, 4, 2]
    assert payoffs(KINDS[0], **{"payoffs.west.statements": "[deploy.act]"}) == [0, 0, 1, 1]
    assert payoffs(KINDS[0], **{"payoffs.west": "7"}) == [7] * 4
    changed = load_text(BASE.replace("WEST", KINDS[0]), overrides=["other"])
    assert changed.payoff_table()[0, 0].tolist() == [1] * 4
    with pytest.raises(ScenarioError, match=r'weights\."deploy.act": unknown name .*hram'):
        payoffs(weights, **{'payoffs.west.weights."deploy.act"': "hram"})


def test_a_file_that_builds_on_another_may_change_the_kind_of_an_order(tmp_path):
    (tmp_path / "base.yaml").write_text(BASE.replace("WEST", "{weights: {deploy.act: 3, talk.yes: 1}}"))
    for kind, wanted in (
        ("{statements: [talk.yes]}", [0, 1, 0, 1]),
        ("{weights: {deploy.act: 2}}", [0, 1, 2, 3]),
        ("{ranking: [talk.no, '1']}", [2, 1, 2, 1]),
        ("5", [5, 5, 5, 5]),
    ):
        (tmp_path / "above.yaml").write_text(f"extends: base.yaml\npayoffs: {{west: {kind}}}\n")
        assert load(tmp_path / "above.yaml").payoff_table()[0, 0].tolist() == wanted


def test_the_schema_marks_an_order_that_is_none():
    good = yaml.safe_load(BASE.replace("WEST", KINDS[0]))
    jsonschema.validate(good, schema())
    for west in ({"statments": ["deploy"]}, {"statements": ["deploy"], "weights": {"talk": 1}}, {}, {"ranking": [1]}):
        with pytest.raises(jsonschema.ValidationError):
            jsonschema.validate(good | {"payoffs": {"west": west, "east": 1}}, schema())


def test_an_order_serves_other_forms_as_well():
    assert solve(read(KINDS[0]), "strategic", "pure_nash").result.weights.shape[0] > 0
