"""How far agreements are from fair, where somebody does not count or nobody can gain."""

from __future__ import annotations

import numpy as np
import pytest

from negsim.games.bargaining import BargainingGame
from negsim.games.results import Agreements
from negsim.solvers.base import solvers

FAIR = ("kalai_smorodinsky", "egalitarian", "raiffa")


def row(agreement):
    return Agreements(item=np.array([0]), agreement=np.array([[agreement]]), weights=np.array([[1.0]]))


@pytest.mark.parametrize(("agreement", "off"), [(0, 0.0), (1, 1.0), (2, 2.0)])
def test_who_has_no_power_is_compared_only_among_equals_for_the_others(agreement, off):
    """The first agreement is the best for the only party with power, and better than the second for the other."""
    game = BargainingGame(payoffs=[[[2, 1, 9], [3, 3, 1]]], disagreement=[[0, 0]], power=[[0, 1]])
    solver = solvers["egalitarian"]()
    assert solver.solve(game).result.agreement.tolist() == [[0]]
    assert solver.concept.residual(game, row(agreement)) == pytest.approx(off)


@pytest.mark.parametrize("name", FAIR)
@pytest.mark.parametrize("parties", [2, 3])
@pytest.mark.parametrize("unit", [1e-12, 1.0, 1e12])
def test_where_nobody_can_gain_nothing_is_off(name, parties, unit):
    payoffs = np.array([-2.0, 1.0, 2.0])[:parties, None] * unit
    game = BargainingGame(payoffs=payoffs[None], disagreement=payoffs[None, :, 0], lotteries=True)
    solution = solvers[name]().solve(game)
    assert len(solution) == 1 and solution.residual <= 1e-9 * game.spread


@pytest.mark.parametrize("unit", [1e-9, 1.0, 1e9])
@pytest.mark.parametrize("lotteries", [False, True])
def test_the_product_is_of_those_who_can_gain(lotteries, unit):
    """One party can gain nothing; the mean of the other's gains, alone, is its gain."""
    payoffs = unit * np.array([[[0.0, 0.0, 0.0], [1.0, 2.0, 1.5]]])
    game = BargainingGame(payoffs=payoffs, disagreement=[[0, 0]], lotteries=lotteries)
    solver = solvers["nash_bargaining"]()
    assert solver.solve(game).result.agreement[0, 0] == 1
    off = np.concatenate([solver.concept.residual(game, row(k)) for k in range(3)]) / unit
    assert off[1] == 0 and (off[[0, 2]] > [0.99, 0.49]).all()


def test_the_path_ends_even_among_the_smallest_of_numbers():
    game = BargainingGame(payoffs=5e-324 * np.eye(2)[None], disagreement=[[0, 0]])
    assert solvers["raiffa"]().concept.residual(game, row(0)).tolist() == [0]


@pytest.mark.parametrize("lotteries", [False, True])
def test_rounding_makes_no_agreement_inefficient(lotteries):
    game = BargainingGame(payoffs=[[[-(2.0**-52), 0], [1, 0]]], disagreement=[[0, 0]], lotteries=lotteries)
    solution = solvers["frontier"]().solve(game)
    assert solution.result.agreement.tolist()[0][0] == 0 and solution.residual.max() <= 1e-9
    assert solution.solver.concept.residual(game, row(1)) == pytest.approx(1)
