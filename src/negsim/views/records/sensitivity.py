"""What was found of sensitivity as plain dictionaries and lists: the JSON that the published schema describes."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from negsim import __version__
from negsim.studies.sensitivity.record import Asked, Budget, Interval, Morris, Sobol, Tornado
from negsim.studies.sensitivity.regional import Regional
from negsim.studies.sentences.sensitivity import sentences, told
from negsim.views.records.answers import SCHEMA, of_scenario, of_solver
from negsim.views.records.regional import of_regional


def of_sensitivity(
    found: Sequence[Sobol | Morris | Tornado | Regional], method: str, overrides: Sequence[str] = ()
) -> dict[str, Any]:
    """Return what a method told of some measures, with all that is needed to find it again.

    Parameters
    ----------
    found
        What `negsim.studies.sensitivity.sensitivity.sensitivities` returned.
    method
        Which method.
    overrides
        The names of the overrides that were applied to the scenario.

    Raises
    ------
    ValueError
        If the numbers came as arrays, so that there is no scenario.
    """
    asked = found[0].asked
    if asked is None or asked.sweep is None:
        raise ValueError("what was estimated from arrays alone has no scenario to name")
    return {
        "negsim": __version__,
        "schema": SCHEMA.format(name="sensitivity"),
        "scenario": of_scenario(asked.scenario, overrides),
        "form": asked.form,
        "solver": of_solver(asked.solver),
        "method": method,
        "of": asked.of,
        "design": asked.sweep.design.described(),
        "points": asked.points,
        "status": asked.sweep.statuses,
        "results": [_result(each) for each in found],
        "label": asked.scenario.basis,
    }


def _result(found: Sobol | Morris | Tornado | Regional) -> dict[str, Any]:
    asked = found.asked
    about = {} if asked is None else _about(asked)
    if isinstance(found, Regional):
        own = of_regional(found)
        return {**about, "sentence": own["sentences"][0], **own}
    if isinstance(found, Sobol):
        own = _of_sobol(found)
    else:
        own = _of_morris(found) if isinstance(found, Morris) else _of_tornado(found)
    return {**about, "sentence": told(found), **own, "sentences": list(sentences(found))}


def _about(asked: Asked) -> dict[str, Any]:
    return {
        "measure": asked.measure,
        "headline": list(asked.headline),
        "unsolved": asked.unsolved,
        "several": asked.several,
    }


def _of_sobol(found: Sobol) -> dict[str, Any]:
    return {
        **_sample(found),
        "mean": found.mean,
        "variance": found.variance,
        "parameters": {
            found.parameters[k]: {"total": _ends(found.total, k), "first": _ends(found.first, k)} for k in found.order
        },
    }


def _of_morris(found: Morris) -> dict[str, Any]:
    return {
        **_sample(found),
        "levels": found.levels,
        "parameters": {
            found.parameters[k]: {
                "absolute": _ends(found.absolute, k),
                "mean": float(found.mean[k]),
                "deviation": float(found.deviation[k]),
            }
            for k in found.order
        },
    }


def _of_tornado(found: Tornado) -> dict[str, Any]:
    return {
        "default": found.default,
        "parameters": {
            found.parameters[k]: {
                "low": float(found.values[k][0]),
                "high": float(found.values[k][-1]),
                "at_low": float(found.at_low[k]),
                "at_high": float(found.at_high[k]),
                "lowest": float(found.lowest[k]),
                "highest": float(found.highest[k]),
                "swing": float(found.swing[k]),
                "values": found.values[k].tolist(),
                "measured": found.measured[k].tolist(),
            }
            for k in found.order
        },
    }


def _sample(found: Sobol | Morris) -> dict[str, Any]:
    return {
        "samples": found.samples,
        "used": found.used,
        "level": found.level,
        "resamples": found.resamples,
        "seed": found.seed,
        "budget": None if found.budget is None else _budget(found.budget),
    }


def _budget(budget: Budget) -> dict[str, Any]:
    return {
        "enough": budget.enough,
        "widest": budget.widest,
        "allowed": budget.allowed,
        "leading": list(budget.leading),
        "apart": budget.apart,
        "rivals": list(budget.rivals),
        "needed": budget.needed,
    }


def _ends(interval: Interval, k: int) -> dict[str, float]:
    return {"value": float(interval.value[k]), "low": float(interval.low[k]), "high": float(interval.high[k])}
