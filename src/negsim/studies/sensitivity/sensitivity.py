"""Which of the assumed numbers a measure depends on most."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from negsim.errors import NotApplicable
from negsim.scenario.model import Scenario
from negsim.solvers.base import Solver
from negsim.studies.design import Vary
from negsim.studies.executors.base import Executor
from negsim.studies.sensitivity.record import MIDDLE, Morris, Sobol, Tornado
from negsim.studies.sweep import HERE, Progress, Sweep


def sensitivity(
    scenario: Scenario | Sweep | str | Path,
    measure: str | None = None,
    method: str = "sobol",
    *,
    vary: Vary | None = None,
    samples: int | None = None,
    form: str | None = None,
    solver: str | Solver[Any, Any] | None = None,
    seed: int = 0,
    of: str = MIDDLE,
    executor: Executor = HERE,
    progress: Progress | None = None,
) -> Sobol | Morris | Tornado:
    """Find which parameters a measure depends on.

    Raises
    ------
    NotApplicable
        Always, until its methods are here.
    """
    raise NotApplicable(f"there is no method '{method}' yet")
