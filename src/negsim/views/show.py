"""The picture of a thing: ``show(solution)``."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from negsim.errors import NotApplicable, unknown
from negsim.games.bargaining import BargainingGame
from negsim.games.base import games
from negsim.games.conflict import ConflictGame
from negsim.games.extensive import ExtensiveGame
from negsim.games.screening import ScreeningGame
from negsim.games.stochastic import StochasticGame
from negsim.games.strategic import StrategicGame
from negsim.scenario.model import Scenario
from negsim.solvers.base import Row, Solution
from negsim.studies.paths import Paths
from negsim.studies.status_quo import Ways
from negsim.studies.sweep import Sweep
from negsim.views.plots.base import Plot, plots

if TYPE_CHECKING:
    from matplotlib.figure import Figure

FORMS = {
    "extensive": "game_tree",
    "stochastic": "escalation_graph",
    "screening": "outcome_shares",
    "conflict": "stability_graph",
    "bargaining": "utility_space",
}
LATE = {  # studies that most of the work does without: module of the thing, or its class there -> plot
    "negsim.studies.bargain": "utility_space",
    "negsim.studies.claims.record": "claim_course",
    "negsim.studies.compare.comparison": "lens_matrix",
    "negsim.studies.promises.record": "value_of_forms",
    "negsim.studies.promises.tied_hands": "tied_hands",
    "negsim.studies.promises.win_sets": "win_sets",
    "negsim.studies.robustness.record": "robustness_table",
    "negsim.studies.sensitivity.record.Morris": "morris",
    "negsim.studies.sensitivity.record.Sobol": "sobol_bars",
    "negsim.studies.sensitivity.record.Tornado": "tornado",
    "negsim.studies.sensitivity.regional": "regional",
    "negsim.studies.sensitivity.surface": "tipping_surface",
}


def show(thing: Any, plot: str | Plot | None = None, options: Mapping[str, Any] = {}) -> Figure:
    """Draw a thing.

    Parameters
    ----------
    thing
        A scenario, a game, a solution or one row of it, a sweep, a sensitivity analysis, paths, or ways from a status
        quo.
    plot
        A plot, or its name; when left out, the one that suits the thing.
    options
        Options of a plot that is named: ``{"x": "audience_cost_R"}``.

    Returns
    -------
    matplotlib.figure.Figure
        Shown by a notebook; elsewhere, save it: ``show(thing).savefig("picture.png")``.

    Raises
    ------
    UnknownName
        If there is no such plot or option.
    NotApplicable
        If there is no such picture of this thing.

    Examples
    --------
    >>> from negsim import show, solve
    >>> figure = show(solve("prisoners_dilemma"))
    """
    if isinstance(plot, Plot):
        if options:
            raise NotApplicable("options go with the name of a plot; this plot has its own already")
        return plot.draw(thing)
    name = plot or suited(thing)
    kind = plots[name]
    for option in options:
        if option not in kind.__dataclass_fields__:
            raise unknown(f"option of {name}", option, kind.__dataclass_fields__)
    return kind(**options).draw(thing)


def suited(thing: Any) -> str:
    """Return the name of the plot that says most about a thing.

    Parameters
    ----------
    thing
        As in `show`.
    """
    if isinstance(thing, Sweep):
        return "equilibrium_map" if len(thing.shape) == 2 else "scatter_matrix"
    if isinstance(thing, Paths):
        return "fan_chart" if len(thing.rungs) > 1 else "outcome_shares"
    if isinstance(thing, Ways):
        return "status_quo_tree"
    module = type(thing).__module__
    for place in (module, f"{module}.{type(thing).__name__}"):
        if place in LATE:
            return LATE[place]
    if isinstance(thing, Scenario):
        over_time = next((FORMS[form] for form in thing.games if form in FORMS), "")
        return over_time or ("payoff_matrix" if len(thing.actors) == 2 else "logit_branch")
    game = thing.solution.game if isinstance(thing, Row) else thing.game if isinstance(thing, Solution) else thing
    if isinstance(game, BargainingGame | ConflictGame | ExtensiveGame | ScreeningGame | StochasticGame):
        return FORMS[games.name_of(game)]
    if isinstance(game, StrategicGame) and len(game.players) != 2:
        return "logit_branch"
    return "payoff_matrix"
