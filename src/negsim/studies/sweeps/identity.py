"""What a sweep is, in full: whoever asks the same of the same versions gets the same numbers."""

from __future__ import annotations

import platform
from importlib import metadata
from typing import TYPE_CHECKING, Any

from negsim import __version__
from negsim.scenario.record import plain
from negsim.solvers.base import solvers

if TYPE_CHECKING:
    from negsim.studies.sweeps.job import Job
    from negsim.studies.sweeps.variants import Variant

LIBRARIES = ("numpy", "scipy", "numba")  # whose versions may show in the last digits


def identity(job: Job) -> dict[str, Any]:
    """Return what makes a sweep this one, ready for JSON.

    Parameters
    ----------
    job
        Its work.
    """
    return {
        "scenarios": [_scenario(each) for each in job.variants],
        "form": job.form,
        "design": job.design.described(),
        "points": len(job),
        "measures": list(job.measures),
        "versions": {"negsim": __version__, "python": platform.python_version(), **_versions()},
    }


def _scenario(variant: Variant) -> dict[str, Any]:
    scenario, solver = variant.scenario, variant.solver
    return {
        "id": scenario.id,
        "hash": scenario.digest,
        "override": variant.override,
        "solver": {"name": solvers.name_of(solver), "options": plain(solver)},
    }


def _versions() -> dict[str, str | None]:
    found: dict[str, str | None] = {}
    for name in LIBRARIES:
        try:
            found[name] = metadata.version(name)
        except metadata.PackageNotFoundError:
            found[name] = None
    return found
