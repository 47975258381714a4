"""Escalation paths as plain dictionaries and lists: the JSON that the published schema describes."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from negsim import __version__
from negsim.games.base import games
from negsim.scenario.model import Scenario
from negsim.studies.paths import Paths
from negsim.studies.play.likely_paths import Path
from negsim.views.records.answers import SCHEMA, of_scenario, of_solver, worst
from negsim.views.tables.about import label_of
from negsim.views.tables.paths import plan


def of_paths(found: Paths, scenario: Scenario | None = None, overrides: Sequence[str] = ()) -> dict[str, Any]:
    """Return paths with all that is needed to find them again.

    Parameters
    ----------
    found
        What `negsim.paths` returned.
    scenario
        What they were found in; None when it was a game.
    overrides
        The names of the overrides that were applied to it.
    """
    solution = found.solution
    concept = solution.solver.concept
    return {
        "negsim": __version__,
        "schema": SCHEMA.format(name="paths"),
        "scenario": None if scenario is None else of_scenario(scenario, overrides),
        "form": games.name_of(solution.game),
        "solver": of_solver(solution.solver),
        "concept": {"name": concept.name, "definition": concept.definition, "reference": concept.reference},
        "status": worst(solution).name,
        "answers": len(solution.of(int(solution.result.item[found.row]))),
        "row": found.row,
        "residual": float(solution.residual[found.row]),
        "start": found.chain.states[found.start],
        "horizon": found.horizon,
        "outcomes": _outcomes(found),
        "by_stage": _by_stage(found),
        "occupation": [{"rung": rung, "stages": stages} for rung, stages in found.occupation.items()],
        "paths": [_path(path) for path in found.likely],
        "routes": [_path(path) for path in found.routes],
        "watched": found.watched or None,
        "critical": [
            {"state": one.state, "actor": one.actor, "from": plan(one.played), "to": one.to, "effect": one.effect}
            for one in found.critical
        ],
        "simulated": _simulated(found),
        "seed": found.seed,
        "label": label_of(solution),
    }


def _outcomes(found: Paths) -> dict[str, Any]:
    ends = found.endings
    return {
        name: {
            "probability": _share(found.shares[-1, k]),
            "eventually": _share(ends.probability[k]),
            "expected_time": float(ends.time[k]),
            "quantiles": dict(zip(("p10", "p50", "p90"), map(float, ends.quantiles[k]), strict=True)),
        }
        for k, name in enumerate(found.chain.outcomes[:-1])
    }


def _by_stage(found: Paths) -> list[dict[str, Any]]:
    return [
        {
            "stage": stage,
            "outcomes": dict(zip(found.chain.outcomes, map(_share, found.shares[stage]), strict=True)),
            "escalation": dict(zip(("mean", "p10", "p90"), map(float, found.escalation[stage]), strict=True)),
        }
        for stage in range(found.horizon + 1)
    ]


def _path(path: Path) -> dict[str, Any]:
    return {"probability": _share(path.probability), "states": list(path.states), "moves": list(path.moves)}


def _simulated(found: Paths) -> dict[str, Any] | None:
    if not found.trajectories:
        return None
    drawn = found.simulated
    low, high = drawn.bands[:, -1]
    return {
        "trajectories": len(drawn),
        "outcomes": {
            name: {"share": float(drawn.shares[-1, k]), "low": float(low[k]), "high": float(high[k])}
            for k, name in enumerate(found.chain.outcomes)
        },
    }


def _share(value: float) -> float:
    """A probability, without the last bit by which rounding may carry it above 1 or below 0."""
    return min(1.0, max(0.0, float(value)))
