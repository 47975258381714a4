"""Escalation paths: where play goes under an equilibrium, where it ends, how fast, and on whose moves that turns."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from pathlib import Path as File
from typing import Any

import numpy as np

from negsim.errors import NotApplicable, unknown
from negsim.games.base import Array, Game, Values
from negsim.games.chain import Chain, chain
from negsim.games.results import Offers, Profiles, StateSets
from negsim.games.stages.layout import OVER
from negsim.games.switches import switches
from negsim.scenario.dynamics import Dynamics
from negsim.scenario.model import Scenario
from negsim.solvers.base import Row, Solution, Solver
from negsim.studies.play.critical_moves import CriticalMove, critical_moves
from negsim.studies.play.hitting import Endings, can_end, endings, forward, reached, stepped, tallied
from negsim.studies.play.likely_paths import Path, likely_paths
from negsim.studies.play.routes import routes
from negsim.studies.play.trajectories import Trajectories, simulate
from negsim.studies.solve import opened, solve

ENOUGH = 0.001  # of the play may still be open at the horizon that is chosen
LONGEST = 100  # stages of the horizon that is chosen, where play may come back to where it was
ENDLESS = 20  # stages of it where play never ends
WITH_STAGES = ("stochastic", "extensive", "screening")
LARGEST = 2**27  # numbers a stage and state: 1 GiB


@dataclass(frozen=True, kw_only=True, eq=False)
class Paths:
    """What is likely to happen, stage by stage, if everybody plays as one row of a solution says.

    Everything else is computed when it is first asked for.

    Attributes
    ----------
    solution, row
        What was solved, and the number of the row that is played.
    chain
        The Markov chain of that play.
    start
        Number of the state in which it begins.
    horizon
        How many stages are looked at.
    watched
        The outcome whose probability the critical moves would change; empty if play has no outcomes.
    most
        How many paths, routes and critical moves to list.
    trajectories, seed
        How many courses of play to simulate, and what they are drawn with.
    """

    solution: Solution[Any, Any]
    row: int
    chain: Chain
    start: int
    horizon: int
    watched: str = ""
    most: int = 10
    trajectories: int = 1000
    seed: int = 0

    def __repr__(self) -> str:
        ends = ", ".join(f"{name} {share:.3g}" for name, share in self.outcomes.items() if share > 0)
        return f"<Paths from {self.chain.states[self.start]!r}, {self.horizon} stages: {ends}; see negsim.table(...)>"

    @cached_property
    def where(self) -> Array:
        """Shape (stage + 1, state). Probability of standing in each state at each stage; whoever has ended stays."""
        return forward(self.chain, self.start, self.horizon)

    @cached_property
    def shares(self) -> Array:
        """Shape (stage + 1, outcome). Probability that play has ended in each outcome, or goes on (the last one)."""
        return tallied(self.chain, self.where)

    @property
    def outcomes(self) -> dict[str, float]:
        """Outcome -> its probability by the horizon; with that of play going on."""
        return dict(zip(self.chain.outcomes, map(float, self.shares[-1]), strict=True))

    @cached_property
    def endings(self) -> Endings:
        """How play ends in the long run, and how long that takes: one entry an outcome of the chain."""
        return endings(self.chain, self.start)

    @cached_property
    def rungs(self) -> Array:
        """Shape (rung,). The rungs on which play may go on, rising."""
        return np.unique(self.chain.rung[~self.chain.ends])

    @cached_property
    def on_rungs(self) -> Array:
        """Shape (stage + 1, rung). Probability that play goes on, on each rung, at each stage."""
        going = np.flatnonzero(~self.chain.ends)
        place = np.searchsorted(self.rungs, self.chain.rung[going])
        rows = [np.bincount(place, row, minlength=len(self.rungs)) for row in self.where[:, going]]
        return np.array(rows, np.float64)

    @cached_property
    def escalation(self) -> Array:
        """Shape (stage + 1, 3). Mean, 10 % and 90 % quantile of the rung at each stage, of the play that still goes on;
        NaN where none does.
        """
        total = self.on_rungs.sum(1, keepdims=True)
        with np.errstate(invalid="ignore", divide="ignore"):
            shares = self.on_rungs / total
        gone = ~(total[:, 0] > 0)
        sums = np.cumsum(np.where(gone[:, None], 0.0, shares), 1)
        low, high = ((sums < level * (1 - 1e-12)).sum(1).clip(0, len(self.rungs) - 1) for level in (0.1, 0.9))
        found = np.stack([np.nan_to_num(shares) @ self.rungs, self.rungs[low], self.rungs[high]], 1)
        found[gone] = np.nan
        return found

    @property
    def occupation(self) -> dict[float, float]:
        """Rung -> expected number of stages spent on it, up to the horizon."""
        return dict(zip(map(float, self.rungs), map(float, self.on_rungs[:-1].sum(0)), strict=True))

    @cached_property
    def likely(self) -> tuple[Path, ...]:
        """The most likely courses of play, stage by stage."""
        return likely_paths(self.chain, self.start, self.horizon, self.most)

    @cached_property
    def routes(self) -> tuple[Path, ...]:
        """The most likely sequences of different states, however long play stays in each."""
        return routes(self.chain, self.start, self.horizon, self.most)

    @cached_property
    def critical(self) -> tuple[CriticalMove, ...]:
        """The changes of plan that would move the probability of the watched outcome most."""
        game, result = self.solution.game, self.solution.result
        if not self.watched or not isinstance(result, Profiles):
            return ()
        return critical_moves(
            self.chain,
            switches(game, result, self.row),
            game.choices,
            result.weights[self.row],
            self.start,
            self.chain.outcome == self.chain.outcomes.index(self.watched),
            self.horizon,
            self.most,
        )

    @cached_property
    def simulated(self) -> Trajectories:
        """Courses of play drawn with the seed."""
        return simulate(self.chain, self.start, self.horizon, self.trajectories, self.seed)


def paths(
    what: Scenario | Game | Solution[Any, Any] | Row | str | File,
    form: str | None = None,
    solver: str | Solver[Any, Any] | None = None,
    *,
    row: int = 0,
    start: str | None = None,
    horizon: int | None = None,
    outcome: str | None = None,
    most: int = 10,
    trajectories: int = 1000,
    seed: int = 0,
    values: Values = {},
) -> Paths:
    """Follow play under an equilibrium: where it ends, with which probability, when, and along which states.

    Parameters
    ----------
    what
        A scenario or a game with stages, its path or its name; or a solution of one, or a row of it.
    form, solver, values
        As in `negsim.solve`; without a form, a scenario is seen in the first of ``"stochastic"`` and ``"extensive"``
        that its file describes.
    row
        Which answer to follow, where there are several.
    start
        Label of the state to begin in; the game's own start when left out.
    horizon
        How many stages to look at; when left out, until 99.9 % of play has ended, at most 100.
    outcome
        The outcome that critical moves are about; the first hazard when left out, or else the first
        outcome that play may come to.
    most
        How many paths, routes and critical moves to list.
    trajectories, seed
        How many courses of play to simulate, and what they are drawn with.

    Raises
    ------
    NotApplicable
        If nothing follows anything in this game, or there is no such row.
    UnknownName
        If there is no such state or outcome; the message names the nearest.
    """
    solution, number, hazards = _played(what, form, solver, row, values)
    followed = chain(solution.game, solution.result, number)
    begin = followed.start if start is None else _named(start, followed.states, "state")
    known = followed.outcomes[:-1]
    if outcome is not None and outcome not in known:
        raise unknown("outcome", outcome, known)
    if horizon is not None and horizon < 0:
        raise NotApplicable(f"a horizon is a number of stages, at least 0, not {horizon}")
    stages = chosen_horizon(followed, begin) if horizon is None else horizon
    if (stages + 1) * len(followed) > LARGEST:
        raise NotApplicable(
            f"{stages:,} stages of {len(followed):,} states would take more than 1 GiB. Ask for a horizon of at most "
            f"{LARGEST // len(followed) - 1:,} stages"
        )
    return Paths(
        solution=solution,
        row=number,
        chain=followed,
        start=begin,
        horizon=stages,
        watched=outcome or _watched(followed, begin, hazards),
        most=most,
        trajectories=trajectories,
        seed=seed,
    )


def chosen_horizon(followed: Chain, start: int) -> int:
    """Return how many stages to look at where nobody says.

    Parameters
    ----------
    followed, start
        A chain, and the state in which play begins.

    Returns
    -------
    int
        Until all play has ended, where it never comes back to a state, as before a deadline; else until 99.9 % of it
        has ended or can no longer end, or `LONGEST`; `ENDLESS` if it never ends.
    """
    once = bool((followed.target > followed.source).all())
    open_ = can_end(followed) & ~followed.ends
    if not once and not (open_ | followed.ends)[start]:
        return ENDLESS
    now = np.zeros(len(followed))
    now[start] = 1.0
    stage = 0
    while now[~followed.ends].any() if once else stage < LONGEST and now[open_].sum() > ENOUGH:
        now, stage = stepped(followed, now), stage + 1
    return stage


def form_with_stages(scenario: Scenario) -> str:
    """Return the form in which a scenario is followed over time where nobody says: the first that its file describes.

    Parameters
    ----------
    scenario
        What the file says.

    Raises
    ------
    NotApplicable
        If it has no such form.
    """
    for form in scenario.games:
        if form in WITH_STAGES:
            return form
    raise NotApplicable(
        "this scenario says nothing about who moves when, so there are no paths through it. Write 'games.stochastic' "
        "(stages and states) or 'games.extensive' (turns) into the file; 'negsim solve' needs neither, nor does "
        "'negsim ways', which goes from the status quo of a conflict to its equilibria"
    )


def _played(
    what: Any, form: str | None, solver: Any, row: int, values: Values
) -> tuple[Solution[Any, Any], int, tuple[str, ...]]:
    """The solution, the number of the row that is played, and the names of the hazards that are known."""
    hazards: tuple[str, ...] = ()
    if isinstance(what, Row):
        return what.solution, what.row, hazards
    if isinstance(what, Solution):
        return what, _row(what, row), hazards
    thing = opened(what) if isinstance(what, str | File) else what
    if isinstance(thing, Scenario):
        form = form or form_with_stages(thing)
        block: Any = thing.games.get(form)
        hazards = tuple(block.hazards) if isinstance(block, Dynamics) else ()
    solution = solve(thing, form, solver, values=values)
    return solution, _row(solution, row), hazards


def _row(solution: Solution[Any, Any], row: int) -> int:
    if not isinstance(solution.result, Profiles | Offers):
        kind = type(solution.result).__name__
        instead = (
            "Use 'negsim ways'" if isinstance(solution.result, StateSets) else "Choose a solver that finds profiles"
        )
        raise NotApplicable(f"rows of {kind} hold no plans to follow. {instead}")
    if not 0 <= row < len(solution):
        many = f"{len(solution)} answer{'s' * (len(solution) != 1)}" if len(solution) else "no answer"
        raise NotApplicable(f"there is no answer {row}: {type(solution.solver).__name__} found {many}, counted from 0")
    return row


def _named(label: str, states: tuple[str, ...], what: str) -> int:
    if label not in states:
        raise unknown(what, label, dict.fromkeys(states))
    return states.index(label)


def _watched(followed: Chain, start: int, hazards: tuple[str, ...]) -> str:
    """The first hazard; else the first outcome that play may come to and that does not only mean that time is over."""
    known = followed.outcomes[:-1]
    possible = set(followed.outcome[reached(followed, start) & followed.ends].tolist())
    likely = [name for k, name in enumerate(known) if k in possible]
    for name in (*(name for name in hazards if name in known), *likely):
        if name != OVER and not name.startswith("deadline: "):
            return name
    return next(iter((*likely, *known)), "")
