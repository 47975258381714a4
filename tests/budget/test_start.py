"""Starting loads only what the question needs; what it costs, the benchmarks of whole programs say."""

from __future__ import annotations

import json
import subprocess
import sys

from tests.budget.test_imports import HEAVY

NEEDED = {"pydantic", "rich"}  # the loader validates; rich comes in where a terminal is attached


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
    late = ("bargain", "inverse", "paths", "status_quo", "tipping", "why")
    assert not {f"negsim.studies.{name}" for name in late} & loaded
