"""From a sweep to what a method tells of it: which rows belong together, and what is known of the points."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import TypeAlias

import numpy as np

from negsim.errors import NotApplicable, unknown
from negsim.games.base import Array
from negsim.studies.designs.morris import Morris as Trajectories
from negsim.studies.designs.one_at_a_time import OneAtATime
from negsim.studies.designs.saltelli import Saltelli
from negsim.studies.sensitivity.morris import effects
from negsim.studies.sensitivity.record import Asked, Morris, Sobol, Tornado
from negsim.studies.sensitivity.regional import Regional, regional
from negsim.studies.sensitivity.sampling import METHODS, MORRIS, REGIONAL, SOBOL, TORNADO
from negsim.studies.sensitivity.sobol import indices
from negsim.studies.sensitivity.split import split_of
from negsim.studies.sensitivity.tornado import bars
from negsim.studies.sweep import Sweep
from negsim.studies.sweeps.measures import measured

Found: TypeAlias = Sobol | Morris | Tornado | Regional


def quantity_of(method: str, measure: str) -> str:
    """Return the quantity that a sweep has to measure: of regional sensitivity, what is compared with a level.

    Parameters
    ----------
    method, measure
        As for `negsim.sensitivity`.

    Raises
    ------
    ScenarioError
        If the measure is no quantity.
    """
    return split_of(measure).measure if method == REGIONAL else measure


def estimate(method: str, found: Sweep, measure: str, *, of: str, seed: int, headline: tuple[str, ...] = ()) -> Found:
    """Return what a method tells of a sweep.

    Parameters
    ----------
    method
        ``"sobol"``, ``"morris"``, ``"tornado"`` or ``"regional"``.
    found
        The sweep, over a design of this method.
    measure
        One of its measures; of regional sensitivity, perhaps compared with a level.
    of
        ``"middle"``, ``"lowest"`` or ``"highest"``, where there are several answers.
    seed
        For the bootstrap.
    headline
        What is kept with it.

    Raises
    ------
    UnknownName
        If there is no such method, or the sweep does not have the measure.
    NotApplicable
        If its design is of another method, or it goes through several overrides, or is but a part.
    """
    if method not in METHODS:
        raise unknown("method", method, METHODS)
    quantity = quantity_of(method, measure)
    if quantity not in found.measures:
        told = ", ".join(found.measures) or "none"
        raise NotApplicable(f"the sweep does not have the measure {quantity}; it has: {told}. Use one of these")
    if len(found.variants) > 1 or len(found) != len(found.design):
        raise NotApplicable(
            f"a sweep of {len(found):,} points, over a design of {len(found.design):,}, for "
            f"{len(found.variants)} variants. Use a whole sweep under one set of overrides"
        )
    spread = found.measures[quantity]
    values: Array = getattr(spread, of)
    asked = Asked(
        scenario=found.scenario,
        form=found.form,
        solver=found.solver,
        measure=measure,
        of=of,
        headline=headline,
        points=len(found),
        unsolved=int(np.isnan(values).sum()),
        several=int((spread.lowest < spread.highest).sum()),
        sweep=found,
    )
    return _METHODS[method](found, values, asked, seed)


def _sobol(found: Sweep, values: Array, asked: Asked, seed: int) -> Sobol:
    design = found.design
    if not isinstance(design, Saltelli):
        raise _other(design, "Sobol indices", "saltelli")
    table = values.reshape(design.n, design.rows)
    return replace(indices(design.names, table, seed=seed), asked=asked)


def _morris(found: Sweep, values: Array, asked: Asked, seed: int) -> Morris:
    design = found.design
    if not isinstance(design, Trajectories):
        raise _other(design, "elementary effects", "morris")
    count = len(design.names)
    places = design.shares(0, len(design)).reshape(design.n, count + 1, count)
    told = effects(design.names, places, values.reshape(design.n, count + 1), levels=design.levels, seed=seed)
    return replace(told, asked=asked)


def _tornado(found: Sweep, values: Array, asked: Asked, seed: int) -> Tornado:
    if not isinstance(found.design, OneAtATime):
        raise _other(found.design, "a tornado", "one_at_a_time")
    return replace(bars(found.design, values), asked=asked)


def _regional(found: Sweep, values: Array, asked: Asked, seed: int) -> Regional:
    split = split_of(asked.measure)
    if split.level is None:
        scenario, measure = found.scenario, split.measure
        here = {name: np.array([scenario.parameters[name].value]) for name in found.design.names}
        split = split.at(
            float(getattr(measured(scenario, found.form, found.solver, (measure,), here)[measure], asked.of)[0])
        )
    rows = len(found.design.names) + {Saltelli: 2, Trajectories: 1}.get(type(found.design), 0)
    together = isinstance(found.design, (Saltelli, Trajectories))
    blocks = np.arange(len(found)) // rows if together else None
    return regional(values, found.columns, split, blocks=blocks, seed=seed, asked=asked)


def _other(design: object, what: str, name: str) -> NotApplicable:
    return NotApplicable(
        f"{what} cannot be read from the points of a {type(design).__name__} design. Use sweep(..., design='{name}'), "
        "or give the scenario instead of a sweep"
    )


_METHODS: dict[str, Callable[[Sweep, Array, Asked, int], Found]] = {
    SOBOL: _sobol,
    MORRIS: _morris,
    TORNADO: _tornado,
    REGIONAL: _regional,
}
