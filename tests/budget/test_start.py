"""Starting is quick: what a user waits for before anything is computed. Figures are CPU seconds, the least of three."""

from __future__ import annotations

import json
import resource
import subprocess
import sys

from tests.budget.test_imports import HEAVY

NEEDED = {"pydantic", "rich"}  # the loader validates; rich comes in where a terminal is attached


def cpu(*arguments: str) -> float:
    """The least CPU time of three runs, after one that fills the caches."""
    times = []
    for _ in range(4):
        before = resource.getrusage(resource.RUSAGE_CHILDREN)
        subprocess.run([sys.executable, *arguments], check=True, capture_output=True)
        after = resource.getrusage(resource.RUSAGE_CHILDREN)
        times.append(after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime)
    return min(times[1:])


def test_import_costs_at_most_60_ms_above_numpy():
    assert cpu("-c", "import numpy, negsim") <= cpu("-c", "import numpy") + 0.060


def test_help_costs_less_than_three_imports_of_click():
    assert cpu("-m", "negsim", "--help") < 3 * cpu("-c", "import click")


def test_solving_a_shipped_scenario_costs_less_than_a_second():
    assert cpu("-m", "negsim", "solve", "baseline_impasse") < 1


def test_solving_a_small_game_loads_no_compiler_and_no_plotting():
    code = (
        "import json, sys; from negsim.cli.main import main; main(['solve', 'baseline_impasse', '-q']);"
        "print(json.dumps([name.partition('.')[0] for name in sys.modules]))"
    )
    told = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout
    assert "numpy" in told
    assert not (HEAVY - NEEDED) & set(json.loads(told.splitlines()[-1]))


def test_solving_a_small_game_loads_no_study_that_it_does_without():
    code = (
        "import json, sys; from negsim.cli.main import main; main(['solve', 'baseline_impasse', '-q']);"
        "print(json.dumps(list(sys.modules)))"
    )
    told = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout
    loaded = set(json.loads(told.splitlines()[-1]))
    assert "negsim.studies.solve" in loaded
    assert not {f"negsim.studies.{name}" for name in ("inverse", "paths", "status_quo", "tipping", "why")} & loaded
