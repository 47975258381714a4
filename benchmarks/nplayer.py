"""Games of three and more players: the logit branch to its limit, and one mixed equilibrium."""

from __future__ import annotations

import numpy as np

from benchmarks.harness import Job, Table, Task
from benchmarks.peers import gambit_game, quantecon_game
from negsim import solvers
from negsim.games.strategic import StrategicGame

SHAPES = {(3, 2): None, (3, 3): None, (3, 4): 5e-3, (5, 3): None, (6, 3): 0.15}
HANGS = {(3, 4), (5, 3), (6, 3)}  # McLennan and Tourky's method does not come back from some of these at 1e-6


def tables(quick: bool) -> list[Table]:
    """Return two tables, a line for each size of game."""
    count = 3 if quick else 5
    for name in ("logit", "mixed_nash"):  # compile here, once: the cells are timed in processes with a time limit
        solvers[name]().solve(_games(3, 2, 40))
    branch, mixed = [], []
    for (players, size), target in SHAPES.items():
        game = _games(players, size, count)
        name = f"{players} players x {size}, {count} games, normal payoffs"
        gambit = {
            "gambit": Job(_gambit_logit, per=count, prepare=lambda game=game: list(map(gambit_game, game.payoffs)))
        }
        branch.append(
            Task(
                name,
                negsim=Job(lambda game=game: solvers["logit"]().solve(game), per=count),
                peers=gambit,
                target=target,
            )
        )
        accuracy = 1e-3 if (players, size) in HANGS else 1e-6
        mixed.append(
            Task(
                name,
                negsim=Job(lambda game=game: solvers["mixed_nash"]().solve(game), per=count, note="to 1e-10"),
                peers={
                    "quantecon": Job(
                        lambda ready, accuracy=accuracy: _mclennan_tourky(ready, accuracy),
                        per=count,
                        prepare=lambda game=game: [(quantecon_game(one), np.ptp(one)) for one in game.payoffs],
                        note=f"McLennan-Tourky, to {accuracy:.0e} of the range",
                    ),
                    **gambit,
                },
                target=target,
            )
        )
    batch = _games(3, 2, 200 if quick else 1000)
    branch.append(
        Task(
            f"3 players x 2, batch of {len(batch)}", negsim=Job(lambda: solvers["logit"]().solve(batch), per=len(batch))
        )
    )
    return [
        Table("Logit quantal response traced to its Nash limit, n players", branch, "per game"),
        Table("One mixed equilibrium, n players", mixed, "per game"),
    ]


def _games(players: int, size: int, count: int) -> StrategicGame:
    draw = np.random.default_rng(100 * players + size)
    return StrategicGame(payoffs=draw.normal(size=(count, players, *(size,) * players)))


def _gambit_logit(ready: list[object]) -> object:
    import pygambit

    return [pygambit.nash.logit_solve(game) for game in ready]


def _mclennan_tourky(ready: list[tuple[object, float]], accuracy: float) -> object:
    from quantecon.game_theory import mclennan_tourky

    return [mclennan_tourky(game, epsilon=accuracy * width) for game, width in ready]
