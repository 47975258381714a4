"""Solutions of bargaining over six issues of five levels (15,625 agreements), beside NegMAS; and sweeps of a scenario.

NegMAS brings many packages along, so it runs in an environment of its own: name its Python in NEGSIM_NEGMAS. Its start,
some seconds, is shared by the times that a line repeats the work.
"""

from __future__ import annotations

import os
import subprocess
import tempfile
from pathlib import Path

import numpy as np

from benchmarks.harness import Job, Table, Task
from negsim import load, solvers
from negsim.games.bargaining import BargainingGame
from negsim.studies.regimes.agreements import in_zone
from negsim.studies.solve import solve
from negsim.studies.sweep import sweep

ISSUES, LEVELS, RESERVED = 6, 5, 0.3
SOLUTIONS = ("nash_bargaining", "kalai_smorodinsky", "egalitarian", "utilitarian", "raiffa")
REPEATED = 20
SWEPT = {"audience_cost_never": (0.0, 4.0), "face_slope_W": (0.0, 0.12), "face_cost_W": (0.0, 6.0)}
FROM_LEVELS = """
import sys
import warnings
import numpy as np
from negmas import LinearAdditiveUtilityFunction, make_issue
from negmas.outcomes import make_os
from negmas.preferences.ops import nash_points, pareto_frontier
from negmas.preferences.value_fun import TableFun

warnings.simplefilter("ignore")
worth, reserved = (lambda data: (data["worth"], data["reserved"]))(np.load(sys.argv[1]))
levels = range(worth.shape[2])
space = make_os([make_issue([str(k) for k in levels], name=f"issue {j}") for j in range(worth.shape[1])])
for _ in range(int(sys.argv[2])):
    functions = [
        LinearAdditiveUtilityFunction(
            values=[TableFun({str(k): float(issue[k]) for k in levels}) for issue in own],
            outcome_space=space,
            reserved_value=float(least),
        )
        for own, least in zip(worth, reserved)
    ]
    frontier, _ = pareto_frontier(functions, outcomes=list(space.enumerate_or_sample()))
    found = nash_points(functions, frontier, outcome_space=space)
print(len(frontier), *found[0][0])
"""
FROM_ARRAYS = """
import sys
import numpy as np
from negmas.preferences.ops import pareto_frontier_numpy

points = np.load(sys.argv[1])
for _ in range(int(sys.argv[2])):
    found = pareto_frontier_numpy(points)
print(len(found))
"""


def tables(quick: bool) -> list[Table]:
    """Return a table of one large agenda, one beside NegMAS, and one of many small games."""
    points = 10_000 if quick else 100_000
    return [
        Table("All solutions and the frontier of 15,625 agreements", [_all(lotteries) for lotteries in (False, True)]),
        Table("Pareto frontier and Nash agreement of 15,625 agreements, from values of levels", [_beside()]),
        Table("Pareto frontier of 15,625 agreements, from payoffs", [_arrays(parties) for parties in (2, 3)]),
        Table(f"Zone and Nash length of a moratorium, {points:,} points", [_solved(points), _swept(points)]),
    ]


def drawn() -> tuple[np.ndarray, np.ndarray]:
    """Return what each level of each issue is worth, of shape (party, issue, level), and what disagreement is worth."""
    draw = np.random.default_rng(2022)
    worth = draw.random((2, ISSUES, 1)) * draw.random((2, ISSUES, LEVELS))
    return worth, RESERVED * worth.max(2).sum(1)


def _game(worth: np.ndarray, reserved: np.ndarray, *, lotteries: bool) -> BargainingGame:
    payoffs = np.zeros((2, 1))
    for issue in range(ISSUES):
        payoffs = (payoffs[:, :, None] + worth[:, issue, None, :]).reshape(2, -1)
    return BargainingGame(payoffs=payoffs[None], disagreement=reserved[None], lotteries=lotteries)


