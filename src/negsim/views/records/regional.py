"""Regional sensitivity as plain dictionaries and lists: part of the JSON of sensitivity."""

from __future__ import annotations

import math
from typing import Any

from negsim.studies.sensitivity.regional import Regional
from negsim.studies.sensitivity.rules import Rate
from negsim.studies.sentences.regional import sentences


def of_regional(found: Regional) -> dict[str, Any]:
    """Return what tells the points where something holds from the others.

    Parameters
    ----------
    found
        What ``negsim.sensitivity(..., method="regional")`` returned.
    """
    distance, beyond = found.distance, set(found.separating)
    return {
        "measure": found.split.measure,
        "condition": str(found.split),
        "points": found.points,
        "unsolved": found.unsolved,
        "seed": found.seed,
        "share": _rate(found.share),
        "critical": _number(found.critical),
        "parameters": {
            found.parameters[k]: {
                "distance": _number(float(distance.value[k])),
                "low": _number(float(distance.low[k])),
                "high": _number(float(distance.high[k])),
                "at": _number(float(found.at[k])),
                "holds_at": "lower" if found.lower[k] else "higher",
                "beyond_chance": found.parameters[k] in beyond,
            }
            for k in found.order
        },
        "rules": {
            "text": str(found.rules),
            "terms": [
                [{"parameter": bound.parameter, "side": bound.side, "value": bound.value} for bound in term]
                for term in found.rules.terms
            ],
            "coverage": _rate(found.rules.coverage),
            "precision": _rate(found.rules.precision),
            "learnt": found.rules.learnt,
            "tested": found.rules.tested,
        },
        "sentences": list(sentences(found)),
    }


def _rate(rate: Rate) -> dict[str, Any]:
    return {"share": _number(rate.value), "low": rate.low, "high": rate.high, "of": rate.of}


def _number(value: float) -> float | None:
    """A number, or nothing where there is none: JSON knows no other."""
    return value if math.isfinite(value) else None
