"""The core by brute force from its definition, and in textbook cases of voting."""

from __future__ import annotations

from itertools import combinations

import numpy as np
import pytest

from negsim.games.bargaining import BargainingGame
from negsim.games.talks.rule import Rule
from negsim.solvers.base import Status, solvers

RULES = {
    "unanimity": lambda n: Rule.unanimity(n),
    "majority": lambda n: Rule(votes=(1,) * n, quota=n // 2 + 1),
    "weighted": lambda n: Rule(votes=tuple(range(1, n + 1)), quota=n * (n + 1) / 4 + 0.5),
    "veto": lambda n: Rule(votes=(1,) * n, quota=2, veto=(0,)),
    "one decides": lambda n: Rule(votes=(5, *(1,) * (n - 1)), quota=5),
}


def by_definition(payoffs: np.ndarray, disagreement: np.ndarray, rule: Rule) -> list[int]:
    """Agreements that no group with the votes would replace, and no group without which votes fail would refuse."""
    parties = range(len(payoffs))
    groups = [set(group) for size in range(1, len(payoffs) + 1) for group in combinations(parties, size)]

    def wins(group: set[int]) -> bool:
        return sum(rule.votes[p] for p in group) >= rule.quota and set(rule.veto) <= group

    def prefers(group: set[int], one: np.ndarray, other: np.ndarray) -> bool:
        return all(one[p] > other[p] for p in group)

    agreements = payoffs.T
    return [
        k
        for k, own in enumerate(agreements)
        if not any(wins(group) and prefers(group, other, own) for group in groups for other in agreements)
        and not any(not wins(set(parties) - group) and prefers(group, disagreement, own) for group in groups)
    ]


@pytest.mark.parametrize("rule", RULES)
@pytest.mark.parametrize("parties", [1, 2, 3, 4])
def test_core_of_random_lists(rule, parties):
    draw = np.random.default_rng([parties, len(rule)])
    if rule == "veto" and parties == 1:
        pytest.skip("two votes are needed")
    payoffs = draw.integers(-3, 4, (40, parties, 9)).astype(float)
    disagreement = draw.integers(-4, 1, (40, parties)).astype(float)
    game = BargainingGame(payoffs=payoffs, disagreement=disagreement, rule=RULES[rule](parties))
    solution = solvers["core"]().solve(game)
    for item in range(len(game)):
        expected = by_definition(payoffs[item], disagreement[item], game.rule)
        assert solution.result.agreement[solution.of(item), 0].tolist() == expected
        assert Status(solution.status[item]) is (Status.solved if expected else Status.none_found)
    assert solution.residual.max(initial=0) == 0


@pytest.mark.parametrize("rule", RULES)
def test_whatever_is_not_in_the_core_has_an_objection(rule):
    draw = np.random.default_rng(11)
    game = BargainingGame(
        payoffs=draw.integers(-3, 4, (1, 3, 12)).astype(float), disagreement=[[-2, -2, -2]], rule=RULES[rule](3)
    )
    solver = solvers["core"]()
    inside = solver.solve(game).result
    every = type(inside)(item=np.zeros(12, np.intp), agreement=np.arange(12)[:, None], weights=np.ones((12, 1)))
    assert (solver.concept.residual(game, every) == 0).nonzero()[0].tolist() == inside.agreement[:, 0].tolist()


def test_majorities_that_go_round_in_a_circle_leave_no_core():
    circle = BargainingGame(
        payoffs=[[[3, 1, 2], [2, 3, 1], [1, 2, 3]]], disagreement=[[0, 0, 0]], rule=Rule(votes=(1, 1, 1), quota=2)
    )
    assert Status(solvers["core"]().solve(circle).status[0]) is Status.none_found
    agreed = BargainingGame(payoffs=circle.payoffs, disagreement=circle.disagreement)
    assert len(solvers["core"]().solve(agreed)) == 3


def test_the_middle_voter_has_its_way_along_a_line():
    ideal, places = np.array([0.1, 0.45, 0.9]), np.linspace(0, 1, 101)
    game = BargainingGame(
        payoffs=-np.abs(places - ideal[:, None])[None],
        disagreement=[[-2, -2, -2]],
        agreements=tuple(f"{place:.2f}" for place in places),
        rule=Rule(votes=(1, 1, 1), quota=2),
    )
    assert [list(row.agreement) for row in solvers["core"]().solve(game)] == [["0.45"]]


def test_corners_of_the_core_of_two_parties_with_lotteries():
    game = BargainingGame(payoffs=[[[-1, 2, 4, 4, 0, 1], [3, 3, 1, -1, 0, 2.5]]], disagreement=[[0, 0]], lotteries=True)
    solution = solvers["core"]().solve(game)
    np.testing.assert_allclose(game.payoff(solution.result), [[0, 3], [2, 3], [4, 1], [4, 0]], atol=1e-12)
    assert solution.residual.max() < 1e-12
