"""A sweep as a labelled array of xarray: a grid has an axis a parameter, any other design an axis of points."""

from __future__ import annotations

import importlib
from typing import TYPE_CHECKING, Any

import numpy as np

from negsim.errors import NegsimError
from negsim.solvers.base import Status

if TYPE_CHECKING:
    from negsim.studies.sweeps.record import Sweep


def as_xarray(sweep: Sweep) -> Any:
    """Return everything known of every point.

    Parameters
    ----------
    sweep
        What was found.

    Returns
    -------
    xarray.Dataset
        Variables ``equilibria`` (the number of a label, -1 for none; the labels are its attribute), ``count``,
        ``payoff`` by player, ``status`` (a text), ``zone`` and ``room`` of bargaining, and ``lowest``, ``highest`` by
        measure.

    Raises
    ------
    NegsimError
        If xarray is not installed.
    """
    try:
        xarray: Any = importlib.import_module("xarray")
    except ImportError:
        raise NegsimError(
            "to_xarray() needs xarray, which is not installed: pip install 'negsim[xarray]'. "
            "Without it, .columns, .equilibrium and .payoff hold the same numbers."
        ) from None
    axes: Any = getattr(sweep.design, "axes", None)
    gridded = hasattr(sweep.design, "shape") and not sweep.spans
    several = len(sweep.variants) > 1
    names = [*(["override"] if several else []), *sweep.design.names] if gridded else ["point"]
    shape = sweep.shape if gridded else (len(sweep),)
    coordinates: dict[str, Any] = {"player": list(sweep.players)}
    coordinates |= {"measure": list(sweep.measures)} if sweep.measures else {}
    if gridded:
        coordinates |= {name: list(values) for name, values in axes}
    else:
        coordinates |= {"point": sweep.point, **{name: ("point", column) for name, column in sweep.columns.items()}}
    if several:
        told = list(sweep.variants)
        coordinates["override"] = told if gridded else ("point", np.array(told)[sweep.variant])
    found = {name: (names, column.reshape(shape)) for name, column in _columns(sweep).items()}
    found["payoff"] = ([*names, "player"], sweep.payoff.reshape(*shape, -1))
    for name in ("lowest", "highest") if sweep.measures else ():
        spread = np.stack([getattr(each, name) for each in sweep.measures.values()], -1)
        found[name] = ([*names, "measure"], spread.reshape(*shape, -1))
    data = xarray.Dataset(found, coords=coordinates, attrs=_about(sweep))
    data["equilibria"].attrs["labels"] = list(sweep.labels)
    for name, parameter in sweep.scenario.parameters.items():
        if name in data.coords:
            data[name].attrs |= {"long_name": parameter.name, "units": parameter.unit}
    return data


def _columns(sweep: Sweep) -> dict[str, Any]:
    found = {
        "equilibria": sweep.equilibrium,
        "count": sweep.count,
        "status": np.array([status.name for status in Status])[sweep.status],
    }
    return found | {name: getattr(sweep, name) for name in ("zone", "room") if getattr(sweep, name) is not None}


def _about(sweep: Sweep) -> dict[str, str]:
    return {
        "title": sweep.scenario.title,
        "scenario": sweep.scenario.id,
        "hash": sweep.scenario.digest,
        "form": sweep.form,
        "unit of payoff": sweep.scenario.unit,
        "basis": sweep.scenario.basis,
    }
