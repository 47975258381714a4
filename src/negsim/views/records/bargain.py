"""What could be agreed, as plain dictionaries and lists: what the published schema describes."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from negsim import __version__
from negsim.scenario.model import basis_of
from negsim.solvers.base import Solution, Status
from negsim.studies.bargain import Bargain
from negsim.studies.zone import Zone
from negsim.views.records.agreements import of_agreement, of_bargaining
from negsim.views.records.answers import SCHEMA, of_scenario, of_solver
from negsim.views.records.enforcement import of_enforcement
from negsim.views.records.linkage import of_linkage
from negsim.views.records.openings import of_openings
from negsim.views.records.promises import of_promises
from negsim.views.wording import plain_value


def of_bargain(found: Bargain, overrides: Sequence[str] = ()) -> dict[str, Any]:
    """Return what could be agreed with all that is needed to find it again.

    Parameters
    ----------
    found
        What `negsim.studies.bargain.bargain` returned.
    overrides
        The names of the overrides that were applied to its scenario.
    """
    game = found.game
    scenario, frontier = found.scenario, found.frontier
    return {
        "negsim": __version__,
        "schema": SCHEMA.format(name="bargain"),
        "scenario": None if scenario is None else of_scenario(scenario, overrides),
        "form": "bargaining",
        "players": list(game.players),
        "agenda": of_bargaining(game)["agenda"],
        "lotteries": game.lotteries,
        "disagreement": of_bargaining(game)["disagreement"][0],
        "zone": _zone(found.zone),
        "frontier": None if frontier is None else [of_agreement(frontier, row) for row in range(len(frontier))],
        "solutions": {name: _solution(solution) for name, solution in found.solutions.items()},
        "refused": dict(found.refused),
        "core": None if found.core is None else [of_agreement(found.core, row) for row in range(len(found.core))],
        "linkage": of_linkage(found.linkage),
        "forms": [] if found.promises is None else of_promises(found.promises),
        "holds": None if found.enforcement is None else of_enforcement(found.enforcement),
        "openings": of_openings(found.openings),
        "because": found.because or None,
        "label": basis_of(game.comment),
    }


def _zone(zone: Zone) -> dict[str, Any]:
    game = zone.game

    def by_player(values: Any) -> dict[str, Any]:
        return dict(zip(game.players, values.tolist(), strict=True))

    nearest = None
    if zone.nearest >= 0:
        nearest = {"agreement": game.agreements[zone.nearest], "losses": by_player(zone.losses)}
    return {
        "size": zone.size,
        "outcomes": list(zone.outcomes),
        "empty": zone.empty,
        "least": by_player(zone.low),
        "most": by_player(zone.high),
        "room": zone.room,
        "accepted": by_player(zone.accepted),
        "nearest": nearest,
        "because": zone.because or None,
    }


def _solution(solution: Solution[Any, Any]) -> dict[str, Any]:
    status = Status(solution.status[0])
    said = {"solver": of_solver(solution.solver), "status": status.name, "advice": status.value}
    if not len(solution):
        return {"agreement": None, "payoffs": None, "residual": None, **said}
    return {
        **of_agreement(solution, 0),
        "residual": float(solution.residual[0]),
        "columns": {name: plain_value(column[0]) for name, column in solution.result.columns.items()},
        **said,
    }
