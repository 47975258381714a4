"""How robust conclusions are: shares, and what is told of them."""

from __future__ import annotations

import json

import jsonschema
import nashpy
import numpy as np
import pytest

import negsim
from negsim.cli.commands.schema import schema
from negsim.cli.main import main
from negsim.errors import NotApplicable, UnknownName
from negsim.scenario.load import load_text
from negsim.studies.design import design_of
from negsim.studies.play.intervals import wilson
from negsim.studies.robustness.robustness import robustness
from negsim.studies.sentences.robustness import percent, told_shares

CHICKEN = """
negsim: 1
title: Two cars
question: Who gives way?
actors: {row: {name: The first driver}, column: {name: The second driver}}
moves:
  first: {actor: row, levels: [give_way, go_on]}
  second: {actor: column, levels: [give_way, go_on]}
parameters:
  crash: {value: 4, low: 0, high: 10, unit: points, assumption: illustrative}
  pride: {value: 1, low: 0, high: 2, unit: points, assumption: illustrative}
payoffs:
  row: pride*(first and not second) - pride*(second and not first) - crash*(first and second)
  column: pride*(second and not first) - pride*(first and not second) - crash*(first and second)
"""


@pytest.fixture(scope="module")
def baseline():
    return robustness("baseline_impasse", parts=(), samples=150)


def by_vertices(payoffs, rows, columns):
    """The likeliest outcome of every equilibrium that nashpy finds."""
    found = nashpy.Game(*payoffs).vertex_enumeration()
    joint = [np.round(np.outer(*weights), 9) for weights in found]
    return {
        " / ".join((rows[k // len(columns)], columns[k % len(columns)])) for k in (table.argmax() for table in joint)
    }


@pytest.mark.filterwarnings("ignore")
def test_shares_are_those_of_the_equilibria_that_nashpy_finds(baseline):
    own, scenario = baseline.own, negsim.load("baseline_impasse")
    points = design_of(scenario, list(scenario.parameters), "random", 150, 0).columns(0, 150)
    game = negsim.game(scenario, "strategic", points)
    told = [by_vertices(table, *game.strategies) for table in game.payoffs]
    assert own.headline == ("insist / offer_menu",) and own.points == 150 and own.unsolved == 0
    assert own.holds == np.mean([names == {"insist / offer_menu"} for names in told])
    assert own.interval == pytest.approx(tuple(wilson(own.holds, 150)))
    for share in own.outcomes:
        assert share.some == np.mean([share.outcome in names for names in told])
        assert share.every == np.mean([names == {share.outcome} for names in told])


def test_shares_agree_with_the_area_that_is_known():
    # both drivers go on where a crash costs less than pride: a triangle of 2*2/2 of the 20 of the rectangle; in mixed
    # answers each goes on with probability pride/crash, which is more than a half where crash is less than twice pride
    found = robustness(load_text(CHICKEN), parts=(), samples=4000)
    crash = next(share for share in found.own.outcomes if share.outcome == "go_on / go_on")
    assert crash.every == pytest.approx(0.1, abs=0.02) and crash.some == pytest.approx(0.2, abs=0.02)
    assert crash.interval[0] < 0.2 < crash.interval[1]


def test_percentages_are_never_rounded_to_none_or_all():
    assert [percent(share) for share in (0, 1e-5, 0.5, 0.12345, 0.99999, 1)] == [
        "0 %", "less than 0.1 %", "50 %", "12.3 %", "more than 99.9 %", "100 %",
    ]  # fmt: skip


def test_numbers_that_are_not_drawn_evenly_are_named():
    plain, own = (robustness(name, parts=(), samples=20) for name in ("baseline_impasse", "moratorium_length"))
    assert "as the scenario says" not in told_shares(plain)
    assert told_shares(own).endswith("; horizon_R and scope drawn as the scenario says.")


def test_faults_are_told():
    with pytest.raises(UnknownName, match="part of robustness"):
        robustness("baseline_impasse", parts=("shares",))
    with pytest.raises(NotApplicable):
        robustness("matching_pennies", solver="pure_nash")


def test_the_command_writes_json_as_the_schema_says(capsys):
    parts = ["--part", "alone", "--part", "nearest", "--part", "joint", "--part", "regret"]
    assert main(["robustness", "missile_nondeployment", "minsk_first_three", "--samples", "50", *parts, "--json"]) == 0
    found = json.loads(capsys.readouterr().out)
    jsonschema.validate(found, schema("robustness"))
    first, second = found["scenarios"]
    assert [each["scenario"]["id"] for each in (first, second)] == ["missile_nondeployment", "minsk_first_three"]
    assert first["regrets"] and first["joint"] and first["alone"] and second["left_out"]["regret"]
    assert "no probability" in found["caution"]


def test_the_command_shows_one_scenario_or_a_row_each(capsys, monkeypatch):
    monkeypatch.setenv("COLUMNS", "160")
    asked = ["--samples", "50", "--part", "nearest"]
    assert main(["robustness", "missile_nondeployment", *asked]) == 0
    one = capsys.readouterr().out
    assert "refrain / none" in one and "no probability" in one and "illustrative payoff (assumption)" in one
    assert main(["robustness", "missile_nondeployment", "minsk_first_three", *asked]) == 0
    several = capsys.readouterr().out
    assert "minsk_first_three" in several and "refrain / none" in several and several.count("no probability") == 1


def test_comma_separated_rows_hold_plain_numbers(capsys):
    assert main(["robustness", "baseline_impasse", "--part", "nearest", "--samples", "20", "--csv"]) == 0
    names, row = (line.split(",") for line in capsys.readouterr().out.splitlines())
    told = dict(zip(names, row, strict=True))
    assert told["nearest_parameter"] == "audience_cost_R"
    assert float(told["nearest_value"]) == pytest.approx(3.2)
    assert float(told["holds_low"]) <= float(told["holds"]) <= float(told["holds_high"])


def test_a_scenario_without_a_headline_is_left_out_and_told(capsys):
    args = ["--solver", "pure_nash", "--form", "strategic", "--part", "shares", "--samples", "20", "--format", "json"]
    assert main(["robustness", "matching_pennies", "stag_hunt", *args]) == 0
    out, err = capsys.readouterr()
    assert [each["scenario"]["id"] for each in json.loads(out)["scenarios"]] == ["stag_hunt"]
    assert "matching_pennies is left out" in err
    assert main(["robustness", "matching_pennies", *args]) == 2
