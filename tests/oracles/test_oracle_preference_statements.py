"""Published preference statements, in a scenario and in a .gmcr file, rank the states as they are printed."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest

from negsim.formats.base import formats
from negsim.games.conflict import ConflictGame
from negsim.scenario.load import load_text

CASES = {
    case["name"]: case
    for case in json.loads((Path(__file__).parent / "data" / "preference_statements.json").read_text())["cases"]
}
LEVEL = {"Y": "yes", "N": "no"}


def condition(patterns: list[str]) -> str:
    """Patterns of options as a condition on moves that are called o0, o1 and so on."""
    parts = [
        " and ".join(f"o{k}.{LEVEL[mark]}" for k, mark in enumerate(pattern) if mark != "-") for pattern in patterns
    ]
    return " or ".join(f"({part})" for part in parts)


def in_scenario(case: dict) -> ConflictGame:
    owner = {option: party for party, told in case["parties"].items() for option in told["options"]}
    contents = {
        "title": case["name"],
        "actors": {party: {} for party in case["parties"]},
        "moves": {f"o{k}": {"actor": owner[k]} for k in range(len(case["options"]))},
        "payoffs": {
            party: {"statements": [condition(patterns) for patterns in told["statements"]]}
            for party, told in case["parties"].items()
        },
        "forbidden": [condition(case["infeasible"])],
    }
    return ConflictGame.from_scenario(load_text(json.dumps(contents)))


def in_file(case: dict) -> ConflictGame:
    def marked(pattern: str) -> list:
        return [[k, mark] for k, mark in enumerate(pattern) if mark != "-"]

    contents = {
        "options": [{"name": name, "permittedDirection": "both"} for name in case["options"]],
        "decisionMakers": [
            {
                "name": party,
                "options": told["options"],
                "preferences": [
                    {"compound": True, "members": [marked(pattern) for pattern in patterns]}
                    for patterns in told["statements"]
                ],
            }
            for party, told in case["parties"].items()
        ],
        "infeasibles": [marked(pattern) for pattern in case["infeasible"]],
    }
    return formats["gmcr"].parse(json.dumps(contents))


@pytest.mark.parametrize("name", CASES)
@pytest.mark.parametrize("made", [in_scenario, in_file])
def test_statements_rank_states_as_printed(made, name):
    case = CASES[name]
    game = made(case)
    numbers = game.graph.levels @ 2 ** np.arange(len(case["options"]))
    assert game.players == tuple(case["parties"])
    for player, told in enumerate(case["parties"].values()):
        assert numbers[np.argsort(-game.ranks[0, player])].tolist() == told["best_first"]
        assert len(set(game.ranks[0, player].tolist())) == len(numbers)
