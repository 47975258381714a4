"""A million points of the baseline scenario to their equilibrium map: within five seconds and 1.5 GB."""

from __future__ import annotations

import subprocess
import sys

from tests.memory import PEAK

CODE = (
    PEAK
    + """
import time, negsim
scenario = negsim.load("baseline_impasse")
def swept(side):
    return negsim.sweep(scenario, vary={"audience_cost_R": (0, 6, side), "confidence_q": (0, 1, side)})
swept(200)  # compiles what is not compiled yet
started = time.process_time()
found = swept(1000)
print(time.process_time() - started, peak(), len(found))
"""
)


def test_a_million_points_cost_five_seconds_and_little_memory():
    told = subprocess.run([sys.executable, "-c", CODE], capture_output=True, text=True, check=True).stdout
    seconds, megabytes, points = map(float, told.split())
    assert points == 1_000_000
    assert seconds < 5
    assert megabytes < 1500
