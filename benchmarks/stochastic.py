"""Markov-perfect equilibria of general-sum stochastic games by logit homotopy, beside sgamesolver.

sgamesolver 1.0.2 wants numpy < 2, so it runs in an environment of its own: name its Python in NEGSIM_SGAMESOLVER. Its
start, a second or so, is shared by the games of a line.
"""

from __future__ import annotations

import os
import subprocess
import tempfile
from collections.abc import Sequence
from pathlib import Path

import numpy as np
from scipy.sparse import coo_matrix

from benchmarks.harness import Job, Table, Task
from negsim import solvers
from negsim.games.stochastic import StochasticGame

TARGETS = {(20, 2, 3): 0.03, (20, 3, 3): 0.15, (50, 3, 2): 0.3, (200, 2, 3): 5.0}
SLOW = 50  # states from which the peer takes longer than a cell may
DISCOUNT = 0.95
ACCURATE = 1e-10  # of the payoff range: the largest gain from acting otherwise once
SCRIPT = """
import sys
import numpy as np
import sgamesolver
for file in sys.argv[1:]:
    data = np.load(file)
    game = sgamesolver.SGame(list(data["payoffs"]), list(data["moves"]), float(data["discount"]))
    homotopy = sgamesolver.homotopy.QRE(game)
    homotopy.solver_setup()
    homotopy.solver.verbose = 0
    homotopy.solver.max_steps = 50000
    homotopy.solve()
"""


def tables(quick: bool) -> list[Table]:
    """Return a table of random games to the limit, one of a given precision, and one of large sparse games."""
    sizes = list(TARGETS)[: 3 if quick else 4]
    return [
        Table("Markov-perfect equilibria of random games, to 1e-10", [_limit(size) for size in sizes], "per game"),
        Table("Markov logit equilibria of random games, precision 4", [_logit(size) for size in sizes], "per game"),
        Table("Sweeps, precision 4, warm from game to game", [_sweep(size) for size in sizes[:3]], "per game"),
        Table(
            "Large sparse ladders, precision 2", [_ladder(n) for n in ((200,) if quick else (200, 1000))], "per game"
        ),
    ]


def drawn(states: int, players: int, actions: int, seed: int) -> tuple[np.ndarray, np.ndarray]:
    """Return payoffs and transitions drawn evenly, as sgamesolver's random games are."""
    draw = np.random.default_rng(seed)
    payoffs = draw.random((players, states) + (actions,) * players)
    moves = draw.random((states, *(actions,) * players, states))
    return payoffs, moves / moves.sum(-1, keepdims=True)


def _games(size: tuple[int, int, int]) -> list[StochasticGame]:
    made = [drawn(*size, seed) for seed in range(2 if size[0] >= SLOW else 5)]
    return [StochasticGame(payoffs=u[None], transitions=p, discount=DISCOUNT) for u, p in made]


def _limit(size: tuple[int, int, int]) -> Task:
    games = _games(size)
    return Task(
        _told(size, len(games)),
        negsim=_ours(games, None),
        peers={"sgamesolver": _theirs(size, 1 if size[0] >= SLOW else len(games))},
        target=TARGETS[size],
    )


def _logit(size: tuple[int, int, int]) -> Task:
    games = _games(size)
    return Task(_told(size, len(games)), negsim=_ours(games, 4.0))


def _sweep(size: tuple[int, int, int]) -> Task:
    payoffs, moves = drawn(*size, 0)
    tilted = payoffs[None] ** np.linspace(1, 2, 50).reshape(-1, *(1,) * payoffs.ndim)
    game = StochasticGame(payoffs=tilted, transitions=moves, discount=DISCOUNT)
    return Task(_told(size, len(game)), negsim=_ours([game], 4.0, warm=True))


def _ladder(width: int) -> Task:
    return Task(f"{5 * width + 1:,} states, 2 players, 2 actions", negsim=_ours([ladder(width)], 2.0))


def ladder(width: int, rungs: int = 5) -> StochasticGame:
    """Return a game in which tension climbs a ladder while a position drifts, until a collision ends the play."""
    draw, places = np.random.default_rng(0), np.arange(width * rungs)
    states = len(places) + 1
    position, rung = np.divmod(places, rungs)
    hazard = np.minimum(0.9, 0.004 * 1.8 ** np.arange(rungs))
    payoffs = np.zeros((1, 2, states, 2, 2))
    payoffs[..., :-1, :, :] = 0.2 * draw.normal(size=(1, 2, states - 1, 1, 1))
    payoffs[0, :, -1] = -60
    entries = []
    for first in range(2):
        for second in range(2):
            payoffs[0, 0, :-1, first, second] += 0.5 * first - 0.35 * second
            payoffs[0, 1, :-1, first, second] += 0.1 * second - 0.5 * first
            after = np.minimum(rungs - 1, rung + first + second) if first + second else np.maximum(rung - 1, 0)
            row = 4 * places + 2 * first + second
            entries.append((row, np.full(len(row), states - 1), hazard[after]))
            for drift, chance in ((-1, 0.2), (0, 0.6), (1, 0.2)):
                entries.append((row, (position + drift) % width * rungs + after, (1 - hazard[after]) * chance))
    row, column, chance = (np.concatenate(part) for part in zip(*entries, strict=True))
    moves = coo_matrix((chance, (row, column)), shape=(4 * states, states))
    return StochasticGame(payoffs=payoffs, transitions=moves, discount=0.9)


def _told(size: tuple[int, int, int], games: int) -> str:
    return f"{size[0]} states, {size[1]} players, {size[2]} actions ({games} games)"


def _ours(games: Sequence[StochasticGame], precision: float | None, *, warm: bool = False) -> Job:
    solver = solvers["logit_homotopy"](precision=precision, warm=warm)

    def prepare() -> None:
        """Compile, and see that answers are accurate: whoever is fast and wrong gets no figure."""
        for game in games:
            found = solver.solve(game).strict()
            if found.residual.max() > ACCURATE:
                raise ArithmeticError(f"residual {found.residual.max():.1e}")

    return Job(lambda _: [solver.solve(game) for game in games], per=sum(map(len, games)), prepare=prepare)


def _theirs(size: tuple[int, int, int], count: int) -> Job:
    def prepare() -> list[str]:
        python = os.environ.get("NEGSIM_SGAMESOLVER", "")
        if not python:
            raise FileNotFoundError("NEGSIM_SGAMESOLVER")
        folder, files = Path(tempfile.mkdtemp()), []
        for seed in range(count):
            payoffs, moves = drawn(*size, seed)
            files.append(str(folder / f"{seed}.npz"))
            np.savez(files[-1], payoffs=np.moveaxis(payoffs, 1, 0), moves=moves, discount=DISCOUNT)
        return [python, "-c", SCRIPT, *files]

    def run(command: list[str]) -> None:
        subprocess.run(command, check=True, capture_output=True)

    return Job(run, per=count, prepare=prepare, note="to some 1e-5; its start included")
