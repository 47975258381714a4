"""Why bargainers settle on an outcome or not: who would lose by it, and what a solution of bargaining makes largest."""

from __future__ import annotations

from typing import Any

import numpy as np

from negsim.concepts._fair import gains_of, ideals
from negsim.games.bargaining import BargainingGame
from negsim.games.base import Array
from negsim.games.results import Proposals
from negsim.solvers.base import Solution
from negsim.studies.compare.facts import Reason
from negsim.studies.compare.ground import Ground
from negsim.studies.regimes.agreements import room
from negsim.studies.sentences.phrases import joined

SURE = 1 - 1e-6
LARGEST = {
    "nash_bargaining": "the product of gains",
    "kalai_smorodinsky": "the smallest share of what each could hope to gain",
    "egalitarian": "the smallest gain",
    "utilitarian": "the sum of gains",
}


class Talks:
    """One solution of bargaining.

    Parameters
    ----------
    ground
        The scenario, with a level for each number that can be agreed on.
    solution
        What is agreed in its one bargaining game; no row where nothing is.
    shares
        Shape (row, outcome). What is predicted; as things stand where nothing is agreed.
    solver
        The registered name of the solver.
    """

    def __init__(self, ground: Ground, solution: Solution[Any, Any], shares: Array, solver: str):
        self.ground, self.solution, self.shares, self.solver = ground, solution, shares, solver
        self.game: BargainingGame = solution.game
        self.agenda = ground.scenario.agenda()
        self.agreement = {int(outcome): number for number, outcome in enumerate(self.agenda.outcomes)}
        self.parties = [ground.actors.index(party) for party in self.game.players]
        self.called = [ground.called[party] for party in self.parties]
        self.nothing = 1e-9 * max(float(self.game.spread[0]), 1e-300)

    def holds(self, outcome: int) -> Reason:
        """Return what is largest where an outcome is agreed on, or why nothing can be agreed."""
        share = float(self.shares[:, outcome].max())
        if not len(self.solution.result) or self._stands(outcome):
            return self._nothing_better(outcome)
        own = self._chosen()
        part = f"a lottery that includes it with probability {share:.4g}: " if share < SURE else ""
        facts = [self.ground.fact("share", -1, outcome, amount=share)]
        if isinstance(self.solution.result, Proposals):
            return self._offered(outcome)
        told = joined([f"{name} {gain:.4g}" for name, gain in zip(self.called, own, strict=True)])
        facts += [self.ground.fact("agreed_gain", party, outcome, amount=float(gain)) for party, gain in self._own(own)]
        if self.solver not in LARGEST:
            return Reason(text=f"it leads to {part}gains of {told} over no agreement", facts=tuple(facts))
        value = self._value(own)
        facts.append(self.ground.fact(self.solver, -1, outcome, amount=value))
        opening = f"it leads to {part}" if part else ""
        text = f"{opening}{LARGEST[self.solver]} over no agreement is largest there, {value:.4g}, with gains of {told}"
        return Reason(text=text, facts=tuple(facts))

    def fails(self, outcome: int) -> Reason:
        """Return who would lose by an outcome, or what is larger elsewhere."""
        if outcome not in self.agreement:
            return self._off_the_table(outcome)
        gains = self.game.gains[0, :, self.agreement[outcome]]
        worst = int(gains.argmin())
        if gains[worst] < -self.nothing:
            fact = self.ground.fact("loses", self.parties[worst], outcome, amount=-float(gains[worst]))
            text = f"{self.called[worst]} would lose {-gains[worst]:.4g} by it, compared with no agreement"
            return Reason(text=text, facts=(fact,))
        if not len(self.solution.result):
            return Reason(text="no agreement is singled out")
        chosen = self._chosen()
        if self.solver in LARGEST and not isinstance(self.solution.result, Proposals):
            own, best = self._value(gains), self._value(chosen)
            if best - own > 1e-9 * max(abs(best), abs(own), 1e-300):
                facts = (
                    self.ground.fact(self.solver, -1, outcome, amount=own),
                    self.ground.fact(f"{self.solver}_at_best", -1, outcome, amount=best),
                )
                what = f"{LARGEST[self.solver]} over no agreement"
                return Reason(text=f"{what} is {own:.4g} there, and {best:.4g} in what is agreed", facts=facts)
        return self._less(outcome, gains, chosen)

    def _less(self, outcome: int, gains: Array, chosen: Array) -> Reason:
        """Say who gains less by an outcome than by what is agreed."""
        short = chosen - gains
        who = int(short.argmax())
        if short[who] <= self.nothing:
            facts = tuple(
                self.ground.fact("agreed_more", party, outcome, amount=float(more))
                for party, more in zip(self.parties, short, strict=True)
            )
            same = short.min() >= -self.nothing
            text = "it is worth the same to all as what is agreed, which the list has first"
            return Reason(text=text if same else "it is no better by this measure than what is agreed", facts=facts)
        fact = self.ground.fact("agreed_more", self.parties[who], outcome, amount=float(short[who]))
        name = self.called[who]
        text = f"over no agreement {name} gains {gains[who]:.4g} by it, and {chosen[who]:.4g} in what is agreed"
        return Reason(text=text, facts=(fact,))

    def _off_the_table(self, outcome: int) -> Reason:
        levels, moves = self.ground.levels[outcome], self.ground.moves
        off = [k for k, move in enumerate(moves) if move.id not in self.agenda.block.agenda]
        moved = [k for k in off if levels[k] != self.agenda.standing[k]]
        if not moved:
            return Reason(text="it cannot be agreed on")
        move = moves[moved[0]]
        stands = move.levels[int(self.agenda.standing[moved[0]])].name
        fact = self.ground.fact("off_the_table", -1, outcome)
        return Reason(text=f"'{move.name}' is not on the table, and stays at '{stands}'", facts=(fact,))

    def _nothing_better(self, outcome: int) -> Reason:
        """Say that nothing else is good for all."""
        fact = self.ground.fact("nothing_better", -1, outcome)
        if float(room(self.game)[0]) <= self.nothing:
            text = "nothing on the table would be a gain for all over what stands without agreement"
            return Reason(text=text, facts=(fact,))
        return Reason(text="nothing is agreed, and things stay as they are")

    def _offered(self, outcome: int) -> Reason:
        result = self.solution.result
        first = int(result.proposer[0, 0])
        others = [k for k in range(len(self.called)) if k != first]
        told = joined([f"{self.called[k]} {result.refused[0, k]:.4g}" for k in others])
        text = f"{self.called[first]} offers it first, and a refusal would leave {told} in expectation"
        facts = [
            self.ground.fact("refusal", self.parties[k], outcome, amount=float(result.refused[0, k])) for k in others
        ]
        return Reason(text=text, facts=tuple(facts))

    def _stands(self, outcome: int) -> bool:
        """Whether an outcome is what stands without agreement, and nothing else is agreed."""
        number = self.agreement.get(outcome)
        return number in (self.game.status_quo, self.game.fallback) or number is None

    def _chosen(self) -> Array:
        """Shape (party,). What each gains by what is agreed, over no agreement."""
        if isinstance(self.solution.result, Proposals):
            return np.asarray(self.game.payoff(self.solution.result)[0] - self.game.disagreement[0])
        return np.asarray(gains_of(self.game, self.solution.result)[0])

    def _own(self, gains: Array) -> list[tuple[int, float]]:
        return list(zip(self.parties, gains, strict=True))

    def _value(self, gains: Array) -> float:
        """What a solution makes as large as possible."""
        power = self.game.power[0]
        if self.solver == "utilitarian":
            return float(gains.sum())
        if self.solver == "nash_bargaining":
            return float(np.prod(np.maximum(gains, 0) ** power))
        scale = power if self.solver == "egalitarian" else ideals(self.game, np.zeros(1, np.intp))[0]
        counted = scale > 0
        return float((gains[counted] / scale[counted]).min()) if counted.any() else 0.0
