"""A million points of the baseline scenario to their equilibrium map: within 1.5 GB."""

from __future__ import annotations

import subprocess
import sys

from tests.memory import PEAK

CODE = (
    PEAK
    + """
import negsim
scenario = negsim.load("baseline_impasse")
def swept(side):
    return negsim.sweep(scenario, vary={"audience_cost_R": (0, 6, side), "confidence_q": (0, 1, side)})
found = swept(1000)
print(peak(), len(found))
"""
)


def test_a_million_points_take_little_memory():
    told = subprocess.run([sys.executable, "-c", CODE], capture_output=True, text=True, check=True).stdout
    megabytes, points = map(float, told.split())
    assert points == 1_000_000
    assert megabytes < 1500
