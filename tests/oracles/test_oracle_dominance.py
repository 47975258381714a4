"""Iterated dominance: by Gambit for pure dominators, by exact linear programs for mixtures."""

from __future__ import annotations

import json
from itertools import product
from pathlib import Path

import numpy as np
import pytest

from negsim.games.results import Survivors
from negsim.games.strategic import StrategicGame
from negsim.solvers.base import Status
from negsim.solvers.strategic.iterated_dominance import IteratedDominance
from tests.oracles.exact import largest, matrix_value

CASES = json.loads((Path(__file__).parent / "data" / "gambit_dominance.json").read_text(encoding="utf-8"))["cases"]


# Gambit 17.0.0b2 eliminates strategies here that nothing dominates. In case 116 it drops (2, 2, 5, -5) at once, which
# does better than (9, 1, 9, 2) in the second column, and than each of the other rows in the first or the second.
GAMBITS_SLIPS = {"strict": {116, 125, 131, 147}, "weak": {112, 116, 138, 147}}


@pytest.mark.parametrize("kind", ["strict", "weak"])
def test_rounds_by_pure_strategies_follow_the_definition_and_are_gambits(kind):
    assert len(CASES) >= 200
    eliminated, differing = 0, set()
    for number, case in enumerate(CASES):
        payoffs = np.array(case["payoffs"])
        found = IteratedDominance(kind=kind, by="pure").solve(StrategicGame(payoffs=payoffs[None])).strict()
        expected = rounds(payoffs, lambda gains: dominated_by_one(gains, kind))
        assert found.result.round[0].tolist() == expected
        assert found.result.alive[0].tolist() == [turn == 0 for turn in expected]
        assert found.steps[0] == max(expected)
        assert found.residual[0] == 0
        eliminated += sum(turn > 1 for turn in expected)
        if expected != [turn for player in case[kind] for turn in player]:
            differing.add(number)
    assert eliminated > 50, "later rounds are tried too"
    assert differing == GAMBITS_SLIPS[kind]


def rounds(payoffs, is_dominated):
    """The round in which each strategy leaves, given a test on what every other strategy gains on it."""
    left = [[0] * size for size in payoffs.shape[1:]]
    turn = 0
    while True:
        turn += 1
        there = [[s for s, when in enumerate(row) if when == 0] for row in left]
        gone = [
            (player, strategy)
            for player, row in enumerate(there)
            for strategy in row
            if len(row) > 1 and is_dominated(gains_on(payoffs, there, player, strategy))
        ]
        for player, strategy in gone:
            left[player][strategy] = turn
        if not gone:
            return [when for row in left for when in row]


def gains_on(payoffs, there, player, strategy):
    """What every other strategy still there earns more, at every combination of the others' still there."""

    def line(own):
        others = [row for k, row in enumerate(there) if k != player]
        return [int(payoffs[player][(*rest[:player], own, *rest[player:])]) for rest in product(*others)]

    base = line(strategy)
    return [[a - b for a, b in zip(line(k), base, strict=True)] for k in there[player] if k != strategy]


def dominated_by_one(gains, kind):
    if kind == "strict":
        return any(min(gain) > 0 for gain in gains)
    return any(min(gain) >= 0 and max(gain) > 0 for gain in gains)


def dominated_by_mixture(gains, kind):
    if kind == "strict":
        return matrix_value(gains) > 0
    losses = [[-gain[k] for gain in gains] for k in range(len(gains[0]))]
    return largest([sum(gain) for gain in gains], [*losses, [1] * len(gains)], [0] * len(losses) + [1]) > 0


MIXTURE_SHAPES = [((3, 2), 3, 60), ((3, 3), 2, 60), ((4, 3), 4, 40), ((3, 2, 2), 2, 30), ((3, 2, 2, 2), 1, 12)]
MIXTURE_SHAPES += [((3, 2, 2, 2, 2), 1, 4)]


def mixture_cases():
    draw = np.random.default_rng(16)
    for shape, most, count in MIXTURE_SHAPES:
        for _ in range(count):
            yield draw.integers(-most, most + 1, (len(shape), *shape))


@pytest.mark.parametrize("kind", ["strict", "weak"])
def test_rounds_by_mixtures_are_exact(kind):
    count = 0
    for payoffs in mixture_cases():
        found = IteratedDominance(kind=kind).solve(StrategicGame(payoffs=payoffs[None])).strict()
        assert found.result.round[0].tolist() == rounds(payoffs, lambda gains: dominated_by_mixture(gains, kind)), (
            payoffs.tolist()
        )
        assert found.residual[0] <= 1e-8
        count += 1
    assert count >= 200


def test_a_mixture_can_dominate_where_no_pure_strategy_does():
    """Fudenberg and Tirole (1991), figure 1.2's point: half U and half D is better than M."""
    game = StrategicGame.bimatrix([[4, 0], [1, 1], [0, 4]], [[1, 1], [1, 1], [1, 1]])
    assert IteratedDominance(by="pure").solve(game).result.alive.all()
    found = IteratedDominance().solve(game)
    assert found.result.alive[0].tolist() == [True, False, True, True, True]
    assert found.result.dominator[0, 1] == pytest.approx([0.5, 0, 0.5, 0, 0])


def test_prisoners_dilemma_is_told_with_its_dominators():
    game = StrategicGame.bimatrix([[3, 0], [5, 1]], [[3, 5], [0, 1]])
    found = IteratedDominance().solve(game)
    assert found.result.round[0].tolist() == [1, 0, 1, 0]
    assert found.result.dominator[0, 0].tolist() == [0, 1, 0, 0]
    assert found.result.dominator[0, 2].tolist() == [0, 0, 0, 1]


def test_the_residual_tells_too_much_and_too_little_elimination():
    game = StrategicGame.bimatrix([[3, 0], [5, 1]], [[3, 5], [0, 1]])
    concept = IteratedDominance().concept
    kept = Survivors(
        item=np.zeros(1, np.intp),
        alive=np.ones((1, 4), bool),
        round=np.zeros((1, 4), np.intp),
        dominator=np.zeros((1, 4, 4)),
    )
    assert concept.residual(game, kept)[0] == 1  # defecting gains 2 or 1
    wrong = IteratedDominance().solve(game).result
    flipped = Survivors(
        item=wrong.item,
        alive=~wrong.alive,
        round=1 - wrong.round,
        dominator=wrong.dominator[:, [1, 0, 3, 2]][..., [1, 0, 3, 2]],
    )
    assert concept.residual(game, flipped)[0] == 2  # cooperating did not dominate: it loses up to 2


def test_a_step_is_a_round():
    case = max(CASES, key=lambda case: max(max(row) for row in case["strict"]))
    game = StrategicGame(payoffs=[case["payoffs"]])
    found = IteratedDominance(max_steps=1).solve(game)
    assert found.status[0] == Status.step_limit.code
    assert found.result.round.max() == 1
