"""Demands against a deadline: published probabilities of breakdown, a direct search on a grid, and closed forms."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from negsim.concepts.perfect_bayesian import perfect_bayesian
from negsim.errors import InvalidGame, NotApplicable
from negsim.games.screening import ScreeningGame
from negsim.games.strategic import StrategicGame
from negsim.solvers.screening.cutoff_induction import CutoffInduction

# Probability of no agreement by rounds, for reservations uniform on [0, 1]; computed for the dossier of the project by
# an implementation of its own (scenario deadline_ultimatum, January 2022 material), rounded to three digits.
DOSSIER = {
    0.8: {1: 0.5, 2: 0.375, 3: 0.276, 5: 0.144, 10: 0.025, 20: 0.001},
    0.95: {1: 0.5, 2: 0.457, 3: 0.415, 5: 0.34, 10: 0.195, 20: 0.049},
    0.99: {20: 0.333},
}
POINTS = 1501


def breakdown(game: ScreeningGame) -> np.ndarray:
    solution = CutoffInduction().solve(game).strict()
    return 1 - game.acceptance(solution.result).sum(1)


@pytest.mark.parametrize("discount", DOSSIER)
def test_breakdown_by_rounds_is_as_published(discount):
    for rounds, expected in DOSSIER[discount].items():
        assert breakdown(ScreeningGame(rounds=rounds, discount=discount))[0] == pytest.approx(expected, abs=6e-4)


def searched(rounds: int, discount: float, shape: float) -> tuple[float, float]:
    """Backward induction on a grid of the largest reservation left, without any use of scale."""
    grid = np.linspace(0, 1, POINTS)
    mass = grid**shape
    worth, price, cut = np.zeros(POINTS), grid, []
    for _ in range(rounds):
        demand = grid if not cut else (1 - discount) * grid + discount * price
        cells = (mass[:, None] - mass[None]) * demand[None] + discount * worth[None]
        cells[np.triu_indices(POINTS, 1)] = -np.inf
        best = cells.argmax(1)
        worth, price = cells[np.arange(POINTS), best], demand[best]
        cut.append(best)
    at = POINTS - 1
    for best in reversed(cut):
        at = best[at]
    return float(mass[at]), float(worth[-1])


@pytest.mark.parametrize(("rounds", "discount", "shape"), [(1, 0.9, 2.0), (3, 0.9, 0.5), (4, 0.6, 3.0), (3, 0.95, 1.0)])
def test_a_search_on_a_grid_finds_the_same(rounds, discount, shape):
    game = ScreeningGame(rounds=rounds, discount=discount, shape=shape)
    expected, worth = searched(rounds, discount, shape)
    solution = CutoffInduction().solve(game)
    assert breakdown(game)[0] == pytest.approx(expected, abs=4e-3)
    assert game.payoff(solution.result)[0, 0] == pytest.approx(worth, abs=4e-3)  # the grid favours the proposer


def test_one_round_is_the_monopoly_price():
    game = ScreeningGame(rounds=1, discount=0.7, shape=[1.0, 3.0])
    result = CutoffInduction().solve(game).result
    assert result.demand[:, 0] == pytest.approx([1 / 2, (1 / 4) ** (1 / 3)])


def test_waiting_that_costs_nothing_brings_all_agreement_to_the_last_round():
    game = ScreeningGame(rounds=9, discount=1.0)
    accepted = game.acceptance(CutoffInduction().solve(game).result)[0]
    assert accepted[:-1] == pytest.approx(0)
    assert accepted[-1] == pytest.approx(0.5)


@given(
    st.integers(1, 30),
    st.floats(0, 1),
    st.floats(0.2, 5),
    st.floats(0.1, 100),
)
def test_what_is_found_is_an_equilibrium_and_scales_with_the_stake(rounds, discount, shape, stake):
    game = ScreeningGame(rounds=rounds, discount=discount, shape=shape)
    solution = CutoffInduction().solve(game)
    assert solution.ok
    larger = CutoffInduction().solve(replace(game, stake=np.array([stake])))
    assert np.allclose(larger.result.cutoff, solution.result.cutoff)
    assert np.allclose(larger[0].solution.game.payoff(larger.result), stake * game.payoff(solution.result))


@pytest.mark.parametrize(("field", "change"), [("cutoff", 0.9), ("cutoff", 1.05), ("demand", 0.9), ("demand", 1.1)])
def test_another_plan_is_seen_not_to_be_one(field, change):
    game = ScreeningGame(rounds=4, discount=0.9, stake=10.0)
    result = CutoffInduction().solve(game).result
    bent = getattr(result, field) * np.where(np.arange(4) == 2, change, 1)
    assert perfect_bayesian.residual(game, replace(result, **{field: bent}))[0] > 0.01


def test_bad_numbers_and_other_games_are_refused_in_words():
    with pytest.raises(InvalidGame, match="from 1 to"):
        ScreeningGame(rounds=0, discount=0.9)
    with pytest.raises(InvalidGame, match="between 0 and 1"):
        ScreeningGame(rounds=2, discount=1.2)
    with pytest.raises(InvalidGame, match="above 0"):
        ScreeningGame(rounds=2, discount=0.9, stake=-1.0)
    with pytest.raises(NotApplicable, match=r"is for screening games, not for a StrategicGame\. Use auto, all_nash"):
        CutoffInduction().solve(StrategicGame(payoffs=np.zeros((1, 2, 2, 2))))
