"""Tipping points of conflicts: for Nash those of the strategic form, and for every concept where a verdict changes."""

from __future__ import annotations

import json
from fractions import Fraction
from itertools import pairwise

import jsonschema
import numpy as np
import pytest

from negsim.cli.commands.schema import schema
from negsim.cli.main import main
from negsim.concepts.conflict_stability import CONCEPTS, stable_by_definition
from negsim.errors import NotApplicable, UnknownName
from negsim.games.conflict import ConflictGame
from negsim.scenario.load import load
from negsim.studies.sweep import sweep
from negsim.studies.tipping import tipping
from negsim.views.plots.equilibrium_map import HINT
from negsim.views.show import show
from tests.figures import words

PARAMETERS = ("audience_cost_R", "confidence_q", "face_cost_W")


@pytest.mark.parametrize("parameter", PARAMETERS)
def test_nash_states_tip_where_pure_equilibria_do(parameter):
    states = tipping("baseline_impasse", parameter, form="conflict", concept="nash")
    outcomes = tipping("baseline_impasse", parameter, form="strategic")
    assert {(p.value, p.exact, p.outcome, p.direction, p.actor) for p in states} == {
        (p.value, p.exact, p.outcome, p.direction, p.actor) for p in outcomes
    }


@pytest.mark.parametrize("concept", CONCEPTS)
def test_between_tipping_points_nothing_changes_and_at_each_something_does(concept):
    scenario = load("baseline_impasse")
    number = CONCEPTS.index(concept)
    points = tipping(scenario, "audience_cost_R", form="conflict", concept=concept)
    low, high = scenario.parameters["audience_cost_R"].low, scenario.parameters["audience_cost_R"].high
    places = [low, *sorted({point.value for point in points}), high]
    values = np.concatenate([np.linspace(a, b, 9)[1:-1] for a, b in pairwise(places)])
    games = ConflictGame.from_scenario(scenario, {"audience_cost_R": values})
    held = np.stack([stable_by_definition(games, item)[number].all(0) for item in range(len(games))])
    for state, label in enumerate(games.states):
        mine = [point for point in points if point.outcome == label]
        for k in range(1, len(values)):
            between = [p.direction for p in mine if values[k - 1] < p.value < values[k]]
            change = ["starts"] if held[k, state] else ["ceases"]
            assert between == (change if held[k, state] != held[k - 1, state] else []), (label, values[k])


def test_the_deal_of_the_grand_game_is_as_its_author_says():
    deal = "parallel / hold / free / finite / free / talks / no_sanctions"
    found = [
        (point.parameter, point.exact, point.direction, point.actor)
        for parameter in ("audience_cost_R", "face_cost_W")
        for point in tipping("four_track_grand_game", parameter, outcome=deal)
        if point.value > point.default
    ]
    assert found == [
        ("audience_cost_R", Fraction(25, 4), "ceases", "russia"),
        ("face_cost_W", Fraction(3, 2), "ceases", "nato"),
    ]


def test_the_sentence_names_the_concept_and_the_state():
    point = tipping("four_track_grand_game", "audience_cost_R")[0]
    assert point.concept == "nash"
    assert point.sentence == (
        "'parallel / hold / free / finite / free / talks / no_sanctions' ceases to be an equilibrium under Nash when "
        "audience_cost_R rises above 6.25: Russia would then switch to 'insist / hold / free / finite / free / talks / "
        "no_sanctions'"
    )


def test_the_one_who_leaves_has_an_improvement_that_nothing_deters():
    scenario = load("baseline_impasse")
    for point in tipping(scenario, "confidence_q", form="conflict", concept="seq"):
        beyond = point.value + (1e-3 if point.direction == "ceases" else -1e-3)
        game = ConflictGame.from_scenario(scenario, {"confidence_q": np.array([beyond])})
        player, state = game.players.index(point.actor), game.states.index(point.outcome)
        target = game.states.index(point.deviation)
        assert target in game.graph.targets(player, state)
        assert game.payoffs[0, player, target] > game.payoffs[0, player, state]
        assert not stable_by_definition(game, 0)[CONCEPTS.index("seq"), player, state]


def test_the_command_writes_the_concept(capsys):
    asked = ["tipping", "baseline_impasse", "audience_cost_R", "--form", "conflict"]
    assert main([*asked, "--concept", "gmr", "--json"]) == 0
    record = json.loads(capsys.readouterr().out)
    jsonschema.validate(record, schema("tipping"))
    assert {point["concept"] for point in record} == {"gmr"}
    assert main(asked) == 0
    assert "under Nash" in capsys.readouterr().out


def test_a_map_of_a_conflict_marks_its_tipping_points():
    found = sweep("baseline_impasse", "conflict", vary={"audience_cost_R": (0, 6, 21), "confidence_q": (0, 1, 21)})
    told = [text for text, _ in words(show(found))]
    assert any(HINT in text for text in told)
    assert "3.2" in told


def test_a_map_can_be_drawn_for_another_form_and_concept():
    options = {"form": "conflict", "x": "audience_cost_R", "y": "confidence_q", "count": 21}
    gmr = [text for text, _ in words(show(load("baseline_impasse"), "equilibrium_map", {**options, "concept": "gmr"}))]
    assert any("gmr equilibria" in text for text in gmr)
    assert any("insist / refuse" in text for text in gmr)
    with pytest.raises(NotApplicable, match="concept is for conflicts"):
        show(load("baseline_impasse"), "equilibrium_map", {"concept": "gmr"})


def test_what_is_not_there_is_refused():
    with pytest.raises(UnknownName, match="concept"):
        tipping("baseline_impasse", "audience_cost_R", form="conflict", concept="nahs")
    with pytest.raises(UnknownName, match="state"):
        tipping("baseline_impasse", "audience_cost_R", form="conflict", outcome="take_menu / offer")
    with pytest.raises(NotApplicable, match="concepts are for conflicts"):
        tipping("baseline_impasse", "audience_cost_R", form="strategic", concept="nash")
