"""Kalai-Smorodinsky, egalitarian and Raiffa: worked examples, ties, power, and what wrong answers are told."""

from __future__ import annotations

import numpy as np
import pytest
from scipy.optimize import linprog

from negsim.concepts.base import concepts
from negsim.errors import NotApplicable
from negsim.games.bargaining import BargainingGame
from negsim.games.results import Agreements
from negsim.games.talks.rule import Rule
from negsim.kernels.talks.mixtures import POOL, furthest
from negsim.solvers.base import Status, solvers

FAIR = ("kalai_smorodinsky", "egalitarian", "raiffa")


def pie(disagreement: list[float], size: tuple[float, ...] = (1, 1), **more) -> BargainingGame:
    """One good that can be divided; what all of it is worth to each."""
    return BargainingGame(payoffs=[np.diag(size)], disagreement=[disagreement], lotteries=True, **more)


def payoffs(name: str, game: BargainingGame) -> list[float]:
    solution = solvers[name]().solve(game)
    assert solution.ok and solution.residual.max() < 1e-8
    return game.payoff(solution.result)[0].round(9).tolist()


@pytest.mark.parametrize("name", FAIR)
def test_a_pie_is_divided_around_what_each_could_have_alone(name):
    assert payoffs(name, pie([0.3, 0.1])) == pytest.approx([0.6, 0.4])
    assert payoffs(name, pie([0.1, 0.2, 0.1], (1, 1, 1))) == pytest.approx([0.3, 0.4, 0.3])


def test_a_pie_that_is_worth_more_to_one():
    game = pie([0, 0], (3, 1))
    assert payoffs("kalai_smorodinsky", game) == payoffs("raiffa", game) == [1.5, 0.5]
    assert payoffs("egalitarian", game) == [0.75, 0.75]


def test_a_bent_frontier_tells_the_solutions_apart():
    """Corners (0, 10), (4, 8) and (10, 0); both ideals are 10."""
    game = BargainingGame(payoffs=[[[0, 4, 10], [10, 8, 0]]], disagreement=[[0, 0]], lotteries=True)
    assert payoffs("kalai_smorodinsky", game) == pytest.approx([40 / 7, 40 / 7])  # where both have 4/7 of 10
    assert payoffs("nash_bargaining", game) == pytest.approx([5, 20 / 3])  # the middle of the line from (0, 40/3)
    assert payoffs("raiffa", game) == pytest.approx([5.625, 35 / 6])  # from (5, 5), halfway to 6.25 and 20/3


def test_power_makes_gains_proportional():
    assert payoffs("egalitarian", pie([0, 0], power=[[1, 3]])) == [0.25, 0.75]
    assert payoffs("egalitarian", pie([0, 0, 0], (1, 1, 1), power=[[1, 1, 2]])) == [0.25, 0.25, 0.5]
    assert payoffs("kalai_smorodinsky", pie([0, 0], power=[[1, 3]])) == [0.5, 0.5]


@pytest.mark.parametrize(("lotteries", "expected"), [(False, [2, 1, 0]), (True, [2, 1, 0])])
def test_who_has_no_power_comes_last_but_gets_what_is_left(lotteries, expected):
    game = BargainingGame(
        payoffs=[[[1, 2, 2], [1, 1, 0], [5, 0, 0]]], disagreement=[[0, 0, 0]], power=[[1, 0, 0]], lotteries=lotteries
    )
    assert payoffs("egalitarian", game) == expected


@pytest.mark.parametrize("name", FAIR)
def test_the_first_of_equal_agreements_is_taken(name):
    game = BargainingGame(payoffs=[[[0, 1, 2, 1, 1], [2, 1, 1, 2, 1]]], disagreement=[[0, 0]])
    assert solvers[name]().solve(game).result.agreement.tolist() == [[2]]


def test_a_party_that_cannot_gain_has_no_share_in_the_matter():
    game = BargainingGame(payoffs=[[[0, 0, -1], [1, 4, 9]]], disagreement=[[0, 0]])
    for name in FAIR:
        assert payoffs(name, game) == [0, 4]


def test_a_list_is_left_where_no_agreement_lies_beyond_the_next_midpoint():
    """Hopes are (8, 8), the midpoint (4, 4); only the third and fourth go along, of which (6, 5) lies farther."""
    game = BargainingGame(payoffs=[[[8, 0, 4, 6, 7], [0, 8, 7, 5, 3]]], disagreement=[[0, 0]])
    solution = solvers["raiffa"]().solve(game)
    assert solution.result.agreement.tolist() == [[3]] and solution.steps.tolist() == [1]


@pytest.mark.parametrize("name", [*FAIR, "core"])
@pytest.mark.parametrize("lotteries", [False, True])
def test_wrong_agreements_are_told_how_wrong_they_are(name, lotteries):
    game = BargainingGame(payoffs=[[[0, 10, 5, 4], [10, 0, 5, 4]]], disagreement=[[0, 1]], lotteries=lotteries)
    wrong = Agreements(item=np.array([0]), agreement=np.array([[3]]), weights=np.ones((1, 1)))
    assert 0.2 < concepts[name].residual(game, wrong)[0] <= 5
    lost = Agreements(item=np.array([0]), agreement=np.array([[1]]), weights=np.ones((1, 1)))
    assert concepts[name].residual(game, lost)[0] >= 1


@pytest.mark.parametrize("name", FAIR)
def test_without_unanimity_another_solution_is_named(name):
    game = BargainingGame(payoffs=np.ones((1, 3, 2)), disagreement=[[0] * 3], rule=Rule(votes=(1, 1, 1), quota=2))
    with pytest.raises(NotApplicable, match=r"can bind the others[.] Use core, or rule: unanimity"):
        solvers[name]().solve(game)


def test_midpoints_stop_at_the_limit_of_steps():
    draw = np.random.default_rng(3)
    for parties, lotteries in ((3, True), (2, False)):
        game = BargainingGame(
            payoffs=draw.random((1, parties, 60)), disagreement=np.zeros((1, parties)), lotteries=lotteries
        )
        assert Status(solvers["raiffa"](max_steps=1).solve(game).status[0]) is Status.step_limit


@pytest.mark.parametrize("coordinates", [2, 3, 5])
@pytest.mark.parametrize("points", [1, 7, 300])
def test_furthest_mixture_is_what_a_linear_program_finds(coordinates, points):
    draw = np.random.default_rng([coordinates, points])
    for kind in range(12):
        place = draw.normal(size=(coordinates, points)) if kind % 2 else draw.integers(-2, 3, (coordinates, points)) / 2
        floor = draw.normal(size=coordinates) / 3 - 0.3
        direction = draw.random(coordinates) * (draw.random(coordinates) < 0.6)
        direction[kind % coordinates] = 1.0
        pool, part = np.zeros(POOL, np.int64), np.zeros(coordinates, np.int64)
        share, price = np.zeros(coordinates), np.zeros(coordinates)
        work = 4_000 + 300 * points * coordinates
        found, _ = furthest.sized(work)(place, floor, direction, pool, 1, part, share, price)
        expected = linprog(
            np.append(np.zeros(points), -1.0),
            A_ub=np.column_stack([-place, direction]),
            b_ub=-floor,
            A_eq=np.append(np.ones(points), 0.0)[None],
            b_eq=[1],
            bounds=[(0, None)] * points + [(None, None)],
        )
        assert found == pytest.approx(-expected.fun if expected.status == 0 else -np.inf, abs=1e-8)
        if expected.status == 0:
            assert (place[:, part] @ share >= floor + found * direction - 1e-8).all()
            assert price @ direction == pytest.approx(1)
