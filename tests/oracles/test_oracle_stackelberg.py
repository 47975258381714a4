"""Stackelberg commitments: by exact linear programs, by loops for pure commitments, and from the literature."""

from __future__ import annotations

import numpy as np
import pytest

from negsim.errors import NotApplicable, UnknownName
from negsim.games.strategic import StrategicGame
from negsim.solvers.strategic.stackelberg import Stackelberg
from tests.oracles.exact import largest

SHAPES = [((2, 2), 9, 50), ((2, 2), 1, 40), ((3, 3), 9, 50), ((3, 3), 1, 40), ((4, 3), 20, 20), ((2, 5), 3, 20)]


def cases():
    draw = np.random.default_rng(14)
    for shape, most, count in SHAPES:
        for _ in range(count):
            yield draw.integers(-most, most + 1, (2, *shape))


def best_mixed(lead, follow):
    """For every reply, the best mixture that makes it a best reply: all payoffs raised, so that sum <= 1 binds."""
    lift = 1 - int(lead.min())
    values = []
    for reply in range(lead.shape[1]):
        gains = [(follow[:, k] - follow[:, reply]).tolist() for k in range(lead.shape[1]) if k != reply]
        goal = [int(x) + lift for x in lead[:, reply]]
        value = largest(goal, [*gains, [1] * len(goal)], [0] * len(gains) + [1])
        if value > 0:  # otherwise nothing makes this a best reply
            values.append(value - lift)
    return max(values)


def best_pure(lead, follow):
    return max(
        max(int(x) for x, y in zip(mine, theirs, strict=True) if y == max(theirs))
        for mine, theirs in zip(lead, follow.tolist(), strict=True)
    )


@pytest.mark.parametrize("leader", [0, 1])
def test_values_are_exact(leader):
    count = 0
    for payoffs in cases():
        game = StrategicGame(payoffs=payoffs[None])
        lead, follow = (payoffs[0], payoffs[1]) if leader == 0 else (payoffs[1].T, payoffs[0].T)
        for mixed, best in ((True, best_mixed), (False, best_pure)):
            found = Stackelberg(leader=leader, mixed=mixed).solve(game).strict()
            assert found.residual[0] <= 1e-8
            assert game.payoff(found.result)[0, leader] == pytest.approx(float(best(lead, follow)), abs=1e-8)
        count += 1
    assert count >= 200


def test_committing_to_a_mixture_serves_the_leader_best():
    """Conitzer and Sandholm (2006), figure 1: 2 in equilibrium, 3 by a pure commitment, 3.5 by a mixed one."""
    game = StrategicGame.bimatrix([[2, 4], [1, 3]], [[1, 0], [0, 1]], players=("leader", "follower"))
    assert game.payoff(Stackelberg(leader="leader").solve(game).result)[0, 0] == pytest.approx(3.5)
    assert game.payoff(Stackelberg(leader="leader", mixed=False).solve(game).result)[0, 0] == 3


def test_leaders_are_checked():
    game = StrategicGame.bimatrix([[2, 4], [1, 3]], [[1, 0], [0, 1]], players=("leader", "follower"))
    with pytest.raises(UnknownName, match="did you mean 'leader'"):
        Stackelberg(leader="leadr").solve(game)
    with pytest.raises(UnknownName):
        Stackelberg(leader=2).solve(game)
    with pytest.raises(NotApplicable, match="Use "):
        Stackelberg().solve(StrategicGame(payoffs=np.zeros((1, 3, 2, 2, 2))))
