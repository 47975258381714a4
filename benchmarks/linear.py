"""Linear programs and Lemke-Howson: zero-sum games, best correlated equilibria, one equilibrium of a large game."""

from __future__ import annotations

import warnings

import numpy as np

from benchmarks.harness import Job, Table, Task
from benchmarks.peers import gambit_game, nashpy_game, quantecon_game
from negsim import solvers
from negsim.games.strategic import StrategicGame
from negsim.kernels.strategic.incentives import obedience


def tables(quick: bool) -> list[Table]:
    """Return a table of zero-sum games, one of correlated equilibria and one of large games."""
    return [
        Table("Zero-sum games by linear programming", [_zero_sum(n) for n in ((10, 100) if quick else (10, 100, 500))]),
        Table(
            "Correlated equilibrium of the largest welfare",
            [_welfare(6, 4)] if quick else [_welfare(6, 4), _welfare(7, 4)],
        ),
        Table(
            "One equilibrium by Lemke-Howson",
            [_large(n) for n in ((50, 200) if quick else (10, 50, 200, 500))],
            "per game",
        ),
    ]


def _zero_sum(size: int) -> Task:
    table = np.random.default_rng(size).random((size, size))
    payoffs = np.stack([table, -table])
    game = StrategicGame(payoffs=payoffs[None])
    peers = {"quantecon": Job(lambda: _minmax(table)), "nashpy": Job(lambda: nashpy_game(payoffs).linear_program())}
    if size <= 100:
        peers["gambit"] = Job(lambda: _gambit("lp_solve", payoffs))
    return Task(f"{size}x{size}, uniform payoffs", negsim=Job(lambda: solvers["zero_sum"]().solve(game)), peers=peers)


def _welfare(players: int, strategies: int) -> Task:
    payoffs = np.random.default_rng(players).random((players, *(strategies,) * players))
    game = StrategicGame(payoffs=payoffs[None])
    return Task(
        f"{players} players x {strategies} strategies",
        negsim=Job(lambda: solvers["correlated"]().solve(game)),
        peers={"scipy": Job(lambda: _whole_program(payoffs), note="HiGHS, all outcomes at once, sparse")},
        target=60e-3 if (players, strategies) == (6, 4) else None,
    )


def _large(size: int) -> Task:
    count = 6
    games = StrategicGame(payoffs=np.random.default_rng(size).random((count, 2, size, size)))
    each = [np.asarray(payoffs) for payoffs in games.payoffs]
    peers = {"quantecon": Job(lambda: [_pivots(payoffs) for payoffs in each], per=count, note="first label")}
    if size == 10:
        peers["nashpy"] = Job(lambda: _nashpy(each[0]), note="one game")
    if size <= 50:
        peers["gambit"] = Job(lambda: _gambit("lcp_solve", each[0]), note="one game")
    return Task(
        f"{size}x{size}, uniform payoffs, {count} games",
        negsim=Job(lambda: solvers["lemke_howson"]().solve(games), per=count),
        peers=peers,
    )


def _minmax(table: np.ndarray) -> object:
    from quantecon.optimize import minmax

    return minmax(table)


def _pivots(payoffs: np.ndarray) -> object:
    from quantecon.game_theory import lemke_howson

    return lemke_howson(quantecon_game(payoffs), max_iter=10**9)


def _nashpy(payoffs: np.ndarray) -> object:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        return nashpy_game(payoffs).lemke_howson(initial_dropped_label=0)


def _gambit(method: str, payoffs: np.ndarray) -> object:
    import pygambit

    return getattr(pygambit.nash, method)(gambit_game(payoffs), rational=False)


def _whole_program(payoffs: np.ndarray) -> object:
    from scipy.optimize import linprog

    rows = obedience(payoffs)
    count = rows.shape[1]
    return linprog(
        -payoffs.sum(0).ravel(),
        A_ub=rows,
        b_ub=np.zeros(rows.shape[0]),
        A_eq=np.ones((1, count)),
        b_eq=[1.0],
        method="highs",
    )
