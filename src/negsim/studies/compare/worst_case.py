"""Why play for the worst case leads to an outcome or not: what each choice makes sure of, whatever the others do."""

from __future__ import annotations

from typing import Any

import numpy as np

from negsim.games.base import Array
from negsim.solvers.base import Solution
from negsim.studies.compare.facts import Reason
from negsim.studies.compare.ground import Ground
from negsim.studies.sentences.phrases import joined


class Safest:
    """Everybody makes the choice that is worth most to it in the worst case.

    Parameters
    ----------
    ground, solution, shares
        As for `negsim.studies.compare.at_once.Equilibria`.
    """

    def __init__(self, ground: Ground, solution: Solution[Any, Any], shares: Array):
        self.ground = ground
        self.cells = ground.scenario.strategy_layout().outcome
        weights = solution.result.weights[0]
        self.chosen = [int(weights[part].argmax()) for part in solution.game.choices.slices]

    def holds(self, outcome: int) -> Reason:
        """Return what each choice makes sure of."""
        floors = [self._floor(actor, chosen) for actor, chosen in enumerate(self.chosen)]
        told = [f"{name} of {floor:.4g}" for name, (floor, _) in zip(self.ground.called, floors, strict=True)]
        facts = [self.ground.fact("floor", actor, outcome, end, floor) for actor, (floor, end) in enumerate(floors)]
        return Reason(
            text=f"no choice makes sure of more, whatever the others do: it assures {joined(told)} at least",
            facts=tuple(facts),
        )

    def fails(self, outcome: int) -> Reason:
        """Return whose part is not safe, and what would be safer."""
        place = np.argwhere(self.cells == outcome)[0]
        risks = [self._floor(actor, int(k)) for actor, k in enumerate(place)]
        safe = [self._floor(actor, chosen) for actor, chosen in enumerate(self.chosen)]
        short = [best[0] - own[0] for own, best in zip(risks, safe, strict=True)]
        actor = int(np.argmax(short))
        (own, end), (best, sure) = risks[actor], safe[actor]
        there = place.copy()
        there[actor] = self.chosen[actor]
        other = int(self.cells[tuple(there)])
        facts = (
            self.ground.fact("floor", actor, outcome, end, own),
            self.ground.fact("floor", actor, other, sure, best),
        )
        name = self.ground.called[actor]
        if short[actor] <= self.ground.nothing:
            text = "other choices, listed first, are as safe"
            return Reason(text=text, facts=facts)
        doing = self.ground.changed(outcome, other)
        text = f"{name} could end at {own:.4g} by its part in it, and makes sure of {best:.4g} by switching {doing}"
        return Reason(text=text, facts=facts)

    def _floor(self, actor: int, strategy: int) -> tuple[float, int]:
        """What a strategy makes sure of, and an outcome in which it brings no more than that."""
        ends = np.take(self.cells, strategy, axis=actor).reshape(-1)
        worst = int(ends[self.ground.payoffs[actor, ends].argmin()])
        return float(self.ground.payoffs[actor, worst]), worst
