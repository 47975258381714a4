"""What the sources of the bargaining scenarios assert, tried along each claim's own parameter in Nash's solution."""

from __future__ import annotations

import re

import numpy as np
import pytest

from negsim import load, solve
from negsim.scenario.expression import Expression

SHIPPED = ("moratorium_length", "cfe2_multi_issue", "minsk_first_three")
POINTS = 13
CLAIMS = [
    (name, claim.id)
    for name in SHIPPED
    for claim in load(name).claims
    if claim.form == "bargaining"
    and claim.sign != "constant"
    and claim.quantity.startswith(("probability(", "measure(", "payoff("))
]


def watched(scenario, quantity: str, values) -> np.ndarray:
    """What is watched in Nash's solution of each game; as things stand where nothing is agreed."""
    solution = solve(scenario, "bargaining", "nash_bargaining", values=values)
    what, about = re.fullmatch(r"(\w+)\((.*)\)", quantity).groups()
    game, result = solution.game, solution.result
    if what == "payoff":
        found = game.disagreement[:, game.players.index(about)].copy()
        found[result.item] = game.payoff(result)[:, game.players.index(about)]
        return found
    block, names, levels = scenario.agenda().block, tuple(scenario.moves), scenario.outcomes()
    wanted = {name: block.assuming.get(name, move.initial) for name, move in scenario.moves.items()}
    standing = np.array([[level.id for level in scenario.moves[name].levels].index(wanted[name]) for name in names])
    agenda = [names.index(name) for name in game.sheet.options]
    each = np.tile(standing, (len(game.agreements), 1))
    each[:, agenda] = game.sheet.levels
    outcome = [int(np.flatnonzero((levels == row).all(1))[0]) for row in each]
    table = scenario.over_outcomes([Expression(about)], values)[:, 0]
    at = int(np.flatnonzero((levels == standing).all(1))[0])
    found = np.broadcast_to(table, (len(game), table.shape[1]))[:, at].astype(float)
    held = np.broadcast_to(table, (len(game), table.shape[1]))[:, outcome]
    found[result.item] = (held[result.item[:, None], result.agreement] * result.weights).sum(1)
    return found


@pytest.mark.parametrize(("name", "claim"), CLAIMS)
def test_what_is_asserted_is_found(name, claim):
    scenario = load(name)
    told = next(each for each in scenario.claims if each.id == claim)
    ((parameter, (low, high)),) = told.vary.items()
    found = watched(scenario, told.quantity, {parameter: np.linspace(low, high, POINTS), **told.given})
    steps = np.diff(found) * {"increasing": 1, "decreasing": -1}[told.sign]
    assert (steps >= -1e-9).all(), found
    assert steps.sum() > 1e-6, found


def test_there_are_claims_to_try():
    assert {name for name, _ in CLAIMS} == {*SHIPPED} and len(CLAIMS) >= 7
