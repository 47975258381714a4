"""Elmira and Cuba, as textbook games, give the published states, moves and stable states of each party."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest

from negsim.games.conflict import ConflictGame
from negsim.scenario.load import load
from negsim.studies.solve import solve

DATA = Path(__file__).parent / "data" / "gmcr"
ELMIRA = dict(
    zip(
        range(1, 10),
        [
            "keep / delay / silent",
            "modify / delay / silent",
            "keep / accept / silent",
            "modify / accept / silent",
            "keep / delay / insist",
            "modify / delay / insist",
            "keep / accept / insist",
            "modify / accept / insist",
            "abandoned",
        ],
        strict=True,
    )
)  # the order, the answer and the insistence of each numbered state, by hand from its pattern of options
TAKEN = {"N": "no", "Y": "yes"}


def fixture(name: str) -> dict:
    return json.loads((DATA / f"{name}.json").read_text())


def labels(case: dict) -> dict[int, str]:
    if case["name"].startswith("elmira"):
        return ELMIRA
    return {state["id"]: " / ".join(TAKEN[mark] for mark in state["label"]) for state in case["states"]}


CASES = {"elmira": "elmira_9state", "cuban_missiles": "cuban_fraser_hipel"}


@pytest.mark.parametrize("game", CASES)
def test_states_moves_and_rankings_are_those_of_the_case(game):
    case = fixture(CASES[game])
    name, conflict = labels(case), ConflictGame.from_scenario(load(game))
    assert sorted(conflict.states) == sorted(name.values())
    number = {k: conflict.states.index(label) for k, label in name.items()}
    for player, party in enumerate(case["decision_makers"]):
        moves = {tuple(arc) for arc in np.transpose(conflict.graph.arcs(player)).tolist()}
        assert moves == {(number[a], number[b]) for a, b in case["moves"][party]}
        wanted = np.empty(len(name))
        wanted[list(number.values())] = case["payoffs"][party]
        assert np.array_equal(conflict.ranks[0, player], np.unique(wanted, return_inverse=True)[1])


@pytest.mark.parametrize("game", CASES)
def test_stable_states_are_the_published_ones(game):
    case = fixture(CASES[game])
    name, solution = labels(case), solve(load(game))
    for concept, told in case["expected"]["per_dm"].items():
        row = solution.result.concepts.index(concept.lower())
        for player, party in enumerate(case["decision_makers"]):
            found = {solution.game.states[k] for k in np.flatnonzero(solution.result.stable[0, row, player])}
            assert found == {name[k] for k in told[party]}, (concept, party)


def decimals(solution, concept: str) -> list[int]:
    """Equilibria numbered as in print: the first option counts 1, the next 2, then 4 and 8."""
    row = solution.result.concepts.index(concept)
    chosen = [solution.game.states[k] for k in np.flatnonzero(solution.result.equilibria[0, row])]
    return sorted(sum(2**k for k, part in enumerate(label.split(" / ")) if part == "yes") for label in chosen)


@pytest.mark.parametrize(
    ("overrides", "wanted"),
    [
        ((), {"nash": [], "gmr": [1, 2, 4, 5, 6, 7], "smr": [1, 2, 4, 5, 6, 7], "seq": [4, 6]}),
        (
            ("strike_for_good",),
            {"nash": [5], "gmr": [0, 1, 2, 4, 5, 6, 7], "smr": [0, 1, 2, 4, 5, 6, 7], "seq": [4, 5, 6]},
        ),
    ],
)
def test_cuba_with_a_strike_that_can_and_cannot_be_undone(overrides, wanted):
    """Equilibria of both versions, computed from sets and from matrices by an independent program."""
    solution = solve(load("cuban_missiles", overrides=overrides))
    assert {concept: decimals(solution, concept) for concept in wanted} == wanted
