"""Verdicts that come with witnesses, against the published cases: named games, Elmira, Cuba and random graphs."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from negsim.games.conflict import ConflictGame
from negsim.studies.why import why

FOLDER = Path(__file__).parent / "data" / "gmcr"
CONCEPTS = {"nash": "Nash", "gmr": "GMR", "smr": "SMR", "seq": "SEQ", "sseq": "SSEQ"}
NAMED = {
    file.stem: case
    for file in sorted(FOLDER.glob("*.json"))
    for case in [json.loads(file.read_text(encoding="utf-8"))]
    if "decision_makers" in case
}
RANDOM = json.loads((FOLDER / "random_graphs.json").read_text(encoding="utf-8"))["cases"]


def verdicts(game: ConflictGame) -> dict[str, list[list[int]]]:
    """Concept -> for each player the states, numbered from 1, that are stable for it."""
    found = [why(game, state).stable for state in range(len(game.states))]
    return {
        published: [[number for number, one in enumerate(found, 1) if one[concept][player]] for player in game.players]
        for concept, published in CONCEPTS.items()
    }


@pytest.mark.parametrize("name", NAMED)
def test_named_cases(name):
    case = NAMED[name]
    players, states = case["decision_makers"], [state["id"] for state in case["states"]]
    game = ConflictGame.from_graph(players=players, states=states, moves=case["moves"], payoffs=case["payoffs"])
    told = case["expected"]["per_dm"]
    assert verdicts(game) == {concept: [told[concept][player] for player in players] for concept in told}


@pytest.mark.parametrize("number", range(len(RANDOM)))
def test_random_graphs(number):
    case = RANDOM[number]
    players = [f"p{k}" for k in range(case["dms"])]
    game = ConflictGame.from_graph(
        players=players,
        states=range(1, case["n"] + 1),
        moves=dict(zip(players, case["moves"], strict=True)),
        payoffs=dict(zip(players, case["payoffs"], strict=True)),
    )
    assert verdicts(game) == case["per_dm"]


def test_there_are_as_many_cases_as_there_should_be():
    assert (len(NAMED), len(RANDOM)) == (9, 20)
