"""Limited-move stability: the 2x2 games of the literature and the missile crisis, from the reference cases."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest

from negsim.errors import NotApplicable
from negsim.games.conflict import ConflictGame
from negsim.solvers.conflict.limited_move import LimitedMove
from negsim.solvers.conflict.multilateral_limited_move import MultilateralLimitedMove

DATA = Path(__file__).parent / "data/gmcr"
NAMED = sorted(
    path.stem for path in DATA.glob("*.json") if "limited_move" in path.read_text() and "ordinal" not in path.stem
)
ORDINAL = json.loads((DATA / "ordinal_2x2_games.json").read_text())["games"]
SQUARE = {"row": [(0, 2), (2, 0), (1, 3), (3, 1)], "column": [(0, 1), (1, 0), (2, 3), (3, 2)]}


def conflict(case):
    return ConflictGame.from_graph(
        players=case["decision_makers"],
        states=[state["id"] for state in case["states"]],
        moves=case["moves"],
        payoffs=case["payoffs"],
    )


def square(cases):
    payoffs = {player: [case[player] for case in cases] for player in ("row", "column")}
    return ConflictGame.from_graph(players=("row", "column"), states="wxyz", moves=SQUARE, payoffs=payoffs)


def told(result, concept, party, row=0):
    """Numbers of the stable states, from 0."""
    found = result.stable[row, result.concepts.index(concept), result.parties.index(party)]
    return np.flatnonzero(found).tolist()


def held(result, concept, row=0):
    return np.flatnonzero(result.equilibria[row, result.concepts.index(concept)]).tolist()


@pytest.mark.parametrize("name", NAMED)
def test_named_games(name):
    case = json.loads((DATA / f"{name}.json").read_text())
    spans = case["expected"]["limited_move"]
    found = LimitedMove(horizon=len(spans)).solve(conflict(case)).strict()
    assert found.residual[0] == 0
    for horizon, stable in spans.items():
        for party, states in stable.items():
            assert [s + 1 for s in told(found.result, f"L_{horizon}", party)] == states
    for leader, states in case["expected"]["stackelberg"].items():
        concept = f"stackelberg {leader.removeprefix('leader_')}"
        assert [s + 1 for s in held(found.result, concept)] == states


@pytest.mark.parametrize("name", NAMED)
def test_first_three_maximin_are_nash_gmr_and_smr(name):
    """Rego and Vieira (2020)."""
    case = json.loads((DATA / f"{name}.json").read_text())
    found = LimitedMove(horizon=3).solve(conflict(case)).strict()
    for concept, same in {"maximin_1": "Nash", "maximin_2": "GMR", "maximin_3": "SMR"}.items():
        for party, states in case["expected"]["per_dm"][same].items():
            assert [s + 1 for s in told(found.result, concept, party)] == states


def test_ordinal_games():
    found = LimitedMove(horizon=6).solve(square(ORDINAL)).strict()
    for row, case in enumerate(ORDINAL):
        for horizon, states in case["limited_move"].items():
            assert held(found.result, f"L_{horizon}", row) == states, case["id"]
        assert held(found.result, "nonmyopic", row) == case["nonmyopic_kilgour"], case["id"]
        assert held(found.result, "stackelberg row", row) == case["stackelberg"]["row_leads"], case["id"]
        assert held(found.result, "stackelberg column", row) == case["stackelberg"]["column_leads"], case["id"]
    assert (found.residual == 0).all()


@pytest.mark.parametrize("solver", [LimitedMove, MultilateralLimitedMove])
def test_nobody_is_asked_to_look_ahead_without_end(solver):
    game = square(ORDINAL[:1])
    for horizon, told in ((0, "less than 1"), (10**8, "Use at most 1,000")):
        with pytest.raises(NotApplicable, match=told):
            solver(horizon=horizon).solve(game)
