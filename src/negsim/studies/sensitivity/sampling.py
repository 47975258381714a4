"""How a scenario is sampled for its sensitivity: the design of each method, and how many samples it begins with."""

from __future__ import annotations

from negsim.errors import NotApplicable, unknown
from negsim.scenario.model import Scenario
from negsim.solvers.base import solvers
from negsim.studies.design import Vary, design_of
from negsim.studies.designs.base import Design
from negsim.studies.sensitivity.tornado import around
from negsim.studies.sweep import Sweep

SOBOL, MORRIS, TORNADO, REGIONAL = "sobol", "morris", "tornado", "regional"
METHODS = (SOBOL, MORRIS, TORNADO, REGIONAL)
QUICK = ("strategic", "bargaining")  # forms of which hundreds of thousands of games are solved in seconds
OVER_TIME = "stochastic"
FIRST = {SOBOL: (1024, 128, 64), MORRIS: (256, 64, 32), TORNADO: (41, 41, 21), REGIONAL: (4096, 1024, 512)}
GROWTH = 4  # how many times as many samples are drawn next, where the first are too few
MOST = {"all_nash": 2**20, "pure_nash": 2**20, "backward_induction": 2**17, "stability": 2**14}  # points, by solver
MOST_TALKS = 2**19  # points of bargaining
CELLS = 9  # of a table of payoffs, for which the limit of points is meant; larger games have fewer


def first_samples(method: str, form: str) -> int:
    """Return how many samples a method begins with: fewer where games are dear.

    Parameters
    ----------
    method, form
        Such as ``"sobol"`` and ``"strategic"``.
    """
    quick, slower, over_time = FIRST[method]
    return quick if form in QUICK else over_time if form == OVER_TIME else slower


def more_samples(found: Sweep, samples: int) -> int | None:
    """Return how many base samples to draw next where some are too few; None where that is left to the user.

    More are drawn while games are solved in seconds. This depends on form, solver and size of the game, and never on
    the clock: the same question has the same answer everywhere.

    Parameters
    ----------
    found
        The sweep of those there are.
    samples
        How many there are.
    """
    most = MOST.get(solvers.name_of(found.solver), MOST_TALKS if found.form == "bargaining" else 0)
    if found.form == "strategic":
        most = most * CELLS // max(CELLS, len(found.scenario.outcomes()))
    return samples * GROWTH if len(found) * GROWTH <= most else None


def design_for(method: str, scenario: Scenario, vary: Vary | None, samples: int, seed: int, form: str) -> Design:
    """Return the points at which a method looks.

    Parameters
    ----------
    method
        ``"sobol"``, ``"morris"``, ``"tornado"`` or ``"regional"``.
    scenario, form
        What is solved, seen how.
    vary
        As for `design_of`; None for every parameter that has a range.
    samples
        Base samples, trajectories, values of each parameter, or points.
    seed
        For all but the tornado.

    Raises
    ------
    UnknownName
        If there is no such method or parameter.
    NotApplicable
        If nothing varies, or there are too many points.
    """
    if method not in METHODS:
        raise unknown("method", method, METHODS)
    if samples < 1:
        raise NotApplicable(f"samples is {samples}. Use a whole number from 1 up")
    chosen = varied(scenario) if vary is None else vary
    if method == TORNADO:
        if samples < 2:
            raise NotApplicable("a tornado goes from one end of a range to the other. Use samples of 2 or more")
        return around(scenario, chosen, samples, form)
    kind = {SOBOL: "saltelli", MORRIS: "morris", REGIONAL: "sobol"}[method]
    return design_of(scenario, chosen, kind, samples, seed, form=form)


def varied(scenario: Scenario) -> tuple[str, ...]:
    """Return the parameters that have a range.

    Parameters
    ----------
    scenario
        Whose they are.

    Raises
    ------
    NotApplicable
        If none has.
    """
    found = tuple(name for name, parameter in scenario.parameters.items() if parameter.low < parameter.high)
    if not found:
        raise NotApplicable("no parameter has a range, so that nothing is assumed that could vary")
    return found