def _all(lotteries: bool) -> Task:
    worth, reserved = drawn()

    def run() -> None:
        game = _game(worth, reserved, lotteries=lotteries)
        for name in (*SOLUTIONS, "frontier"):
            solvers[name]().solve(game).strict()

    return Task("lotteries" if lotteries else "list", negsim=Job(run), target=0.1)


def _beside() -> Task:
    worth, reserved = drawn()

    def run() -> None:
        game = _game(worth, reserved, lotteries=False)
        for name in ("frontier", "nash_bargaining"):
            solvers[name]().solve(game).strict()

    return Task("6 issues, 5 levels, 2 parties", negsim=Job(run), peers={"negmas": _theirs(worth, reserved)})


def _arrays(parties: int) -> Task:
    points = np.random.default_rng(parties).normal(size=(LEVELS**ISSUES, parties))
    game = BargainingGame(payoffs=points.T[None], disagreement=[points.min(0)])

    def prepare() -> list[str]:
        file = Path(tempfile.mkdtemp()) / "points.npy"
        np.save(file, points)
        command = [_python(), "-c", FROM_ARRAYS, str(file)]
        told = subprocess.run([*command, "1"], check=True, capture_output=True, text=True).stdout
        if int(told) != len(solvers["frontier"]().solve(game)):
            raise ArithmeticError(f"{told.strip()} efficient points, against {len(solvers['frontier']().solve(game))}")
        return [*command, str(5 * REPEATED)]

    theirs = Job(_program, per=5 * REPEATED, prepare=prepare, note="its start included")
    negsim = Job(lambda: solvers["frontier"]().solve(game))
    return Task(f"{parties} parties, payoffs drawn from a normal", negsim=negsim, peers={"negmas": theirs})


def _python() -> str:
    python = os.environ.get("NEGSIM_NEGMAS", "")
    if not python:
        raise FileNotFoundError("NEGSIM_NEGMAS")
    return python


def _program(command: list[str]) -> None:
    subprocess.run(command, check=True, capture_output=True)


def _theirs(worth: np.ndarray, reserved: np.ndarray) -> Job:
    def prepare() -> list[str]:
        file = Path(tempfile.mkdtemp()) / "worth.npz"
        np.savez(file, worth=worth, reserved=reserved)
        command = [_python(), "-c", FROM_LEVELS, str(file)]
        told = subprocess.run([*command, "1"], check=True, capture_output=True, text=True).stdout.split()
        _check_same(worth, reserved, int(told[0]), np.array(told[1:], float))
        return [*command, str(REPEATED)]

    return Job(_program, per=REPEATED, prepare=prepare, note="its start included")


def _check_same(worth: np.ndarray, reserved: np.ndarray, count: int, nash: np.ndarray) -> None:
    """See that both find the same: times of different answers say nothing."""
    game = _game(worth, reserved, lotteries=False)
    found = solvers["nash_bargaining"]().solve(game)
    efficient = solvers["frontier"]().solve(BargainingGame(payoffs=game.payoffs, disagreement=game.payoffs.min(2)))
    if not np.allclose(game.payoff(found.result)[0], nash) or len(efficient) != count:
        raise ArithmeticError(f"{nash} and {count} efficient, against {game.payoff(found.result)} and {len(efficient)}")


def _values(points: int) -> dict[str, np.ndarray]:
    draw = np.random.default_rng(25)
    return {name: draw.uniform(*ends, points) for name, ends in SWEPT.items()}


def _solved(points: int) -> Task:
    scenario, values = load("moratorium_length"), _values(points)

    def run() -> None:
        found = solve(scenario, "bargaining", "nash_bargaining", values=values)
        in_zone(found.game).sum(1)

    return Task("solve with arrays of values", negsim=Job(run), target=5e-5 * points)


def _swept(points: int) -> Task:
    scenario = load("moratorium_length")

    def run() -> None:
        sweep(scenario, "bargaining", "nash_bargaining", vary=SWEPT, design="random", n=points)

    return Task("sweep", negsim=Job(run), target=5e-5 * points)
