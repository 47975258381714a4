"""What sentences of all lenses stand on: the payoffs of outcomes, and words for what changes between them."""

from __future__ import annotations

from functools import cached_property

import numpy as np

from negsim.games.base import Array, IntArray
from negsim.scenario.expression import Expression
from negsim.scenario.model import Scenario
from negsim.scenario.parts import Move
from negsim.scenario.table import PayoffTable
from negsim.studies.compare.facts import Fact, Reason
from negsim.studies.sentences.phrases import NOTHING, joined, within


class Ground:
    """One scenario with its numbers, ready to be talked about.

    Parameters
    ----------
    scenario
        With the values at which it is to be solved.
    """

    def __init__(self, scenario: Scenario):
        self.scenario = scenario
        self.actors = tuple(scenario.actors)
        self.called = [within(actor.name) for actor in scenario.actors.values()]
        self.moves = tuple(scenario.moves.values())
        self.owner = np.array([self.actors.index(move.actor) if move.actor else -1 for move in self.moves], np.intp)

    @cached_property
    def ordinal(self) -> bool:
        """Whether payoffs only order outcomes, so that how much more one is than another says nothing."""
        return any(not isinstance(payoff, Expression | PayoffTable) for payoff in self.scenario.payoffs.values())

    def gaining(self, amount: float) -> str:
        """Say that somebody would gain: "gain 0.8", or only "be better off".

        Parameters
        ----------
        amount
            How much.
        """
        return "be better off" if self.ordinal else f"gain {amount:.4g}"

    def left(self, loss: float) -> str:
        """Say how a loss leaves somebody: "0.8 worse off than before".

        Parameters
        ----------
        loss
            How much; 0 for none.
        """
        if loss <= self.nothing:
            return "no better off than before"
        return "worse off than before" if self.ordinal else f"{loss:.4g} worse off than before"

    def short(self, gain: float) -> str:
        """Say that a gain is the reason, where the gain was told already.

        Parameters
        ----------
        gain
            How much.
        """
        return "of that" if self.ordinal else f"of that gain of {gain:.4g}"

    @cached_property
    def payoffs(self) -> Array:
        """Shape (actor, outcome)."""
        return np.asarray(self.scenario.payoff_table()[0])

    @cached_property
    def nothing(self) -> float:
        """Differences of payoffs of this size are none."""
        return NOTHING * max(float(np.ptp(self.payoffs)), 1e-300)

    @cached_property
    def numbers(self) -> dict[str, int]:
        """Label of an outcome -> its number."""
        return {label: number for number, label in enumerate(self.scenario.outcome_labels())}

    @property
    def levels(self) -> IntArray:
        """Shape (outcome, move)."""
        return self.scenario.outcomes()

    @cached_property
    def status_quo(self) -> str:
        """Label of the outcome with every move at its initial level; empty if it is forbidden, or up to chance."""
        if any(move.chance for move in self.moves):
            return ""
        label = " / ".join(move.initial for move in self.moves)
        return label if label in self.numbers else ""

    def switches(self, actor: int, outcome: int) -> IntArray:
        """Return the other outcomes to which an actor could go by changing its own moves alone.

        Parameters
        ----------
        actor, outcome
            Whose moves, and from where.
        """
        others = self.owner != actor
        same = (self.levels[:, others] == self.levels[outcome, others]).all(1)
        same[outcome] = False
        return np.flatnonzero(same)

    def best_switch(self, actor: int, outcome: int) -> tuple[int, float]:
        """Return the best outcome that an actor could go to alone, and what it would gain; -1 if it has no choice.

        Parameters
        ----------
        actor, outcome
            Whose moves, and from where.
        """
        ends = self.switches(actor, outcome)
        if not len(ends):
            return -1, 0.0
        best = int(ends[self.payoffs[actor, ends].argmax()])
        return best, float(self.payoffs[actor, best] - self.payoffs[actor, outcome])

    def tempted(self, outcome: int) -> tuple[int, int, float]:
        """Return who could gain most by switching alone, to where, and how much: below 0 if everybody would lose.

        Parameters
        ----------
        outcome
            Where all stand.
        """
        found = [(actor, *self.best_switch(actor, outcome)) for actor in range(len(self.actors))]
        free = [one for one in found if one[1] >= 0]
        return max(free, key=lambda one: one[2]) if free else (0, -1, 0.0)

    def changed(self, before: int, after: int) -> str:
        """Say what changes between two outcomes: "from 'a' to 'b'".

        Parameters
        ----------
        before, after
            Numbers of outcomes.
        """
        levels = self.levels
        parts = [
            _change(self.moves[k], int(levels[before, k]), int(levels[after, k]))
            for k in np.flatnonzero(levels[before] != levels[after])
        ]
        return joined(parts)

    def chosen(self, actor: int, label: str) -> str:
        """Name a choice of an actor: "'keep the door open' and 'offer talks'".

        Parameters
        ----------
        actor
            Whose choice.
        label
            Its label: the id of a level; ``move: level`` for each of several moves; or what a file calls it otherwise.
        """
        own = {move.id: move for move, owner in zip(self.moves, self.owner, strict=True) if owner == actor}
        pairs = [part.partition(": ") for part in label.split(", ")]
        if not all(move in own and level for move, _, level in pairs):
            alone = [each for move in own.values() for each in move.levels if each.id == label]
            return f"'{alone[0].name}'" if len(alone) == 1 else label
        levels = {move: [level.id for level in about.levels] for move, about in own.items()}
        told = [_stand(own[move], levels[move].index(level)) for move, _, level in pairs if level in levels[move]]
        return joined(told) if len(told) == len(pairs) else label

    def gains(self, actor: int, here: int, there: int) -> Reason:
        """Say what an actor would gain by switching alone from one outcome to another.

        Parameters
        ----------
        actor, here, there
            Who, from where, and where to.
        """
        gain = float(self.payoffs[actor, there] - self.payoffs[actor, here])
        text = f"{self.called[actor]} would {self.gaining(gain)} by switching {self.changed(here, there)}"
        return Reason(text=text, facts=(self.fact("gains", actor, here, there, gain),), short=self.short(gain))

    def fact(self, kind: str, actor: int, here: int, there: int = -1, amount: float = 0.0) -> Fact:
        """Return a fact about an actor, between outcomes that are given by their numbers; -1 is none.

        Parameters
        ----------
        kind, actor, here, there, amount
            As in `Fact`.
        """
        label = self.scenario.outcome_label
        return Fact(
            kind=kind,
            who=self.actors[actor] if actor >= 0 else "",
            here=label(here) if here >= 0 else "",
            there=label(there) if there >= 0 else "",
            amount=amount,
        )


def _speaks(move: Move) -> bool:
    """Whether the names of a move's levels say by themselves what is done."""
    return any(level.name not in (level.id, level.id.replace("_", " ")) for level in move.levels)


def _change(move: Move, before: int, after: int) -> str:
    first, second = move.levels[before].name, move.levels[after].name
    return f"from '{first}' to '{second}'" if _speaks(move) else f"'{move.name}' from '{first}' to '{second}'"


def _stand(move: Move, level: int) -> str:
    name = move.levels[level].name
    return f"'{name}'" if _speaks(move) else f"'{move.name}': '{name}'"
