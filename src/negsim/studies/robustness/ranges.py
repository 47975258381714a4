"""In which part of the range of each parameter the headline holds, the others at their defaults."""

from __future__ import annotations

import numpy as np

from negsim.games.base import Array
from negsim.studies.assumptions.whole_numbers import spaced
from negsim.studies.robustness.record import Reach
from negsim.studies.robustness.viewpoint import Viewpoint


def reaches(view: Viewpoint, count: int) -> tuple[Reach, ...]:
    """Look along the range of each parameter, the others at their defaults.

    Parameters
    ----------
    view
        What is asked.
    count
        Evenly spaced values of each, both ends among them; of one that takes whole numbers only, no more than there
        are.
    """
    return tuple(_reach(view, name, spaced(view.scenario, name, count, name in view.whole)) for name in view.varied)


def _reach(view: Viewpoint, name: str, values: Array) -> Reach:
    found = view.at({name: values})
    holds = found.same(view.headline)
    near = np.argsort(np.abs(values - view.defaults[name]), kind="stable")
    others: dict[frozenset[str], tuple[str, ...]] = {}
    for k in near.tolist():
        if found.told[k] and not holds[k]:
            others.setdefault(frozenset(found.told[k]), found.told[k])
    return Reach(
        parameter=name,
        values=values,
        holds=holds,
        instead=tuple(others.values()),
        missing={float(values[k]): why for k, why in found.missing.items()},
    )
