"""From a scenario to a conflict: what cannot be undone, joined and unseen states, the status quo."""

from __future__ import annotations

import numpy as np
import pytest

from negsim.errors import InvalidGame, NotApplicable
from negsim.games.conflict import ConflictGame
from negsim.games.sheet import ANY
from negsim.scenario.dump import dump
from negsim.scenario.load import load_text
from negsim.scenario.model import Scenario

BASE = """title: Talks
actors: {west: {name: The West}, east: {}}
parameters:
  harm: {value: 4, low: 1, high: 10, unit: points, assumption: for the test}
moves:
  deploy: {actor: west, levels: [none, few, many]}
  talk: {actor: east}
payoffs:
  west: 3*deploy - harm*talk*(deploy < 2)
  east: talk*(1 - deploy)*(2 - deploy)
games:
  conflict: CONFLICT
"""
OUTCOMES = ("none / no", "none / yes", "few / no", "few / yes", "many / no", "many / yes")


def scenario(block: str = "{}", *changes: tuple[str, str]) -> Scenario:
    text = BASE.replace("CONFLICT", block)
    for old, new in changes:
        assert old in text
        text = text.replace(old, new)
    return load_text(text, name="talks.yaml")


def conflict(block: str = "{}", *changes: tuple[str, str]) -> ConflictGame:
    return ConflictGame.from_scenario(scenario(block, *changes))


def arcs(game: ConflictGame, player: int) -> set[tuple[str, str]]:
    return {(game.states[a], game.states[b]) for a, b in np.transpose(game.graph.arcs(player))}


def test_every_outcome_is_a_state_and_moves_change_ones_own_options():
    game = conflict()
    assert game.states == OUTCOMES
    talks = [(f"{level} / no", f"{level} / yes") for level in ("none", "few", "many")]
    assert arcs(game, 1) == {*talks, *((b, a) for a, b in talks)}
    assert len(arcs(game, 0)) == 2 * 6
    assert game.start == 0
    assert game.perceived is None
    assert game.names["west"] == "The West"


FORTH = {("none", "few"), ("none", "many"), ("few", "many")}
BACK = {(b, a) for a, b in FORTH}


@pytest.mark.parametrize(
    ("block", "wanted"),
    [
        ("{irreversible: [deploy]}", FORTH),
        ("{irreversible: [deploy.many]}", FORTH | {("few", "none")}),
        ("{irreversible: [deploy.few]}", {("none", "few"), ("none", "many"), ("many", "none"), ("many", "few")}),
        ("{irreversible: [deploy.none]}", {("few", "none"), ("few", "many"), ("many", "none"), ("many", "few")}),
        ("{irreversible: [deploy, deploy.none]}", {("few", "many")}),
        ("{}", FORTH | BACK),
    ],
)
def test_what_cannot_be_undone(block, wanted):
    game = conflict(block)
    assert arcs(game, 0) == {(f"{a} / {talk}", f"{b} / {talk}") for a, b in wanted for talk in ("no", "yes")}
    assert len(arcs(game, 1)) == 6


def test_a_move_that_is_not_reversible_is_irreversible_here_too():
    game = conflict("{}", ("many]}", "many], reversible: false}"))
    assert arcs(game, 0) == arcs(conflict("{irreversible: [deploy]}"), 0)


def test_joined_outcomes_are_one_state_with_the_moves_of_all_its_members():
    game = conflict("{coalesce: {armed: deploy.many}, irreversible: [deploy]}")
    assert game.states == ("none / no", "none / yes", "few / no", "few / yes", "armed")
    assert game.payoffs[0].tolist() == [[0, -4, 3, -1, 6], [0, 2, 0, 0, 0]]
    assert arcs(game, 0) == {
        ("none / no", "few / no"),
        ("none / no", "armed"),
        ("few / no", "armed"),
        ("none / yes", "few / yes"),
        ("none / yes", "armed"),
        ("few / yes", "armed"),
    }
    assert ("armed", "armed") not in arcs(game, 1)
    assert game.sheet.levels[4].tolist() == [2, ANY]
    assert game.sheet.levels[3].tolist() == [1, 1]
    away = conflict("{coalesce: {armed: deploy.many}}")
    assert {b for a, b in arcs(away, 0) if a == "armed"} == {"none / no", "none / yes", "few / no", "few / yes"}


def test_outcomes_that_an_actor_tells_apart_cannot_be_joined():
    """Loading compares at the defaults; other values are compared when the game is made."""
    once = scenario("{coalesce: {few: deploy.few}}", ("harm*talk", "(harm - 4)*talk"))
    assert "few" in ConflictGame.from_scenario(once).states
    told = r"'few' joins 'few / no' and 'few / yes', which west does not rank alike: 3 and 1\. Give"
    with pytest.raises(InvalidGame, match=told):
        ConflictGame.from_scenario(once, {"harm": np.array([4.0, 6.0])})


def test_the_status_quo_is_the_initial_levels_unless_the_file_says_so():
    few = ("many]}", "many], initial: few}")
    assert conflict("{}", few).start == 2
    assert conflict("{start: many / yes}", few).start == 5
    assert conflict("{start: few / yes}").start == 3
    armed = conflict("{coalesce: {armed: deploy.many}, start: armed}")
    assert armed.states[armed.start] == "armed"
    within = conflict("{coalesce: {armed: deploy.many}, start: many / yes}")
    assert within.states[within.start] == "armed"


def test_unseen_outcomes_are_unknown_to_that_actor_alone():
    game = conflict('{unseen: {east: ["deploy.many", "deploy.few and talk.yes"]}}')
    assert game.perceived.tolist() == [[True] * 6, [True, True, True, False, False, False]]
    joined = conflict("{unseen: {west: deploy.many}, coalesce: {armed: deploy.many}}")
    assert joined.perceived.tolist() == [[True] * 4 + [False], [True] * 5]


def test_a_block_round_trips():
    block = (
        "{irreversible: [deploy, talk.yes], coalesce: {armed: deploy.many iff 1}, unseen: {east: deploy.few}, "
        "start: few / yes, solver: stability}"
    )
    told, plain = scenario(block), scenario()
    assert load_text(dump(told), name="talks.yaml") == told
    assert load_text(dump(plain), name="talks.yaml") == plain
    assert told.digest != plain.digest
    assert "conflict" in plain.games


def test_chance_has_no_place_in_a_conflict():
    weather = scenario("{}", ("  talk: ", "  weather: {chance: {calm: 0.5, storm: 0.5}}\n  talk: "))
    with pytest.raises(NotApplicable, match="chance decides weather"):
        ConflictGame.from_scenario(weather)


def test_forbidden_outcomes_are_no_states():
    game = conflict("{}", ("games:", "forbidden: [deploy.few and talk.yes]\ngames:"))
    assert game.states == tuple(label for label in OUTCOMES if label != "few / yes")
    assert ("none / yes", "many / yes") in arcs(game, 0)
