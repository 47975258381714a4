"""Where a plan for play over time holds: the values of a parameter at which it ceases to be an equilibrium."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np

from negsim.errors import InvalidGame, NotApplicable
from negsim.games.base import Array, games
from negsim.games.extensive import ExtensiveGame
from negsim.games.results import Profiles
from negsim.games.stages.markov import policies
from negsim.games.stages.plans import stated_plan
from negsim.games.stochastic import StochasticGame
from negsim.games.trees.beliefs import action_payoffs
from negsim.scenario.dynamics import Dynamics
from negsim.scenario.model import Scenario
from negsim.solvers.base import Solver

POINTS = 512  # intervals of the first look at the range
HALVINGS = 60
PURE = 1e-6  # a plan whose probabilities are this near to 0 and 1 is taken as certain
ROUNDING = 1e-9  # of the payoffs' range: gains this small count as none


@dataclass(frozen=True, kw_only=True)
class Change:
    """A value of a parameter on one side of which a plan is an equilibrium, and on the other not.

    Attributes
    ----------
    value
        Of the parameter, in its unit.
    holds_above
        Whether the plan is an equilibrium above it.
    actor, action, place
        Who gains on the other side by which other action, and where.
    """

    value: float
    holds_above: bool
    actor: str
    action: str
    place: str


@dataclass(frozen=True, kw_only=True, eq=False)
class Plan:
    """A plan that says for every place which action is taken, held fixed while a parameter varies.

    Attributes
    ----------
    scenario, form, parameter
        Where it was found, and which parameter is to vary.
    weights
        Shape (choice,), each 0 or 1.
    stated
        Its name, where the scenario states it; else empty.
    """

    scenario: Scenario
    form: str
    parameter: str
    weights: Array
    stated: str = ""

    @classmethod
    def all_found(cls, scenario: Scenario, form: str, parameter: str, solver: Solver[Any, Any]) -> list[Plan]:
        """Take the plans that a scenario states; if none, solve it, and take the answers that leave nothing to chance.

        Parameters
        ----------
        scenario, form, parameter
            As in the attributes.
        solver
            What finds them.

        Raises
        ------
        NotApplicable
            If nothing was found, or every plan leaves something to chance.
        """
        game = games[form].from_scenario(scenario)
        block = scenario.games.get(form)
        if isinstance(block, Dynamics) and block.plans:
            return [
                cls(
                    scenario=scenario,
                    form=form,
                    parameter=parameter,
                    weights=stated_plan(scenario, block, name, game),
                    stated=name,
                )
                for name in block.plans
            ]
        solution = solver.solve(game)
        if not (len(solution) and isinstance(solution.result, Profiles)):
            raise NotApplicable(f"{scenario.id} has no plan to hold fixed in the form '{form}'")
        certain = np.round(solution.result.weights)
        pure = np.abs(solution.result.weights - certain).max(1, initial=0) <= PURE
        if not pure.any():
            raise NotApplicable(
                "the plan found leaves some choices to chance, and such a plan changes with every parameter; "
                "use sweep, or paths for several values"
            )
        _, first = np.unique(certain[pure], axis=0, return_index=True)
        rows = certain[pure][np.sort(first)]
        return [cls(scenario=scenario, form=form, parameter=parameter, weights=weights) for weights in rows]

    @cached_property
    def game(self) -> ExtensiveGame | StochasticGame:
        """The game that the scenario describes as it stands."""
        made: ExtensiveGame | StochasticGame = games[self.form].from_scenario(self.scenario)
        return made

    @cached_property
    def label(self) -> str:
        """Its name if it is stated; else the actions taken at the start of play, or the outcome it leads to."""
        if self.stated:
            return self.stated
        game, result = self.game, self._result(1)
        if isinstance(game, ExtensiveGame):
            ends = game.reach(result)[0, game.tree.terminals]
            return str(game.tree.outcomes[int(game.tree.outcome[int(ends.argmax())])])
        tables = policies(game, result)
        chosen = [int(table[0, 0, game.start].argmax()) for table in tables]
        first = [labels[k] for labels, k in zip(game.actions, chosen, strict=True)]
        return " / ".join(label for label, decides in zip(first, game.decides[:, game.start], strict=True) if decides)

    @property
    def names(self) -> Mapping[str, str]:
        """What to call players and actions in a sentence."""
        return self.game.names

    def gains(self, values: Array) -> Array:
        """Return what each single deviation gains.

        Parameters
        ----------
        values
            Shape (value,). Of the parameter.

        Returns
        -------
        Array
            Shape (value, choice), as shares of the payoffs' range; undefined (nan) where nobody knows where play is.
        """
        game, result = self._game(values), self._result(len(values))
        earned = action_payoffs(game, result) if isinstance(game, ExtensiveGame) else game.deviation_payoffs(result)
        starts = [part.start for part in game.choices.slices]
        planned = np.add.reduceat(np.where(self.weights > 0, earned, 0), starts, axis=1)
        gain = (earned - planned[:, game.choices.place]) / game.spread[:, None]
        return np.asarray(gain)

    def changes(self, low: float, high: float) -> list[Change]:
        """Return where in a range the plan starts or ceases to be an equilibrium.

        Parameters
        ----------
        low, high
            The ends of the range.
        """
        grid = np.linspace(low, high, POINTS + 1)
        holds = self._holds(grid)
        return [
            self._change(grid[k], grid[k + 1], holds_above=bool(holds[k + 1]))
            for k in np.flatnonzero(holds[:-1] != holds[1:])
        ]

    def _holds(self, values: Array) -> Any:
        return np.nanmax(self.gains(values), axis=1, initial=0) <= ROUNDING

    def _change(self, low: float, high: float, *, holds_above: bool) -> Change:
        """Find the value between two, at one of which the plan holds; then who gains beyond it, and its exact place."""
        step = 1e-4 * (high - low)
        low, high = _halved(lambda value: bool(self._holds(np.array([value]))[0]) == holds_above, low, high)
        broken = low - step if holds_above else high + step
        worst = int(np.nanargmax(self.gains(np.array([broken]))[0]))
        low, high = _halved(
            lambda value: bool(self.gains(np.array([value]))[0, worst] <= 0) == holds_above, low - step, high + step
        )
        choices = self.game.choices
        return Change(
            value=(low + high) / 2,
            holds_above=holds_above,
            actor=choices.players[choices.player[worst]],
            action=choices.actions[worst],
            place=choices.places[choices.place[worst]],
        )

    def _game(self, values: Array) -> ExtensiveGame | StochasticGame:
        """The games for these values of the parameter."""
        try:
            made: ExtensiveGame | StochasticGame = games[self.form].from_scenario(
                self.scenario, {self.parameter: values}
            )
        except InvalidGame as fault:
            raise InvalidGame(
                f"for {self.parameter} from {values.min():g} to {values.max():g}, {fault}. Choose low and high."
            ) from None
        return made

    def _result(self, count: int) -> Profiles:
        return Profiles(item=np.arange(count), weights=np.tile(self.weights, (count, 1)))


def _halved(is_above: Callable[[float], bool], low: float, high: float) -> tuple[float, float]:
    """Return two neighbours between which a condition that is false below becomes true."""
    for _ in range(HALVINGS):
        middle = (low + high) / 2
        if not low < middle < high:
            break
        low, high = (low, middle) if is_above(middle) else (middle, high)
    return low, high
