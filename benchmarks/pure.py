"""Pure equilibria of many small games."""

from __future__ import annotations

import numpy as np

from benchmarks.harness import Job, Table, Task
from benchmarks.peers import quantecon_game
from negsim import solvers
from negsim.games.strategic import StrategicGame


def tables(quick: bool) -> list[Table]:
    """Return one table, a line for each size of game."""
    count = 10_000 if quick else 100_000
    tasks = []
    for size, target in ((2, 10e-9), (3, None), (4, None)):
        game = StrategicGame(payoffs=np.random.default_rng(size).random((count, 2, size, size)))
        tasks.append(
            Task(
                f"{size}x{size}, {count:,} games, uniform payoffs",
                negsim=Job(lambda game=game: solvers["pure_nash"]().solve(game), per=count),
                peers={"quantecon": Job(_quantecon, per=200, prepare=lambda game=game: game.payoffs[:200])},
                target=target,
            )
        )
    return [Table("Pure equilibria of batches", tasks, "per game")]


def _quantecon(batch: np.ndarray) -> object:
    from quantecon.game_theory import pure_nash_brute

    return [pure_nash_brute(quantecon_game(payoffs)) for payoffs in batch]
