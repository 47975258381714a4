"""Payoffs of agreements in exact arithmetic, where they are rational: what is zero there is zero."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction

import numpy as np

from negsim.errors import NotApplicable
from negsim.games.bargaining import BargainingGame
from negsim.scenario import outcomes
from negsim.scenario.bargaining import STATUS_QUO, Equilibrium
from negsim.scenario.expression import Expression
from negsim.scenario.model import Scenario
from negsim.scenario.outcome_names import levels_named
from negsim.studies.regimes.agreements import binding, is_new
from negsim.studies.solve import game

NEAR = 1e-9  # of the range of payoffs: rivals for being the largest, or the least, are looked at exactly
MOST = 32  # such rivals


class ExactGains:
    """Gains by agreements of a scenario, as fractions, along one parameter.

    Parameters
    ----------
    scenario, parameter
        What the file says, and which parameter changes.
    example
        The game at some value of the parameter.
    """

    def __init__(self, scenario: Scenario, parameter: str, example: BargainingGame):
        self.scenario, self.parameter = scenario, parameter
        agenda = scenario.agenda()
        self.told = agenda.block.disagreement
        self.groups = binding(example)
        self.possible = not (example.lotteries or isinstance(self.told, Equilibrium))
        self.wide, self.standing, self.rows = agenda.scenario, agenda.standing, agenda.outcomes
        self._known: dict[tuple[str, int, Fraction], Fraction] = {}

    def room(self, value: Fraction) -> Fraction | None:
        """Return the most that all can gain at once; None where that is not a rational number, or not known to be one.

        Parameters
        ----------
        value
            Of the parameter.
        """
        if not self.possible:
            return None
        here = game(self.scenario, "bargaining", {self.parameter: float(value)})
        gains = here.payoffs[0] - here.disagreement[0][:, None]
        near = NEAR * float(here.spread[0])
        least = np.where(is_new(here)[0], np.array([gains[group].min(0) for group in self.groups]), -np.inf)
        rivals = np.argwhere(least >= least.max() - near)
        if not np.isfinite(least.max()) or len(rivals) > MOST:
            return None
        try:
            return max(self._least(here, gains, int(group), int(at), near, value) for group, at in rivals)
        except NotApplicable:
            return None

    def _least(
        self, here: BargainingGame, gains: np.ndarray, group: int, agreement: int, near: float, value: Fraction
    ) -> Fraction:
        """What the party of a group that gains least by an agreement gains."""
        own = np.where(self.groups[group], gains[:, agreement], np.inf)
        return min(
            self.payoff(here.players[k], agreement, value) - self.payoff(here.players[k], None, value)
            for k in np.flatnonzero(own <= own.min() + near)
        )

    def payoff(self, actor: str, agreement: int | None, value: Fraction) -> Fraction:
        """Return what a party gets from an agreement.

        Parameters
        ----------
        actor
            The party.
        agreement
            Number of the agreement; None for no agreement.
        value
            Of the parameter.

        Raises
        ------
        NotApplicable
            If that is not a rational number.
        """
        if agreement is not None:
            return self._payoff(actor, int(self.rows[agreement]), value)
        if isinstance(self.told, Equilibrium):
            raise NotApplicable("disagreement is an equilibrium, which is not known exactly")
        return self._without(actor, value)

    def formula(self, told: Expression, value: Fraction) -> Fraction:
        """Return what a formula over parameters gives.

        Parameters
        ----------
        told, value
            The formula, and the value of the parameter.
        """
        return outcomes.exact(self.wide, told, 0, {self.parameter: value})

    def _payoff(self, actor: str, outcome: int, value: Fraction) -> Fraction:
        key = (actor, outcome, value)
        if key not in self._known:
            self._known[key] = self.wide.exact_payoff(actor, outcome, {self.parameter: value})
        return self._known[key]

    def _without(self, actor: str, value: Fraction) -> Fraction:
        """What a party gets without agreement."""
        if isinstance(self.told, Mapping):
            return self.formula(self.told.get(actor, Expression("0")), value)
        return self._payoff(actor, self._fallback(), value)

    def _fallback(self) -> int:
        """Number of the outcome without agreement."""
        wanted = self.standing
        if self.told != STATUS_QUO:
            ids = {name: tuple(level.id for level in move.levels) for name, move in self.wide.moves.items()}
            named = levels_named(str(self.told), ids) or {}
            wanted = np.array([ids[name].index(level) for name, level in named.items()], np.intp)
        return int(np.flatnonzero((self.wide.outcomes() == wanted).all(1))[0])
