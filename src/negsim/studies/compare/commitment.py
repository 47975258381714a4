"""Why an outcome follows if one of two actors commits itself first, in the open, or does not."""

from __future__ import annotations

from typing import Any

import numpy as np

from negsim.games.base import Array
from negsim.solvers.base import Solution
from negsim.studies.compare.facts import Reason
from negsim.studies.compare.ground import Ground


class Commitment:
    """One of two players chooses first and is seen; the other replies.

    Parameters
    ----------
    ground, solution, shares
        As for `negsim.studies.compare.at_once.Equilibria`.
    """

    def __init__(self, ground: Ground, solution: Solution[Any, Any], shares: Array):
        self.ground = ground
        solver: Any = solution.solver
        self.leader = int(solution.game.player_number(solver.leader))
        self.follower = 1 - self.leader
        self.chosen = int(shares[0].argmax())

    def holds(self, outcome: int) -> Reason:
        """Return what the commitment brings, and the next best one."""
        leader, follower = self._names()
        worth = float(self.ground.payoffs[self.leader, outcome])
        text = f"once {leader} has committed itself to its part, {follower} can do no better than its own"
        facts = [self.ground.fact("best_reply", self.follower, outcome, amount=0.0)]
        others = [end for end in self._replies() if self._own(end) != self._own(outcome)]
        if not others:
            return Reason(text=text, facts=tuple(facts))
        next_best = max(others, key=lambda end: float(self.ground.payoffs[self.leader, end]))
        other = float(self.ground.payoffs[self.leader, next_best])
        label = self.ground.scenario.outcome_label(next_best)
        facts.append(self.ground.fact("commitment", self.leader, outcome, next_best, worth - other))
        text += (
            f", which is worth {worth:.4g} to {leader}; its next best commitment leads to '{label}', worth {other:.4g}"
        )
        return Reason(text=text, facts=tuple(facts))

    def fails(self, outcome: int) -> Reason:
        """Return that the follower would not reply so, or that the leader has a better commitment."""
        leader, _ = self._names()
        end, gain = self.ground.best_switch(self.follower, outcome)
        if gain > self.ground.nothing:
            reason = self.ground.gains(self.follower, outcome, end)
            return Reason(
                text=f"once {leader} has committed itself to its part, {reason.text}",
                facts=reason.facts,
            )
        own, best = (float(self.ground.payoffs[self.leader, each]) for each in (outcome, self.chosen))
        label = self.ground.scenario.outcome_label(self.chosen)
        facts = (self.ground.fact("commitment", self.leader, self.chosen, outcome, best - own),)
        if best - own <= self.ground.nothing:
            return Reason(text=f"{leader} does as well by a commitment that leads to '{label}'", facts=facts)
        return Reason(
            text=f"{leader} gets {own:.4g} by it, and {best:.4g} by a commitment that leads to '{label}'", facts=facts
        )

    def _names(self) -> tuple[str, str]:
        return self.ground.called[self.leader], self.ground.called[self.follower]

    def _own(self, outcome: int) -> tuple[int, ...]:
        """What the leader does in an outcome."""
        return tuple(self.ground.levels[outcome, self.ground.owner == self.leader].tolist())

    def _replies(self) -> list[int]:
        """For each commitment of the leader the outcome that follows: the follower's best, the leader's favourite."""
        cells = self.ground.scenario.strategy_layout().outcome
        table = cells if self.leader == 0 else cells.T
        found = []
        for row in table:
            theirs = self.ground.payoffs[self.follower, row]
            best = row[theirs >= theirs.max() - self.ground.nothing]
            found.append(int(best[np.argmax(self.ground.payoffs[self.leader, best])]))
        return found
