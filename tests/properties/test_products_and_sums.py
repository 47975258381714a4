"""Nash's and the utilitarian solution and the frontier, against brute force and independent programs."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.optimize import linprog

from negsim.concepts.efficient_agreements import efficient_agreements
from negsim.concepts.nash_bargaining import nash_bargaining
from negsim.concepts.utilitarian import utilitarian
from negsim.games.bargaining import BargainingGame
from negsim.games.results import Agreements
from negsim.kernels.talks.efficient_points import efficient_points
from negsim.solvers.base import Status, solvers

NASH, SUM, FRONTIER = (solvers[name]() for name in ("nash_bargaining", "utilitarian", "frontier"))


@st.composite
def tables(draw, low: int = 2, high: int = 4) -> np.ndarray:
    """Whole gains of a few parties from a few agreements: small, so that ties and zeros are common."""
    parties, listed = draw(st.integers(low, high)), draw(st.integers(1, 7))
    row = st.lists(st.integers(-2, 3), min_size=listed, max_size=listed)
    return np.array(draw(st.lists(row, min_size=parties, max_size=parties)), float)


def game_of(gains: np.ndarray, **more) -> BargainingGame:
    return BargainingGame(payoffs=gains[None], disagreement=np.zeros((1, len(gains))), **more)


def program(gains: np.ndarray, objective: np.ndarray) -> float | None:
    """The most that a lottery without a loss to anybody gives, by a linear program; None without one."""
    once = np.ones((1, gains.shape[1]))
    found = linprog(-objective, A_ub=-gains, b_ub=np.zeros(len(gains)), A_eq=once, b_eq=[1.0])
    return -found.fun if found.status == 0 else None


def fine(gains: np.ndarray) -> list[int]:
    return [k for k in range(gains.shape[1]) if (gains[:, k] >= 0).all()]


@settings(max_examples=200, deadline=None)
@given(tables())
def test_largest_product_of_a_list(gains):
    solution = NASH.solve(game_of(gains))
    kept = fine(gains)
    assert (len(solution) == 1) == bool(kept)
    if kept:
        most = max((gains[:, k] > 0).sum() for k in kept)
        best = [k for k in kept if (gains[:, k] > 0).sum() == most]
        ideal = np.array([max(row[kept].max(), 1.0) for row in gains])
        scores = [np.prod(np.where(gains[:, k] > 0, gains[:, k] / ideal, 1.0)) for k in best]
        first = best[next(at for at, score in enumerate(scores) if score >= max(scores) - 1e-12)]
        assert solution.result.agreement[0, 0] == first and solution.residual[0] == 0


@settings(max_examples=60, deadline=None)
@given(tables(), st.data())
def test_no_lottery_has_a_larger_product(gains, data):
    """Along the way to any other lottery the product falls; whoever gains nothing could not have gained."""
    solution = NASH.solve(game_of(gains, lotteries=True))
    feasible = program(gains, np.zeros(gains.shape[1])) is not None
    assert (len(solution) == 1) == feasible
    if feasible:
        assert solution.ok and solution.residual[0] <= 1e-9
        found = np.einsum("k,pk->p", solution.result.weights[0], gains[:, solution.result.agreement[0]])
        assert (found >= -1e-9).all()
        for party in np.flatnonzero(found <= 1e-9):
            assert program(gains, gains[party]) <= 1e-7
        drawn = np.array(data.draw(st.lists(st.floats(0.01, 1), min_size=gains.shape[1], max_size=gains.shape[1])))
        other = 0.999 * found + 0.001 * gains @ (drawn / drawn.sum())
        some = found > 1e-9
        if (other[~some] >= 0).all() and some.any():
            assert np.log(np.maximum(other[some], 1e-300)).sum() <= np.log(found[some]).sum() + 1e-9


@settings(max_examples=100, deadline=None)
@given(tables())
def test_largest_sum_of_lists_and_lotteries(gains):
    listed, drawn = SUM.solve(game_of(gains)), SUM.solve(game_of(gains, lotteries=True))
    kept = fine(gains)
    assert (len(listed) == 1) == bool(kept)
    if kept:
        best = max(gains[:, k].sum() for k in kept)
        evenest = max(gains[:, k].min() for k in kept if gains[:, k].sum() == best)
        chosen = gains[:, listed.result.agreement[0, 0]]
        assert chosen.sum() == best and chosen.min() == evenest
    wanted = program(gains, gains.sum(0))
    assert (len(drawn) == 1) == (wanted is not None)
    if wanted is not None:
        found = np.einsum("k,pk->p", drawn.result.weights[0], gains[:, drawn.result.agreement[0]])
        assert found.sum() == pytest.approx(wanted, abs=1e-7) and drawn.residual[0] <= 1e-8


@settings(max_examples=200, deadline=None)
@given(tables())
def test_efficient_agreements_of_a_list(gains):
    def improved(k: int) -> bool:
        return any(
            (gains[:, j] >= gains[:, k]).all() and (gains[:, j] > gains[:, k]).any() for j in range(len(gains.T))
        )

    wanted = [k for k in fine(gains) if not improved(k)]
    assert FRONTIER.solve(game_of(gains)).result.agreement[:, 0].tolist() == wanted


@settings(max_examples=60, deadline=None)
@given(tables(3, 4))
def test_no_lottery_improves_on_what_is_listed_for_several_parties(gains):
    found = FRONTIER.solve(game_of(gains, lotteries=True)).result.agreement[:, 0].tolist()
    wanted = []
    for k in fine(gains):
        ahead = gains - gains[:, [k]]
        if program(ahead, ahead.sum(0)) <= 1e-7:
            wanted.append(k)
    assert found == wanted


def test_frontier_vertices_of_two_parties_carry_their_residual():
    draw = np.random.default_rng(8)
    game = BargainingGame(payoffs=draw.normal(size=(50, 2, 40)), disagreement=[[-0.2, 0.1]], lotteries=True)
    solution = FRONTIER.solve(game)
    assert solution.ok and solution.residual.max() < 1e-9
    assert np.bincount(solution.result.item).min() >= 1


def test_power_decides_how_a_prize_is_shared():
    power = np.array([[1, 2], [3, 1], [1, 0]])
    pie = BargainingGame(payoffs=[[[1, 0], [0, 1]]] * 3, disagreement=[[0.1, 0]], lotteries=True, power=power)
    shares = pie.payoff(NASH.solve(pie).result)
    wanted = 0.1 + 0.9 * power[:, 0] / power.sum(1)
    assert shares[:, 0] == pytest.approx(wanted)
    three = BargainingGame(payoffs=np.eye(3)[None], disagreement=[[0, 0, 0]], lotteries=True, power=[[1, 2, 5]])
    assert three.payoff(NASH.solve(three).result)[0] == pytest.approx([1 / 8, 2 / 8, 5 / 8])


def test_only_rounding_counts_as_a_tie_of_products():
    assert NASH.solve(game_of(np.array([[1.0, 1.0], [0.95, 1.0]]))).result.agreement[0, 0] == 1
    tied = np.array([[0.1, 0.3, 0.7], [0.7, 0.7 / 3, 0.1]])
    for order in ([0, 1, 2], [1, 0, 2], [2, 1, 0]):
        assert NASH.solve(game_of(tied[:, order])).result.agreement[0, 0] == 0


def test_who_cannot_gain_does_not_keep_others_from_gaining():
    gains = np.array([[0.0, 3.0, 1.0], [0.0, 0.0, 0.0]])
    assert NASH.solve(game_of(gains)).result.agreement[0, 0] == 1
    three = np.vstack([gains, [0.0, 1.0, 4.0]])
    found = NASH.solve(game_of(three, lotteries=True))
    paid = found.game.payoff(found.result)[0]
    assert paid == pytest.approx([11 / 6, 0, 11 / 4]) and found.residual[0] < 1e-9


def lottery(*shares: float) -> Agreements:
    return Agreements(item=np.array([0]), agreement=np.array([range(len(shares))]), weights=np.array([shares]))


@pytest.mark.parametrize(
    ("concept", "wrong", "residual"),
    [
        (nash_bargaining, lottery(0.6, 0.4), np.sqrt(0.24) * np.expm1(0.5 * (1 / 0.4 - 2))),
        (nash_bargaining, lottery(1.0, 0.0), 1.0),
        (utilitarian, lottery(0.5, 0.5, 0.0), 0.5),
        (efficient_agreements, lottery(0.0, 0.5, 0.5), 0.5),
    ],
)
def test_wrong_answers_have_a_residual(concept, wrong, residual):
    pie = {"payoffs": [[[1.0, 0.0, 0.0], [0.0, 1.0, 0.0]]], "disagreement": [[0, 0]], "lotteries": True}
    if concept is utilitarian:
        pie["payoffs"] = [[[1.0, 0.0, 0.0], [0.0, 1.0, 1.5]]]
    assert concept.residual(BargainingGame(**pie), wrong)[0] == pytest.approx(residual)


def test_a_loss_is_a_residual():
    game = BargainingGame(payoffs=[[[3.0, 1.0], [-1.0, 1.0]]], disagreement=[[0, 0]])
    taken = Agreements(item=np.array([0]), agreement=np.array([[0]]), weights=np.ones((1, 1)))
    assert utilitarian.residual(game, taken)[0] == nash_bargaining.residual(game, taken)[0] == 1


def test_work_stops_at_the_limit_of_steps():
    draw = np.random.default_rng(4)
    game = BargainingGame(payoffs=draw.random((1, 4, 30)), disagreement=[[0.2] * 4], lotteries=True)
    assert NASH.solve(game).ok
    hurried = solvers["nash_bargaining"](max_steps=1).solve(game)
    assert Status(hurried.status[0]) is Status.step_limit and len(hurried) == 1 and hurried.residual[0] > 0
    few = solvers["frontier"](max_steps=1).solve(game)
    assert Status(few.status[0]) is Status.step_limit and len(few) <= 1


def test_compiled_and_interpreted_efficiency_agree():
    gains = np.random.default_rng(3).integers(0, 6, (300, 3, 40)).astype(float)
    one_by_one = np.concatenate([efficient_points(table[None], np.ones(1)) for table in gains])
    assert (efficient_points(gains, np.ones(300)) == one_by_one).all()
