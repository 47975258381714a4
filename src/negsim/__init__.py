"""negsim simulates negotiations with game theory: one scenario file seen through every lens, each answer certified."""

from __future__ import annotations

import importlib
import sys
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from negsim import catalog as catalog
    from negsim.scenario.load import load as load
    from negsim.scenario.model import Scenario as Scenario
    from negsim.studies.bargain import bargain as bargain
    from negsim.studies.cite import cite as cite
    from negsim.studies.claims.evaluate import claims as claims
    from negsim.studies.compare.compare import compare as compare
    from negsim.studies.explain import explain as explain
    from negsim.studies.inverse import inverse as inverse
    from negsim.studies.paths import paths as paths
    from negsim.studies.robustness.robustness import robustness as robustness
    from negsim.studies.sensitivity.sensitivity import sensitivity as sensitivity
    from negsim.studies.solve import game as game
    from negsim.studies.solve import solve as solve
    from negsim.studies.status_quo import ways as ways
    from negsim.studies.store.opened import open_sweep as open_sweep
    from negsim.studies.sweep import sweep as sweep
    from negsim.studies.tipping import tipping as tipping
    from negsim.studies.why import why as why
    from negsim.views.report.page import report as report
    from negsim.views.show import show as show
    from negsim.views.table import table as table

__version__ = "0.1.0"

_PLACES = {
    "Scenario": "negsim.scenario.model",
    "cite": "negsim.studies.cite",
    "claims": "negsim.studies.claims.evaluate",
    "compare": "negsim.studies.compare.compare",
    "explain": "negsim.studies.explain",
    "load": "negsim.scenario.load",
    "paths": "negsim.studies.paths",
    "report": "negsim.views.report.page",
    "sensitivity": "negsim.studies.sensitivity.sensitivity",
    "show": "negsim.views.show",
    "solve": "negsim.studies.solve",
    "sweep": "negsim.studies.sweep",
    "table": "negsim.views.table",
    "tipping": "negsim.studies.tipping",
}
_UNLISTED = {  # found, though not listed: they ask about one form alone, or are for those who know what they ask
    "bargain": "negsim.studies.bargain",
    "game": "negsim.studies.solve",
    "inverse": "negsim.studies.inverse",
    "open_sweep": "negsim.studies.store.opened",
    "robustness": "negsim.studies.robustness.robustness",
    "ways": "negsim.studies.status_quo",
    "why": "negsim.studies.why",
}
_PACKAGES = ("catalog", "concepts", "formats", "games", "solvers")  # found too; only the first is listed

__all__ = ["catalog", *_PLACES]


def __getattr__(name: str) -> Any:
    """Load a public name when it is first used, so that importing negsim loads nothing else."""
    places = _PLACES | _UNLISTED
    if name in places:
        found = getattr(importlib.import_module(places[name]), name)
    elif name in _PACKAGES:
        found = importlib.import_module(f"negsim.{name}")
    else:
        raise AttributeError(f"module 'negsim' has no attribute '{name}'")
    globals()[name] = found
    return found


def __dir__() -> list[str]:
    """List the public names, loaded or not."""
    return sorted({*__all__, "__version__"})


if getattr(sys.modules.get("IPython"), "get_ipython", lambda: None)() is not None:  # a notebook is running
    importlib.import_module("negsim.views.notebook").install()
