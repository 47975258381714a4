"""Why equilibria of a strategic game have an outcome or not: who could gain by switching alone."""

from __future__ import annotations

from typing import Any

import numpy as np

from negsim.concepts.risk_dominance import equilibria
from negsim.games.base import Array
from negsim.solvers.base import Solution
from negsim.studies.compare.facts import Reason
from negsim.studies.compare.ground import Ground
from negsim.studies.sentences.phrases import joined

SURE = 1 - 1e-6  # probability from which an outcome counts as certain


class Equilibria:
    """Pure and mixed Nash equilibria, all of them or some.

    Parameters
    ----------
    ground
        The scenario.
    solution
        Of its strategic game.
    shares
        Shape (row, outcome). What each row predicts.
    """

    def __init__(self, ground: Ground, solution: Solution[Any, Any], shares: Array):
        self.ground, self.solution, self.shares = ground, solution, shares

    def holds(self, outcome: int) -> Reason:
        """Return why an outcome is an equilibrium, or comes about in one."""
        share = float(self.shares[:, outcome].max())
        if share < SURE:
            fact = self.ground.fact("share", -1, outcome, amount=share)
            return Reason(
                text=f"it comes about with probability {share:.4g} in an equilibrium in which choices are mixed",
                facts=(fact,),
            )
        return settled(self.ground, outcome)

    def fails(self, outcome: int) -> Reason:
        """Return who would leave an outcome; or, where nobody would, what else is selected."""
        actor, end, gain = self.ground.tempted(outcome)
        if gain > self.ground.nothing:
            return self.ground.gains(actor, outcome, end)
        return self.unselected(outcome)

    def unselected(self, outcome: int) -> Reason:
        """Return why an outcome that nobody would leave is not among the rows."""
        return Reason(text="it is an equilibrium too, but not among those found", facts=alone(self.ground, outcome))


class Limit(Equilibria):
    """The one equilibrium to which noisy responses run as the noise vanishes."""

    def unselected(self, outcome: int) -> Reason:
        """Return where the path of noisy responses ends instead."""
        end = int(self.shares[0].argmax())
        label = self.ground.scenario.outcome_label(end)
        return Reason(
            text=f"it is an equilibrium too, but ever less noisy responses, from even chances on, lead to '{label}'",
            facts=(
                *alone(self.ground, outcome),
                self.ground.fact("share", -1, end, amount=float(self.shares[0, end])),
            ),
        )


class Safer(Equilibria):
    """The pure equilibria that no other risk-dominates."""

    def unselected(self, outcome: int) -> Reason:
        """Return which other equilibrium it would cost the two more to leave alone."""
        found = self._dominating(outcome)
        if found is None:
            return super().unselected(outcome)
        other, own, theirs = found
        label = self.ground.scenario.outcome_label(other)
        return Reason(
            text=f"it is an equilibrium too, but what the two would lose by leaving it alone multiplies to {own:.4g}, "
            f"and to {theirs:.4g} at '{label}'",
            facts=(
                self.ground.fact("loss_product", -1, outcome, other, own),
                self.ground.fact("loss_product", -1, other, outcome, theirs),
            ),
        )

    def _dominating(self, outcome: int) -> tuple[int, float, float] | None:
        cells = self.ground.scenario.strategy_layout().outcome
        here = np.argwhere(cells == outcome)[0]
        for there in equilibria(self.solution.game)[1]:
            if (here == there).any():
                continue
            own, theirs = (self._product(cells, first, second) for first, second in ((here, there), (there, here)))
            if theirs > own:
                return int(cells[tuple(there)]), own, theirs
        return None

    def _product(self, cells: Any, here: Any, there: Any) -> float:
        """What two players would lose by going alone to the strategies of another equilibrium, multiplied."""
        payoffs = self.ground.payoffs
        stay = cells[tuple(here)]
        left = [cells[there[0], here[1]], cells[here[0], there[1]]]
        return float(np.prod([payoffs[player, stay] - payoffs[player, end] for player, end in enumerate(left)]))


def settled(ground: Ground, outcome: int) -> Reason:
    """Say that nobody would gain by switching alone, and who comes nearest to it.

    Parameters
    ----------
    ground, outcome
        The scenario, and a pure equilibrium.
    """
    actor, end, gain = ground.tempted(outcome)
    if end < 0:
        return Reason(text="nobody has a choice")
    name, change = ground.called[actor], ground.changed(outcome, end)
    if abs(gain) <= ground.nothing:
        text = f"nobody would gain by switching alone: {name} would neither gain nor lose by switching {change}"
    elif ground.ordinal:
        text = "everybody would be worse off by switching alone"
    else:
        text = f"everybody would lose by switching alone, {name} least: {-gain:.4g} by switching {change}"
    return Reason(text=text, facts=alone(ground, outcome))


def alone(ground: Ground, outcome: int) -> tuple[Any, ...]:
    """Return for each actor what its best switch alone would cost it.

    Parameters
    ----------
    ground, outcome
        The scenario, and a pure equilibrium.
    """
    best = [(actor, *ground.best_switch(actor, outcome)) for actor in range(len(ground.actors))]
    return tuple(ground.fact("stays", actor, outcome, end, -gain) for actor, end, gain in best if end >= 0)


class Noisy:
    """Quantal response: better choices are likelier, not certain.

    Parameters
    ----------
    ground, solution, shares
        As for `Equilibria`.
    """

    def __init__(self, ground: Ground, solution: Solution[Any, Any], shares: Array):
        self.ground, self.solution, self.shares = ground, solution, shares
        self.cells = ground.scenario.strategy_layout().outcome
        self.weights = solution.result.weights[0]
        self.earned = solution.game.deviation_payoffs(solution.result)[0]

    def holds(self, outcome: int) -> Reason:
        """Return how likely an outcome is, and who would gain by leaving it."""
        share = float(self.shares[0, outcome])
        text = f"with noise in every choice it comes about with probability {share:.4g}"
        facts = [self.ground.fact("share", -1, outcome, amount=share)]
        actor, end, gain = self.ground.tempted(outcome)
        if gain > self.ground.nothing:
            tempted = self.ground.gains(actor, outcome, end)
            text += f", although {tempted.text}: what is better is chosen more often, not always"
            facts += tempted.facts
        return Reason(text=text, facts=tuple(facts))

    def fails(self, outcome: int) -> Reason:
        """Return whose part in an outcome is unlikely, and what that actor rather chooses."""
        share = float(self.shares[0, outcome])
        place = np.argwhere(self.cells == outcome)[0]
        parts = self.solution.game.choices.slices
        own = [self.weights[part][k] for part, k in zip(parts, place, strict=True)]
        actor = int(np.argmin(own))
        part, chosen = parts[actor], int(place[actor])
        best = int(self.earned[part].argmax())
        loss = float(self.earned[part][best] - self.earned[part][chosen])
        there = place.copy()
        there[actor] = best
        end = int(self.cells[tuple(there)])
        text = f"with noise in every choice it comes about with probability {share:.4g} only"
        facts = [self.ground.fact("share", -1, outcome, amount=share)]
        if loss > self.ground.nothing:
            name = self.ground.called[actor]
            text += f": {name} does its part with probability {own[actor]:.4g}, as switching "
            text += f"{self.ground.changed(outcome, end)} is worth {loss:.4g} more to it on average"
            facts.append(self.ground.fact("better_on_average", actor, outcome, end, loss))
        else:
            text += f", as each of {joined(self.ground.called)} mixes its choices"
        return Reason(text=text, facts=tuple(facts))
