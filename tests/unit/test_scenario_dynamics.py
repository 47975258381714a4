"""Turns, stages, hazards and moves of chance in scenario files: read, written again, changed, seen by other forms."""

from __future__ import annotations

import json
import pickle

import jsonschema
import numpy as np
import pytest

from negsim.errors import NotApplicable, ScenarioError
from negsim.games.strategic import StrategicGame
from negsim.scenario.dump import dump
from negsim.scenario.dynamics import Drift, Dynamics, Screening, Turn, TurnOrder
from negsim.scenario.expression import Expression
from negsim.scenario.load import load_text
from negsim.scenario.schema import schema
from negsim.scenario.yaml_reader import read

BASE = """
title: Straits
actors: {russia: {}, nato: {}, norway: {}}
parameters:
  base: {value: 0.01, low: 0, high: 0.5, unit: probability, assumption: test}
  lag: {value: 3, low: 1, high: 5, unit: stages, assumption: test}
moves:
  sail: {actor: russia, levels: [hold, sail]}
  answer: {actor: nato, levels: [none, shadow, block], reversible: false}
  weather: {chance: {calm: 1 - base, storm: base}}
measures: {tension: sail + answer}
payoffs: {russia: sail - tension, nato: -tension*weather.storm, norway: -weather.storm}
"""
TURNS = """
  extensive:
    turns:
      - {chance: [weather]}
      - {actor: russia, moves: [sail]}
      - {actor: nato, moves: [answer], sees: []}
    rounds: lag
    ends_if: answer.block
    discount: 1 - base
    solver: agent_logit
"""
STAGES = """
  stochastic:
    discount: 0.9
    turns: random
    shares: {nato: 0.25, russia: 3/4}
    standing: [answer]
    step: 1
    state:
      rung: {levels: [talks, pressure, exits], initial: pressure, next: "min(rung + sail, 2)"}
      since:
        {name: stages since, levels: 4, next: [{to: "min(since + 1, 3)", probability: 0.4}, {to: 0, probability: base}]}
    allowed: {answer: since >= lag, sail.sail: rung.talks or rung.pressure}
    hazards:
      collision: {rate: "min(0.9, base * 2**rung)", payoffs: {russia: -10}, note: a note}
      breakdown: {name: breakdown of talks, rate: 0.02, reads: current}
    payoffs: {russia: sail - tension, nato: -rung, norway: 0}
    deadline: 20
    at_deadline: {russia: rung - answer}
    escalation: rung + answer
    solver: {name: finite_horizon, tolerance: 1e-9}
"""
SCREENING = """
  screening: {proposer: russia, responder: nato, rounds: lag, discount: 0.9, stake: 10*base}
"""
OTHER = """
  spatial: {agenda: [sail, answer], depth: [1, {deep: true}]}
"""
ALL = f"{BASE}games:{TURNS}{STAGES}{SCREENING}{OTHER}"


def straits(games=TURNS + STAGES, **values):
    return load_text(f"{BASE}games:{games}", name="straits.yaml", values=values.get("values", {}))


def test_turns_become_records():
    order = straits().games["extensive"]
    assert isinstance(order, TurnOrder)
    assert order.turns == (
        Turn(actor="", moves=("weather",)),
        Turn(actor="russia", moves=("sail",), sees=None),
        Turn(actor="nato", moves=("answer",), sees=()),
    )
    assert (order.rounds, order.ends_if) == (Expression("lag"), Expression("answer.block"))
    assert order.discount == Expression("1 - base")
    assert dict(order.solver) == {"name": "agent_logit"}


def test_what_turns_leave_out_has_defaults():
    order = straits("\n  extensive: {turns: [{actor: russia, moves: [sail]}]}\n").games["extensive"]
    assert (order.rounds, order.ends_if, order.discount, len(order.solver)) == (1, None, None, 0)
    assert straits("\n  extensive: {turns: [{actor: russia, moves: [sail]}], rounds: 2*2}\n").games[
        "extensive"
    ].rounds == 4  # fmt: skip


