"""Whether states are stable as things are, and after the changes that are told, against cases of the literature."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest

from negsim import solve
from negsim.games.conflict import ConflictGame
from negsim.studies.inverse import inverse

FOLDER = Path(__file__).parent / "data" / "gmcr"
CASES = sorted(path.stem for path in FOLDER.glob("*.json") if path.stem.startswith(("game2x2", "elmira")))
CONCEPTS = {"Nash": "nash", "GMR": "gmr", "SMR": "smr", "SEQ": "seq", "SSEQ": "sseq"}


@pytest.fixture(params=CASES)
def case(request):
    found = json.loads((FOLDER / f"{request.param}.json").read_text(encoding="utf-8"))
    game = ConflictGame.from_graph(
        players=found["decision_makers"],
        states=[state["id"] for state in found["states"]],
        moves=found["moves"],
        payoffs=found["payoffs"],
    )
    return game, found["expected"]["per_dm"]


def test_the_named_games_and_elmira_are_among_the_cases():
    assert {"elmira_9state", "game2x2_prisoners_dilemma", "game2x2_chicken"} <= {*CASES}


@pytest.mark.parametrize("concept", CONCEPTS)
def test_conditions_are_met_just_where_the_literature_finds_states_stable(case, concept):
    game, expected = case
    for state in game.states:
        found = inverse(game, state, CONCEPTS[concept], samples=10)
        for need in found.needs:
            assert need.stable == (int(state) in expected[concept][need.player])
            assert need.stable == (need.swaps.count == 0) == (need.payoffs.raise_by == 0)


@pytest.mark.parametrize("concept", CONCEPTS.values())
def test_the_new_rankings_make_the_state_an_equilibrium(case, concept):
    game, _ = case
    for number, state in list(enumerate(game.states))[:: 1 if len(game.states) < 9 else 4]:
        rankings = inverse(game, state, concept, samples=10).together.rankings
        payoffs = np.zeros((1, len(game.players), len(game.states)))
        for player, ranking in enumerate(rankings):
            for level, members in enumerate(reversed(ranking)):
                payoffs[0, player, list(members)] = level
        changed = ConflictGame(payoffs=payoffs, graph=game.graph, players=game.players, states=game.states)
        sets = solve(changed, solver="stability").result
        assert sets.equilibria[0, sets.concepts.index(concept), number]
