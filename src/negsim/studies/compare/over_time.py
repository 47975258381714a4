"""Why play over time begins with an outcome or not: what the first choices are worth, counting all that follows."""

from __future__ import annotations

from typing import Any

import numpy as np

from negsim.games.base import Array, BoolArray, IntArray
from negsim.games.stages.formulas import Formulas
from negsim.games.stages.situations import Situations
from negsim.scenario.dynamics import Dynamics
from negsim.solvers.base import Solution
from negsim.studies.compare.facts import Fact, Reason
from negsim.studies.compare.ground import Ground
from negsim.studies.sentences.phrases import NOTHING

SURE = 1 - 1e-6


class OverTime:
    """Plans for play from stage to stage; what is looked at are the choices of the first stage.

    Parameters
    ----------
    ground, solution, shares
        As for `negsim.studies.compare.in_turn.InTurn`.
    """

    def __init__(self, ground: Ground, solution: Solution[Any, Any], shares: Array):
        self.ground, self.solution, self.shares = ground, solution, shares
        self.game = solution.game
        self.earned = self.game.deviation_payoffs(solution.result)
        self.nothing = NOTHING * max(float(self.game.spread[0]), 1e-300)
        dynamics = ground.scenario.games["stochastic"]
        assert isinstance(dynamics, Dynamics)
        self.situations = Situations(formulas=Formulas(scenario=ground.scenario, dynamics=dynamics, values={}))

    def holds(self, outcome: int) -> Reason:
        """Return what another first choice would cost whoever would lose least by it."""
        row = int(self.shares[:, outcome].argmax())
        share = float(self.shares[row, outcome])
        text = f"play begins with it{f' with probability {share:.4g}' if share < SURE else ''}"
        facts: list[Fact] = [self.ground.fact("share", -1, outcome, amount=share)]
        found = [one for one in self._others(row, outcome) if one is not None]
        if found:
            player, action, best, cost = min(found, key=lambda one: one[3])
            name, label = self.ground.called[player], self._named(player, best)
            if cost > self.nothing:
                text += f": counting all that follows, {label} would cost {name} {cost:.4g}"
                facts.append(self._fact("keeps", player, action, best, cost))
            elif cost < -self.nothing:
                text += f", although {label} would be worth {-cost:.4g} more to {name}: choices are noisy"
                facts.append(self._fact("prefers", player, best, action, -cost))
            else:
                text += f": counting all that follows, {label} is worth no more to {name}"
                facts.append(self._fact("keeps", player, action, best, 0.0))
        return Reason(text=text, facts=tuple(facts))

    def fails(self, outcome: int) -> Reason:
        """Return whose first choice is another, and why."""
        actions = self._actions(outcome)
        if actions is None:
            return self._impossible(outcome)
        row = int(self.shares[:, outcome].argmax())
        share = float(self.shares[row, outcome])
        text = (
            "play does not begin with it" if share <= 1e-9 else f"play begins with it with probability {share:.4g} only"
        )
        facts = [self.ground.fact("share", -1, outcome, amount=share)]
        found = [one for one in self._others(row, outcome) if one is not None]
        if not found:
            return Reason(text=text, facts=tuple(facts))
        player, action, best, cost = min(found, key=lambda one: one[3])
        name, label, own = self.ground.called[player], self._named(player, best), self._named(player, action)
        if cost < -self.nothing:
            text += f": counting all that follows, {label} is worth {-cost:.4g} more to {name} than {own}"
            facts.append(self._fact("prefers", player, best, action, -cost))
        else:
            text += f": {label} is worth no less to {name} than {own}"
            facts.append(self._fact("prefers", player, best, action, max(0.0, -cost)))
        return Reason(text=text, facts=tuple(facts))

    def _impossible(self, outcome: int) -> Reason:
        """Say who cannot do its part in an outcome at the first stage."""
        fitting = self._fitting(outcome)
        player = next(player for player, fits in enumerate(fitting) if not fits.any())
        text = f"play cannot begin with it, as {self.ground.called[player]} cannot do its part at the first stage"
        return Reason(text=text, facts=(self.ground.fact("no_way", player, outcome),))

    def _others(self, row: int, outcome: int) -> list[tuple[int, int, int, float] | None]:
        """For each player its part in the outcome, its best other first choice, and what that would cost it."""
        found: list[tuple[int, int, int, float] | None] = []
        actions = self._actions(outcome)
        for player, choice in enumerate(self.game.choice):
            table = choice[self.game.start]
            if actions is None or not self.game.decides[player, self.game.start]:
                found.append(None)
                continue
            own = int(actions[player])
            others = [int(k) for k in np.flatnonzero(table >= 0) if k != own]
            earned = {k: float(self.earned[row, table[k]]) for k in (own, *others)}
            best = max(others, key=lambda k: earned[k])
            found.append((player, own, best, earned[own] - earned[best]))
        return found

    def _actions(self, outcome: int) -> IntArray | None:
        """For each player its action at the start that an outcome takes; None if some have none such."""
        fitting = self._fitting(outcome)
        return np.array([fits.argmax() for fits in fitting], np.intp) if all(fits.any() for fits in fitting) else None

    def _fitting(self, outcome: int) -> list[BoolArray]:
        """For each player shape (action,): whether it can do so at the start, and does its part in an outcome by it."""
        wanted, start = self.ground.levels[outcome], self.game.start
        parts = zip(self.situations.owned, self.situations.choices, self.game.available, strict=True)
        return [(rows == wanted[own]).all(1) & part[start] for own, rows, part in parts]

    def _named(self, player: int, action: int) -> str:
        return self.ground.chosen(player, self.game.actions[player][action])

    def _fact(self, kind: str, player: int, here: int, there: int, amount: float) -> Fact:
        labels = self.game.actions[player]
        return Fact(kind=kind, who=self.game.players[player], here=labels[here], there=labels[there], amount=amount)