def test_stages_become_records():
    stages = straits().games["stochastic"]
    assert isinstance(stages, Dynamics)
    assert dict(stages.discount) == dict.fromkeys(("russia", "nato", "norway"), Expression("0.9"))
    assert (stages.turns, stages.order, stages.standing, stages.step) == ("random", ("russia", "nato"), ("answer",), 1)
    assert dict(stages.shares) == {"nato": Expression("0.25"), "russia": Expression("3/4")}
    rung, since = stages.variables.values()
    assert (rung.levels, rung.initial, rung.name) == (("talks", "pressure", "exits"), "pressure", "rung")
    assert rung.drifts == (Drift(to=Expression("min(rung + sail, 2)")),)
    assert (since.levels, since.initial, since.name) == (("0", "1", "2", "3"), "0", "stages since")
    assert [drift.probability for drift in since.drifts] == [Expression("0.4"), Expression("base")]
    assert list(stages.allowed) == ["answer", "sail.sail"]
    collision, breakdown = stages.hazards.values()
    assert (collision.reads, collision.note, dict(collision.payoffs)) == (
        "reached",
        "a note",
        {"russia": Expression("-10")},
    )
    assert (breakdown.reads, breakdown.name, len(breakdown.payoffs)) == ("current", "breakdown of talks", 0)
    assert stages.flow["nato"] == Expression("-rung")
    assert (stages.deadline, stages.escalation) == (20, Expression("rung + answer"))
    assert dict(stages.at_deadline) == {"russia": Expression("rung - answer")}
    assert dict(stages.solver) == {"name": "finite_horizon", "tolerance": 1e-9}


def test_without_a_state_all_moves_of_actors_stand():
    stages = straits("\n  stochastic: {deadline: 3}\n").games["stochastic"]
    assert stages.standing == ("sail", "answer")
    assert dict(stages.discount) == dict.fromkeys(("russia", "nato", "norway"), Expression("1"))
    assert (stages.turns, stages.deadline, stages.flow, stages.escalation) == (
        "simultaneous",
        3,
        type(stages.flow)(),
        None,
    )


def test_with_a_state_no_move_stands_unless_the_file_says_so():
    text = (
        BASE.replace(", reversible: false", "") + "games: {stochastic: {discount: 0.9, state: {rung: {levels: 3}}}}\n"
    )
    assert load_text(text, name="t.yaml").games["stochastic"].standing == ()


def test_each_actor_may_have_its_own_discount():
    found = straits("\n  stochastic: {discount: {norway: 0.5, nato: base, russia: 0.9}}\n").games["stochastic"].discount
    assert list(found.items()) == [
        (a, Expression(t)) for a, t in (("russia", "0.9"), ("nato", "base"), ("norway", "0.5"))
    ]


def test_demands_against_a_deadline_become_a_record():
    found = straits(SCREENING).games["screening"]
    assert isinstance(found, Screening)
    assert (found.proposer, found.responder, found.rounds) == ("russia", "nato", Expression("lag"))
    assert (found.stake, found.shape) == (Expression("10*base"), Expression("1"))


def test_blocks_of_other_forms_are_kept_as_they_are():
    found = straits(OTHER).games["spatial"]
    assert found["agenda"] == ("sail", "answer")
    assert found["depth"] == (1, type(found)({"deep": True}))


@pytest.mark.parametrize("games", [TURNS, STAGES, SCREENING, OTHER, TURNS + STAGES + SCREENING + OTHER, STAGES + TURNS])
def test_what_is_written_again_is_read_as_the_same(games):
    scenario = straits(games)
    again = load_text(dump(scenario), name="straits.yaml")
    assert again == scenario
    assert (again.digest, list(again.games)) == (scenario.digest, list(scenario.games))
    assert pickle.loads(pickle.dumps(scenario)) == scenario
    assert dump(again) == dump(scenario)


def test_the_order_of_blocks_is_that_of_the_file():
    assert list(straits(STAGES + TURNS).games) == ["stochastic", "extensive"]
    assert list(straits(OTHER + TURNS).games) == ["spatial", "extensive"]


