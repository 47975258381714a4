"""How robust conclusions are as plain dictionaries and lists: the JSON that the published schema describes."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from negsim import __version__
from negsim.studies.robustness.record import Edge, Flip, LensShares, Reach, Regret, Robustness
from negsim.studies.sentences.robustness import CAUTION, told
from negsim.views.records.answers import SCHEMA, of_scenario


def of_all(found: Sequence[Robustness], overrides: Sequence[str] = ()) -> dict[str, Any]:
    """Return how robust the conclusion of each scenario is.

    Parameters
    ----------
    found
        What `negsim.robustness` returned for each.
    overrides
        The names of the overrides that were applied.
    """
    return {
        "negsim": __version__,
        "schema": SCHEMA.format(name="robustness"),
        "scenarios": [of_robustness(each, overrides) for each in found],
        "caution": CAUTION,
    }


def of_robustness(found: Robustness, overrides: Sequence[str] = ()) -> dict[str, Any]:
    """Return how robust the conclusion of one scenario is.

    Parameters
    ----------
    found
        What `negsim.robustness` returned.
    overrides
        The names of the overrides that were applied.
    """
    return {
        "scenario": of_scenario(found.scenario, overrides),
        "form": found.form,
        "solver": found.solver,
        "headline": list(found.headline),
        "seed": found.seed,
        "lenses": [_lens(lens) for lens in found.lenses],
        "alone": [_reach(reach) for reach in found.alone],
        "nearest": [_edge(edge) for edge in found.nearest],
        "joint": [_flip(flip) for flip in found.joint],
        "regrets": [_regret(regret) for regret in found.regrets],
        "left_out": dict(found.left_out),
        "sentences": told(found),
        "label": found.scenario.basis,
    }


def _lens(lens: LensShares) -> dict[str, Any]:
    return {
        "lens": lens.lens,
        "form": lens.form,
        "solver": lens.solver,
        "headline": list(lens.headline),
        "holds": lens.holds,
        "interval": list(lens.interval),
        "points": lens.points,
        "unsolved": lens.unsolved,
        "outcomes": [
            {"outcome": each.outcome, "some": each.some, "every": each.every, "interval": list(each.interval)}
            for each in lens.outcomes
        ],
    }


def _reach(reach: Reach) -> dict[str, Any]:
    return {
        "parameter": reach.parameter,
        "share": reach.share,
        "values": reach.values.tolist(),
        "holds": reach.holds.tolist(),
        "instead": [list(names) for names in reach.instead],
        "missing": [{"value": value, "why": why} for value, why in reach.missing.items()],
    }


def _edge(edge: Edge) -> dict[str, Any]:
    return {
        "parameter": edge.parameter,
        "direction": edge.direction,
        "default": edge.default,
        "end": edge.end,
        "value": edge.value,
        "exact": None if edge.exact is None else str(edge.exact),
        "distance": edge.distance,
        "share": edge.share,
        "inside": edge.inside,
        "outside": edge.outside,
        "instead": list(edge.instead),
    }


def _flip(flip: Flip) -> dict[str, Any]:
    return {
        "measure": flip.measure,
        "distance": flip.distance,
        "change": dict(flip.change),
        "values": dict(flip.values),
        "instead": list(flip.instead),
        "inside": flip.inside,
        "outside": flip.outside,
        "settled": flip.settled,
        "checked": flip.checked,
    }


def _regret(regret: Regret) -> dict[str, Any]:
    return {
        "party": regret.party,
        "place": regret.place,
        "move": regret.move,
        "worst": regret.worst,
        "mean": regret.mean,
        "best": regret.best,
        "least": regret.least,
        "played": regret.played,
        "at": dict(regret.at),
        "points": regret.points,
    }
