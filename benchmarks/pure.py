"""Pure equilibria of many small games, and of one game of many players."""

from __future__ import annotations

import numpy as np

from benchmarks.harness import Job, Table, Task
from benchmarks.peers import gambit_game, quantecon_game
from negsim import solvers
from negsim.games.strategic import StrategicGame


def tables(quick: bool) -> list[Table]:
    """Return a table of batches, a line for each size of game, and a table of large games."""
    count = 10_000 if quick else 100_000
    batches = [_batch(size, count, target) for size, target in ((2, 10e-9), (3, None), (4, None))]
    many = [_many(players, size, target) for players, size, target in ((5, 4, None), (8, 4, 0.5e-3))]
    return [
        Table("Pure equilibria of batches", batches, "per game"),
        Table("Pure equilibria of one game", many, "per game"),
    ]


def _batch(size: int, count: int, target: float | None) -> Task:
    game = StrategicGame(payoffs=np.random.default_rng(size).random((count, 2, size, size)))
    return Task(
        f"{size}x{size}, {count:,} games, uniform payoffs",
        negsim=Job(lambda: solvers["pure_nash"]().solve(game), per=count),
        peers={
            "quantecon": Job(_quantecon, per=200, prepare=lambda: game.payoffs[:200]),
            "gambit": Job(_gambit, per=200, prepare=lambda: list(map(gambit_game, game.payoffs[:200]))),
        },
        target=target,
    )


def _many(players: int, size: int, target: float | None) -> Task:
    game = StrategicGame(payoffs=np.random.default_rng(players).random((1, players, *[size] * players)))
    return Task(
        f"{players} players x {size}, uniform payoffs",
        negsim=Job(lambda: solvers["pure_nash"]().solve(game)),
        peers={
            "quantecon": Job(_quantecon, prepare=lambda: game.payoffs),
            "gambit": Job(_gambit, prepare=lambda: list(map(gambit_game, game.payoffs))),
        },
        target=target,
    )


def _quantecon(batch: np.ndarray) -> object:
    from quantecon.game_theory import pure_nash_brute

    return [pure_nash_brute(quantecon_game(payoffs)) for payoffs in batch]


def _gambit(games: list[object]) -> object:
    from pygambit.nash import enumpure_solve

    return [enumpure_solve(game) for game in games]
