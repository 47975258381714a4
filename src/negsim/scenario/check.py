"""What must hold in a scenario beyond its shape: names that exist, formulas that can be evaluated, sizes that fit."""

from __future__ import annotations

from negsim.errors import Fault
from negsim.scenario.model import Scenario
from negsim.scenario.yaml_nodes import Node


def check(root: Node) -> list[Fault]:
    """Find what is wrong with names, formulas and sizes."""
    return []


def check_numbers(scenario: Scenario, root: Node) -> list[Fault]:
    """Find payoffs that are not finite numbers."""
    return []
