"""Everything that quantities are read from, for a batch of values of the parameters; found when first asked for."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np

from negsim.errors import NotApplicable, unknown
from negsim.games.base import Array, Values, games
from negsim.games.results import Agreements, Joint, Offers, Profiles
from negsim.scenario.model import Scenario
from negsim.solvers.base import Solution, Solver, Status
from negsim.studies.all_answers import followed_up
from negsim.studies.enforcement.record import Enforcement
from negsim.studies.enforcement.stage import enforcement
from negsim.studies.linkage.compare import APART, FREE, PACKAGE, Linkage, Outcome, linkage
from negsim.studies.predicted import Predicted, predicted
from negsim.studies.promises.choice import promises
from negsim.studies.promises.record import Promises
from negsim.studies.solve import game, named_solver, solver_of


@dataclass(frozen=True, kw_only=True, eq=False)
class Answers:
    """A scenario seen in one form, for a batch of values, with what is found there.

    Attributes
    ----------
    scenario, form
        What is asked.
    solver
        What finds the answers; None for the one that suits.
    values
        Parameter -> number, or array of one number a game.
    """

    scenario: Scenario
    form: str
    solver: Solver[Any, Any] | None
    values: Values

    @cached_property
    def size(self) -> int:
        """How many games there are."""
        return max((np.size(column) for column in self.values.values()), default=1)

    @cached_property
    def game(self) -> Any:
        """The games.

        Raises
        ------
        NotApplicable
            If the form is none of games.
        """
        if self.form not in games:
            raise NotApplicable(f"the form '{self.form}' has no games that could be solved. Use another quantity")
        return game(self.scenario, self.form, self.values)

    @cached_property
    def used(self) -> Solver[Any, Any]:
        """The solver that was named, by whoever asks or by the scenario; else the one that suits."""
        return self.solver or named_solver(self.scenario, self.form) or solver_of(None)

    @cached_property
    def found(self) -> Solution[Any, Any]:
        """What the solver finds by itself."""
        return self.used.solve(self.game)

    @cached_property
    def solution(self) -> Solution[Any, Any]:
        """What the solver finds; on trees where actions tie, every equilibrium, unless a solver was named."""
        return followed_up(self.found, self.used)

    @cached_property
    def predicted(self) -> Predicted:
        """What happens under each row of the solution."""
        return predicted(self.scenario, self.solution, self.values)

    def payoff(self, actor: str) -> Array:
        """Return what an actor expects from each row of `predicted`; without agreement what it gets then.

        Parameters
        ----------
        actor
            Its id.

        Raises
        ------
        UnknownName
            If it is no party to this form of game.
        """
        solution, rows = self.solution, self.predicted
        players = list(solution.game.choices.players)
        if actor not in players:
            raise unknown("player", actor, players)
        number = players.index(actor)
        if isinstance(solution.result, Agreements):
            found = np.array(solution.game.disagreement[rows.item, number])
            found[np.isin(rows.item, solution.result.item)] = solution.game.payoff(solution.result)[:, number]
            return found
        if isinstance(solution.result, Profiles | Joint | Offers):
            return np.asarray(solution.game.payoff(solution.result)[:, number])
        return rows.mean(self.scenario.payoff_table(self.values)[:, number])

    @cached_property
    def enforcement(self) -> Enforcement:
        """Whether an agreement holds that nobody enforces."""
        return enforcement(self.scenario, self.values)

    @cached_property
    def promises(self) -> Promises:
        """The forms that a promise can take."""
        return promises(self.scenario, self.values)

    @cached_property
    def linkage(self) -> Linkage:
        """The ways of dealing with the issues of the agenda: as a package, free, and issue by issue."""
        return linkage(self.scenario, self.solver, values=self.values, groupings=(), orders=())

    def linked(self, way: str) -> Outcome:
        """Return what a way of dealing with the issues leads to; groups and orders are tried only if asked for.

        Parameters
        ----------
        way
            Its name, such as ``"package"``.

        Raises
        ------
        UnknownName
            If there is no such way.
        """
        if way in (PACKAGE, FREE, APART):
            return self.linkage.outcome(way)
        return linkage(self.scenario, self.solver, values=self.values).outcome(way)

    def reasons(self) -> list[str]:
        """Return for each game why nothing was found in it, or how the work fell short; empty where all is well."""
        if "solution" not in self.__dict__:
            return [""] * self.size
        told = [Status(code) for code in self.solution.status]
        found = ["" if status is Status.solved else status.value for status in told] * (self.size // len(told))
        if self.form == "bargaining":
            return ["" if status is Status.none_found else reason for status, reason in zip(told, found, strict=True)]
        return found
