"""What may stand in the arrays and labels of a game, and the one line that anything else gets."""

from __future__ import annotations

import contextlib
import warnings
from collections.abc import Mapping

import numpy as np
import pytest

from negsim.errors import InvalidGame, NotApplicable
from negsim.games.base import Game
from negsim.games.strategic import StrategicGame
from negsim.registry import Registry
from negsim.solvers.base import Solver, Status, form_of, solvers
from negsim.testing.games import samples

SQUARE = np.arange(8).reshape(1, 2, 2, 2)


@pytest.mark.parametrize(
    "payoffs",
    [
        SQUARE + 1j,
        SQUARE.astype("M8[s]"),
        SQUARE.astype("m8[s]"),
        np.zeros((1, 2, 2, 2), dtype=[("a", float)]),
        [[[[10**400, 0], [0, 0]], [[0, 0], [0, 0]]]],
        [[[[1j, 0], [0, 0]], [[0, 0], [0, 0]]]],
    ],
    ids=["complex", "dates", "durations", "records", "large integers", "complex in lists"],
)
def test_what_is_no_real_number_is_no_payoff(payoffs):
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        with pytest.raises(InvalidGame, match="payoffs must be an array of numbers"):
            StrategicGame(payoffs=payoffs)


@pytest.mark.parametrize("size", [1.5e308, -1.5e308, np.inf, np.nan])
def test_payoffs_whose_differences_would_overflow_are_refused(size):
    payoffs = SQUARE.astype(float)
    payoffs[0, 1, 0, 1] = size
    with pytest.raises(InvalidGame, match=r"payoff of player 2 at \(1, 2\) is .*; payoffs must be finite numbers"):
        StrategicGame(payoffs=payoffs)


@pytest.mark.parametrize("labels", [{"players": (1, 2)}, {"strategies": ((1, 2), ("a", "b"))}])
def test_labels_are_texts(labels):
    with pytest.raises(InvalidGame, match="labels must be texts, and 1 is none"):
        StrategicGame(payoffs=SQUARE, **labels)


@pytest.mark.parametrize("kind", ["int8", "float32", "bool", "object", "longdouble"])
def test_every_kind_of_real_numbers_is_taken(kind):
    assert StrategicGame(payoffs=(SQUARE % 2).astype(kind)).payoffs.tolist() == (SQUARE % 2).tolist()


def _solvers(registry: Registry[type[Solver]]) -> list[str]:
    return [name for name in registry if name != "via"]


def _first(solver: Solver, games: Mapping[str, Game]) -> Game:
    """The first of some games that a solver takes."""
    for game in games.values():
        with contextlib.suppress(NotApplicable):
            solver.solve(game)
            return game
    raise AssertionError(f"{solver} takes none of the samples")


@pytest.mark.parametrize("name", _solvers(solvers))
@pytest.mark.parametrize("deadline", [None, 5.0])
def test_no_games_have_no_solutions(name, deadline):
    solver, games = solvers[name](deadline=deadline), samples(form_of(solvers[name]) or "strategic")
    solution = solver.solve(_first(solver, games).take(slice(0, 0)))
    assert len(solution) == len(solution.status) == len(solution.residual) == 0
    assert all(len(fact) == 0 for fact in solution.facts.values())


@pytest.mark.parametrize("name", ["fictitious_play", "regret_matching"])
def test_without_a_step_play_stands_at_its_start(name):
    solution = solvers[name](max_steps=0).solve(StrategicGame(payoffs=SQUARE))
    assert [Status(code) for code in solution.status] == [Status.step_limit]
    assert solution[0].profile == {"player 1": {"1": 0.5, "2": 0.5}, "player 2": {"1": 0.5, "2": 0.5}}


def test_all_nash_needs_a_thread():
    with pytest.raises(NotApplicable, match="threads is 0"):
        solvers["all_nash"](threads=0)


@pytest.mark.parametrize("name", ["correlated", "coarse_correlated"])
def test_linear_programs_of_more_than_two_gigabytes_are_refused(name):
    """Of 200 x 200 strategies the correlated one was measured to take 2.3 GB, of 150 x 150 less than 1 GB."""
    with pytest.raises(NotApplicable, match="needs a linear program with 16,000,000 numbers"):
        solvers[name]().solve(StrategicGame(payoffs=np.zeros((1, 2, 200, 200))))
