"""What could be agreed: the zone of agreement, the frontier, and what every solution of bargaining singles out."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any

import numpy as np

from negsim.errors import NotApplicable, unknown
from negsim.games.bargaining import BargainingGame
from negsim.games.base import Game, Values
from negsim.games.results import Agreements
from negsim.scenario.bargaining import Bargaining
from negsim.scenario.model import Scenario
from negsim.solvers.base import Row, Solution, Solver, solvers
from negsim.studies.enforcement.record import Enforcement
from negsim.studies.enforcement.stage import enforcement
from negsim.studies.linkage.compare import Linkage, linkage
from negsim.studies.promises.choice import promises
from negsim.studies.promises.record import Promises
from negsim.studies.sentences.bargaining import why_none
from negsim.studies.solve import game as game_of
from negsim.studies.solve import opened, solver_of
from negsim.studies.thresholds.openings import Openings, openings
from negsim.studies.zone import Zone, zone

COOPERATIVE = ("nash_bargaining", "kalai_smorodinsky", "egalitarian", "utilitarian", "raiffa")
IN_ROUNDS = ("rubinstein",)
PRIVATE = ("take_it_or_leave_it",)
LISTS = ("core", "frontier")


@dataclass(frozen=True, kw_only=True)
class Bargain:
    """What could be agreed in one bargaining game, and what solutions of bargaining make of it.

    Attributes
    ----------
    game
        One bargaining game.
    scenario
        Where it comes from; None for a game.
    zone
        The zone of agreement.
    frontier
        The agreements of the zone that nobody could improve on at nobody's cost; None where it is not known.
    solutions
        Solver -> what it found: one row, or none.
    refused
        Solver -> why it does not apply here.
    core
        The agreements that no group with the votes for it would replace; None where all must agree, or it is not known.
    linkage
        What ways of linking the issues lead to; None for a single issue, or where that is not known.
    promises
        The forms that a promise can take; None where the scenario says nothing of them.
    enforcement
        Whether an agreement holds that nobody enforces; None where the scenario says nothing of it.
    """

    game: BargainingGame = field(repr=False)
    scenario: Scenario | None = field(repr=False, default=None)
    zone: Zone = field(repr=False)
    frontier: Solution[Any, Any] | None = field(repr=False, default=None)
    solutions: Mapping[str, Solution[Any, Any]] = field(repr=False)
    refused: Mapping[str, str] = field(repr=False, default_factory=dict)
    core: Solution[Any, Any] | None = field(repr=False, default=None)
    linkage: Linkage | None = field(repr=False, default=None)
    promises: Promises | None = field(repr=False, default=None)
    enforcement: Enforcement | None = field(repr=False, default=None)

    def __repr__(self) -> str:
        found = f"{self.zone.size:,} of {len(self.game.agreements):,} agreements are in the zone"
        return f"<Bargain of {', '.join(self.game.players)}: {found}; see negsim.table(...)>"

    @property
    def because(self) -> str:
        """Why nothing can be agreed, in a sentence; empty if something can."""
        return why_none(self.zone, self.game.names) if self.zone.empty else ""

    @cached_property
    def openings(self) -> Openings | None:
        """Which parameters open or close the zone, each by itself; None for a game, or where that would take long."""
        return None if self.scenario is None else openings(self.scenario)

    def __getitem__(self, solver: str) -> Row | None:
        """Return what a solver found; None if it found nothing."""
        if solver not in self.solutions:
            raise unknown("solution", solver, self.solutions)
        found = self.solutions[solver]
        return found[0] if len(found) else None


def bargain(
    what: Scenario | Game | str | Path,
    *,
    values: Values = {},
    solver: str | Solver[Any, Any] | Sequence[str | Solver[Any, Any]] = (),
) -> Bargain:
    """Find what could be agreed, and what the solutions of bargaining single out.

    Parameters
    ----------
    what
        A scenario or a bargaining game; or the path of a scenario, or its name.
    values
        Numbers for some parameters of a scenario.
    solver
        Solvers, or their names, or one; when left out, all that apply.

    Returns
    -------
    Bargain
        With the zone of agreement and a solution by each solver.

    Raises
    ------
    NotApplicable
        If a solver that was asked for does not apply, or the games are several.

    Examples
    --------
    >>> from negsim.studies.bargain import bargain
    >>> bargain("baseline_impasse")["nash_bargaining"].agreement
    {'insist / offer_menu': 1.0}
    """
    thing = opened(what) if isinstance(what, str | Path) else what
    game = game_of(thing, "bargaining", values)
    if len(game) > 1:
        raise NotApplicable(f"this is for one game, and there are {len(game):,}. Use game.take(slice(0, 1)).")
    scenario = thing.with_values(**_numbers(values)) if isinstance(thing, Scenario) else None
    block = None if scenario is None else scenario.games.get("bargaining")
    told = block if isinstance(block, Bargaining) else None
    solutions, refused = _solved(game, (solver,) if isinstance(solver, str | Solver) else solver)
    return Bargain(
        game=game,
        scenario=scenario,
        zone=zone(game),
        frontier=_applied("frontier", game),
        solutions=solutions,
        refused=refused,
        core=None if game.rule is None or game.rule.is_unanimity else _applied("core", game),
        linkage=_linked(scenario, told),
        promises=promises(scenario) if scenario is not None and told is not None and told.promises else None,
        enforcement=None if scenario is None or "repeated" not in scenario.games else enforcement(scenario),
    )


def _applied(solver: str, game: BargainingGame) -> Solution[Any, Any] | None:
    """What a solver finds; None if it does not apply."""
    try:
        return solver_of(solver).solve(game)
    except NotApplicable:
        return None


def _linked(scenario: Scenario | None, told: Bargaining | None) -> Linkage | None:
    """All ways of linking issues where the file describes any; of issues that can be divided, the three main ways."""
    if scenario is None or told is None:
        return None
    if told.linkage is not None:
        return linkage(scenario)
    if not told.lotteries or len(told.agenda) < 2:
        return None
    try:
        return linkage(scenario, groupings=(), orders=())
    except NotApplicable:
        return None


def _numbers(values: Values) -> dict[str, float]:
    return {name: float(np.asarray(value).reshape(-1)[0]) for name, value in values.items()}


def _solved(
    game: BargainingGame, asked: Sequence[str | Solver[Any, Any]]
) -> tuple[dict[str, Solution[Any, Any]], dict[str, str]]:
    """What each solver found, and why the others do not apply; those that were asked for must."""
    if asked:
        chosen = [solver_of(solver) for solver in asked]
        for name in map(solvers.name_of, chosen):
            if name in LISTS:
                raise NotApplicable(
                    f"{name} singles out no agreement, but lists several. Use solve, in the form bargaining"
                )
        return {solvers.name_of(solver): solver.solve(game) for solver in chosen}, {}
    unanimous = game.rule is None or game.rule.is_unanimity
    names = COOPERATIVE * unanimous + IN_ROUNDS * (game.pace is not None) + PRIVATE * (game.resolve is not None)
    found: dict[str, Solution[Any, Any]] = {}
    refused: dict[str, str] = {}
    for name in names:
        try:
            solution = solver_of(name).solve(game)
        except NotApplicable as reason:
            refused[name] = str(reason)
            continue
        if isinstance(solution.result, Agreements):
            found[name] = solution
    return found, refused