def test_a_change_anywhere_in_the_blocks_changes_the_digest():
    plain = straits()
    changes = {
        "games.stochastic.deadline": "10",
        "games.stochastic.hazards.collision.rate": "0.2",
        "games.stochastic.state.rung.initial": "talks",
        "games.stochastic.state.since.next.1.probability": "0.3",
        "games.extensive.rounds": "2",
        "games.extensive.turns.2.sees": "[sail]",
        "moves.weather.chance.calm": "1 - 1*base",
    }
    found = [straits(values={path: value}) for path, value in changes.items()]
    assert len({plain.digest, *(scenario.digest for scenario in found)}) == len(changes) + 1
    assert found[0].games["stochastic"].deadline == 10
    assert found[2].games["stochastic"].variables["rung"].initial == "talks"
    assert found[3].games["stochastic"].variables["since"].drifts[1].probability == Expression("0.3")
    assert found[5].games["extensive"].turns[2].sees == ("sail",)


def test_overrides_reach_into_the_blocks():
    text = f"{BASE}games:{STAGES}overrides: {{short: {{games.stochastic.deadline: 5, games.stochastic.step: 2}}}}\n"
    found = load_text(text, name="t.yaml", overrides=["short"]).games["stochastic"]
    assert (found.deadline, found.step) == (5, 2)


@pytest.mark.parametrize(
    ("path", "value", "told"),
    [
        ("games.stochastic.deadlin", "10", "did you mean 'deadline'"),
        ("games.stochastic.hazards.collision.rate", "2", "2 is not between 0 and 1"),
        ("games.extensive.turns.1.actor", "rusia", "did you mean 'russia'"),
        ("games.extensive.rounds", "0.5", "should be a whole number"),
    ],
)
def test_a_change_that_is_wrong_is_told_as_one(path, value, told):
    with pytest.raises(ScenarioError, match=told) as caught:
        straits(values={path: value})
    assert f"--set {path}={value}" in str(caught.value)


def test_moves_of_chance_have_probabilities_instead_of_an_actor():
    weather = straits().moves["weather"]
    assert weather.actor == ""
    assert [level.id for level in weather.levels] == ["calm", "storm"]
    assert dict(weather.chance) == {"calm": Expression("1 - base"), "storm": Expression("base")}
    assert dict(straits().moves["sail"].chance) == {}


def test_levels_of_chance_may_carry_numbers():
    text = BASE.replace(
        "{chance: {calm: 1 - base, storm: base}}",
        "{levels: {calm: 2, storm: 5}, chance: {storm: base, calm: 1 - base}}",
    )
    weather = load_text(text, name="t.yaml").moves["weather"]
    assert [(level.id, level.value) for level in weather.levels] == [("calm", 2.0), ("storm", 5.0)]
    assert list(weather.chance) == ["calm", "storm"]


def test_payoffs_do_not_care_who_decides():
    scenario = straits()
    assert scenario.outcomes().shape == (12, 3)
    sail, answer, storm = np.array(scenario.outcomes()).T
    np.testing.assert_allclose(scenario.payoff_table()[0], [sail - (sail + answer), -(sail + answer) * storm, -storm])


def test_a_strategic_game_has_no_chance_and_the_message_names_the_form_that_has():
    with pytest.raises(NotApplicable, match=r"chance decides weather.*'extensive'"):
        straits().strategy_layout()
    with pytest.raises(NotApplicable, match="'extensive'"):
        StrategicGame.from_scenario(straits())


def test_editors_accept_what_the_loader_accepts_and_mark_what_it_refuses():
    published = json.loads(json.dumps(schema()))
    jsonschema.validate(read(ALL, "t").plain, published)
    wrong = [
        ("rounds: lag", "round: lag"),
        ("turns: random", "turns: randomly"),
        ("deadline: 20", "deadline: soon"),
        ("{chance: {calm: 1 - base, storm: base}}", "{levels: [calm, storm]}"),
        ("reads: current", "reads: before"),
        ("proposer: russia, ", ""),
    ]
    for old, new in wrong:
        assert old in ALL
        with pytest.raises(jsonschema.ValidationError):
            jsonschema.validate(read(ALL.replace(old, new), "t").plain, published)
