"""How negsim's things look in a notebook: tables for results, pictures for figures."""

from __future__ import annotations

import importlib
import io
import sys
from typing import Any

from negsim.scenario.model import Scenario
from negsim.solvers.base import Solution
from negsim.studies.sweep import Sweep
from negsim.views.renderers.html import html
from negsim.views.renderers.plain import plain
from negsim.views.table import table
from negsim.views.tables.base import Table
from negsim.views.tables.scenario import sections as of_scenario
from negsim.views.tables.solution import sections as of_solution
from negsim.views.tables.sweep import sections as of_sweep

MANY = {  # things of several tables, which are loaded when one is met: module -> file of tables
    "negsim.studies.bargain": "bargain",
    "negsim.studies.compare.comparison": "compare",
    "negsim.studies.compare.sides": "sides",
}
SHOWN = (
    ("negsim.scenario.model", "Scenario"),
    ("negsim.scenario.sources", "DocumentedMove"),
    ("negsim.catalog.records", "DocumentedActor"),
    ("negsim.catalog.records", "Fact"),
    ("negsim.catalog.records", "Disagreement"),
    ("negsim.games.strategic", "StrategicGame"),
    ("negsim.games.extensive", "ExtensiveGame"),
    ("negsim.games.stochastic", "StochasticGame"),
    ("negsim.games.screening", "ScreeningGame"),
    ("negsim.games.conflict", "ConflictGame"),
    ("negsim.games.bargaining", "BargainingGame"),
    ("negsim.solvers.base", "Solution"),
    ("negsim.solvers.base", "Row"),
    ("negsim.studies.sweep", "Sweep"),
    ("negsim.studies.thresholds.openings", "Openings"),
    ("negsim.studies.thresholds.point", "TippingPoint"),
    ("negsim.studies.paths", "Paths"),
    ("negsim.studies.why", "Why"),
    ("negsim.studies.status_quo", "Ways"),
    ("negsim.studies.regimes.stable_states", "StateCounts"),
    ("negsim.studies.inverse", "Inverse"),
    ("negsim.studies.bargain", "Bargain"),
    ("negsim.studies.claims.record", "Finding"),
    ("negsim.studies.compare.comparison", "Comparison"),
    ("negsim.studies.compare.sides", "Sides"),
    ("negsim.studies.linkage.compare", "Linkage"),
    ("negsim.studies.promises.record", "Promises"),
    ("negsim.studies.enforcement.record", "Enforcement"),
    ("negsim.views.tables.base", "Table"),
)


def as_html(thing: Any) -> str:
    """Return what a notebook shows of a thing.

    Parameters
    ----------
    thing
        Anything that has a table.
    """
    return "\n".join(html(part) for part in _parts(thing))


def as_text(thing: Any) -> str:
    """Return what an IPython terminal shows of a thing: at most twenty rows.

    Parameters
    ----------
    thing
        Anything that has a table.
    """
    return "\n\n".join(plain(part.head(8)) for part in _parts(thing))


def _parts(thing: Any) -> tuple[Table, ...]:
    """The tables that together show a thing."""
    if isinstance(thing, Scenario):
        return of_scenario(thing)
    if isinstance(thing, Sweep):
        return of_sweep(thing)
    if several := MANY.get(type(thing).__module__):
        found: tuple[Table, ...] = importlib.import_module(f"negsim.views.tables.{several}").sections(thing)
        return found
    return of_solution(thing) if isinstance(thing, Solution) else (table(thing),)


def _several(things: tuple[Any, ...]) -> str | None:
    """What a notebook shows of tipping points, or of findings of claims, found together; nothing of other tuples."""
    kinds = {type(thing).__name__ for thing in things}
    return as_html(things) if kinds in ({"TippingPoint"}, {"Finding"}) else None


def as_png(figure: Any) -> bytes:
    """Return a figure as the bytes of a picture.

    Parameters
    ----------
    figure
        Of matplotlib.
    """
    out = io.BytesIO()
    figure.savefig(out, format="png", dpi=100)
    return out.getvalue()


def install() -> bool:
    """Tell the running notebook, if there is one, how to show negsim's things; nothing is imported for it.

    Returns
    -------
    bool
        Whether there is a notebook, or an IPython terminal.
    """
    ipython = sys.modules.get("IPython")
    shell = ipython.get_ipython() if ipython is not None else None
    if shell is None:
        return False
    formatters = shell.display_formatter.formatters
    for module, name in SHOWN:
        formatters["text/html"].for_type_by_name(module, name, as_html)
        formatters["text/plain"].for_type_by_name(module, name, lambda thing, printer, _: printer.text(as_text(thing)))
    formatters["text/html"].for_type_by_name("builtins", "tuple", _several)
    formatters["image/png"].for_type_by_name("matplotlib.figure", "Figure", as_png)
    return True
