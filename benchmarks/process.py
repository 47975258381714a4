"""Whole programs, as a user waits for them: importing, asking for help, solving, sweeping a million points."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from collections.abc import Callable

from benchmarks.harness import Job, Table, Task

SCENARIO = "baseline_impasse"
SWEEP = f"""
import negsim
scenario = negsim.load("{SCENARIO}")
sweep = negsim.sweep(scenario, vary={{"audience_cost_R": (0, 6, SIDE), "confidence_q": (0, 1, SIDE)}})
"""


def tables(quick: bool) -> list[Table]:
    """Return one table of programs and one of a sweep."""
    side = 100 if quick else 1000
    programs = [
        Task(
            "import negsim",
            negsim=Job(_python("-c", "import negsim, numpy")),
            peers={"numpy": Job(_python("-c", "import numpy"))},
            target=lambda peers: peers["numpy"] + 0.060,
        ),
        Task(
            "negsim --help",
            negsim=Job(_python("-m", "negsim", "--help")),
            peers={"click": Job(_python("-c", "import click"))},
            target=lambda peers: 3 * peers["click"],
        ),
        Task(
            f"negsim check {SCENARIO}",
            negsim=Job(_python("-m", "negsim", "check", SCENARIO)),
            peers={"click": Job(_python("-c", "import click"))},
            target=lambda peers: 8 * peers["click"],
        ),
        Task(
            f"negsim solve {SCENARIO}, nothing compiled yet",
            negsim=Job(_python("-m", "negsim", "solve", SCENARIO, compiled=False)),
            target=8,
        ),
        Task(
            f"negsim solve {SCENARIO}, the second time",
            negsim=Job(_python("-m", "negsim", "solve", SCENARIO)),
            target=1,
        ),
    ]
    script = SWEEP.replace("SIDE", str(side))
    sweeps = [
        Task(f"{side**2:,} points, the second time", Job(_python("-c", script)), target=5.0, memory=1.5e9),
        Task(f"{side**2:,} points, nothing compiled yet", Job(_python("-c", script, compiled=False))),
    ]
    return [
        Table("Whole programs", programs, "a run"),
        Table("Equilibrium map of the baseline scenario, the program included", sweeps, "a run"),
    ]


def _python(*arguments: str, compiled: bool = True) -> Callable[[], object]:
    """Return a call that runs this Python to its end; the warm-up of the harness is the first run."""

    def run() -> None:
        with tempfile.TemporaryDirectory() as empty:
            environment = os.environ if compiled else {**os.environ, "NUMBA_CACHE_DIR": empty}
            subprocess.run([sys.executable, *arguments], check=True, capture_output=True, env=environment)

    return run
