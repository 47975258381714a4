"""Where a file becomes a record: the only entrance to pydantic, imported when the first file is read."""

from __future__ import annotations

from negsim.errors import Fault
from negsim.scenario.build import build
from negsim.scenario.schema import ScenarioFile
from negsim.scenario.validate import validate
from negsim.scenario.yaml_nodes import Node

__all__ = ["build", "validate_scenario"]


def validate_scenario(root: Node) -> tuple[ScenarioFile | None, list[Fault]]:
    """Check the shape of a scenario; return the record, or None, and the faults."""
    return validate(ScenarioFile, root)
