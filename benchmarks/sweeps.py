"""Ten million what-ifs: the baseline over two parameters and over all, in processes, on Dask, and one by one."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable
from functools import partial

import numpy as np

from benchmarks.harness import Job, Table, Task
from benchmarks.peers import gambit_game, nashpy_game
from negsim.games.strategic import StrategicGame
from negsim.scenario.load import load
from negsim.scenario.model import Scenario
from negsim.studies.design import design_of
from negsim.studies.designs.base import Design
from negsim.studies.sweep import sweep

SCENARIO = "baseline_impasse"
SIDE, LOOPED = 3163, 1000  # 3163 squared is ten million and some
SCRIPT = """
import negsim
from negsim.studies.designs.base import design_from
found = negsim.sweep("{scenario}", design=design_from({design!r}), executor="{executor}", workers={workers})
assert len(found) == {points}, len(found)
"""


def tables(quick: bool) -> list[Table]:
    """Return one table of whole sweeps, and one of the same points in loops over other packages."""
    scenario = load(SCENARIO)
    side = SIDE // 10 if quick else SIDE
    designs = {
        "two parameters": design_of(
            scenario, {"audience_cost_R": (0, 10, side), "confidence_q": (0, 1, side)}, "grid", None, 0
        ),
        "all parameters": design_of(scenario, list(scenario.parameters), "random", side**2, 1),
    }
    sweeps = [task for name, design in designs.items() for task in _sweeps(name, design, quick)]
    loops = [_loops(name, scenario, design) for name, design in designs.items()]
    return [
        Table(f"{side**2:,} points of a 3x3 game, the program and its workers included", sweeps, "a run"),
        Table(f"{LOOPED:,} of these points one by one, extrapolated to {side**2:,}", loops, "all points, extrapolated"),
    ]


def _sweeps(name: str, design: Design, quick: bool) -> list[Task]:
    two, one, dask = (
        Job(_program(design, executor, workers))
        for executor, workers in (("processes", 2), ("processes", 1), ("dask", 2))
    )
    return [
        Task(f"{name}, 2 processes", negsim=two, target=60.0, memory=2e9, clock="wall"),
        Task(
            f"{name}, the second process",
            negsim=two,
            peers={"1 process": one},
            target=None if quick else lambda peers: peers["1 process"] / 1.7,
            clock="wall",
        ),
        Task(
            f"{name}, local Dask cluster",
            negsim=dask,
            peers={"processes": two},
            target=None if quick else lambda peers: 1.3 * peers["processes"],
            clock="wall",
        ),
    ]


def _program(design: Design, executor: str, workers: int) -> Callable[[], object]:
    """Return a call that sweeps in a program of its own, so that its start and its memory count."""
    script = SCRIPT.format(
        scenario=SCENARIO, design=design.described(), executor=executor, workers=workers, points=len(design)
    )
    return lambda: subprocess.run([sys.executable, "-c", script], check=True, capture_output=True, env=os.environ)


def _loops(name: str, scenario: Scenario, design: Design) -> Task:
    """Solve a thousand of the points, evenly spread, one call a point; figures are for as many as there are."""
    numbers = np.linspace(0, len(design) - 1, LOOPED).astype(int).tolist()
    values = {
        parameter: np.array([design.columns(k, k + 1)[parameter][0] for k in numbers]) for parameter in design.names
    }
    games = StrategicGame.from_scenario(scenario, values).payoffs
    share = LOOPED / len(design)
    return Task(
        name,
        negsim=Job(partial(sweep, scenario, vary={}, design=design), per=1, note="not extrapolated: all, one process"),
        peers={
            "pygambit": Job(lambda: [_gambit(payoffs) for payoffs in games], per=share),
            "nashpy": Job(lambda: [_nashpy(payoffs) for payoffs in games], per=share, note="not complete"),
        },
    )


def _gambit(payoffs: np.ndarray) -> object:
    import pygambit

    return pygambit.nash.enummixed_solve(gambit_game(payoffs), rational=False)


def _nashpy(payoffs: np.ndarray) -> object:
    import warnings

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        return list(nashpy_game(payoffs).support_enumeration())
